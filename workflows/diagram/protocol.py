"""The reading of `protocol.toml`: what a bundle is called and which functions its lanes mean.

May know TOML and the names of docs/formats/bundle.md; may not judge the diagrams beside it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from workflows.errors import SourceError

MAX_BYTES: Final = 100_000
FILE_NAME: Final = "protocol.toml"

NAME: Final = ("naam", "name")
DEFAULT: Final = ("standaard", "default")
FUNCTIONS: Final = ("functies", "functions")
ROUTES: Final = ("routes",)
LANES: Final = ("lanen", "lanes")
TEAM: Final = ("team",)
KNOWN_KEYS: Final = frozenset({*NAME, *DEFAULT, *FUNCTIONS, *ROUTES, *LANES, *TEAM})
FROM_THE_START: Final = "*"
"""The phase of `team` that means every dossier from its first day."""

USUAL_FUNCTIONS: Final = (
    "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer", "MT", "bestuur",
)  # fmt: skip
"""Functions of a primary school (R1..R5), where a bundle names none of its own."""

USUAL_LANES: Final[Mapping[str, tuple[str, ...]]] = {"directie": ("directeur", "waarnemer")}

USUAL_TEAM: Final[Mapping[str, str]] = {
    "intern begeleider": FROM_THE_START, "aandachtsfunctionaris": FROM_THE_START
}  # fmt: skip
"""Who is on every team where a bundle does not say (architecture section 9)."""

_LINE = re.compile(r"at line (\d+)")


def name_key(name: str) -> str:
    """What names of lanes and functions are told apart by: neither case nor how many spaces there are."""
    return " ".join(name.split()).casefold()


@dataclass(frozen=True, slots=True)
class Protocol:
    """What `protocol.toml` says. Lane names are kept without case and with single spaces."""

    naam: str = ""
    standaard: bool = False
    functies: tuple[str, ...] = USUAL_FUNCTIONS
    routes: tuple[str, ...] = ()
    """Ids of the processes that count as routes of their own; empty where all do."""
    lanen: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: dict(USUAL_LANES))
    """Lane to functions, for every process."""
    per_proces: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """Process id to lane to functions."""
    team: Mapping[str, str] = field(default_factory=lambda: dict(USUAL_TEAM))
    """Function to the phase from which it is on the team of a dossier without being asked; `*` is from the start."""

    def functions_of(self, process_id: str, lane: str) -> tuple[str, ...]:
        """The functions that a lane of a process means; empty where nobody knows the lane."""
        key = name_key(lane)
        for lanes in (self.per_proces.get(process_id, {}), self.lanen):
            if key in lanes:
                return lanes[key]
        return tuple(function for function in self.functies if name_key(function) == key)

    def has_function(self, name: str) -> bool:
        """Whether this is one of the bundle's functions, compared without case."""
        return any(name_key(function) == name_key(name) for function in self.functies)


def read_toml(data: bytes) -> dict[str, object]:
    """Return the top table of a TOML file. Raises SourceError with code `not-toml` and the line."""
    if len(data) > MAX_BYTES:
        raise SourceError(f"{FILE_NAME} is groter dan {MAX_BYTES} bytes.", code="too-large")
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise SourceError(f"Regel {line}: sla {FILE_NAME} op als UTF-8.", code="not-toml", line=line) from error
    except RecursionError as error:
        raise SourceError(f"{FILE_NAME} is te diep genest.", code="not-toml", line=1) from error
    except ValueError as error:
        found = _LINE.search(str(error))
        line = int(found[1]) if found else data.count(b"\n") + 1
        raise SourceError(
            f"Regel {line}: hier staat geen goede TOML. Schrijf elke regel als naam = waarde, "
            'met teksten tussen aanhalingstekens: naam = "Zorgdossier".', code="not-toml", line=line,
        ) from error  # fmt: skip


def read_protocol(data: bytes) -> Protocol:
    """Read `protocol.toml` as docs/formats/bundle.md describes it.

    Raises SourceError with code `not-toml` and the line, also where a value is of another kind than the key asks.
    """
    table = read_toml(data)
    reader = _Reader(table, data)
    lanes = reader.table(LANES)
    functions = reader.texts(FUNCTIONS)
    return Protocol(
        naam=reader.text(NAME),
        standaard=reader.flag(DEFAULT),
        functies=functions or USUAL_FUNCTIONS,
        routes=reader.texts(ROUTES),
        lanen=dict(USUAL_LANES) if lanes is None and not functions else reader.lanes(lanes or {}, nested=True),
        per_proces={
            process: reader.lanes(value, nested=False)
            for process, value in (lanes or {}).items() if isinstance(value, dict)
        },
        team=reader.phases(TEAM),
    )  # fmt: skip


def line_of(data: bytes, key: str) -> int | None:
    """The first line that assigns a key or opens its table, or None."""
    bare = re.escape(key)
    pattern = re.compile(rf"^\s*(\[+\s*([^\]]*\.)?)?[\"']?{bare}[\"']?\s*(=|\]|\.)", re.IGNORECASE)
    for number, line in enumerate(data.decode("utf-8-sig", errors="replace").splitlines(), start=1):
        if pattern.search(line):
            return number
    return None


class _Reader:
    """Values of a table by their Dutch or English key, each of the asked kind."""

    def __init__(self, table: dict[str, object], data: bytes) -> None:
        self._table, self._data = table, data

    def _get(self, keys: tuple[str, ...]) -> tuple[str, object]:
        return next(((key, self._table[key]) for key in keys if key in self._table), (keys[0], None))

    def _wrong(self, key: str, asked: str) -> SourceError:
        line = line_of(self._data, key)
        place = f"Regel {line}: " if line else ""
        return SourceError(f"{place}'{key}' moet {asked} zijn.", code="not-toml", line=line)

    def text(self, keys: tuple[str, ...]) -> str:
        key, value = self._get(keys)
        if value is not None and not isinstance(value, str):
            raise self._wrong(key, "een tekst tussen aanhalingstekens")
        return value or ""

    def flag(self, keys: tuple[str, ...]) -> bool:
        key, value = self._get(keys)
        if value is not None and not isinstance(value, bool):
            raise self._wrong(key, "true of false")
        return bool(value)

    def texts(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        key, value = self._get(keys)
        return () if value is None else self._texts(key, value)

    def table(self, keys: tuple[str, ...]) -> dict[str, object] | None:
        key, value = self._get(keys)
        if value is not None and not isinstance(value, dict):
            raise self._wrong(key, f"een tabel onder [{key}]")
        return value

    def phases(self, keys: tuple[str, ...]) -> dict[str, str]:
        found = self.table(keys)
        if found is None:
            return dict(USUAL_TEAM)
        for function, phase in found.items():
            if not isinstance(phase, str) or not phase.strip():
                raise self._wrong(function, f'een fase, zoals "wegen", of "{FROM_THE_START}"')
        return {" ".join(function.split()): str(phase).strip() for function, phase in found.items()}

    def lanes(self, table: dict[str, object], *, nested: bool) -> dict[str, tuple[str, ...]]:
        return {
            name_key(lane): self._texts(lane, value) for lane, value in table.items()
            if not (nested and isinstance(value, dict))
        }  # fmt: skip

    def _texts(self, key: str, value: object) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(item, str) for item in values):
            raise self._wrong(key, 'een lijst van teksten, zoals ["leerkracht"],')
        return tuple(" ".join(str(item).split()) for item in values)
