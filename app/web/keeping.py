"""What the pages of those who keep a school share: which school, trying a deed, the sentence after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.bus import Sent
from app.commands.command import Command
from app.domain.errors import FormInvalidError, InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.queries.places import SchoolAt
from app.web.blueprint import send
from app.web.days import no_day, typed_day
from app.web.words import _, lazy
from app.web.words import said as in_words

DONE: Final = "gedaan"
SCHOOL: Final = "school"
_MEANWHILE: Final = lazy("%(name)s heeft dit ontwerp intussen opgeslagen. Er is niets veranderd; kijk het nog eens na.")
_SAID: Final[Mapping[str, str]] = {
    "gegeven": lazy("De functie is gegeven. Hij telt meteen."),
    "gestopt": lazy("De functie is gestopt. Wat daarmee te zien was, is nu dicht."),
    "token": lazy("Het token is ingetrokken. Het programma dat ermee werkte, komt er niet meer in."),
    "uit-dienst": lazy("Deze collega is hier uit dienst. Alle rechten van deze school zijn gestopt."),
    "voorstellen": lazy("De functies zijn gegeven. Ze tellen meteen."),
    "niet": lazy("Dit voorstel staat niet meer in de lijst. De functie geven kan nog, bij de collega zelf."),
    "waarneming": lazy("De waarneming staat genoteerd. Ze begint en eindigt vanzelf."),
    "waarneming-gestopt": lazy("De waarneming is gestopt. Wat daarmee te zien was, is nu dicht."),
    "dag": lazy("De vrije dag staat erin."),
    "dag-weg": lazy("De vrije dag is weggehaald. Vergissing? Vul hem hieronder opnieuw in."),
    "regio": lazy("De school staat nu in een andere vakantieregio."),
    "opnieuw": lazy("Het gaat weer verder. Loopt het opnieuw vast, dan staat het hier weer."),
    "weg": lazy("Dit bestand is niet meer bewaard: dat gebeurt een uur lang. Kies het opnieuw."),
}
"""Code in the address after a deed to what a person reads then. No code names anybody."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a deed: it was done, or the sentences by field that say why not."""

    sent: Sent | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    status: int = 200

    @property
    def told(self) -> str:
        """Why not, for a script that has no fields."""
        return " ".join(self._sentences)

    @property
    def above(self) -> Tried:
        """The same for a page without the fields that the command checks: all sentences above it."""
        found = self._sentences
        return replace(self, errors={"": found} if found else {})

    @property
    def _sentences(self) -> list[str]:
        return [each for found in self.errors.values() for each in found]


def tried(command: Command, at: str = "", *, meanwhile: str = _MEANWHILE) -> Tried:
    """Send a command; what its form can show comes back as sentences in place. What cannot, is raised.

    `meanwhile` is what is said, with the name, where somebody else saved first.
    """
    try:
        return Tried(send(command, at))
    except FormInvalidError as error:
        return Tried(
            errors={name: [in_words(each) for each in found] for name, found in error.errors.items()}, status=422
        )
    except InvalidValueError as error:
        return Tried(errors={error.field: [in_words(error.message)]}, status=422)
    except MeanwhileError as error:
        return Tried(errors={"": [_(meanwhile, name=error.by)]}, status=409)
    except WrongStateError as error:
        return Tried(errors={"": [in_words(error.message)]}, status=409)


def said(sentences: Mapping[str, str] = _SAID) -> str:
    """The sentence after a deed, by the code in the address."""
    text = sentences.get(request.args.get(DONE, ""))
    return _(text) if text else ""


def asked_id(name: str = SCHOOL, where: Mapping[str, str] | None = None) -> UUID | None:
    """An id in the address, or in the form; None where there is none. Raises NotFoundError for what is no id."""
    text = (request.args if where is None else where).get(name, "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotFoundError from None


def asked_day(name: str, errors: dict[str, list[str]], *, required: bool = True) -> date | None:
    """A day of a form; what is no day adds its sentence to the errors."""
    text = request.form.get(name, "").strip()
    if not text and not required:
        return None
    found = typed_day(text)
    if found is None:
        errors[name] = [no_day()]
    return found


def which(schools: tuple[SchoolAt, ...], school: UUID) -> UUID | None:
    """What an address must say of the school: nothing where there is only one."""
    return school if len(schools) > 1 else None


def onward(endpoint: str, done: str, **values: Any) -> ResponseReturnValue:
    """To the page that shows what was done."""
    values[DONE] = done
    return redirect(url_for(endpoint, **values), 303)
