"""What goes out for process mining: of the right form, without a name or a word, and in memory that does not grow."""

from __future__ import annotations

import csv
import gc
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice, repeat
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from lxml import etree
from sqlalchemy import delete, select

import app.store.tables as t
from app.domain.errors import Refused
from app.queries.desk import Desk
from app.queries.mining import Case, Event, Names, Span, Trace, cases, write_ocel, write_sheet, write_xes
from app.queries.mining.sheet import safe
from app.store.clock import Clock, random_id
from tests.school import CANARY, ROOT, START, School, add_pupil

WRITTEN = f"{CANARY} vertelde dat oma"
XES = "{http://www.xes-standard.org/}"
FORMATS = ROOT / "docs" / "formats"


def walk(school: School) -> UUID:
    """A dossier in which much happens, and in whose words a name stands."""
    dossier = school.open("leerkracht", "Zorg over leerling", {"eerste_zorg": WRITTEN})
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden", {"gezien_of_gehoord": WRITTEN})
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    school.complete("leerkracht", "Signalen in kaart brengen")
    for _ in range(3):
        school.clock.on(days=20)
        with suppress(Refused):
            school.fire(dossier)
    return dossier


def more(school: School, count: int) -> None:
    """Dossiers of other pupils."""
    with school.writing() as work:
        group = work.run(
            select(t.school_group.c.group_id).where(t.school_group.c.board_id == school.board)
        ).scalar_one()
        pupils = [random_id() for _ in range(count)]
        for each in pupils:
            add_pupil(work, each, school.school, group)
    first = school.pupil
    for each in pupils:
        school.pupil = each
        school.open("leerkracht", "Zorg over leerling")
    school.pupil = first


def desk(school: School) -> Desk:
    return Desk(school.site.keys, Clock(school.clock), school.site.bundles)


def read(school: School, span: Span | None = None, names: Names | None = None) -> Iterator[Case]:
    return cases(desk(school), school.board, school.site.bundles, span or Span(), names or Names())


def written(school: School, write: Any, span: Span | None = None) -> bytes:
    out = io.BytesIO()
    write(read(school, span), out)
    return out.getvalue()


@pytest.mark.parametrize("write", [write_xes, write_ocel, write_sheet])
def test_no_name_no_word_and_no_real_id_goes_out(school: School, write: Any) -> None:
    dossier = walk(school)
    text = written(school, write).decode()
    with school.reading() as work:
        routes = list(work.run(select(t.route.c.route_id).where(t.route.c.board_id == school.board)).scalars())
        tasks = list(work.run(select(t.task.c.task_id).where(t.task.c.board_id == school.board)).scalars())
    people = [f"{each.title()} Proef" for each in school.people]
    real = [dossier, school.board, school.school, school.pupil, *school.people.values(), *routes, *tasks]
    for each in (CANARY, "Veer", "oma", *people, *map(str, real), *(made.hex for made in real)):
        assert each not in text, each
    assert "Observeren en begeleiden" in text
    assert "leerkracht" in text


def test_of_a_version_that_is_gone_things_are_called_by_their_ids(school: School) -> None:
    walk(school)
    (before,) = read(school)
    with school.writing() as work:
        work.run(delete(t.bundle).where(t.bundle.c.board_id == school.board))
    school.site.bundles.__init__(school.site.bundles._make)  # type: ignore[misc]
    (case,) = read(school)
    assert [each.kind for each in case.routes[0].events] == [each.kind for each in before.routes[0].events]
    opened = [each for each in case.routes[0].events if each.kind == "taak geopend"]
    assert opened
    assert all(each.name == each.element for each in opened)


def test_two_exports_share_no_id(school: School) -> None:
    walk(school)
    first, second = (list(read(school)) for _ in range(2))
    ids = [{each.id for one in found for trace in one.routes for each in trace.events} for found in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert first[0].id != second[0].id


def test_events_tell_what_happened_in_order(school: School) -> None:
    walk(school)
    (case,) = read(school)
    told = [(each.kind, each.name, each.transition) for each in case.routes[0].events]
    assert told[0] == ("route begonnen", "Ondersteuningsroute", "complete")
    opened, done = ("taak geopend", "Observeren en begeleiden", "schedule"), (
        "taak afgerond", "Observeren en begeleiden", "complete",
    )  # fmt: skip
    assert told.index(opened) < told.index(done)
    assert ("vraag beantwoord", "Verder na stap 1?", "complete") in told
    assert any(kind == "stap bereikt" for kind, _, _ in told)
    assert any(kind == "bericht verstuurd" for kind, _, _ in told)
    assert case.events[0].kind == "dossier begonnen"
    assert [each.name for each in case.routes][:2] == ["Ondersteuningsroute", "Meldcode"]
    task = next(each.task for each in case.routes[0].events if each.kind == "taak geopend")
    assert [each.kind for each in case.routes[0].events if each.task == task] == ["taak geopend", "taak afgerond"]
    times = [each.at for each in case.routes[0].events]
    assert times == sorted(times)


def test_xes_has_the_structure_of_the_standard(school: School) -> None:
    walk(school)
    text = written(school, write_xes)
    assert b"<ns" not in text  # there are readers that know no prefixes
    document = etree.fromstring(text)
    etree.XMLSchema(etree.parse(str(FORMATS / "xes.xsd"))).assertValid(document)
    globals_ = {each.get("scope"): [one.get("key") for one in each] for each in document.findall(f"{XES}global")}
    for trace in document.findall(f"{XES}trace"):
        assert set(globals_["trace"]) <= {each.get("key") for each in trace}
        for event in trace.findall(f"{XES}event"):
            assert set(globals_["event"]) <= {each.get("key") for each in event}
    prefixes = {each.get("prefix") for each in document.findall(f"{XES}extension")}
    assert prefixes == {"concept", "time", "lifecycle", "org", "identity"}
    keys = {each.get("key") for each in document.iter() if each.get("key") and ":" in each.get("key", "")}
    assert {each.partition(":")[0] for each in keys} <= prefixes
    for each in document.findall(f"{XES}classifier"):
        assert set(each.get("keys", "").split()) <= set(globals_["event"])
    ids = [each.get("value") for each in document.iter(f"{XES}id") if each.get("key") == "identity:id"]
    assert len(ids) - 2 == len(set(ids) - {str(UUID(int=0))})  # the two of `global` apart


def test_ocel_has_the_form_of_its_schema_and_every_relation_leads_somewhere(school: School) -> None:
    walk(school)
    document = json.loads(written(school, write_ocel))
    schema = json.loads((FORMATS / "ocel.schema.json").read_text("utf-8"))
    jsonschema_rs.Draft7Validator(schema, validate_formats=True).validate(document)
    objects = {each["id"]: each for each in document["objects"]}
    assert len(objects) == len(document["objects"])
    assert len({each["id"] for each in document["events"]}) == len(document["events"])
    types = {each["name"]: {one["name"] for one in each["attributes"]} for each in document["objectTypes"]}
    events = {each["name"]: {one["name"] for one in each["attributes"]} for each in document["eventTypes"]}
    for each in document["objects"]:
        assert {one["name"] for one in each["attributes"]} <= types[each["type"]]
    for each in document["events"]:
        assert {one["name"] for one in each["attributes"]} <= events[each["type"]]
    related = [one for each in (*document["events"], *document["objects"]) for one in each["relationships"]]
    assert {each["objectId"] for each in related} <= set(objects)
    assert {each["type"] for each in document["objects"]} == {"dossier", "route", "taak", "persoon in functie"}


def test_an_export_of_nothing_is_of_the_right_form(school: School) -> None:
    etree.XMLSchema(etree.parse(str(FORMATS / "xes.xsd"))).assertValid(etree.fromstring(written(school, write_xes)))
    schema = json.loads((FORMATS / "ocel.schema.json").read_text("utf-8"))
    jsonschema_rs.Draft7Validator(schema).validate(json.loads(written(school, write_ocel)))
    assert written(school, write_sheet).startswith(b"\xef\xbb\xbfdossier;school;route;")


def test_a_span_takes_routes_by_their_first_day_and_schools_by_id(school: School) -> None:
    walk(school)
    later = START + timedelta(days=5)
    after = [each.name for case in read(school, Span(begin=later)) for each in case.routes]
    assert after[0] == "Meldcode"
    assert "Ondersteuningsroute" not in after
    assert [each.name for case in read(school, Span(end=later)) for each in case.routes] == ["Ondersteuningsroute"]
    assert list(read(school, Span(schools=frozenset({random_id()})))) == []
    assert len(list(read(school, Span(schools=frozenset({school.school}))))) == 1


def test_a_dossier_whose_key_is_gone_is_left_out(school: School) -> None:
    walk(school)
    more(school, 1)
    with school.reading() as work:
        rows = work.rows(select(t.route.c.key_id).where(t.route.c.board_id == school.board).limit(1))
        dossier = work.run(select(t.route.c.dossier_id).where(t.route.c.key_id == rows[0].key_id)).scalar_one()
        keys = list(work.run(select(t.route.c.key_id).where(t.route.c.dossier_id == dossier)).scalars())
    school.site.keys.drop(school.board, keys, START)
    assert len(list(read(school))) == 1


def test_the_batches_of_reading_leave_nobody_out(school: School) -> None:
    more(school, 53)
    assert len({each.id for each in read(school)}) == 53


# a spreadsheet


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", "\rx", "\n=x", " =cmd|' /C calc'!A0", "＝1", '=HYPERLINK("http://x")'],
)
def test_no_cell_is_a_formula(cell: str) -> None:
    assert safe(cell) == f"'{cell}"
    row = next(csv.reader(io.StringIO(line_of(cell)), delimiter=";"))
    assert row[5] == f"'{cell}"


@pytest.mark.parametrize("cell", ["Gesprek", "", "a=b", "2026-09-01 09:00:00", "'tekst", "e-mail"])
def test_what_is_no_formula_stays_as_it_is(cell: str) -> None:
    assert safe(cell) == cell


def line_of(name: str) -> str:
    """A line of the table about an event with this name."""
    out = io.BytesIO()
    write_sheet([made_up(name, 1)], out)
    return out.getvalue().decode("utf-8-sig").split("\r\n", 1)[1]


def made_up(name: str, events: int) -> Case:
    at = datetime(2026, 9, 1, 7, tzinfo=UTC)
    told = tuple(
        Event(random_id(), "taak afgerond", name, "E", "complete", at, at, random_id(), random_id(), ("leerkracht",))
        for _ in range(events)
    )  # fmt: skip
    return Case(random_id(), random_id(), (), (Trace(random_id(), 1, "P", "Route", "0" * 16, told),))


def test_times_in_the_table_are_those_of_the_netherlands(school: School) -> None:
    school.open("leerkracht", "Zorg over leerling")
    rows = list(csv.DictReader(io.StringIO(written(school, write_sheet).decode("utf-8-sig")), delimiter=";"))
    assert rows[0]["tijdstip"] == "2026-09-01 09:00:00"


# memory


class Nowhere(io.RawIOBase):
    """Takes everything and keeps nothing."""

    def write(self, data: Any) -> int:
        return len(data)

    def writable(self) -> bool:
        return True


@pytest.mark.parametrize("write", [write_xes, write_ocel, write_sheet])
def test_the_memory_of_a_writer_does_not_grow_with_the_dossiers(write: Any) -> None:
    def peak(count: int) -> int:
        one = made_up("Gesprek", 20)
        tracemalloc.start()
        try:
            write((Case(random_id(), one.school, (), one.routes) for _ in repeat(None, count)), Nowhere())
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(10)
    assert peak(2_000) < peak(200) * 1.2 + 100_000


@pytest.fixture
def looked_through_often() -> Iterator[None]:
    """What nobody holds any more goes at once: only what is held counts."""
    usual = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*usual)


@pytest.mark.usefixtures("looked_through_often")
def test_the_memory_of_reading_does_not_grow_with_the_dossiers(school: School) -> None:
    more(school, 150)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            assert write_sheet(islice(read(school), count), Nowhere()) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(30)
    # Keys that were read are kept for a while, some hundred bytes each, up to a fixed number.
    assert peak(150) < peak(30) * 1.2 + 150_000
