"""Choices that a command meets, gone through one after the other by doing the command again."""

from __future__ import annotations

from collections.abc import Iterable


class Choices:
    """Answers given before, in order; behind them the first of each. Says afterwards how many there were."""

    def __init__(self, given: Iterable[int] = ()) -> None:
        self.given = list(given)
        self.offered: list[int] = []
        self.unsure = False
        """Whether something was asked that may in truth have but one answer."""

    def one_of(self, many: int) -> int:
        """A number under `many`."""
        at = len(self.offered)
        if at == len(self.given):
            self.given.append(0)
        self.offered.append(many)
        return self.given[at]

    def guess(self, many: int) -> int:
        """The same, of what may in truth have but one answer of these."""
        self.unsure = self.unsure or many > 1
        return self.one_of(many)

    def next(self) -> list[int] | None:
        """The answers to try after these; None where these were the last."""
        given = self.given[: len(self.offered)]
        while given and given[-1] + 1 >= self.offered[len(given) - 1]:
            given.pop()
        return [*given[:-1], given[-1] + 1] if given else None
