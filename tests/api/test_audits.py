"""Audits over the API: for the auditor alone, by pseudonyms, while they count."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from app.commands.audits import BeginAudit, LiftPseudonym
from app.commands.teams import RecordParent
from app.store.clock import random_id
from tests.api.client import CLOCK, Api, made_school
from tests.school import CANARY, FUNCTIONS, Site

LK, IB, DIR, BESTUUR, AUDITOR = "leerkracht", "intern begeleider", "directeur", "bestuur", "auditor"
SAID = "Zinkanarie zei dat het thuis niet fijn is."
V1 = "/api/v1"


@pytest.fixture
def api(here: Site) -> Api:
    return made_school(here, functions=(*FUNCTIONS, AUDITOR))


@pytest.fixture
def audit(api: Api) -> UUID:
    school, day = api.school, CLOCK.now.date()
    school.open(LK, "Zorg over leerling", {"eerste_zorg": SAID})
    school.send(IB, RecordParent(school.pupil, None, "Ouderkanarie", "moeder", day))
    given = BeginAudit(school.school, school.people[AUDITOR], day, day + timedelta(days=1), "Controle van de zorg.")
    made: UUID = school.send(DIR, given).result.id
    return made


def paths(audit: UUID, number: int = 1) -> list[str]:
    here = f"{V1}/audits/{audit}/dossiers"
    return [f"{V1}/audits", here, f"{here}/{number}/history", f"{here}/{number}/check"]


def short(audit: UUID) -> list[str]:
    return [each.removeprefix(V1) for each in paths(audit)]


def test_an_auditor_reads_by_pseudonyms(api: Api, audit: UUID) -> None:
    (mine,) = api.get(AUDITOR, "/audits")["items"]
    assert (mine["id"], mine["counts"], mine["size"]) == (str(audit), True, 1)
    (one,) = api.get(AUDITOR, short(audit)[1])["items"]
    assert (one["number"], one["pupil"]) == (1, "Leerling 1")
    history = api.get(AUDITOR, short(audit)[2])["items"]
    assert {each["kind"] for each in history} == {"RouteStarted", "DossierOpened"}
    assert all(each["by"]["name"].startswith("Medewerker ") for each in history)
    assert api.call("GET", AUDITOR, paths(audit)[3]).json == {"pupil": "Leerling 1", "checked": None}
    people = [str(each) for name, each in api.school.people.items() if name != AUDITOR]
    for path in paths(audit):
        text = api.call("GET", AUDITOR, path).get_data(as_text=True)
        for each in (CANARY, "Ouderkanarie", "Zinkanarie", "Leerkracht Proef", str(api.school.pupil), *people):
            assert each not in text
    api.school.send(AUDITOR, LiftPseudonym(audit, 1, "leerling", "", "De datum klopt niet."))
    assert CANARY in api.get(AUDITOR, short(audit)[3])["pupil"]


def test_nobody_else_reads_it_and_nothing_after_it_is_over(api: Api, audit: UUID) -> None:
    for function in (LK, IB, DIR, BESTUUR):
        assert {api.call("GET", function, path).status_code for path in paths(audit)} == {403}
    assert {api.call("GET", None, path).status_code for path in paths(audit)} == {401}
    for path in (*paths(random_id())[1:], *paths(audit, 2)[2:]):
        assert api.call("GET", AUDITOR, path).status_code == 404
    CLOCK.on(days=3)
    assert api.call("GET", AUDITOR, paths(audit)[1]).json == {"items": [], "next": None}
    for path in paths(audit)[2:]:
        assert api.call("GET", AUDITOR, path).status_code == 404


def test_a_cursor_that_is_none_is_told(api: Api, audit: UUID) -> None:
    assert api.call("GET", AUDITOR, paths(audit)[2] + "?cursor=onzin").status_code == 422
    assert api.call("GET", AUDITOR, paths(audit, 0)[2]).status_code in {404, 422}
