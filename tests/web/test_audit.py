"""Auditors on screen: given for a time, drawn so that anybody can draw it again, names closed, all of it told."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

import app.store.tables as t
from app.commands.audits import BeginAudit, EndAudit, LiftPseudonym
from app.commands.people import EndFunction
from app.commands.teams import DenyPerson, LiftDenial, RecordParent
from app.commands.verdicts import BeginCheck, CheckAudited
from app.domain.errors import FormInvalidError, InvalidValueError, NotFoundError, WrongStateError
from app.queries.lens import written_in
from app.store.boards import board_key
from app.store.chain import Link
from app.store.clock import random_id
from app.store.history import opened
from tests.api.client import CLOCK, made_school
from tests.counting import counted
from tests.school import CANARY, FUNCTIONS, School, Site, the_bundle
from tests.steps import new_pupil
from tests.web.conftest import Screen

LK, IB, AF, DIR, MT, BESTUUR, AUDITOR = (
    "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "MT", "bestuur", "auditor",
)  # fmt: skip
CARE, SUSPECT = "Zorg over leerling", "Vermoeden"
PARENT, SAID = "Ouderkanarie de Wit", "Zinkanarie zei dat het thuis niet fijn is."
STAFF = tuple(f"{each.title()} Proef" for each in FUNCTIONS)
REASON = "Jaarlijkse controle van de zorg."
MOST = 12
TICK = timedelta(microseconds=1)


@pytest.fixture
def screen(here: Site) -> Screen:
    """A school with an auditor."""
    return Screen(made_school(here, functions=(*FUNCTIONS, AUDITOR)).school)


def day(days: int = 0) -> Any:
    return (CLOCK.now + timedelta(days=days)).date()


def care(screen: Screen) -> UUID:
    dossier = screen.school.open(LK, CARE, {"eerste_zorg": SAID})
    screen.school.send(IB, RecordParent(screen.school.pupil, None, PARENT, "moeder", day(-900)))
    return dossier


def give(screen: Screen, by: str = DIR, **other: Any) -> UUID:
    school = screen.school
    values = {"school": school.school, "person": school.people[AUDITOR], "first": day(), "last": day(30)}
    made: UUID = school.send(by, BeginAudit(**{**values, "reason": REASON, **other})).result.id
    return made


def where(audit: UUID, number: int | None = None, rest: str = "") -> str:
    return f"/onderzoek/{audit}" + (f"/{number}{rest}" if number else "")


def facts(school: School, kind: str) -> list[Mapping[str, Any]]:
    """The facts of the board of one kind."""
    with school.reading() as work:
        stream = work.run(select(t.board.c.stream_id).where(t.board.c.board_id == school.board)).scalar_one()
        rows = work.rows(select(t.fact).where(t.fact.c.stream_id == stream).order_by(t.fact.c.sequence))
        links = [Link(row.stream_id, row.sequence, row.entered, bytes(row.ciphertext), bytes(row.head)) for row in rows]
        documents = [opened(board_key(work), each) for each in links]
    return [each["data"] for each in documents if each["kind"] == kind]


def logged(school: School, person: str, action: str) -> list[Any]:
    who = (t.read_log.c.board_id == school.board, t.read_log.c.person_id == school.people[person])
    with school.reading() as work:
        return list(work.rows(select(t.read_log).where(*who, t.read_log.c.action == action)))


def mailed(school: School) -> set[UUID]:
    with school.reading() as work:
        return set(work.run(select(t.outbox.c.person_id).where(t.outbox.c.board_id == school.board)).scalars())


def statements(screen: Screen, function: str, path: str) -> list[str]:
    screen.get(function, path)
    with counted() as sent:
        screen.get(function, path)
    return sent.asked


# giving one


def test_a_director_gives_an_audit_on_the_page_and_the_auditor_finds_it(screen: Screen) -> None:
    care(screen)
    form = {
        "persoon": str(screen.school.people[AUDITOR]), "school": str(screen.school.school), "eerste": str(day()),
        "laatste": str(day(10)), "welke": "alle", "reason": REASON,
    }  # fmt: skip
    shown = screen.follow(DIR, screen.post(DIR, "/toezicht", form))
    assert "Het onderzoek staat klaar" in shown.text
    assert "Auditor Proef" in shown.text
    found = screen.get(AUDITOR, "/onderzoek")
    path = found.one("//ul[@class='audits']//a/@href")
    page = screen.get(AUDITOR, path)
    assert "Leerling 1" in page.text
    assert REASON in page.text
    assert {screen.school.people[IB]} <= mailed(screen.school)


def test_what_is_typed_stays_where_something_is_wrong(screen: Screen) -> None:
    care(screen)
    form = {
        "persoon": str(screen.school.people[AUDITOR]), "school": str(screen.school.school), "eerste": str(day()),
        "laatste": str(day(100)), "welke": "alle", "reason": REASON,
    }  # fmt: skip
    answer = screen.post(DIR, "/toezicht", form, 422)
    text = answer.get_data(as_text=True)
    assert "hooguit drie maanden" in text
    assert REASON in text
    answer = screen.post(DIR, "/toezicht", {**form, "persoon": "", "welke": "steekproef", "aantal": "veel"}, 422)
    assert "Kies wie het onderzoek doet" in answer.get_data(as_text=True)
    assert not facts(screen.school, "AuditBegun")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"last": 92}, InvalidValueError), ({"last": -1, "first": -1}, InvalidValueError),
        ({"first": 5, "last": 4}, InvalidValueError), ({"reason": "?"}, FormInvalidError),
        ({"size": 2, "seed": "a"}, InvalidValueError), ({"size": 0}, InvalidValueError),
        ({"person": MT}, InvalidValueError),
    ],
)  # fmt: skip
def test_an_audit_that_cannot_be_is_refused(screen: Screen, changed: dict[str, Any], error: type[Exception]) -> None:
    care(screen)
    other = {name: day(each) if name in {"first", "last"} else each for name, each in changed.items()}
    if "person" in other:
        other["person"] = screen.school.people[MT]
    with pytest.raises(error):
        give(screen, **other)


def test_nobody_gives_an_audit_to_themselves_and_only_who_may_gives_one(here: Site) -> None:
    screen = Screen(made_school(here, functions=(*FUNCTIONS, AUDITOR)).school)
    care(screen)
    for function in (LK, IB, AF, MT, AUDITOR, "waarnemer"):
        with pytest.raises(NotFoundError):
            give(screen, function)
    with screen.school.writing() as work:
        work.add(
            t.holding, holding_id=work.new_id(), person_id=screen.school.people[DIR], function=AUDITOR,
            school_id=screen.school.school, began_at=work.now,
        )  # fmt: skip
    with pytest.raises(WrongStateError):
        give(screen, DIR, person=screen.school.people[DIR])
    give(screen, BESTUUR)
    for function in (LK, MT, "waarnemer"):
        screen.get(function, "/toezicht", 403)
        screen.get(function, "/onderzoek", 403)


def test_the_school_reads_of_it_and_only_who_gives_may_end_it(screen: Screen) -> None:
    care(screen)
    made = give(screen)
    shown = screen.get(IB, "/toezicht")
    assert "Auditor Proef" in shown.text
    assert not shown.all("//form[contains(@action, 'stoppen')]")
    for function in (IB, AUDITOR):
        with pytest.raises(NotFoundError):
            screen.school.send(function, EndAudit(made, "Het is genoeg geweest."))
    screen.get(AUDITOR, where(made, 1))
    screen.post(DIR, f"/toezicht/{made}/stoppen", {"reason": "?"}, 422, page="/toezicht")
    answer = screen.post(DIR, f"/toezicht/{made}/stoppen", {"reason": "Het is genoeg geweest."}, page="/toezicht")
    assert "Het onderzoek is gestopt" in screen.follow(DIR, answer).text
    screen.get(AUDITOR, where(made, 1), 404)
    assert [each["reason"] for each in facts(screen.school, "AuditEnded")] == ["Het is genoeg geweest."]
    with pytest.raises(WrongStateError):
        screen.school.send(DIR, EndAudit(made, "Nog een keer stoppen."))


# the sample


def test_anybody_can_draw_the_sample_again(screen: Screen) -> None:
    dossiers = [care(screen)]
    for _ in range(11):
        screen.school.pupil = new_pupil(screen.school)
        dossiers.append(screen.school.open(LK, CARE))
    made = give(screen, size=4, seed="worp 17")
    (told,) = facts(screen.school, "AuditBegun")
    # as docs/formats/history.md says it, with nothing of the product
    texts = sorted(str(each) for each in dossiers)
    assert told["population"] == 12
    assert told["digest"] == hashlib.sha256("".join(f"{each}\n" for each in texts).encode()).hexdigest()
    by_lot = sorted(texts, key=lambda each: hashlib.sha256(f"leidraad-sample-v1\nworp 17\n{each}".encode()).digest())
    assert told["dossiers"] == by_lot[:4]
    with screen.school.reading() as work:
        rows = work.rows(select(t.audit_dossier).where(t.audit_dossier.c.audit_id == made))
    assert {str(row.dossier_id) for row in rows} == set(by_lot[:4])
    page = screen.get(AUDITOR, where(made))
    assert "worp 17" in page.text
    assert told["digest"] in page.text
    assert "4 uit 12" in page.text
    assert len(page.all("//ol[@class='audited']/li")) == 4
    screen.get(AUDITOR, where(made, 5), 404)
    for each in dossiers:
        assert str(each) not in page.answer.get_data(as_text=True)


def test_without_a_seed_one_is_thought_of_and_told(screen: Screen) -> None:
    dossier = care(screen)
    give(screen, size=1)
    (told,) = facts(screen.school, "AuditBegun")
    assert told["seed"]
    assert told["dossiers"] == [str(dossier)]


def test_what_begins_later_is_not_in_an_audit_of_all(screen: Screen) -> None:
    care(screen)
    made = give(screen)
    screen.school.pupil = new_pupil(screen.school)
    screen.school.open(LK, CARE)
    assert len(screen.get(AUDITOR, where(made)).all("//ol[@class='audited']/li")) == 1


# for a time


def test_an_audit_counts_from_its_first_instant_until_its_last(screen: Screen) -> None:
    care(screen)
    made = give(screen, first=day(2), last=day(3))
    (told,) = facts(screen.school, "AuditBegun")
    assert (told["begins"], told["until"]) == ("2026-09-02T22:00:00.000000Z", "2026-09-04T22:00:00.000000Z")
    screen.get(AUDITOR, where(made, 1), 404)
    assert "begint nog" in screen.get(AUDITOR, where(made)).text
    first, last = CLOCK.now.replace(day=2, hour=22), CLOCK.now.replace(day=4, hour=22)
    for instant, status in ((first - TICK, 404), (first, 200), (last - TICK, 200), (last, 404)):
        CLOCK.now = instant
        screen.browsers.clear()  # nobody stays signed in for days
        screen.get(AUDITOR, where(made, 1), status)
    for rest in ("", "/herhaling", "/nakijken"):
        screen.get(AUDITOR, where(made, 1, rest), 404)
    page = screen.get(AUDITOR, where(made))
    assert "voorbij" in page.text
    assert "Leerling 1" not in page.text
    with pytest.raises(NotFoundError):
        screen.school.send(AUDITOR, LiftPseudonym(made, 1, "leerling", "", "Ik wil het weten."))


def test_without_the_function_it_is_over(screen: Screen) -> None:
    care(screen)
    made = give(screen)
    screen.get(AUDITOR, where(made, 1))
    with screen.school.reading() as work:
        held = work.run(
            select(t.holding.c.holding_id).where(t.holding.c.person_id == screen.school.people[AUDITOR])
        ).scalar_one()
    screen.school.send(DIR, EndFunction(held, "klaar met het werk"))
    screen.get(AUDITOR, where(made, 1), 403)


def test_it_is_for_the_auditor_alone(screen: Screen) -> None:
    care(screen)
    made = give(screen)
    for function in (LK, IB, DIR, BESTUUR, None):
        answer = screen.browser(function).get(where(made, 1))
        assert answer.status_code in {302, 303, 403}
        assert CANARY not in answer.get_data(as_text=True)


# what the auditor sees


def everything(screen: Screen, made: UUID, number: int = 1) -> str:
    """All that the auditor gets, as it is sent."""
    paths = [where(made), *(where(made, number, rest) for rest in ("", "/herhaling", "/nakijken"))]
    return "".join(screen.get(AUDITOR, each).answer.get_data(as_text=True) for each in ["/onderzoek", *paths])


def closed(text: str, *but: str) -> None:
    for name in (CANARY, "Veer", PARENT, "Zinkanarie", *STAFF):
        assert name in but or name not in text, name


def test_no_name_and_nothing_that_people_wrote_reaches_the_auditor(screen: Screen) -> None:
    dossier = care(screen)
    people = [str(each) for each in screen.school.people.values() if each != screen.school.people[AUDITOR]]
    made = give(screen)
    text = everything(screen, made)
    closed(text)
    for each in (str(dossier), str(screen.school.pupil), *people):
        assert each not in text
    page = screen.get(AUDITOR, where(made, 1))
    assert "Leerling 1" in page.text
    assert f"ingevuld, {len(SAID)} tekens" in page.text
    assert "Medewerker" in page.text
    assert page.all("//p[contains(@class, 'meta')][contains(., 'leerkracht')]")
    assert "Ouder A" in page.text
    assert not page.all("//main//form[not(contains(@action, 'openen'))]")


def test_a_task_that_was_done_shows_its_choices_and_decisions_and_no_words(screen: Screen) -> None:
    screen.school.open(LK, SUSPECT)
    for _ in range(12):
        name = next(iter(screen.school.names()), None)
        if name is None:
            break
        task = screen.school.tasks(name)[0]
        written = {each: f"Woordkanarie {each}" for each in written_in(the_bundle())}
        found, bundle = screen.school.open_task(task)
        form = bundle.forms.get(found.form or "")
        given = {} if form is None else {
            part.key: written[part.key] for part in form.components
            if part.key in written and part.type != "dynamiclist" and (part.max_length or 99) > 60
        }  # fmt: skip
        for function in FUNCTIONS:
            try:
                screen.school.complete(function, name, given)
            except (NotFoundError, FormInvalidError, WrongStateError):
                continue
            break
        else:
            break
    made = give(screen)
    text = everything(screen, made)
    assert "Woordkanarie" not in text
    closed(text)
    assert "tekens" in text
    screen.school.send(AUDITOR, LiftPseudonym(made, 1, "teksten", "1", "Dit is nodig voor het onderzoek."))
    assert "Woordkanarie" in everything(screen, made)  # so there was something to keep closed


def test_pseudonyms_are_the_same_within_an_audit_and_others_in_another(screen: Screen) -> None:
    dossiers = [care(screen)]
    for _ in range(7):
        screen.school.pupil = new_pupil(screen.school)
        dossiers.append(screen.school.open(LK, CARE))

    def order(made: UUID) -> list[UUID]:
        with screen.school.reading() as work:
            rows = work.rows(
                select(t.audit_dossier).where(t.audit_dossier.c.audit_id == made).order_by(t.audit_dossier.c.number)
            )
        return [row.dossier_id for row in rows]

    first, second = give(screen), give(screen)
    assert sorted(order(first)) == sorted(order(second)) == sorted(dossiers)
    assert order(first) != order(second)  # one in 40,320 that they are equal

    def teacher(made: UUID, number: int) -> str:
        told = screen.get(AUDITOR, where(made, number)).all("//p[@class='tells']/text()")
        return str(next(each.split(" begon")[0] for each in told if "begon de route" in each))

    assert len({teacher(first, number) for number in (1, 2, 3)}) == 1


def test_who_is_kept_off_a_dossier_sees_nothing_of_it_in_an_audit(screen: Screen) -> None:
    dossier = care(screen)
    auditor = screen.school.people[AUDITOR]
    screen.school.send(IB, DenyPerson(dossier, auditor, "Het is een kind van familie."))
    with pytest.raises(WrongStateError):
        give(screen)
    with screen.school.reading() as work:
        denial = work.run(select(t.denial.c.denial_id).where(t.denial.c.dossier_id == dossier)).scalar_one()
    screen.school.send(IB, LiftDenial(denial, "Het was een vergissing."))
    made = give(screen)
    screen.get(AUDITOR, where(made, 1))
    screen.school.send(IB, DenyPerson(dossier, auditor, "Het is toch een kind van familie."))
    for rest in ("", "/herhaling", "/nakijken"):
        screen.get(AUDITOR, where(made, 1, rest), 404)
    assert not screen.get(AUDITOR, where(made)).all("//ol[@class='audited']/li")
    with pytest.raises(NotFoundError):
        screen.school.send(AUDITOR, LiftPseudonym(made, 1, "leerling", "", "Ik wil het weten."))


def test_an_auditor_sees_no_dossier_on_the_pages_of_the_staff(screen: Screen) -> None:
    dossier = care(screen)
    give(screen)
    for path in (f"/dossiers/{dossier}", f"/dossiers/{dossier}/verloop", f"/dossiers/{dossier}/herhaling"):
        screen.get(AUDITOR, path, 404)
    screen.get(AUDITOR, f"/dossiers/{dossier}/gezien", 404)


# opening


def test_a_name_is_opened_with_a_reason_and_the_school_is_told(screen: Screen) -> None:
    care(screen)
    made = give(screen)
    with screen.school.writing() as work:
        work.run(t.outbox.delete().where(t.outbox.c.board_id == screen.school.board))
    page = where(made, 1)
    fields = {"wat": "leerling:", "reason": "?"}
    answer = screen.post(AUDITOR, page + "/openen", fields, 422, page=page)
    closed(answer.get_data(as_text=True))
    reason = "Het verhaal klopt niet met de datum."
    answer = screen.post(AUDITOR, page + "/openen", {"wat": "leerling:", "reason": reason}, page=page)
    shown = screen.follow(AUDITOR, answer)
    assert CANARY in shown.one("//h1").text_content()
    closed(everything(screen, made), CANARY, "Veer")
    assert CANARY not in shown.title
    (told,) = facts(screen.school, "PseudonymLifted")
    assert (told["what"], told["of"]) == ("leerling", str(screen.school.pupil))
    assert reason not in json.dumps(told)  # it goes when the dossier is destroyed, the fact stays
    with screen.school.reading() as work:
        sealed = bytes(work.run(select(t.audit_lift.c.sealed).where(t.audit_lift.c.audit_id == made)).scalar_one())
    assert told["digest"] == hashlib.sha256(sealed).hexdigest()
    assert mailed(screen.school) == {screen.school.people[IB], screen.school.people[DIR]}
    for function in (IB, DIR, BESTUUR, AF):
        assert reason in screen.get(function, "/toezicht").text
    own = screen.get(AUDITOR, where(made))
    assert reason in own.one("//section[@aria-labelledby='gezien']//ul[@class='lifts']").text_content()
    assert CANARY not in own.text.replace(own.one("//ol[@class='audited']").text_content(), "")
    assert reason in screen.get(IB, f"/dossiers/{told['dossier']}/gezien").text
    with pytest.raises(WrongStateError):
        screen.school.send(AUDITOR, LiftPseudonym(made, 1, "leerling", "", reason))


def test_each_thing_is_opened_by_itself_and_in_this_audit_alone(screen: Screen) -> None:
    care(screen)
    made, other = give(screen), give(screen)
    page = screen.get(AUDITOR, where(made, 1))
    staff = [each for each in page.all("//select[@id='wat']/option/@value") if each.startswith("medewerker")]
    for each, which in (("ouder", "A"), ("teksten", "1"), ("medewerker", staff[0].partition(":")[2])):
        screen.school.send(AUDITOR, LiftPseudonym(made, 1, each, which, "Dit is nodig voor het onderzoek."))
    text = everything(screen, made)
    assert PARENT in text
    assert SAID in text
    assert any(each in text for each in STAFF)
    assert CANARY not in text
    closed(everything(screen, other))
    elsewhere = next(each for each in "ABCDEFGH" if f"medewerker:{each}" not in staff)
    nothing = (("ouder", "B"), ("teksten", "9"), ("medewerker", "ZZ"), ("medewerker", elsewhere), ("anders", ""))
    for each, which in nothing:
        with pytest.raises(NotFoundError):
            screen.school.send(AUDITOR, LiftPseudonym(made, 1, each, which, "Dit is nodig voor het onderzoek."))


# what is written down


def test_all_that_the_auditor_opens_is_written_down_and_they_see_that_it_is(screen: Screen) -> None:
    dossier = care(screen)
    made = give(screen)
    everything(screen, made)
    assert [(row.subject, row.found) for row in logged(screen.school, AUDITOR, "audit dossier")] == [(dossier, True)]
    assert [row.subject for row in logged(screen.school, AUDITOR, "audit replay")] == [dossier]
    assert [row.subject for row in logged(screen.school, AUDITOR, "audit check")] == [dossier]
    assert [row.subject for row in logged(screen.school, AUDITOR, "audit")] == [made]
    page = screen.get(AUDITOR, where(made))
    assert "Dit staat in het leeslogboek van de school." in page.text
    told = " ".join(each.text_content() for each in page.all("//section[@aria-labelledby='gezien']//tbody/tr"))
    for each in ("het dossier, leerling 1", "de herhaling, leerling 1", "het oordeel, leerling 1", "het onderzoek"):
        assert each in " ".join(told.split())
    screen.get(AUDITOR, where(made, 7), 404)
    assert [row.found for row in logged(screen.school, AUDITOR, "audit dossier")] == [True, False]


def test_no_page_needs_more_than_twelve_statements(screen: Screen) -> None:
    dossier = care(screen)
    made = give(screen)
    screen.school.send(AUDITOR, LiftPseudonym(made, 1, "leerling", "", "Dit is nodig voor het onderzoek."))
    for path in ("/onderzoek", where(made), where(made, 1), where(made, 1, "/herhaling"), where(made, 1, "/nakijken")):
        sent = statements(screen, AUDITOR, path)
        assert len(sent) <= MOST, (path, len(sent))
    for path in ("/toezicht", f"/dossiers/{dossier}/gezien", f"/dossiers/{dossier}/gezien/afdruk"):
        sent = statements(screen, IB, path)
        assert len(sent) <= MOST, (path, len(sent), sent)


def test_the_verdicts_on_a_dossier_are_asked_and_shown_by_pseudonyms(screen: Screen) -> None:
    dossier = care(screen)
    made = give(screen)
    path = where(made, 1, "/nakijken")
    assert "nog niet nagekeken" in screen.get(AUDITOR, path).text
    screen.post(AUDITOR, path, {})
    with screen.school.writing() as work:
        run = work.row(select(t.check_run).where(t.check_run.c.dossier_id == dossier))
        assert run is not None
        work.run(update(t.check_run).where(t.check_run.c.check_id == run.check_id).values(done=1, status="klaar"))
        work.add(
            t.check_finding, finding_id=work.new_id(), check_id=run.check_id, place=1, verdict="conformiteit",
            sort="afgeweken", sentence="Er is afgeweken van regel 4.", dossier_id=dossier, number=1, sequence=3,
            by_id=screen.school.people[IB], second_id=screen.school.people[DIR],
        )  # fmt: skip
    page = screen.get(AUDITOR, path)
    assert "Er is afgeweken van regel 4." in page.text
    assert page.text.count("Medewerker") == 2
    closed(page.answer.get_data(as_text=True))
    with screen.school.writing() as work:
        for each in range(2, 103):
            work.add(
                t.check_finding, finding_id=work.new_id(), check_id=run.check_id, place=each, verdict="conformiteit",
                sort="afgeweken", sentence=f"Nummer {each}.", dossier_id=dossier, number=1, sequence=3,
            )  # fmt: skip
    page = screen.get(AUDITOR, path)
    assert "(102)" in page.text
    assert "Nummer 100." in page.text
    assert "Nummer 101." not in page.text
    rest = screen.get(AUDITOR, page.one("//p[@class='pager']/a").get("href"))
    assert "Nummer 102." in rest.text
    assert "Er is afgeweken van regel 4." not in rest.text


def test_an_auditor_has_nothing_judged_beyond_an_audit_that_runs(screen: Screen) -> None:
    dossier = care(screen)
    made = give(screen)
    path = where(made, 1, "/nakijken")
    form = screen.get(AUDITOR, path).form(path)
    screen.get(AUDITOR, "/nakijken", 404)
    for command in (BeginCheck(), BeginCheck(dossier), CheckAudited(made, 2), CheckAudited(random_id(), 1)):
        with pytest.raises(NotFoundError):
            screen.school.send(AUDITOR, command)
    with pytest.raises(NotFoundError):
        screen.school.send(DIR, CheckAudited(made, 1))
    screen.school.send(DIR, EndAudit(made, "Het onderzoek is klaar."))
    assert screen.browser(AUDITOR).post(path, data=form).status_code == 404
    with screen.school.reading() as work:
        assert not work.rows(select(t.check_run).where(t.check_run.c.board_id == work.board))


def test_the_replay_plays_by_pseudonyms(screen: Screen) -> None:
    care(screen)
    made = give(screen)
    page = screen.get(AUDITOR, where(made, 1, "/herhaling"))
    assert "Medewerker" in page.text
    data = json.loads(page.one("//script[@id='verloop-gegevens']").text)
    assert data["frames"]
    before = screen.get(AUDITOR, where(made, 1, f"/herhaling?op={day(-1)}"))
    assert "Dat waren 0 van de" in before.text
    closed(page.answer.get_data(as_text=True))
