"""Which board, school and person somebody means at the command line; told with what there is where it is unclear."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

import click

from app.cli.border import NotJudged, WrongUse, shown
from app.cli.parts import parts
from app.commands.bus import Sent
from app.commands.command import Command
from app.domain.actors import Actor
from app.domain.errors import FormInvalidError, InvalidValueError, Refused
from app.queries.places import BoardAt, SchoolAt, boards_at, person_at, schools_at
from workflows import in_words

Wrapped = TypeVar("Wrapped", bound=Callable[..., object])


def board_option(command: Wrapped) -> Wrapped:
    """`--board NAAM`: only needed where there are several."""
    return click.option("--board", metavar="NAAM", help="Het bestuur, als er meer dan één is.")(command)


def school_option(command: Wrapped) -> Wrapped:
    """`--school BRIN`: only needed where there are several."""
    return click.option("--school", metavar="BRIN", help="De school, als het bestuur er meer dan één heeft.")(command)


def the_board(name: str | None) -> UUID:
    """The board that is meant. Raises WrongUse."""
    found = boards_at(parts().desk)
    meant = [each for each in found if name is None or name.casefold() in (each.name.casefold(), str(each.id))]
    if len(meant) == 1:
        return meant[0].id
    raise WrongUse(_unclear("bestuur", name, found), _path())


def the_school(board: UUID, brin: str | None) -> UUID:
    """The school that is meant, by its BRIN or name. Raises WrongUse."""
    with parts().desk.reading(board) as work:
        found = schools_at(work)
    wanted = (brin or "").casefold()
    meant = [each for each in found if brin is None or wanted in (each.brin.casefold(), each.name.casefold())]
    if len(meant) == 1:
        return meant[0].id
    raise WrongUse(_unclear("school", brin, found), _path())


def the_person(board: UUID, login: str) -> UUID:
    """The person with this login. Raises WrongUse."""
    with parts().desk.reading(board) as work:
        found = person_at(work, login)
    if found is None:
        message = f"Er is niemand met de aanmeldnaam “{shown(login)}”. Nodig die persoon uit: flask person invite."
        raise WrongUse(message, _path())
    return found


def send(command: Command, by: Actor) -> Sent:
    """Carry a command out, and tell a refusal in a line. Raises WrongUse or NotJudged."""
    try:
        return parts().bus.send(command, by=by)
    except FormInvalidError as error:
        lines = "\n".join(f"  {line}" for said in error.errors.values() for line in said)
        raise WrongUse(f"{error.message}\n{lines}", _path()) from error
    except InvalidValueError as error:
        raise WrongUse(error.message, _path()) from error
    except Refused as error:
        raise NotJudged(error.message) from error


def _unclear(what: str, said: str | None, found: list[BoardAt] | list[SchoolAt]) -> str:
    names = [f"“{each.name}”" + (f" ({each.brin})" if isinstance(each, SchoolAt) else "") for each in found]
    if not found:
        return f"Er is nog geen {what}. Maak er een: flask school create."
    if said is None:
        return f"Er is meer dan één {what}: {in_words(names)}. Kies met --{'board' if what == 'bestuur' else 'school'}."
    return f"Er is geen {what} “{shown(said)}”. Wel: {in_words(names)}."


def _path() -> str:
    return click.get_current_context().command_path
