"""`flask demo`: the made-up school by the commands of a real one, once; what opens it is its owner's alone."""

from __future__ import annotations

import re
import stat

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.cli.demo import COLLEAGUES
from tests.cli.terminal import HOLDS, WRONG_USE
from tests.machine import Machine


@pytest.fixture
def demo(bare: Machine) -> Machine:
    assert "De verzonnen school De Vuurvlinder wordt gemaakt" in bare.done("demo")
    return bare


def sign_ins(machine: Machine) -> dict[str, tuple[str, str]]:
    """Login to password and token."""
    text = (machine.data / "aanmelding.txt").read_text("utf-8")
    found = re.findall(r"aanmeldnaam +(\S+)\n +wachtwoord +(\S+)\n +token +(\S+)", text)
    return {login: (password, token) for login, password, token in found}


def test_everybody_of_it_can_come_in_with_their_own_functions(demo: Machine) -> None:
    found = sign_ins(demo)
    assert set(found) == {each.login for each in COLLEAGUES}
    assert len({secret for both in found.values() for secret in both}) == 2 * len(found)
    with demo.app(views=True) as app:
        for each in COLLEAGUES:
            answer = app.test_client().get(
                "/api/v1/me", headers={"Authorization": f"Bearer {found[each.login][1]}"}
            )  # fmt: skip
            assert answer.status_code == 200
            assert answer.json["name"] == each.name
            assert {held["function"] for held in answer.json["functions"]} == set(each.functions)


def test_nobody_of_it_is_there_twice(demo: Machine) -> None:
    with demo.parts() as parts:
        (board,) = parts.desk.boards()
        with parts.desk.reading(board) as work:
            rows = work.rows(select(t.person).where(t.person.c.board_id == board))
    names = [row.name for row in rows]
    assert {row.login for row in rows} == {each.login for each in COLLEAGUES}
    assert len(set(names)) == len(names)


def test_what_opens_it_is_readable_by_its_owner_alone_and_is_not_told(demo: Machine, bare: Machine) -> None:
    place = demo.data / "aanmelding.txt"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    text = place.read_text("utf-8")
    assert "verzonnen" in text.splitlines()[0]
    output = bare.done("demo")
    for login, secrets in sign_ins(demo).items():
        assert login not in output
        assert not any(secret in output for secret in secrets)


def test_a_second_time_nothing_changes(demo: Machine) -> None:
    before = (demo.data / "aanmelding.txt").read_bytes()
    result = demo.run("demo")
    assert (result.exit_code, "De verzonnen school De Vuurvlinder is er al." in result.output) == (HOLDS, True)
    assert (demo.data / "aanmelding.txt").read_bytes() == before


def test_it_holds_and_comes_beside_a_school_that_is_there(machine: Machine) -> None:
    machine.done("demo")
    assert machine.run("history", "verify", "--all").exit_code == HOLDS
    result = machine.run("token", "create", "--person", "a.hoekstra")
    assert (result.exit_code, "Stichting De Vlinderhof" in result.output) == (WRONG_USE, True)
    assert machine.done("token", "create", "--person", "a.hoekstra", "--board", "stichting de vlinderhof")


def test_without_a_protocol_nothing_is_made(bare: Machine) -> None:
    result = bare.run("demo", setting={"LEIDRAAD_BUNDLES": str(bare.folder)})
    assert (result.exit_code, "staat geen protocol" in result.output) == (WRONG_USE, True)
    assert "wordt gemaakt" in bare.done("demo")


def test_a_school_that_was_broken_off_is_made_whole_with_new_sign_ins(demo: Machine) -> None:
    before = sign_ins(demo)
    (demo.data / "aanmelding.txt").unlink()
    assert "wordt gemaakt" in demo.done("demo")
    after = sign_ins(demo)
    assert set(after) == set(before)
    assert {secret for both in after.values() for secret in both}.isdisjoint(
        {secret for both in before.values() for secret in both}
    )
    assert demo.run("history", "verify", "--all").exit_code == HOLDS
    assert [each.name for each in demo.data.iterdir() if "aanmelding" in each.name] == ["aanmelding.txt"]
