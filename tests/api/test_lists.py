"""Pupils, incidents, protocols and the state of the machine over the API."""

from __future__ import annotations

import os
from base64 import b64encode
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

import app.store.tables as t
from app.api import Services, make_app, register
from app.commands.bus import Bus
from app.queries.desk import Desk
from app.store.boards import seal_personal, unseal_personal
from app.store.clock import Clock, random_id
from app.store.db import open_database
from app.store.incidents import HISTORY, Stuck, add_incident
from tests import klein
from tests.api.client import CLOCK, Api, chance, made_school
from tests.school import CANARY, Site, protocol_files

LK, IB, DIR, MT = "leerkracht", "intern begeleider", "directeur", "MT"


def add(api: Api, name: str, *, group: UUID | None = None) -> UUID:
    made = random_id()
    with api.school.writing() as work:
        sealed = seal_personal(work, "pupil", made, {"name": {"roepnaam": name, "achternaam": "Berg"}})
        work.add(
            t.pupil, pupil_id=made, school_id=api.school.school, key=str(made)[:8], sealed=sealed, left_on=None,
            changed_at=CLOCK.now,
        )  # fmt: skip
        if group:
            work.add(t.pupil_group, pupil_id=made, group_id=group)
    return made


def found(api: Api, function: str, query: str) -> list[str]:
    return [each["name"] for each in api.get(function, f"/pupils?{query}")["items"]]


# pupils


def test_a_teacher_finds_the_pupils_of_the_own_group_and_the_ib_all(api: Api) -> None:
    add(api, "Kees")
    assert found(api, LK, "") == [f"{CANARY} Veer"]
    assert found(api, IB, "") == [f"{CANARY} Veer", "Kees Berg"]
    assert found(api, IB, "q=kees b") == ["Kees Berg"]
    assert found(api, MT, "") == found(api, LK, "q=kees") == []
    assert api.get(LK, "/pupils")["items"][0]["group"] == "4A"


def test_the_list_of_pupils_comes_in_pages(api: Api) -> None:
    for number in range(4):
        add(api, f"Kind {number}")
    whole = found(api, IB, "")
    first = api.get(IB, "/pupils?limit=3")
    rest = api.get(IB, f"/pupils?limit=3&cursor={first['next']}")
    assert [each["name"] for each in first["items"] + rest["items"]] == whole
    assert rest["next"] is None


def test_the_whole_school_is_searched_by_name_for_a_button_of_everyone(api: Api) -> None:
    for number in range(12):
        add(api, f"Kind {number}")
    assert len(found(api, MT, "q=kind&scope=school")) == 10
    assert found(api, MT, "q=kanarie&scope=school") == [f"{CANARY} Veer"]
    assert api.call("GET", MT, "/pupils?q=k&scope=school").status_code == 422


@pytest.mark.parametrize("function", ["bestuur", "auditor"])
def test_a_function_at_the_board_does_not_open_the_pupils_of_its_schools(api: Api, function: str) -> None:
    with api.school.writing() as work:
        for table in (t.employment, t.holding):
            where = (table.c.board_id == api.school.board, table.c.person_id == api.school.people[MT])
            work.run(delete(table).where(*where))
        work.add(
            t.holding, holding_id=random_id(), person_id=api.school.people[MT], function=function, school_id=None,
            began_at=work.now,
        )  # fmt: skip
    assert found(api, MT, "q=kanarie&scope=school") == found(api, MT, "") == []


def test_who_left_the_school_is_not_found(api: Api) -> None:
    where = (t.pupil.c.board_id == api.school.board, t.pupil.c.pupil_id == api.school.pupil)
    with api.school.writing() as work:
        work.run(update(t.pupil).where(*where).values(left_on=CLOCK.now.date()))
    assert found(api, IB, "") == found(api, IB, "q=kanarie&scope=school") == []


def test_a_search_is_written_down_sealed(api: Api) -> None:
    found(api, LK, "q=kanarie")
    found(api, MT, "q=niemand&scope=school")
    with api.school.reading() as work:
        rows = work.rows(
            select(t.read_log).where(t.read_log.c.board_id == api.school.board).order_by(t.read_log.c.action)
        )
        said = [(row.action, row.found, unseal_personal(work, "search", row.read_id, row.sealed)) for row in rows]
    assert said == [
        ("pupils", True, {"q": "kanarie"}), ("pupils of the school", False, {"q": "niemand"}),
    ]  # fmt: skip


def test_a_pupil_whose_row_was_changed_takes_no_list_away(api: Api) -> None:
    api.begin(LK, "Zorg over leerling")
    where = (t.pupil.c.board_id == api.school.board, t.pupil.c.pupil_id == api.school.pupil)
    with api.school.writing() as work:
        work.run(update(t.pupil).where(*where).values(sealed=os.urandom(60)))
    assert [each["pupil"]["name"] for each in api.tasks(LK)] == ["(naam niet leesbaar)"]
    assert found(api, LK, "") == ["(naam niet leesbaar)"]


# incidents


def nobody(site: Site) -> tuple[Api, str]:
    """A school with an incident, a task for a function that nobody holds; and the dossier in which it is."""
    api = made_school(site, files=klein.files())
    begun = api.begin(LK, "Zorg")
    api.complete(LK, "Kijken")
    api.complete(LK, "Verder?", {"antwoord": "Samen"})
    leaders = [api.school.people[each] for each in (DIR, "waarnemer")]
    where = (t.holding.c.board_id == api.school.board, t.holding.c.person_id.in_(leaders))
    with api.school.writing() as work:
        work.run(update(t.holding).where(*where).values(function="conciërge"))
    CLOCK.on(days=4)
    api.school.fire(UUID(begun["id"]))
    with api.school.writing() as work:
        work.run(update(t.holding).where(*where).values(function=DIR))
    return api, str(begun["id"])


def test_what_is_stuck_is_shown_to_who_leads_and_goes_on_when_they_say_so(here: Site) -> None:
    api, dossier = nobody(here)
    items = api.get(IB, "/incidents")["items"]
    assert [(each["kind"], each["dossier"]) for each in items] == [("niemand", dossier)]
    assert CANARY not in str(items)
    assert api.call("GET", MT, "/incidents").status_code == 403
    shown = api.get(DIR, "/incidents")["items"]
    assert [(each["dossier"], each["route"]) for each in shown] == [(None, None)]  # not on the team yet
    sent = {"incident": items[0]["id"], "action": "opnieuw"}
    for function in (DIR, MT):
        assert api.call("POST", function, "/incidents", sent).status_code == 404
    key = chance()
    for _ in range(2):
        assert api.post(IB, "/incidents", sent, key=key) == {"incident": items[0]["id"], "dossier": dossier}
    assert api.post(IB, "/incidents", sent, 409)["reason"] == "state"
    assert api.get(IB, "/incidents")["items"] == []
    assert [each["id"] for each in api.get(IB, "/incidents?status=opgelost")["items"]] == [items[0]["id"]]


def test_what_a_check_of_the_history_found_is_not_tried_again(here: Site) -> None:
    api = made_school(here, files=klein.files())
    dossier = UUID(api.begin(LK, "Zorg")["id"])
    with api.school.writing() as work:
        route = work.row(select(t.route.c.route_id).where(t.route.c.dossier_id == dossier))
        assert route is not None
        found = Stuck(HISTORY, "", "merk", "De geschiedenis is veranderd of niet heel in route 1.")
        made = add_incident(work, api.school.school, dossier, route.route_id, found)
    refused = api.post(IB, "/incidents", {"incident": str(made), "action": "opnieuw"}, 409)
    assert "opnieuw te proberen" in refused["detail"]
    assert [each["id"] for each in api.get(IB, "/incidents")["items"]] == [str(made)]


def test_an_incident_is_shown_in_its_dossier(here: Site) -> None:
    api, dossier = nobody(here)
    assert [each["kind"] for each in api.get(IB, f"/dossiers/{dossier}")["incidents"]] == ["niemand"]


# protocols


def test_the_protocol_in_force_shows_its_buttons(api: Api) -> None:
    (only,) = api.get(MT, "/protocols")["items"]
    assert (only["name"], only["in_force"]) == ("Zorgdossier", True)
    buttons = {each["start"]["message"]: each for each in only["starts"]}
    assert buttons["Zorg over leerling"]["functions"]
    assert buttons["Zorg over leerling"]["start"]["starts"] is True


def test_files_are_judged_and_not_kept(api: Api) -> None:
    files = {name: b64encode(data).decode() for name, data in protocol_files().items()}
    levels = {each["level"] for each in api.post(IB, "/protocols/check", {"files": files})["items"]}
    assert levels <= {"let op"}
    broken = {"kapot.bpmn": b64encode(b"<a").decode()}
    assert {each["level"] for each in api.post(IB, "/protocols/check", {"files": broken})["items"]} == {"fout"}
    assert len(api.get(IB, "/protocols")["items"]) == 1


def test_files_that_are_no_base64_are_told_by_name(api: Api) -> None:
    told = api.post(IB, "/protocols/check", {"files": {"a.bpmn": "geen base64!"}}, 422)
    assert list(told["errors"]) == ["files.a.bpmn"]
    assert api.call("POST", MT, "/protocols/check", {"files": {"a.bpmn": ""}}).status_code == 403


def test_more_than_a_protocol_can_be_is_too_large(api: Api) -> None:
    sent = {"files": {"a.bpmn": "A" * 14_000_000}}
    assert api.call("POST", IB, "/protocols/check", sent).status_code == 413


# health


def test_the_machine_says_that_a_worker_is_missing(api: Api) -> None:
    with api.school.writing() as work:
        work.run(delete(t.worker))
    assert api.get_health() == (200, "achter", {"last_tick": None, "late": True})
    with api.school.writing() as work:
        work.add(t.worker, worker_id=random_id(), ticked_at=CLOCK.now)
    assert api.get_health() == (200, "ok", {"last_tick": "2026-09-01T07:00:00Z", "late": False})
    CLOCK.on(seconds=61)
    assert api.get_health()[1] == "achter"
    with api.school.writing() as work:
        work.run(delete(t.worker))


def away(api: Api, folder: Path) -> Flask:
    """An app whose database is not there."""
    app = make_app("app", static_folder=None)
    open_database(app, f"sqlite:///{folder / 'nergens' / 'leidraad.sqlite'}")
    site, clock = api.school.site, Clock(CLOCK)
    services = Services(Bus(site.keys, clock, site.bundles, random_id), Desk(site.keys, clock, site.bundles))
    register(app, lambda: services)
    return app


def test_a_database_that_is_away_is_told_as_such(api: Api, tmp_path: Path) -> None:
    client = away(api, tmp_path).test_client()
    health = client.get("/health")
    assert (health.status_code, health.json["status"], health.json["worker"]) == (503, "weg", None)
    answer = client.get("/api/v1/tasks", headers={"Authorization": f"Bearer {api.token(LK)}"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert answer.mimetype == "application/problem+json"
