"""A played route taken to another version, in as few words as possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.playing import Play
from workflows.bundle import Bundle
from workflows.engine import Engine
from workflows.migration import ByHand, Trial, try_out
from workflows.spiff import FORMER


@dataclass
class Gone:
    """A route and its dry run to another version."""

    play: Play
    after: Bundle
    trial: Trial

    @property
    def why(self) -> list[str]:
        return [each.message for each in self.trial.obstacles]

    def go(self) -> Play:
        """Carry it out: the route then is on the other version."""
        assert self.trial.fits, self.why
        before = self.play.engine.bundle.geheel
        self.play.engine = Engine(self.after)
        outcome = self.play._do("migrate", plan=dict(self.trial.plan), version=before)
        assert self.trial.outcome is not None
        assert scope_of(outcome.state) == scope_of(self.trial.outcome.state)
        return self.play


def to(after: Bundle, play: Play, elements: dict[str, str | None] | None = None, **fields: Any) -> Gone:
    by_hand = ByHand.of({"elements": elements or {}, "fields": fields})
    at = play.moment()
    play.sequence -= 1
    return Gone(play, after, try_out(play.engine.bundle, after, play.state, at, by_hand))


def scope_of(state: Any) -> Any:
    """A state but for what it was before."""
    return {name: value for name, value in state.items() if name != FORMER}
