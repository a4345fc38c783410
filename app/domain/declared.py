"""Which permission each view asks. A view that declares none keeps the server from starting; pages and API share this.

Standard library only: it is handed the views, and knows no web.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from app.domain.permissions import Permission

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Declared:
    """What a view asks of whoever comes in."""

    permission: Permission | None
    """None where the view is open to everyone, signed in or not."""
    at_the_door: bool
    """True where nothing of the request decides it, so it is asked before the view runs."""


_VIEWS: Final[dict[str, Declared]] = {}


def declares(permission: Permission | None, *, at_the_door: bool = False) -> Callable[[View], View]:
    """Say which permission a view asks; None for one that everyone may open. Raises ValueError for a second saying."""

    def declare(view: View) -> View:
        name = _name(view)
        said = Declared(permission, at_the_door)
        if _VIEWS.setdefault(name, said) != said:
            message = f"{name} declares two permissions"
            raise ValueError(message)
        return view

    return declare


def declared(view: Callable[..., Any]) -> Declared | None:
    """What a view declared, also through wrappers that keep its name; None where it declared nothing."""
    return _VIEWS.get(_name(view))


def undeclared(views: Mapping[str, Callable[..., Any]], allowed: Collection[str] = ()) -> list[str]:
    """The endpoints whose view declared nothing, those in `allowed` left out. The server may start only on none."""
    return sorted(name for name, view in views.items() if name not in allowed and declared(view) is None)


def _name(view: Callable[..., Any]) -> str:
    return f"{view.__module__}.{getattr(view, '__qualname__', type(view).__qualname__)}"
