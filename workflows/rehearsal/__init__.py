"""A rehearsal: a made-up dossier in which somebody does the work of every function in turn, one sentence at a time.

What is done are the sentences of a scenario, so a rehearsal is told again from them and can be kept as one. Pure:
text in, results out; keeps nothing and sends nothing.
"""

from workflows.rehearsal.deeds import answering, clock_at, coming_in, completing, next_moment, passing, pressing
from workflows.rehearsal.keeping import added, scenario_of
from workflows.rehearsal.playing import Happening, Rehearsal, rehearse
from workflows.rehearsal.school import holidays_said
from workflows.rehearsal.told import Told, ToldKind

__all__ = [
    "Happening",
    "Rehearsal",
    "Told",
    "ToldKind",
    "added",
    "answering",
    "clock_at",
    "coming_in",
    "completing",
    "holidays_said",
    "next_moment",
    "passing",
    "pressing",
    "rehearse",
    "scenario_of",
]  # fmt: skip
