"""Which functions the roles of a file suggest; a suggestion and no more.

The EDEXML manual advises strongly against rights that follow from roles by themselves, so a person must confirm each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.domain.functions import AANDACHTSFUNCTIONARIS, DIRECTEUR, INTERN_BEGELEIDER, LEERKRACHT, MT, WAARNEMER
from app.domain.roll import RollStaff

BY_CODE: Final = {
    "LRK": (LEERKRACHT, "leerkracht"),
    "VAK": (LEERKRACHT, "vakleerkracht"),
    "IB": (INTERN_BEGELEIDER, "intern begeleider"),
    "DIR": (DIRECTEUR, "directeur"),
    "ADJ": (WAARNEMER, "adjunct-directeur"),
    "LOC": (MT, "locatieleider"),
}
"""Role code of EDEXML 2.1 -> the function that is proposed, and what the code means."""

BY_WORD: Final = (
    ("aandachtsfunctionaris", AANDACHTSFUNCTIONARIS),
    ("intern begeleider", INTERN_BEGELEIDER),
    ("waarnemend", WAARNEMER),
    ("adjunct", WAARNEMER),
    ("directeur", DIRECTEUR),
)
"""Word in a description of a role -> proposed function; the first that fits counts."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A function that somebody might get. Nothing happens until a person says yes."""

    key: str
    """Of the member of staff."""
    name: str
    function: str
    reason: str


def proposals_for(person: RollStaff, before: RollStaff | None = None) -> tuple[Proposal, ...]:
    """What the roles of a person suggest, each function once; what they suggested `before` is not said again."""
    said = {} if before is None else _suggested(before)
    return tuple(
        Proposal(key=person.key, name=person.name.full, function=function, reason=reason)
        for function, reason in _suggested(person).items()
        if function not in said
    )


def _suggested(person: RollStaff) -> dict[str, str]:
    found: dict[str, str] = {}
    for code in person.roles:
        if code in BY_CODE:
            function, meaning = BY_CODE[code]
            found.setdefault(function, f"het bestand noemt rol {code} ({meaning})")
    for text in person.role_texts:
        function = next((function for word, function in BY_WORD if word in text.casefold()), "")
        if function:
            found.setdefault(function, f'het bestand omschrijft de rol als "{text}"')
    return found
