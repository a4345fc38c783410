"""The deed of an import: all that was shown and nothing else, on both databases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

import app.store.tables as t
from app.commands.bus import Sent
from app.commands.people import GrantFunction, InvitePerson
from app.commands.roll import ImportRoll, PreviewRoll
from app.commands.schools import CreateSchool
from app.commands.teams import DenyPerson
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.free_days import Region
from app.domain.roll import PersonName, RollError, RollStaff
from app.domain.roll_plan import Known, KnownRoll
from app.store.boards import unseal_personal
from app.store.clock import Clock
from app.store.db import db
from app.store.dossiers import new_dossier
from app.store.roll import load_roll, said_of_staff, staff_of
from app.store.teams import add_member
from app.store.unit_of_work import transaction
from tests.rolls import carried_out, edexml
from tests.school import CANARY, ROOT, Site
from tests.store.people_fixtures import Office, at_once, facts_of, make_office

HEAD = (
    "soort;sleutel;naam;roepnaam;achternaam;geboortedatum;jaargroep;groepen;rollen;gebruikersnaam;emailadres;"
    "uitstroomdatum"
)
GROUPS = ("groep;G4A;4A;;;;4;;;;;", "groep;G5A;5A;;;;5;;;;;")
MILOU = "leerling;10001;;Kanariepietje;Veer;14-3-2016;4;G4A;;;;"
TIJN = "leerling;10002;;Tijn;Bos;1-9-2016;4;G4A|XTRA;;;;"
ANNEKE = "medewerker;LK01;;Anneke;Hoekstra;;;G4A;LRK,IB;AHoekstra;anneke@school.example;"
BILAL = "medewerker;LK02;;Bilal;Öztürk;;;G5A;LRK;;;"


def csv(*rows: str, groups: Sequence[str] = GROUPS) -> bytes:
    return "\n".join([HEAD, *groups, *rows, ""]).encode()


WHOLE = csv(MILOU, TIJN, ANNEKE, BILAL)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent = list[str]()

    def note(*arguments: Any) -> None:
        sent.append(arguments[2])

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def known(office: Office) -> KnownRoll:
    with office.reading() as work:
        found = load_roll(work, office.school)
    assert found is not None
    return found


def staff(office: Office, key: str) -> UUID:
    found: UUID = office.one(t.employment, key=key).person_id
    return found


def pupil(office: Office, key: str) -> UUID:
    found: UUID = office.one(t.pupil, key=key).pupil_id
    return found


def open_dossier(office: Office, key: str) -> UUID:
    """A dossier in which nothing runs, as far as an import can see it."""
    child, calendar = pupil(office, key), office.one(t.school, school_id=office.school).calendar
    with transaction(office.board, office.site.keys, Clock(office.clock)) as work:
        return new_dossier(work, school_id=office.school, pupil_id=child, calendar=calendar).id


def dossier_facts(office: Office, dossier: UUID) -> list[Any]:
    row = office.one(t.dossier, dossier_id=dossier)
    with office.reading() as work:
        found = facts_of(work, row.stream_id, row.key_id)
    assert len(found) == row.facts
    return found


def test_what_is_imported_is_what_was_shown(office: Office) -> None:
    shown = office.preview(WHOLE)
    done = office.take_in(WHOLE)
    assert done.counts == {"groep nieuw": 2, "leerling nieuw": 2, "medewerker nieuw": 2}
    fact = office.facts()[-1]
    assert fact["kind"] == "RollImported"
    assert fact["data"] == {"school": str(office.school), "plan": shown.digest, "counts": dict(done.counts)}
    assert {each.value.key: each.value.name.first for each in known(office).pupils} == {
        "10001": CANARY, "10002": "Tijn",
    }  # fmt: skip


def test_a_preview_changes_nothing_and_says_that_somebody_looked(office: Office) -> None:
    keeper = office.invite("kees.kin", "beheerder")
    facts = len(office.facts())
    office.send(PreviewRoll(office.school, WHOLE), keeper)
    assert known(office).pupils == ()
    assert len(office.facts()) == facts
    row = office.one(t.read_log)
    assert (row.person_id, row.action, row.subject, row.found) == (keeper, "PreviewRoll", office.school, True)


def test_an_import_that_is_not_what_was_shown_is_refused(office: Office) -> None:
    digest = office.preview(WHOLE).digest
    with pytest.raises(WrongStateError, match="opnieuw"):
        office.send(ImportRoll(office.school, csv(MILOU, ANNEKE, BILAL), digest))
    assert known(office).pupils == ()
    office.take_in(csv(TIJN))
    with pytest.raises(WrongStateError):
        office.send(ImportRoll(office.school, WHOLE, digest))


def test_of_two_who_import_the_same_file_at_once_one_does_it(office: Office) -> None:
    command = ImportRoll(office.school, WHOLE, office.preview(WHOLE).digest)
    done = at_once(office, command, command, by=office.operator)
    assert {type(each) for each in done} == {Sent, WrongStateError}
    assert len(office.rows(t.pupil)) == 2
    assert office.kinds().count("RollImported") == 1


def test_an_import_that_comes_twice_is_done_once(office: Office) -> None:
    command = ImportRoll(office.school, WHOLE, office.preview(WHOLE).digest)
    first, again = (office.bus.send(command, by=office.operator, key="lijst") for _ in range(2))
    assert (again.repeated, again.command) == (True, first.command)
    assert office.kinds().count("RollImported") == 1


def test_the_sample_of_a_school_goes_in_and_the_second_time_changes_nothing(office: Office) -> None:
    data = (ROOT / "tests/data/edexml_sample.xml").read_bytes()
    office.take_in(data)
    before = known(office)
    assert len(before.pupils) > 1
    assert office.preview(data).is_empty
    again = office.take_in(data)
    assert set(again.counts) <= {f"{kind} gelijk" for kind in ("groep", "leerling", "medewerker")} | {
        f"{kind} geweigerd" for kind in ("groep", "leerling", "medewerker")
    }  # fmt: skip
    assert again.proposals == ()
    assert known(office) == before


def test_the_made_up_school_goes_in_too(site: Site) -> None:
    data = (ROOT / "app/cli/voorbeeldschool/edexml.xml").read_bytes()
    with site.app.app_context():
        office = make_office(site)
        office.take_in(data)
        assert office.preview(data).is_empty
        assert office.rows(t.group_teacher)


def test_two_thousand_pupils_go_in_by_few_statements(office: Office) -> None:
    data = edexml(2000, 100)
    digest = office.preview(data).digest
    with counted() as statements:
        office.send(ImportRoll(office.school, data, digest))
    assert len(statements) < 40
    assert len(office.rows(t.pupil_group)) == 2000
    assert office.preview(data).is_empty


def test_a_pupil_is_sealed_and_a_name_stands_nowhere_in_clear(office: Office) -> None:
    office.take_in(WHOLE)
    row = office.one(t.pupil, key="10001")
    assert CANARY.encode() not in bytes(row.sealed)
    assert CANARY not in str(office.facts())
    with office.reading() as work:
        said = unseal_personal(work, "pupil", row.pupil_id, row.sealed)
    assert said["name"]["roepnaam"] == CANARY
    assert (said["born"], said["groups"]) == ("2016-03-14", ["G4A"])


def test_an_imported_role_never_yields_a_holding(office: Office) -> None:
    done = office.take_in(WHOLE)
    assert {(each.name, each.function) for each in done.proposals} == {
        ("Anneke Hoekstra", "leerkracht"), ("Anneke Hoekstra", "intern begeleider"), ("Bilal Öztürk", "leerkracht"),
    }  # fmt: skip
    assert office.rows(t.holding) == []
    assert "FunctionGranted" not in office.kinds()
    first = next(each for each in done.proposals if each.function == "intern begeleider")
    office.send(GrantFunction(first.person, first.function, office.school, "Voorstel van de import"))
    assert office.one(t.holding).person_id == staff(office, "LK01")


def test_staff_cannot_sign_in_before_they_are_invited(office: Office) -> None:
    office.take_in(WHOLE)
    row = office.one(t.person, person_id=staff(office, "LK01"))
    assert (row.login, row.active, row.password) == ("ahoekstra", False, None)
    assert office.find_actor(row.person_id) is None
    office.send(InvitePerson("ahoekstra", "Anneke Hoekstra", "", office.school))
    assert office.actor(row.person_id).schools == {office.school}
    assert office.preview(WHOLE).is_empty


def test_a_login_is_made_of_the_name_and_never_given_twice(office: Office) -> None:
    office.invite("bilal.ozturk")
    namesake = BILAL.replace("LK02", "LK03")
    office.take_in(csv(ANNEKE, BILAL, namesake))
    logins = {key: office.one(t.person, person_id=staff(office, key)).login for key in ("LK02", "LK03")}
    assert logins == {"LK02": "bilal.ozturk.2", "LK03": "bilal.ozturk.3"}


def test_the_same_name_under_another_key_is_another_person(office: Office) -> None:
    office.take_in(csv(MILOU))
    first = pupil(office, "10001")
    office.take_in(csv(MILOU, MILOU.replace("10001", "20001")))
    assert pupil(office, "10001") == first
    assert pupil(office, "20001") != first


def test_pupils_and_teachers_are_in_the_groups_of_the_file(office: Office) -> None:
    office.take_in(WHOLE)
    group = {row.key: row.group_id for row in office.rows(t.school_group)}
    assert {(row.pupil_id, row.group_id) for row in office.rows(t.pupil_group)} == {
        (pupil(office, "10001"), group["G4A"]), (pupil(office, "10002"), group["G4A"]),
    }  # fmt: skip
    assert {(row.person_id, row.group_id) for row in office.rows(t.group_teacher)} == {
        (staff(office, "LK01"), group["G4A"]), (staff(office, "LK02"), group["G5A"]),
    }  # fmt: skip
    office.take_in(csv(MILOU.replace(";G4A;", ";G5A;"), TIJN, ANNEKE.replace(";G4A;", ";;"), BILAL))
    assert office.one(t.pupil_group, pupil_id=pupil(office, "10001")).group_id == group["G5A"]
    assert office.one(t.group_teacher).person_id == staff(office, "LK02")


def test_a_group_gets_another_name_and_one_that_ends_lets_its_pupils_go(office: Office) -> None:
    office.take_in(WHOLE)
    group = office.one(t.school_group, key="G4A").group_id
    renamed = csv(MILOU, TIJN, ANNEKE, BILAL, groups=("groep;G4A;Vier;;;;4;;;;;",))
    office.take_in(renamed)
    assert office.one(t.school_group, key="G4A").name == "Vier"
    assert office.one(t.school_group, key="G5A").ended_at is not None
    assert {row.group_id for row in office.rows(t.group_teacher)} == {group}
    office.take_in(WHOLE)
    assert office.one(t.school_group, key="G4A").group_id == group
    assert office.one(t.school_group, key="G5A").ended_at is None
    assert len(office.rows(t.group_teacher)) == 2


def test_a_group_that_comes_later_takes_in_who_was_named_for_it(office: Office) -> None:
    office.take_in(WHOLE)
    assert len(office.rows(t.pupil_group, pupil_id=pupil(office, "10002"))) == 1
    plan = office.preview(extra := csv("groep;XTRA;Plus;;;;;;;;;", MILOU, TIJN, ANNEKE, BILAL))
    assert plan.pupils.entries == ()
    office.take_in(extra)
    assert len(office.rows(t.pupil_group, pupil_id=pupil(office, "10002"))) == 2
    assert office.preview(extra).is_empty


def test_whom_somebody_invited_by_hand_is_no_business_of_the_file(office: Office) -> None:
    anna = office.invite("anna.vos", "leerkracht")
    office.take_in(WHOLE)
    office.take_in(csv(MILOU, TIJN, ANNEKE))
    assert office.actor(anna).schools == {office.school}
    assert office.preview(csv(MILOU, TIJN, ANNEKE)).is_empty


def test_a_new_address_of_the_file_is_taken_over_and_one_set_here_stays(office: Office) -> None:
    office.take_in(WHOLE)
    office.send(InvitePerson("ahoekstra", "Anneke Hoekstra", "hier@school.example", office.school))
    office.take_in(csv(MILOU, TIJN, ANNEKE.replace("LRK,IB", "LRK"), BILAL))
    assert office.one(t.person, login="ahoekstra").email == "hier@school.example"
    office.take_in(csv(MILOU, TIJN, ANNEKE.replace("anneke@", "a.h@"), BILAL))
    assert office.one(t.person, login="ahoekstra").email == "a.h@school.example"


# who leaves


def test_a_member_of_staff_who_leaves_loses_every_right_at_once(office: Office) -> None:
    office.take_in(WHOLE)
    anneke = staff(office, "LK01")
    office.send(InvitePerson("ahoekstra", "Anneke Hoekstra", "", office.school, ("leerkracht", "intern begeleider")))
    office.take_in(csv(MILOU, TIJN, BILAL))
    assert office.find_actor(anneke) is None
    assert all(row.ended_at is not None for row in office.rows(t.holding, person_id=anneke))
    assert office.rows(t.group_teacher, person_id=anneke) == []
    assert office.kinds()[-3:] == ["RollImported", "FunctionEnded", "FunctionEnded"]
    office.take_in(WHOLE)
    assert office.one(t.employment, key="LK01").ended_at is None
    assert office.find_actor(anneke) is None
    assert office.preview(WHOLE).is_empty


def test_a_member_of_staff_who_leaves_keeps_what_they_have_at_another_school(office: Office) -> None:
    office.take_in(WHOLE)
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    office.send(InvitePerson("ahoekstra", "Anneke Hoekstra", "", other, ("leerkracht",)))
    office.send(InvitePerson("ahoekstra", "Anneke Hoekstra", "", office.school, ("MT",)))
    office.take_in(csv(MILOU, TIJN, BILAL))
    actor = office.actor(staff(office, "LK01"))
    assert actor.schools == {other}
    assert {each.function for each in actor.holdings} == {"leerkracht"}


def test_a_pupil_who_leaves_with_an_open_dossier_is_told_to_the_intern_begeleiders(office: Office) -> None:
    helper, second = office.invite("ina.ib", "intern begeleider"), office.invite("ibo.ib", "intern begeleider")
    office.invite("lot.ras", "leerkracht")
    office.take_in(WHOLE)
    dossier = open_dossier(office, "10001")
    office.send(ImportRoll(office.school, leaving := csv(TIJN, ANNEKE, BILAL), office.preview(leaving).digest), helper)
    facts = dossier_facts(office, dossier)
    assert [(fact["kind"], fact["data"]["left_on"]) for fact in facts] == [("PupilLeaves", None)]
    assert {(row.person_id, row.kind) for row in office.rows(t.outbox)} == {(helper, "vertrek"), (second, "vertrek")}
    assert office.one(t.pupil, key="10001").left_on is not None
    assert office.rows(t.pupil_group, pupil_id=pupil(office, "10001")) == []
    office.take_in(leaving)
    assert len(office.rows(t.outbox)) == 2


def test_the_day_of_leaving_counts_when_it_has_come(office: Office) -> None:
    office.invite("ina.ib", "intern begeleider")
    day = office.clock.now.date() + timedelta(days=3)
    data = csv(MILOU + day.isoformat(), TIJN, ANNEKE, BILAL)
    office.take_in(data)
    dossier = open_dossier(office, "10001")
    assert office.one(t.pupil, key="10001").left_on is None
    office.clock.on(days=3)
    assert [entry.key for entry in office.preview(data).pupils.leaving] == ["10001"]
    office.take_in(data)
    assert office.one(t.pupil, key="10001").left_on == day
    assert dossier_facts(office, dossier)[-1]["data"] == {"left_on": day.isoformat()}
    office.take_in(WHOLE)
    assert office.one(t.pupil, key="10001").left_on is None


def test_who_may_not_know_of_a_dossier_is_not_told_that_its_pupil_leaves(office: Office) -> None:
    helper, second = office.invite("ina.ib", "intern begeleider"), office.invite("ibo.ib", "intern begeleider")
    office.take_in(WHOLE)
    dossier = open_dossier(office, "10001")
    with transaction(office.board, office.site.keys, Clock(office.clock)) as work:
        work.add(t.dossier_function, dossier_id=dossier, function="intern begeleider")
        add_member(work, dossier, helper, None)
    office.send(DenyPerson(dossier, second, "Familie van de leerling"), helper)
    office.take_in(csv(TIJN, ANNEKE, BILAL))
    assert [row.person_id for row in office.rows(t.outbox)] == [helper]


# who may, and what cannot be


def test_only_who_may_import_for_this_school_does(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    elsewhere, teacher = office.invite("e.ib", "intern begeleider", school=other), office.invite("l.ras", "leerkracht")
    digest = office.preview(WHOLE).digest
    for person in (elsewhere, teacher):
        for command in (PreviewRoll(office.school, WHOLE), ImportRoll(office.school, WHOLE, digest)):
            with pytest.raises(NotFoundError):
                office.send(command, person)
    office.send(ImportRoll(office.school, WHOLE, digest), office.invite("i.ib", "intern begeleider"))


def test_a_file_of_another_school_or_no_file_at_all_changes_nothing(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    with pytest.raises(RollError, match="BRIN"):
        office.send(PreviewRoll(other, edexml(2, 1)))
    with pytest.raises(RollError):
        office.send(PreviewRoll(office.school, b"%PDF-1.7"))
    with pytest.raises(NotFoundError):
        office.send(PreviewRoll(office.board, WHOLE))


def test_two_schools_may_use_the_same_keys(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    office.take_in(WHOLE)
    digest = office.send(PreviewRoll(other, WHOLE)).result.digest
    office.send(ImportRoll(other, WHOLE, digest))
    assert office.preview(WHOLE).is_empty
    assert office.send(PreviewRoll(other, WHOLE)).result.is_empty
    assert {row.login for row in office.rows(t.person)} == {
        "ahoekstra", "ahoekstra.2", "bilal.ozturk", "bilal.ozturk.2",
    }  # fmt: skip


# whatever the files say


NAMES = st.sampled_from(["Milou", "Tijn", "Zoë", "Emre Can"])
ROLES = st.sampled_from(["", "LRK", "IB", "LRK,DIR", "XYZ"])
KEYS = st.sampled_from([f"K{number}" for number in range(5)])
GROUP = st.sampled_from(["", "G4A", "G5A", "G4A|G5A", "ONBEKEND|G5A"])
DAYS = st.sampled_from(["", "2026-08-01", "2026-09-01", "2027-01-01"])
PUPILS = st.builds("leerling;{};;{};Veer;1-2-2016;4;{};;;;{}".format, KEYS, NAMES, GROUP, DAYS)
STAFF = st.builds("medewerker;{};;{};Vos;;;{};{};{};x@y.example;".format, KEYS, NAMES, GROUP, ROLES, NAMES)
GROUP_ROWS = st.builds("groep;{};{};;;;{};;;;;".format, st.sampled_from(["G4A", "G5A"]), NAMES, st.sampled_from("45"))
FILES = st.lists(st.lists(PUPILS | STAFF | GROUP_ROWS, min_size=1, max_size=9), min_size=1, max_size=4)


def without_ids(roll: KnownRoll) -> dict[str, list[tuple[Any, bool]]]:
    def plain(some: tuple[Known[Any], ...]) -> list[tuple[Any, bool]]:
        return sorted(((one.value, one.here) for one in some), key=lambda each: each[0].key)

    return {"groups": plain(roll.groups), "pupils": plain(roll.pupils), "staff": plain(roll.staff)}


@settings(max_examples=20)
@given(files=FILES)
def test_after_any_import_nothing_is_left_to_do_and_all_is_as_planned(site: Site, files: list[list[str]]) -> None:
    with site.app.app_context():
        office = make_office(site)
        for rows in files:
            data, before = csv(*rows, groups=()), known(office)
            shown = office.preview(data)
            office.take_in(data)
            after = known(office)
            assert without_ids(after) == without_ids(carried_out(shown, before))
            ids = {one.value.key: one.id for one in before.pupils}
            assert all(ids.get(one.value.key, one.id) == one.id for one in after.pupils)
            assert office.preview(data).is_empty
            assert office.rows(t.holding) == []


def test_what_is_kept_of_staff_comes_back_as_it_was() -> None:
    name = PersonName("Anneke", "Anna Maria", "A.M.", "van der", "Hoekstra")
    value = RollStaff("K1", name, "ahoek", "a@b.example", ("LRK",), ("plusleerkracht",), ("G1", "G2"))
    assert staff_of("K1", "", said_of_staff(value)) == value
    assert staff_of("K1", "Anneke Hoekstra", {}).title == "Anneke Hoekstra"
