"""A dossier over the API: who sees what of it, what may be started, what happened, and the ways out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

import app.store.tables as t
from app.domain.actors import Actor, Holding
from app.domain.circle import LEADERS
from app.domain.functions import FUNCTIONS
from app.domain.permissions import Permission, Subject, may
from app.store.clock import random_id
from app.store.teams import add_member, deny
from tests import klein
from tests.api.client import CLOCK, Api, chance, made_school
from tests.api.test_tasks import reads
from tests.school import CANARY, Site
from tests.steps import new_pupil

LK, IB, DIR, MT, AF = "leerkracht", "intern begeleider", "directeur", "MT", "aandachtsfunctionaris"


@pytest.fixture
def dossier(api: Api) -> str:
    return str(api.begin(LK, "Zorg over leerling")["id"])


def suspect(api: Api, dossier: str) -> None:
    """A meldcode beside the ondersteuningsroute, begun by the intern begeleider."""
    api.press(IB, dossier, "Vermoeden")


def names(found: Any) -> set[str]:
    return {each["name"] for each in found["routes"]}


# the list


def test_the_list_holds_the_dossiers_of_who_asks_in_pages(api: Api) -> None:
    for _ in range(3):
        api.school.pupil = new_pupil(api.school)
        api.begin(LK, "Zorg over leerling")
        CLOCK.on(days=1)
    whole = api.get(IB, "/dossiers")["items"]
    assert [each["opened_at"] for each in whole] == sorted((each["opened_at"] for each in whole), reverse=True)
    first = api.get(IB, "/dossiers?limit=2")
    rest = api.get(IB, f"/dossiers?limit=2&cursor={first['next']}")
    assert first["items"] + rest["items"] == whole
    assert rest["next"] is None
    assert len(api.get(LK, "/dossiers")["items"]) == 3
    assert api.get(MT, "/dossiers")["items"] == []


def test_a_closed_dossier_is_in_another_list(api: Api, dossier: str) -> None:
    refused = api.post(IB, f"/dossiers/{dossier}/close", {"reason": "Alles is afgerond."}, 409)
    assert "route" in refused["detail"]
    for route in api.get(IB, f"/dossiers/{dossier}")["routes"]:
        api.post(IB, f"/routes/{route['id']}/withdraw", {"reason": "Er was niets aan de hand."})
    assert api.call("POST", IB, f"/dossiers/{dossier}/close", {"reason": "Alles is afgerond."}).status_code == 204
    assert api.get(IB, "/dossiers")["items"] == []
    assert [each["id"] for each in api.get(IB, "/dossiers?status=gesloten")["items"]] == [dossier]
    assert api.get(IB, f"/dossiers/{dossier}/starts")["items"] == []
    told = api.post(IB, f"/dossiers/{dossier}/messages", {"name": "Vermoeden", "answers": {}}, 409)
    assert "gesloten" in told["detail"]


# one dossier


def test_a_dossier_shows_its_people_routes_and_tasks(api: Api, dossier: str) -> None:
    found = api.get(LK, f"/dossiers/{dossier}")
    assert (found["pupil_name"], found["school"]["name"]) == (f"{CANARY} Veer", "De Proef")
    assert [(each["process"], each["phase"]) for each in found["routes"]] == [("ondersteuningsroute", "begeleiden")]
    assert {(each["name"], each["reason"]) for each in found["people"]} == {
        ("Intern Begeleider Proef", "functie"), ("Aandachtsfunctionaris Proef", "functie"),
        ("Leerkracht Proef", "gestart"),
    }  # fmt: skip
    assert [(each["name"], each["functions"], each["mine"]) for each in found["tasks"]] == [
        ("Observeren en begeleiden", [LK], True)
    ]
    assert [each["mine"] for each in api.get(IB, f"/dossiers/{dossier}")["tasks"]] == [False]


def test_who_is_on_one_route_learns_nothing_of_another(api: Api, dossier: str) -> None:
    begun = api.begin(MT, "Vermoeden over medewerker")
    assert names(api.get(MT, f"/dossiers/{dossier}")) == {"Vermoeden over medewerker"}
    for function in (LK, IB, AF):
        assert "Vermoeden over medewerker" not in names(api.get(function, f"/dossiers/{dossier}"))
        shown = api.get(function, f"/dossiers/{dossier}/history")["items"]
        assert begun["route"]["id"] not in str(shown)
    people = {each["name"] for each in api.get(LK, f"/dossiers/{dossier}")["people"]}
    assert "Bestuur Proef" not in people
    assert "Mt Proef" not in people


def test_a_dossier_in_which_no_route_exists_for_somebody_does_not_exist_for_them(api: Api) -> None:
    begun = api.begin(MT, "Vermoeden over medewerker")
    dossier = begun["id"]
    for function in (IB, AF):
        assert api.get(function, "/dossiers")["items"] == []
        for path in ("", "/history", "/starts"):
            assert api.call("GET", function, f"/dossiers/{dossier}{path}").status_code == 404
    again = api.begin(IB, "Vermoeden")
    assert again["id"] == dossier
    assert names(api.get(IB, f"/dossiers/{dossier}")) == {"Meldcode"}
    told = {each["kind"] for each in api.get(IB, f"/dossiers/{dossier}/history")["items"]}
    assert "RouteStarted" in told
    assert "DossierOpened" not in told
    assert [each["number"] for each in api.get(IB, f"/dossiers/{dossier}")["routes"]] == [1]
    opened = [each for each in api.get(MT, f"/dossiers/{dossier}/history")["items"] if each["kind"] == "DossierOpened"]
    assert [each["by"]["name"] for each in opened] == ["Mt Proef"]


def test_the_teacher_of_a_pupil_presses_what_opens_a_dossier_whether_or_not_one_is_there(api: Api) -> None:
    first = api.begin(MT, "Vermoeden over medewerker")
    begun = api.begin(LK, "Zorg over leerling")
    assert (begun["id"], set(begun)) == (first["id"], set(first))
    assert begun["route"]["name"] == "Ondersteuningsroute"
    assert names(api.get(LK, f"/dossiers/{begun['id']}")) == {"Ondersteuningsroute"}
    with api.school.writing() as work:
        deny(work, UUID(begun["id"]), api.school.people[LK])
    body = {
        "pupil": str(api.school.pupil),
        "message": "Zorg over leerling",
        "answers": api.filled("Zorg over leerling"),
    }
    assert api.call("POST", LK, "/dossiers", body, key="nog-eens-1").status_code == 404


def test_the_meldcode_is_for_those_who_may_read_it(api: Api, dossier: str) -> None:
    suspect(api, dossier)
    assert names(api.get(IB, f"/dossiers/{dossier}")) == {"Ondersteuningsroute", "Meldcode"}
    shown = api.get(LK, f"/dossiers/{dossier}")
    assert "Meldcode" in names(shown)  # “Signalen in kaart brengen” is for the teacher, who is on the team by it


def test_parents_are_shown_to_who_must_know_them(api: Api, dossier: str) -> None:
    api.post(IB, f"/pupils/{api.school.pupil}/parents", {"name": CANARY, "relation": "vader"}, 201)
    found = api.get(IB, f"/dossiers/{dossier}")["parents"]
    assert [(each["name"], each["relation"], each["custody_from"]) for each in found] == [(CANARY, "vader", None)]
    assert api.get(LK, f"/dossiers/{dossier}")["parents"] is None
    with api.school.writing() as work:
        add_member(work, UUID(dossier), api.school.people[LK], None)
    assert len(api.get(LK, f"/dossiers/{dossier}")["parents"]) == 1


def test_who_is_denied_finds_nothing_whatever_they_hold(api: Api, dossier: str) -> None:
    task = api.tasks(LK)[0]["id"]
    route = api.get(IB, f"/dossiers/{dossier}")["routes"][0]["id"]
    with api.school.writing() as work:
        deny(work, UUID(dossier), api.school.people[IB])
        deny(work, UUID(dossier), api.school.people[LK])
    for function in (IB, LK):
        for path in ("", "/starts", "/history"):
            assert api.call("GET", function, f"/dossiers/{dossier}{path}").status_code == 404
        assert api.call("GET", function, f"/tasks/{task}").status_code == 404
        withdrawn = api.call("POST", function, f"/routes/{route}/withdraw", {"reason": "Mag dit?"})
        assert withdrawn.status_code == 404
        assert api.get(function, "/dossiers")["items"] == []
        assert api.tasks(function) == []
        assert api.get(function, "/pupils?q=kanarie")["items"] == []
        found = api.get(function, "/pupils?q=kanarie&scope=school")["items"]
        assert [set(each) for each in found] == [{"id", "name", "group"}]


def test_who_is_denied_tells_of_a_child_in_need_and_is_shown_no_route_and_no_dossier(api: Api, dossier: str) -> None:
    with api.school.writing() as work:
        deny(work, UUID(dossier), api.school.people[LK])
    body = {
        "pupil": str(api.school.pupil),
        "message": "Acute onveiligheid",
        "answers": api.filled("Acute onveiligheid"),
    }
    for _ in range(2):  # the same key again is the same answer
        answer = api.call("POST", LK, "/dossiers", body, key="iemand-vertelt-1")
        assert answer.status_code == 201
        assert answer.get_json()["route"] is None
    assert api.call("GET", LK, f"/dossiers/{dossier}").status_code == 404
    assert api.get(LK, "/dossiers")["items"] == []
    assert names(api.get(IB, f"/dossiers/{dossier}")) == {"Ondersteuningsroute", "Meldcode"}


# starting


def test_the_buttons_are_those_of_who_asks(api: Api, dossier: str) -> None:
    mine = {each["message"]: each for each in api.get(LK, f"/dossiers/{dossier}/starts")["items"]}
    assert mine["Vermoeden"]["starts"] is True
    assert mine["Zorg over leerling"]["starts"] is False  # the route that runs hears it
    assert mine["Vermoeden"]["form_view"]["key"] == mine["Vermoeden"]["form"]
    assert "Route stoppen" not in mine
    assert "Route stoppen" in {each["message"] for each in api.get(IB, f"/dossiers/{dossier}/starts")["items"]}


def test_a_button_that_is_not_ones_own_does_not_exist(api: Api, dossier: str) -> None:
    for name in ("Route stoppen", "Bestaat niet"):
        told = api.post(LK, f"/dossiers/{dossier}/messages", {"name": name, "answers": {}}, 404)
        assert told["detail"].startswith("Dit is er niet")


def test_a_button_pressed_again_gives_the_same_answer_also_without_a_task(api: Api, dossier: str) -> None:
    key, given = chance(), dict(api.filled("Zorg over leerling"))
    sent = {"name": "Zorg over leerling", "answers": given}
    first = api.post(IB, f"/dossiers/{dossier}/messages", sent, key=key)
    assert (first["route"]["process"], first["opened"]) == ("ondersteuningsroute", [])
    assert api.post(IB, f"/dossiers/{dossier}/messages", sent, key=key) == first


def test_another_dossier_is_not_begun_beside_the_open_one(api: Api, dossier: str) -> None:
    assert api.begin(IB, "Vermoeden")["id"] == dossier


# history


def test_the_history_tells_who_did_what_in_pages(api: Api, dossier: str) -> None:
    api.complete(LK, "Observeren en begeleiden")
    CLOCK.on(hours=1)
    api.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    whole = api.get(LK, f"/dossiers/{dossier}/history")["items"]
    assert {"DossierOpened", "RouteStarted", "TaskCompleted", "QuestionAnswered"} <= {each["kind"] for each in whole}
    answered = next(each for each in whole if each["kind"] == "QuestionAnswered")
    assert (answered["by"]["name"], answered["name"]) == ("Leerkracht Proef", "Verder na stap 1?")
    assert answered["data"]["answer"] == ["Verder naar stap 2"]
    observed = next(each for each in whole if each["kind"] == "TaskCompleted")
    assert [each["group"] for each in observed["answers"] if each["values"]] != []
    paged, after = [], ""
    while True:
        part = api.get(LK, f"/dossiers/{dossier}/history?limit=2{after}")
        paged += part["items"]
        if part["next"] is None:
            break
        after = f"&cursor={part['next']}"
    assert paged == whole
    assert [each["entered"] for each in whole] == sorted((each["entered"] for each in whole), reverse=True)


def test_a_field_group_of_others_is_named_and_not_shown(api: Api, dossier: str) -> None:
    suspect(api, dossier)
    given = [
        each for entry in api.get(LK, f"/dossiers/{dossier}/history")["items"] for each in entry["answers"]
        if entry["by"]["name"] == "Intern Begeleider Proef"
    ]  # fmt: skip
    assert given != []
    assert [each["values"] for each in given] == [None] * len(given)
    assert api.call("GET", MT, f"/dossiers/{dossier}/history").status_code == 404


def test_what_was_destroyed_is_told_as_unreadable(api: Api, dossier: str) -> None:
    with api.school.reading() as work:
        row = work.row(select(t.route).where(t.route.c.board_id == api.school.board))
    assert row is not None
    api.school.site.keys.destroy(api.school.board, row.key_id, CLOCK.now)
    kinds = [each["kind"] for each in api.get(IB, f"/dossiers/{dossier}/history")["items"]]
    assert sorted(kinds, key=str) == ["DossierOpened", None]
    assert names(api.get(IB, f"/dossiers/{dossier}")) == {"Ondersteuningsroute"}
    task = api.tasks(LK)[0]["id"]
    assert api.get(LK, f"/tasks/{task}")["choices"] == []
    assert api.get(LK, f"/dossiers/{dossier}/starts")["items"] != []


def test_every_look_is_written_down_once_found_or_not(api: Api, dossier: str) -> None:
    for path in ("", "/starts", "/history"):
        for function, where in ((LK, dossier), (MT, dossier), (LK, str(random_id()))):
            before = reads(api.school)
            api.call("GET", function, f"/dossiers/{where}{path}")
            assert reads(api.school) == before + 1


# ways out


def test_a_route_is_withdrawn_with_its_reason(api: Api, dossier: str) -> None:
    route = api.get(IB, f"/dossiers/{dossier}")["routes"][0]["id"]
    key, sent = chance(), {"reason": "Er was niets aan de hand."}
    done = api.post(IB, f"/routes/{route}/withdraw", sent, key=key)
    assert (done["id"], done["route"]["status"]) == (dossier, "afgebroken")
    assert api.post(IB, f"/routes/{route}/withdraw", sent, key=key) == done
    assert api.tasks(LK) == []
    again = api.post(IB, f"/routes/{route}/withdraw", sent, 409)
    assert again["reason"] == "state"
    history = api.get(IB, f"/dossiers/{dossier}/history")["items"]
    assert [each["data"] for each in history if each["kind"] == "RouteWithdrawn"] == [{"reason": sent["reason"]}]


def test_a_deviation_waits_for_a_second_person(api: Api, dossier: str) -> None:
    route = api.get(IB, f"/dossiers/{dossier}")["routes"][0]["id"]
    sent = {"to": "Leerlingbespreking", "reason": "De observatie is al gedaan."}
    key = chance()
    proposed = api.post(IB, f"/routes/{route}/deviate", sent, 202, key)
    assert proposed["waits_for"] == "second person"
    assert api.post(IB, f"/routes/{route}/deviate", sent, 202, key) == proposed
    alone = api.post(IB, f"/routes/{route}/deviate", {"confirm": proposed["id"]}, 409)
    assert "zijn tweeën" in alone["detail"]
    moved = api.post(AF, f"/routes/{route}/deviate", {"confirm": proposed["id"]})
    assert moved["route"]["id"] == route
    assert api.names(LK) == ["Leerlingbespreking"]
    assert api.post(AF, f"/routes/{route}/deviate", {"confirm": proposed["id"]}, 404)


def test_a_proposal_is_found_and_told_to_who_may_confirm_it_and_to_nobody_else(api: Api, dossier: str) -> None:
    route = api.get(IB, f"/dossiers/{dossier}")["routes"][0]["id"]
    with api.school.writing() as work:
        work.run(delete(t.outbox).where(t.outbox.c.board_id == api.school.board))
    reason = "De observatie is al gedaan."
    proposed = api.post(IB, f"/routes/{route}/deviate", {"to": "Leerlingbespreking", "reason": reason}, 202)

    def waiting(function: str) -> list[Any]:
        (shown,) = api.get(function, f"/dossiers/{dossier}")["routes"]
        return list(shown["proposals"])

    (told,) = waiting(AF)
    assert (told["id"], told["reason"], told["mine"], told["leaving"]) == (proposed["id"], reason, False, [])
    assert (told["to"], told["by"]) == ("leerlingbespreking", "Intern Begeleider Proef")
    assert [each["mine"] for each in waiting(IB)] == [True]
    assert waiting(LK) == []
    with api.school.reading() as work:
        mails = work.rows(select(t.outbox).where(t.outbox.c.board_id == api.school.board))
    assert [(each.person_id, each.kind) for each in mails] == [(api.school.people[AF], "bericht")]
    api.post(AF, f"/routes/{route}/deviate", {"confirm": proposed["id"]})
    assert waiting(AF) == waiting(IB) == []


def test_those_who_are_told_of_a_proposal_are_those_who_may_confirm_it() -> None:
    subject = Subject(school=random_id(), member_of_route=True)
    may_confirm = {
        each for each in FUNCTIONS
        if may(Actor(random_id(), random_id(), "", frozenset({Holding(each, None)})), Permission.DEVIATE, subject)
    }  # fmt: skip
    assert set(LEADERS) == may_confirm


def test_a_route_says_until_when_it_waits(here: Site) -> None:
    api = made_school(here, files=klein.files())
    dossier = api.begin(LK, "Zorg")["id"]
    (waiting,) = api.get(LK, f"/dossiers/{dossier}")["routes"]
    assert datetime.fromisoformat(waiting["next_due"]) == CLOCK.now + timedelta(days=2)
    api.post(IB, f"/routes/{waiting['id']}/withdraw", {"reason": "Er was niets aan de hand."})
    (ended,) = api.get(LK, f"/dossiers/{dossier}")["routes"]
    assert ended["next_due"] is None


def test_a_deviation_says_where_it_cannot_go(api: Api, dossier: str) -> None:
    route = api.get(IB, f"/dossiers/{dossier}")["routes"][0]["id"]
    assert set(api.post(IB, f"/routes/{route}/deviate", {}, 422)["errors"]) == {"to", "reason"}
    nowhere = api.post(IB, f"/routes/{route}/deviate", {"to": "Nergens", "reason": "Daarom dus."}, 422)
    assert list(nowhere["errors"]) == ["to"]
