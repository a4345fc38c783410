"""Routes of one name are told apart wherever one is chosen, agreed on or left out, by one way of naming them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

import app.store.tables as t
from app.commands.routes import WithdrawRoute
from app.queries.origins import taken_along
from app.store.requests import log_read
from tests import klein
from tests.api.client import CLOCK, made_school
from tests.rows import only, rows
from tests.school import Site
from tests.web.conftest import Screen, Shown

LK, IB, DIR, BESTUUR = "leerkracht", "intern begeleider", "directeur", "bestuur"
WHY = "De ouders vroegen erom en het bestuur besloot het."


@pytest.fixture
def small(here: Site) -> Screen:
    return Screen(made_school(here, files=klein.files()).school)


@pytest.fixture
def dossier(small: Screen) -> UUID:
    """Two routes of one name, each of which began one to note a step, some minutes apart."""
    school = small.school
    made = school.open(IB, "Zorg")
    for number in (1, 2):
        if number == 2:
            school.press(IB, made, "Zorg")
        school.complete(LK, "Kijken")
        school.complete(LK, "Verder?", {"antwoord": "Samen"})
        school.complete(LK, "Praten")
        school.complete(IB, "Wegen")
        CLOCK.on(minutes=5)
    return made


def routes(screen: Screen, dossier: UUID, process: str) -> list[Any]:
    found = rows(screen.school, t.route, dossier_id=dossier)
    return sorted((each for each in found if each.process == process), key=lambda each: each.number)


def joined(screen: Screen, dossier: UUID, function: str, on: list[UUID]) -> None:
    """Somebody is on these routes by name, and on nothing else."""
    with screen.school.writing() as work:
        for each in on:
            work.add(
                t.member, member_id=work.new_id(), dossier_id=dossier, person_id=screen.school.people[function],
                route_id=each, task_id=None, reason="taak", began_at=work.now, ended_at=None,
            )  # fmt: skip


def choices(page: Shown, name: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.all(f"//label[.//input[@name='{name}']]")]


def test_what_is_to_be_destroyed_is_told_apart_for_who_proposes_and_for_who_agrees(
    small: Screen, dossier: UUID
) -> None:  # fmt: skip
    notes = routes(small, dossier, "notitie")
    joined(small, dossier, DIR, [each.route_id for each in rows(small.school, t.route, dossier_id=dossier)])
    for each in notes:
        small.school.send(IB, WithdrawRoute(each.route_id, "Het is niet meer nodig."))
    page = f"/dossiers/{dossier}/vernietigen"
    found = choices(small.get(DIR, page), "what")
    assert len(set(found)) == len(found) == 3
    name = notes[0].name
    assert found[1] == (
        f"Alleen de route “{name} (1)” begonnen di 1 sep 09:00, door “zorg (1)”, gestopt di 1 sep 09:10"
    )
    assert f"“{name} (2)” begonnen di 1 sep 09:05, door “zorg (2)”" in found[2]
    small.post(DIR, page, {"what": str(notes[1].route_id), "ground": "verzoek", "reason": WHY})
    waiting = only(small.school, t.erasure, status="voorgesteld").erasure_id
    for function in (DIR, BESTUUR):
        told = small.get(function, f"/vernietigen/{waiting}").text
        assert f"Alleen de route “{name} (2)” begonnen di 1 sep 09:05" in told
        assert ("zorg (2)" in told) == (function == DIR), "what began it only where both are theirs to see"
    assert f"Alleen de route “{name} (2)”, voorgesteld door" in small.get(DIR, page).text


def test_a_deed_says_on_which_of_two_routes_it_is_done(small: Screen, dossier: UUID) -> None:
    first, second = (each.route_id for each in routes(small, dossier, "zorg"))
    for deed in ("intrekken", "afwijken"):
        for number, route, began in ((1, first, "09:00"), (2, second, "09:05")):
            text = small.get(IB, f"/routes/{route}/{deed}").text
            assert f"“zorg ({number})”" in text
            assert f"begonnen di 1 sep {began}, loopt nog" in text
    assert "zorg (1), notitie (1), zorg (2), notitie (2)" in small.get(IB, f"/dossiers/{dossier}/sluiten").text


def test_a_route_that_parents_do_not_read_of_takes_along_all_that_it_began(small: Screen, dossier: UUID) -> None:
    _first, second = routes(small, dossier, "zorg")
    noted = routes(small, dossier, "notitie")
    with small.school.writing() as work:
        work.run(t.member.delete().where(t.member.c.dossier_id == dossier))
    for function, note in zip((BESTUUR, "MT"), noted, strict=True):
        joined(small, dossier, function, [note.route_id])
        with small.school.writing() as work:
            log_read(work, small.school.people[function], "dossier", dossier, found=True)
            log_read(work, small.school.people[function], "print", note.route_id, found=True)
    page = f"/dossiers/{dossier}/gezien/afdruk"
    found = choices(small.get(IB, page), "route")
    assert len(set(found)) == len(found) == 4
    (own,) = (each for each in found if each.startswith("zorg (2)"))
    assert own.endswith(f"Gaat mee weg: {noted[1].name} (2).")
    reason = "Deze route gaat over de veiligheid van het kind."
    sent = {"route": str(second.route_id), "reason": reason}
    paper = " ".join(small.post(IB, page, sent, 200).get_data(as_text=True).split())
    assert "bestuur (B.P.)" in paper
    assert paper.count("een papieren afdruk") == 1
    assert "MT (M.P.)" not in paper
    assert "MT (M.P.)" in " ".join(small.post(IB, page, {"reason": ""}, 200).get_data(as_text=True).split())


def test_who_saw_which_of_two_routes(small: Screen, dossier: UUID) -> None:
    _first, second = routes(small, dossier, "zorg")
    with small.school.writing() as work:
        log_read(work, small.school.people[LK], "print", second.route_id, found=True)
    assert "een afdruk van een route: zorg (2)" in small.get(IB, f"/dossiers/{dossier}/gezien").text


def test_the_step_that_is_noted_tells_one_note_from_another(screen: Screen) -> None:
    made = screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    found = choices(screen.get(IB, f"/dossiers/{made}/gezien/afdruk"), "route")
    (note,) = (each for each in found if each.startswith("ParnasSys"))
    assert ", voor stap 1, loopt nog" in note


def test_what_came_of_a_route_by_way_of_another_goes_along_and_what_cannot_be_read_does_too() -> None:
    first, second, third, other, lost = (UUID(int=each) for each in range(1, 6))

    def row(made: UUID, by: UUID | None) -> Any:
        return SimpleNamespace(route_id=made, started_by=by)

    person = UUID(int=9)
    there = [row(first, person), row(second, None), row(third, None), row(other, person), row(lost, None)]
    causes = {second: first, third: second}
    assert taken_along(there, causes, [first]) == {first, second, third, lost}
    assert taken_along(there, causes, [other]) == {other, lost}
    assert taken_along(there, causes, []) == frozenset()
