"""What a person is told when something cannot be done. The docstring of a class is its message; people read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID


class Refused(Exception):
    """Dit kan nu niet."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or " ".join((self.__doc__ or "").split()))

    @property
    def message(self) -> str:
        """The sentence for the person at the screen."""
        return str(self.args[0])


class NotFoundError(Refused):
    """Dit is er niet, of het is niet voor jou. Kijk of je de goede naam of link hebt."""


class NotAllowedError(Refused):
    """Dit mag je niet met de functies die je hebt. Vraag wie de functies beheert."""


class FormInvalidError(Refused):
    """Er klopt nog iets niet in wat je hebt ingevuld."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__()
        self.errors = {name: list(messages) for name, messages in errors.items()}
        """Dutch sentences by field name."""


class WrongStateError(Refused):
    """Dit kan niet meer: er is intussen iets veranderd."""

    reason = "state"


class DoneError(WrongStateError):
    """Deze taak is al afgerond."""

    reason = "done"

    def __init__(self, by: str, at: datetime | None, message: str | None = None) -> None:
        super().__init__(message)
        self.by = by
        """Name of who did it; the empty text where a timer or another step closed it."""
        self.at = at


class StaleError(WrongStateError):
    """Deze taak is veranderd nadat je hem opende. Wat je typte is bewaard; kijk de taak na en rond hem dan af."""

    reason = "stale"

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version
        """What the task is at now."""


class MeanwhileError(WrongStateError):
    """Dit bestand is bewaard nadat jij het opende. Er is niets van jou of van die ander overschreven."""

    reason = "meanwhile"

    def __init__(self, by: str, at: datetime) -> None:
        super().__init__()
        self.by = by
        """Name of who saved it."""
        self.at = at


class BarredError(WrongStateError):
    """Deze taak is voor iemand anders, omdat jij de taak deed waarover hij gaat."""

    reason = "barred"


class KeyReusedError(Refused):
    """Deze Idempotency-Key hoort al bij een ander verzoek. Neem voor elk verzoek een nieuwe."""


class StuckError(Refused):
    """De route is hier vastgelopen. De intern begeleider ziet dat er iets mis is; er is niets half gedaan."""

    def __init__(self, incident: UUID | None = None, *, kept: bool = False) -> None:
        super().__init__(f"{(self.__doc__ or '').strip()} Wat je typte is bewaard." if kept else None)
        self.incident = incident


class NoBundleError(Refused):
    """Deze versie van het protocol is er niet. Liep hier een route op, zeg het dan wie Leidraad beheert."""


class OtherBundleError(NoBundleError):
    """Deze versie van het protocol is niet meer zoals zij is gepubliceerd. Zeg het wie Leidraad beheert."""


class InvalidValueError(Refused):
    """Deze waarde kan hier niet."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class UnavailableError(Exception):
    """De gegevens zijn nu even niet bereikbaar. Er is niets half opgeslagen; probeer het over een minuut opnieuw."""


class UncertainError(UnavailableError):
    """De verbinding viel weg bij het opslaan. Kijk eerst of het is gelukt; doe het pas daarna opnieuw."""
