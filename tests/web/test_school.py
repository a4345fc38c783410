"""The school on screen: its free days, its region, its protocol."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.schools import CreateSchool
from app.domain.actors import Actor
from app.domain.free_days import Region
from app.store.clock import random_id
from tests.counting import counted
from tests.web.conftest import Screen, shown

DIRECTOR, TEACHER, HELPER = "directeur", "leerkracht", "intern begeleider"


def free(screen: Screen, kind: str = "eigen dag") -> dict[str, str]:
    """The free days of this kind, as they are kept."""
    where = (t.free_day.c.school_id == screen.school.school, t.free_day.c.kind == kind)
    with screen.school.reading() as work:
        return {str(row.day): row.name for row in work.rows(select(t.free_day).where(*where))}


def add(screen: Screen, status: int = 303, **fields: str) -> Any:
    return screen.post(DIRECTOR, "/school/dagen", fields, status, page="/school")


def in_region(screen: Screen, region: str = "noord") -> None:
    """A school whose days were reckoned, as a real one's are when it begins."""
    screen.post(DIRECTOR, "/school/regio", {"regio": region}, page="/school")


def test_the_page_tells_of_the_school_and_its_protocol(screen: Screen) -> None:
    page = screen.get(HELPER, "/school")
    assert page.one("//h1").text == "De Proef"
    assert "Zorgdossier in gebruik sinds dinsdag 1 september 2026" in page.text
    assert "0800-2000" in page.text
    screen.get(TEACHER, "/school", 403)


def test_an_own_day_is_added_and_stands_in_the_list(screen: Screen) -> None:
    in_region(screen)
    after = screen.follow(DIRECTOR, add(screen, naam="Studiedag", van="2026-12-07"))
    assert "De vrije dag staat erin." in after.text
    assert free(screen) == {"2026-12-07": "Studiedag"}
    assert "ma 7 dec Studiedag" in after.text
    assert "Kerstvakantie" in after.text
    add(screen, naam="Extra lang weekend", van="2027-06-03", tot="2027-06-04")
    assert free(screen) == {
        "2026-12-07": "Studiedag", "2027-06-03": "Extra lang weekend", "2027-06-04": "Extra lang weekend",
    }  # fmt: skip
    assert "do 3 jun t/m vr 4 jun Extra lang weekend" in screen.get(DIRECTOR, "/school").text


def test_own_days_are_taken_away_and_the_form_has_their_days_for_who_was_mistaken(screen: Screen) -> None:
    in_region(screen)
    add(screen, naam="Studiedag", van="2026-12-07")
    add(screen, naam="Weg ermee", van="2027-06-03", tot="2027-06-04")
    answer = screen.post(DIRECTOR, "/school/dagen/weg", {"van": "2027-06-03", "tot": "2027-06-04"}, page="/school")
    assert "Weg" not in answer.headers["Location"]
    after = screen.follow(DIRECTOR, answer)
    assert free(screen) == {"2026-12-07": "Studiedag"}
    assert after.form("/school/dagen")["van"]
    assert after.one("//input[@id='van']").get("value") == "2027-06-03"


def test_another_region_has_other_holidays_and_keeps_own_days(screen: Screen) -> None:
    in_region(screen)
    add(screen, naam="Studiedag", van="2026-12-07")
    before = free(screen, "schoolvakantie")
    in_region(screen, "zuid")
    assert "zuid" in screen.get(DIRECTOR, "/school").one("(//dl)[1]").text_content()
    assert free(screen) == {"2026-12-07": "Studiedag"}
    assert free(screen, "schoolvakantie") != before
    screen.post(DIRECTOR, "/school/regio", {"regio": "oost"}, 422, page="/school")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"naam": "", "van": "2026-12-07"}, "Schrijf waarom de school dan vrij is"),
        ({"naam": "Studiedag", "van": ""}, "Schrijf de datum als dag-maand-jaar"),
        ({"naam": "Studiedag", "van": "gisteren"}, "Schrijf de datum als dag-maand-jaar"),
        ({"naam": "Studiedag", "van": "2026-12-07", "tot": "2026-12-01"}, "De laatste dag ligt voor de eerste."),
        ({"naam": "Studiedag", "van": "2026-12-07", "tot": "2027-06-01"}, "meer dan twee maanden"),
        ({"naam": "Studiedag", "van": "2036-12-07"}, "Kies een dag van augustus"),
        ({"naam": "S" * 121, "van": "2026-12-07"}, "1 tot 120 tekens"),
    ],
)
def test_what_cannot_be_a_day_is_told_at_its_field_with_what_was_typed(
    screen: Screen, fields: dict[str, str], said: str
) -> None:
    in_region(screen)
    page = shown(add(screen, 422, **fields))
    assert said in page.text
    assert page.one("//input[@id='naam']").get("value") == fields["naam"]
    assert free(screen) == {}


def test_the_years_can_be_leafed_through(screen: Screen) -> None:
    in_region(screen)
    page = screen.get(DIRECTOR, "/school?jaar=2025")
    assert "Vrije dagen in schooljaar 2025-2026" in page.text
    assert "Vrije dagen in schooljaar 2026-2027" in screen.get(DIRECTOR, "/school?jaar=1999").text
    for year in ("x", "٢٠٢٦", "9" * 5000):
        assert "Vrije dagen in schooljaar 2026-2027" in screen.get(DIRECTOR, f"/school?jaar={year}").text
    assert len(page.all("//div[@class='month']")) == 12


def test_another_school_looks_as_if_it_did_not_exist(screen: Screen) -> None:
    operator = Actor.operator(screen.school.board)
    other = screen.school.bus.send(CreateSchool("Verderop", "88XX", Region.ZUID), by=operator).result
    unknown = screen.get(DIRECTOR, f"/school?school={random_id()}", 404).text
    assert screen.get(DIRECTOR, f"/school?school={other}", 404).text == unknown
    fields = {"naam": "Studiedag", "van": "2026-12-07"}
    form = screen.get(DIRECTOR, "/school").form("/school/dagen")
    assert screen.browser(DIRECTOR).post(f"/school/dagen?school={other}", data={**form, **fields}).status_code == 404


def test_the_page_takes_few_statements(screen: Screen) -> None:
    in_region(screen)
    screen.get(DIRECTOR, "/school")
    with counted() as sent:
        screen.get(DIRECTOR, "/school")
    statements = sent.asked
    assert len(statements) <= 12, "\n".join(statements)
