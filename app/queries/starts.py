"""What somebody may start or send now, in a dossier or for a pupil who has none: the buttons that are drawn.

A message that waits in a route which this person may not see is not told as such: that the route exists is not theirs
to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.dossiers import seen_dossier
from app.store.bundles import BundleCache
from app.store.dossiers import bundle_in_force
from app.store.keys import KeysError
from app.store.loaded import LOOPT
from app.store.named import named_pupil
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.rights import find_pupil, subject_of
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import Bundle, Catch, Engine, FormView, WorkflowError

PHASE: Final = "acuut"
"""The phase by which a drawing says that one of its ways is the acute one."""
READ = "starts"
READ_PUPIL = "starts of a pupil"


@dataclass(frozen=True, slots=True)
class Start:
    """A button."""

    message: str
    """To be given back as `name`."""
    label: str
    process: str
    starts: bool
    """Whether it begins a route; false where a route waits for it."""
    form: str | None
    form_view: FormView | None


@dataclass(frozen=True, slots=True)
class ForPupil:
    """A pupil, with what may be begun for them."""

    pupil: UUID
    name: str
    dossier: UUID | None
    """The dossier that is open for them, where this person may see it; of another nobody hears."""
    starts: tuple[Start, ...]
    geheel: str | None = None
    """The version of the protocol that these are of."""


def read_starts(work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID) -> tuple[Start, ...] | None:
    """The buttons of a dossier; None where it is not there or not for this person."""
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    routes = routes_seen(work, actor.id, dossier_id)
    return buttons_of(work, actor, bundles, row, routes, bundle_in_force(work, row.school_id, actor.id))


def buttons_of(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], row: Any, routes: Sequence[Any], geheel: str | None
) -> tuple[Start, ...]:  # fmt: skip
    """The buttons of the dossier of a row, with the rows of its routes and the protocol in force."""
    if row.closed_at is not None:
        return ()
    subject = subject_of(row)
    found: dict[str, Start] = {}
    for bundle, catch in (*_waiting(work, bundles, routes), *_starting(work, bundles, geheel)):
        if _may(actor, Permission.PRESS, bundle, catch, subject):
            begins = catch.starts and bundle.starts.get(catch.message) == catch
            found.setdefault(catch.message, start_of(work, bundle, catch, begins=begins))
    return tuple(found.values())


def starts_for_pupil(work: Work, actor: Actor, bundles: BundleCache[Bundle], pupil_id: UUID) -> ForPupil | None:
    """What somebody may begin for a pupil of theirs; None for all others, whether or not they exist."""
    found = find_pupil(work, pupil_id, actor.id)
    if found is not None and not may(actor, Permission.SEE_PUPIL, found.subject):
        found = None
    log_read(work, actor.id, READ_PUPIL, pupil_id, found=found is not None)
    if found is None:
        return None
    geheel = bundle_in_force(work, found.row.school_id, actor.id)
    buttons = tuple(
        start_of(work, bundle, catch) for bundle, catch in _starting(work, bundles, geheel)
        if _may(actor, Permission.OPEN_DOSSIER, bundle, catch, found.subject)
    )  # fmt: skip
    open_ = found.row.dossier_id
    seen = open_ if open_ is not None and seen_dossier(work, actor, open_) is not None else None
    return ForPupil(pupil_id, named_pupil(work, pupil_id, found.row.sealed).full, seen, buttons, geheel)


def starts_of(work: Work, bundle: Bundle) -> tuple[tuple[Start, tuple[str, ...]], ...]:
    """The buttons that begin a route of a protocol, each with the functions that have it."""
    buttons = [start for start in bundle.starts.values() if start.knop]
    return tuple((start_of(work, bundle, start), bundle.pressers(start)) for start in buttons)


def is_acute(bundle: Bundle, catch: Catch) -> bool:
    """Whether a button of everybody begins a route that has an acute way."""
    nodes = bundle.processes[catch.process].nodes.values()
    return any(node.properties.get("fase", "").casefold() == PHASE for node in nodes)


def quiet(starts: Iterable[Start], bundle: Bundle | None) -> tuple[Start, ...]:
    """Without the acute one, which stands on every page at a place of its own."""
    return tuple(each for each in starts if bundle is None or not _stands_apart(bundle, each.message))


def _stands_apart(bundle: Bundle, message: str) -> bool:
    start = bundle.starts.get(message)
    return start is not None and f.EVERYONE in bundle.pressers(start) and is_acute(bundle, start)


def start_of(work: Work, bundle: Bundle, catch: Catch, *, begins: bool = True) -> Start:
    """One button, with its form as it is when nothing was typed yet."""
    form = bundle.forms.get(catch.form or "")
    view = form.view({}, now=work.clock.roughly()) if form else None
    return Start(catch.message, catch.name or catch.message, catch.process, begins, catch.form, view)


def _waiting(work: Work, bundles: BundleCache[Bundle], routes: Sequence[Any]) -> Iterator[tuple[Bundle, Catch]]:
    """What waits in the open ones of these routes; a route whose state cannot be read waits for nothing."""
    for row in routes:
        if row.status != LOOPT:
            continue
        bundle = bundles.get(work, row.bundle)
        for catch in _catches(work, bundle, row):
            yield bundle, catch


def _catches(work: Work, bundle: Bundle, row: Any) -> Iterable[Catch]:
    try:
        key = work.keys.get(work.board, row.key_id)
        return Engine(bundle).catches(unseal_state(key, row.route_id, row.version, bytes(row.state)))
    except (SealError, KeysError, WorkflowError):
        return ()


def _starting(work: Work, bundles: BundleCache[Bundle], geheel: str | None) -> Iterator[tuple[Bundle, Catch]]:
    if geheel is not None:
        bundle = bundles.get(work, geheel)
        # What everybody may press is there for what is rare; first stands what people come here for.
        rare = {each.message for each in bundle.starts.values() if f.EVERYONE in bundle.pressers(each)}
        yield from ((bundle, start) for start in sorted(bundle.starts.values(), key=lambda each: each.message in rare))


def _may(actor: Actor, permission: Permission, bundle: Bundle, catch: Catch, subject: Subject) -> bool:
    return may(actor, permission, replace(subject, for_functions=frozenset(bundle.pressers(catch))))
