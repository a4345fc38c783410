"""Every operation of the document, by every function, on what is one's own, another's, denied or not there at all.

What is not for somebody and what does not exist give the same bytes, and leave the same behind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

import app.store.tables as t
from app.api import make_app, register
from app.commands.attachments import AddAttachment, RemoveAttachment
from app.commands.files import checked_file
from app.store.clock import random_id
from app.store.teams import deny
from tests.api.client import CLOCK, Api, made_school
from tests.api.test_tasks import reads
from tests.school import FUNCTIONS, Site, add_person, add_pupil
from tests.steps import new_pupil

LK, IB, AF, DIR, WN = "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer"
ALL = frozenset(FUNCTIONS)
NOBODY = frozenset[str]()


@dataclass(frozen=True)
class Ids:
    """One dossier with all that can be asked about it."""

    dossier: str
    route: str
    task: str
    done: str
    incident: str
    pupil: str
    attachment: str
    """Under the task."""
    removed: str

    @classmethod
    def unknown(cls) -> Ids:
        return cls(*(str(random_id()) for _ in range(8)))


@dataclass(frozen=True)
class Cell:
    """How an operation is asked, and who gets through on their own dossier, by what status that is seen."""

    allowed: frozenset[str]
    through: frozenset[int]
    body: Mapping[str, object] | None = None
    """Never right in all, so that asking moves nothing."""


WRONG = {"answers": {"vreemd": 1}}
OPERATIONS: dict[str, Cell] = {
    "get_tasks": Cell(ALL, frozenset({200})),
    "get_dossiers": Cell(ALL, frozenset({200})),
    "get_me": Cell(ALL, frozenset({200})),
    "get_pupils": Cell(ALL, frozenset({200})),
    "get_protocols": Cell(ALL, frozenset({200})),
    "get_incidents": Cell(frozenset({IB, AF, DIR, WN}), frozenset({200})),
    "check_protocol": Cell(frozenset({IB, DIR, "bestuur"}), frozenset({200}), {"files": {"a.bpmn": ""}}),
    "get_task": Cell(frozenset({LK}), frozenset({200})),
    "complete_task": Cell(frozenset({LK}), frozenset({422}), WRONG),
    "put_draft": Cell(frozenset({LK}), frozenset({204}), WRONG),
    "correct_task": Cell(frozenset({LK, IB, AF}), frozenset({422}), {**WRONG, "reason": "Het was anders."}),
    "get_attachments": Cell(frozenset({LK, IB, AF}), frozenset({200})),
    "add_attachment": Cell(frozenset({LK}), frozenset({422}), {"name": "leeg.txt", "content": ""}),
    "get_attachment": Cell(frozenset({LK, IB, AF}), frozenset({200})),
    "remove_attachment": Cell(frozenset({LK}), frozenset({409}), {"reason": "Was al weg."}),
    "get_dossier": Cell(frozenset({LK, IB, AF}), frozenset({200})),
    "get_starts": Cell(frozenset({LK, IB, AF}), frozenset({200})),
    "get_history": Cell(frozenset({LK, IB, AF}), frozenset({200})),
    "send_message": Cell(frozenset({IB}), frozenset({422}), {"name": "Route stoppen", **WRONG}),
    "close_dossier": Cell(frozenset({IB, AF}), frozenset({409}), {"reason": "Alles is klaar."}),
    "withdraw_route": Cell(frozenset({IB, AF}), frozenset({422}), {"reason": ""}),
    "deviate_route": Cell(frozenset({IB, AF}), frozenset({422}), {"to": "Nergens", "reason": "Daarom dus."}),
    "open_dossier": Cell(
        frozenset({LK, IB}), frozenset({422}), {"pupil": "{pupil}", "message": "Zorg over leerling", **WRONG}
    ),
    "retry_incident": Cell(
        frozenset({IB, AF}), frozenset({200, 409}), {"incident": "{incident}", "action": "opnieuw"}
    ),
}  # fmt: skip
OUTSIDE = {"health"}
"""Needs no token."""
OF_PEOPLE = {
    "get_people", "grant_function", "end_function", "import_people", "add_member", "end_member", "get_denials",
    "deny_person", "lift_denial", "add_parent", "put_parent",
}  # fmt: skip
"""Have their rows in test_people.py."""
OF_CHECKS = {"get_checks", "begin_check", "get_check", "change_check"}
"""Have their rows in test_checks.py."""
OF_AUDITS = {"get_audits", "get_audit_dossiers", "get_audit_history", "get_audit_check"}
"""Have their rows in test_audits.py."""


def _documented() -> dict[str, tuple[str, str]]:
    app = make_app("app", static_folder=None)
    register(app, lambda: pytest.fail("the document needs nothing"))
    return {
        operation["operationId"]: (method.upper(), path)
        for path, item in app.api_doc["paths"].items() for method, operation in item.items()
    }  # fmt: skip


DOCUMENTED = _documented()
OF_SOMETHING = sorted(
    name for name, cell in OPERATIONS.items() if "{" in DOCUMENTED[name][1] or ("{" in str(cell.body or "").lstrip("{")
    and name in {"open_dossier", "retry_incident"})
)  # fmt: skip


@dataclass
class World:
    """One's own dossier, one of another school of the board, one of another board, and one that is denied."""

    api: Api
    own: Ids
    denied: Ids
    others: list[Ids]

    def call(self, operation: str, function: str | None, ids: Ids) -> TestResponse:
        method, path = DOCUMENTED[operation]
        task = ids.done if operation == "correct_task" else ids.task
        attachment = ids.removed if operation == "remove_attachment" else ids.attachment
        where = path.format(
            task_id=task, dossier_id=ids.dossier, route_id=ids.route, attachment_id=attachment
        )  # fmt: skip
        body = OPERATIONS[operation].body
        if body is not None:
            filled = {"{pupil}": ids.pupil, "{incident}": ids.incident}
            body = {name: filled.get(str(value), value) for name, value in body.items()}
        return self.api.call(method, function, where, body)


def _begin(api: Api, function: str = LK) -> Ids:
    begun = api.begin(function, "Zorg over leerling")
    api.complete(function, "Observeren en begeleiden")
    (done,) = begun["opened"]
    task = next(each for each in api.tasks(function) if each["dossier"] == begun["id"])
    incident = random_id()
    with api.school.writing() as work:
        work.add(
            t.incident, incident_id=incident, school_id=api.school.school, dossier_id=UUID(begun["id"]),
            route_id=UUID(begun["route"]["id"]), kind="niemand", element="", subject="", message="Er is niemand.",
            opened_at=work.now,
        )  # fmt: skip
    attached = [
        str(api.school.send(function, AddAttachment(UUID(task["id"]), checked_file("x", text, None))).result.id)
        for text in (b"blijft", b"gaat weg")
    ]
    api.school.send(function, RemoveAttachment(UUID(attached[1])))
    return Ids(
        begun["id"], begun["route"]["id"], task["id"], done["id"], str(incident), str(api.school.pupil), *attached
    )


def _other_school(api: Api) -> Ids:
    """A dossier of another school of the same board."""
    school, group, teacher, pupil = random_id(), random_id(), random_id(), random_id()
    first = api.school
    with first.writing() as work:
        row = work.rows(t.school.select().where(t.school.c.school_id == first.school))[0]
        work.add(
            t.school, school_id=school, name="De Andere", brin=f"{str(school)[:4]}", region="noord",
            calendar=row.calendar, created_at=work.now,
        )  # fmt: skip
        work.add(t.school_group, group_id=group, school_id=school, key="G1", name="1", jaargroep="1", composite=False)
        add_person(work, teacher, LK, school, school)
        work.add(t.group_teacher, group_id=group, person_id=teacher)
        add_pupil(work, pupil, school, group)
    there = Api(replace(first, school=school, pupil=pupil, people={LK: teacher}))
    return _begin(there)


@pytest.fixture(scope="session")
def made_world(site: Site) -> World:
    with site.app.app_context():
        elsewhere = _begin(made_school(site))
        api = made_school(site)
        own = _begin(api)
        first, api.school.pupil = api.school.pupil, new_pupil(api.school)
        denied = _begin(api)
        api.school.pupil = first
        with api.school.writing() as work:
            for person in api.school.people.values():
                deny(work, UUID(denied.dossier), person)
        return World(api, own, denied, [_other_school(api), elsewhere])


@pytest.fixture
def world(made_world: World, here: Site) -> World:
    assert made_world.api.school.site is here
    return made_world


def test_every_operation_of_the_document_has_its_row() -> None:
    assert set(DOCUMENTED) - OUTSIDE == set(OPERATIONS) | OF_PEOPLE | OF_CHECKS | OF_AUDITS


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_nobody_comes_in_without_a_token(world: World, operation: str) -> None:
    assert world.call(operation, None, world.own).status_code == 401


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_who_may_comes_through_and_others_do_not(world: World, operation: str) -> None:
    CLOCK.on(hours=1)
    cell = OPERATIONS[operation]
    answers = {function: world.call(operation, function, world.own) for function in FUNCTIONS}
    refused = {404} if operation in OF_SOMETHING else {403}
    said = {function: answer.status_code for function, answer in answers.items()}
    assert {function for function, status in said.items() if status in cell.through} == cell.allowed, said
    assert {status for function, status in said.items() if function not in cell.allowed} <= refused, said


@pytest.mark.parametrize("operation", OF_SOMETHING)
def test_what_is_not_for_somebody_looks_like_what_is_not_there(world: World, operation: str) -> None:
    for function in FUNCTIONS:
        seen = set()
        for ids in (Ids.unknown(), world.denied, *world.others):
            before = reads(world.api.school)
            answer = world.call(operation, function, ids)
            seen.add((answer.status_code, _without_place(answer), reads(world.api.school) - before))
        assert len(seen) == 1, (function, seen)
        (status, _, left), = seen  # fmt: skip
        assert (status, left) == (404, 1)


def _without_place(answer: TestResponse) -> tuple[str, tuple[Any, ...]]:
    body = re.sub(r'"instance": "[^"]*"', "", answer.get_data(as_text=True))
    headers = tuple(sorted((name, value) for name, value in answer.headers if name != "Content-Length"))
    return body, headers
