"""Boards, schools, people and what they hold: who gets in, who gives what to whom, and what ends with it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import app.store.tables as t
from app.commands.access import AcceptInvitation, CreateToken, RevokeToken, guest_of
from app.commands.bus import Sent
from app.commands.people import EndEmployment, EndFunction, GrantFunction, InvitePerson
from app.commands.schools import CreateBoard, CreateSchool, SetFreeDays
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError, NotFoundError, WrongStateError
from app.domain.free_days import FreeDay, FreeKind, Region
from app.domain.permissions import Permission, Subject, may
from app.store.bearer import Bearer
from app.store.calendars import calendar_days
from app.store.clock import random_id
from app.store.passwords import matches
from app.store.signed_in import actor_of
from tests.school import Site
from tests.store.people_fixtures import Office, at_once, make_office

SENTENCE = "vier paarden staan in de wei"


def link_for(office: Office, login: str = "anna.vos") -> str:
    found = office.send(InvitePerson(login, login.replace(".", " ").title(), "", office.school)).result
    assert isinstance(found, str)
    return found


def accept(office: Office, secret: str, password: str = SENTENCE) -> None:
    office.bus.send(AcceptInvitation(secret, password), by=guest_of(secret))


# boards and schools


def test_a_board_begins_with_a_fact_in_a_stream_of_its_own(office: Office) -> None:
    facts = office.facts()
    assert [fact["kind"] for fact in facts] == ["BoardCreated", "SchoolCreated", "CalendarSet"]
    assert facts[0]["data"] == {"board": str(office.board), "name": "Stichting De Proef"}
    assert facts[0]["actor"] == {"kind": "operator"}


def test_a_board_is_begun_once(office: Office) -> None:
    with pytest.raises(WrongStateError, match="al"):
        office.send(CreateBoard("Nog eens", office.board))


def test_a_person_begins_no_board_and_adds_no_school(office: Office) -> None:
    director = office.invite("dirk.bos", "directeur")
    for command in (CreateBoard("Eigen", office.board), CreateSchool("Eigen", "11AA", Region.ZUID)):
        with pytest.raises(NotFoundError):
            office.send(command, director)


def test_a_request_that_comes_twice_adds_one_school(office: Office) -> None:
    days = (FreeDay(date(2026, 11, 9), FreeKind.OWN, "Studiedag"),)
    wanted = CreateSchool("Tweede", "88XX", Region.ZUID, days)
    first, again = (office.bus.send(wanted, by=office.operator, key="een") for _ in range(2))
    assert (again.repeated, again.command) == (True, first.command)
    assert len(office.rows(t.school)) == 2


@pytest.mark.parametrize("brin", ["", "1234", "99V", "99VV1", "99VV0101", "AA99"])
def test_a_brin_that_cannot_be_is_refused_with_the_way_out(office: Office, brin: str) -> None:
    with pytest.raises(InvalidValueError, match="12AB") as refused:
        office.send(CreateSchool("Tweede", brin, Region.ZUID))
    assert refused.value.field == "brin"


def test_a_second_location_has_a_brin_of_six(office: Office) -> None:
    with pytest.raises(InvalidValueError, match="vestiging"):
        office.send(CreateSchool("Tweede", "99vv", Region.ZUID))
    made = office.send(CreateSchool("Tweede", "99vv01", Region.ZUID)).result
    assert office.one(t.school, school_id=made).brin == "99VV01"


def test_a_school_has_the_public_holidays_and_school_holidays_around_now(office: Office) -> None:
    days = {row.day: row for row in office.rows(t.free_day, school_id=office.school)}
    assert (min(days).year, max(days).year) == (2025, 2028)
    assert days[date(2026, 12, 25)].kind == "feestdag"
    digest = office.one(t.school).calendar
    with office.reading() as work:
        public, free = calendar_days(work, digest)
    assert date(2026, 12, 25) in public
    assert date(2026, 12, 28) in free


def test_own_days_replace_those_that_were_there_and_old_calendars_stay(office: Office) -> None:
    before = office.one(t.school).calendar
    study = FreeDay(date(2026, 11, 9), FreeKind.OWN, "Studiedag")
    also_a_holiday = FreeDay(date(2026, 12, 25), FreeKind.OWN, "Dag van de school")
    digest = office.send(SetFreeDays(office.school, Region.NOORD, (study, also_a_holiday))).result
    row = office.one(t.school)
    assert (row.calendar, row.region) == (digest, "noord")
    assert digest != before
    assert {each.digest for each in office.rows(t.calendar)} == {before, digest}
    assert office.one(t.free_day, day=study.day).name == "Studiedag"
    assert office.one(t.free_day, day=also_a_holiday.day).kind == "feestdag"
    with office.reading() as work:
        public, free = calendar_days(work, digest)
    assert study.day in free
    assert also_a_holiday.day in public & free
    assert office.facts()[-1]["data"]["own_days"] == ["2026-11-09 Studiedag", "2026-12-25 Dag van de school"]
    office.send(SetFreeDays(office.school, Region.MIDDEN))
    assert office.one(t.school).calendar == before
    assert not office.rows(t.free_day, day=study.day)


@pytest.mark.parametrize("day", [date(2062, 12, 7), date(2024, 12, 31), date(2029, 1, 1)])
def test_an_own_day_of_a_year_that_no_calendar_has_is_refused_and_not_lost(office: Office, day: date) -> None:
    before = office.one(t.school).calendar
    with pytest.raises(InvalidValueError, match="van 2025 tot en met 2028") as refused:
        office.send(SetFreeDays(office.school, Region.NOORD, (FreeDay(day, FreeKind.OWN, "Studiedag"),)))
    assert refused.value.field == "own_days"
    assert office.one(t.school).calendar == before


def test_an_own_day_that_was_there_falls_out_when_its_year_does(office: Office) -> None:
    old = FreeDay(date(2025, 11, 10), FreeKind.OWN, "Studiedag")
    office.send(SetFreeDays(office.school, Region.NOORD, (old,)))
    office.clock.now = office.clock.now.replace(year=2027)
    office.send(SetFreeDays(office.school, Region.NOORD, (old,)))
    assert not office.rows(t.free_day, day=old.day)


def test_who_reads_in_pupils_keeps_the_calendar_and_a_teacher_does_not(office: Office) -> None:
    helper, teacher = office.invite("ina.ib", "intern begeleider"), office.invite("lot.ras", "leerkracht")
    office.send(SetFreeDays(office.school, Region.ZUID), helper)
    assert office.one(t.school).region == "zuid"
    with pytest.raises(NotFoundError):
        office.send(SetFreeDays(office.school, Region.NOORD), teacher)


# one-time links


@pytest.mark.usefixtures("dear_passwords")
def test_a_link_sets_a_password_once(office: Office) -> None:
    secret = link_for(office)
    accept(office, secret)
    row = office.one(t.person, login="anna.vos")
    assert row.password.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert matches(row.password, SENTENCE)
    assert not matches(row.password, SENTENCE + "!")
    assert not matches(None, "")
    assert office.facts()[-1]["actor"]["id"] == str(row.person_id)
    with pytest.raises(InvalidValueError, match="link werkt niet meer"):
        accept(office, secret, "een heel ander wachtwoord")
    assert matches(office.one(t.person, login="anna.vos").password, SENTENCE)


def test_letters_composed_in_another_way_are_the_same_password(office: Office) -> None:
    accept(office, secret := link_for(office), "caf\u00e9 aan de gracht")
    assert secret.startswith(office.board.hex)
    assert matches(office.one(t.person, login="anna.vos").password, "cafe\u0301 aan de gracht")


def test_of_a_link_only_the_hash_is_kept(office: Office) -> None:
    secret = link_for(office).partition(".")[2]
    row = office.one(t.invitation)
    assert len(bytes(row.hash)) == 32
    assert secret.encode() not in bytes(row.hash)
    assert secret not in str(office.facts())


def test_a_new_link_voids_the_older(office: Office) -> None:
    old, new = link_for(office), link_for(office)
    with pytest.raises(InvalidValueError):
        accept(office, old)
    accept(office, new)
    assert office.one(t.person, login="anna.vos").password is not None


def test_a_link_works_for_seven_days(office: Office) -> None:
    early, late = link_for(office), link_for(office, "bas.kok")
    office.clock.on(days=7, seconds=-1)
    with pytest.raises(InvalidValueError):
        accept(office, early + "x")
    accept(office, early)
    office.clock.on(seconds=1)
    with pytest.raises(InvalidValueError):
        accept(office, late)


def test_a_link_of_another_board_is_no_link_here(office: Office, site: Site) -> None:
    other = make_office(site)
    secret = link_for(other).partition(".")[2]
    with pytest.raises(InvalidValueError):
        accept(office, f"{office.board.hex}.{secret}")
    for text in ("", "x", "x.y", f"{random_id().hex}", "a" * 5000):
        with pytest.raises(InvalidValueError):
            guest_of(text)


@pytest.mark.parametrize("password", ["kort", "elf tekens.", "Anna.Anna.Vos", "ANNA  ANNA VOS", "............"])
def test_a_password_that_is_too_easy_leaves_the_link_as_it_was(office: Office, password: str) -> None:
    secret = link_for(office, "anna.anna.vos")
    with pytest.raises(InvalidValueError) as refused:
        accept(office, secret, password)
    assert refused.value.field == "password"
    accept(office, secret)


def test_a_guest_may_nothing(office: Office) -> None:
    guest = Actor.guest(office.board)
    assert not any(may(guest, each, Subject(school=office.school)) for each in Permission)


def test_of_two_who_use_a_link_at_once_one_gets_in(office: Office) -> None:
    secret = link_for(office)
    first, second = at_once(
        office, *(AcceptInvitation(secret, f"{SENTENCE} {number}") for number in range(2)), by=guest_of(secret)
    )
    assert {type(first), type(second)} == {Sent, InvalidValueError}
    winner = 0 if isinstance(first, Sent) else 1
    assert matches(office.one(t.person, login="anna.vos").password, f"{SENTENCE} {winner}")


# tokens


def test_a_token_is_of_a_person_until_it_is_revoked(office: Office) -> None:
    anna = office.invite("anna.vos", "leerkracht")
    text = office.send(CreateToken("anna.vos")).result
    assert text.startswith(f"lrd_{office.board.hex}.")
    secret = Bearer.read(text)
    assert secret is not None
    with office.reading() as work:
        found = actor_of(work, secret)
        assert actor_of(work, Bearer(office.board, secret.secret + "x")) is None
    assert found == office.actor(anna)
    office.clock.on(minutes=1)
    office.send(RevokeToken(office.one(t.token).token_id), anna)
    with office.reading() as work:
        assert actor_of(work, secret) is None
    assert office.kinds()[-2:] == ["TokenCreated", "TokenRevoked"]
    assert secret.secret not in str(office.facts())


def test_a_token_ends_by_itself(office: Office) -> None:
    office.invite("anna.vos")
    with pytest.raises(InvalidValueError, match="voorbij"):
        office.send(CreateToken("anna.vos", office.clock.now))
    text = office.send(CreateToken("anna.vos", office.clock.now + timedelta(days=1))).result
    secret = Bearer.read(text)
    assert secret is not None
    office.clock.on(days=1)
    with office.reading() as work:
        assert actor_of(work, secret) is None


def test_nobody_gets_a_token_of_somebody_else(office: Office) -> None:
    keeper, anna = office.invite("kees.kin", "beheerder", at_board=True), office.invite("anna.vos")
    assert office.send(CreateToken("anna.vos"), anna).result
    for login in ("anna.vos", "niemand"):
        with pytest.raises(NotFoundError):
            office.send(CreateToken(login), keeper)


def test_who_keeps_the_people_revokes_a_token_of_theirs_and_no_other(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    here, there = office.invite("dirk.bos", "directeur"), office.invite("dora.wit", "directeur", school=other)
    office.invite("anna.vos")
    office.send(CreateToken("anna.vos"))
    token = office.one(t.token).token_id
    with pytest.raises(NotFoundError):
        office.send(RevokeToken(token), there)
    office.send(RevokeToken(token), here)
    with pytest.raises(NotFoundError):
        office.send(RevokeToken(token), here)


# inviting


def test_a_known_person_keeps_id_and_functions_when_invited_again(office: Office) -> None:
    anna = office.invite("anna.vos", "leerkracht")
    office.send(InvitePerson("ANNA.VOS", "Anna Vos", "nieuw@school.example", office.school, ("leerkracht", "MT")))
    row = office.one(t.person, login="anna.vos")
    assert (row.person_id, row.email) == (anna, "nieuw@school.example")
    assert {each.function for each in office.actor(anna).holdings} == {"leerkracht", "MT"}
    assert len(office.rows(t.holding, person_id=anna)) == 2


def test_a_login_of_somebody_else_is_not_taken_over(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    director = office.invite("dora.wit", "directeur", school=other)
    office.invite("anna.vos", "leerkracht")
    with pytest.raises(InvalidValueError, match="iemand anders"):
        office.send(InvitePerson("anna.vos", "Anton Visser", "", office.school))
    with pytest.raises(InvalidValueError, match="iemand anders"):
        office.send(InvitePerson("anna.vos", "Anna Vos", "boos@weg.example", other), director)
    assert office.one(t.person, login="anna.vos").email == "anna.vos@school.example"


@pytest.mark.parametrize(
    ("login", "email", "field"),
    [
        ("a", "", "login"),
        ("Ännä", "", "login"),
        ("a b", "", "login"),
        ("anna", "geen adres", "email"),
        ("anna", "anna@school.example,iemand@elders.example", "email"),
        ("anna", "a@[1.2", "email"),
        ("anna", "=?utf-8?q?=0A?=@school.example", "email"),
        ("anna", "a@b.nl\x7f", "email"),
    ],
)
def test_what_cannot_be_a_login_or_address_is_refused(office: Office, login: str, email: str, field: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        office.send(InvitePerson(login, "Anna", email, office.school))
    assert refused.value.field == field


def test_a_function_that_nobody_knows_is_refused_with_those_that_there_are(office: Office) -> None:
    with pytest.raises(InvalidValueError, match="intern begeleider"):
        office.send(InvitePerson("anna.vos", "Anna", "", office.school, ("tovenaar",)))
    assert not office.rows(t.person)


# functions


def test_nobody_gives_a_function_to_themselves(office: Office) -> None:
    director = office.invite("dirk.bos", "directeur")
    for command in (
        GrantFunction(director, "intern begeleider", office.school, "Handig"),
        InvitePerson("dirk.bos", "Dirk Bos", "", office.school, ("intern begeleider",)),
    ):
        with pytest.raises(WrongStateError, match="niet aan jezelf"):
            office.send(command, director)
    assert {each.function for each in office.actor(director).holdings} == {"directeur"}


def test_who_keeps_one_school_gives_no_function_in_another_or_at_the_board(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    director, anna = office.invite("dirk.bos", "directeur"), office.invite("anna.vos")
    for school in (other, None):
        with pytest.raises(NotFoundError):
            office.send(GrantFunction(anna, "directeur", school, "Mag dit?"), director)
    office.send(GrantFunction(anna, "waarnemer", office.school, "Dirk is ziek"), director)
    assert office.actor(anna).functions_at(office.school) == {"waarnemer"}
    assert office.actor(anna).functions_at(other) == frozenset()


def test_a_teacher_gives_nobody_a_function(office: Office) -> None:
    teacher, anna = office.invite("lot.ras", "leerkracht"), office.invite("anna.vos")
    with pytest.raises(NotFoundError):
        office.send(GrantFunction(anna, "leerkracht", office.school, "Samen"), teacher)


def test_a_function_is_held_once_and_written_as_the_protocol_does(office: Office) -> None:
    anna = office.invite("anna.vos")
    office.send(GrantFunction(anna, "mt", office.school, "Nieuw in het MT"))
    assert office.actor(anna).functions_at(office.school) == {"MT"}
    with pytest.raises(WrongStateError, match="al"):
        office.send(GrantFunction(anna, "MT", office.school, "Nog eens"))


def test_a_person_whose_function_ended_has_no_right_in_the_next_request(office: Office) -> None:
    director, anna = office.invite("dirk.bos", "directeur"), office.invite("anna.vos")
    holding = office.one(t.holding, person_id=director).holding_id
    office.send(EndFunction(holding, "Naar een andere school"))
    assert office.actor(director).holdings == frozenset()
    with pytest.raises(NotFoundError):
        office.send(GrantFunction(anna, "leerkracht", office.school, "Te laat"), director)
    with pytest.raises(NotFoundError):
        office.send(EndFunction(holding, "Nog eens"))
    fact = office.facts()[-1]
    assert (fact["kind"], fact["data"]["reason"]) == ("FunctionEnded", "Naar een andere school")


def test_with_the_last_employment_all_ends_at_once(office: Office) -> None:
    anna = office.invite("anna.vos", "leerkracht", "MT")
    secret = link_for(office)
    text = office.send(CreateToken("anna.vos")).result
    office.send(EndEmployment(anna, "Met pensioen", office.school))
    assert office.find_actor(anna) is None
    assert office.one(t.employment, person_id=anna).ended_at is not None
    assert all(row.ended_at is not None for row in office.rows(t.holding, person_id=anna))
    bearer = Bearer.read(text)
    assert bearer is not None
    with office.reading() as work:
        assert actor_of(work, bearer) is None
    with pytest.raises(InvalidValueError):
        accept(office, secret)
    assert office.kinds()[-4:] == ["EmploymentEnded", "FunctionEnded", "FunctionEnded", "TokenRevoked"]
    with pytest.raises(WrongStateError, match="niet op deze school"):
        office.send(EndEmployment(anna, "Nog eens", office.school))


def test_who_works_at_another_school_too_keeps_what_is_there(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    anna = office.invite("anna.vos", "leerkracht")
    office.send(InvitePerson("anna.vos", "Anna Vos", "", other, ("intern begeleider",)))
    office.send(EndEmployment(anna, "Alleen nog op de Tweede", office.school))
    actor = office.actor(anna)
    assert actor.schools == {other}
    assert {each.function for each in actor.holdings} == {"intern begeleider"}


def test_whoever_left_comes_back_by_an_invitation_without_what_they_held(office: Office) -> None:
    anna = office.invite("anna.vos", "leerkracht")
    office.send(EndEmployment(anna, "Weg bij dit bestuur"))
    assert office.invite("anna.vos") == anna
    actor = office.actor(anna)
    assert actor.schools == {office.school}
    assert actor.holdings == frozenset()


def test_the_operator_opens_no_dossier(office: Office) -> None:
    subject = Subject(school=office.school, member=True, teaches=True, for_functions=frozenset({"*", "iedereen"}))
    allowed = {each for each in Permission if may(office.operator, each, subject)}
    assert allowed == {
        Permission.KEEP_PEOPLE, Permission.KEEP_BOARD, Permission.ISSUE_ACCESS, Permission.IMPORT,
        Permission.SEE_PROTOCOLS, Permission.VERIFY, Permission.MINE,
    }  # fmt: skip


def test_what_is_not_there_is_not_found(office: Office) -> None:
    anna, nobody = office.invite("anna.vos"), random_id()
    for command in (
        InvitePerson("bas.kok", "Bas Kok", "", nobody), GrantFunction(nobody, "MT", office.school, "Voor wie?"),
        GrantFunction(anna, "MT", nobody, "Waar?"), EndFunction(nobody, "Wat?"), EndEmployment(nobody, "Wie?"),
        RevokeToken(nobody), CreateBoard("Een ander", nobody), SetFreeDays(nobody, Region.ZUID),
    ):  # fmt: skip
        with pytest.raises(NotFoundError):
            office.send(command)


def test_on_a_board_that_is_not_there_nothing_is_found(office: Office) -> None:
    stranger = Actor.operator(random_id())
    with pytest.raises(NotFoundError):
        office.bus.send(CreateSchool("Tweede", "88XX", Region.ZUID), by=stranger)


def test_who_keeps_one_school_does_not_end_what_somebody_has_elsewhere(office: Office) -> None:
    other = office.send(CreateSchool("Tweede", "88XX", Region.ZUID)).result
    director = office.invite("dora.wit", "directeur", school=other)
    anna, keeper = office.invite("anna.vos", "leerkracht"), office.invite("kees.kin", "beheerder", at_board=True)
    for person in (anna, keeper):
        for command in (EndEmployment(person, "Weg ermee"), EndEmployment(person, "Weg ermee", office.school)):
            with pytest.raises(NotFoundError):
                office.send(command, director)
    office.send(EndEmployment(anna, "Met pensioen"), keeper)
    assert office.find_actor(anna) is None


def test_a_token_is_not_made_for_who_cannot_sign_in(office: Office) -> None:
    anna = office.invite("anna.vos")
    office.send(EndEmployment(anna, "Met pensioen"))
    with pytest.raises(WrongStateError, match="uit"):
        office.send(CreateToken("anna.vos"))


def test_texts_that_are_too_long_or_empty_are_refused_by_field(office: Office) -> None:
    unnamed = FreeDay(date(2026, 11, 9), FreeKind.OWN, " ")
    secret = link_for(office)
    for command, field in (
        (CreateSchool("x" * 201, "88XX", Region.ZUID), "name"), (CreateSchool(" ", "88XX", Region.ZUID), "name"),
        (SetFreeDays(office.school, Region.ZUID, (unnamed,)), "own_days"),
        (CreateToken("anna.vos", office.clock.now.replace(tzinfo=None)), "until"),
    ):  # fmt: skip
        with pytest.raises(InvalidValueError) as refused:
            office.send(command)
        assert refused.value.field == field
    with pytest.raises(InvalidValueError, match="1000"):
        accept(office, secret, "x" * 1001)
