"""Words on the screen: Dutch as it stands in the source, English from the catalogue; days and times as people say them.

What the protocol says, and what people wrote, is shown as it is.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import has_request_context, request

HERE: Final = ZoneInfo("Europe/Amsterdam")
COOKIE: Final = "taal"
DUTCH: Final = "nl"
LANGUAGES: Final = {DUTCH: "Nederlands", "en": "English"}
_CATALOGUES: Final = Path(__file__).parent / "translations"


def language() -> str:
    """The language of this request: Dutch, unless somebody chose another."""
    chosen = request.cookies.get(COOKIE, DUTCH) if has_request_context() else DUTCH
    return chosen if chosen in LANGUAGES else DUTCH


def _(text: str, /, **values: object) -> str:
    """A text in the language of this request, with its values in place."""
    found = catalogue(language()).gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """The same, for one or for many; `%(num)s` is the number."""
    return catalogue(language()).ngettext(one, many, number) % {"num": number, **values}


def lazy(text: str) -> str:
    """Marks a text for the catalogue where it is written down before there is a request; shown through `_`."""
    return text


_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NAMES: Final = re.compile(r"(?P<first>“[^“”]*”(?:, “[^“”]*”)*) en (?P<last>“[^“”]*”)")
"""Names one after the other: only the word between the last two is to be said."""
_PLAIN: Final = {"ja": lazy("ja"), "nee": lazy("nee"), "leeg": lazy("leeg"), "None": lazy("leeg")}


def said(text: str) -> str:
    """What a command has to say, in the language of this request: it was written in Dutch, with its values in place."""
    chosen = language()
    return text if chosen == DUTCH else _said(text, chosen) or text


def _said(text: str, chosen: str) -> str:
    """The same in another language; empty where the catalogue does not know it."""
    found = catalogue(chosen).gettext(text)
    if found != text:
        return found
    for pattern, other in _patterns(chosen):
        if match := pattern.fullmatch(text):
            return other.format(*(_value(match, number, chosen) for number in range(1, pattern.groups + 1)))
    if text[:1].isupper() and (found := _said(text[:1].lower() + text[1:], chosen)):
        return found[:1].upper() + found[1:]
    found = _said(text[:-1], chosen) if text.endswith(".") else ""
    return f"{found}." if found else ""


def lowered(text: str) -> str:
    """A name or a beginning within a sentence."""
    return text[:1].lower() + text[1:]


def titled(file: str) -> str:
    """What a file of a protocol is about, from its name: `zorgroutes.bpmn` is Zorgroutes."""
    return file.rpartition("/")[2].partition(".")[0].replace("_", " ").capitalize()


def plainly(value: object) -> str:
    """What a table looked at or decided: yes, no and nothing in the language of this request, a day as forms write it.

    All else as it is.
    """
    if isinstance(value, bool):
        value = "ja" if value else "nee"
    if _DAY.fullmatch(str(value)):
        return "-".join(reversed(str(value).split("-")))
    return _(_PLAIN[str(value)]) if str(value) in _PLAIN else str(value)


def _value(match: re.Match[str], number: int, chosen: str) -> str:
    """What stands in a sentence may be something to say itself; a name between quotes is a name."""
    named = match.string[: match.start(number)].endswith(("'", "“", '"'))
    if not named and (names := _NAMES.fullmatch(match[number])):
        return catalogue(chosen).gettext("%(first)s en %(last)s") % names.groupdict()
    return match[number] if named else _said(match[number], chosen) or match[number]


@cache
def _patterns(name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The texts with room for values, the longest first: a shorter one might take what is not its own."""
    known = getattr(catalogue(name), "_catalog", {})
    texts = [each for each in known if isinstance(each, str) and "{}" in each]
    return tuple(
        (re.compile(re.escape(each).replace(r"\{\}", "(.+?)"), re.DOTALL), known[each])
        for each in sorted(texts, key=len, reverse=True)
    )


@cache
def catalogue(name: str) -> NullTranslations:
    """The words of a language; of Dutch, in which the source is written, the texts themselves."""
    file = _CATALOGUES / name / "LC_MESSAGES" / "messages.po"
    if name == DUTCH or not file.exists():
        return NullTranslations()
    made = BytesIO()
    with file.open("rb") as source:
        write_mo(made, read_po(source, locale=name))
    made.seek(0)
    return GNUTranslations(made)


def day(value: datetime | date) -> str:
    """A day in full: `vrijdag 20 november 2026`."""
    return _formatted(value, "EEEE d MMMM y")


def short_day(value: datetime | date) -> str:
    """A day where its year is plain: `vr 20 nov`."""
    return _formatted(value, "EEE d MMM").replace(".", "")


def clock(value: datetime) -> str:
    """A time of day in the Netherlands: `14:03`."""
    return value.astimezone(HERE).strftime("%H:%M")


def moment(value: datetime) -> str:
    """A day and a time: `vrijdag 20 november 2026, 14:03`."""
    return f"{day(value)}, {clock(value)}"


def short_moment(value: datetime) -> str:
    """A day and a time where the year is plain: `vr 20 nov 14:03`."""
    return f"{short_day(value)} {clock(value)}"


def dated(name: str, at: datetime) -> str:
    """A version of the protocol, told apart from others of its name: `Zorgdossier van 20 nov 2026, 14:03`."""
    written = _formatted(at, "d MMM y").replace(".", "")
    return _("%(name)s van %(at)s", name=name, at=f"{written}, {clock(at)}")


def iso(value: datetime | date) -> str:
    """For the `datetime` of a `<time>`."""
    return value.isoformat()


def _formatted(value: datetime | date, pattern: str) -> str:
    local = value.astimezone(HERE).date() if isinstance(value, datetime) else value
    return format_date(local, pattern, locale=language())
