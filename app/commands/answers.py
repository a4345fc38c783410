"""What people fill in: cleaned by the form, divided into what routes and what only people read, and sealed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from app.commands.scope import Scope
from app.domain.errors import FormInvalidError
from app.store.documents import fact_bytes
from app.store.loaded import LoadedRoute
from app.store.sealing import about_answers, seal
from app.store.tables import answer
from workflows import Bundle, Choice, RoutingFieldError, walk

ANTWOORD: Final = "antwoord"
REDEN: Final = "reden"
GIVEN: Final = "vastgelegd"
"""What the engine is told of a reason: that there is one. Its words stay with the other answers."""
_REASON: Final = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """The clean answers to one form."""

    values: Mapping[str, object] = field(default_factory=dict)
    routing: Mapping[str, object] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    """Field to its field group."""

    def by_group(self) -> dict[str, dict[str, object]]:
        """The values divided by who may read them."""
        found: dict[str, dict[str, object]] = {}
        for name, value in self.values.items():
            found.setdefault(self.groups.get(name, ""), {})[name] = value
        return found


def fill(bundle: Bundle, form: str | None, answers: Mapping[str, object], now: datetime) -> Filled:
    """Clean the answers to a form. Raises FormInvalidError by field; also for a field that the form does not ask."""
    if form is None:
        _refuse_unknown(answers, ())
        return Filled()
    found = bundle.forms[form]
    groups = {part.key: part.veldgroep for part in walk(found.components) if part.key}
    _refuse_unknown(answers, groups)
    cleaned = found.clean(answers, now)
    if cleaned.errors:
        raise FormInvalidError(cleaned.errors)
    try:
        routing = bundle.routing(form, cleaned.values)
    except RoutingFieldError as error:
        raise FormInvalidError({error.field: [error.message]}) from error
    return Filled(cleaned.values, routing, groups)


def fill_question(
    bundle: Bundle, form: str | None, choices: tuple[Choice, ...], answers: Mapping[str, object], now: datetime
) -> tuple[Filled, list[str], str | None]:
    """Clean the answer to a question: its further answers, the labels chosen, and the mark of a reason that was given.

    Raises FormInvalidError, all that is wrong at once.
    """
    errors: dict[str, list[str]] = {}
    said = answers.get(ANTWOORD)
    labels = [said] if isinstance(said, str) else list(said) if isinstance(said, list) else []
    if not labels or not all(isinstance(label, str) for label in labels):
        offered = ", ".join(f"“{choice.label}”" for choice in choices)
        errors[ANTWOORD] = [f"Kies een antwoord. Kies uit: {offered}."]
    reason = answers.get(REDEN)
    text = reason.strip() if isinstance(reason, str) else ""
    if any(choice.needs_reason and choice.label in labels for choice in choices) and len(text) < _REASON:
        errors[REDEN] = ["Geef een reden voor dit antwoord."]
    rest = {name: value for name, value in answers.items() if name not in (ANTWOORD, REDEN)}
    filled = Filled()
    try:
        filled = fill(bundle, form, rest, now)
    except FormInvalidError as error:
        errors |= error.errors
    if errors:
        raise FormInvalidError(errors)
    if not text:
        return filled, labels, None
    own = next((group for group in filled.groups.values() if group), "")
    with_reason = Filled({**filled.values, REDEN: text}, filled.routing, {**filled.groups, REDEN: own})
    return with_reason, labels, GIVEN


def keep(scope: Scope, route: LoadedRoute, task: UUID | None, filled: Filled) -> dict[str, str]:
    """Seal the answers of this command, a row for each field group; gives what the fact says of them."""
    said = {}
    for group, values in filled.by_group().items():
        about = about_answers(route.id, task or route.id, scope.command, group)
        sealed = seal(route.stream.key, fact_bytes(values), *about)
        scope.work.add(
            answer, command_id=scope.command, veldgroep=group, route_id=route.id, task_id=task, phase=route.phase,
            by=scope.actor.id, given_at=scope.work.now, sealed=sealed,
        )  # fmt: skip
        said[group] = hashlib.sha256(sealed).hexdigest()
    return said


def _refuse_unknown(answers: Mapping[str, object], known: Any) -> None:
    wrong = {
        name: ["Dit veld hoort niet bij deze taak. Laat het weg."]
        for name in answers if name.partition("[")[0] not in known
    }  # fmt: skip
    if wrong:
        raise FormInvalidError(wrong)
