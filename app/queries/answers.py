"""Answers, opened for whoever may read them: by function, field group and phase, as the protocol's rights say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.store.keys import KeysError
from app.store.sealing import SealError, about_answers, unseal
from app.store.unit_of_work import Work
from workflows import STARTER, Bundle


@dataclass(frozen=True, slots=True)
class GroupAnswers:
    """The answers of one field group."""

    group: str
    values: Mapping[str, object] | None
    """By field; null where this person may not read them, or their key was destroyed."""


@dataclass(frozen=True, slots=True)
class Given:
    """The answers that one command gave to a task; a correction comes after what it corrects."""

    by: str
    at: datetime
    answers: tuple[GroupAnswers, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever reads, in one route."""

    work: Work
    actor: Actor
    bundle: Bundle
    functions: frozenset[str]
    route: UUID
    key_id: UUID

    @classmethod
    def of(cls, work: Work, actor: Actor, bundle: Bundle, row: Any, school: UUID) -> Reader:
        """For the route of a row with `route_id`, `key_id` and `started_by`."""
        functions = actor.functions_at(school)
        if row.started_by == actor.id:
            functions |= {STARTER}
        return cls(work, actor, bundle, functions, row.route_id, row.key_id)

    def may_read(self, group: str, phase: str, *, own: bool = False) -> bool:
        """Whether a field group of a phase is for this person."""
        return self.bundle.rights.may_read(self.functions, group, phase, own=own)

    def reads_fields(self, names: frozenset[str], phase: str, *, own: bool, asked: Bundle | None = None) -> bool:
        """Whether all of these fields are; a table may name them by its columns.

        A field that no form asks is for everyone who sees the route. `asked` is the version in which they were asked.
        """
        columns, groups = (asked or self.bundle).columns, (asked or self.bundle).groups_of_fields
        fields = names.union(*(columns[name].names for name in names & columns.keys()))
        needed = frozenset().union(*(groups.get(name, frozenset()) for name in fields))
        return all(self.may_read(group, phase, own=own) for group in needed)

    def group(self, row: Any) -> GroupAnswers:
        """A row of answers, opened if it is for this person."""
        if not self.may_read(row.veldgroep, row.phase, own=row.by == self.actor.id):
            return GroupAnswers(row.veldgroep, None)
        about = about_answers(self.route, row.task_id or self.route, row.command_id, row.veldgroep)
        try:
            opened = unseal(self.work.keys.get(self.work.board, self.key_id), bytes(row.sealed), *about)
        except (SealError, KeysError):
            return GroupAnswers(row.veldgroep, None)
        return GroupAnswers(row.veldgroep, json.loads(opened))
