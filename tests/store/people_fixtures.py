"""A board that is set up as a real one is: by the operator's commands, with a roll that is imported."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.commands import access, people, protocols, roll, schools, teams
from app.commands.bus import Bus, Sent
from app.commands.command import Command
from app.commands.table import HANDLERS
from app.domain.actors import Actor
from app.domain.errors import Refused
from app.domain.free_days import Region
from app.domain.roll_changes import RollPlan
from app.store.clock import Clock, random_id
from app.store.people import load_actor
from app.store.sealing import about_fact, unseal
from app.store.unit_of_work import Work, reading
from tests.school import FrozenClock, Site

OURS = {
    schools.CreateBoard: schools.create_board,
    schools.CreateSchool: schools.create_school,
    schools.SetFreeDays: schools.set_free_days,
    people.InvitePerson: people.invite_person,
    people.GrantFunction: people.grant_function,
    people.EndFunction: people.end_function,
    people.EndEmployment: people.end_employment,
    access.AcceptInvitation: access.accept_invitation,
    access.CreateToken: access.create_token,
    access.RevokeToken: access.revoke_token,
    teams.AddMember: teams.put_on_team,
    teams.EndMember: teams.take_off_team,
    teams.DenyPerson: teams.deny_person,
    teams.LiftDenial: teams.lift_denial,
    teams.RecordParent: teams.record_parent,
    roll.PreviewRoll: roll.show_roll,
    roll.ImportRoll: roll.import_roll,
    protocols.PublishBundle: protocols.publish_bundle,
}


def bus_of(site: Site, clock: FrozenClock) -> Bus:
    return Bus(site.keys, Clock(clock), site.bundles, random_id, {**HANDLERS, **OURS})


def facts_of(work: Work, stream: UUID, key: UUID) -> list[Mapping[str, Any]]:
    """The facts of a stream, opened."""
    rows = work.rows(select(t.fact).where(t.fact.c.stream_id == stream).order_by(t.fact.c.sequence))
    secret = work.keys.get(work.board, key)
    return [
        json.loads(unseal(secret, bytes(row.ciphertext), *about_fact(stream, row.sequence, row.entered)))
        for row in rows
    ]


@dataclass
class Office:
    """One board with one school, as its operator has it."""

    site: Site
    board: UUID
    clock: FrozenClock
    bus: Bus
    school: UUID

    @property
    def operator(self) -> Actor:
        return Actor.operator(self.board)

    @contextmanager
    def reading(self) -> Iterator[Work]:
        with reading(self.board, self.site.keys, Clock(self.clock)) as work:
            yield work

    def send(self, command: Command, by: UUID | None = None) -> Sent:
        """Sent by the operator, or by a person with what they hold now."""
        return self.bus.send(command, by=self.operator if by is None else self.actor(by))

    def actor(self, person: UUID) -> Actor:
        found = self.find_actor(person)
        assert found is not None
        return found

    def find_actor(self, person: UUID) -> Actor | None:
        with self.reading() as work:
            return load_actor(work, person)

    def invite(self, login: str, *functions: str, school: UUID | None = None, at_board: bool = False) -> UUID:
        """A person who works here; their id."""
        where = None if at_board else school or self.school
        name = login.replace(".", " ").title()
        self.send(people.InvitePerson(login, name, f"{login}@school.example", where, functions))
        return self.person(login)

    def person(self, login: str) -> UUID:
        found: UUID = self.one(t.person, login=login).person_id
        return found

    def rows(self, table: Any, **where: object) -> list[Any]:
        with self.reading() as work:
            conditions = [table.c.board_id == self.board, *(table.c[name] == value for name, value in where.items())]
            return list(work.rows(select(table).where(*conditions)))

    def one(self, table: Any, **where: object) -> Any:
        (row,) = self.rows(table, **where)
        return row

    def facts(self) -> list[Mapping[str, Any]]:
        """The facts of the board."""
        row = self.one(t.board)
        with self.reading() as work:
            found = facts_of(work, row.stream_id, row.key_id)
        assert len(found) == row.facts
        return found

    def kinds(self) -> list[str]:
        return [fact["kind"] for fact in self.facts()]

    def preview(self, data: bytes) -> RollPlan:
        plan: RollPlan = self.send(roll.PreviewRoll(self.school, data)).result
        return plan

    def take_in(self, data: bytes) -> roll.Imported:
        """Import a file as it was previewed."""
        done: roll.Imported = self.send(roll.ImportRoll(self.school, data, self.preview(data).digest)).result
        return done


def make_office(site: Site, brin: str = "99VV") -> Office:
    clock, board = FrozenClock(), random_id()
    bus = bus_of(site, clock)
    operator = Actor.operator(board)
    bus.send(schools.CreateBoard("Stichting De Proef", board), by=operator)
    school = bus.send(schools.CreateSchool("De Vuurvlinder", brin, Region.MIDDEN), by=operator).result
    return Office(site, board, clock, bus, school)


def at_once(office: Office, *commands: Command, by: Actor) -> list[Sent | Refused]:
    """Send commands at the same time, each in a thread of its own; what became of each, in order."""
    start = Barrier(len(commands))

    def send(command: Command) -> Sent | Refused:
        with office.site.app.app_context():
            start.wait()
            try:
                return office.bus.send(command, by=by)
            except Refused as refused:
                return refused

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(send, commands))
