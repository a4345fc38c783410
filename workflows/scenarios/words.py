"""How scenarios are read and how they answer: names without case, quotation marks of any shape, the nearest name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from workflows.words import in_words

_DOUBLE: Final = "“”„‟«»"
_QUOTES: Final = str.maketrans(dict.fromkeys(_DOUBLE, '"'))
_WITHIN: Final = str.maketrans(dict.fromkeys(f'{_DOUBLE}"‘’‚‛`´', "'"))


def plain(text: str) -> str:
    """A sentence with single spaces, straight quotation marks and no full stop or colon at its end."""
    return " ".join(straight(text).split()).rstrip(" .:")


def straight(text: str) -> str:
    """The same text, sign for sign, with straight quotation marks."""
    return text.translate(_QUOTES)


@lru_cache(maxsize=4_096)
def key(name: str) -> str:
    """A name as it is compared: without case, with single spaces and one kind of quotation mark."""
    return level(name).casefold()


def level(name: str) -> str:
    """A name as it can stand between quotation marks: with single spaces, and each mark within it as `'`."""
    return " ".join(name.translate(_WITHIN).split())


def spoken(pattern: str, *names: str) -> str:
    """A sentence in which each `§` is the next of these names, between quotation marks."""
    first, *rest = pattern.split("§")
    return first + "".join(f'"{level(name)}"{part}' for name, part in zip(names, rest, strict=True))


def same(one: str, other: str) -> bool:
    """Whether two names are the same to a reader."""
    return key(one) == key(other)


def quoted(names: Iterable[str]) -> str:
    """`“a”, “b” en “c”`, each once."""
    return in_words([f"“{name}”" for name in dict.fromkeys(names)])


def meant(name: str, known: Iterable[str]) -> str:
    """` Bedoel je “a”?`; where nothing comes near and few names are known, these; else nothing."""
    by_key = dict[str, str]()
    for each in known:
        by_key.setdefault(key(each), each)
    by_key.pop("", None)
    close = get_close_matches(key(name), by_key, n=1, cutoff=0.6)
    if close:
        return f" Bedoel je “{by_key[close[0]]}”?"
    return f" Kies uit: {quoted(by_key.values())}." if 0 < len(by_key) <= 12 else ""
