"""Dossiers on screen: the list, a new one, one of them, and the deeds in it; by function, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from sqlalchemy import delete, update

import app.store.tables as t
from app.commands.tasks import CompleteTask
from app.commands.teams import DenyPerson
from app.domain.facts import FACTS, StreamOf
from app.store.clock import random_id
from app.store.incidents import HISTORY, TASK, Stuck, add_incident
from app.store.teams import add_member, deny
from app.web.chronology import SENTENCES
from tests.api.client import CLOCK, made_school
from tests.counting import counted
from tests.school import CANARY, FUNCTIONS, Site, add_pupil, the_bundle
from tests.steps import new_pupil
from tests.web.conftest import Screen, Shown

LK, IB, AF, DIR, MT, BESTUUR = (
    "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "MT", "bestuur",
)  # fmt: skip
CARE, SUSPECT, ABOUT_STAFF = "Zorg over leerling", "Vermoeden", "Vermoeden over medewerker"
NOT_THERE = "Deze pagina is er niet, of hij is niet voor jou"


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    return screen.school.open(LK, CARE)


def path(dossier: UUID, rest: str = "") -> str:
    return f"/dossiers/{dossier}{rest}"


def route_of(screen: Screen, dossier: UUID, function: str = IB) -> str:
    """Id of the first route that somebody sees on the page."""
    shown = screen.get(function, path(dossier))
    return str(shown.all("//article[starts-with(@id, 'route-')]/@id")[0]).removeprefix("route-")


def statements(screen: Screen, function: str, where: str) -> list[str]:
    """What one look at a page costs, once everything is warm."""
    screen.get(function, where)
    with counted() as sent:
        screen.get(function, where)
    return sent.asked


# the list


def test_the_list_is_empty_until_somebody_belongs_to_a_dossier(screen: Screen) -> None:
    shown = screen.get(LK, "/dossiers")
    assert "Je hoort nog bij geen dossier." in shown.text
    assert shown.title == "Dossiers · Leidraad"


def test_a_row_says_who_where_and_when(screen: Screen, dossier: UUID) -> None:
    row = screen.get(IB, "/dossiers").one("//ul[@class='dossier-list']/li")
    text = " ".join(row.text_content().split())
    assert CANARY in text
    assert "groep 4A" in text
    assert "Ondersteuningsroute: Stap 1: observeren, signaleren en begeleiden" in text
    assert "over 6 weken" in text
    assert row.xpath(".//a/@href") == [path(dossier)]


def test_a_search_finds_by_the_whole_name_and_never_in_an_address(screen: Screen, dossier: UUID) -> None:
    found = screen.post(IB, "/dossiers", {"q": "  veer "}, 200, page="/dossiers")
    assert str(dossier) in found.get_data(as_text=True)
    nothing = screen.post(IB, "/dossiers", {"q": "Zonneveld"}, 200, page="/dossiers")
    assert "Geen dossier van jou hoort bij deze naam." in nothing.get_data(as_text=True)
    other = screen.post(MT, "/dossiers", {"q": "veer"}, 200, page="/dossiers").get_data(as_text=True)
    assert "Geen dossier van jou hoort bij deze naam." in other
    forms = screen.get(IB, "/dossiers").all("//form[@role='search']")
    assert [each.get("method") for each in forms] == ["post"]


def test_a_long_list_goes_on(screen: Screen) -> None:
    for _each in range(52):
        screen.school.pupil = new_pupil(screen.school)
        screen.school.open(LK, CARE)
        CLOCK.on(minutes=1)
    first = screen.get(IB, "/dossiers")
    assert len(first.all("//ul[@class='dossier-list']/li")) == 50
    rest = screen.get(IB, str(first.one("//p[@class='pager']/a/@href")))
    assert len(rest.all("//ul[@class='dossier-list']/li")) == 2
    assert not rest.all("//p[@class='pager']/a")


def test_closed_dossiers_are_in_a_list_of_their_own(screen: Screen, dossier: UUID) -> None:
    where = f"/routes/{route_of(screen, dossier)}/intrekken"
    for _each in range(1):
        screen.post(IB, where, {"reason": "Er was niets aan de hand."})
    while running := screen.get(IB, path(dossier)).all("//a[contains(@href, '/intrekken')]/@href"):
        screen.post(IB, str(running[0]), {"reason": "Er was niets aan de hand."})
    screen.post(IB, path(dossier, "/sluiten"), {"reason": "Alles is klaar."})
    assert "Je hoort nog bij geen dossier." in screen.get(IB, "/dossiers").text
    assert CANARY in screen.get(IB, "/dossiers?status=gesloten").text
    assert "gesloten op" in screen.get(IB, path(dossier)).text


# a new one


def begin(screen: Screen, function: str, message: str, status: int = 303, **fields: Any) -> Any:
    where = f"/dossiers/nieuw/{screen.school.pupil}/start?knop={quote(message)}"
    given = {name: value for name, value in screen.school.start_example(message, fields).items() if value is not None}
    return screen.post(function, where, given, status)


def test_only_who_has_pupils_is_shown_where_a_dossier_begins(here: Site) -> None:
    screen = Screen(made_school(here, functions=(*FUNCTIONS, "auditor", "beheerder")).school)
    shows = {
        (function, page)
        for function in screen.school.people
        for page in ("/", "/dossiers")
        if screen.get(function, page).all("//a[@href='/dossiers/nieuw']")
    }
    assert shows == {(function, page) for function in (LK, IB, AF, DIR, "waarnemer") for page in ("/", "/dossiers")}
    assert "begin er dan een" not in screen.get("bestuur", "/dossiers").text


def test_a_dossier_is_begun_in_three_pages(screen: Screen) -> None:
    pupils = screen.get(LK, "/dossiers/nieuw")
    choose = screen.get(LK, str(pupils.one("//ul[@class='choices']/li/a/@href")))
    assert [each.text_content().strip() for each in choose.all("//ul[@class='choices']//strong")] == [
        CARE, SUSPECT, ABOUT_STAFF,
    ]  # fmt: skip
    form = screen.get(LK, str(choose.one(f"//a[.//strong='{CARE}']/@href")))
    assert "Hiermee begint de route “Ondersteuningsroute”." in form.text
    assert "De eerste stap" not in form.text
    shown = screen.follow(LK, begin(screen, LK, CARE))
    assert shown.one("//h1").text == f"{CANARY} Veer"
    assert shown.title == "Dossier · Leidraad"
    assert "Het is vastgelegd." in shown.text
    first = shown.one("//main//a[contains(., 'Nu te doen: Observeren en begeleiden')]/@href")
    assert screen.get(LK, str(first)).one("//h1").text_content().strip() == "Observeren en begeleiden"


def test_the_link_in_a_form_to_another_button_leads_to_its_own_page(screen: Screen, dossier: UUID) -> None:
    for where, start in (
        (f"/dossiers/nieuw/{screen.school.pupil}", f"/dossiers/nieuw/{screen.school.pupil}/start"),
        (path(dossier), path(dossier, "/start")),
    ):
        form = screen.get(LK, f"{start}?knop={quote(SUSPECT)}")
        link = str(form.one("//main//a[contains(@href, 'start-medewerker')]/@href"))
        assert screen.get(LK, link).one("//h1").text == ABOUT_STAFF
        not_there = screen.browser(LK).get(f"{start}?knop=start-overdracht")
        assert (not_there.status_code, not_there.headers["Location"]) == (303, where)


def test_the_dossier_says_which_route_each_button_begins_what_is_rare_last(screen: Screen, dossier: UUID) -> None:
    page = screen.get(LK, path(dossier))
    said = [" ".join(each.text_content().split()) for each in page.all("//nav[@class='starts']//li")]
    assert f"{SUSPECT} begint de route “Meldcode”" in said
    assert said[-1] == ABOUT_STAFF


def test_a_form_that_is_not_whole_comes_back_with_all_that_was_typed(screen: Screen) -> None:
    where = f"/dossiers/nieuw/{screen.school.pupil}/start?knop={quote(CARE)}"
    name = str(screen.get(LK, where).all("//main//textarea[not(@hidden)]/@name")[0])
    answer = screen.post(LK, where, {name: "Wat ik gezien heb"}, 422)
    text = answer.get_data(as_text=True)
    assert "Er klopt nog iets niet." in text
    assert "Wat ik gezien heb" in text
    assert screen.get(LK, "/dossiers").all("//ul[@class='dossier-list']/li") == []


def test_sent_twice_it_is_begun_once(screen: Screen) -> None:
    where = f"/dossiers/nieuw/{screen.school.pupil}/start?knop={quote(CARE)}"
    fields = {**screen.get(LK, where).form(), **screen.school.start_example(CARE, {})}
    browser = screen.browser(LK)
    first, second = (browser.post(where, data=fields) for _each in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    shown = screen.follow(LK, second)
    assert len(shown.all("//article[@class='route']")) == 1


def test_a_search_for_anothers_pupil_says_the_same_as_for_nobody(screen: Screen) -> None:
    another = random_id()
    group = random_id()
    with screen.school.writing() as work:
        add_pupil(work, another, screen.school.school, group)
    screen.get(IB, f"/dossiers/nieuw/{another}")

    def said(q: str) -> str:
        text = screen.post(LK, "/dossiers/nieuw", {"q": q}, 200, page="/dossiers/nieuw").get_data(as_text=True)
        return text.split('id="gevonden"')[1]

    screen.school.pupil = another
    assert said("Kanarie") != said("Zonneveld")  # their own pupil
    with screen.school.writing() as work:
        deny_group(work, screen)
    assert said("Kanarie") == said("Zonneveld")
    for nobody in (another, random_id()):
        shown = screen.get(LK, f"/dossiers/nieuw/{nobody}", 404)
        assert shown.one("//h1").text == NOT_THERE


def deny_group(work: Any, screen: Screen) -> None:
    """The teacher teaches nobody any more."""
    work.run(delete(t.group_teacher).where(t.group_teacher.c.person_id == screen.school.people[LK]))


def test_where_a_dossier_is_there_that_somebody_may_not_see_they_are_told_nothing_of_it(screen: Screen) -> None:
    made = screen.school.open(MT, ABOUT_STAFF)
    page = screen.get(LK, f"/dossiers/nieuw/{screen.school.pupil}")
    assert "Er is al een dossier." not in page.text
    assert screen.get(LK, path(made), 404).one("//h1").text == NOT_THERE
    shown = screen.follow(LK, begin(screen, LK, CARE))
    assert ABOUT_STAFF not in shown.one("//section[@aria-labelledby='routes']").text_content()


def test_a_dossier_that_is_there_is_pointed_at(screen: Screen, dossier: UUID) -> None:
    page = screen.get(IB, f"/dossiers/nieuw/{screen.school.pupil}")
    assert "Er is al een dossier." in page.text
    assert page.all(f"//a[@href='{path(dossier)}']")
    assert "Begint de route" not in page.text, "what a button does in it, the dossier itself says"


# one dossier


def test_a_dossier_says_where_it_stands_and_for_whom_it_waits(screen: Screen, dossier: UUID) -> None:
    shown = screen.get(IB, path(dossier))
    assert "groep 4a" in shown.text.casefold()
    place = " ".join(shown.one("//article//p[@class='route-place']").text_content().split())
    assert place.startswith("Stap 1 van 6: observeren, signaleren en begeleiden, sinds di 1 sep.")
    assert "Wacht op Leerkracht Proef." in place
    steps = shown.all("//article//ol[@class='thread']/li/@class")
    assert steps == ["now", *["ahead"] * 5]
    now = " ".join(shown.one("//section[@aria-labelledby='nu']").text_content().split())
    assert "Observeren en begeleiden" in now
    assert "Leerkracht Proef" in now
    assert "voor jou" not in now
    assert "voor jou" in screen.get(LK, path(dossier)).text


@pytest.mark.parametrize("function", [None, MT, BESTUUR, "waarnemer"])
def test_who_is_not_on_it_gets_what_they_get_where_nothing_is(
    screen: Screen, dossier: UUID, function: str | None
) -> None:
    if function is None:
        answer = screen.browser(None).get(path(dossier))
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/aanmelden")
        return
    route = route_of(screen, dossier)
    for each in ("", "/sluiten", "/mensen/erbij", "/mensen/nooit", "/ouders/nieuw", f"/start?knop={SUSPECT}"):
        theirs, nobodys = (
            screen.get(function, path(dossier, each), 404),
            screen.get(function, path(random_id(), each), 404),
        )
        assert theirs.text == nobodys.text
    for each in ("intrekken", "afwijken", "diagram"):
        theirs = screen.get(function, f"/routes/{route}/{each}", 404)
        assert theirs.text == screen.get(function, f"/routes/{random_id()}/{each}", 404).text


def test_what_one_may_do_stands_there_and_what_one_may_not_does_not(screen: Screen, dossier: UUID) -> None:
    coordinator, teacher = screen.get(IB, path(dossier)), screen.get(LK, path(dossier))
    for ending in ("/sluiten", "/mensen/erbij", "/mensen/nooit", "/ouders/nieuw", "/intrekken", "/afwijken"):
        assert coordinator.all(f"//a[contains(@href, '{ending}')]"), ending
        assert not teacher.all(f"//a[contains(@href, '{ending}')]"), ending
    assert "Ouders" not in teacher.text
    for each in (
        path(dossier, "/sluiten"),
        path(dossier, "/mensen/nooit"),
        f"/routes/{route_of(screen, dossier)}/intrekken",
    ):
        assert screen.get(LK, each, 404).one("//h1").text == NOT_THERE


def test_the_acute_button_knows_the_dossier(screen: Screen, dossier: UUID) -> None:
    button = screen.get(LK, path(dossier)).one("//a[contains(@class, 'acute-button')]")
    assert button.get("href") == f"/acuut?dossier={dossier}"


def test_the_buttons_that_are_mine_stand_in_one_row(screen: Screen, dossier: UUID) -> None:
    def labels(function: str) -> set[str]:
        return {
            each.text_content().strip() for each in screen.get(function, path(dossier)).all("//nav[@class='starts']//a")
        }

    assert labels(LK) == {CARE, SUSPECT, ABOUT_STAFF}
    assert labels(IB) == {CARE, SUSPECT, ABOUT_STAFF, "Route stoppen"}


def test_a_button_opens_a_page_and_pressing_it_moves_the_dossier(screen: Screen, dossier: UUID) -> None:
    where = path(dossier, f"/start?knop={SUSPECT}")
    assert "Hiermee begint de route “Meldcode”." in screen.get(IB, where).text
    shown = screen.follow(IB, screen.post(IB, where, dict(screen.school.start_example(SUSPECT, {}))))
    assert [" ".join(each.text_content().split()) for each in shown.all("//article/h3")] == [
        "Ondersteuningsroute", "Meldcode",
    ]  # fmt: skip
    screen.get(IB, path(dossier, "/start?knop=Onzin"), 404)


# what happened


def test_every_kind_of_fact_that_a_dossier_can_hold_has_its_sentence() -> None:
    held = {name for name, kind in FACTS.items() if kind.stream is not StreamOf.BOARD}
    assert set(SENTENCES) == held


def test_the_history_tells_who_did_what_and_what_was_filled_in(screen: Screen, dossier: UUID) -> None:
    CLOCK.on(minutes=1)
    screen.school.complete(LK, "Observeren en begeleiden")
    shown = screen.get(LK, path(dossier))
    story = [each.text for each in shown.all("//ol[contains(@class, 'story')]//p[@class='tells']")]
    assert story[0] == "Leerkracht Proef rondde “Observeren en begeleiden” af."
    assert "Leerkracht Proef begon dit dossier." in story[-2:]
    filled = shown.all("//ol[contains(@class, 'story')]/li[1]//dl/dt")
    assert filled
    repair = str(shown.one("//ol[contains(@class, 'story')]/li[1]//a[contains(., 'Bekijken of herstellen')]/@href"))
    assert screen.get(LK, repair).title
    assert screen.get(IB, path(dossier)).all(f"//a[@href='{repair}']")
    hidden = screen.get(DIR, path(dossier), 404)
    assert CANARY not in hidden.text


def test_the_history_goes_back_and_can_be_narrowed(screen: Screen, dossier: UUID) -> None:
    screen.school.press(IB, dossier, SUSPECT)
    for _each in range(30):
        screen.school.press(LK, dossier, CARE)
        CLOCK.on(minutes=1)
    first = screen.get(IB, path(dossier))
    assert len(first.all("//ol[contains(@class, 'story')]/li")) == 25
    earlier = screen.get(IB, str(first.one("//a[.='Eerder']/@href")))
    assert "begon dit dossier" in earlier.text
    assert earlier.all("//a[.='Naar het laatste']")
    steps = screen.get(IB, path(dossier, "/verloop?stappen=ja"))
    told = [each.text for each in steps.all("//p[@class='tells']")]
    assert "Leerkracht Proef begon dit dossier." in told
    assert not [each for each in told if "meldde" in each]
    route = first.all("//select[@name='route']/option[.='Meldcode']/@value")[0]
    only = screen.get(IB, path(dossier, f"/verloop?route={route}"))
    assert {each.text for each in only.all("//p[@class='tells']")} == {
        "Intern Begeleider Proef begon de route “Meldcode”."
    }
    screen.get(IB, path(dossier, "/verloop?vanaf=onzin"), 422)


def test_a_fact_that_was_written_down_later_says_so(screen: Screen, dossier: UUID) -> None:
    CLOCK.on(days=1)
    task = screen.school.tasks("Observeren en begeleiden")[0]
    then = CLOCK.now - timedelta(hours=3)
    screen.school.send(LK, CompleteTask(task, screen.school.example(task, {}), happened_at=then))
    assert "achteraf vastgelegd op woensdag 2 september 2026, 09:00" in screen.get(LK, path(dossier)).text


# the ways out


def test_withdrawing_says_what_follows_and_asks_why(screen: Screen, dossier: UUID) -> None:
    where = f"/routes/{route_of(screen, dossier)}/intrekken"
    page = screen.get(IB, where)
    assert "De route “Ondersteuningsroute” stopt." in page.text
    assert "Open taken vervallen: “Observeren en begeleiden”." in page.text
    assert "Terugdraaien kan niet" in page.text
    assert "reden" in screen.post(IB, where, {"reason": " "}, 422).get_data(as_text=True)
    shown = screen.follow(IB, screen.post(IB, where, {"reason": "De ouders verhuizen morgen."}))
    assert "trok de route in" in shown.text
    assert "De ouders verhuizen morgen." in shown.text
    assert "al afgesloten" in screen.get(IB, path(dossier)).text or "gestopt" in shown.text


def test_a_deviation_is_chosen_by_name_and_confirmed_by_a_second_person(screen: Screen, dossier: UUID) -> None:
    route = route_of(screen, dossier)
    where = f"/routes/{route}/afwijken"
    page = screen.get(IB, where)
    assert not [each for each in page.all("//option") if "_" in (each.text or "")]
    target = str(page.one("//option[contains(., 'Leerlingbespreking')]/@value"))
    assert "Kies waar de route heen gaat." in screen.post(IB, where, {"to": "", "reason": "Nodig."}, 422).get_data(
        as_text=True
    )
    kept = screen.post(IB, where, {"to": target, "reason": ""}, 422).get_data(as_text=True)
    assert f'value="{target}" selected' in kept
    own = screen.follow(IB, screen.post(IB, where, {"to": target, "reason": "Het is al besproken."}))
    assert "Aandachtsfunctionaris Proef" in own.text
    assert "kan dit bevestigen" in own.text
    shown = screen.get(IB, path(dossier))
    assert "Je stelde voor om af te wijken naar “Leerlingbespreking”." in shown.text
    proposal = str(shown.one("//a[.='Bekijk je voorstel']/@href"))
    assert "Dit is jouw voorstel." in screen.get(IB, proposal).text
    assert "met zijn tweeën" in screen.post(IB, proposal, {}, 409).get_data(as_text=True)
    assert "Voorstel om af te wijken bevestigen" not in screen.get(IB, "/").text
    assert screen.get(AF, "/").all(f"//a[@href='{proposal}'][.='Voorstel om af te wijken bevestigen']")
    second = screen.get(AF, proposal)
    assert "Het is al besproken." in second.text
    assert "Observeren en begeleiden" in second.text
    done = screen.follow(AF, screen.post(AF, proposal, {}))
    assert "Leerlingbespreking" in done.one("//section[@aria-labelledby='nu']").text_content()
    assert "op voorstel van Intern Begeleider Proef" in done.text
    assert "al beslist" in screen.get(AF, proposal, 409).text


def test_places_of_one_name_are_told_apart(screen: Screen, dossier: UUID) -> None:
    screen.school.open(LK, SUSPECT)
    for route in [str(each) for each in screen.get(IB, path(dossier)).all("//article/@id")]:
        page = screen.get(IB, f"/routes/{route.removeprefix('route-')}/afwijken")
        said = [" ".join((each.text or "").split()) for each in page.all("//option")]
        assert len(said) == len(set(said))
    assert "Melding Veilig Thuis doen (Leerkracht)" in said
    assert "Terugkoppeling Veilig Thuis vastleggen (na Stap 4: wegen)" in said


def proposed(screen: Screen, dossier: UUID) -> str:
    """The address of a proposal to deviate that the intern begeleider makes."""
    where = f"/routes/{route_of(screen, dossier)}/afwijken"
    target = str(screen.get(IB, where).one("//option[contains(., 'Leerlingbespreking')]/@value"))
    sent = screen.post(IB, where, {"to": target, "reason": "Het is al besproken."})
    return str(sent.headers["Location"])


def test_who_proposed_a_deviation_takes_it_back(screen: Screen, dossier: UUID) -> None:
    proposal = proposed(screen, dossier)
    page = screen.get(IB, proposal)
    assert "de route blijft waar hij nu is" in page.text
    kept = screen.post(IB, f"{proposal}/vervallen", {"reason": ""}, 422, page=proposal)
    assert "Je voorstel intrekken" in kept.get_data(as_text=True)
    shown = screen.follow(
        IB, screen.post(IB, f"{proposal}/vervallen", {"reason": "Toch niet nodig."}, page=proposal)
    )  # fmt: skip
    assert "Het voorstel is vervallen. De route blijft waar hij was." in shown.text
    assert "Proef liet het voorstel vervallen om af te wijken naar “Leerlingbespreking”." in shown.text
    assert "Toch niet nodig." in shown.text
    assert not shown.all("//a[.='Bekijk je voorstel']")
    assert "al beslist" in screen.get(AF, proposal, 409).text
    assert "Voorstel om af te wijken" not in screen.get(AF, "/").text


def test_a_second_person_refuses_a_deviation_and_who_proposed_it_is_mailed(screen: Screen, dossier: UUID) -> None:
    proposal = proposed(screen, dossier)
    sent = screen.post(AF, f"{proposal}/vervallen", {"reason": "Eerst met de ouders."}, page=proposal)
    shown = screen.follow(AF, sent)
    assert "Aandachtsfunctionaris Proef liet het voorstel vervallen" in shown.text
    assert "Eerst met de ouders." in screen.get(IB, path(dossier)).text
    assert "Observeren en begeleiden" in shown.one("//section[@aria-labelledby='nu']").text_content()


def test_where_nobody_can_confirm_a_deviation_the_page_says_whom_to_ask_in(screen: Screen, dossier: UUID) -> None:
    with screen.school.writing() as work:
        ended = update(t.holding).where(
            t.holding.c.function.in_(["aandachtsfunctionaris", "directeur", "waarnemer"])
        ).values(ended_at=work.now)  # fmt: skip
        work.run(ended)
    page = screen.get(IB, f"/routes/{route_of(screen, dossier)}/afwijken")
    assert "Nog niemand kan dit bevestigen. Betrek eerst een collega met de functie" in page.text
    assert page.all(f"//a[@href='{path(dossier, '/mensen/erbij')}']")


def test_a_dossier_in_which_something_runs_is_not_closed(screen: Screen, dossier: UUID) -> None:
    page = screen.get(IB, path(dossier, "/sluiten"))
    assert "Dit kan nog niet." in page.text
    text = screen.post(IB, path(dossier, "/sluiten"), {"reason": "Alles is klaar."}, 409).get_data(as_text=True)
    assert "Alles is klaar." in text


def test_what_is_to_be_noted_in_parnassys_stands_last_with_its_step_and_folds(screen: Screen, dossier: UUID) -> None:
    screen.school.complete(LK, "Observeren en begeleiden")
    screen.school.complete(LK, "Verder na stap 1?", {"antwoord": "Verder naar stap 2"})
    page = screen.get(LK, path(dossier))
    now = [each.text_content().strip() for each in page.all("//section[@aria-labelledby='nu']//li//strong")]
    assert now[-1] == "Noteren in ParnasSys: stap 1"
    assert len(now) > 1
    fold = page.one("//details[summary[contains(., 'Regels voor ParnasSys (1 te doen)')]]")
    assert fold.xpath(".//li[starts-with(@id, 'route-')]")
    assert not page.all("//article[contains(h3, 'ParnasSys')]")
    assert "Noteren in ParnasSys: stap 1" in screen.get(LK, "/").text
    screen.school.complete(LK, "Noteren in ParnasSys")
    assert "Regels voor ParnasSys (alles gedaan)" in screen.get(LK, path(dossier)).text


def test_what_is_said_twice_at_one_instant_is_told_once_and_the_beginning_lies_undermost(
    screen: Screen, dossier: UUID
) -> None:
    with screen.school.writing() as work:
        for _number in range(3):
            add_member(work, dossier, screen.school.people[MT], None)
    screen.school.send(IB, DenyPerson(dossier, screen.school.people[MT], "Familie van de leerling"))
    page = screen.get(IB, path(dossier))
    assert page.text.count("is niet meer bij het dossier betrokken") == 1
    told = [" ".join(each.text_content().split()) for each in page.all("//ol[contains(@class, 'story')]/li")]
    assert "begon dit dossier" in told[-1]


# what is stuck


def test_what_is_stuck_is_told_and_tried_again_by_who_may(screen: Screen, dossier: UUID) -> None:
    route = UUID(route_of(screen, dossier))
    stuck = Stuck(TASK, "observeren_en_begeleiden", str(route), "De route “Ondersteuningsroute” kan niet verder.")
    with screen.school.writing() as work:
        incident = add_incident(work, screen.school.school, dossier, route, stuck)
    told = screen.get(LK, path(dossier))
    assert "Er zit iets vast." in told.text
    assert "je hoeft niets te doen" in told.text
    again = f"/incidenten/{incident}/opnieuw"
    assert not told.all(f"//form[@action='{again}']")
    assert screen.browser(LK).post(again, data=told.form()).status_code == 404
    assert screen.get(IB, path(dossier)).all(f"//form[@action='{again}']")
    shown = screen.follow(IB, screen.post(IB, again, {}, page=path(dossier)))
    assert "Er zit iets vast." not in shown.text
    assert "liet de route opnieuw proberen wat vastzat" in shown.text


def test_what_a_check_of_the_history_found_is_no_route_that_is_stuck(screen: Screen, dossier: UUID) -> None:
    route = UUID(route_of(screen, dossier))
    stuck = Stuck(HISTORY, "", "merk", "De geschiedenis is veranderd of niet heel in route 1.")
    with screen.school.writing() as work:
        incident = add_incident(work, screen.school.school, dossier, route, stuck)
    for function in (LK, IB):
        told = screen.get(function, path(dossier))
        assert "De geschiedenis klopt niet." in told.text
        assert "Er is niets hersteld en alles werkt door." in told.text
        assert "Er zit iets vast." not in told.text
        assert "pnieuw proberen" not in told.text
    token = {"vervalsing": told.one("(//input[@name='vervalsing'])[1]").get("value")}
    for address in ("opnieuw", "nogmaals"):
        refused = screen.browser(IB).post(f"/incidenten/{incident}/{address}", data=token)
        assert refused.status_code == 409
        assert "gaat niet over door het opnieuw te proberen" in refused.get_data(as_text=True)
    assert told.one("//a[.='Kijk dit dossier na']").get("href") == path(dossier, "/nakijken")
    seen = f"/incidenten/{incident}/gezien"
    form = told.one(f"//form[@action='{seen}']")
    assert form.xpath(".//button")[0].text_content().strip() == "Hier is naar gekeken"
    shown = screen.follow(IB, screen.post(IB, seen, {"terug": path(dossier)}, page=path(dossier)))
    assert "De geschiedenis klopt niet." not in shown.text


# people


def test_a_colleague_is_asked_in_and_taken_off_again(screen: Screen, dossier: UUID) -> None:
    where = path(dossier, "/mensen/erbij")
    assert "Kies een collega." in screen.post(IB, where, {"person": "", "reason": "Nodig."}, 422).get_data(as_text=True)
    person = str(screen.school.people[MT])
    wrong = {"person": person, "reason": "Voor het overleg.", "until": "2020-01-01"}
    assert "Voor het overleg." in screen.post(IB, where, wrong, 422).get_data(as_text=True)
    shown = screen.follow(IB, screen.post(IB, where, {**wrong, "until": "31-12-2026"}))
    people = " ".join(shown.one("//section[@aria-labelledby='mensen']").text_content().split())
    assert "Mt Proef erbij betrokken, sinds di 1 sep, tot en met do 31 dec" in people
    assert screen.get(MT, path(dossier)).one("//h1").text == f"{CANARY} Veer"
    off = str(shown.one("//a[contains(., 'Eraf halen') and contains(., 'Mt Proef')]/@href"))
    gone = screen.follow(IB, screen.post(IB, off, {"reason": "Het overleg is geweest."}))
    assert "Mt Proef is niet meer bij het dossier betrokken." in gone.text
    assert screen.get(MT, path(dossier), 404).one("//h1").text == NOT_THERE


def test_for_who_is_on_the_deny_list_the_dossier_does_not_exist(screen: Screen, dossier: UUID) -> None:
    where = path(dossier, "/mensen/nooit")
    page = screen.get(IB, where)
    assert "Voor deze collega bestaat het dossier dan niet meer" in page.text
    assert str(screen.school.people[IB]) not in page.all("//select[@id='person']/option/@value")
    person = {"person": str(screen.school.people[AF]), "reason": "Het is een kind uit de familie."}
    shown = screen.follow(IB, screen.post(IB, where, person))
    assert "zette Aandachtsfunctionaris Proef op de lijst van wie er niet bij mag" in shown.text
    route = route_of(screen, dossier)
    for there, nowhere in (
        (path(dossier), path(random_id())), (f"/routes/{route}/diagram", f"/routes/{random_id()}/diagram"),
        (f"/dossiers/nieuw/{screen.school.pupil}", f"/dossiers/nieuw/{random_id()}"),
    ):  # fmt: skip
        assert screen.get(AF, there, 404).text == screen.get(AF, nowhere, 404).text
    assert CANARY not in screen.get(AF, "/dossiers").text
    assert CANARY not in screen.get(AF, "/dossiers/nieuw").text
    lift = str(shown.one("//a[contains(., 'Van de lijst halen')]/@href"))
    screen.post(IB, lift, {"reason": "Dat was een vergissing."})
    assert screen.get(AF, path(dossier)).one("//h1").text == f"{CANARY} Veer"


def test_a_parent_is_written_down_and_changed(screen: Screen, dossier: UUID) -> None:
    where = path(dossier, "/ouders/nieuw")
    wrong = {"name": "Şule O’Connor-Fokkema", "relation": "moeder", "custody_until": "2026-01-01"}
    text = screen.post(IB, where, wrong, 422).get_data(as_text=True)
    assert "Şule O’Connor-Fokkema" in text
    assert "begint" in text
    shown = screen.follow(IB, screen.post(IB, where, {**wrong, "custody_from": "2020-05-01", "contact_ban": "ja"}))
    parents = " ".join(shown.one("//section[@aria-labelledby='mensen']").text_content().split())
    assert "Şule O’Connor-Fokkema moeder, gezag vanaf vrijdag 1 mei 2020" in parents
    assert "contactverbod" in parents
    assert "geheim adres" not in parents
    change = str(shown.one("//a[contains(., 'Wijzigen')]/@href"))
    form = dict(screen.get(IB, change).one("//main//form").form_values())
    assert (form["relation"], form.get("contact_ban"), form.get("secret_address")) == ("moeder", "ja", None)
    anew = screen.follow(IB, screen.post(IB, change, {**form, "secret_address": "ja"}))
    assert "geheim adres" in anew.text
    screen.get(IB, path(dossier, f"/ouders/{random_id()}"), 404)


# the place on the diagram


def test_the_diagram_of_its_own_version_shows_where_the_route_is(screen: Screen, dossier: UUID) -> None:
    where = f"/routes/{route_of(screen, dossier)}/diagram"
    before = screen.get(IB, where)
    assert "Observeren en begeleiden" in before.one("//section[@aria-labelledby='hier']").text_content()
    assert "wacht op Leerkracht Proef" in before.text
    screen.school.complete(LK, "Observeren en begeleiden")
    after = screen.get(IB, where)
    assert "Observeren en begeleiden" in after.one("//section[@aria-labelledby='geweest']").text_content()
    data = after.one("//script[@type='application/json']").text
    assert '"process":"ondersteuningsroute"' in data.replace(" ", "")
    drawn = screen.browser(IB).get(str(after.one("//div[@data-diagram]/@data-diagram")))
    assert drawn.mimetype == "application/xml"
    assert drawn.get_data() == the_bundle().files["zorgroutes.bpmn"]
    assert drawn.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert CANARY not in data


@pytest.mark.parametrize("name", ["onzin", "forms", "..", "protocol.toml"])
def test_a_drawing_that_is_not_there_is_not_found(screen: Screen, dossier: UUID, name: str) -> None:
    address = str(screen.get(IB, f"/routes/{route_of(screen, dossier)}/diagram").one("//div/@data-diagram"))
    geheel = address.split("/")[2]
    assert screen.browser(IB).get(f"/protocollen/{geheel}/{name}.bpmn").status_code == 404
    assert screen.browser(IB).get(f"/protocollen/{'0' * 64}/zorgroutes.bpmn").status_code == 404
    assert screen.browser(None).get(address).status_code == 303


# what it costs


def test_no_page_needs_more_than_twelve_statements(screen: Screen, dossier: UUID) -> None:
    screen.school.press(IB, dossier, SUSPECT)
    screen.school.complete(LK, "Observeren en begeleiden")
    route = route_of(screen, dossier)
    page = screen.get(IB, f"/routes/{route}/afwijken")
    screen.post(IB, f"/routes/{route}/afwijken", {
        "to": str(page.all("//option/@value")[3]), "reason": "Dat past beter bij dit kind.",
    })  # fmt: skip
    screen.post(IB, path(dossier, "/ouders/nieuw"), {"name": "Ada Veer", "relation": "moeder"})
    for where in (
        "/dossiers", "/dossiers/nieuw", f"/dossiers/nieuw/{screen.school.pupil}", path(dossier),
        path(dossier, f"/verloop?route={route}&stappen=ja"), path(dossier, f"/start?knop={SUSPECT}"),
        path(dossier, "/sluiten"),
        path(dossier, "/parnassys"),
        path(dossier, "/mensen/erbij"), path(dossier, "/mensen/nooit"), path(dossier, "/ouders/nieuw"),
        f"/routes/{route}/intrekken", f"/routes/{route}/afwijken", f"/routes/{route}/diagram",
    ):  # fmt: skip
        sent = statements(screen, IB, where)
        assert len(sent) <= 12, (where, len(sent), [each[:90] for each in sent])


def test_five_hundred_facts_cost_no_more_statements(screen: Screen, dossier: UUID) -> None:
    for _each in range(510):
        screen.school.press(LK, dossier, CARE)
        CLOCK.on(seconds=1)
    assert len(statements(screen, IB, path(dossier))) <= 12
    where, pages = path(dossier), 0
    while where:
        earlier = screen.get(IB, where).all("//a[.='Eerder']/@href")
        where, pages = (str(earlier[0]) if earlier else ""), pages + 1
        assert not where or len(statements(screen, IB, where)) <= 12
    assert pages == 21


def test_every_title_is_without_a_name(screen: Screen, dossier: UUID) -> None:
    """`Shown` sees to the name of the child; nor does a colleague's stand there."""
    for function in FUNCTIONS:
        shown: Shown = screen.get(function, "/dossiers")
        assert "Proef" not in shown.title
    with screen.school.writing() as work:
        made = add_member(work, dossier, screen.school.people[MT], None)
        deny(work, dossier, screen.school.people["waarnemer"])
    shown = screen.get(IB, path(dossier, f"/mensen/{made}/eraf"))
    assert CANARY not in shown.title
