"""The history in sentences: one for each kind of fact. What people wrote themselves is quoted apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from app.queries.decided import Row
from app.queries.filled_in import FilledIn
from app.queries.history import Entry
from app.queries.story import Story
from app.web.words import _, day, lazy

_LATER: Final = timedelta(minutes=1)
"""Between what happened and when it was written down, from which it is said apart."""
_TRIED: Final = {
    "CompleteTask": lazy("een taak afronden"), "CorrectTask": lazy("antwoorden herstellen"),
    "SendMessage": lazy("iets melden"), "OpenDossier": lazy("iets melden"),
    "WithdrawRoute": lazy("deze route intrekken"), "ProposeDeviation": lazy("een afwijking voorstellen"),
    "ConfirmDeviation": lazy("een afwijking bevestigen"),
    "DropDeviation": lazy("een voorstel om af te wijken laten vervallen"),
    "MigrateRoute": lazy("deze route naar een andere versie van het protocol brengen"),
    "UndoMigration": lazy("deze route terugzetten op haar vorige versie"),
    "AddAttachment": lazy("een bestand toevoegen"), "RemoveAttachment": lazy("een bestand weghalen"),
}  # fmt: skip
_REFUSED: Final = {
    "done": lazy("de taak was al afgerond"), "stale": lazy("de taak was intussen veranderd"),
    "barred": lazy("die taak is voor iemand anders"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One fact as people read it."""

    entry: Entry
    sentence: str
    reason: str
    """What somebody wrote with it; empty where they wrote nothing."""
    route: str
    """Name of the route; empty for the dossier as a whole."""
    later: bool
    """Whether it was written down afterwards."""
    filled_in: FilledIn
    decided: tuple[Row, ...]
    """What tables said, as people call it."""
    task: UUID | None
    """The task that was done, where whoever reads may look into it."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """What a sentence is made of."""

    who: str
    name: str
    data: Mapping[str, Any]
    moved: bool
    """Whether a person did it."""

    def listed(self, field: str) -> str:
        return ", ".join(map(str, self.data.get(field, ())))

    @property
    def person(self) -> str:
        return str(self.data.get("person_name") or _("iemand"))


def tell(story: Story) -> tuple[Told, ...]:
    """The facts of a page in sentences."""
    return tuple(_tell(story, each) for each in story.history.items)


def sentence(entry: Entry, element: str = "") -> str:
    """A fact in one sentence; `element` is what the drawing calls what it names by its id."""
    if entry.erased:
        return _("Dit is niet meer te lezen: de sleutel ervan is vernietigd.")
    if entry.kind is None:
        return _("Dit gaat niet open: het is veranderd, of de sleutel ervan is er niet. Kijk de geschiedenis na.")
    who = entry.by.name or _("Iemand") if entry.by else _("Leidraad")
    fact = _Fact(who, entry.name or element, entry.data, entry.by is not None)
    return SENTENCES[entry.kind](fact)


def _tell(story: Story, entry: Entry) -> Told:
    place = entry.stream, entry.sequence
    reason = "" if entry.kind in {"AttemptRefused", "DeputyJoined"} else str(entry.data.get("reason") or "")
    later = entry.at is not None and entry.entered - entry.at > _LATER
    return Told(
        entry, sentence(entry, story.elements.get(place, "")), reason,
        story.routes.get(entry.route, "") if entry.route else "", later, story.filled_in.get(place, FilledIn()),
        story.decided.get(place, ()), story.tasks.get(place),
    )  # fmt: skip


def _started(fact: _Fact) -> str:
    if fact.moved:
        return _("%(who)s begon de route “%(name)s”.", who=fact.who, name=fact.name)
    return _("De route “%(name)s” begon, door een andere route.", name=fact.name)


def _completed(fact: _Fact) -> str:
    beside = ", ".join(fact.data.get("beside_names", ()))
    if beside:
        return _("%(who)s rondde samen met %(beside)s “%(name)s” af.", who=fact.who, beside=beside, name=fact.name)
    return _("%(who)s rondde “%(name)s” af.", who=fact.who, name=fact.name)


def _answered(fact: _Fact) -> str:
    answer = fact.listed("answer")
    return _("%(who)s antwoordde “%(answer)s” op “%(name)s”.", who=fact.who, answer=answer, name=fact.name)


def _received(fact: _Fact) -> str:
    if fact.moved:
        return _("%(who)s meldde “%(name)s”.", who=fact.who, name=fact.name)
    return _("Het bericht “%(name)s” kwam aan.", name=fact.name)


def _deviated(fact: _Fact) -> str:
    first = fact.data.get("proposed_by_name") or _("een collega")
    return _(
        "%(who)s bevestigde dat de route naar “%(name)s” gaat, op voorstel van %(first)s.",
        who=fact.who, name=fact.name, first=first,
    )  # fmt: skip


def _refused(fact: _Fact) -> str:
    tried = _(_TRIED.get(str(fact.data["tried"]), lazy("iets doen")))
    why = _(_REFUSED.get(str(fact.data["reason"]), lazy("er was intussen iets veranderd")))
    return _("%(who)s wilde %(tried)s, maar dat kon niet: %(why)s.", who=fact.who, tried=tried, why=why)


def _stuck(fact: _Fact) -> str:
    if fact.name:
        return _("De route liep vast bij “%(name)s”.", name=fact.name)
    return _("De route liep vast.")


def _resolved(fact: _Fact) -> str:
    if fact.data["how"] == "opnieuw":
        return _("%(who)s liet de route opnieuw proberen wat vastzat.", who=fact.who)
    return _("Wat vastzat, ging weer verder.")


def _nobody(fact: _Fact) -> str:
    return _(
        "Voor een taak was er niemand met de functie %(functions)s. Nu kan %(instead)s hem doen.",
        functions=fact.listed("functions"), instead=fact.listed("instead") or _("niemand"),
    )  # fmt: skip


def _joined(fact: _Fact) -> str:
    if until := fact.data.get("until"):
        return _(
            "%(who)s betrok %(person)s bij het dossier, tot %(day)s.",
            who=fact.who, person=fact.person, day=day(datetime.fromisoformat(until)),
        )  # fmt: skip
    return _("%(who)s betrok %(person)s bij het dossier.", who=fact.who, person=fact.person)


def _deputy(fact: _Fact) -> str:
    begins, until = (day(datetime.fromisoformat(fact.data[each])) for each in ("begins", "until"))
    return _(
        "%(person)s is bij het dossier betrokken om waar te nemen, van %(begins)s tot %(until)s.",
        person=fact.person, begins=begins, until=until,
    )  # fmt: skip


def _leaves(fact: _Fact) -> str:
    if left := fact.data.get("left_on"):
        return _("De leerling gaat van school, op %(day)s.", day=day(date.fromisoformat(left)))
    return _("De leerling gaat van school.")


def _by(text: str) -> Callable[[_Fact], str]:
    """A sentence in which nothing changes but names."""
    return lambda fact: _(text) % {"who": fact.who, "name": fact.name, "person": fact.person}


SENTENCES: Final[Mapping[str, Callable[[_Fact], str]]] = {
    "RouteStarted": _started,
    "TaskCompleted": _completed,
    "QuestionAnswered": _answered,
    "TimerFired": _by(lazy("De termijn bij “%(name)s” ging af.")),
    "MessageReceived": _received,
    "TaskCorrected": _by(lazy("%(who)s herstelde de antwoorden bij “%(name)s”. De oude antwoorden zijn bewaard.")),
    "RouteWithdrawn": _by(lazy("%(who)s trok de route in.")),
    "RouteDeviated": _deviated,
    "RouteMigrated": _by(lazy("%(who)s zette de route over naar een andere versie van het protocol.")),
    "MigrationUndone": _by(lazy("%(who)s zette de route terug op de versie van het protocol waar ze vandaan kwam.")),
    "DeviationProposed": _by(
        lazy("%(who)s stelde voor om af te wijken naar “%(name)s”. Een tweede persoon moet dat bevestigen.")
    ),
    "DeviationDropped": _by(lazy("%(who)s liet het voorstel vervallen om af te wijken naar “%(name)s”.")),
    "AttemptRefused": _refused,
    "RouteStuck": _stuck,
    "IncidentResolved": _resolved,
    "NobodyFound": _nobody,
    "AttachmentAdded": _by(lazy("%(who)s deed een bestand bij “%(name)s”.")),
    "AttachmentRemoved": _by(lazy("%(who)s haalde een bestand weg bij “%(name)s”.")),
    "MessageUnheard": _by(lazy("Het bericht “%(name)s” bereikte geen route.")),
    "DossierOpened": _by(lazy("%(who)s begon dit dossier.")),
    "DossierClosed": _by(lazy("%(who)s sloot dit dossier.")),
    "MemberJoined": _joined,
    "DeputyJoined": _deputy,
    "MemberLeft": _by(lazy("%(person)s is niet meer bij het dossier betrokken. Vastgelegd door %(who)s.")),
    "PersonDenied": _by(lazy("%(who)s zette %(person)s op de lijst van wie er niet bij mag.")),
    "DenialLifted": _by(lazy("%(who)s haalde %(person)s van de lijst van wie er niet bij mag.")),
    "PupilLeaves": _leaves,
    "HoldSet": _by(lazy("%(who)s legde vast dat dit dossier bewaard moet blijven.")),
    "HoldLifted": _by(lazy("%(who)s legde vast dat dit dossier niet langer bewaard hoeft te blijven.")),
    "ErasureProposed": _by(lazy("%(who)s stelde voor om iets te vernietigen. Een tweede persoon moet dat bevestigen.")),
    "ErasureDeclined": _by(lazy("%(who)s liet een voorstel om te vernietigen vervallen.")),
    "RouteErased": _by(lazy("Een route is vernietigd. Wat erin stond, is voor niemand meer te lezen.")),
    "PackAsked": _by(lazy("%(who)s vroeg een pakket voor buiten de school aan. Een tweede moet dat bevestigen.")),
    "PackDeclined": _by(lazy("%(who)s liet een aanvraag voor een pakket vervallen.")),
    "PackConfirmed": _by(lazy("%(who)s bevestigde de aanvraag voor een pakket.")),
    "PackMade": _by(lazy("Het pakket voor buiten de school is gemaakt.")),
}
"""By kind of fact; every kind that a dossier or a route can hold is in here."""
