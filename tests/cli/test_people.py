"""Schools, people, tokens and the roll at the command line: what is typed, what is told, and how it ends."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest

from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED, WRONG_USE
from tests.machine import BRIN, SAMPLE, SCHOOL, Machine
from tests.pace import soon

ESCAPE = "\x1b]0;gekaapt\x07\x1b[31m"
LINK = re.compile(r"^http://127\.0\.0\.1:8000/uitnodiging/(\S+)$", re.MULTILINE)


def create(machine: Machine, name: str = SCHOOL, brin: str = BRIN, *words: str) -> str:
    return machine.done("school", "create", name, "--brin", brin, "--region", "noord", *words)


# schools


def test_the_first_school_brings_its_board_its_keys_and_its_tables(bare: Machine) -> None:
    assert f"{SCHOOL} is er nu, bij het bestuur “{SCHOOL}”" in create(bare)
    assert {each.name for each in bare.data.iterdir()} >= {"kek", "keys.sqlite", "leidraad.sqlite"}
    assert (bare.data / "kek").stat().st_mode & 0o777 == 0o400
    assert bare.data.stat().st_mode & 0o777 == 0o700


def test_a_second_school_comes_under_the_only_board_or_under_one_that_is_named(machine: Machine) -> None:
    assert f"bij het bestuur “{SCHOOL}”" in create(machine, "De Tweede", "12AB")
    assert "bij het bestuur “Anders”" in create(machine, "De Derde", "34CD", "--board", "Anders")
    result = machine.run("person", "invite", "x.y", "--name", "X Y")
    assert (result.exit_code, "meer dan één bestuur" in result.output, "--board" in result.output) == (
        WRONG_USE, True, True,
    )  # fmt: skip
    result = machine.run("person", "invite", "x.y", "--name", "X Y", "--board", SCHOOL)
    assert (result.exit_code, "meer dan één school" in result.output, "--school" in result.output) == (
        WRONG_USE, True, True,
    )  # fmt: skip
    assert "De Tweede" in result.output
    assert "De Derde" not in result.output
    assert LINK.search(machine.done("person", "invite", "x.y", "--name", "X", "--board", SCHOOL, "--school", "12ab"))


def test_a_school_with_two_boards_must_say_which(machine: Machine) -> None:
    create(machine, "De Derde", "34CD", "--board", "Anders")
    result = machine.run("school", "create", "Nog een", "--brin", "56EF", "--region", "zuid", "--board", "Anders")
    assert result.exit_code == HOLDS
    result = machine.run("token", "create", "--person", "s.devries", "--board", "Nergens")
    assert (result.exit_code, "Er is geen bestuur “Nergens”. Wel: “Anders”" in result.output) == (WRONG_USE, True)
    result = machine.run("people", "import", SAMPLE, "--dry-run", "--board", "Anders", "--school", "99XX")
    assert (result.exit_code, "Er is geen school “99XX”." in result.output) == (WRONG_USE, True)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("X", "--brin", "12AB"), "--region"),
        (("X", "--region", "noord"), "--brin"),
        (("X", "--brin", "12AB", "--region", "oost"), "noord, midden, zuid"),
        (("X", "--brin", "123", "--region", "noord"), "Een BRIN is vier tekens"),
        (("", "--brin", "12AB", "--region", "noord"), "naam"),
        (("X", "--brin", BRIN, "--region", "noord"), "al een school met deze BRIN"),
        (("X", "--bring", "12AB"), "De optie --bring is er niet."),
        ((), "NAAM"),
    ],
)
def test_a_school_that_cannot_be_is_refused_with_what_is_wrong(
    machine: Machine, words: tuple[str, ...], said: str
) -> None:
    result = machine.run("school", "create", *words)
    assert (result.exit_code, said.casefold() in result.output.casefold()) == (WRONG_USE, True), result.output


def test_what_a_name_says_to_a_terminal_is_not_said(bare: Machine) -> None:
    for name in (f"De {ESCAPE}Proef", "De\nProef"):
        result = bare.run("school", "create", name, "--brin", "12AB", "--region", "noord")
        assert "\x1b" not in result.output
        assert "\x07" not in result.output
    result = bare.run("school", "create", "Proef", "--brin", f"{ESCAPE}12", "--region", "noord")
    assert "\x1b" not in result.output
    for words in (
        ("person", "invite", f"x{ESCAPE}", "--name", "X"), ("person", "invite", "x.y", "--name", f"X {ESCAPE}"),
        ("person", "invite", "x.y", "--name", "X", "--function", ESCAPE),
        ("token", "create", "--person", ESCAPE), ("token", "create", "--person", "x", "--board", ESCAPE),
        ("people", "import", f"nergens/{ESCAPE}"), ("people", "import", SAMPLE, "--dry-run", "--school", ESCAPE),
        ("history", "verify", "--dossier", ESCAPE), ("protocol", "publish", f"nergens/{ESCAPE}"), (f"person{ESCAPE}",),
        ("person", ESCAPE), ("person", "invite", "x.y", f"--{ESCAPE}"),
    ):  # fmt: skip
        assert "\x1b" not in bare.run(*words).output, words


def test_a_school_that_is_refused_leaves_no_board_behind(bare: Machine) -> None:
    for name, brin in (("Typfout", "123"), ("\x1b[31m", "12AB"), ("", "12AB")):
        assert bare.run("school", "create", name, "--brin", brin, "--region", "noord").exit_code == WRONG_USE
    assert f"bij het bestuur “{SCHOOL}”" in create(bare)


# people


def test_an_invitation_is_a_link_that_is_shown_once_and_kept_nowhere(machine: Machine) -> None:
    output = machine.done(
        "person", "invite", "m.nieuw", "--name", "Mo Nieuw", "--email", "mo@school.nl", "--function", "MT"
    )  # fmt: skip
    found = LINK.search(output)
    assert found
    secret = found[1].encode()
    assert "zeven dagen" in output
    for place in machine.data.iterdir():
        assert secret not in place.read_bytes(), place.name
    again = LINK.search(machine.done("person", "invite", "m.nieuw", "--name", "Mo Nieuw"))
    assert again
    assert again[1] != found[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("m.nieuw",), "--name"),
        (("M NIEUW!", "--name", "Mo"), "aanmeldnaam heeft 2 tot 119 tekens"),
        (("m.nieuw", "--name", "Mo", "--email", "mo"), "geen e-mailadres"),
        (("m.nieuw", "--name", "Mo", "--function", "conciërge van alles"), "Kies uit: "),
        (("s.devries", "--name", "Iemand Anders"), "typ de naam dan zoals die hier bekend is"),
    ],
)
def test_an_invitation_that_cannot_be_is_refused_with_what_is_wrong(
    machine: Machine, words: tuple[str, ...], said: str
) -> None:
    result = machine.run("person", "invite", *words)
    assert (result.exit_code, said in result.output) == (WRONG_USE, True), result.output
    assert not LINK.search(result.output)


def test_a_link_leads_to_the_address_of_this_machine(machine: Machine) -> None:
    machine.settings["LEIDRAAD_ADDRESS"] = "https://leidraad.school.nl/app/"
    output = machine.done("person", "invite", "m.nieuw", "--name", "Mo Nieuw")
    assert "https://leidraad.school.nl/app/uitnodiging/" in output


# tokens


def test_a_token_is_all_that_is_written_so_that_a_script_can_take_it(machine: Machine) -> None:
    output = machine.done("token", "create", "--person", "S.deVries")
    assert re.fullmatch(r"lrd_\S+\n", output)
    assert output != machine.done("token", "create", "--person", "s.devries", "--days", "30")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--person"),
        (("--person", "niemand"), "Er is niemand met de aanmeldnaam “niemand”"),
        (("--person", "s.devries", "--days", "0"), "--days"),
        (("--person", "s.devries", "--days", "veel"), "--days"),
    ],
)
def test_a_token_for_nobody_is_wrong_use(machine: Machine, words: tuple[str, ...], said: str) -> None:
    result = machine.run("token", "create", *words)
    assert (result.exit_code, said in result.output) == (WRONG_USE, True), result.output
    assert "lrd_" not in result.output


def test_tokens_are_listed_by_their_days_and_one_that_leaked_is_revoked(machine: Machine) -> None:
    token = machine.done("token", "create", "--person", "s.devries", "--days", "30").strip()
    listed = machine.done("token", "list", "--person", "s.devries").splitlines()
    assert token not in "".join(listed)
    (line,) = [each for each in listed if "geldt tot het wordt ingetrokken" not in each]
    assert re.search(r"^[0-9a-f-]{36}  van \d\d-\d\d-\d{4} \d\d:\d\d, geldt tot \d\d-\d\d-\d{4}", line)
    name = line.split()[0]
    assert "Ingetrokken." in machine.done("token", "revoke", name)
    assert name not in machine.done("token", "list", "--person", "s.devries")
    for words in (("revoke", name), ("revoke", "geen-id"), ("revoke",), ("list",), ("list", "--person", "niemand")):
        assert machine.run("token", *words).exit_code == WRONG_USE, words
    assert "heeft geen token dat nog geldt" in machine.done("token", "list", "--person", "r.postma")


# the roll


def test_an_import_is_shown_first_and_done_when_somebody_says_so(bare: Machine) -> None:
    create(bare)
    denied = bare.run("people", "import", SAMPLE, typed="n\n")
    assert (denied.exit_code, "Er is niets veranderd." in denied.output) == (DOES_NOT_HOLD, True)
    assert "leerlingen: 4 nieuw" in denied.output.casefold()
    assert "Niet overgenomen: laatste vier cijfers van BSN of onderwijsnummer (" in denied.output
    ended = bare.run("people", "import", SAMPLE, typed="")
    assert (ended.exit_code, "Afgebroken" in ended.output) == (DOES_NOT_HOLD, True)
    seen = bare.run("people", "import", SAMPLE, "--dry-run")
    assert (seen.exit_code, "Ingelezen" in seen.output) == (HOLDS, False)
    done = bare.run("people", "import", SAMPLE, typed="ja\n")
    assert (done.exit_code, "Ingelezen." in done.output) == (HOLDS, True)
    assert "flask person invite s.devries --name 'Sanne de Vries' --function 'intern begeleider'\n" in done.output


def test_the_command_for_an_invitation_holds_at_a_shell_whatever_the_file_says(bare: Machine, tmp_path: Path) -> None:
    create(bare)
    bare.done("school", "create", "De Tweede", "--brin", "12AB", "--region", "noord")
    roll = tmp_path / "lijst.csv"
    roll.write_text('soort;sleutel;roepnaam;achternaam;rollen\nmedewerker;1;An;"$(id) `id` ""d\'Or";IB\n', "utf-8")
    said = bare.done("people", "import", roll, "--yes", "--school", "12AB")
    command = next(line for line in said.splitlines() if "person invite" in line)
    words = shlex.split(command)[4:]
    assert words[:3] == ["--name", "An $(id) `id` \"d'Or", "--function"]
    assert words[3:] == ["intern begeleider", "--school", "12AB"]
    assert command.endswith("""--name 'An $(id) `id` "d'"'"'Or' --function 'intern begeleider' --school 12AB""")


def test_a_second_import_of_the_same_file_changes_nothing(machine: Machine) -> None:
    before = plan(machine)
    assert all(not kind["entries"] for kind in before["kinds"])
    assert "Ingelezen." in machine.done("people", "import", SAMPLE, "--yes")
    assert plan(machine) == before


def plan(machine: Machine, path: Path = SAMPLE) -> dict[str, object]:
    found: dict[str, object] = json.loads(machine.done("people", "import", path, "--json"))
    return found


def test_json_shows_and_does_only_with_yes(bare: Machine) -> None:
    create(bare)
    first = plan(bare)
    assert plan(bare) == first
    done = json.loads(bare.done("people", "import", SAMPLE, "--json", "--yes"))
    assert done == first
    assert plan(bare) != first


def test_wrong_use_of_an_import(machine: Machine) -> None:
    both = machine.run("people", "import", SAMPLE, "--yes", "--dry-run")
    assert (both.exit_code, "niet allebei" in both.output) == (WRONG_USE, True)
    none = machine.run("people", "import", "")
    assert (none.exit_code, "lege naam" in none.output) == (WRONG_USE, True)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<EDEX><leerlingen>", "regel 1"),
        (b"", "leeg"),
        (b"PK\x03\x04", "Excel"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><EDEX>&a;</EDEX>', "EDEXML"),
        (b"<html/>", "EDEXML"),
        (b"\xff\xfe\x00", ""),
        (f"<EDEX>{ESCAPE}</EDEX>".encode(), ""),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_a_line_and_changes_nothing(
    machine: Machine, tmp_path: Path, data: bytes, said: str
) -> None:
    place = tmp_path / "stuk.xml"
    place.write_bytes(data)
    result = machine.run("people", "import", place, "--yes")
    assert result.exit_code in {WRONG_USE, NOT_JUDGED}
    assert said.casefold() in result.output.casefold(), result.output
    assert "Traceback" not in result.output
    assert "Leidraad zelf" not in result.output
    assert "\x1b" not in result.output
    assert "root:" not in result.output
    assert len([line for line in result.output.splitlines() if not line.startswith("Hulp:")]) <= 2


def test_a_file_that_is_not_there_is_told_by_name(machine: Machine, tmp_path: Path) -> None:
    result = machine.run("people", "import", tmp_path / "weg.xml")
    assert (result.exit_code, "weg.xml” kan niet worden gelezen" in result.output) == (NOT_JUDGED, True)
    result = machine.run("people", "import", tmp_path)
    assert (result.exit_code, "dat is een map" in result.output) == (NOT_JUDGED, True)


def test_a_roll_of_another_school_is_refused(machine: Machine) -> None:
    create(machine, "De Tweede", "12AB")
    result = machine.run("people", "import", SAMPLE, "--school", "12AB", "--yes")
    assert result.exit_code in {WRONG_USE, NOT_JUDGED}
    assert "99VV" in result.output


def test_without_a_school_each_command_says_what_comes_first(bare: Machine) -> None:
    for words in (
        ("person", "invite", "x.y", "--name", "X"), ("token", "create", "--person", "x"), ("people", "import", SAMPLE),
        ("history", "verify"), ("protocol", "publish", "bpmn/zorgdossier"),
    ):  # fmt: skip
        result = bare.run(*words)
        assert (result.exit_code, "flask school create" in result.output) == (WRONG_USE, True), (words, result.output)
    assert not bare.data.exists()


def test_a_large_roll_is_shown_and_read_in_a_few_seconds(machine: Machine, tmp_path: Path) -> None:
    from tests.rolls import edexml  # noqa: PLC0415  only here

    place = tmp_path / "groot.xml"
    place.write_bytes(edexml(500, 20))
    with soon(20):
        machine.done("people", "import", place, "--yes")
