"""All routes of a board on another version: running and finished, destroyed and unreadable ones told apart."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import update

import app.queries.passing as asked
import app.store.tables as t
from app.queries.desk import Desk
from app.queries.passing import count
from app.queries.whatif import Aside, Tally, Told, Which, each_route
from app.store.clock import Clock
from tests import klein
from tests.school import School, Site, make_school
from tests.steps import IB, LK, do, new_dossier, to_afronden, to_noteren, to_samen
from tests.store.erasures import closed, erased
from workflows import Bundle, Course, Fate


@pytest.fixture
def klein_school(site: Site):
    with site.app.app_context():
        yield make_school(site, klein.files())


def changed(*changes: tuple[str, str]) -> Bundle:
    files: dict[str, bytes] = dict(klein.files())
    text = files["zorg.bpmn"].decode()
    for was, now in changes:
        assert was in text
        text = text.replace(was, now)
    return Bundle.from_files({**files, "zorg.bpmn": text.encode()})


def all_of(school: School, draft: Bundle, which: Which | None = None) -> list[Told]:
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    which = which or Which()
    told = list(each_route(desk, school.board, draft, which))
    assert len(told) == count(desk, school.board, which)
    return told


def some_history(school: School) -> None:
    """Running and finished, with a term that went off, messages between routes, and items."""
    to_samen(school)
    school.clock.on(days=4)
    school.fire(new_dossier(school))
    noting = to_noteren(school)
    do(school, noting, LK, "Noteren")
    do(school, noting, LK, "Terugkijken")
    do(school, noting, IB, "Afronden")
    to_afronden(school)


def test_on_its_own_version_all_go_the_same(klein_school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    some_history(klein_school)
    monkeypatch.setattr(asked, "BATCH", 2)
    told = all_of(klein_school, changed())
    assert len(told) == 5
    assert all(isinstance(each, Course) and each.fate is Fate.SAME for each in told), told


def test_where_routes_would_stick(klein_school: School) -> None:
    some_history(klein_school)
    told = all_of(
        klein_school,
        changed(
            ('name="Samen"', 'name="Samen"'),
            ('"b" name="Praten"', '"b2" name="Praten"'),
            ('Ref="b"', 'Ref="b2"'),
            (">b<", ">b2<"),
        ),
    )
    fates = sorted(each.fate for each in told if isinstance(each, Course))
    assert fates == [Fate.OTHER, Fate.SAME, Fate.SAME, Fate.SAME, Fate.STUCK]
    (stuck,) = (each for each in told if isinstance(each, Course) and each.fate is Fate.STUCK)
    assert stuck.differences[-1].sentence == "“Praten” staat dan niet open."


def test_what_was_destroyed_and_what_cannot_be_read_are_told_apart(klein_school: School) -> None:
    gone = closed(klein_school)
    erased(klein_school, gone)
    broken = new_dossier(klein_school)
    new_dossier(klein_school)
    with klein_school.writing() as work:
        of = (t.route.c.board_id == klein_school.board, t.route.c.dossier_id == broken)
        work.run(update(t.route).where(*of).values(facts=99))
    told = all_of(klein_school, changed())
    tally = Tally()
    for each in told:
        tally.add(each)
    assert (tally.asides[Aside.ERASED], tally.asides[Aside.UNREADABLE], tally.judged) == (1, 1, 1)


def test_only_what_is_asked_for(klein_school: School) -> None:
    some_history(klein_school)
    assert not all_of(klein_school, changed(), Which(frozenset({UUID(int=1)})))
    assert len(all_of(klein_school, changed(), Which(frozenset({klein_school.school}), running=True))) == 3
