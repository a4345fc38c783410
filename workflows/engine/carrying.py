"""A command by the name of its verb, as a history keeps it: so that what was done can be done again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from workflows.engine.engine import Engine
from workflows.spiff import Moment, State
from workflows.types import Outcome

VERBS: Final = frozenset({
    "start", "complete", "answer", "fire", "receive", "correct", "withdraw", "deviate", "migrate", "revert",
})  # fmt: skip


def carry_out(engine: Engine, moment: Moment, state: State | None, verb: str, arguments: Mapping[str, Any]) -> Outcome:
    """Carry out one command. `arguments` are the keywords of the verb, beside moment and state; JSON.

    Raises what the verb raises, ValueError for no verb.
    """
    if verb not in VERBS:
        message = f"{verb} is no verb of the engine"
        raise ValueError(message)
    outcome: Outcome = getattr(engine, verb)(moment, *([] if verb == "start" else [state]), **arguments)
    return outcome
