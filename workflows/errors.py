"""Everything this package can refuse. The docstring of a class is its message; people read it in Dutch."""

from __future__ import annotations


class WorkflowError(Exception):
    """Het protocol kan hier niet verder."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").strip())

    @property
    def message(self) -> str:
        """The sentence for the person at the screen."""
        return str(self.args[0])


class SourceError(WorkflowError):
    """Dit bestand kan niet worden gelezen."""

    def __init__(self, message: str, *, code: str, line: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        """Stable name of what is wrong: `doctype`, `not-xml`, `too-large`, `encoding`, `too-deep`."""
        self.line = line


class FeelError(WorkflowError):
    """Deze uitdrukking is geen geldige FEEL."""

    def __init__(self, message: str, *, text: str = "", position: int | None = None) -> None:
        super().__init__(message)
        self.text = text
        self.position = position
        """Zero-based offset in `text` where reading stopped, or None where no place can be named."""


class TermError(WorkflowError):
    """Deze termijn kan niet worden gelezen of berekend."""


class FormError(WorkflowError):
    """Dit formulierbestand kan niet worden gelezen."""

    def __init__(self, message: str | None = None, problems: tuple[tuple[str, str, str], ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
        """Of each component that cannot be read its place in the file, its name and what is wrong with it."""


class BundleError(WorkflowError):
    """Dit protocol kan niet worden geladen."""

    def __init__(self, message: str | None = None, findings: tuple[object, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings
        """The `Finding`s that stand in the way, for a caller that wants to show them all."""


class Refused(WorkflowError):
    """Dit kan nu niet."""


class NotOpenError(Refused):
    """Deze taak staat niet meer open."""


class NotWaitingError(Refused):
    """Niets in deze route wacht hierop."""


class RoutingFieldError(Refused):
    """Dit antwoord past niet bij de vraag."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class FinishedError(Refused):
    """Deze route is al afgesloten."""


class IncidentError(WorkflowError):
    """De route is vastgelopen; een mens moet ernaar kijken."""

    def __init__(self, message: str | None = None, *, element: str = "") -> None:
        super().__init__(message)
        self.element = element
        """Id of the diagram element at which it stopped, empty where none can be named."""


class ScenarioError(WorkflowError):
    """Deze stap van het scenario klopt niet."""
