"""The leaflet for parents: what the routes are, in plain Dutch (B1), from the names in the bundle and fixed sentences.

A sentence that needs something is there only where the bundle has it: no word of a report where nothing is reported.
Source: issue 6 item 8; the school's own text for parents, R59..R60 and R67..R74.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from workflows.document.model import Chapter, Document, Entry, EntryKind, Section
from workflows.words import in_words

PARENTS: Final = "ouder"
_INDEX: Final = "verwijsindex"
_REPORT: Final = "melding"
_REPORT_TO: Final = "veilig thuis"


@dataclass(frozen=True, slots=True)
class LeafletStep:
    """A step of a route as parents read it."""

    name: str
    who: str
    first: str
    """What is done first in it and within which term."""
    talk: bool
    """Whether parents are spoken with in it."""


@dataclass(frozen=True, slots=True)
class LeafletRoute:
    """A route and its steps."""

    name: str
    steps: tuple[LeafletStep, ...]


@dataclass(frozen=True, slots=True)
class LeafletPart:
    """A heading with sentences, and lines that are no sentences."""

    heading: str
    sentences: tuple[str, ...]
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaflet:
    """The whole leaflet."""

    title: str
    before: tuple[LeafletPart, ...]
    routes: tuple[LeafletRoute, ...]
    after: tuple[LeafletPart, ...]


def leaflet_of(document: Document) -> Leaflet:
    """The leaflet of a protocol."""
    routes = tuple(_route(chapter) for chapter in document.chapters if any(each.is_step for each in chapter.sections))
    safety = (*_violence(document), *_index(document))
    after = (*_talks(document), *safety, _asking(), _complaint(document), _urgent())
    # A protocol that is about something else, as truancy, is not announced as worry about a child.
    title, before = ("Als er zorgen zijn over uw kind", _together()) if safety else (document.name, _agreed())
    return Leaflet(title, (before, _steps(routes)), routes, after)


def _entries(chapters: Iterable[Chapter]) -> Iterator[Entry]:
    return (entry for chapter in chapters for section in chapter.sections for entry in section.entries)


def _route(chapter: Chapter) -> LeafletRoute:
    return LeafletRoute(chapter.name, tuple(_step(section) for section in chapter.sections if section.is_step))


def _step(section: Section) -> LeafletStep:
    work = [entry for entry in section.entries if entry.kind is EntryKind.TASK]
    who = dict.fromkeys(name for entry in work for name in entry.doer.split(" met ") if name)
    first = next((entry for entry in work if entry.term and "“" not in entry.term), None)
    talk = any(PARENTS in entry.name.casefold() for entry in section.entries if _is_talk(entry))
    told = f"{first.name}: {first.term}" if first else ""
    return LeafletStep(section.name, in_words(map(_low, who)), told, talk)


def _low(name: str) -> str:
    """The name of a function as it stands within a sentence."""
    return name if name.isupper() else name[:1].lower() + name[1:]


def _is_talk(entry: Entry) -> bool:
    return entry.kind in (EntryKind.CALL, EntryKind.TASK)


def _together() -> LeafletPart:
    return LeafletPart("Samen met u", (
        "Soms gaat het niet goed met een kind.",
        "Een kind is niet blij, of doet anders dan anders.",
        "Dan praten we snel met u.",
        "Samen kijken we wat er aan de hand is.",
        "Samen zoeken we wat uw kind helpt.",
        "Vaak is een beetje hulp genoeg.",
    ))  # fmt: skip


def _agreed() -> LeafletPart:
    return LeafletPart("Samen met u", (
        "Op school hebben wij vaste afspraken.",
        "In deze folder leest u wat wij doen.",
        "En u leest wanneer wij met u praten.",
    ))  # fmt: skip


def _steps(routes: tuple[LeafletRoute, ...]) -> LeafletPart:
    how_many = {1: "Wij volgen een vaste route."}.get(len(routes), "Wij volgen vaste routes.")
    return LeafletPart("Zo werken wij", (
        how_many,
        "Een route heeft stappen.",
        "Bij elke stap staat wie iets doet en wanneer.",
        "Niet elk kind doorloopt alle stappen.",
    ) if routes else ("Wij volgen vaste afspraken.",))  # fmt: skip


def _talks(document: Document) -> Iterator[LeafletPart]:
    talks = {
        entry.name: None for entry in _entries(document.chapters)
        if _is_talk(entry) and PARENTS in entry.name.casefold()
    }  # fmt: skip
    if not talks:
        return
    sentences = [
        "Tijdens de route praten we met u.",
        "Wij vertellen wat wij zien.",
        "U vertelt wat u ziet.",
        "We schrijven op wat u zegt.",
        "En we maken samen afspraken.",
    ]
    if any("later informeren" in name.casefold() for name in talks):
        sentences += ["Soms kan een gesprek nog niet.", "Dan schrijven we op waarom.", "U hoort het dan later van ons."]
    yield LeafletPart("Gesprekken met u", tuple(sentences), tuple(_when(document)))


def _when(document: Document) -> Iterator[str]:
    """The talks with a term of their own, each name once with all of its terms."""
    terms: dict[str, dict[str, None]] = {}
    for entry in _entries(document.chapters):
        if entry.kind is EntryKind.TASK and PARENTS in entry.name.casefold() and entry.term:
            terms.setdefault(entry.name, {})[entry.term] = None
    for name, said in terms.items():
        yield f"{name}: {in_words(said, 'of')}"


def _violence(document: Document) -> Iterator[LeafletPart]:
    names = [entry.name.casefold() for entry in _entries(document.chapters)]
    if not any(_REPORT in name and _REPORT_TO in name for name in names):
        return
    yield LeafletPart("Bij een vermoeden van geweld thuis", (
        "Soms denken wij aan geweld of mishandeling.",
        "Dan moeten wij volgens de wet iets doen.",
        "Wij volgen dan de stappen van de meldcode.",
        "Wij praten met u zodra dat veilig kan.",
        "Soms moeten wij melden bij Veilig Thuis.",
        "Dat beslist bij ons nooit één persoon alleen.",
        "Wij vertellen het u vooraf, als dat veilig kan.",
    ))  # fmt: skip


def _index(document: Document) -> Iterator[LeafletPart]:
    if not any(_INDEX in entry.name.casefold() for entry in _entries(document.chapters)):
        return
    yield LeafletPart("De Verwijsindex", (
        "De Verwijsindex is een systeem voor het hele land.",
        "Daarin staat wie uw kind helpt.",
        "Er staat nooit in waarom.",
        "Zo weten hulpverleners van elkaar.",
        "U hoeft dan niet steeds hetzelfde te vertellen.",
        "U hoort het als wij uw kind daarin zetten.",
    ))  # fmt: skip


def _asking() -> LeafletPart:
    return LeafletPart("Dit mag u altijd vragen", (
        "Bij welke stap zijn we nu?",
        "Wie helpt mijn kind, en wie is mijn aanspreekpunt?",
        "Wat hebben we afgesproken?",
        "Wie weet hiervan, en wat is er gedeeld?",
        "Wat gebeurt er hierna?",
    ))  # fmt: skip


def _complaint(document: Document) -> LeafletPart:
    functions = [each.casefold() for each in document.functions]
    sentences = ["Zeg het ons als u het niet eens bent.", "Begin bij de leerkracht."]
    if "intern begeleider" in functions:
        sentences[1] = "Begin bij de leerkracht of de intern begeleider."
    if "directeur" in functions:
        sentences += ["Komt u er samen niet uit?", "Praat dan met de directeur."]
    if "bestuur" in functions:
        sentences.append("Daarna kunt u naar het bestuur.")
    return LeafletPart("Een klacht", tuple(sentences), ("Naam en telefoon: ",))


def _urgent() -> LeafletPart:
    return LeafletPart("Is er nu gevaar?", (
        "Bel 112.",
        "Wilt u praten over geweld thuis?",
        "Bel Veilig Thuis: 0800-2000.",
        "Dat kan dag en nacht, en het is gratis.",
    ))  # fmt: skip
