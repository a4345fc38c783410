"""Running routes to another version, for people: what a dry run says, what came of a batch, what is to be chosen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NoBundleError, NotFoundError
from app.domain.permissions import Permission, may
from app.domain.suppression import Cell, Hidden, among, parted, whole
from app.queries.batch_shapes import said_of
from app.queries.dossiers import READ_LIST
from app.queries.moving import CAN, CANNOT, OVER, STAYS, TAKEN_BACK
from app.queries.moving_shapes import (
    BatchItem,
    BatchShown,
    FieldToChoose,
    ProcessShown,
    ReasonShown,
    RouteShown,
    RunningShown,
    StepToChoose,
)  # fmt: skip
from app.queries.places import SchoolAt, schools_for
from app.queries.school_page import VersionShown, versions_of
from app.store.batches import (
    BACK,
    MOVE,
    RUNS,
    TRIAL,
    batches_of,
    count_seen,
    find_batch,
    results_of,
    routes_seen,
)  # fmt: skip
from app.store.bundles import BundleCache
from app.store.named import named_pupil
from app.store.passing import Which, count_routes
from app.store.people import names_of
from app.store.requests import log_read
from app.store.unit_of_work import Work
from workflows import LEEG, Bundle, Target, targets_of

LAST: Final = 20
MOST_SHOWN: Final = 200
"""Routes that are listed, those that stay first."""
_WELL: Final = {TRIAL: CAN, MOVE: OVER, BACK: TAKEN_BACK}
_NOT: Final = {TRIAL: CANNOT, MOVE: STAYS, BACK: STAYS}


def read_running(work: Work, actor: Actor, geheel: str) -> RunningShown:
    """A version and what runs on others, at the schools of this person. Raises NotFoundError."""
    version, schools = _version(work, geheel), _schools(work, actor)
    count = count_routes(work, Which(frozenset(each.id for each in schools), running=True, off=geheel))
    mine = {str(each.id) for each in schools}
    rows = [row for row in batches_of(work, list(_WELL), LAST, digest=geheel) if set(row.asked["schools"]) <= mine]
    names = names_of(work, {row.asked_by for row in rows})
    return RunningShown(version, schools, whole(count), tuple(_item(row, names) for row in rows))


def read_batch(work: Work, actor: Actor, bundles: BundleCache[Bundle], batch: UUID) -> BatchShown:
    """A batch, with what came of it once it is over. Raises NotFoundError."""
    row = find_batch(work, batch)
    if row is None or row.kind not in _WELL:
        raise NotFoundError
    schools = tuple(each for each in _schools(work, actor) if str(each.id) in row.asked["schools"])
    if len(schools) < len(row.asked["schools"]):
        raise NotFoundError
    head = (
        _item(row, names_of(work, [row.asked_by])), _version(work, row.digest), schools, row.asked.get("reason", ""),
        row.subject_id, *_decided(work, bundles, row),
    )  # fmt: skip
    if row.status == RUNS:
        return BatchShown(*head)
    found = [_Came.of(each) for each in results_of(work, batch)]
    exact = count_seen(work, batch, actor.id) == sum(each.number for each in found)
    steps, fields = _to_choose(work, bundles, row, found) if row.kind == TRIAL else ((), ())
    goes = any(each.result == _WELL[row.kind] for each in found)
    return BatchShown(*head, _processes(row.kind, found, exact=exact), exact, goes, steps, fields)


def routes_gone(work: Work, actor: Actor, shown: BatchShown) -> tuple[RouteShown, ...]:
    """The routes that this person may see, and what became of each; it is written down that they looked."""
    log_read(work, actor.id, READ_LIST, None, found=True)
    well = _WELL[shown.item.kind]
    rows = routes_seen(work, shown.item.id, actor.id, well, MOST_SHOWN)
    return tuple(
        RouteShown(
            row.dossier_id, named_pupil(work, row.pupil_id, row.pupil_sealed).first, row.name, row.result == well,
            tuple(row.told.get("notes" if row.result == well else "reasons", ())),
        )
        for row in rows
    )  # fmt: skip


def _schools(work: Work, actor: Actor) -> tuple[SchoolAt, ...]:
    found = schools_for(work, actor, Permission.PUBLISH) if may(actor, Permission.PUBLISH) else ()
    if not found:
        raise NotFoundError
    return found


def _version(work: Work, geheel: str) -> VersionShown:
    found = next((each for each in versions_of(work) if each.geheel == geheel), None)
    if found is None:
        raise NotFoundError
    return found


def _item(row: Any, names: Mapping[UUID, str]) -> BatchItem:
    return BatchItem(*said_of(row, names), row.kind)


def _decided(
    work: Work, bundles: BundleCache[Bundle], row: Any
) -> tuple[Mapping[str, str | None], Mapping[str, Any], tuple[tuple[str, str], ...]]:  # fmt: skip
    mapping = row.asked.get("mapping", {})
    elements: Mapping[str, str | None] = mapping.get("elements", {})
    names: dict[str, str] = {}
    for version in versions_of(work) if elements else ():
        if len(names) == len(elements):
            break
        drawn = bundles.get(work, version.geheel)
        found = {element: drawn.name_of(element) for element in elements.keys() - names.keys()}
        names |= {element: name for element, name in found.items() if name != element}
    after = bundles.get(work, row.digest) if elements else None
    told = tuple((names.get(was, was), after.name_of(now) if now and after else "") for was, now in elements.items())
    return elements, mapping.get("fields", {}), told


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of some routes: the same of each."""

    process: str
    name: str
    result: str
    told: Mapping[str, Any]
    number: int

    @classmethod
    def of(cls, row: Any) -> _Came:
        return cls(row.process, row.name, row.result, json.loads(row.told), row.number)


def _processes(kind: str, rows: Sequence[_Came], *, exact: bool) -> tuple[ProcessShown, ...]:
    names = {row.process: row.name for row in rows}
    made = [_process(names[each], kind, [row for row in rows if row.process == each], exact=exact) for each in names]
    return tuple(sorted(made, key=lambda each: each.name))


def _process(name: str, kind: str, rows: Sequence[_Came], *, exact: bool) -> ProcessShown:
    counts = {
        result: sum(row.number for row in rows if row.result == result) for result in (_WELL[kind], _NOT[kind])
    }  # fmt: skip
    cells: Mapping[str, Cell] = counts if exact else parted(counts)
    stay, every = counts[_NOT[kind]], sum(row.number for row in rows)
    why = Counter[str]()
    for row in rows:
        why.update(dict.fromkeys(row.told.get("reasons", ()), row.number))
    reasons = tuple(
        ReasonShown(each, number if exact else _of(number, stay, every)) for each, number in why.most_common()
    )
    return ProcessShown(name, cells[_WELL[kind]], cells[_NOT[kind]], reasons)


def _of(number: int, stay: int, every: int) -> Cell:
    """How many of all, and of those that stay: from both the rest can be told."""
    of_those = among(number, stay)
    return of_those if isinstance(of_those, Hidden) else among(number, every)


def _to_choose(
    work: Work, bundles: BundleCache[Bundle], row: Any, found: Sequence[_Came]
) -> tuple[tuple[StepToChoose, ...], tuple[FieldToChoose, ...]]:  # fmt: skip
    after = bundles.get(work, row.digest)
    mapping = row.asked.get("mapping", {})
    elements, values = mapping.get("elements", {}), mapping.get("fields", {})
    steps: dict[tuple[str, str], StepToChoose] = {}
    fields: dict[str, FieldToChoose] = {}
    for each in found:
        kept = set(each.told.get("at", ()))
        for process, element, name in each.told.get("stands", ()):
            known = steps.get((process, element))
            if known is None or (element in kept and not known.is_kept):
                steps[process, element] = _step(
                    (process, element, name), _targets(work, bundles, each, after, (process, element)), after,
                    is_kept=element in kept, chosen=_chosen(elements, element),
                )  # fmt: skip
        fields |= {
            name: FieldToChoose(
                name, after.fields[name].label or name, (*after.fields[name].values, LEEG), values.get(name, "")
            )
            for name in kept if name in after.fields
        }  # fmt: skip
    order = sorted(steps.values(), key=lambda each: (not each.is_kept, each.process, each.name))
    return tuple(order), tuple(sorted(fields.values(), key=lambda each: each.label))


def _chosen(elements: Mapping[str, str | None], element: str) -> str | None:
    return (elements[element] or "") if element in elements else None


def _step(
    at: tuple[str, str, str], targets: tuple[Target, ...], after: Bundle, *, is_kept: bool, chosen: str | None
) -> StepToChoose:  # fmt: skip
    process, element, name = at
    drawn = after.processes.get(process)
    return StepToChoose(element, name, drawn.name if drawn else process, targets, is_kept, chosen)


def _targets(
    work: Work, bundles: BundleCache[Bundle], route: _Came, after: Bundle, at: tuple[str, str]
) -> tuple[Target, ...]:  # fmt: skip
    try:
        return targets_of(bundles.get(work, route.told["version"]), after, *at)
    except NoBundleError:
        return ()
