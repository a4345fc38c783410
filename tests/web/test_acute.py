"""Acute unsafety on screen: the numbers for everybody, the pupil by name, a form that is sent once, whom it reached."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest
from lxml import html
from sqlalchemy import delete, func, select

import app.store.tables as t
from app.queries.inbox import Asked, open_tasks
from app.store.boards import unseal_personal
from app.store.teams import deny
from tests import klein
from tests.api.client import made_school
from tests.counting import counted
from tests.school import CANARY, Site
from tests.steps import new_pupil
from tests.web.conftest import Screen, Shown, shown

LK, IB, DIR, MT, BESTUUR = "leerkracht", "intern begeleider", "directeur", "MT", "bestuur"
TASK = "Acuut handelen en Veilig Thuis bellen"
WORDS = {"wat_is_er": "Durft niet naar huis.", "vertelt_zelf": "ja", "kind_zei": "Vanavond weer."}


def search(screen: Screen, function: str, q: str, *, live: bool = False, process: str = "") -> Shown | str:
    at = f"/{process}" if process else ""
    fields = screen.get(function, f"/acuut{at and '/anders'}{at}").form("zoeken")
    headers = {"HX-Request": "true"} if live else {}
    answer = screen.browser(function).post(f"/acuut/zoeken{at}", data={**fields, "q": q}, headers=headers)
    assert answer.status_code == 200
    return answer.get_data(as_text=True) if live else shown(answer)


def form_of(screen: Screen) -> str:
    return f"/acuut?leerling={screen.school.pupil}"


def press(screen: Screen, function: str, status: int = 303, **words: str) -> Any:
    hidden = screen.get(function, form_of(screen)).form("/acuut")
    answer = screen.browser(function).post("/acuut", data={**hidden, **words})
    assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
    return answer


def routes(screen: Screen) -> list[str]:
    where = (t.route.c.board_id == screen.school.board,)
    with screen.school.reading() as work:
        return sorted(work.run(select(t.route.c.process).where(*where)).scalars())


def mailed(screen: Screen) -> set[str]:
    """The functions of whom a mail goes to."""
    with screen.school.reading() as work:
        rows = work.rows(select(t.outbox.c.person_id).where(t.outbox.c.board_id == screen.school.board))
    return {name for name, made in screen.school.people.items() if made in {row.person_id for row in rows}}


def numbers(page: Shown) -> list[str]:
    """Those on top, whatever texts of the form name them again."""
    return [each.get("href") for each in page.all("//a[@class='number'][starts-with(@href, 'tel:')]")]


# the numbers and the people


def test_the_numbers_stand_for_who_has_not_signed_in_too(screen: Screen) -> None:
    page = screen.get(None, "/acuut")
    assert numbers(page) == ["tel:112", "tel:08002000"]
    assert "Meld je aan" in page.text
    assert "Proef" not in page.text


def test_who_signed_in_sees_the_numbers_first_and_whom_to_walk_to(screen: Screen) -> None:
    page = screen.get(MT, "/acuut")
    assert numbers(page) == ["tel:112", "tel:08002000"]
    assert page.title == "Acute onveiligheid · Leidraad"
    assert page.text.index("0800-2000") < page.text.index("Over welke leerling")
    names = [each.text_content() for each in page.all("//aside//strong")]
    assert names == ["Intern Begeleider Proef", "Aandachtsfunctionaris Proef", "Directeur Proef", "Waarnemer Proef"]
    assert "Ik weet de naam niet" in page.text


def test_every_page_leads_there_at_the_same_place(screen: Screen) -> None:
    for path in ("/", "/acuut"):
        assert "acute-button" in screen.get(LK, path).one("//header//a[@href='/acuut']").get("class")


def test_a_protocol_without_such_a_button_still_gives_numbers_and_people(here: Site) -> None:
    screen = Screen(made_school(here, files=klein.files()).school)
    page = screen.get(LK, "/acuut")
    assert len(numbers(page)) == 2
    assert "Intern Begeleider Proef" in page.text
    assert page.all("//form[contains(@action, 'acuut')]") == []
    screen.get(LK, "/acuut/anders/zorg", 404)


# the pupil


def test_a_search_shows_name_and_group_and_nothing_else(screen: Screen) -> None:
    page = search(screen, MT, "kanarie")
    assert isinstance(page, Shown)
    (found,) = page.all("//ul[@class='found']//a")
    assert " ".join(found.text_content().split()) == f"{CANARY} Veer groep 4A"
    assert found.get("href") == f"/acuut?leerling={screen.school.pupil}"
    assert page.one("//input[@id='q']").get("value") == "kanarie"


def test_a_search_while_typing_gives_the_part_of_the_page_that_changes(screen: Screen) -> None:
    part = search(screen, MT, "KANARIE", live=True)
    assert f"leerling={screen.school.pupil}" in part
    assert "<html" not in part


@pytest.mark.parametrize(("q", "said"), [("k", "ten minste 2 tekens"), ("niemand", "niemand met deze naam")])
def test_a_search_that_finds_nothing_says_how_on_and_the_numbers_stand(screen: Screen, q: str, said: str) -> None:
    page = search(screen, MT, q)
    assert isinstance(page, Shown)
    assert said in page.text
    assert len(numbers(page)) == 2


HELPERS = ["Intern Begeleider Proef", "Aandachtsfunctionaris Proef", "Directeur Proef", "Waarnemer Proef"]


@pytest.mark.parametrize("live", [False, True])
def test_who_finds_nobody_is_told_what_to_do_now_and_whom_to_walk_to(screen: Screen, *, live: bool) -> None:
    part = search(screen, MT, "niemand", live=live)
    whole = part if isinstance(part, str) else part.answer.get_data(as_text=True)
    (told,) = html.fromstring(whole).xpath("(//*[@class='without-name'])[1]")
    said = " ".join(told.text_content().split())
    assert "Bel nu: 112 bij levensgevaar, anders 0800-2000 (Veilig Thuis)." in said
    assert "Zij leggen het vast; jij hoeft dat niet te doen." in said
    assert [each.get("href") for each in told.xpath(".//a")] == ["tel:112", "tel:08002000"]
    assert [each.text_content() for each in told.xpath(".//strong")] == HELPERS


def test_who_does_not_know_the_name_is_told_the_same(screen: Screen) -> None:
    (told,) = screen.get(MT, "/acuut").all("//details//*[@class='without-name']")
    assert [each.text_content() for each in told.xpath(".//strong")] == HELPERS


def test_a_suspicion_about_a_colleague_sends_nobody_to_a_colleague(screen: Screen) -> None:
    page = search(screen, MT, "niemand", process="medewerker")
    assert isinstance(page, Shown)
    assert "Bel nu: 112" in page.text
    assert not set(HELPERS) & {each.text_content() for each in page.all("//main//strong")}


def test_a_search_is_written_down_and_its_words_are_sealed(screen: Screen) -> None:
    search(screen, MT, "kanarie")
    with screen.school.reading() as work:
        rows = [
            row
            for row in work.rows(select(t.read_log).where(t.read_log.c.board_id == screen.school.board))
            if row.sealed is not None
        ]
        (row,) = rows
        said = unseal_personal(work, "search", row.read_id, row.sealed)
    assert (row.action, row.person_id, row.found) == ("pupils of the school", screen.school.people[MT], True)
    assert said == {"q": "kanarie"}


def test_a_name_never_comes_in_an_address(screen: Screen) -> None:
    assert screen.browser(MT).get("/acuut/zoeken?q=kanarie").status_code in {404, 405}
    assert "kanarie" not in search(screen, MT, "kanarie").answer.request.path


def test_a_pupil_of_another_school_is_not_found_and_looks_like_nobody(screen: Screen, here: Site) -> None:
    other = made_school(here).school
    page = search(screen, MT, "kanarie")
    assert isinstance(page, Shown)
    assert len(page.all("//ul[@class='found']//a")) == 1
    texts = set()
    for nobody in (str(other.pupil), str(uuid5(UUID(int=0), "nobody")), "geen-id"):
        found = screen.get(MT, f"/acuut?leerling={nobody}", 404)
        assert len(numbers(found)) == 2
        texts.add(found.text)
    assert len(texts) == 1


def test_who_comes_from_a_dossier_has_the_pupil_filled_in(screen: Screen) -> None:
    dossier = screen.school.open(LK, "Zorg over leerling")
    page = screen.get(IB, f"/acuut?dossier={dossier}")
    assert f"{CANARY} Veer, groep 4A." in page.text
    assert page.form("/acuut")["leerling"] == str(screen.school.pupil)


def test_a_dossier_that_is_not_for_this_person_fills_nothing_in(screen: Screen) -> None:
    dossier = screen.school.open(LK, "Zorg over leerling")
    page = screen.get(MT, f"/acuut?dossier={dossier}")
    assert CANARY not in page.text
    assert page.text == screen.get(MT, "/acuut").text


def test_who_is_kept_off_the_dossier_tells_of_the_child_and_sees_nothing_of_what_begins(screen: Screen) -> None:
    dossier = screen.school.open(LK, "Zorg over leerling")
    with screen.school.writing() as work:
        deny(work, dossier, screen.school.people[MT])
    assert screen.get(MT, f"/acuut?dossier={dossier}").text == screen.get(MT, "/acuut").text
    page = screen.follow(MT, press(screen, MT, **WORDS))
    assert len(page.all("//ul[@class='helpers']//strong")) == 3
    assert len(numbers(page)) == 2
    assert str(dossier) not in page.text
    assert routes(screen) == ["meldcode", "ondersteuningsroute"]
    screen.get(MT, f"/dossiers/{dossier}", 404)
    assert CANARY not in screen.get(MT, "/").text


# the form


def test_the_form_is_the_one_that_is_drawn_and_asks_nothing_but_the_pupil(screen: Screen) -> None:
    page = screen.get(MT, form_of(screen))
    assert {"wat_is_er", "kind_zei"} <= {each.get("name") for each in page.all("//textarea")}
    assert {each.get("name") for each in page.all("//input[@type='radio']")} == {"vertelt_zelf"}
    assert page.all("//main//*[@required or @aria-required='true']") == []
    press(screen, MT)
    assert routes(screen) == ["meldcode"]


def test_after_sending_it_says_whom_it_reached_and_leads_on(screen: Screen) -> None:
    page = screen.follow(LK, press(screen, LK, **WORDS))
    names = [each.text_content() for each in page.all("//ul[@class='helpers']//strong")]
    assert names == ["Intern Begeleider Proef", "Aandachtsfunctionaris Proef", "Directeur Proef"]
    assert len(numbers(page)) == 2
    assert page.title == "Verstuurd · Leidraad"
    assert mailed(screen) == {IB, "aandachtsfunctionaris", DIR}
    links = [each.get("href") for each in page.all("//main//a[contains(@class, 'utrecht-button')]")]
    (task,) = screen.school.tasks(TASK)
    assert links[0] == f"/taken/{task}"
    assert links[-1].startswith("/dossiers/")


def test_what_was_typed_is_in_the_dossier_as_it_was_typed(screen: Screen) -> None:
    press(screen, LK, **WORDS)
    with screen.school.reading() as work:
        kept = work.rows(select(t.answer).where(t.answer.c.board_id == screen.school.board))
    assert {row.veldgroep for row in kept} == {"observatie", "kindstem"}


@pytest.mark.parametrize("function", [IB, DIR])
def test_ib_and_directie_see_it_at_once(screen: Screen, function: str) -> None:
    press(screen, MT, **WORDS)
    with screen.school.reading() as work:
        shown_first = open_tasks(work, screen.school.actor(function), Asked(10)).items[0]
    assert shown_first.name == TASK


def test_who_presses_a_second_time_while_it_runs_alerts_again_and_sees_no_dossier(screen: Screen) -> None:
    press(screen, LK, **WORDS)
    with screen.school.writing() as work:
        work.run(delete(t.outbox).where(t.outbox.c.board_id == screen.school.board))
    page = screen.follow(MT, press(screen, MT, **WORDS))
    assert routes(screen) == ["meldcode"]
    assert {IB, DIR} <= mailed(screen)
    assert page.all("//main//a[starts-with(@href, '/dossiers/')]") == []
    assert CANARY not in page.text


def test_sending_twice_is_sending_once(screen: Screen) -> None:
    fields = screen.get(LK, form_of(screen)).form("/acuut") | WORDS
    first, second = (screen.browser(LK).post("/acuut", data=fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert routes(screen) == ["meldcode"]
    assert "Directeur Proef" in screen.follow(LK, second).text


def test_another_text_in_a_form_that_was_sent_is_kept_and_can_be_sent(screen: Screen) -> None:
    fields = screen.get(LK, form_of(screen)).form("/acuut") | WORDS
    assert screen.browser(LK).post("/acuut", data=fields).status_code == 303
    answer = screen.browser(LK).post("/acuut", data=fields | {"wat_is_er": "Nu ook een broertje."})
    page = shown(answer)
    assert answer.status_code == 409
    assert "Je had dit formulier al verstuurd" in page.text
    again = page.form("/acuut")
    assert again["wat_is_er"].strip() == "Nu ook een broertje."
    assert screen.browser(LK).post("/acuut", data=again).status_code == 303


def test_what_cannot_be_kept_is_said_and_all_that_was_typed_stands(screen: Screen) -> None:
    page = shown(press(screen, LK, 422, **{**WORDS, "wat_is_er": "Te lang " * 2000}))
    assert "Kort de tekst in" in page.text
    assert page.all("//*[@role='alert']")
    kept = page.form("/acuut")
    assert kept["wat_is_er"].strip().startswith("Te lang")
    assert (kept["vertelt_zelf"], kept["kind_zei"].strip()) == ("ja", "Vanavond weer.")
    assert len(numbers(page)) == 2
    assert routes(screen) == []


def test_what_was_typed_outlives_the_session(screen: Screen) -> None:
    fields = screen.get(LK, form_of(screen)).form("/acuut") | WORDS
    answer = screen.browser(None).post("/acuut", data=fields)
    assert answer.status_code == 401
    assert "Durft niet naar huis." in answer.get_data(as_text=True)


def test_a_form_of_a_former_sign_in_keeps_the_words_and_gives_the_numbers(screen: Screen) -> None:
    answer = screen.browser(LK).post("/acuut", data=WORDS | {"leerling": str(screen.school.pupil)})
    assert answer.status_code == 400
    page = shown(answer)
    assert "Durft niet naar huis." in answer.get_data(as_text=True)
    assert numbers(page) == ["tel:112", "tel:08002000"]


def test_a_suspicion_about_an_employee_goes_to_the_board_alone(screen: Screen) -> None:
    link = screen.get(LK, form_of(screen)).one("//main//a[contains(@href, '/acuut/anders/medewerker')]").get("href")
    page = screen.get(LK, link)
    assert page.title == "Vermoeden over medewerker · Leidraad"
    assert page.form("/anders/medewerker")["leerling"] == str(screen.school.pupil)
    assert page.all("//aside") == []
    fields = page.form("/anders/medewerker") | {"medewerker_wie": "Iemand", "medewerker_feiten": "Gezien in de gang."}
    answer = screen.browser(LK).post("/acuut/anders/medewerker", data=fields)
    assert answer.status_code == 303
    assert mailed(screen) == {BESTUUR}
    names = [each.text_content() for each in screen.follow(LK, answer).all("//ul[@class='helpers']//strong")]
    assert names == ["Bestuur Proef"]


def test_nobody_reads_what_became_of_the_button_of_another(screen: Screen) -> None:
    where = press(screen, LK, **WORDS).headers["Location"]
    screen.get(IB, where, 404)
    screen.get(LK, "/acuut/verstuurd/niets", 404)


# how it works


def test_no_page_of_it_asks_the_database_much(screen: Screen) -> None:
    for _ in range(3):
        new_pupil(screen.school)
    place = press(screen, LK, **WORDS).headers["Location"]
    for path in ("/acuut", form_of(screen), place):
        screen.get(LK, path)
        with counted() as sent:
            screen.get(LK, path)
        statements = [each for each in sent.statements if each not in {"COMMIT", "ROLLBACK"}]
        assert len(statements) <= 12, (path, len(statements))


def test_looking_begins_nothing(screen: Screen) -> None:
    screen.get(LK, form_of(screen))
    search(screen, LK, "kanarie")
    with screen.school.reading() as work:
        count = work.run(
            select(func.count()).select_from(t.dossier).where(t.dossier.c.board_id == screen.school.board)
        ).scalar_one()
    assert count == 0
