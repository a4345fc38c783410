"""What somebody may start or send now, in a dossier or for a pupil who has none: the buttons that are drawn.

A message that waits in a route which this person may not see is not told as such: that the route exists is not theirs
to know.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.domain.actors import Actor
from app.domain.permissions import Permission, Subject, may
from app.queries.dossiers import seen_dossier
from app.store.bundles import BundleCache
from app.store.dossiers import bundle_in_force
from app.store.keys import KeysError
from app.store.loaded import LOOPT
from app.store.reading import routes_seen
from app.store.requests import log_read
from app.store.rights import subject_of
from app.store.sealing import SealError
from app.store.states import unseal_state
from app.store.unit_of_work import Work
from workflows import Bundle, Catch, Engine, FormView, WorkflowError

READ = "starts"


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


def read_starts(work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID) -> tuple[Start, ...] | None:
    """The buttons of a dossier; None where it is not there or not for this person."""
    row = seen_dossier(work, actor, dossier_id)
    log_read(work, actor.id, READ, dossier_id, found=row is not None)
    if row is None:
        return None
    if row.closed_at is not None:
        return ()
    subject = subject_of(row)
    found: dict[str, Start] = {}
    for bundle, catch in (*_waiting(work, actor, bundles, dossier_id), *_starting(work, bundles)):
        if _may_press(actor, bundle, catch, subject):
            begins = catch.starts and bundle.starts.get(catch.message) == catch
            found.setdefault(catch.message, _start(work, bundle, catch, begins=begins))
    return tuple(found.values())


def starts_of(work: Work, bundle: Bundle) -> tuple[tuple[Start, tuple[str, ...]], ...]:
    """The buttons that begin a route of a protocol, each with the functions that have it."""
    buttons = [start for start in bundle.starts.values() if start.knop]
    return tuple((_start(work, bundle, start, begins=True), bundle.pressers(start)) for start in buttons)


def _waiting(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], dossier_id: UUID
) -> Iterator[tuple[Bundle, Catch]]:
    """What waits in the open routes that this person may see; a route whose state cannot be read waits for nothing."""
    for row in routes_seen(work, actor.id, dossier_id):
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


def _starting(work: Work, bundles: BundleCache[Bundle]) -> Iterator[tuple[Bundle, Catch]]:
    geheel = bundle_in_force(work)
    if geheel is not None:
        bundle = bundles.get(work, geheel)
        yield from ((bundle, start) for start in bundle.starts.values())


def _may_press(actor: Actor, bundle: Bundle, catch: Catch, subject: Subject) -> bool:
    pressers = frozenset(bundle.pressers(catch))
    return may(actor, Permission.PRESS, replace(subject, for_functions=pressers))


def _start(work: Work, bundle: Bundle, catch: Catch, *, begins: bool) -> Start:
    form = bundle.forms.get(catch.form or "")
    view = form.view({}, now=work.clock.roughly()) if form else None
    return Start(catch.message, catch.name or catch.message, catch.process, begins, catch.form, view)
