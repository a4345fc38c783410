"""Files of a draft, for who edits them: what names one, which functions there are, who may read which fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.actors import Actor
from app.queries.drafts import WholeDraft, read_version, read_workbench
from app.store.unit_of_work import Work
from workflows import (
    PROTOCOL_FILE,
    RIGHTS_FILE,
    STARTER,
    Limits,
    Naming,
    RoutingField,
    WorkflowError,
    fields_in,
    named_by,
    read_protocol,
    read_rights,
)


@dataclass(frozen=True, slots=True)
class GroupShown:
    """A group of fields, with the functions that may read it at some time."""

    key: str
    functions: tuple[str, ...]


def is_form(name: str) -> bool:
    """Whether a file is a form."""
    return name.endswith(".form")


def is_table(name: str) -> bool:
    """Whether a file holds decisions."""
    return name.endswith(".dmn")


def naming(whole: WholeDraft, name: str, limits: Limits) -> tuple[Naming, ...]:
    """The elements of a draft that name this form, or a decision of this file."""
    return named_by(whole.files, limits).get(name, ())


def fields_of(whole: WholeDraft, limits: Limits) -> tuple[RoutingField, ...]:
    """What a table of a draft can look at."""
    return fields_in(whole.files, limits)


def functions_in_force(work: Work, actor: Actor) -> tuple[str, ...]:
    """The functions of the version that most routes begin on; the usual ones where none is in force."""
    found = read_workbench(work, actor).in_force
    files = read_version(work, found.geheel).files if found else {}
    try:
        return read_protocol(files.get(PROTOCOL_FILE, b"")).functies
    except WorkflowError:
        return read_protocol(b"").functies


def groups_of(files: Mapping[str, bytes]) -> tuple[GroupShown, ...]:
    """The groups of fields that the rights of a draft know; none where these cannot be read."""
    try:
        grants = read_rights(files.get(RIGHTS_FILE, b"")).grants
    except WorkflowError:
        return ()
    found: dict[str, dict[str, None]] = {}
    for grant in grants:
        found.setdefault(grant.group, {})[grant.function] = None
    return tuple(
        GroupShown(key, tuple(each for each in functions if each != STARTER)) for key, functions in found.items()
    )
