"""For whom and from when, as the forms of the workbench ask it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from flask import request

from app.commands.putting import FOR_WHOM, FROM, PEOPLE, SCHOOL
from app.domain.in_force import EVERYBODY, Reach, Target
from app.queries.drafts import ProposalShown
from app.queries.in_force import Choice
from app.web.keeping import Tried, asked_day
from app.web.words import _

BOARD, ONE_SCHOOL, PILOT = "bestuur", "school", "proef"
_WORDS: Final = {Reach.BOARD: BOARD, Reach.SCHOOL: ONE_SCHOOL, Reach.PILOT: PILOT}
LOOK: Final = "kies-school"
"""The button that shows who works at the school that was chosen; it sends nothing off."""


def asked_target() -> Target | Tried:
    """What the form says; what to show instead where it only looked at a school, or where something is wrong."""
    if LOOK in request.form:
        return Tried()
    errors: dict[str, list[str]] = {}
    target = _aimed(errors)
    return Tried(errors=errors, status=422) if errors else target


def _aimed(errors: dict[str, list[str]]) -> Target:
    """What the form says; each thing that is missing adds its sentence to the errors."""
    day = asked_day(FROM, errors, required=False)
    whom = request.form.get(FOR_WHOM, "")
    if whom == BOARD:
        return Target(day=day)
    if whom not in (ONE_SCHOOL, PILOT):
        errors[FOR_WHOM] = [_("Kies voor wie deze versie gaat gelden.")]
        return EVERYBODY
    school = school_asked()
    people = frozenset(each for each in map(_id, request.form.getlist(PEOPLE)) if each) if whom == PILOT else None
    if school is None:
        errors[SCHOOL] = [_("Kies een school.")]
    elif people is not None and not people:
        errors[PEOPLE] = [_("Kies wie er aan de proef meedoen.")]
    return Target(school, people or frozenset(), day)


def school_asked() -> UUID | None:
    """The school that is chosen in the form, or in the address."""
    return _id(request.form.get(SCHOOL) or request.args.get(SCHOOL, ""))


def typed(choice: Choice) -> Mapping[str, Any]:
    """What the form shows as chosen: as it was sent, or as the address says, or the whole board at once."""
    given = request.form if request.method == "POST" else request.args
    return {
        FOR_WHOM: given.get(FOR_WHOM) or BOARD, SCHOOL: str(choice.school or ""), FROM: given.get(FROM, ""),
        PEOPLE: frozenset(given.getlist(PEOPLE)), "waarom": given.get("waarom", ""),
    }  # fmt: skip


def typed_before(choice: Choice, proposal: ProposalShown) -> Mapping[str, Any]:
    """What the form shows where it proposes anew what was changed since: as it was proposed then."""
    target = proposal.target
    return {
        FOR_WHOM: _WORDS[target.reach], SCHOOL: str(choice.school or ""),
        FROM: f"{target.day:%d-%m-%Y}" if target.day else "", PEOPLE: frozenset(map(str, target.people)),
        "waarom": proposal.why,
    }  # fmt: skip


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
