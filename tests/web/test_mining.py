"""The course of dossiers as a file, from the page: for who leads, and never of so few that one can guess whom."""

from __future__ import annotations

import csv
import io
import json

from lxml import etree
from sqlalchemy import select

import app.store.tables as t
from app.store.clock import random_id
from tests.school import CANARY, add_pupil
from tests.web.conftest import Screen

PATH = "/cijfers/uitvoer"


def dossiers(screen: Screen, count: int) -> None:
    school = screen.school
    with school.writing() as work:
        group = work.run(
            select(t.school_group.c.group_id).where(t.school_group.c.board_id == school.board)
        ).scalar_one()
        pupils = [random_id() for _ in range(count)]
        for each in pupils:
            add_pupil(work, each, school.school, group)
    for each in pupils:
        school.pupil = each
        school.open("leerkracht", "Zorg over leerling", {"eerste_zorg": CANARY})


def test_the_file_holds_the_course_without_a_name(screen: Screen) -> None:
    dossiers(screen, 5)
    answer = screen.post("directeur", PATH, {"soort": "csv"}, 200)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="verloop.csv"'
    text = answer.get_data().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    assert len({row["dossier"] for row in rows}) == 5
    assert CANARY not in text
    assert "Proef" not in text
    with screen.school.reading() as work:
        actions = work.run(select(t.read_log.c.action).where(t.read_log.c.board_id == screen.school.board)).scalars()
        assert "mine" in set(actions)


def test_the_other_files_are_what_their_names_say(screen: Screen) -> None:
    dossiers(screen, 5)
    xes = screen.post("bestuur", PATH, {"soort": "xes"}, 200).get_data()
    assert len(etree.fromstring(xes).findall("{http://www.xes-standard.org/}trace")) == 5
    ocel = json.loads(screen.post("bestuur", PATH, {"soort": "ocel"}, 200).get_data())
    assert sum(each["type"] == "dossier" for each in ocel["objects"]) == 5


def test_the_figures_lead_to_it_for_whom_it_is(screen: Screen) -> None:
    assert screen.get("directeur", "/cijfers").all(f"//a[@href='{PATH}']")
    assert not screen.get("intern begeleider", "/cijfers").all(f"//a[@href='{PATH}']")


def test_of_few_dossiers_nothing_goes_out(screen: Screen) -> None:
    dossiers(screen, 4)
    answer = screen.post("directeur", PATH, {"soort": "csv"}, 422)
    assert "minder dan 5 dossiers" in answer.get_data(as_text=True)
    dossiers(screen, 1)
    later = (screen.school.clock.now.date()).replace(year=2027).isoformat()
    assert "minder dan 5" in screen.post("directeur", PATH, {"soort": "csv", "van": later}, 422).get_data(as_text=True)


def test_what_is_not_chosen_is_asked(screen: Screen) -> None:
    text = screen.post("directeur", PATH, {"soort": "pdf", "van": "morgen"}, 422).get_data(as_text=True)
    assert "Kies welk bestand je wilt." in text
    assert "Schrijf de datum als dag-maand-jaar" in text


def test_nobody_else_gets_it_and_no_other_school(screen: Screen) -> None:
    screen.get("leerkracht", PATH, 403)
    screen.get("intern begeleider", PATH, 403)
    screen.post("directeur", PATH, {"soort": "csv", "school": str(random_id())}, 404)
