"""The functions of a school that the product itself has to know, by the names that protocols use."""

from __future__ import annotations

from typing import Final

LEERKRACHT: Final = "leerkracht"
"""Where nobody on the team has it, the teachers of the pupil's group do the task."""
INTERN_BEGELEIDER: Final = "intern begeleider"
"""Gets what nobody else can be found for."""
AANDACHTSFUNCTIONARIS: Final = "aandachtsfunctionaris"
DIRECTEUR: Final = "directeur"
WAARNEMER: Final = "waarnemer"
MT: Final = "MT"
BESTUUR: Final = "bestuur"
"""Held at the board, for all of its schools."""
BEHEERDER: Final = "beheerder"
"""Keeps people, functions and imports; opens no dossier by it."""
COORDINATOR: Final = "coördinator"
"""Edits and publishes protocols; opens no dossier by it."""
AUDITOR: Final = "auditor"

EVERYONE: Final = "iedereen"
"""In a `knop`: every employee of the school."""
ON_THE_DOSSIER: Final = "*"
"""Of a task: everyone on the dossier."""

FUNCTIONS: Final = (
    LEERKRACHT, INTERN_BEGELEIDER, AANDACHTSFUNCTIONARIS, DIRECTEUR, WAARNEMER, MT, BESTUUR, BEHEERDER, COORDINATOR,
    AUDITOR,
)  # fmt: skip
"""What can be given to a person by name; a protocol may know others."""

WHOLE_SCHOOL: Final = frozenset({INTERN_BEGELEIDER, AANDACHTSFUNCTIONARIS, DIRECTEUR, WAARNEMER})
"""Who may begin a dossier for any pupil of the school (domain.md section 4e)."""
