"""Figures on screen, counted on both databases: what is told of routes, and what is kept back of few."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

import app.store.tables as t
from app.queries.figure_shapes import Asked, Figures
from app.queries.figures import read_figures
from app.store.clock import random_id
from app.store.loaded import ERASED
from tests.counting import counted
from tests.figured import BEGUN, PROCESS, Went, add_school, did, went
from tests.school import CANARY, the_bundle
from tests.web.conftest import Screen
from workflows import PlaceKind, places

LK, IB, DIR, BESTUUR, WAARNEMER = "leerkracht", "intern begeleider", "directeur", "bestuur", "waarnemer"
LAST_YEAR = BEGUN - timedelta(days=300)


def figures(screen: Screen, function: str = DIR, **asked: object) -> Figures:
    school = screen.school
    with school.reading() as work:
        return read_figures(work, school.actor(function), school.site.bundles, Asked(**asked))  # type: ignore[arg-type]


def rows(screen: Screen, table: str, function: str = DIR, query: str = "") -> list[list[str]]:
    answer = screen.browser(function).get(f"/cijfers/{table}.csv{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff")), delimiter=";"))[2:]


def cell(screen: Screen, table: str, name: str, column: int, page: str = "/cijfers") -> str:
    """What stands in a row of a table of the page, by its number after the name."""
    shown = screen.get(DIR, page)
    found = [each for each in shown.all(f"//table[@id='tabel-{table}']//tr") if name in each.text_content()]
    assert len(found) == 1, (name, shown.text)
    return " ".join(found[0].xpath("./td")[column].text_content().split())


# who sees them


@pytest.mark.parametrize("function", [IB, DIR, WAARNEMER, BESTUUR])
def test_who_leads_finds_figures_in_the_menu(screen: Screen, function: str) -> None:
    assert screen.get(function, "/").all("//nav//a[@href='/cijfers'][text()='Cijfers']")
    assert "Er zijn nog geen cijfers" in screen.get(function, "/cijfers").text


def test_a_teacher_finds_none(screen: Screen) -> None:
    assert not screen.get(LK, "/").all("//a[@href='/cijfers']")
    screen.get(LK, "/cijfers", 403)
    screen.get(LK, "/cijfers/stappen.csv", 403)


def test_of_another_school_nothing_is_told_not_even_that_it_is_there(screen: Screen) -> None:
    with screen.school.writing() as work:
        other = add_school(work, "De Ander")
    went(screen.school, *[Went([did("wegen", 3)])] * 6, at=other)
    for school in (other, random_id()):
        screen.get(DIR, f"/cijfers?school={school}", 404)
        screen.get(BESTUUR, f"/cijfers?school={school}", 200 if school == other else 404)
    screen.get(DIR, "/cijfers?school=geen", 404)
    assert figures(screen).process is None
    assert "Er zijn nog geen cijfers" in screen.get(DIR, "/cijfers").text
    assert "De Ander" not in screen.get(DIR, "/cijfers").text


# how long


@pytest.mark.parametrize(
    ("days", "median", "ninth"),
    [
        ([1, 2, 3, 4, 5], 3, None),
        ([6, 1, 3, 2, 4, 5], 3.5, None),
        ([*range(1, 11)], 5.5, 9),
        ([*range(1, 12)], 6, 10),
        ([2] * 9 + [30] * 11, 30, 30),
    ],
)  # fmt: skip
def test_the_median_is_the_middle_one_and_nine_of_ten_is_the_least_of_which_that_is_true(
    screen: Screen, days: Sequence[float], median: float, ninth: float | None
) -> None:
    went(screen.school, *[Went([did("wegen", each, term=4)]) for each in days])
    (step,) = figures(screen).steps
    assert step.lead is not None
    assert step.lead.median == median * 86_400
    assert step.lead.ninth == (ninth and ninth * 86_400)
    assert step.lead.term == 4 * 86_400


@pytest.mark.parametrize("elsewhere", [False, True])
def test_how_long_one_child_took_does_not_follow_from_a_median_with_it_and_one_without(
    screen: Screen, *, elsewhere: bool
) -> None:
    """1, 2, 3, 9, 10 and 11 days have the median 6; with one more of 5 it would be 5: that one, to the second."""
    went(screen.school, *[Went([did("wegen", each)]) for each in (1, 2, 3, 9, 10, 11)])
    one = Went([did("wegen", 5)])
    if elsewhere:
        with screen.school.writing() as work:
            other = add_school(work, "De Ander")
        went(screen.school, one, at=other)
    else:
        went(screen.school, replace(one, begun=LAST_YEAR))
    (with_it,) = figures(screen, BESTUUR, first=2025, last=2026).steps
    assert with_it.lead is not None
    assert with_it.wait is not None
    assert (with_it.lead.median, with_it.wait.median) == (6 * 86_400, 6 * 86_400)


def test_a_part_of_a_second_is_no_other_number_on_another_database(screen: Screen) -> None:
    spans = [timedelta(seconds=100, microseconds=each) for each in (0, 1, 499_999, 999_500, 999_999)]
    went(screen.school, *[Went([replace(did("wegen", 0), took=each)]) for each in spans])
    (step,) = figures(screen).steps
    assert step.lead is not None
    assert step.lead.median == 100


def test_the_title_says_in_words_which_step_is_too_slow(screen: Screen) -> None:
    tasks = [did("praten", 1, name="Praten"), did("wegen", 6, term=5, name="Wegen")]
    went(screen.school, *[Went(tasks)] * 12)
    page = screen.get(DIR, "/cijfers")
    assert "“Wegen” duurt mediaan 6 dagen; de termijn is 5 dagen." in [each.text for each in page.all("//h2")]
    assert cell(screen, "stappen", "Wegen", 1) == "6 dagen te lang"
    assert cell(screen, "stappen", "Wegen", 4) == "0 %"
    assert cell(screen, "stappen", "Praten", 4) == "100 %"
    assert "schooljaar 2026-2027" in page.text
    assert CANARY not in page.text


def test_a_step_that_nobody_did_waits_and_has_no_lead_time(screen: Screen) -> None:
    screen.school.clock.now = BEGUN + timedelta(days=20)
    lapsed, open_ = did("wegen", 4, status="vervallen"), did("wegen", None)
    went(screen.school, *[Went([lapsed])] * 4, *[Went([open_], ended=False)] * 5)
    (step,) = figures(screen).steps
    assert step.lead is None
    assert step.wait is not None
    assert step.wait.median == 20 * 86_400
    assert "“Wegen” staat het langst open: mediaan 20 dagen." in screen.get(DIR, "/cijfers").text


def test_a_step_of_a_called_process_says_in_which_it_lies(screen: Screen) -> None:
    went(screen.school, *[Went([did("gesprek", 2, process="oudergesprek")])] * 5)
    (step,) = figures(screen).steps
    assert (step.process, step.within) == ("oudergesprek", "Oudergesprek")


# few


def test_of_four_routes_nothing_is_told(screen: Screen) -> None:
    went(screen.school, *[Went([did("wegen", 3)], moved_to="wegen")] * 4)
    page = screen.get(DIR, "/cijfers")
    assert "Meldcode: begonnen bij zo weinig kinderen dat er geen aantal te tonen is" in page.text
    assert "Er zijn routes van te weinig kinderen om te zeggen hoe lang een stap duurt." in page.text
    assert "Bij zo weinig kinderen is een route met de hand verzet dat er geen aantal te tonen is." in page.text
    for table in ("stappen", "wachten", "volgorden", "afwijkingen"):
        assert not [each for row in rows(screen, table)[1:] for each in row[1:] if each[:1].isdigit()], table


def test_a_few_that_are_late_are_not_told_by_the_share_of_the_others(screen: Screen) -> None:
    went(screen.school, *[Went([did("wegen", 3)])] * 20, *[Went([did("wegen", 9)])] * 4)
    assert cell(screen, "stappen", "Wegen", 0) == "24"
    assert cell(screen, "stappen", "Wegen", 4) == "niet getoond"
    went(screen.school, Went([did("wegen", 9)]))
    assert cell(screen, "stappen", "Wegen", 4) == "80 %"


def test_a_few_that_skipped_a_step_do_not_follow_from_those_who_did_it(screen: Screen) -> None:
    went(screen.school, *[Went([did("wegen", 3), did("praten", 1)])] * 18, *[Went([did("wegen", 3)])] * 2)
    assert cell(screen, "stappen", "Wegen", 0) == "20"
    assert cell(screen, "stappen", "Praten", 0) == "bijna alle kinderen"


def test_a_route_that_did_a_step_five_times_is_one_route(screen: Screen) -> None:
    went(screen.school, *[Went([])] * 8, *[Went([did("wegen", 3, after=each) for each in range(5)])] * 2)
    (step,) = figures(screen).steps
    assert step.lead is None
    assert cell(screen, "stappen", "Wegen", 0) == "minder dan 5 kinderen"


def test_many_routes_of_one_child_are_about_one_child(screen: Screen) -> None:
    child, rule = random_id(), the_bundle().rules.rules[0]
    of_one = Went([did("wegen", 3)], moved_to="wegen", pupil=child)
    routes = went(screen.school, *[of_one] * 20)
    checked(screen, routes, rule.id)
    page = screen.get(DIR, "/cijfers")
    assert "Meldcode: begonnen bij zo weinig kinderen dat er geen aantal te tonen is" in page.text
    assert not page.all("//tr[@data-value]")
    assert not page.all("//script[@id='warmte']")
    for table in ("stappen", "wachten", "volgorden", "regels", "afwijkingen"):
        assert not [each for row in rows(screen, table)[1:] for each in row[1:] if each[:1].isdigit()], table
    went(screen.school, *[Went([did("wegen", 3)])] * 8)
    assert "Meldcode: 28 routes begonnen" in screen.get(DIR, "/cijfers").text
    assert rows(screen, "afwijkingen")[1:] == [["Wegen", "minder dan 5 kinderen"]]
    assert rows(screen, "volgorden")[1:] == [["Wegen", "28"], ["Andere volgorden", "0"]]


def test_what_one_step_keeps_back_follows_from_no_table_beside_it(screen: Screen) -> None:
    """Three places to note a step, of which a route has one: 20 less 6 and 13 would be the child who had the third."""
    for element, lane, number in (("een", "Leerkracht", 13), ("twee", "Intern begeleider", 6), ("drie", "Directie", 1)):
        went(screen.school, *[Went([replace(did(element, 3, name="Noteren"), lane=lane)])] * number)
    kept = "niet getoond"
    told = {row[0]: row[2:] for row in rows(screen, "stappen")[1:]}
    assert told["Noteren (Leerkracht)"][0] == "13"
    assert told["Noteren (Intern begeleider)"] == [kept, "", "", "", ""]
    assert told["Noteren (Directie)"] == [kept, "", "", "", ""]
    assert {row[0]: row[2] for row in rows(screen, "wachten")[1:]}["Noteren (Intern begeleider)"] == ""
    assert rows(screen, "volgorden")[1:] == [["Noteren (Leerkracht)", "13"], ["Andere volgorden", "7"]]


def test_steps_of_one_name_are_told_apart_by_lane_else_by_number(screen: Screen) -> None:
    tasks = [replace(did(each, 1, name="Noteren"), lane=lane) for each, lane in (("a", "MT"), ("b", "MT"), ("c", "IB"))]
    went(screen.school, *[Went([*tasks, did("d", 1, name="Anders")])] * 6)
    assert {row[0] for row in rows(screen, "stappen")[1:]} == {
        "Noteren (MT, 1)", "Noteren (MT, 2)", "Noteren (IB)", "Anders",
    }  # fmt: skip


def test_what_a_school_keeps_back_is_in_no_sum_of_the_board(screen: Screen) -> None:
    with screen.school.writing() as work:
        other = add_school(work, "De Ander")
    went(screen.school, *[Went([did("wegen", 3)])] * 12)
    went(screen.school, *[Went([did("wegen", 3)])] * 3, at=other)
    assert "meer dan 12 routes begonnen" in screen.get(BESTUUR, "/cijfers").text
    assert (
        "begonnen bij zo weinig kinderen dat er geen aantal te tonen is"
        in screen.get(BESTUUR, f"/cijfers?school={other}").text
    )
    assert "12 routes begonnen" in screen.get(BESTUUR, f"/cijfers?school={screen.school.school}").text
    assert rows(screen, "stappen", BESTUUR)[1][2] == "meer dan 12"
    went(screen.school, *[Went([did("wegen", 3)])] * 2, at=other)
    assert "Meldcode: 17 routes begonnen" in screen.get(BESTUUR, "/cijfers").text


# which years, which process


def test_a_route_counts_in_the_school_year_in_which_it_began(screen: Screen) -> None:
    begun = [datetime(2026, 7, 31, 21, 59, tzinfo=UTC), datetime(2026, 7, 31, 22, 0, tzinfo=UTC)]
    went(screen.school, *[Went([], begun=begun[0])] * 5, *[Went([], begun=begun[1])] * 7)
    for query, number in (("", 7), ("?van=2025&tot=2025", 5), ("?van=2025&tot=2026", 12), ("?van=2026&tot=2025", 12)):
        assert f"Meldcode: {number} routes begonnen" in screen.get(DIR, f"/cijfers{query}").text
    assert "Er zijn nog geen cijfers" in screen.get(DIR, "/cijfers?van=2020&tot=2024").text
    assert "Meldcode: 7" in screen.get(DIR, "/cijfers?van=later&tot=9999").text


def test_what_a_year_keeps_back_is_in_no_sum_of_years(screen: Screen) -> None:
    went(screen.school, *[Went([])] * 9, *[Went([], begun=LAST_YEAR)] * 2)
    assert "Meldcode: meer dan 9 routes begonnen" in screen.get(DIR, "/cijfers?van=2025&tot=2026").text


def test_each_process_has_figures_of_its_own_the_largest_first(screen: Screen) -> None:
    went(screen.school, *[Went([did("wegen", 3)])] * 6, *[Went([did("hulp", 3)], process="ondersteuningsroute")] * 9)
    assert "Ondersteuningsroute: 9 routes" in screen.get(DIR, "/cijfers").text
    page = screen.get(DIR, f"/cijfers?proces={PROCESS}")
    assert "Meldcode: 6 routes" in page.text
    assert [each.get("value") for each in page.all("//select[@id='proces']/option")] == ["ondersteuningsroute", PROCESS]
    assert "Hulp" not in page.text


def test_a_route_that_was_destroyed_counts_nowhere(screen: Screen) -> None:
    went(screen.school, *[Went([did("wegen", 3)])] * 5, Went([], process="", status=ERASED))
    found = figures(screen)
    assert [each.id for each in found.processes] == [PROCESS]
    assert found.process is not None
    assert found.process.routes.number == 5


# in which order, and otherwise than drawn


def test_orders_are_told_by_how_often_they_came_and_few_together(screen: Screen) -> None:
    one = [did("a", 1, name="Praten"), did("b", 1, after=2, name="Wegen")]
    other = [did("a", 1, after=3, name="Praten"), did("b", 1, name="Wegen")]
    went(
        screen.school, *[Went(one)] * 7, *[Went(other)] * 6, *[Went(one[:1])] * 3, *[Went(one[1:])] * 2,
        *[Went(one, ended=False)] * 5,
    )  # fmt: skip
    assert rows(screen, "volgorden")[1:] == [
        ["Praten → Wegen", "7"], ["Wegen → Praten", "6"], ["Loopt nog", "5"], ["Andere volgorden", "5"],
    ]  # fmt: skip
    assert "De meest gevolgde volgorde, van 2 stappen, kwam 7 keer voor." in screen.get(DIR, "/cijfers").text


def test_an_order_goes_with_the_rest_where_the_rest_would_be_few(screen: Screen) -> None:
    tasks = [did("a", 1, name="Praten"), did("b", 1, after=2, name="Wegen")]
    went(screen.school, *[Went(tasks)] * 7, *[Went(tasks[:1])] * 6, *[Went(tasks[1:])] * 3)
    assert rows(screen, "volgorden")[1:] == [["Praten → Wegen", "7"], ["Andere volgorden", "9"]]


def test_moves_by_hand_are_told_by_where_routes_went(screen: Screen) -> None:
    node = next(each for each in places(the_bundle().processes[PROCESS]) if each.kind is PlaceKind.TASK)
    went(screen.school, *[Went([])] * 10, *[Went([], moved_to=node.element)] * 6)
    assert rows(screen, "afwijkingen")[1:] == [[node.name, "6"]]
    assert f"naar “{node.name}”: 6." in screen.get(DIR, "/cijfers").text


def checked(screen: Screen, routes: Sequence[UUID], rule: str, sort: str = "afgeweken") -> None:
    """A check that went to its end and found this."""
    made = random_id()
    with screen.school.writing() as work:
        work.add(
            t.check_run, check_id=made, verdicts=["conformiteit"], dossier_id=None, schools=None, begun_by=None,
            begun_at=work.now, ended_at=work.now, status="klaar", done=1, total=1, found=len(routes), counts={},
        )  # fmt: skip
        for place, each in enumerate(routes):
            work.add(
                t.check_finding, finding_id=random_id(), check_id=made, place=place, verdict="conformiteit", sort=sort,
                sentence="", dossier_id=None, route_id=each, number=1, rule=rule,
            )  # fmt: skip


def test_deviations_per_rule_are_those_of_the_last_check(screen: Screen) -> None:
    rule = the_bundle().rules.rules[0]
    routes = went(screen.school, *[Went([])] * 12)
    assert "Of de regels zijn gehouden, is nog niet nagekeken." in screen.get(DIR, "/cijfers").text
    checked(screen, routes[:4], rule.id)
    assert rows(screen, "regels")[1:] == [[rule.id, rule.name, "afgeweken, met reden", "minder dan 5 kinderen"]]
    screen.school.clock.on(minutes=5)
    checked(screen, [*routes[:6], routes[0]], rule.id)
    assert rows(screen, "regels")[1:] == [[rule.id, rule.name, "afgeweken, met reden", "6"]]
    assert f"Van “{rule.name}” is het vaakst afgeweken: in 6 routes." in screen.get(DIR, "/cijfers").text


# the picture and the table


def test_the_drawing_gets_its_numbers_as_words_and_the_table_says_the_same(screen: Screen) -> None:
    drawn = the_bundle().processes[PROCESS]
    element = next(each for each in places(drawn) if drawn.nodes[each.element].tag == "userTask")
    went(screen.school, *[Went([did(element.element, 8, name=element.name)])] * 6)
    page = screen.get(DIR, "/cijfers")
    data = page.one("//script[@id='warmte']").text
    assert f'"element": "{element.element}"' in data.replace('":"', '": "')
    assert '"says": "8 dagen"' in data
    assert '"heat": 3' in data
    assert cell(screen, "wachten", element.name, 0) == "8 dagen"


def test_no_cell_of_a_table_for_a_spreadsheet_is_a_formula(screen: Screen) -> None:
    went(screen.school, *[Went([did("wegen", 3, name='=HYPERLINK("http://example.org")')])] * 5)
    assert rows(screen, "stappen")[1][0].startswith("'=")
    assert screen.browser(DIR).get("/cijfers/anders.csv").status_code == 404


def test_a_page_is_few_statements_however_many_routes(screen: Screen) -> None:
    tasks = [did(each, 1, after=place) for place, each in enumerate("abcdef")]
    went(screen.school, *[Went(tasks, moved_to="a")] * 30)
    checked(screen, [], "1")
    screen.get(BESTUUR, "/cijfers")
    with counted() as sent:
        screen.get(BESTUUR, "/cijfers")
    statements = sent.asked
    assert len(statements) <= 12, "\n\n".join(statements)
