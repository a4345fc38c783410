"""Who may do what: one table of permissions, and one function that answers (architecture section 9).

Everything asks `may`: pages, API, jobs and lists (by its twin in SQL, `store/visible.py`). What the table does not
grant is not allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor, ActorKind


class Permission(StrEnum):
    """Everything that can be asked of a person's rights."""

    SEE_DOSSIER = "dossier zien"
    SEE_ROUTE = "route zien"
    SEE_TASK = "taak zien"
    DO_TASK = "taak afronden"
    PRESS = "knop indrukken"
    OPEN_DOSSIER = "dossier beginnen"
    SEE_PUPIL = "leerling zien"
    CORRECT = "antwoord herstellen"
    WITHDRAW = "route intrekken"
    DEVIATE = "afwijken"
    CLOSE_DOSSIER = "dossier sluiten"
    KEEP_TEAM = "betrokkenen bijhouden"
    SEE_INCIDENTS = "incidenten zien"
    RETRY = "opnieuw proberen"
    KEEP_PEOPLE = "mensen en functies bijhouden"
    KEEP_BOARD = "scholen en functies van het bestuur bijhouden"
    ISSUE_ACCESS = "token voor een ander maken"
    IMPORT = "leerlingen inlezen"
    PUBLISH = "protocol publiceren"
    SEE_PROTOCOLS = "protocollen zien"
    VERIFY = "geschiedenis nakijken"
    ERASE = "vernietigen"
    PACK = "pakket voor buiten de school maken"
    MINE = "verloop uitvoeren zonder namen"
    GIVE_AUDIT = "onderzoek geven"
    SEE_FIGURES = "cijfers zien"
    SEE_AUDITS = "onderzoeken zien"
    AUDIT = "onderzoek doen"
    SEE_READERS = "zien wie er keek"
    FIRE = "termijnen laten afgaan"
    SIGNED_IN = "aangemeld zijn"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a permission is asked about, as far as rights depend on it. A field that says nothing grants nothing."""

    school: UUID | None = None
    denied: bool = False
    """On the deny list of the dossier: goes before everything but the buttons that every employee has."""
    member: bool = False
    """On the team of the whole dossier, by name."""
    member_of_route: bool = False
    """On the team of this route, by name; so is whoever started it."""
    standing: frozenset[str] = frozenset()
    """Functions that are on the dossier's team without being asked."""
    readers: frozenset[str] = frozenset()
    """Functions for whom the route exists; of a dossier, for whom any of its routes does."""
    for_functions: frozenset[str] = frozenset()
    """Of a task: to whom it is open; `*` is everyone on the dossier. Of a message: who has its button."""
    teaches: bool = False
    """Whether this person teaches a group of the pupil."""


Predicate: TypeAlias = Callable[[Actor, Subject], bool]


def _person(actor: Actor, _subject: Subject) -> bool:
    return actor.kind is ActorKind.PERSON


def _system(actor: Actor, _subject: Subject) -> bool:
    return actor.kind is ActorKind.SYSTEM


def _operator(actor: Actor, _subject: Subject) -> bool:
    return actor.kind is ActorKind.OPERATOR


def _keeps_board(actor: Actor, _subject: Subject) -> bool:
    """Held at the board itself: who keeps the people of one school gives nobody a right in another."""
    return None in actor.schools_as((f.BEHEERDER,))


def _on_dossier(actor: Actor, subject: Subject) -> bool:
    """By name, or by a function; by a function nobody learns of a dossier in which no route exists for them."""
    if subject.denied or subject.school is None:
        return False
    there = actor.holds(subject.standing, subject.school) and actor.holds(subject.readers, subject.school)
    return there or subject.member or subject.member_of_route


def _on_route(actor: Actor, subject: Subject) -> bool:
    """On the team of the whole dossier or of this route: a member of one route learns nothing of another."""
    if subject.denied or subject.school is None:
        return False
    if subject.member_of_route:
        return True
    there = subject.member or actor.holds(subject.standing, subject.school)
    return there and actor.holds(subject.readers, subject.school)


def _is_for(actor: Actor, subject: Subject) -> bool:
    if f.ON_THE_DOSSIER in subject.for_functions:
        return True
    return subject.school is not None and actor.holds(subject.for_functions, subject.school)


def _has_button(actor: Actor, subject: Subject) -> bool:
    return subject.school is not None and actor.holds(subject.for_functions, subject.school)


def _everyone_has_button(_actor: Actor, subject: Subject) -> bool:
    return f.EVERYONE in subject.for_functions


def _works_there(actor: Actor, subject: Subject) -> bool:
    """Also who is on the deny list: they see nothing of a dossier, and a child in need is told of by anybody."""
    if subject.school is None:
        return False
    return subject.school in actor.schools or bool(actor.functions_at(subject.school))


def _own_pupil(actor: Actor, subject: Subject) -> bool:
    if subject.denied or subject.school is None:
        return False
    return subject.teaches or actor.holds(f.WHOLE_SCHOOL, subject.school)


def _holds(*names: str) -> Predicate:
    def held(actor: Actor, subject: Subject) -> bool:
        if subject.denied:
            return False
        if subject.school is None:
            return bool(actor.schools_as(names))
        return actor.holds(names, subject.school)

    return held


_COORDINATES: Final = _holds(f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS)
_LEADS: Final = _holds(f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS, f.DIRECTEUR, f.WAARNEMER)

PUBLISHERS: Final = (f.COORDINATOR, f.INTERN_BEGELEIDER, f.DIRECTEUR, f.BESTUUR)
"""Who may bring a protocol into force, and so is asked to agree."""

GRANTS: Final[Mapping[Permission, tuple[tuple[Predicate, ...], ...]]] = {
    Permission.SEE_DOSSIER: ((_person, _on_dossier),),
    Permission.SEE_ROUTE: ((_person, _on_route),),
    Permission.SEE_TASK: ((_person, _on_route, _is_for),),
    Permission.DO_TASK: ((_person, _on_route, _is_for),),
    Permission.PRESS: ((_person, _on_dossier, _has_button), (_person, _works_there, _everyone_has_button)),
    Permission.OPEN_DOSSIER: (
        (_person, _own_pupil, _has_button), (_person, _works_there, _everyone_has_button),
    ),
    Permission.SEE_PUPIL: ((_person, _own_pupil),),
    Permission.CORRECT: ((_person, _on_route, _is_for), (_person, _on_route, _COORDINATES)),
    Permission.WITHDRAW: ((_person, _on_route, _LEADS),),
    Permission.DEVIATE: ((_person, _on_route, _LEADS),),
    Permission.CLOSE_DOSSIER: ((_person, _on_dossier, _COORDINATES),),
    Permission.KEEP_TEAM: ((_person, _on_dossier, _LEADS),),
    Permission.SEE_INCIDENTS: ((_person, _LEADS), (_person, _holds(f.BEHEERDER))),
    Permission.RETRY: ((_person, _on_dossier, _LEADS),),
    Permission.KEEP_PEOPLE: ((_person, _holds(f.BEHEERDER, f.DIRECTEUR)), (_operator,)),
    Permission.KEEP_BOARD: ((_person, _keeps_board), (_operator,)),
    Permission.ISSUE_ACCESS: ((_operator,),),
    Permission.IMPORT: ((_person, _holds(f.BEHEERDER, f.INTERN_BEGELEIDER, f.DIRECTEUR)), (_operator,)),
    Permission.PUBLISH: ((_person, _holds(*PUBLISHERS)),),
    Permission.SEE_PROTOCOLS: ((_person,), (_operator,)),
    Permission.VERIFY: ((_person, _holds(f.BESTUUR)), (_person, _on_dossier, _LEADS), (_operator,)),
    Permission.ERASE: ((_person, _holds(f.DIRECTEUR, f.BESTUUR)),),
    Permission.GIVE_AUDIT: ((_person, _holds(f.DIRECTEUR, f.BESTUUR)),),
    Permission.SEE_AUDITS: ((_person, _holds(f.DIRECTEUR, f.BESTUUR)), (_person, _COORDINATES)),
    Permission.AUDIT: ((_person, _holds(f.AUDITOR)),),
    Permission.SEE_READERS: ((_person, _on_dossier, _COORDINATES), (_person, _on_dossier, _holds(f.DIRECTEUR))),
    Permission.PACK: ((_person, _holds(f.DIRECTEUR, f.BESTUUR)), (_person, _on_dossier, _LEADS)),
    Permission.SEE_FIGURES: ((_person, _holds(f.INTERN_BEGELEIDER, f.DIRECTEUR, f.WAARNEMER, f.BESTUUR)),),
    Permission.MINE: ((_person, _holds(f.DIRECTEUR, f.BESTUUR)), (_operator,)),
    Permission.FIRE: ((_system,),),
    Permission.SIGNED_IN: ((_person,),),
}  # fmt: skip
"""Permission to clauses: any clause will do, and all predicates of a clause must hold."""

_NOTHING: Final = Subject()


def may(actor: Actor, permission: Permission, subject: Subject = _NOTHING) -> bool:
    """Whether an actor may do something with a subject."""
    clauses = GRANTS.get(permission, ())
    return any(all(holds(actor, subject) for holds in clause) for clause in clauses)
