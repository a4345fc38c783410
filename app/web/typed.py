"""What somebody typed on the page of a task: answers, when it was done, who did it too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Final
from uuid import UUID

from flask import Request
from werkzeug.datastructures import MultiDict

from app.commands.answers import ANTWOORD, REDEN
from app.domain.numbers import number_of
from app.web.forms import answers_of
from app.web.words import HERE, _
from workflows import Form, TaskKind

DAY: Final = "gebeurd-op"
CLOCK: Final = "gebeurd-om"
WITH: Final = "samen-met"
REASON: Final = "herstel-reden"
SEEN: Final = "seen"
_DAY: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})")
_CLOCK: Final = re.compile(r"([0-9]{1,2})[:.]([0-9]{2})")
_NOON: Final = time(12)
_BESIDE: Final = (DAY, CLOCK, WITH)
"""Fields of the page itself that a draft keeps too."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on the page. All texts are as they were typed."""

    answers: Mapping[str, object] = field(default_factory=dict)
    """To the form, and of a question the answer and its reason."""
    beside: Mapping[str, str] = field(default_factory=dict)
    seen: int | None = None
    reason: str = ""
    """Why the answers are set right."""

    @classmethod
    def of(cls, asked: Request, form: Form | None, *, kind: TaskKind | None = None) -> Typed:
        """What was posted. `kind` says whether an answer and a reason belong to it."""
        sent = asked.form
        answers = answers_of(sent, form.components) if form else {}
        if kind is not TaskKind.TAAK:
            answers |= _choice(sent)
        beside = {name: sent[name] for name in _BESIDE if sent.get(name, "").strip()}
        return cls(answers, beside, number_of(sent.get(SEEN, "")), sent.get(REASON, ""))

    @classmethod
    def kept(cls, draft: Mapping[str, object]) -> Typed:
        """What a draft kept."""
        beside = {name: value for name in _BESIDE if isinstance(value := draft.get(name), str)}
        return cls({name: value for name, value in draft.items() if name not in _BESIDE}, beside)

    @property
    def draft(self) -> dict[str, object]:
        """What is kept of it."""
        return {**self.answers, **self.beside}

    @property
    def chosen(self) -> list[str]:
        """Of a question: the answers that are chosen."""
        said = self.answers.get(ANTWOORD)
        return [said] if isinstance(said, str) else [str(each) for each in said] if isinstance(said, list) else []

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed at all."""
        return not any(_filled(each) for each in self.draft.values())

    def happened(self, now: datetime) -> tuple[datetime | None, dict[str, list[str]]]:
        """When it was done, None where nothing else was said than now; and what is wrong with it, by field.

        A day without a time is noon of that day, or now where that is still to come.
        """
        said_day, said_clock = self.beside.get(DAY, "").strip(), self.beside.get(CLOCK, "").strip()
        if not said_day and not said_clock:
            return None, {}
        errors: dict[str, list[str]] = {}
        today = now.astimezone(HERE).date()
        on, at = (_date(said_day) if said_day else today), (_time(said_clock) if said_clock else None)
        if on is None:
            errors[DAY] = [_("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 08-09-2026.")]
        if at is None and said_clock:
            errors[CLOCK] = [_("Schrijf de tijd als uren:minuten, bijvoorbeeld 14:05.")]
        if errors or on is None:
            return None, errors
        found = datetime.combine(on, at or _NOON, tzinfo=HERE)
        if at is None and on == today:
            return None, {}
        if found > now:
            return None, {DAY: [_("Dit moment moet nog komen. Schrijf wanneer het gebeurd is.")]}
        return found, {}

    def with_whom(self) -> tuple[UUID, ...]:
        """Who did it too."""
        try:
            return (UUID(self.beside[WITH]),) if WITH in self.beside else ()
        except ValueError:
            return ()


def _choice(sent: MultiDict[str, str]) -> dict[str, object]:
    """Only where the page asked a question does it send these."""
    if REDEN not in sent and ANTWOORD not in sent:
        return {}
    chosen = [each for each in sent.getlist(ANTWOORD) if each]
    return {ANTWOORD: chosen[0] if len(chosen) == 1 else chosen, REDEN: sent.get(REDEN, "")}


def _filled(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, list):
        return any(_filled(each) for each in value)
    if isinstance(value, Mapping):
        return any(_filled(each) for each in value.values())
    return bool(value)


def _date(text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _time(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    try:
        return time(int(found[1]), int(found[2])) if found else None
    except ValueError:
        return None
