"""Instants, days and ids of requests: what the web library takes for one more widely than we do is refused."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, datetime
from typing import Annotated, Final
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BeforeValidator
from pydantic_core import PydanticCustomError

FAR: Final = "instant_far"
"""The kind of error of an instant that is too far away."""


def _is_text(value: object) -> object:
    """Numbers are no instants and no ids, though the library would take them."""
    return value if isinstance(value, str) else None


def _is_near(value: datetime) -> datetime:
    """An instant of the first or the last year of all may be one that cannot be written in another zone."""
    if not MINYEAR < value.year < MAXYEAR:
        raise PydanticCustomError(FAR, "an instant that is too far away")
    return value


Instant = Annotated[AwareDatetime, BeforeValidator(_is_text), AfterValidator(_is_near)]
Day = Annotated[date, BeforeValidator(_is_text)]
Id = Annotated[UUID, BeforeValidator(_is_text)]
