"""The replay of a dossier: what it plays, the same in words, what was known on a day, and who may see it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import delete, select

import app.store.tables as t
from app.commands.deviations import ConfirmDeviation, ProposeDeviation
from app.commands.routes import WithdrawRoute
from app.commands.tasks import CompleteTask
from app.queries import history
from app.queries.replay_names import renamed
from app.queries.replay_page import read_replay
from app.store.chain import Link
from app.store.clock import random_id
from app.store.history import opened
from app.web.replay_alone import static_replay
from tests.api.client import CLOCK
from tests.counting import counted
from tests.school import CANARY, the_bundle
from tests.web.conftest import Screen, Shown

LK, IB, AF, DIR, MT = "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "MT"
CARE, SUSPECT, ABOUT_STAFF = "Zorg over leerling", "Vermoeden", "Vermoeden over medewerker"
LOOK, ON = "Observeren en begeleiden", "Verder na stap 1?"


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    made = screen.school.open(LK, CARE)
    CLOCK.on(days=1)
    screen.school.complete(LK, LOOK, {"gezien_of_gehoord": "Hij is stil."})
    return made


def test_a_version_that_is_gone_is_told(screen: Screen, dossier: UUID) -> None:
    with screen.school.writing() as work:
        work.run(delete(t.bundle).where(t.bundle.c.board_id == screen.school.board))
    bundles = screen.school.site.bundles
    bundles.__init__(bundles._make)  # type: ignore[misc]
    for address in (path(dossier), f"/dossiers/{dossier}/verloop"):
        shown = screen.get(LK, address, 409)
        assert "Deze versie van het protocol is er niet." in shown.text
        assert "zeg het dan wie Leidraad beheert" in shown.text


def path(dossier: UUID, rest: str = "") -> str:
    return f"/dossiers/{dossier}/herhaling{rest}"


def data(shown: Shown) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown.one("//script[@id='verloop-gegevens']").text)
    return found


def row(shown: Shown, said: str) -> Any:
    found = [each for each in shown.all("//table//tbody/tr") if said in " ".join(each.text_content().split())]
    assert len(found) == 1, (said, [" ".join(each.text_content().split()) for each in found])
    return found[0]


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def late(screen: Screen, name: str, *, hours: int) -> None:
    """Complete a task that was done earlier than it is entered."""
    task = screen.school.tasks(name)[0]
    happened = screen.school.clock.now - timedelta(hours=hours)
    given = screen.school.example(task, {"gezien_of_gehoord": "Hij is stil."})
    screen.school.send(LK, CompleteTask(task, given, happened_at=happened))


def test_a_dossier_leads_to_its_replay_and_back(screen: Screen, dossier: UUID) -> None:
    assert screen.get(IB, f"/dossiers/{dossier}").all(f"//a[@href='{path(dossier)}']")
    shown = screen.get(IB, path(dossier))
    assert shown.title == "Herhaling · Leidraad"
    assert CANARY in shown.text
    assert shown.all(f"//a[@href='/dossiers/{dossier}#verloop']")


def test_the_table_says_who_did_what_why_and_what_came_after(screen: Screen, dossier: UUID) -> None:
    shown = screen.get(IB, path(dossier))
    told = text(row(shown, f"rondde “{LOOK}” af"))
    assert "Leerkracht Proef rondde" in told
    assert "Hij is stil." in told
    assert f"Wacht op: “{ON}”" in told
    begun = text(row(shown, "begon de route “Ondersteuningsroute”"))
    assert "Nieuwe stap: Stap 1: observeren, signaleren en begeleiden" in begun
    assert "uiterlijk" in begun


def test_the_script_gets_places_and_flows_of_the_drawing_and_no_word_of_a_person(
    screen: Screen, dossier: UUID
) -> None:  # fmt: skip
    shown = screen.get(IB, path(dossier))
    played = data(shown)
    assert played["diagrams"] == [f"/protocollen/{the_bundle().geheel}/zorgroutes.bpmn"]
    flows = the_bundle().processes["ondersteuningsroute"].flows
    taken = [flow for frame in played["frames"] for _stage, flow, _wave in frame.get("f", ())]
    assert taken
    assert set(taken) <= set(flows)
    standing: dict[int, int] = {}
    for frame in played["frames"]:
        for at, change in frame.get("d", ()):
            standing[at] = standing.get(at, 0) + change
    (place,) = [at for at, tokens in standing.items() if tokens]
    element = played["paths"][place][1]
    assert the_bundle().name_of(element) == ON
    raw = shown.one("//script[@id='verloop-gegevens']").text
    assert "Hij is stil" not in raw
    assert "Proef" not in raw
    assert CANARY not in raw


def test_the_drawing_it_names_can_be_fetched(screen: Screen, dossier: UUID) -> None:
    (address,) = data(screen.get(IB, path(dossier)))["diagrams"]
    assert b"bpmndi:BPMNDiagram" in screen.browser(IB).get(address).data


def test_all_routes_of_a_dossier_are_in_one_line_of_time(screen: Screen, dossier: UUID) -> None:
    CLOCK.on(hours=2)
    screen.school.press(IB, dossier, SUSPECT)
    played = data(screen.get(IB, path(dossier)))
    names = [each["name"] for each in played["routes"]]
    assert names[:2] == ["Ondersteuningsroute", "Meldcode"]
    assert {frame["r"] for frame in played["frames"] if "r" in frame} == set(range(len(names)))


def test_a_route_that_is_not_mine_is_nowhere(screen: Screen, dossier: UUID) -> None:
    CLOCK.on(hours=2)
    screen.school.press(MT, dossier, ABOUT_STAFF)
    shown = screen.get(LK, path(dossier))
    whole = shown.answer.get_data(as_text=True)
    assert "medewerker" not in whole.casefold()
    assert len(data(shown)["frames"]) == len(shown.all("//table//tbody/tr"))
    assert [each["name"] for each in data(shown)["routes"]] == ["Ondersteuningsroute"]


def test_what_is_not_for_a_function_stays_hidden(screen: Screen, dossier: UUID) -> None:
    screen.school.press(AF, dossier, SUSPECT, {"aanleiding": "Een blauwe plek."})
    assert "Een blauwe plek." in screen.get(AF, path(dossier)).text
    for function in (LK, IB, DIR):
        answer = screen.browser(function).get(path(dossier))
        seen = screen.browser(function).get(f"/dossiers/{dossier}").get_data(as_text=True)
        told = answer.get_data(as_text=True)
        assert ("Een blauwe plek." in told) == ("Een blauwe plek." in seen), function


def test_who_may_not_see_the_dossier_is_told_the_same_as_of_one_that_is_not_there(screen: Screen) -> None:
    made = screen.school.open(MT, ABOUT_STAFF)
    assert screen.get(MT, path(made)).one("//h1").text == "Herhaling"
    hidden, nowhere = (screen.get(LK, path(each), 404).text for each in (made, random_id()))
    assert hidden == nowhere


def test_a_look_is_written_down_as_a_replay(screen: Screen, dossier: UUID) -> None:
    screen.get(IB, path(dossier))
    with screen.school.reading() as work:
        where = (t.read_log.c.board_id == screen.school.board, t.read_log.c.action == "replay")
        rows = work.rows(select(t.read_log).where(*where))
    assert [(each.person_id, each.found) for each in rows] == [(screen.school.people[IB], True)]


def test_what_was_entered_afterwards_says_both_times_and_stands_where_it_happened(
    screen: Screen, dossier: UUID
) -> None:  # fmt: skip
    screen.school.complete(LK, ON, {"antwoord": "Blijven begeleiden", "reden": "Het helpt nog niet genoeg."})
    CLOCK.on(hours=6)
    screen.school.press(IB, dossier, SUSPECT)
    CLOCK.on(hours=1)
    late(screen, LOOK, hours=3)
    shown = screen.get(IB, path(dossier))
    marked = shown.one("//tr[contains(@class, 'late-entry')]")
    assert "achteraf vastgelegd op" in text(marked)
    assert len(marked.xpath(".//td[1]//time")) == 2
    rows = [each.get("id") for each in shown.all("//table//tbody/tr")]
    by_entry = sorted(rows, key=lambda each: int(each.removeprefix("feit-")))
    assert rows != by_entry
    played = data(shown)
    assert [f"feit-{index + 1}" for index in played["order"]] == rows
    assert [frame.get("l") for frame in played["frames"]][-1] == 1
    assert rows.index(by_entry[-1]) < len(rows) - 1


def test_what_was_done_before_the_route_began_stands_behind_its_beginning(screen: Screen) -> None:
    made = screen.school.open(LK, CARE)
    CLOCK.on(hours=1)
    screen.school.press(IB, made, SUSPECT)
    CLOCK.on(hours=1)
    late(screen, LOOK, hours=7 * 24)
    shown = screen.get(IB, path(made))
    begun, done = row(shown, "begon de route “Ondersteuningsroute”"), row(shown, f"rondde “{LOOK}” af")
    other = row(shown, "begon de route “Meldcode”")
    rows = shown.all("//table//tbody/tr")
    assert rows.index(begun) < rows.index(done) < rows.index(other)
    assert f"Wacht op: “{LOOK}”" in text(begun)
    assert ON not in text(begun)
    assert f"Wacht op: “{ON}”" in text(done)
    assert "achteraf vastgelegd op" in text(done)
    assert "Het staat achter wat in deze route al was vastgelegd." in text(done)
    assert shown.text.count("achter wat in deze route al was vastgelegd") == 1


def test_on_both_lines_of_time_each_route_is_only_shown_as_it_stood(screen: Screen) -> None:
    made = screen.school.open(LK, CARE)
    CLOCK.on(hours=1)
    screen.school.press(IB, made, SUSPECT)
    CLOCK.on(hours=1)
    late(screen, LOOK, hours=7 * 24)
    shown, page = screen.get(IB, path(made)), alone(screen, made, words=True)
    offline = json.loads(page.split('id="verloop-gegevens">')[1].split("</script>")[0])
    for played in (data(shown), offline):
        assert played["order"] != sorted(played["order"])
        for number in range(len(played["routes"])):
            own = [each for each in played["order"] if played["frames"][each].get("r") == number]
            assert own == sorted(own)
        standing: dict[int, int] = {}
        for index in played["order"]:
            for at, change in played["frames"][index].get("d", ()):
                standing[at] = standing.get(at, 0) + change
            assert not [at for at, tokens in standing.items() if tokens < 0]
    assert "Het staat achter wat in deze route al was vastgelegd." in page


def test_what_was_known_on_a_day_is_asked_without_scripts(screen: Screen, dossier: UUID) -> None:
    first = screen.school.clock.now - timedelta(days=1)
    shown = screen.get(IB, path(dossier, f"?op={first.date().isoformat()}"))
    assert "Dit was bekend op" in shown.text
    assert "begon de route" in shown.text
    assert f"rondde “{LOOK}” af" not in shown.text
    assert shown.one("//input[@name='op']").get("value") == first.date().isoformat()
    assert len(data(shown)["frames"]) == len(shown.all("//table//tbody/tr"))
    whole = screen.get(IB, path(dossier, "?op=2999-01-01"))
    assert f"rondde “{LOOK}” af" in whole.text


@pytest.mark.parametrize("asked", ["gisteren", "", "9999-12-31", "2026-13-01", "0001-01-01"])
def test_any_day_that_is_asked_gives_a_page(screen: Screen, dossier: UUID, asked: str) -> None:
    assert screen.get(IB, path(dossier, f"?op={asked}")).one("//h1").text == "Herhaling"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("2030-01-01", "Deze dag moet nog komen: dinsdag 1 januari 2030."),
        ("2026-02-31", "Deze dag bestaat niet."),
        ("gisteren", "Deze dag bestaat niet."),
    ],
)
def test_a_day_of_which_nothing_can_be_known_is_told(screen: Screen, dossier: UUID, asked: str, said: str) -> None:
    shown = screen.get(IB, path(dossier, f"?op={asked}"))
    assert said in shown.text
    assert "Hier staat alles wat nu bekend is." in shown.text
    assert "Dit was bekend op" not in shown.text
    assert f"rondde “{LOOK}” af" in shown.text


def test_today_is_no_day_to_come(screen: Screen, dossier: UUID) -> None:
    shown = screen.get(IB, path(dossier, f"?op={CLOCK.now.date().isoformat()}"))
    assert "Dit was bekend op" in shown.text
    assert "bestaat niet" not in screen.get(IB, path(dossier, "?op=")).text


def test_before_anything_was_known_there_is_nothing_to_play(screen: Screen, dossier: UUID) -> None:
    shown = screen.get(IB, path(dossier, "?op=2020-01-01"))
    assert "Op die dag was er nog niets bekend." in shown.text
    assert not shown.all("//*[@data-replay]")


def test_a_route_that_was_withdrawn_says_so_with_its_reason(screen: Screen, dossier: UUID) -> None:
    with screen.school.reading() as work:
        where = t.route.c.dossier_id == dossier
        route = work.run(select(t.route.c.route_id).where(t.route.c.board_id == screen.school.board, where)).scalar()
    screen.school.send(IB, WithdrawRoute(route, "Verhuisd naar een andere school."))
    shown = screen.get(IB, path(dossier))
    told = text(row(shown, "trok de route in"))
    assert "Verhuisd naar een andere school." in told
    assert "De route: gestopt" in told
    assert "Wacht op" not in told


def test_a_deviation_says_who_proposed_it_who_agreed_and_where_the_route_went(screen: Screen, dossier: UUID) -> None:
    with screen.school.reading() as work:
        where = (t.route.c.board_id == screen.school.board, t.route.c.dossier_id == dossier)
        route = work.run(select(t.route.c.route_id).where(*where)).scalar_one()
    element = next(
        each.id for each in the_bundle().processes["ondersteuningsroute"].nodes.values() if each.name == LOOK
    )
    proposed = screen.school.send(IB, ProposeDeviation(route, element, "Een stap terug."))
    screen.school.send(AF, ConfirmDeviation(route, proposed.result))
    shown = screen.get(IB, path(dossier))
    told = text(row(shown, "bevestigde dat de route naar"))
    assert "op voorstel van Intern Begeleider Proef" in told
    assert f"Wacht op: “{LOOK}”" in told
    assert "Een stap terug." in told
    moved = data(shown)["frames"][-1]
    assert sorted(change for _at, change in moved["d"]) == [-1, 1]
    assert "f" not in moved


def test_a_decision_shows_its_rows_and_outcome_to_who_may_read_them(screen: Screen, dossier: UUID) -> None:
    screen.school.press(IB, dossier, SUSPECT)
    told = text(row(screen.get(IB, path(dossier)), "begon de route “Meldcode”"))
    assert re.search(r"De tabel “Meldcode beginnen” besliste hoe het verder gaat, met regel \d", told)
    assert "Uitkomst: Is in deze ronde al gemeld? nee" in told


def test_what_was_erased_says_so_and_the_rest_still_plays(screen: Screen, dossier: UUID) -> None:
    CLOCK.on(hours=2)
    screen.school.press(IB, dossier, SUSPECT)
    with screen.school.reading() as work:
        where = (t.route.c.board_id == screen.school.board, t.route.c.dossier_id == dossier)
        key = work.run(select(t.route.c.key_id).where(*where).order_by(t.route.c.number)).scalars().first()
    screen.school.site.keys.destroy(screen.school.board, key, CLOCK.now)
    shown = screen.get(IB, path(dossier))
    assert "Gewist." in shown.text
    assert "Hij is stil." not in shown.text
    assert any("f" in frame for frame in data(shown)["frames"])


def test_what_was_changed_is_never_told_to_be_erased(
    screen: Screen, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody spoils a fact with the rights of the owner of the database: no two people decided that."""

    def spoiled(key: bytes, link: Link) -> dict[str, Any]:
        return opened(key, replace(link, ciphertext=bytes(60)) if link.sequence == 2 else link)

    monkeypatch.setattr(history, "opened", spoiled)
    for page in (path(dossier), f"/dossiers/{dossier}/verloop"):
        shown = screen.get(IB, page).text
        assert "Dit gaat niet open: het is veranderd" in shown
        assert "Gewist" not in shown
        assert "is vernietigd" not in shown


def test_the_page_costs_few_questions(screen: Screen, dossier: UUID) -> None:
    screen.get(IB, path(dossier))
    with counted() as sent:
        screen.get(IB, path(dossier))
    assert len(sent.asked) <= 12, sent.statements


# alone


def alone(screen: Screen, dossier: UUID, *, words: bool, partly: bool = False) -> str:
    with screen.school.reading() as work:
        found = read_replay(work, screen.school.actor(IB), screen.school.site.bundles, dossier)
    assert found is not None
    other = renamed(found, lambda _made, name: "Medewerker 1" if name else "", words=words)
    if partly:
        known = (replace(each, filled_in=replace(each.filled_in, partly=True)) for each in other.frames)
        other = replace(other, frames=tuple(known))
    return static_replay(other, lambda _route, stage: the_bundle().files[f"{stage.file}.bpmn"].decode(), "Leerling 7")


@pytest.mark.parametrize("partly", [False, True])
def test_a_replay_alone_holds_all_that_it_needs_and_asks_for_nothing(
    screen: Screen, dossier: UUID, *, partly: bool
) -> None:
    page = alone(screen, dossier, words=False, partly=partly)
    assert ("Er is meer ingevuld" in page) is partly
    assert "Medewerker 1 rondde" in page
    for hidden in (CANARY, "Leerkracht Proef", "Hij is stil."):
        assert hidden not in page
    assert "Leerling 7" in page
    assert page.count("bpmndi:BPMNDiagram") >= 1
    for outside in ('src="', 'href="/', 'href="http', "@import", "url(/"):
        assert outside not in page.split("<body>")[0] + page.split("</style>")[1].split('id="tekeningen"')[0], outside


def test_with_its_words_a_replay_alone_says_what_people_wrote(screen: Screen, dossier: UUID) -> None:
    assert "Hij is stil." in alone(screen, dossier, words=True)
