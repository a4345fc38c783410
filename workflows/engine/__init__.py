"""The engine's verbs: state and command in, `Outcome` out. Keeps nothing, asks no clock, knows no people."""

from workflows.engine.carrying import carry_out
from workflows.engine.delivery import MAX_DELIVERIES, Delivered, Dossier, deliver
from workflows.engine.duties import Done, barring, done_beside
from workflows.engine.engine import Engine

__all__ = [
    "MAX_DELIVERIES", "Delivered", "Done", "Dossier", "Engine", "barring", "carry_out", "deliver",
    "done_beside",
]  # fmt: skip
