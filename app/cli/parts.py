"""The parts of the product at the command line, with what keeps them from starting told in one line."""

from __future__ import annotations

from flask import current_app

from app.cli.border import NotStarted
from app.parts import Parts, parts_of
from app.settings import SettingsError


def parts(*, any_kek: bool = False) -> Parts:
    """The parts of the current app; with `any_kek` also where the keys do not open. Raises NotStarted."""
    try:
        return parts_of(current_app, any_kek=any_kek)
    except SettingsError as error:
        raise NotStarted(str(error)) from error
