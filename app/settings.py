"""What a school's machine may set, read from the environment once, at start. It opens no file and starts nothing.

A value that cannot be right is refused by name, because a limit that is silently not the one somebody set is worse
than no start. Every name has a line in the README, held there by a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from workflows import Limits

BUNDLES: Final = "LEIDRAAD_BUNDLES"
LIMIT: Final = "LEIDRAAD_LIMIT_"
"""Each limit of the validator has the variable of this prefix and its own name: `LEIDRAAD_LIMIT_MAX_ELEMENTS`."""


class SettingsError(Exception):
    """Een instelling heeft een waarde die niet kan."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one run; the defaults are those of a fresh checkout."""

    bundles: Path = Path("bpmn")
    """Folder whose subfolders are the bundles."""
    limits: Limits = field(default_factory=Limits)
    """How large a diagram or a bundle may be before the validator refuses it."""


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ`; an empty value counts as not set.

    Raises SettingsError, naming the variable, for a value that cannot be right and for a limit that does not exist.
    """
    given = {name: value.strip() for name, value in environ.items() if value.strip()}
    bundles = Path(given.get(BUNDLES, "bpmn"))
    if BUNDLES in given and not bundles.is_dir():
        message = f'{BUNDLES} is "{bundles}", maar die map bestaat niet.'
        raise SettingsError(message)
    return Settings(bundles=bundles, limits=_limits(given))


def _limits(given: Mapping[str, str]) -> Limits:
    known = {LIMIT + limit.name.upper(): limit.name for limit in fields(Limits)}
    numbers = {}
    for name in sorted(name for name in given if name.startswith(LIMIT)):
        if name not in known:
            close = get_close_matches(name, known, n=1, cutoff=0.0)
            raise SettingsError(f"{name} is geen instelling. Bedoel je {close[0]}?")
        numbers[known[name]] = _whole_number(name, given[name])
    return Limits(**numbers)


def _whole_number(name: str, text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,11}", text):
        raise SettingsError(f'{name} is "{text}"; geef een heel getal van 1 of meer.')
    return int(text)
