"""The sentences of rules, in Dutch, built from parts: text to value. Knows nothing of drawings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, TypeVar

from workflows.errors import WorkflowError
from workflows.rules.model import Chain, Item, Items, Kind, Sentence, What

_TOKEN: Final = re.compile(r'\s*(?:"([^"]*)"|“([^”]*)”|([,:=])|([^\s,:="“”]+))')
_WHOLE: Final = {
    "elke taak": What.ANY_TASK, "elke andere taak": What.ANY_OTHER_TASK, "elk einde": What.ANY_END,
    "elke stap": What.ANY_STEP,
}  # fmt: skip
_NAMED: Final = {"bericht": What.MESSAGE, "begin": What.START, "einde": What.END}
_MOST_TOKENS: Final = 400
_Read = TypeVar("_Read", Item, str)


class RuleError(WorkflowError):
    """A sentence that cannot be read; the message says where it stops being one, and what may stand there."""


def parse(text: str) -> Sentence:
    """Read one sentence. Raises RuleError."""
    return _Parser(text).sentence()


def spots(text: str) -> tuple[tuple[Item | str, int, int], ...]:
    """Where in a sentence each thing that can happen stands, and the message of *over bericht*, in order.

    Raises RuleError.
    """
    parser = _Parser(text)
    parser.sentence()
    return tuple(parser.found)


def read_item(text: str) -> Item:
    """Read one thing that can happen, as it stands in a sentence. Raises RuleError."""
    return _Parser(text).only_item()


class _Parser:
    """One sentence under way."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        found = _tokens(text)
        self._tokens = [token for token, _, _ in found]
        self._places = [(start, end) for _, start, end in found]
        self.found: list[tuple[Item | str, int, int]] = []
        """What was read, with where it stands in the text."""

    def sentence(self) -> Sentence:
        starts: tuple[tuple[str, Callable[[], Sentence]], ...] = (
            ("nooit", self._never), ("tussen elke twee", self._between), ("tussen", self._count),
            ("bij twijfel", self._doubt), ("vier ogen", self._four_eyes),
        )  # fmt: skip
        read = next((read for words, read in starts if self._may(words)), self._about)
        made = read()
        if self._at < len(self._tokens):
            raise self._stopped("het einde van de zin, of: sinds …, voor …, behalve als …")
        return made

    def only_item(self) -> Item:
        item = self._item()
        if self._at < len(self._tokens):
            raise self._stopped("niets meer")
        return item

    # the kinds

    def _never(self) -> Sentence:
        x = self._items()
        if not self._may("zonder"):
            return self._rest(Kind.NEVER, x)
        y = self._items()
        self._must("ervoor")
        return self._rest(Kind.BEFORE, x, y)

    def _between(self) -> Sentence:
        different = self._may("verschillende")
        x = self._items()
        self._must("ligt")
        return self._rest(Kind.BETWEEN, x, self._items(), different=different)

    def _count(self) -> Sentence:
        since = self._items()
        self._must("en")
        until = self._items()
        self._must("ligt")
        kind, number = self._next()
        if kind != "word" or not number.isdigit():
            self._at -= 1
            raise self._stopped("een getal")
        self._must("keer")
        return self._rest(Kind.COUNT, self._items(), since=since, until=until, count=int(number))

    def _doubt(self) -> Sentence:
        x = self._items()
        self._must("hoort")
        y = self._items()
        self._must("ervoor of erna")
        return self._rest(Kind.DOUBT, x, y)

    def _four_eyes(self) -> Sentence:
        self._mark(":")
        x = self._items()
        self._must("nooit door wie")
        y = self._items()
        self._must("deed")
        return self._rest(Kind.FOUR_EYES, x, y)

    def _about(self) -> Sentence:
        x = self._items()
        if self._may("altijd gevolgd door"):
            return self._rest(Kind.AFTER, x, self._items())
        if self._may("over bericht"):
            message = self._kept(self._at, self._quoted())
            self._must("gevolgd door")
            return self._rest(Kind.MESSAGE, x, self._items(), message=message)
        if self._may("heeft een termijn"):
            return self._rest(Kind.TERM, x)
        if self._may("sluit nooit vanzelf"):
            return self._rest(Kind.CLOSES, x)
        raise self._stopped("altijd gevolgd door, over bericht, heeft een termijn of sluit nooit vanzelf")

    def _rest(  # noqa: PLR0913  the parts of a sentence
        self, kind: Kind, x: Items, y: Items = (), *, since: Items = (), until: Items = (), message: str = "",
        different: bool = False, count: int = 0,
    ) -> Sentence:  # fmt: skip
        unless: tuple[Chain, ...] = ()
        while self._at < len(self._tokens):
            self._may_mark(",")
            if not since and self._may("sinds"):
                since = self._items()
            elif not until and self._may("voor"):
                until = self._items()
            elif not unless and self._may("behalve als"):
                unless = self._chains()
            else:
                break
        return Sentence(kind, self._text, x, y, since, until, unless, message, different, count)

    # what sentences are about

    def _chains(self) -> tuple[Chain, ...]:
        found = [self._chain()]
        while self._may("of"):
            found.append(self._chain())
        return tuple(found)

    def _chain(self) -> Chain:
        found = [self._item()]
        while self._may("en daarna"):
            found.append(self._item())
        return tuple(found)

    def _items(self) -> Items:
        found = [self._item()]
        while self._may("of"):
            found.append(self._item())
        return tuple(found)

    def _item(self) -> Item:
        return self._kept(self._at, self._read_item())

    def _kept(self, begun: int, read: _Read) -> _Read:
        """What was read since a token, kept with its place."""
        self.found.append((read, self._places[begun][0], self._places[self._at - 1][1]))
        return read

    def _read_item(self) -> Item:
        whole = next((what for words, what in _WHOLE.items() if self._may(words)), None)
        if whole is not None:
            return self._qualified(whole, "")
        named = next((what for word, what in _NAMED.items() if self._may(word)), What.ELEMENT)
        return self._qualified(named, self._quoted())

    def _qualified(self, what: What, name: str) -> Item:
        value: str | None = None
        end = within = ""
        fields: list[tuple[str, str]] = []
        running: list[tuple[str, str]] = []
        while True:
            if value is None and self._may_mark("="):
                value = self._quoted()
            elif self._may("met einde"):
                end = self._quoted()
            elif self._may("met"):
                fields.append(self._field())
            elif self._may("terwijl"):
                running.append(self._field())
            elif self._may("binnen"):
                within = self._quoted()
            else:
                return Item(what, name, value, tuple(fields), end, tuple(running), within)

    def _field(self) -> tuple[str, str]:
        kind, name = self._next()
        if kind != "word":
            self._at -= 1
            raise self._stopped("de naam van een veld, zonder aanhalingstekens")
        self._mark("=")
        return name, self._quoted()

    # tokens

    def _next(self) -> tuple[str, str]:
        token = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        self._at += 1
        return token

    def _may(self, words: str) -> bool:
        wanted = [("word", word) for word in words.split()]
        found = [(kind, text.casefold()) for kind, text in self._tokens[self._at : self._at + len(wanted)]]
        if found != wanted:
            return False
        self._at += len(wanted)
        return True

    def _must(self, words: str) -> None:
        if not self._may(words):
            raise self._stopped(words)

    def _may_mark(self, mark: str) -> bool:
        if self._tokens[self._at : self._at + 1] != [("mark", mark)]:
            return False
        self._at += 1
        return True

    def _mark(self, mark: str) -> None:
        if not self._may_mark(mark):
            raise self._stopped(mark)

    def _quoted(self) -> str:
        kind, text = self._next()
        if kind != "text":
            self._at -= 1
            raise self._stopped("een naam tussen aanhalingstekens")
        return text

    def _stopped(self, asked: str) -> RuleError:
        if self._at >= len(self._tokens):
            return RuleError(f"De zin houdt op waar nog iets hoort: {asked}.")
        return RuleError(f"Bij “{self._tokens[self._at][1][:60]}” hoort iets anders te staan: {asked}.")


def _tokens(text: str) -> list[tuple[tuple[str, str], int, int]]:
    """Kind and text of each token, and where it stands."""
    found, at = list[tuple[tuple[str, str], int, int]](), 0
    end = len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None or len(found) > _MOST_TOKENS:
            raise RuleError("De zin is te lang, of een aanhalingsteken staat er maar één keer.")
        start, at = match.end() - len(match[0].lstrip()), match.end()
        quoted = match[1] if match[1] is not None else match[2]
        if quoted is not None:
            found.append((("text", " ".join(quoted.split())), start, at))
        else:
            found.append((("mark", match[3]) if match[3] else ("word", match[4]), start, at))
    return found
