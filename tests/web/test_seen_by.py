"""Who has seen a dossier: by day and person, not of routes that one may not see, and on paper for parents."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.audits import BeginAudit, LiftPseudonym
from app.commands.teams import DenyPerson, RecordParent
from app.queries import seen_by
from app.store.boards import unseal_personal
from app.store.readers import Asked, looks_at
from app.store.requests import log_read
from tests.api.client import CLOCK, made_school
from tests.school import CANARY, FUNCTIONS, Site
from tests.web.conftest import Screen, Shown

LK, IB, AF, DIR, MT, BESTUUR, AUDITOR = (
    "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "MT", "bestuur", "auditor",
)  # fmt: skip
_LONG_AGO, _LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
CARE, SUSPECT = "Zorg over leerling", "Vermoeden"


@pytest.fixture
def screen(here: Site) -> Screen:
    return Screen(made_school(here, functions=(*FUNCTIONS, AUDITOR)).school)


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    return screen.school.open(LK, CARE)


def path(dossier: UUID, rest: str = "") -> str:
    return f"/dossiers/{dossier}/gezien{rest}"


def looked(screen: Screen, function: str, action: str, subject: UUID) -> None:
    with screen.school.writing() as work:
        log_read(work, screen.school.people[function], action, subject, found=True)


def groups(page: Shown) -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.all("//div[@class='seen-by']/div")]


def route(screen: Screen, dossier: UUID, number: int = 1) -> UUID:
    where = (t.route.c.dossier_id == dossier, t.route.c.number == number)
    with screen.school.reading() as work:
        found: UUID = work.run(select(t.route.c.route_id).where(*where)).scalar_one()
    return found


def test_it_tells_who_what_in_which_function_and_when(screen: Screen, dossier: UUID) -> None:
    screen.get(LK, f"/dossiers/{dossier}")
    screen.get(LK, f"/dossiers/{dossier}")
    task = screen.school.tasks()[0]
    looked(screen, LK, "task", task)
    page = screen.get(IB, path(dossier))
    (teacher,) = (each for each in groups(page) if each.startswith("Leerkracht"))
    assert teacher.startswith("Leerkracht Proef: alleen deze persoon leerkracht")
    assert "het dossier 2 keer" in teacher
    assert f"een taak: {screen.school.names()[0]}" in teacher
    assert "wie het dossier zag" in " ".join(groups(screen.get(IB, path(dossier))))
    assert CANARY not in page.title


def test_who_may_read_it(screen: Screen, dossier: UUID) -> None:
    screen.school.open(LK, SUSPECT)
    screen.get(IB, path(dossier))
    screen.get(AF, path(dossier))
    for function in (LK, MT, BESTUUR, AUDITOR):
        screen.get(function, path(dossier), 404)
        screen.get(function, path(dossier, "/afdruk"), 404)
    screen.school.send(IB, DenyPerson(dossier, screen.school.people[AF], "Het is een kind van familie."))
    screen.get(AF, path(dossier), 404)


def test_the_function_is_that_of_then(screen: Screen, dossier: UUID) -> None:
    screen.get(LK, f"/dossiers/{dossier}")
    with screen.school.writing() as work:
        mine = t.holding.c.person_id == screen.school.people[LK]
        work.run(t.holding.update().where(mine).values(ended_at=CLOCK.now + timedelta(hours=1)))
        work.add(
            t.holding, holding_id=work.new_id(), person_id=screen.school.people[LK], function="MT",
            school_id=screen.school.school, began_at=CLOCK.now + timedelta(hours=1),
        )  # fmt: skip
    CLOCK.on(hours=2)
    looked(screen, LK, "history", dossier)
    screen.browsers.clear()
    (teacher,) = (each for each in groups(screen.get(IB, path(dossier))) if each.startswith("Leerkracht"))
    assert "MT, leerkracht" in teacher
    CLOCK.on(days=1)
    looked(screen, LK, "history", dossier)
    screen.browsers.clear()
    first = next(each for each in groups(screen.get(IB, path(dossier))) if each.startswith("Leerkracht"))
    assert "alleen deze persoon MT wat er gebeurde" in first


def test_of_a_route_that_one_may_not_see_nothing_is_told_nor_who_is_there_for_it_alone(
    screen: Screen, dossier: UUID
) -> None:  # fmt: skip
    hidden = route(screen, dossier)
    helper = screen.school.people[MT]
    with screen.school.writing() as work:
        work.run(t.route_reader.delete().where(t.route_reader.c.route_id == hidden, t.route_reader.c.function == AF))
        work.add(
            t.member, member_id=work.new_id(), dossier_id=dossier, person_id=helper, route_id=hidden, task_id=None,
            reason="taak", began_at=work.now, ended_at=None,
        )  # fmt: skip
        other = work.new_id()
        row = work.row(select(t.route).where(t.route.c.route_id == hidden))
        assert row is not None
        work.run(t.route.insert().values(**{
            **row._mapping, "route_id": other, "stream_id": work.new_id(), "number": 2,
        }))  # fmt: skip
        work.run(t.route_reader.insert().values(board_id=work.board, route_id=other, function=AF))
    looked(screen, MT, "dossier", dossier)
    looked(screen, LK, "print", hidden)
    looked(screen, LK, "print", other)
    seen = " ".join(groups(screen.get(AF, path(dossier))))
    assert "Mt Proef" not in seen
    assert seen.count("een afdruk van een route") == 1
    assert "2 keer" not in seen
    assert "Mt Proef" in " ".join(groups(screen.get(IB, path(dossier))))


def test_a_search_tells_that_it_found_the_dossier_and_not_what_was_typed(screen: Screen, dossier: UUID) -> None:
    screen.post(LK, "/dossiers", {"q": "kanarie"}, 200, page="/dossiers")
    page = screen.get(IB, path(dossier))
    assert "gevonden met een zoekvraag" in page.text
    assert "kanarie" not in " ".join(groups(page))


def test_a_look_at_the_parents_is_a_line_of_its_own(screen: Screen, dossier: UUID) -> None:
    screen.get(IB, f"/dossiers/{dossier}")
    assert "gezag en contact van de ouders" not in screen.get(IB, path(dossier)).text
    screen.school.send(IB, RecordParent(screen.school.pupil, None, "Ans de Wit", "moeder", CLOCK.now.date()))
    screen.get(IB, f"/dossiers/{dossier}")
    screen.get(LK, f"/dossiers/{dossier}")
    page = screen.get(IB, path(dossier))
    (helper,) = (each for each in groups(page) if each.startswith("Intern"))
    (teacher,) = (each for each in groups(page) if each.startswith("Leerkracht"))
    assert "gezag en contact van de ouders" in helper
    assert ("gezag en contact" in teacher) == bool(screen.get(LK, f"/dossiers/{dossier}").all("//*[contains(.,'Ans')]"))


def test_an_auditor_stands_among_them(screen: Screen, dossier: UUID) -> None:
    day = CLOCK.now.date()
    given = BeginAudit(screen.school.school, screen.school.people[AUDITOR], day, day, "Controle van de zorg.")
    made = screen.school.send(DIR, given).result.id
    screen.get(AUDITOR, f"/onderzoek/{made}/1")
    assert any("zonder namen, voor een onderzoek" in each for each in groups(screen.get(IB, path(dossier))))


def test_what_an_auditor_read_after_the_name_was_opened_was_read_by_name(screen: Screen, dossier: UUID) -> None:
    day = CLOCK.now.date()
    given = BeginAudit(screen.school.school, screen.school.people[AUDITOR], day, day, "Controle van de zorg.")
    made = screen.school.send(DIR, given).result.id
    screen.get(AUDITOR, f"/onderzoek/{made}/1")
    CLOCK.on(minutes=5)
    screen.school.send(AUDITOR, LiftPseudonym(made, 1, "teksten", "1", "De weging is niet te volgen."))
    screen.get(AUDITOR, f"/onderzoek/{made}/1/nakijken")
    (auditor,) = (each for each in groups(screen.get(IB, path(dossier))) if each.startswith("Auditor"))
    assert "met de naam" not in auditor
    screen.school.send(AUDITOR, LiftPseudonym(made, 1, "leerling", "", "De datum klopt niet."))
    CLOCK.on(minutes=5)
    screen.get(AUDITOR, f"/onderzoek/{made}/1")
    screen.get(AUDITOR, f"/onderzoek/{made}/1/herhaling")
    (auditor,) = (each for each in groups(screen.get(IB, path(dossier))) if each.startswith("Auditor"))
    for each in ("het dossier, met de naam van de leerling", "de herhaling, met de naam van de leerling"):
        assert f"{each}, voor een onderzoek" in auditor
    assert "het dossier, zonder namen, voor een onderzoek" in auditor, "what was read before it"
    assert "de herhaling, zonder namen" not in auditor
    paper = " ".join(screen.post(IB, path(dossier, "/afdruk"), {}, 200).get_data(as_text=True).split())
    assert "het dossier met de naam van uw kind, voor een controle" in paper


def test_a_name_of_somebody_else_that_was_opened_is_told_as_such(screen: Screen, dossier: UUID) -> None:
    looked(screen, AUDITOR, "audit check", dossier)
    with screen.school.reading() as work:
        (row,) = looks_at(work, screen.school.people[IB], dossier, Asked(_LONG_AGO, _LATER, 10))
    lift = SimpleNamespace(person_id=row.person_id, at=row.at, until=_LATER, ended_at=None, what="medewerker")
    assert seen_by._with(row, [lift]) == seen_by.WITH_NAME
    for other in ({"person_id": dossier}, {"at": _LATER}, {"ended_at": row.at}, {"what": "teksten"}):
        assert seen_by._with(row, [SimpleNamespace(**{**vars(lift), **other})]) == ""


def test_one_person_or_some_days_and_page_after_page(
    screen: Screen, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    start = CLOCK.now
    for _ in range(4):
        for function in (LK, IB, DIR):
            looked(screen, function, "dossier", dossier)
        CLOCK.on(days=1)
    screen.browsers.clear()
    teacher = screen.school.people[LK]
    alone = groups(screen.get(IB, path(dossier, f"?wie={teacher}")))
    assert len(alone) == 4
    assert all(each.startswith("Leerkracht") for each in alone)
    second = (start + timedelta(days=1)).date()
    assert len(groups(screen.get(IB, path(dossier, f"?van={second}&tot={second}")))) == 3
    monkeypatch.setattr(seen_by, "MANY", 5)
    where, found, parts = path(dossier, f"?tot={second + timedelta(days=2)}"), list[str](), 0
    while where:
        page = screen.get(IB, where)
        assert len(set(page.all("//section[@aria-labelledby='lijst']//h3/time/@datetime"))) >= 1
        found += groups(page)
        parts += 1
        where = next(iter(page.all("//p[@class='pager']/a[contains(., 'Eerder')]/@href")), "")
    assert len(found) == 12
    assert parts > 2


def test_a_cursor_that_is_none_is_told(screen: Screen, dossier: UUID) -> None:
    screen.get(IB, path(dossier, "?vanaf=onzin"), 422)


def test_a_text_that_was_opened_is_told_to_who_may_see_its_route(screen: Screen, dossier: UUID) -> None:
    day = CLOCK.now.date()
    given = BeginAudit(screen.school.school, screen.school.people[AUDITOR], day, day, "Controle van de zorg.")
    made = screen.school.send(DIR, given).result.id
    screen.school.send(AUDITOR, LiftPseudonym(made, 1, "teksten", "1", "De weging is niet te volgen."))
    screen.school.send(AUDITOR, LiftPseudonym(made, 1, "leerling", "", "De datum klopt niet."))
    hidden = route(screen, dossier)
    with screen.school.writing() as work:
        other = work.new_id()
        row = work.row(select(t.route).where(t.route.c.route_id == hidden))
        assert row is not None
        work.run(
            t.route.insert().values(**{**row._mapping, "route_id": other, "stream_id": work.new_id(), "number": 2})
        )
        work.run(t.route_reader.insert().values(board_id=work.board, route_id=other, function=AF))
        work.run(t.route_reader.delete().where(t.route_reader.c.route_id == hidden, t.route_reader.c.function == AF))
    for function, seen in ((IB, True), (AF, False)):
        text = screen.get(function, path(dossier)).text
        assert ("De weging is niet te volgen." in text) == seen
        assert "De datum klopt niet." in text
    paper = screen.post(IB, path(dossier, "/afdruk"), {}, 200).get_data(as_text=True)
    assert "wat er in een route is geschreven" in paper
    assert "De weging is niet te volgen." not in paper
    asked = {"route": str(hidden), "reason": "Deze route gaat over de veiligheid van het kind."}
    paper = screen.post(IB, path(dossier, "/afdruk"), asked, 200).get_data(as_text=True)
    assert "wat er in een route is geschreven" not in paper
    assert "de naam van de leerling" in paper


# on paper


def test_parents_get_functions_days_and_initials_and_no_names(screen: Screen, dossier: UUID) -> None:
    screen.get(LK, f"/dossiers/{dossier}")
    answer = screen.post(IB, path(dossier, "/afdruk"), {"reason": ""}, 200)
    text = answer.get_data(as_text=True)
    for each in ("leerkracht", "(L.P.)", "1 september 2026", "het dossier van uw kind", "Autoriteit Persoonsgegevens"):
        assert each in " ".join(text.split())
    assert "Leerkracht Proef" not in text
    assert "u " in text
    where = (t.read_log.c.action == "readers printed", t.read_log.c.subject == dossier)
    with screen.school.reading() as work:
        (row,) = work.rows(select(t.read_log).where(*where))
        how = json.loads(unseal_personal(work, "search", row.read_id, row.sealed)["q"])
    assert how == {"leaves": [], "names": False, "reason": ""}


def test_an_export_by_who_keeps_the_machine_is_told_by_the_same_words_on_the_page_and_on_paper(
    screen: Screen, dossier: UUID
) -> None:
    with screen.school.writing() as work:
        log_read(work, screen.school.board, "export", dossier, found=True)
    page = screen.get(IB, path(dossier)).text
    assert "Wie de computer van het bestuur beheert" in page
    assert "Iemand" not in page
    text = " ".join(screen.post(IB, path(dossier, "/afdruk"), {"reason": ""}, 200).get_data(as_text=True).split())
    assert "wie de computer van het bestuur beheert" in text
    assert "()" not in text


def test_names_in_full_and_routes_that_are_left_out_need_a_reason(screen: Screen, dossier: UUID) -> None:
    hidden = route(screen, dossier)
    looked(screen, LK, "print", hidden)
    with screen.school.writing() as work:
        work.run(t.member.delete().where(t.member.c.dossier_id == dossier))
        work.add(
            t.member, member_id=work.new_id(), dossier_id=dossier, person_id=screen.school.people[MT], route_id=hidden,
            task_id=None, reason="taak", began_at=work.now, ended_at=None,
        )  # fmt: skip
    looked(screen, MT, "dossier", dossier)
    asked = {"namen": "ja", "route": str(hidden), "reason": "te kort"}
    answer = screen.post(IB, path(dossier, "/afdruk"), asked, 422)
    assert "Schrijf in ten minste 10 tekens" in answer.get_data(as_text=True)
    reason = "Deze route gaat over de veiligheid van het kind."
    text = screen.post(IB, path(dossier, "/afdruk"), {**asked, "reason": reason}, 200).get_data(as_text=True)
    assert "Intern Begeleider Proef" in text or "Leerkracht Proef" in text
    assert "Mt Proef" not in text
    assert "papieren afdruk" not in text
    assert reason not in text
    whole = screen.post(IB, path(dossier, "/afdruk"), {"namen": "ja", "reason": reason}, 200).get_data(as_text=True)
    assert "Mt Proef" in whole
    assert "papieren afdruk" in whole
