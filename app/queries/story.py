"""What happened in a dossier, with what belongs beside each fact: what was filled in, what the drawing calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.facts import MessageUnheard, QuestionAnswered, TaskCompleted
from app.queries import history
from app.queries.decided import Row, explained
from app.queries.dossiers import seen_dossier
from app.queries.drawings import Drawings
from app.queries.filled_in import FilledIn, filled_in
from app.queries.history import Entry, Part, history_of
from app.queries.items import PupilShown
from app.queries.paging import Page, fact_place
from app.store.bundles import BundleCache
from app.store.named import named_pupil
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import Bundle

USUAL: Final = 25
"""Facts on a page at once."""
_COORDINATORS: Final = (f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS)
_DONE: Final = frozenset(kind.__name__ for kind in (TaskCompleted, QuestionAnswered))
_UNHEARD: Final = MessageUnheard.__name__
"""That nobody had to hear a message tells nothing of what was done with the pupil."""
Place = tuple[UUID, int]
"""Where a fact stands: its stream and its number there."""


@dataclass(frozen=True, slots=True)
class Story:
    """A part of what happened."""

    history: Page[Entry]
    filled_in: Mapping[Place, FilledIn]
    elements: Mapping[Place, str]
    """What the drawing calls the element that a fact names by its id alone."""
    routes: Mapping[UUID, str]
    """Names by id, in the order in which they began."""
    tasks: Mapping[Place, UUID]
    """The task that was done, where this person may look into it and set it right: who did it, and who coordinates."""
    decided: Mapping[Place, tuple[Row, ...]] = field(default_factory=dict)
    """What the tables said that were asked at a fact, as people call it."""


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A page with nothing but that."""

    id: UUID
    """Of the dossier."""
    pupil: PupilShown
    story: Story


def read_story(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID, part: Part
) -> StoryPage | None:  # fmt: skip
    """A part of the history, and a line in the log of reads; None where the dossier is not there or not for them.

    Raises InvalidValueError for the cursor.
    """
    fact_place(part.after)
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, history.READ, dossier_id, found=row is not None)
    if row is None:
        return None
    routes = routes_seen(work, actor.id, dossier_id)
    name = named_pupil(work, row.pupil_id, row.pupil_sealed)
    pupil = PupilShown(row.pupil_id, name.first, row.group_name or "")
    story = story_of(work, actor, bundles, row, routes, part)
    return StoryPage(dossier_id, pupil, story)


def story_of(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any, routes: Sequence[Any], part: Part
) -> Story:  # fmt: skip
    """The same, of a dossier and routes whose rows are there already."""
    drawn = Drawings.of(work, bundles, routes)
    found = history_of(work, actor, bundles, row, routes, part)
    told = replace(found, items=tuple(each for each in found.items if each.kind != _UNHEARD))
    names = {each.route_id: each.name for each in routes}
    return Story(
        told, _answers(work, drawn, told.items), elements_at(drawn, told.items), names, _done(actor, row, told.items),
        decided_at(drawn, told.items),
    )  # fmt: skip


def _done(actor: Actor, row: Any, entries: Sequence[Entry]) -> dict[Place, UUID]:
    leads = actor.holds(_COORDINATORS, row.school_id)
    return {
        (each.stream, each.sequence): UUID(str(each.data["task"]))
        for each in entries
        if each.kind in _DONE and (leads or (each.by is not None and each.by.id == actor.id))
    }


def _answers(work: Work, drawn: Drawings, entries: Sequence[Entry]) -> dict[Place, FilledIn]:
    now = work.clock.roughly()
    return {
        (each.stream, each.sequence): filled_in(bundle, each, now)
        for each in entries if each.answers and (bundle := drawn.at(each)) is not None
    }  # fmt: skip


def decided_at(drawn: Drawings, entries: Sequence[Entry]) -> dict[Place, tuple[Row, ...]]:
    """What the tables said that were asked at these facts."""
    return {
        (each.stream, each.sequence): explained(bundle, each.decisions)
        for each in entries if each.decisions and (bundle := drawn.at(each)) is not None
    }  # fmt: skip


def elements_at(drawn: Drawings, entries: Sequence[Entry]) -> dict[Place, str]:
    """What the drawing calls what these facts name by its id."""
    return {
        (each.stream, each.sequence): bundle.name_of(str(each.data["element"]))
        for each in entries if each.data.get("element") and (bundle := drawn.at(each)) is not None
    }  # fmt: skip
