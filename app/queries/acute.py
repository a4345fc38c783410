"""Acute unsafety: whom to call, the button that is drawn for it, the pupil, and whom it reached once it was pressed.

The button is the start for every employee, with a form, of a process that has the phase `acuut`; a protocol without one
still gives the people to call.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from app.domain import functions as f
from app.domain.actors import Actor
from app.domain.errors import NotFoundError
from app.queries.dossiers import seen_dossier
from app.queries.items import TaskItem
from app.queries.pressed import pressed
from app.queries.pupils import PupilFound, one_pupil_of_my_schools
from app.queries.starts import Start, is_acute, start_of
from app.store.bundles import BundleCache
from app.store.colleagues import colleagues_at, told_by
from app.store.dossiers import bundle_in_force
from app.store.overview import schools_with
from app.store.requests import answered
from app.store.rights import find_dossier, find_pupil
from app.store.unit_of_work import Work
from workflows import Bundle, Catch, FormComponent, FormView

_HELPERS: Final = (f.INTERN_BEGELEIDER, f.AANDACHTSFUNCTIONARIS, f.DIRECTEUR, f.WAARNEMER)
_MOST_SCHOOLS: Final = 3
"""Who works at more has no use for all their people at once."""


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody to walk to."""

    name: str
    functions: tuple[str, ...]
    school: str
    """Empty where the person who asks works at one school alone."""


@dataclass(frozen=True, slots=True)
class Acute:
    """The page of the acute button."""

    helpers: tuple[Helper, ...]
    start: Start | None
    """The button; None where the protocol in force draws none."""
    components: tuple[FormComponent, ...]
    """Of its form: by them what is typed is read."""
    others: tuple[Start, ...]
    """The other buttons that are everybody's: the texts of a form may send people there."""
    pupil: PupilFound | None
    """Whom it is about, as far as that is known."""
    geheel: str = ""
    """The version of the protocol that draws it."""


@dataclass(frozen=True, slots=True)
class Reached:
    """What became of a button that was pressed."""

    people: tuple[Helper, ...]
    """Whom a mail without content went to, beside whoever pressed."""
    dossier: UUID | None
    """None where the dossier is not for whoever pressed."""
    tasks: tuple[TaskItem, ...]
    """What it opened, as far as they may see that."""


@dataclass(frozen=True, slots=True)
class About:
    """What the page is opened with: ids alone."""

    process: str = ""
    """Of another button that is everybody's; empty for the acute one."""
    pupil: UUID | None = None
    dossier: UUID | None = None


def read_acute(work: Work, actor: Actor, bundles: BundleCache[Bundle], about: About) -> Acute:
    """Whom to call and what to fill in. Raises NotFoundError for a button that is not drawn."""
    helpers, pupil = _helpers(work, actor), _pupil(work, actor, about)
    bundle, drawn, catch = _drawn_at(work, actor, bundles, about, pupil)
    if catch is None and about.process:
        raise NotFoundError
    if bundle is None or catch is None:
        return Acute(helpers, None, (), (), pupil)
    others = tuple(start_of(work, bundle, each) for each in drawn if each is not catch and not is_acute(bundle, each))
    form = bundle.forms[catch.form or ""]
    return Acute(helpers, start_of(work, bundle, catch), form.components, others, pupil, bundle.geheel)


def form_again(
    work: Work, bundles: BundleCache[Bundle], shown: Acute, answers: Mapping[str, object],
    errors: Mapping[str, Sequence[str]],
) -> FormView | None:  # fmt: skip
    """The form of the button with what was typed, and what is wrong with it."""
    start = shown.start
    form = bundles.get(work, shown.geheel).forms.get(start.form or "") if start else None
    return form.view(answers, errors, now=work.clock.roughly()) if form else None


def read_reached(work: Work, actor: Actor, key: str) -> Reached:
    """Whom the button reached that somebody pressed with this key. Raises NotFoundError where they pressed none."""
    row = answered(work, actor.id, key)
    dossier = _id(row.location.rpartition("/")[2]) if row is not None else None
    found = find_dossier(work, dossier, actor.id) if dossier else None
    if row is None or dossier is None or found is None:
        raise NotFoundError
    told = told_by(work, row.command_id)
    people = tuple(each for made, each in _staff(work, found.row.school_id, "", active=True) if made in told)
    if seen_dossier(work, actor, dossier) is None:
        return Reached(people, None, ())
    return Reached(people, dossier, pressed(work, actor, dossier, row.command_id, None).opened)


def _drawn_at(
    work: Work, actor: Actor, bundles: BundleCache[Bundle], about: About, pupil: PupilFound | None
) -> tuple[Bundle | None, list[Catch], Catch | None]:
    """The version that holds where it is about, its buttons of everybody, and the one that is meant.

    While nobody was chosen it is that of the first school where the asker works whose version draws the button.
    """
    found = find_pupil(work, pupil.id, actor.id) if pupil else None
    works = {each.school for each in actor.holdings if each.school} | actor.schools
    schools = [found.row.school_id] if found else [*sorted(works)[:_MOST_SCHOOLS], *([] if works else [None])]
    versions = dict.fromkeys(bundle_in_force(work, each, actor.id) for each in schools)
    all_drawn = [(each, list(_of_everyone(each))) for each in (bundles.get(work, one) for one in versions if one)]
    for bundle, drawn in all_drawn:
        catch = next((each for each in drawn if _is_meant(bundle, each, about.process)), None)
        if catch is not None:
            return bundle, drawn, catch
    return None, [], None


def _is_meant(bundle: Bundle, catch: Catch, process: str) -> bool:
    return catch.process == process if process else is_acute(bundle, catch)


def _of_everyone(bundle: Bundle) -> Iterator[Catch]:
    return (each for each in bundle.starts.values() if each.form and f.EVERYONE in bundle.pressers(each))


def _pupil(work: Work, actor: Actor, about: About) -> PupilFound | None:
    pupil = about.pupil
    if about.dossier is not None:
        row = seen_dossier(work, actor, about.dossier)
        pupil = None if row is None else row.pupil_id
    return None if pupil is None else one_pupil_of_my_schools(work, actor, pupil)


def _helpers(work: Work, actor: Actor) -> tuple[Helper, ...]:
    works = {each.school for each in actor.holdings} | actor.schools
    schools = [row for row in schools_with(work, actor.id) if row.school_id in works][:_MOST_SCHOOLS]
    return tuple(
        helper
        for row in schools
        for _, helper in _staff(work, row.school_id, row.name if len(schools) > 1 else "")
        if set(helper.functions) & set(_HELPERS)
    )


def _staff(work: Work, school: UUID, name: str, *, active: bool = False) -> Iterator[tuple[UUID, Helper]]:
    """Everybody of a school with what they do there, or those alone who can sign in; who helps first in front."""
    found: dict[UUID, tuple[str, list[str]]] = {}
    for row in colleagues_at(work, school):
        if row.active or not active:
            held = found.setdefault(row.person_id, (row.name, []))[1]
            held += [row.function] if row.function else []
    in_order = sorted(found.items(), key=lambda each: (_place(each[1][1]), each[1][0]))
    return ((made, Helper(person, tuple(sorted(held, key=_rank)), name)) for made, (person, held) in in_order)


def _rank(function: str) -> int:
    return _HELPERS.index(function) if function in _HELPERS else len(_HELPERS)


def _place(held: list[str]) -> int:
    return min(map(_rank, held), default=len(_HELPERS))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
