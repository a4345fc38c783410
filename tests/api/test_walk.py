"""A whole ondersteuningsroute and a meldcode beside it, through the API alone, to their ends; and nothing leaks."""

from __future__ import annotations

import logging
from collections import Counter
from uuid import UUID

import pytest
from flask import Response
from sqlalchemy import select

from app.api import services
from app.api import tasks as views
from app.commands.bus import Sent
from app.queries.inbox import completed
from app.store.db import db
from tests.api.client import CLOCK, Api
from tests.invariants import holds
from tests.school import CANARY

LK, IB, AF, DIR, MT = "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "MT"
TALK, NOTE = "Oudergesprek voeren", "Noteren in ParnasSys"


def statuses(api: Api, dossier: str) -> dict[str, tuple[str, list[str]]]:
    shown = api.get(IB, f"/dossiers/{dossier}")["routes"]
    return {each["name"]: (each["status"], each["ends"]) for each in shown if each["process"] != "parnassys_notitie"}


def talk(api: Api, function: str, process: str) -> None:
    """The conversation with the parents that lies between two steps of a route."""
    task = next(
        each for each in api.tasks(function) if each["name"] == TALK and each["process"] == process
    )  # fmt: skip
    form = api.get(function, f"/tasks/{task['id']}")["form"]
    assert form
    answers = dict(api.example(task, {"gesprek_gevoerd": "ja"}))
    api.post(function, f"/tasks/{task['id']}/complete", {"answers": answers, "seen": task["version"]})


def answer(api: Api, function: str, question: str, *labels: str) -> None:
    multiple = api.get(function, f"/tasks/{api.find(function, question)['id']}")["multiple"]
    api.complete(function, question, {"antwoord": list(labels) if multiple else labels[0]})


def meldcode(api: Api, dossier: str) -> None:
    """The meldcode of scenario S10: there turns out to be no suspicion."""
    api.press(IB, dossier, "Vermoeden")
    api.complete(LK, "Signalen in kaart brengen")
    CLOCK.on(days=2)
    api.complete(IB, "Overleggen met collega")
    answer(api, IB, "Advies van buiten nodig?", "Veilig Thuis")
    api.complete(IB, "Advies Veilig Thuis vragen")
    answer(api, IB, "Nu met het kind spreken?", "Ja")
    api.complete(IB, "Gesprek met kind")
    talk(api, IB, "meldcode")
    api.complete(IB, "Afwegingsvraag 1: vermoeden", {"a1": "nee"})
    api.complete(DIR, "Weging bekrachtigen")
    answer(api, DIR, "Eens met de weging?", "Eens")
    api.complete(IB, "Volgen en afsluiten")
    answer(api, IB, "Afsluiten?", "Ja")


def first_half(api: Api) -> None:
    """The ondersteuningsroute of scenario S11, up to what is agreed."""
    api.complete(LK, "Leerlingbespreking")
    answer(api, IB, "Wat is nog nodig?", "Verwijsindex")
    api.complete(IB, "Signaal in Verwijsindex overwegen")
    answer(api, IB, "Signaal afgeven?", "Nee")
    answer(api, IB, "Vermoeden van geweld of mishandeling?", "Nee")
    talk(api, LK, "ondersteuningsroute")
    answer(api, IB, "Hoe verder na stap 2?", "Groot overleg, ouders stemmen in")
    api.complete(IB, "Groot overleg voorbereiden")
    api.complete(LK, "HGW-groeidocument invullen")
    api.complete(IB, "Groot overleg voeren")
    answer(api, IB, "Waren de ouders erbij?", "Ja")


def second_half(api: Api) -> None:
    """From what is agreed to the end."""
    day = CLOCK.now.date().replace(month=12)
    actions = [{"lane": "Leerkracht", "datum": str(day)}, {"lane": "MT", "datum": str(day)}]
    api.complete(MT, "Afspraken inzet hulp", {"acties": actions, "evaluatiedatum": str(day)})
    answer(api, IB, "Onderwijs-zorgvraag nodig?", "Nee")
    talk(api, LK, "ondersteuningsroute")
    answer(api, IB, "Kunnen de afspraken beginnen?", "Ja")
    api.complete(LK, "Afgesproken actie uitvoeren")
    api.complete(MT, "Afgesproken actie uitvoeren")
    talk(api, LK, "ondersteuningsroute")
    api.complete(LK, "Ontwikkeling volgen")
    api.complete(IB, "Nazorg kind en ouders")
    api.complete(MT, "Adviezen en hulp evalueren")
    talk(api, LK, "ondersteuningsroute")
    answer(api, IB, "Heeft de hulp genoeg gedaan?", "Ja")
    api.complete(IB, "Volgen en afsluiten")
    answer(api, IB, "Blijft het goed gaan?", "Ja, afsluiten")


def notes(api: Api) -> None:
    """What was to be noted in ParnasSys after each step."""
    for function in (LK, IB, AF, DIR, MT):
        while NOTE in api.names(function):
            api.complete(function, NOTE)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """How often a step told what it opened by itself, and how often not; each answer is what the database says."""
    answer, found = views._completed, Counter[bool]()

    def compared(task_id: UUID, sent: Sent) -> Response:
        made = answer(task_id, sent)
        asked = services.ask(lambda work: completed(work, services.actor(), task_id, sent.command))
        assert made.get_data() == views.COMPLETED.reply(asked).get_data()
        found[sent.result.stepped is not None] += 1
        return made

    monkeypatch.setattr(views, "_completed", compared)
    return found


def test_both_routes_run_side_by_side_to_their_ends(
    api: Api, caplog: pytest.LogCaptureFixture, told: Counter[bool]
) -> None:
    caplog.set_level(logging.DEBUG)
    dossier = api.begin(LK, "Zorg over leerling")["id"]
    api.complete(LK, "Observeren en begeleiden")
    answer(api, LK, "Verder na stap 1?", "Verder naar stap 2")
    meldcode(api, dossier)
    assert statuses(api, dossier)["Meldcode"] == ("afgesloten", ["Afgesloten"])
    assert statuses(api, dossier)["Ondersteuningsroute"] == ("loopt", [])
    first_half(api)
    second_half(api)
    notes(api)
    assert statuses(api, dossier)["Ondersteuningsroute"] == ("afgesloten", ["Afgesloten"])
    assert {status for status, _ in statuses(api, dossier).values()} == {"afgesloten"}
    assert api.call("POST", IB, f"/dossiers/{dossier}/close", {"reason": "Alles is klaar."}).status_code == 204
    holds(api.school)
    assert told[True] > told[False] > 0
    assert CANARY not in caplog.text
    assert_no_canary_in_rows()


def assert_no_canary_in_rows() -> None:
    """The name of the child stands in clear in no column of any table."""
    with db.engine.connect() as connection:
        for table in db.metadata.sorted_tables:
            for row in connection.execute(select(table)):
                assert CANARY not in str(row._mapping), table.name
                assert not any(isinstance(each, bytes) and CANARY.encode() in each for each in row), table.name
