"""The format, held from two sides: the product makes the vectors, and a check that shares nothing with it agrees."""

from __future__ import annotations

import ast
import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store import chain
from app.store.documents import as_instant_text, fact_bytes
from app.store.keys import Kek, KeyStore
from app.store.sealing import SealError, about_fact, about_key, framed, seal, unseal
from tests.independent import history_check
from tests.vectors import make

CHECK = Path(history_check.__file__)
VECTORS = json.loads(make.FILE.read_text("utf-8"))
BOARD = UUID(int=1)
AT = datetime(2026, 11, 26, 13, 5, tzinfo=UTC)


def links_of(rows):
    return [
        chain.Link(
            UUID(row["stream"]),
            row["sequence"],
            row["entered"],
            *(bytes.fromhex(row[n]) for n in ("ciphertext", "head")),
        )
        for row in rows
    ]


def named(vectors):
    return pytest.mark.parametrize("vector", vectors, ids=lambda vector: vector["name"])


# --- the product against the vectors --------------------------------------------------------------------------------


def test_making_the_vectors_anew_gives_the_same_file():
    """A difference is a change of the format: it needs a new version, and the old one stays readable."""
    assert make.text() == make.FILE.read_text("utf-8")


@pytest.mark.parametrize("vector", VECTORS["framed"], ids=lambda vector: vector["bytes"])
def test_fields_are_framed_as_specified(vector):
    assert framed(*history_check.fields_of(vector["fields"])).hex() == vector["bytes"]


@named(VECTORS["sealed"])
def test_what_is_sealed_is_sealed_as_specified(vector):
    key, nonce, plaintext, sealed = (bytes.fromhex(vector[n]) for n in ("key", "nonce", "plaintext", "sealed"))
    about = history_check.fields_of(vector["about"])
    assert seal(key, plaintext, *about, nonce=nonce) == sealed
    assert unseal(key, sealed, *about) == plaintext


@named(VECTORS["refused"])
def test_what_must_not_open_does_not(vector):
    with pytest.raises(SealError):
        unseal(bytes.fromhex(vector["key"]), bytes.fromhex(vector["sealed"]), *history_check.fields_of(vector["about"]))


@named(VECTORS["json"])
def test_a_document_is_spelled_as_specified(vector):
    assert fact_bytes(json.loads(vector["given"])).hex() == vector["bytes"]


@named(VECTORS["forged"])
def test_a_forged_stream_is_found_where_it_should_be(vector):
    broken = chain.check(links_of(vector["links"]))
    assert (None if broken is None else {"sequence": broken.sequence, "flaw": broken.flaw}) == vector["found"]


def test_every_way_to_forge_is_found_by_the_chain_or_by_what_does_not_open_but_for_three():
    """Those three are why there are checkpoints."""
    unseen = [vector["name"] for vector in VECTORS["forged"] if vector["found"] is None and vector["opens"]]
    assert unseen == [
        "nothing forged",
        "the last two cut off",
        "all of it taken away",
        "a fact told otherwise with the key, all linked anew",
    ]


def test_a_wrapped_key_opens_as_specified(tmp_path):
    vector = VECTORS["keys"]
    file = tmp_path / "kek"
    file.write_text(vector["kek_file"])
    file.chmod(0o600)
    kek = Kek.read(file)
    assert kek.current != vector["kek"]
    about = about_key(UUID(vector["board"]), UUID(vector["key_id"]))
    assert unseal(kek.keys[vector["kek"]], bytes.fromhex(vector["wrapped"]), *about).hex() == vector["key"]


# --- the independent check ------------------------------------------------------------------------------------------


def run(*arguments):
    done = subprocess.run([sys.executable, CHECK, *map(str, arguments)], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def test_the_independent_check_imports_nothing_of_the_product():
    tree = ast.parse(CHECK.read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    froms = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert all(node.level == 0 for node in froms)
    tops = {name.partition(".")[0] for name in names | {node.module or "" for node in froms}}
    assert tops - set(sys.stdlib_module_names) == {"cryptography"}
    assert not tops & {"app", "workflows", "tests", "importlib", "runpy"}


def test_the_independent_check_runs_where_the_product_is_not(tmp_path):
    elsewhere = tmp_path / "history_check.py"
    elsewhere.write_bytes(CHECK.read_bytes())
    done = subprocess.run(
        [sys.executable, elsewhere, "vectors", make.FILE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "vectors: " in done.stdout


def spoilt(value):
    """The value with its first letter or number turned into another."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + 1
    return ("b" if value[:1] == "a" else "a") + value[1:]


LOOKED_AT = [
    ("framed", 3, "bytes"),
    ("sealed", 1, "sealed"),
    ("sealed", 1, "plaintext"),
    ("sealed", 1, "nonce"),
    ("json", 2, "bytes"),
    ("keys", "key"),
    ("facts", "genesis"),
    ("facts", "links", 3, "plaintext"),
    ("facts", "links", 3, "ciphertext"),
    ("facts", "links", 5, "head"),
    ("facts", "links", 0, "nonce"),
    ("forged", 1, "found", "sequence"),
    ("forged", 1, "found", "flaw"),
    ("forged", 1, "opens"),
    ("reads", "genesis"),
    ("reads", "batches", 1, "head"),
    ("reads", "batches", 0, "digest"),
]


@pytest.mark.parametrize("place", LOOKED_AT, ids=lambda place: " ".join(map(str, place)))
def test_the_independent_check_sees_a_vector_that_does_not_hold(tmp_path, place):
    vectors = json.loads(make.FILE.read_text("utf-8"))
    inner = vectors
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = spoilt(inner[place[-1]])
    file = tmp_path / "history.json"
    file.write_text(json.dumps(vectors), "utf-8")
    code, _ = run("vectors", file)
    # Vectors that cannot even be opened are no vectors: then nothing can be said.
    assert code in {1, 3}


def test_the_independent_check_knows_wrong_usage_and_what_it_cannot_read(tmp_path):
    (tmp_path / "text").write_text("geen JSON")
    assert run()[0] == 2
    assert run("vectors")[0] == 2
    assert run("database", "one")[0] == 2
    assert run("vectors", tmp_path / "nowhere")[0] == 3
    assert run("vectors", tmp_path / "text")[0] == 3
    assert run("database", *[tmp_path / "nowhere"] * 3)[0] == 3
    assert run("database", *[tmp_path / "text"] * 3)[0] == 3


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_both_write_every_number_in_one_way(number):
    assert fact_bytes({"n": number}) == history_check.spelled({"n": number}).encode()


# --- a whole database -----------------------------------------------------------------------------------------------


class School:
    """A database with streams, its key store and its key-encryption key, as they lie on a disk."""

    def __init__(self, folder):
        self.database, self.keys, self.kek = folder / "leidraad.sqlite", folder / "keys.sqlite", folder / "kek"
        numbers = count(10)
        Kek.create(self.kek)
        self.store = KeyStore(
            str(self.keys), Kek.read(self.kek), ids=lambda: UUID(int=next(numbers)), monotonic=lambda: 0
        )
        self.sql(
            "CREATE TABLE fact (board_id CHAR(32), stream_id CHAR(32), sequence INTEGER, entered TEXT, ciphertext BLOB,"
            " head BLOB, key_id CHAR(32), PRIMARY KEY (board_id, stream_id, sequence))"
        )
        self.key_of = {stream: self.store.create(BOARD) for stream in (UUID(int=3), UUID(int=4))}
        for stream in self.key_of:
            self.write(stream, [self.document(number) for number in range(5)])

    def document(self, number):
        return make.fact(
            "DossierOpened", as_instant_text(AT + timedelta(days=number)), data={"nr": number, "naam": "Zoë"}
        )

    def write(self, stream, documents):
        head = chain.GENESIS
        for sequence, document in enumerate(documents, start=1):
            entered = as_instant_text(AT + timedelta(minutes=sequence))
            plaintext = document if isinstance(document, bytes) else fact_bytes(document)
            ciphertext = seal(self.key_of[stream].key, plaintext, *about_fact(stream, sequence, entered))
            head = chain.next_head(head, stream, sequence, entered, ciphertext)
            row = (BOARD.hex, stream.hex, sequence, entered, ciphertext, head, self.key_of[stream].id.hex)
            self.sql("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def sql(self, statement, values=()):
        with closing(sqlite3.connect(self.database, isolation_level=None)) as connection:
            connection.execute(statement, values)

    def check(self):
        return run("database", self.database, self.keys, self.kek)


@pytest.fixture
def school(tmp_path):
    made = School(tmp_path)
    yield made
    made.store.close()


def test_a_database_as_it_was_written_holds(school):
    assert school.check() == (0, "facts: 10\nopened: 10\nstreams: 2\n")


def test_a_stream_whose_key_was_destroyed_still_holds(school):
    school.store.destroy(BOARD, school.key_of[UUID(int=3)].id, AT)
    assert school.check() == (0, "destroyed: 5\nfacts: 10\nopened: 5\nstreams: 2\n")


@pytest.mark.parametrize(
    ("forging", "told"),
    [
        ("UPDATE fact SET ciphertext = zeroblob(60) WHERE sequence = 3", "gebeurtenis 3: changed"),
        ("UPDATE fact SET head = zeroblob(32) WHERE sequence = 2", "gebeurtenis 2: wrong link"),
        ("UPDATE fact SET entered = '2026-11-26T00:00:00.000000Z' WHERE sequence = 4", "gebeurtenis 4: changed"),
        ("DELETE FROM fact WHERE sequence = 2", "gebeurtenis 2: gap"),
        ("UPDATE fact SET sequence = 6 WHERE sequence = 5", "gebeurtenis 5: gap"),
        ("UPDATE fact SET head = 'tekst' WHERE sequence = 5", "gebeurtenis 5: changed"),
        ("UPDATE fact SET ciphertext = NULL WHERE sequence = 1", "gebeurtenis 1: changed"),
        ("UPDATE fact SET sequence = 'drie' WHERE sequence = 5", "gebeurtenis 5: gap"),
    ],
)
def test_a_forged_database_does_not_hold(school, forging, told):
    school.sql(forging)
    code, said = school.check()
    assert code == 1
    assert said.count(told) == 2


def test_a_fact_under_the_key_of_another_stream_does_not_hold(school):
    school.sql("UPDATE fact SET key_id = ?", (school.key_of[UUID(int=3)].id.hex,))
    code, said = school.check()
    assert code == 1
    assert said.count("gaat niet open") == 5


@pytest.mark.parametrize(
    ("plaintext", "told"),
    [
        (b'{ "v": 1}', "niet de spelling van RFC 8785"),
        (b"{v:1}", "geen JSON"),
        (b"[]", "geen gebeurtenis"),
        (b"[" * 100_000, "geen JSON"),
        (fact_bytes(make.fact("X", "2026-11-26") | {"v": 2}), "geen gebeurtenis van deze versie"),
        (fact_bytes(make.fact("X", "2026-11-26T13:05:00Z")), "geen gebeurtenis van deze versie"),
        (fact_bytes(make.fact("X", "2026-11-26T13:05:00.000000Z", extra=1)), "iets te veel"),
        (fact_bytes(make.fact("X", "2026-11-26T13:05:00.000000Z", do={})), "geen gebeurtenis van deze versie"),
        (fact_bytes(make.fact("X", "2026-11-26T13:05:00.000000Z", actor={"kind": "iemand"})), "van deze versie"),
        (fact_bytes(make.fact("X", "2026-11-26T13:05:00.000000Z", actor={"kind": "person"})), "van deze versie"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_inside_must_be_a_fact_in_its_one_spelling(school, plaintext, told):
    school.key_of[UUID(int=5)] = school.store.create(BOARD)
    school.write(UUID(int=5), [plaintext])
    code, said = school.check()
    assert code == 1
    assert told in said


def test_what_lacks_its_keys_cannot_be_judged_but_a_broken_chain_still_does_not_hold(school, tmp_path):
    school.kek = tmp_path / "another"
    Kek.create(school.kek)
    code, said = school.check()
    assert code == 3
    assert "KEK die er niet is" in said
    school.sql("DELETE FROM fact WHERE sequence = 2")
    assert school.check()[0] == 1


def test_a_key_that_is_in_no_store_leaves_it_unjudged(school):
    school.sql("UPDATE fact SET key_id = ? WHERE stream_id = ?", (UUID(int=99).hex, UUID(int=4).hex))
    code, said = school.check()
    assert code == 3
    assert "staat niet in de sleutelopslag" in said


def test_the_check_shows_no_content(school):
    school.sql("DELETE FROM fact WHERE sequence = 2")
    assert "Zoë" not in school.check()[1]
