"""A task on screen: done in one go, kept while typing, and never lost when something comes in between."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.routes import SendMessage
from app.domain.actors import Actor
from app.queries.answers import Reader
from app.queries.parnassys import numbered
from app.store.clock import random_id
from tests import klein
from tests.api.client import CLOCK, made_school
from tests.counting import counted
from tests.school import CANARY, Site, the_bundle
from tests.web.conftest import Screen, Shown, shown

LK, IB, MT, BESTUUR = "leerkracht", "intern begeleider", "MT", "bestuur"
NASTY = "D'Artagnan zei: <script>alert('boe')</script> & \"meer\" 🐸 Ğ ŷ"
SEEN = {
    "ernst": "hoog", "gezien": "Hij zat alleen in de hoek.", "acties[0].": "", "acties[0].wie": "", "acties[0].wat": "",
}  # fmt: skip
LONG_AGO = (
    "Dit is langer dan vijf jaar geleden. Kijk of het jaartal klopt. "
    "Is het echt zo lang geleden? Laat dit dan leeg en zet het in je antwoord."
)
MOST = 12


@pytest.fixture
def small(here: Site) -> Screen:
    """A school with the small protocol, a dossier begun, on screen."""
    screen = Screen(made_school(here, files=klein.files()).school)
    screen.school.open(LK, "Zorg", {"aanleiding": "Er is iets aan de hand."})
    return screen


def path_of(screen: Screen, name: str) -> str:
    return f"/taken/{screen.school.tasks(name)[0]}"


def fields(page: Shown, place: str, **given: Any) -> dict[str, Any]:
    """What a browser would send from the form at this place, with some of it filled in."""
    return {**page.form(place), **given}


def do(screen: Screen, function: str, name: str, given: Mapping[str, Any], status: int = 303) -> Any:
    """Open the task of this name, fill it in and send it."""
    place = path_of(screen, name)
    sent = {**screen.get(function, place).form(place), **given}
    answer = screen.browser(function).post(place, data=sent, content_type="multipart/form-data")
    assert answer.status_code == status, answer.get_data(as_text=True)
    return answer


def begin_assessment(screen: Screen, until: str = "") -> None:
    """A meldcode up to the second question of the assessment, or to an earlier task."""
    school = screen.school
    school.open(LK, "Vermoeden")
    school.complete(IB, "Signalen in kaart brengen")
    school.complete(IB, "Overleggen met collega")
    school.complete(IB, "Advies van buiten nodig?", {"antwoord": ["Nee"]})
    school.complete(IB, "Nu met het kind spreken?", {"antwoord": "Nee, met reden", "reden": "Dat is nu niet veilig."})
    if until in school.names():
        return
    while "Afwegingsvraag 1: vermoeden" not in school.names():
        name = next(each for each in school.names() if "ouder" in each.casefold() or "Afstemmen" in each)
        given = {"antwoord": "Ja"} if name.endswith("?") else {"gesprek_gevoerd": "ja"}
        school.complete(IB, name, given)
    school.complete(IB, "Afwegingsvraag 1: vermoeden", {"a1": "ja"})


def statements(screen: Screen, function: str, path: str) -> int:
    browser = screen.browser(function)
    browser.get(path)  # the protocol is read once for a process
    with counted() as sent:
        assert browser.get(path).status_code == 200
    return len([each for each in sent.statements if each not in {"COMMIT", "ROLLBACK"}])


# what went before

EARLIER = "//details[contains(concat(' ', @class, ' '), ' earlier ')]"


def test_who_confirms_sees_what_was_weighed_and_what_came_of_it(screen: Screen) -> None:
    school = screen.school
    begin_assessment(screen)
    school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "nee"})
    school.complete(IB, "Afwegingsvraag 3: hulp", {"a3": "nee"})
    place = path_of(screen, "Weging bekrachtigen")
    page = screen.get("directeur", place)
    block = page.one(EARLIER)
    assert block.get("open") is not None
    names = [each.text_content() for each in block.xpath(".//div[@class='deed']/p/strong")]
    assert names.index("Afwegingsvraag 3: hulp") < names.index("Afwegingsvraag 1: vermoeden"), names
    said = " ".join(block.text_content().split())
    assert "Intern Begeleider Proef, dinsdag 1 september 2026" in said
    assert "Besluit melden" in said
    assert "MELDEN" not in said
    assert "leeg" not in said
    assert statements(screen, "directeur", place) <= MOST
    school.complete("directeur", "Weging bekrachtigen")
    place = path_of(screen, "Eens met de weging?")
    question = screen.get("directeur", place)
    assert "Besluit melden" in " ".join(question.one(EARLIER).text_content().split())
    assert statements(screen, "directeur", place) <= MOST


def test_a_question_stands_above_its_answers_and_steps_of_before_are_folded(screen: Screen) -> None:
    begin_assessment(screen)
    screen.school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "structureel"})
    screen.school.complete("directeur", "Weging bekrachtigen")
    page = screen.get("directeur", path_of(screen, "Eens met de weging?"))
    assert page.all(f"{EARLIER}/h2/text()") == ["Bekrachtigen"]
    folded = page.all(f"{EARLIER}/details[not(@open)]/summary/text()")
    assert folded[:2] == ["Stap 5: beslissen", "Stap 4: wegen"]
    assert page.one("//fieldset/legend").get("class") is None, "what is asked is out of sight by then"


def test_what_went_before_has_no_deed_that_says_nothing_and_tells_nothing_twice(screen: Screen) -> None:
    begin_assessment(screen)
    school = screen.school
    school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "structureel"})
    school.complete("directeur", "Weging bekrachtigen")
    school.complete("directeur", "Eens met de weging?", {"antwoord": "Eens"})
    school.complete(
        IB, "Kan vooraf informeren veilig?", {"antwoord": "Nee, met grond", "reden": "Het kan niet veilig."}
    )
    school.complete(IB, "Wie meldt")
    both = screen.school.tasks("Melding Veilig Thuis doen")  # of the two who report together
    own = next(each for each in both if screen.browser(IB).get(f"/taken/{each}").status_code == 200)
    page = screen.get(IB, f"/taken/{own}")
    deeds = page.all(f"{EARLIER}//div[@class='deed']")
    assert all(each.xpath("dl or p[contains(., 'Er is meer ingevuld')]") for each in deeds)
    (who,) = (each for each in deeds if each.xpath("p/strong[. = 'Wie meldt']"))
    told = [" ".join(each.text_content().split()) for each in who.xpath(".//dt")]
    assert len(told) == len(set(told)), told


def test_what_went_before_holds_only_what_its_reader_may_read(screen: Screen) -> None:
    begin_assessment(screen)
    place = path_of(screen, "Afwegingsvraag 2: veiligheid")
    whole = screen.get(IB, place).one(EARLIER)
    assert whole.get("open") is None
    assert "Hoe ziet de leerkracht het?" in whole.text_content()
    assert "Wat zeiden de ouders? (letterlijk)" in whole.text_content()
    screen.school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "nee"})
    screen.school.complete(IB, "Afwegingsvraag 3: hulp", {"a3": "nee"})
    part = screen.get("directeur", path_of(screen, "Weging bekrachtigen")).one(EARLIER).text_content()
    assert "Hoe ziet de leerkracht het?" in part
    assert "Oudergesprek voeren" in part
    assert "Wat zeiden de ouders? (letterlijk)" not in part
    assert "Er is meer ingevuld." in part
    assert "doorgaan" not in part, "the table looked at the talk"


def test_the_chronology_tells_what_a_table_decided_in_the_words_of_the_forms(screen: Screen) -> None:
    begin_assessment(screen)
    dossier = screen.get(IB, path_of(screen, "Afwegingsvraag 2: veiligheid")).one(
        "//aside//a[. = 'Naar het dossier']/@href"
    )
    screen.school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "nee"})
    screen.school.complete(IB, "Afwegingsvraag 3: hulp", {"a3": "nee"})
    story = screen.get(IB, f"{dossier}/verloop").text
    assert "Gekeken naar: Is Veilig Thuis geraadpleegd? nee; Is in deze ronde al gemeld? nee; Vermoeden: ja;" in story
    assert "die de dreiging afwendt? Nee. Uitkomst: Besluit: melden." in story
    for never in (" leeg;", " leeg.", "MELDEN", "bereikte geen route", "besluit:", "vervolg"):
        assert never not in story


@pytest.mark.parametrize(("function", "may"), [(LK, False), (IB, True)])
def test_a_table_gives_nobody_an_answer_that_is_not_for_them(here: Site, function: str, *, may: bool) -> None:
    school = made_school(here).school
    somebody = Actor(school.board, UUID(int=3), "Iemand")
    with school.writing() as work:
        reader = Reader(work, somebody, the_bundle(), frozenset({function}), UUID(int=1), UUID(int=2))
        assert reader.reads_fields(frozenset({"Is het gesprek gevoerd?"}), "gesprek", own=False) is may
        assert reader.reads_fields(frozenset({"gesprek_gevoerd"}), "gesprek", own=False) is may


# what it says


def test_a_task_says_what_to_do_for_whom_what_comes_next_and_why(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    page = screen.get(LK, path_of(screen, "Observeren en begeleiden"))
    assert page.one("//h1").text == "Observeren en begeleiden"
    assert page.title == "Observeren en begeleiden · Leidraad"
    lead = page.one("//p[@class='lead']").text
    assert lead.startswith("Begeleid de leerling en schrijf op wat je ziet en hoort.")
    assert "Bron" not in lead
    assert "Bron: " not in page.text
    assert f"Voor {CANARY}, groep 4A" in page.text
    assert "Hierna: de vraag “Verder na stap 1?” (leerkracht)." in page.text
    assert page.all("//ol[@class='thread']/li[@aria-current='step']")[0].text_content().strip().startswith("Stap 1")
    why = page.one("//details[contains(summary, 'Waarom krijg ik dit?')]").text_content()
    assert "Leerkracht Proef begon de route “Ondersteuningsroute”. Daarna stond dit klaar." in why
    assert (
        "Afspraak in het protocol" not in why
    )  # the numbers that the drawing names say nothing to anybody in a school
    assert "voor leerkracht is" in why
    assert page.one("//button[contains(@class, 'primary')]").text.strip() == "Vastleggen, dan ‘Verder na stap 1?’"


def test_the_rule_of_the_school_that_asks_it_is_named(screen: Screen) -> None:
    screen.school.open(IB, "Vermoeden")
    why = screen.get(IB, path_of(screen, "Signalen in kaart brengen")).one("//details[contains(summary, 'Waarom')]")
    assert "Afspraak in het protocol: “Elke stap wordt genoteerd”." in why.text_content()


def test_the_button_is_named_by_what_is_written_down(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    do(screen, LK, "Observeren en begeleiden", _example(screen, "Observeren en begeleiden"))
    question = screen.get(LK, path_of(screen, "Verder na stap 1?"))
    assert question.one("//button[contains(@class, 'primary')]").text.strip() == "Antwoord vastleggen en verder"
    closes = question.one("//input[@value='Afsluiten']").get("aria-describedby")
    said = question.one(f"//*[@id='{closes}']").text_content()
    assert " ".join(said.split()) == "Hierna: de route is klaar en een regel voor ParnasSys"
    do(screen, LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    talk = screen.get(LK, path_of(screen, "Leerlingbespreking"))
    assert talk.one("//button[contains(@class, 'primary')]").text.strip() == "Vastleggen, dan ‘Wat is nog nodig?’"


def test_each_answer_to_a_question_says_what_it_leads_to(screen: Screen) -> None:
    begin_assessment(screen)
    screen.school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "nee"})
    screen.school.complete(IB, "Afwegingsvraag 3: hulp", {"a3": "nee"})
    screen.school.complete("directeur", "Weging bekrachtigen")
    place = path_of(screen, "Eens met de weging?")
    before = statements(screen, "directeur", place)
    page = screen.get("directeur", place)
    assert [" ".join(each.text_content().split()) for each in page.all("//p[@class='hint']")] == [
        "Hierna: de vraag “Kan vooraf informeren veilig?” (intern begeleider) en een regel voor ParnasSys",
        "Hierna: Veilig Thuis raadplegen (intern begeleider)",
    ]
    assert screen.school.names().count("Eens met de weging?") == 1, "looking ahead does nothing"
    assert before <= MOST
    screen.school.complete("directeur", "Eens met de weging?", {"antwoord": "Eens"})
    page = screen.get(IB, path_of(screen, "Kan vooraf informeren veilig?"))
    said = [" ".join(each.text_content().split()) for each in page.all("//p[@class='hint']")]
    assert said[1] == "Hierna: Wie meldt (intern begeleider), de route “Ouders later informeren” begint"


def test_the_definitions_stand_beside_the_question_that_needs_them(screen: Screen) -> None:
    begin_assessment(screen)
    place = path_of(screen, "Afwegingsvraag 2: veiligheid")
    said = screen.get(IB, place).one("//*[@class='said']")
    assert [each.text for each in said.xpath(".//strong")][:3] == ["Acuut", "Structureel", "Onthulling"]
    assert statements(screen, IB, place) <= MOST
    why = screen.get(IB, place).one("//details[contains(summary, 'Waarom krijg ik dit?')]").text_content()
    assert "De beslistabel" in why, why


def test_a_page_of_a_task_needs_no_more_than_twelve_statements(small: Screen) -> None:
    place = path_of(small, "Kijken")
    assert statements(small, LK, place) <= MOST
    small.browser(LK).post(f"{place}/concept", data=fields(small.get(LK, place), place, **SEEN))
    assert statements(small, LK, place) <= MOST
    do(small, LK, "Kijken", SEEN)
    assert statements(small, LK, place) <= MOST
    do(small, LK, "Verder?", {"antwoord": "Samen"})
    assert statements(small, LK, path_of(small, "Praten")) <= MOST
    assert statements(small, IB, path_of(small, "Wegen")) <= MOST


def test_a_page_of_the_schools_own_protocol_needs_no_more_than_twelve_statements(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    for name in ("Leerlingbespreking", "Noteren in ParnasSys"):
        place = path_of(screen, name)
        assert statements(screen, LK, place) <= MOST
        screen.school.complete(LK, name)
        assert statements(screen, LK, place) <= MOST


# doing it


def test_a_task_that_opens_one_other_leads_on_to_it(small: Screen) -> None:
    answer = do(small, LK, "Kijken", SEEN)
    page = small.follow(LK, answer)
    assert page.one("//h1").text == "Verder?"
    assert "“Kijken” is vastgelegd om 09:00. Dit komt erna." in page.text


def test_what_was_answered_is_shown_with_who_when_and_what_it_opened(small: Screen) -> None:
    do(small, LK, "Kijken", {**SEEN, "gezien": NASTY})
    place = path_of(small, "Verder?")
    answer = do(small, LK, "Verder?", {"antwoord": "Stoppen, met reden", "reden": "Het gaat weer goed."})
    page = small.follow(LK, answer)
    assert answer.headers["Location"].startswith(place)
    assert "Vastgelegd om 09:00" in page.text
    assert "Stoppen, met reden" in page.text
    assert "Het gaat weer goed." in page.text
    assert "Leerkracht Proef" in page.text


def test_what_people_type_is_shown_as_they_typed_it_and_runs_nowhere(small: Screen) -> None:
    place = path_of(small, "Kijken")
    do(small, LK, "Kijken", {**SEEN, "gezien": NASTY})
    page = small.get(LK, place)
    assert page.one("//dd/span[contains(., 'Artagnan')]").text == NASTY
    assert escape("<script>alert(") in page.answer.get_data(as_text=True)


def test_when_it_happened_stands_beside_when_it_was_written_down(small: Screen) -> None:
    place = path_of(small, "Kijken")
    do(small, LK, "Kijken", {**SEEN, "gebeurd-op": "31-08-2026", "gebeurd-om": "8.15"})
    page = small.get(LK, place)
    assert "maandag 31 augustus 2026, 08:15" in page.text
    assert "dinsdag 1 september 2026, 09:00" in page.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"gebeurd-op": "02-09-2026"}, "Dit moment moet nog komen. Schrijf wanneer het gebeurd is."),
        ({"gebeurd-op": "31-02-2026"}, "Schrijf de datum als dag-maand-jaar, bijvoorbeeld 08-09-2026."),
        ({"gebeurd-om": "kwart over"}, "Schrijf de tijd als uren:minuten, bijvoorbeeld 14:05."),
        ({"gebeurd-op": "01-01-1900"}, LONG_AGO),
    ],
)
def test_a_moment_that_cannot_be_is_said_above_its_field(small: Screen, given: dict[str, str], said: str) -> None:
    answer = do(small, LK, "Kijken", {**SEEN, **given}, 422)
    page = shown(answer)
    name = next(iter(given))
    field = page.one(f"//input[@name='{name}']")
    assert field.get("value") == given[name]
    assert field.get("aria-invalid") == "true"
    assert page.one("//*[@role='alert']//a").text == said
    assert page.one("//details[contains(@class, 'when')]").get("open") is not None
    assert page.one("//textarea[@name='gezien']").text == SEEN["gezien"]


def test_what_is_wrong_stands_on_top_and_above_the_field_and_all_that_was_typed_is_still_there(small: Screen) -> None:
    answer = do(small, LK, "Kijken", {**SEEN, "gezien": "kort", "ernst": "", "acties[0].wat": NASTY}, 422)
    page = shown(answer)
    assert [each.text for each in page.all("//*[@role='alert']//a")] == [
        "Kies een antwoord bij 'Welke ernst?'.",
        "Schrijf bij 'Wat is er met gezien?' ten minste 5 tekens; het zijn er nu 4.",
        "Kies een antwoord bij 'Welke wie?'.",
    ]  # fmt: skip
    assert page.one("//textarea[@name='gezien']").text == "kort"
    assert page.one("//textarea[@name='acties[0].wat']").text == NASTY


def test_ten_thousand_letters_fit_and_one_more_is_said_and_kept(small: Screen) -> None:
    place = path_of(small, "Kijken")
    long = "🐸" * 10_000
    page = shown(do(small, LK, "Kijken", {**SEEN, "gezien": f"{long}x"}, 422))
    assert "10000 passen er. Kort de tekst in." in page.text
    assert page.one("//textarea[@name='gezien']").text == f"{long}x"
    do(small, LK, "Kijken", {**SEEN, "gezien": long})
    assert long in small.get(LK, place).text


def test_signs_that_no_text_can_hold_are_refused_in_words(small: Screen) -> None:
    body = _encoded(small, "Kijken", {**SEEN, "gezien": "@@"}).replace(b"%40%40", b"%ED%A0%80half%00")
    answer = small.browser(LK).post(
        path_of(small, "Kijken"), data=body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 422
    assert "staat een onzichtbaar teken" in shown(answer).text


def test_a_question_asks_a_reason_only_for_the_answers_that_need_one(small: Screen) -> None:
    do(small, LK, "Kijken", SEEN)
    place = path_of(small, "Verder?")
    page = small.get(LK, place)
    assert [each.get("value") for each in page.all("//input[@name='antwoord']")] == [
        "Samen", "Per actie", "Stoppen, met reden", "Nog eens",
    ]  # fmt: skip
    assert [each.get("value") for each in page.all("//input[@data-reason]")] == ["Stoppen, met reden"]
    page = shown(do(small, LK, "Verder?", {"antwoord": "Stoppen, met reden"}, 422))
    assert page.one("//p[@class='error']").text_content().strip() == "Geef een reden voor dit antwoord."
    assert page.one("//input[@name='antwoord'][@checked]").get("value") == "Stoppen, met reden"
    page = shown(do(small, LK, "Verder?", {"antwoord": ""}, 422))
    assert "Kies een antwoord." in page.text
    do(small, LK, "Verder?", {"antwoord": "Samen"})
    assert small.school.names() == ["Praten", "Wegen"]


def test_a_question_with_more_answers_takes_several(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    screen.school.complete(LK, "Leerlingbespreking")
    page = screen.get(IB, path_of(screen, "Wat is nog nodig?"))
    assert {each.get("type") for each in page.all("//input[@name='antwoord']")} == {"checkbox"}
    do(screen, IB, "Wat is nog nodig?", {"antwoord": ["Advies", "Verwijsindex"]})
    assert {"Adviesgesprek Veilig Thuis", "Signaal in Verwijsindex overwegen"} <= set(screen.school.names())


def test_who_did_it_together_is_chosen_andshown(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    place = path_of(screen, "Leerlingbespreking")
    ib = str(screen.school.people[IB])
    page = screen.get(LK, place)
    assert ib in [each.get("value") for each in page.all("//select[@name='samen-met']/option")]
    do(screen, LK, "Leerlingbespreking", {**_example(screen, "Leerlingbespreking"), "samen-met": ib})
    assert "samen met Intern Begeleider Proef" in screen.get(LK, place).text


def test_rows_come_and_go_without_scripts_and_nothing_is_done_by_it(small: Screen) -> None:
    place = path_of(small, "Kijken")
    page = shown(do(small, LK, "Kijken", {**SEEN, "gezien": NASTY, "acties[0].wat": "Bellen", "_rij": "acties+"}, 200))
    assert len(page.all("//fieldset[@class='entry']")) == 2
    assert page.one("//textarea[@name='acties[0].wat']").text == "Bellen"
    assert page.one("//textarea[@name='gezien']").text == NASTY
    sent = fields(page, place, _rij="acties-0")
    page = shown(small.browser(LK).post(place, data=sent))
    assert len(page.all("//fieldset[@class='entry']")) == 1
    assert small.school.names() == ["Kijken"]


def test_the_questions_are_drawn_anew_for_a_script_without_the_page_around_them(small: Screen) -> None:
    place = path_of(small, "Kijken")
    sent = fields(small.get(LK, place), place, **{**SEEN, "gezien": NASTY})
    answer = small.browser(LK).post(f"{place}/concept?toon=1", data=sent, headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<html" not in text
    assert 'id="v-vragen"' in text
    assert "&lt;script&gt;alert(" in text


def test_questions_come_and_go_with_the_answers_as_often_as_these_change(screen: Screen) -> None:
    begin_assessment(screen, "Oudergesprek voeren")
    place = path_of(screen, "Oudergesprek voeren")
    sent = screen.get(IB, place).form(place)
    for answer, said in (("ja", True), ("nee", False), ("ja", True)):
        drawn = screen.browser(IB).post(f"{place}/concept?toon=1", data={**sent, "gesprek_gevoerd": answer})
        text = drawn.get_data(as_text=True)
        assert ("Welke feiten heb je verteld?" in text) is said
        assert f'hx-post="{place}/concept?toon=1"' in text, "the next answer is asked about too"
    whole = shown(screen.browser(IB).post(place, data={**sent, "gesprek_gevoerd": "ja", "_bijwerken": "ja"}))
    assert "Welke feiten heb je verteld?" in whole.text
    assert whole.one("//h1").text == "Oudergesprek voeren"


# keeping what is typed


def test_what_is_typed_is_kept_and_stands_there_again(small: Screen) -> None:
    place = path_of(small, "Kijken")
    CLOCK.on(minutes=63)
    sent = fields(small.get(LK, place), place, **{**SEEN, "gezien": NASTY, "gebeurd-op": "31-08-2026"})
    answer = small.browser(LK).post(f"{place}/concept", data=sent, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "Opgeslagen 10:03")
    page = small.get(LK, place)
    assert page.one("//h1/following-sibling::p[1]").text_content() == "Je begon hier al aan. Concept van 10:03."
    assert not page.one("//*[@id='bewaard']").text
    assert page.one("//textarea[@name='gezien']").text == NASTY
    assert page.one("//input[@name='gebeurd-op']").get("value") == "31-08-2026"
    do(small, LK, "Kijken", {})
    assert small.school.names() == ["Verder?"], "the draft itself could be sent, with the key of the form still unused"


def test_later_is_a_button_too(small: Screen) -> None:
    answer = do(small, LK, "Kijken", {**SEEN, "gezien": "Nog niet klaar", "_later": "ja"})
    page = small.follow(LK, answer)
    assert "Bewaard. Je kunt later verder" in page.text
    assert page.one("//textarea[@name='gezien']").text == "Nog niet klaar"
    assert small.school.names() == ["Kijken"]


def test_nobody_else_sees_a_draft(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    place = path_of(screen, "Leerlingbespreking")
    sent = {**screen.get(LK, place).form(place), **_example(screen, "Leerlingbespreking")}
    sent["besproken"] = NASTY
    screen.browser(LK).post(f"{place}/concept", data=sent)
    assert "Concept van" in screen.get(LK, place).text
    assert "Concept van" not in screen.get(IB, place).text


def test_what_was_sent_with_something_wrong_in_it_is_kept_too(small: Screen) -> None:
    do(small, LK, "Kijken", {**SEEN, "gezien": "kort"}, 422)
    assert small.get(LK, path_of(small, "Kijken")).one("//textarea[@name='gezien']").text == "kort"


def test_an_open_task_hears_whether_it_changed(small: Screen) -> None:
    place = path_of(small, "Kijken")
    hears = small.get(LK, place).one("//form//*[@data-live]")
    assert hears.get("role") == "status"
    assert hears.get("data-said").startswith("Deze taak is intussen veranderd of afgerond.")
    assert "event: changed" not in small.browser(LK).get(hears.get("data-live")).get_data(as_text=True)
    do(small, LK, "Kijken", SEEN)
    assert "event: changed" in small.browser(LK).get(hears.get("data-live")).get_data(as_text=True)
    assert not small.get(LK, place).all("//*[@data-live]")


def test_what_the_protocol_says_is_dutch_on_a_page_in_english(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.browser(LK).set_cookie("taal", "en")
    page = screen.get(LK, path_of(screen, "Observeren en begeleiden"))
    for path in ("//h1", "//p[@class='lead']", "//label/span[. = 'Wanneer was dat?']"):
        assert page.one(path).get("lang") == "nl"


# what comes in between


def test_two_do_the_same_and_the_second_is_told_and_keeps_the_text(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    place = path_of(screen, "Leerlingbespreking")
    example = _example(screen, "Leerlingbespreking")
    key = next(name for name, value in example.items() if isinstance(value, str) and len(value) > 4)
    late = {**screen.get(IB, place).form(place), **example, key: NASTY}
    do(screen, LK, "Leerlingbespreking", example)
    for _ in range(2):  # also where the back button sends it again
        answer = screen.browser(IB).post(place, data=late)
        page = shown(answer)
        assert answer.status_code == 409
        assert "Leerkracht Proef heeft dit al gedaan om 09:00." in page.text
        assert NASTY in page.one("//dl[@id='getypt']").text_content()
        assert page.one("//button[@data-copies='getypt']") is not None


def test_a_draft_of_a_task_that_was_closed_meanwhile_says_so(small: Screen) -> None:
    place = path_of(small, "Kijken")
    sent = {**small.get(LK, place).form(place), **SEEN, "gezien": NASTY}
    do(small, LK, "Kijken", SEEN)
    answer = small.browser(LK).post(f"{place}/concept", data=sent, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.get_data(as_text=True)) == (409, "Niet bewaard: deze taak is intussen gesloten.")
    for button in ({"_later": "ja"}, {"_rij": "acties+"}):
        page = shown(small.browser(LK).post(place, data={**sent, **button}))
        assert NASTY in page.one("//dl[@id='getypt']").text_content()


def test_a_timer_takes_it_while_somebody_types(small: Screen) -> None:
    do(small, LK, "Kijken", SEEN)
    do(small, LK, "Verder?", {"antwoord": "Samen"})
    place = path_of(small, "Wegen")
    sent = {**small.get(IB, place).form(place), "notitie": NASTY}
    CLOCK.on(days=4)
    small.school.fire(_dossier(small))
    sent = _signed_in_again(small, IB, sent)
    answer = small.browser(IB).post(place, data=sent)
    page = shown(answer)
    assert answer.status_code == 409
    assert "een termijn of een andere stap heeft dat gedaan" in page.text
    assert NASTY in page.one("//dl[@id='getypt']").text_content()


def test_a_task_that_changed_comes_back_with_all_that_was_typed(small: Screen) -> None:
    place = path_of(small, "Kijken")
    sent = {**small.get(LK, place).form(place), **SEEN, "gezien": NASTY}
    CLOCK.on(days=2)
    small.school.fire(_dossier(small))
    sent = _signed_in_again(small, LK, sent)
    answer = small.browser(LK).post(place, data=sent)
    page = shown(answer)
    assert answer.status_code == 409
    assert "De taak is veranderd nadat je hem opende." in page.text
    assert page.one("//textarea[@name='gezien']").text == NASTY
    again = small.browser(LK).post(place, data=page.form(place))
    assert again.status_code == 303, "what stood in the page can be sent as it is"


def test_sent_twice_it_is_done_once_and_shows_the_same(small: Screen) -> None:
    place = path_of(small, "Kijken")
    sent = {**small.get(LK, place).form(place), **SEEN}
    first, second = (small.browser(LK).post(place, data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    other = small.browser(LK).post(place, data={**sent, "gezien": NASTY})
    page = shown(other)
    assert other.status_code == 409
    assert "Dit formulier was al verstuurd, en is toen vastgelegd." in page.text
    assert NASTY in page.one("//dl[@id='getypt']").text_content()


def test_who_may_not_do_it_is_told_why_and_who_can(small: Screen) -> None:
    with small.school.writing() as work:  # somebody who has two functions at once
        work.add(
            t.holding, holding_id=random_id(), person_id=small.school.people[LK], function=IB,
            school_id=small.school.school, began_at=work.now,
        )  # fmt: skip
    do(small, LK, "Kijken", SEEN)
    do(small, LK, "Verder?", {"antwoord": "Samen"})
    place = path_of(small, "Wegen")
    assert statements(small, LK, place) <= MOST
    page = small.get(LK, place)
    assert "“Wegen” is voor iemand anders, omdat jij “Kijken” hebt gedaan." in page.text
    assert "Het kan wel gedaan worden door: Intern Begeleider Proef (intern begeleider)." in page.text
    assert not page.all("//button[contains(@class, 'primary')]")
    sent = {**page.form(place), "notitie": NASTY}
    answer = small.browser(LK).post(place, data=sent)
    assert answer.status_code == 409
    assert shown(answer).one("//textarea[@name='notitie']").text == NASTY


@pytest.mark.parametrize("path", ["", "/herstellen"])
def test_a_task_of_another_says_the_same_as_one_that_is_not_there(small: Screen, path: str) -> None:
    place = path_of(small, "Kijken")
    other = small.get(BESTUUR, f"{place}{path}", 404)
    nothing = small.get(BESTUUR, f"/taken/{UUID(int=7)}{path}", 404)
    assert other.text == nothing.text
    sent = {**small.get(LK, place).form(place), **SEEN}
    token = small.get(BESTUUR, "/").all("//input[@name='vervalsing']/@value")[0]
    answer = small.browser(BESTUUR).post(place, data={**sent, "vervalsing": str(token)})
    assert answer.status_code == 404


def test_a_route_that_is_stuck_says_so_and_keeps_the_text(small: Screen) -> None:
    small.school.send(LK, SendMessage(_dossier(small), "Bel", {}))
    place = path_of(small, "Bellen")
    sent = {**small.get(MT, place).form(place), "notitie": NASTY, "op": "", "tot": ""}
    answer = small.browser(MT).post(place, data=sent)
    page = shown(answer)
    assert answer.status_code == 409
    assert "vastgelopen" in page.text
    assert page.one("//textarea[@name='notitie']").text == NASTY


def test_a_file_that_cannot_be_kept_is_told_and_the_answers_stay(small: Screen) -> None:
    place = path_of(small, "Kijken")
    sent = {**small.get(LK, place).form(place), **SEEN, "gezien": NASTY, "bestand": (BytesIO(b"MZ\x90"), "virus.exe")}
    answer = small.browser(LK).post(place, data=sent, content_type="multipart/form-data")
    page = shown(answer)
    assert answer.status_code == 422
    assert page.one("//*[@role='alert']//a").get("href") == "#bestand"
    assert page.one("//details[@id='bijlagen']").get("open") is not None
    assert page.one("//textarea[@name='gezien']").text == NASTY
    assert small.school.names() == ["Kijken"]


def test_a_file_goes_along_with_the_deed_and_stands_under_the_task(small: Screen) -> None:
    place = path_of(small, "Kijken")
    sent = {**small.get(LK, place).form(place), **SEEN, "bestand": (BytesIO(b"Dag allemaal"), "brief van O'Neill.txt")}
    answer = small.browser(LK).post(place, data=sent, content_type="multipart/form-data")
    assert answer.status_code == 303
    assert "brief van O'Neill.txt" in small.get(LK, place).text


# setting right


def test_answers_are_set_right_with_a_reason_and_the_old_ones_stay_beside_them(small: Screen) -> None:
    place = path_of(small, "Kijken")
    do(small, LK, "Kijken", SEEN)
    page = small.get(LK, place)
    assert page.one(f"//a[@href='{place}/herstellen']").text_content().strip() == "Antwoorden herstellen"
    page = small.get(LK, f"{place}/herstellen")
    assert page.one("//textarea[@name='gezien']").text == SEEN["gezien"]
    sent = fields(page, f"{place}/herstellen", gezien="Hij zat juist niet alleen.")
    answer = small.browser(LK).post(f"{place}/herstellen", data=sent)
    assert answer.status_code == 422
    assert "Geef een reden van ten minste 3 tekens" in shown(answer).text
    sent = {**shown(answer).form(f"{place}/herstellen"), "herstel-reden": "Ik keek verkeerd."}
    page = small.follow(LK, small.browser(LK).post(f"{place}/herstellen", data=sent))
    assert [each.text_content().strip() for each in page.all("//h3")] == ["Eerst vastgelegd", "Hersteld"]
    for text in (SEEN["gezien"], "Hij zat juist niet alleen.", "Waarom het hersteld is: Ik keek verkeerd."):
        assert text in page.text


def test_an_answer_to_a_question_is_not_set_right_here(small: Screen) -> None:
    do(small, LK, "Kijken", SEEN)
    place = path_of(small, "Verder?")
    do(small, LK, "Verder?", {"antwoord": "Samen"})
    assert not small.get(LK, place).all("//a[contains(@href, 'herstellen')]")
    small.get(LK, f"{place}/herstellen", 404)


# ParnasSys


def test_the_line_for_parnassys_holds_the_step_and_the_day_and_is_ready_to_copy(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    screen.school.complete(LK, "Observeren en begeleiden")
    CLOCK.on(days=3)
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    place = path_of(screen, "Noteren in ParnasSys")
    page = screen.get(LK, place)
    line = "Stap 1 gedaan op 4 september 2026"
    assert page.one("//*[@id='parnassys-regel']").text == line
    assert page.one("//input[@name='procesregel']").get("value") == line
    assert "Meldcode en Verwijsindex" in page.text
    assert page.one("//button[@data-copies='parnassys-regel']").get("data-said") == "Gekopieerd"
    assert page.one("//button[contains(@class, 'primary')]").text.strip() == "Genoteerd in ParnasSys"


@pytest.mark.parametrize(("step", "said"), [
    ("Stap 3", "Stap 3"), ("Stap 3: Groot overleg", "Stap 3"), ("Bekrachtigen", "Stap 5"), ("Melden", "Stap 5"),
    ("Na de melding", "Stap 5"), ("Hulp", "Stap 5"), ("Acuut", "Stap 1"), ("iets anders", ""),
])  # fmt: skip
def test_parnassys_is_told_no_more_of_a_step_than_a_number(step: str, said: str) -> None:
    assert numbered(the_bundle(), step) == said


def test_the_lines_of_a_dossier_name_each_step_once_and_nothing_of_a_report(screen: Screen) -> None:
    begin_assessment(screen)
    screen.school.complete(IB, "Afwegingsvraag 2: veiligheid", {"a2": "nee"})
    screen.school.complete(IB, "Afwegingsvraag 3: hulp", {"a3": "nee"})
    CLOCK.on(days=1)
    screen.school.complete("directeur", "Weging bekrachtigen")
    screen.school.complete("directeur", "Eens met de weging?", {"antwoord": "Eens"})
    place = path_of(screen, "Kan vooraf informeren veilig?")
    dossier = screen.get(IB, place).one("//aside//a[. = 'Naar het dossier']/@href")
    page = screen.get(IB, f"{dossier}/parnassys")
    lines = [each.text for each in page.all("//p[@class='to-copy']")]
    assert len(lines) == len(set(lines)) == 5, lines
    assert "Stap 5 gedaan op 2 september 2026" in lines
    assert not [each for each in lines if "elden" in each or "krachtig" in each or "Meldcode" in each], lines
    beside = page.all("//ul[contains(@class, 'parnassys')]/li/p/span/span/text()")
    assert beside == ["Meldcode"] * 5, "two routes have the same numbers"
    assert statements(screen, IB, f"{dossier}/parnassys") <= MOST


def test_a_print_of_a_route_holds_its_steps_who_did_what_and_the_lines_for_parnassys(screen: Screen) -> None:
    screen.school.open(LK, "Zorg over leerling")
    do(
        screen,
        LK,
        "Observeren en begeleiden",
        {**_example(screen, "Observeren en begeleiden"), "gezien_of_gehoord": NASTY},
    )
    CLOCK.on(minutes=20)
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    screen.school.complete(LK, "Noteren in ParnasSys")
    place = f"/routes/{_route(screen, 'Ondersteuningsroute')}/afdruk"
    page = screen.get(LK, place)
    for said in (
        "Meldcode en Verwijsindex", "Stap 1: observeren, signaleren en begeleiden", NASTY,
        "Leerkracht Proef rondde “Observeren en begeleiden” af.",
        "Stap 1 gedaan op 1 september 2026; overgenomen door Leerkracht Proef",
    ):  # fmt: skip
        assert said in page.text
    assert statements(screen, LK, place) <= MOST
    assert screen.get(BESTUUR, place, 404).text == screen.get(BESTUUR, f"/routes/{UUID(int=7)}/afdruk", 404).text


def test_a_print_holds_only_what_its_reader_may_read(screen: Screen) -> None:
    begin_assessment(screen)
    place = f"/routes/{_route(screen, 'Meldcode')}/afdruk"
    whole = screen.get(IB, place)
    assert "Hoe ziet de leerkracht het?" in whole.text
    part = screen.get(LK, place)
    assert "Hoe ziet de leerkracht het?" not in part.text
    assert "Er is meer ingevuld." in part.text


# help


def _example(screen: Screen, name: str) -> dict[str, Any]:
    """Made-up answers to a task, as a page sends them."""
    task = screen.school.tasks(name)[0]
    found = dict(screen.school.example(task, {}))
    sent: dict[str, Any] = {}
    for key, value in found.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                sent |= {f"{key}[{number}].{column}": each for column, each in row.items()}
        elif isinstance(value, bool):
            sent |= {key: "ja"} if value else {}
        else:
            sent[key] = value
    return sent


def _signed_in_again(screen: Screen, function: str, sent: Mapping[str, Any]) -> dict[str, Any]:
    """A page that stood open until somebody signed in anew, and was then sent."""
    del screen.browsers[function]
    token = screen.get(function, "/").all("//input[@name='vervalsing']/@value")[0]
    return {**sent, "vervalsing": str(token)}


def _encoded(screen: Screen, name: str, given: Mapping[str, Any]) -> bytes:
    place = path_of(screen, name)
    return urlencode({**screen.get(LK, place).form(place), **given}).encode()


def _route(screen: Screen, name: str) -> UUID:
    with screen.school.reading() as work:
        query = select(t.route.c.route_id).where(t.route.c.board_id == screen.school.board, t.route.c.name == name)
        found: UUID = work.run(query).scalar_one()
    return found


def _dossier(screen: Screen) -> UUID:
    with screen.school.reading() as work:
        query = select(t.dossier.c.dossier_id).where(t.dossier.c.board_id == screen.school.board)
        found: UUID = work.run(query).scalar_one()
    return found
