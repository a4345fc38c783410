"""Signing in and out: who gets a session, how long it counts, and how long whoever guesses must wait."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import delete

import app.store.tables as t
from app.commands import signing_in
from app.commands.access import AcceptInvitation, guest_of
from app.commands.people import EndEmployment, InvitePerson
from app.commands.sessions import ChangePassword, EndOtherSessions, KeepSession, SignOut
from app.commands.signing_in import Origin, Wait, Welcome, change_password, sign_in
from app.commands.upkeep import TidyUp
from app.domain.actors import Actor
from app.domain.errors import InvalidValueError
from app.domain.sessions import FORGOTTEN, IDLE, LONGEST
from app.queries.asking import SignedIn, actor_of_session
from app.queries.desk import Desk
from app.store.bearer import Bearer
from app.store.clock import Clock
from app.store.sessions import NO_BOARD
from app.store.signed_in import seat_of
from app.store.unit_of_work import transaction
from tests.counting import counted
from tests.school import Site
from tests.store.people_fixtures import Office, make_office

SENTENCE = "vier paarden staan in de wei"
OTHER = "vijf koeien liggen in het gras"
HERE = Origin("192.0.2.7")
LOGIN = "anna.vos"


@pytest.fixture
def office(site: Site) -> Iterator[Office]:
    """A board of its own; failures are of no board, so those of the test before are taken away."""
    with site.app.app_context():
        made = make_office(site)
        made.clock.on(days=1)
        with transaction(NO_BOARD, site.keys, Clock(made.clock)) as work:
            work.run(delete(t.sign_in_failure))
            work.run(delete(t.person).where(t.person.c.board_id != made.board))
        accept(made, LOGIN, SENTENCE)
        yield made


def accept(office: Office, login: str, password: str) -> None:
    link = office.send(InvitePerson(login, login.replace(".", " ").title(), "", office.school)).result
    office.bus.send(AcceptInvitation(link, password), by=guest_of(link))


def try_in(
    office: Office, password: str = SENTENCE, login: str = LOGIN, origin: Origin = HERE
) -> Welcome | Wait | None:
    return sign_in(office.bus, login, password, origin)


def enter(office: Office, password: str = SENTENCE) -> str:
    found = try_in(office, password)
    assert isinstance(found, Welcome)
    return found.cookie


def desk(office: Office) -> Desk:
    return Desk(office.site.keys, Clock(office.clock), office.site.bundles)


def seat(office: Office, cookie: str) -> SignedIn | None:
    return actor_of_session(desk(office), cookie)


def sits(office: Office, cookie: str) -> SignedIn:
    found = seat(office, cookie)
    assert found is not None
    return found


def guess(office: Office, times: int, login: str = LOGIN, origin: Origin = HERE) -> None:
    """Guess wrong so often, each time as soon as one may."""
    for number in range(times):
        while isinstance(found := try_in(office, f"fout wachtwoord {number}", login, origin), Wait):
            office.clock.on(seconds=found.seconds)
        assert found is None


def reads(office: Office) -> list[tuple[str, bool]]:
    rows = sorted(office.rows(t.read_log), key=lambda row: (row.at, row.found))
    return [(row.action, row.found) for row in rows if row.action.startswith("sign ")]


# getting in


def test_the_right_password_gives_a_session_of_that_person(office: Office) -> None:
    found = sits(office, enter(office))
    assert found.actor == office.actor(office.person(LOGIN))
    assert (found.created_at, found.seen_at, found.is_due) == (office.clock.now, office.clock.now, False)


@pytest.mark.parametrize("typed", [" anna.vos ", "Anna.Vos", "ANNA.VOS"])
def test_a_login_may_be_typed_with_capitals_and_spaces_around_it(office: Office, typed: str) -> None:
    assert isinstance(try_in(office, login=typed), Welcome)


@pytest.mark.parametrize("password", ["", "fout", SENTENCE.upper(), SENTENCE + " ", "x" * 100_000])
def test_a_wrong_password_gives_none(office: Office, password: str) -> None:
    assert try_in(office, password) is None
    assert office.rows(t.session) == []


def test_who_was_only_invited_cannot_sign_in(office: Office) -> None:
    office.send(InvitePerson("ben.kok", "Ben Kok", "", office.school))
    assert try_in(office, "", "ben.kok") is None


def test_who_left_has_no_session_any_more_and_gets_none(office: Office) -> None:
    cookie = enter(office)
    office.send(EndEmployment(office.person(LOGIN), "Andere baan"))
    assert seat(office, cookie) is None
    assert try_in(office) is None
    office.send(InvitePerson(LOGIN, "Anna Vos", "", office.school))
    assert seat(office, cookie) is None, "being invited again lets no old session live"


@pytest.mark.parametrize("login", ["niemand", "", "x" * 100_000])
def test_for_a_login_that_nobody_has_a_password_is_reckoned_with_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    asked: list[str | None] = []

    def told(kept: str | None, _password: str) -> bool:
        asked.append(kept)
        return False

    monkeypatch.setattr(signing_in, "matches", told)
    assert try_in(office, login=login) is None
    assert asked == [None]
    office.send(InvitePerson("ben.kok", "Ben Kok", "", office.school))
    assert try_in(office, login="ben.kok") is None
    assert asked == [None, None], "and for who has none yet"


def test_two_boards_may_have_the_same_login_and_the_password_tells_which(office: Office, site: Site) -> None:
    other = make_office(site)
    other.clock.now = office.clock.now
    accept(other, LOGIN, OTHER)
    first, second = try_in(office, SENTENCE), try_in(office, OTHER)
    assert isinstance(first, Welcome)
    assert isinstance(second, Welcome)
    assert (first.board, second.board) == (office.board, other.board)
    assert sits(other, second.cookie).actor.board == other.board


def test_a_password_that_was_changed_while_it_was_judged_gives_no_session(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed_meanwhile(_kept: str | None, _password: str) -> bool:
        accept(office, LOGIN, OTHER)
        return True

    monkeypatch.setattr(signing_in, "matches", changed_meanwhile)
    assert try_in(office) is None


def test_each_sign_in_has_a_session_and_a_secret_of_its_own(office: Office) -> None:
    one, two = enter(office), enter(office)
    assert one != two
    assert sits(office, one).session != sits(office, two).session


def test_of_a_session_only_the_hash_of_its_secret_is_kept(office: Office) -> None:
    secret = Bearer.read(enter(office))
    assert secret is not None
    row = office.one(t.session)
    assert row.hash == secret.hash
    assert secret.secret not in str(row)


# how long it counts


def test_a_session_that_is_used_counts_for_twelve_hours(office: Office) -> None:
    cookie = enter(office)
    for _ in range(13):
        office.clock.on(minutes=55)
        found = sits(office, cookie)
        assert found.is_due
        office.bus.send(KeepSession(found.session), by=found.actor)
    office.clock.on(minutes=4, seconds=59)
    assert seat(office, cookie) is not None
    office.clock.on(seconds=1)
    assert seat(office, cookie) is None


def test_a_session_that_nobody_used_for_an_hour_has_ended(office: Office) -> None:
    cookie = enter(office)
    office.clock.now += IDLE - timedelta(seconds=1)
    assert seat(office, cookie) is not None
    office.clock.on(seconds=1)
    assert seat(office, cookie) is None


def test_that_a_session_is_used_is_written_down_once_a_minute(office: Office) -> None:
    found = sits(office, enter(office))
    begun = office.clock.now
    office.clock.on(seconds=59)
    office.bus.send(KeepSession(found.session), by=found.actor)
    assert office.one(t.session).seen_at == begun
    office.clock.on(seconds=1)
    office.bus.send(KeepSession(found.session), by=found.actor)
    assert office.one(t.session).seen_at == office.clock.now


def test_who_is_in_a_session_is_asked_in_one_statement(office: Office) -> None:
    secret = Bearer.read(enter(office))
    assert secret is not None
    with office.reading() as work, counted() as sent:
        assert seat_of(work, secret) is not None
    assert len(sent.statements) == 1


@pytest.mark.parametrize("text", ["", ".", "x", "00.11", f"{NO_BOARD.hex}.geheim", "x" * 10_000])
def test_a_cookie_that_is_of_no_session_is_nobody(office: Office, text: str) -> None:
    assert seat(office, text) is None


# getting out


def test_who_signs_out_ends_that_session_alone(office: Office) -> None:
    one, two = enter(office), enter(office)
    found = sits(office, one)
    for _ in range(2):
        office.bus.send(SignOut(found.session), by=found.actor)
    assert seat(office, one) is None
    assert seat(office, two) is not None
    assert reads(office).count(("sign out", True)) == 1


def test_nobody_ends_the_session_of_somebody_else(office: Office) -> None:
    accept(office, "ben.kok", OTHER)
    cookie, ben = enter(office), office.actor(office.person("ben.kok"))
    office.bus.send(SignOut(sits(office, cookie).session), by=ben)
    office.clock.on(minutes=2)
    office.bus.send(KeepSession(sits(office, cookie).session), by=ben)
    assert sits(office, cookie).is_due


def test_who_signs_out_elsewhere_stays_here(office: Office) -> None:
    cookies = [enter(office) for _ in range(3)]
    found = sits(office, cookies[1])
    assert office.bus.send(EndOtherSessions(found.session), by=found.actor).result == 2
    assert [seat(office, each) is not None for each in cookies] == [False, True, False]


def test_a_new_password_by_a_one_time_link_ends_all_sessions(office: Office) -> None:
    cookie = enter(office)
    accept(office, LOGIN, OTHER)
    assert seat(office, cookie) is None
    assert try_in(office, SENTENCE) is None
    assert seat(office, enter(office, OTHER)) is not None


def test_another_password_ends_all_other_sessions_and_is_a_fact(office: Office) -> None:
    elsewhere, here = enter(office), enter(office)
    found = sits(office, here)
    assert change_password(office.bus, found.actor, ChangePassword(found.session, SENTENCE, OTHER), LOGIN, HERE) is None
    assert seat(office, elsewhere) is None
    assert seat(office, here) is not None
    fact = office.facts()[-1]
    assert (fact["kind"], fact["data"]) == ("PasswordChanged", {"person": str(found.actor.id)})
    assert fact["actor"]["id"] == str(found.actor.id)
    assert seat(office, enter(office, OTHER)) is not None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [("fout", OTHER, "old"), (SENTENCE, "kort", "password"), (SENTENCE, "Anna...... Vos", "password")],
)
def test_a_change_that_will_not_do_is_refused_by_field_and_changes_nothing(
    office: Office, old: str, new: str, field: str
) -> None:
    found = sits(office, enter(office))
    with pytest.raises(InvalidValueError) as refused:
        change_password(office.bus, found.actor, ChangePassword(found.session, old, new), LOGIN, HERE)
    assert refused.value.field == field
    assert len(office.rows(t.sign_in_failure)) + len(failures(office)) == (1 if field == "old" else 0)
    assert isinstance(try_in(office, SENTENCE), Welcome)


def failures(office: Office) -> list[object]:
    with transaction(NO_BOARD, office.site.keys, Clock(office.clock)) as work:
        return list(work.rows(t.sign_in_failure.select()))


def test_who_guesses_the_old_password_waits_as_at_the_door(office: Office) -> None:
    found = sits(office, enter(office))
    change = ChangePassword(found.session, "fout", OTHER)
    for _ in range(3):
        with pytest.raises(InvalidValueError):
            change_password(office.bus, found.actor, change, LOGIN, HERE)
    assert change_password(office.bus, found.actor, change, LOGIN, HERE) == Wait(2)


# waiting


def test_after_three_failures_each_next_try_waits_longer_and_half_a_minute_at_most(office: Office) -> None:
    guess(office, 3)
    waits = list[int]()
    for _ in range(7):
        found = try_in(office, "fout")
        assert isinstance(found, Wait)
        waits.append(found.seconds)
        office.clock.on(seconds=found.seconds)
        assert try_in(office, "fout") is None
    assert waits == [2, 4, 8, 16, 30, 30, 30]


def test_trying_while_one_must_wait_makes_the_wait_no_longer_even_with_the_right_password(office: Office) -> None:
    guess(office, 5)
    for left in range(8, 0, -1):
        assert try_in(office) == Wait(left)
        office.clock.on(seconds=1)
    assert isinstance(try_in(office), Welcome)


def test_who_got_in_begins_anew(office: Office) -> None:
    guess(office, 2)
    enter(office)
    assert failures(office) == []
    guess(office, 2)
    assert isinstance(try_in(office), Welcome)


def test_failures_of_a_quarter_of_an_hour_ago_count_no_longer(office: Office) -> None:
    guess(office, 3)
    assert try_in(office) == Wait(2)
    office.clock.now += FORGOTTEN
    guess(office, 3)
    assert try_in(office) == Wait(2)


def test_a_login_that_nobody_has_waits_just_as_long(office: Office) -> None:
    guess(office, 3, "niemand")
    assert try_in(office, login="Niemand ") == Wait(2)
    assert isinstance(try_in(office), Welcome), "somebody else waits for none of it"


def test_a_browser_that_somebody_signed_in_from_waits_for_no_failures_of_a_stranger(office: Office) -> None:
    welcome = try_in(office)
    assert isinstance(welcome, Welcome)
    mine = Origin("192.0.2.7", welcome.known)
    guess(office, 7, origin=Origin("203.0.113.1"))
    assert try_in(office) == Wait(30), "elsewhere whoever has this login waits"
    again = try_in(office, origin=mine)
    assert isinstance(again, Welcome)
    assert again.known == welcome.known
    assert isinstance(try_in(office), Wait), "and it makes nobody else wait less"


def test_such_a_browser_waits_for_its_own_failures(office: Office) -> None:
    welcome = try_in(office)
    assert isinstance(welcome, Welcome)
    mine = Origin("192.0.2.7", welcome.known)
    guess(office, 3, origin=mine)
    assert try_in(office, origin=mine) == Wait(2)


def test_such_a_browser_is_known_for_one_login_alone_and_what_it_keeps_cannot_be_made_up(office: Office) -> None:
    accept(office, "ben.kok", OTHER)
    welcome = try_in(office, OTHER, "ben.kok")
    assert isinstance(welcome, Welcome)
    assert "ben" not in welcome.known
    guess(office, 3)
    for known in (welcome.known, "", ".", "x.y", f"{NO_BOARD.hex}.{'0' * 64}", "é.é", "x" * 10_000):
        assert try_in(office, origin=Origin("192.0.2.7", known)) == Wait(2), known


def test_from_one_network_thirty_failures_delay_everybody_a_little_and_keep_nobody_out(office: Office) -> None:
    for number in range(30):
        guess(office, 1, f"niemand{number}")
    assert try_in(office) == Wait(1)
    assert isinstance(try_in(office, origin=Origin("192.0.2.8")), Welcome), "from elsewhere nothing is different"
    for number in range(10):
        guess(office, 1, f"nog-niemand{number}")
    found = try_in(office)
    assert found == Wait(5)
    office.clock.on(seconds=5)
    assert isinstance(try_in(office), Welcome)


def test_many_at_once_gain_no_more_tries_than_one_after_the_other(office: Office) -> None:
    many = 8
    start = Barrier(many)

    def one(number: int) -> object:
        with office.site.app.app_context():
            start.wait()
            return try_in(office, f"fout {number}")

    with ThreadPoolExecutor(many) as pool:
        found = list(pool.map(one, range(many)))
    assert sum(each is None for each in found) == 3
    assert len(failures(office)) == 3


# what is written down of it


def test_the_log_of_reads_tells_who_came_in_who_failed_and_who_left(office: Office) -> None:
    assert try_in(office, "fout") is None
    office.clock.on(seconds=1)
    assert try_in(office, "fout", "niemand") is None
    office.clock.on(seconds=1)
    found = sits(office, enter(office))
    office.clock.on(seconds=1)
    office.bus.send(SignOut(found.session), by=found.actor)
    assert reads(office) == [("sign in", False), ("sign in", False), ("sign in", True), ("sign out", True)]
    people = [row.person_id for row in sorted(office.rows(t.read_log), key=lambda row: row.at) if "sign" in row.action]
    assert people == [found.actor.id, NO_BOARD, found.actor.id, found.actor.id]


def test_what_was_typed_stands_nowhere_in_clear(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    canary = "kanarie-wachtwoord-als-naam"
    assert try_in(office, canary, canary) is None
    assert canary not in str(failures(office))
    assert canary not in str(office.rows(t.read_log))
    assert canary not in caplog.text


def test_the_night_takes_away_what_is_over(office: Office) -> None:
    one, two = enter(office), enter(office)
    guess(office, 1)
    found = sits(office, one)
    office.bus.send(SignOut(found.session), by=found.actor)
    office.bus.send(TidyUp(), by=Actor.system(office.board))
    assert [row.session_id for row in office.rows(t.session)] == [sits(office, two).session]
    assert len(failures(office)) == 1
    office.clock.now += max(LONGEST, FORGOTTEN)
    office.bus.send(TidyUp(), by=Actor.system(office.board))
    assert (office.rows(t.session), failures(office)) == ([], [])
