"""Settings come from the environment, once; what cannot be right is refused by name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from app.factory import create_app
from app.parts import SETTINGS
from app.settings import LIMIT, Settings, SettingsError, from_environment
from tests.machine import Machine
from workflows import Limits

NAMES = [LIMIT + limit.name.upper() for limit in fields(Limits)]
WRONG: list[tuple[str, str]] = [
    *(("LEIDRAAD_DATA", text) for text in ("/srv/100%20", "/srv/wat?", "klas#4", "x" * 5000)),
    *((name, "x" * 5000) for name in ("LEIDRAAD_KEK_FILE", "LEIDRAAD_KEYS", "LEIDRAAD_BUNDLES")),
    *(("PORT", text) for text in ("0", "65536", "-1", "http", "8000.5", "08000", "٨٠٠٠", "9" * 5000)),
    *(
        ("LEIDRAAD_DATABASE_URL", text)
        for text in (
            "mysql://wie@hier/wat", "sqlite://", "sqlite:///", "postgresql://machine", "postgresql://machine/",
            "/var/leidraad.sqlite", "sqlite:///:memory:",
        )
    ),
    *(
        ("LEIDRAAD_SMTP_URL", text)
        for text in (
            "mail.school.nl", "http://mail.school.nl", "smtp://", "smtp://machine:veel", "smtp://machine:0",
            "smtps://machine:99999", "file:", "imap://machine", "smtp://machine?starttls=1", "smtp://machine?from=",
            "smtp://machine?from=geen", "smtp://machine?from=a@b.nl,c@d.nl", "smtp://machine?from=a@b.nl%0aBcc:c@d.nl",
            "smtp://een machine", "smtp://machine?from=a@b.nl&x=1", "smtp://machine?from",
            "file:/post?from=a@b.nl&map=x",
        )
    ),
    *(("LEIDRAAD_ADDRESS", text) for text in ("leidraad.school.nl", "http://een school", "ftp://school.nl", "https://", "https://x/?a=1")),
    *(("LEIDRAAD_ADDRESS", text) for text in ("https://x/#hier", "http://[kapot", "https://x:veel")),
    *(("LEIDRAAD_HOST", text) for text in ("localhost", "127.0.0", "127.0.0.1:80", "*", "1.2.3.256")),
    *(
        ("LEIDRAAD_SCANNER", text)
        for text in (
            "localhost:3310", "http://x:3310", "clamd://", "clamd:", "clamd:/", "clamd:socket", "clamd://x:veel",
            "clamd://x:0", "clamd://x:3310/pad", "clamd://x?a=1", "clamd://wie@x", "clamd:/pad#x",
        )
    ),
    *(("LEIDRAAD_PROCESSES", text) for text in ("0", "-1", "veel", "2", "65")),
    *(("LEIDRAAD_KEYS", text) for text in ("mysql://x/y", "sqlite:///x", "http://x", "/")),
    *(
        ("LEIDRAAD_CHECKPOINTS", text)
        for text in (
            "mailto:", "mailto:fg", "mailto:@school.nl", "mailto:a@b.nl,c@d.nl", "mailto:a@b.nl?cc=c", "https://x/y",
            "/etc/passwd", "mailto:a b@c.nl", "x" * 401,
        )
    ),
    ("LEIDRAAD_SIGNING_KEY_FILE", "/"),
    ("LEIDRAAD_DATA", "/etc/passwd"), ("LEIDRAAD_DATA", "/etc/passwd/hier"), ("LEIDRAAD_KEK_FILE", "/"),
    ("LEIDRAAD_BUNDLES", "/nergens"), ("LEIDRAAD_ONZIN", "1"), ("LEIDRAAD_LIMIT_MAX_FILES", "geen"),
]  # fmt: skip
"""Values that cannot be right, by setting."""


def test_without_a_setting_the_defaults_hold() -> None:
    assert from_environment({"PATH": "/usr/bin"}) == Settings(bundles=Path("bpmn"), limits=Limits())


def test_an_empty_value_counts_as_not_set() -> None:
    assert from_environment({"LEIDRAAD_BUNDLES": " ", "LEIDRAAD_LIMIT_MAX_ELEMENTS": ""}) == Settings()
    assert from_environment({name: "" for name, _ in WRONG if name != "LEIDRAAD_ONZIN"}) == Settings()


def test_the_bundles_lie_in_the_folder_that_is_named(tmp_path: Path) -> None:
    assert from_environment({"LEIDRAAD_BUNDLES": str(tmp_path)}).bundles == tmp_path


def test_a_folder_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LEIDRAAD_BUNDLES"):
        from_environment({"LEIDRAAD_BUNDLES": str(tmp_path / "nergens")})


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_has_a_variable_of_its_own(name: str) -> None:
    limits = from_environment({name: "7"}).limits
    changed = {limit.name for limit in fields(Limits) if getattr(limits, limit.name) != limit.default}
    assert changed == {name.removeprefix(LIMIT).lower()}
    assert getattr(limits, changed.pop()) == 7


@pytest.mark.parametrize("text", ["0", "-1", "veel", "1.5", "1e3", "0x10", "٣", "1_000", "9" * 5000])
def test_a_limit_that_is_no_whole_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(SettingsError, match=NAMES[0]):
        from_environment({NAMES[0]: text})


def test_a_limit_that_does_not_exist_is_refused_with_the_name_that_was_meant() -> None:
    with pytest.raises(SettingsError, match=r"LEIDRAAD_LIMIT_MAX_ELEMENT is geen .* LEIDRAAD_LIMIT_MAX_ELEMENTS"):
        from_environment({"LEIDRAAD_LIMIT_MAX_ELEMENT": "10"})


def test_what_is_kept_lies_in_the_folder_that_is_named_unless_it_has_a_place_of_its_own(tmp_path: Path) -> None:
    found = from_environment({"LEIDRAAD_DATA": str(tmp_path)})
    assert found.data == tmp_path
    assert found.database_url == f"sqlite:///{tmp_path}/leidraad.sqlite"
    assert (found.kek_file, found.keys) == (tmp_path / "kek", f"{tmp_path}/keys.sqlite")
    assert found.smtp_url == f"file:{tmp_path}/post"
    elsewhere = from_environment(
        {"LEIDRAAD_DATA": str(tmp_path), "LEIDRAAD_KEK_FILE": "/kluis/kek", "LEIDRAAD_KEYS": "/kluis/sleutels"}
    )
    assert (elsewhere.kek_file, elsewhere.keys) == (Path("/kluis/kek"), "/kluis/sleutels")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"PORT": "8080"}, {"port": 8080, "address": "http://127.0.0.1:8080"}),
        ({"PORT": "1"}, {"port": 1}),
        ({"PORT": "65535"}, {"port": 65_535}),
        ({"LEIDRAAD_HOST": "0.0.0.0"}, {"host": "0.0.0.0"}),  # noqa: S104  read, not bound
        ({"LEIDRAAD_HOST": "::1"}, {"host": "::1"}),
        ({"LEIDRAAD_ADDRESS": "https://leidraad.school.nl/"}, {"address": "https://leidraad.school.nl"}),
        ({"LEIDRAAD_DATABASE_URL": "postgres://u:w@db/x"}, {"database_url": "postgresql+psycopg://u:w@db/x"}),
        (
            {"LEIDRAAD_DATABASE_URL": "postgresql+psycopg://u@db/x?sslmode=require"},
            {"database_url": "postgresql+psycopg://u@db/x?sslmode=require", "processes": 2, "is_sqlite": False},
        ),
        ({"LEIDRAAD_DATABASE_URL": "postgresql://db/x", "LEIDRAAD_PROCESSES": "8"}, {"processes": 8}),
        ({"LEIDRAAD_PROCESSES": "1"}, {"processes": 1, "is_sqlite": True}),
        ({"LEIDRAAD_KEYS": "postgresql://db/keys"}, {"keys": "postgresql+psycopg://db/keys"}),
        ({"LEIDRAAD_SMTP_URL": "smtps://u:w@mail.school.nl:465"}, {"smtp_url": "smtps://u:w@mail.school.nl:465"}),
        (
            {"LEIDRAAD_SMTP_URL": "smtp://mail.school.nl?from=wij@school.nl"},
            {"smtp_url": "smtp://mail.school.nl?from=wij@school.nl"},
        ),
        (
            {"LEIDRAAD_SMTP_URL": "smtp://m?from=De Vuurvlinder <wij@school.nl>"},
            {"smtp_url": "smtp://m?from=De Vuurvlinder <wij@school.nl>"},
        ),
        ({"LEIDRAAD_SMTP_URL": "file:/post"}, {"smtp_url": "file:/post"}),
        ({"LEIDRAAD_SCANNER": "clamd://127.0.0.1:3310"}, {"scanner": "clamd://127.0.0.1:3310"}),
        ({"LEIDRAAD_SCANNER": "clamd:/run/clamd.sock"}, {"scanner": "clamd:/run/clamd.sock"}),
    ],
)
def test_every_setting_is_taken_as_it_is_given(given: Mapping[str, str], expected: Mapping[str, object]) -> None:
    found = from_environment(given)
    assert {name: getattr(found, name) for name in expected} == expected


@pytest.mark.parametrize(("name", "text"), WRONG)
def test_a_value_that_cannot_be_right_is_refused_by_name(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name) as error:
        from_environment({name: text})
    assert len(str(error.value).splitlines()) == 1


@pytest.mark.parametrize("name", ["LEIDRAAD_DATABASE_URL", "LEIDRAAD_SMTP_URL", "LEIDRAAD_KEYS", "LEIDRAAD_SCANNER"])
def test_a_password_is_not_repeated_in_what_is_said_of_it(name: str) -> None:
    with pytest.raises(SettingsError) as error:
        from_environment({name: "mysql://wie:geheim@hier/daar"})
    assert "geheim" not in str(error.value)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("PORT", "veel", ("flask", "serve")),
        ("LEIDRAAD_DATABASE_URL", "mysql://x", ("app.worker",)),
        ("LEIDRAAD_KEYS", "mysql://x", ("flask", "serve")),
        ("LEIDRAAD_HOST", "hier", ("flask", "run")),
        ("LEIDRAAD_FOUT", "1", ("flask", "history", "verify")),
    ],
)
def test_with_a_wrong_value_nothing_starts_and_one_line_says_why(
    tmp_path: Path, name: str, text: str, words: tuple[str, ...]
) -> None:
    """Each program once; which values are wrong is asked above, without a process for each."""
    result = Machine(tmp_path).shell(*words, setting={name: text})
    assert (result.returncode, result.stdout) == (2, "")
    (line,) = result.stderr.splitlines()
    assert name in line
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("words", "code"), [(("--help",), 0), (("-h",), 0), (("--hulp",), 2), (("1", "2"), 2)])
def test_the_worker_says_how_it_is_used(tmp_path: Path, words: tuple[str, ...], code: int) -> None:
    result = Machine(tmp_path).shell("app.worker", *words)
    said, silent = (result.stdout, result.stderr) if code == 0 else (result.stderr, result.stdout)
    assert (result.returncode, silent) == (code, "")
    assert "Gebruik: python -m app.worker [PID]" in said
    assert list(tmp_path.iterdir()) == []


def test_the_app_knows_its_settings_and_serves_no_files() -> None:
    settings = Settings(bundles=Path("elders"))
    app = create_app(settings)
    assert app.extensions[SETTINGS] is settings
    assert not app.has_static_folder


@pytest.mark.parametrize("place", ["mailto:fg@school.nl", "/mnt/elders/ijkpunten", "ijkpunten"])
def test_checkpoints_go_to_a_folder_or_to_one_address(place: str) -> None:
    assert from_environment({"LEIDRAAD_CHECKPOINTS": place}).checkpoints == place


def test_checkpoints_and_their_key_lie_among_the_data_where_nothing_is_said(tmp_path: Path) -> None:
    found = from_environment({"LEIDRAAD_DATA": str(tmp_path)})
    assert (found.checkpoints, found.signing_key_file) == (str(tmp_path / "checkpoints"), tmp_path / "signing-key")
