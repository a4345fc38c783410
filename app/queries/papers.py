"""A protocol version as it goes on paper: with its proofs, what changed since the one before, and who approved it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.domain.errors import NoBundleError, NotFoundError
from app.domain.recent import Recent
from app.queries.proofs import proven_soon
from app.store.bundles import BundleCache
from app.store.overview import published
from app.store.people import names_of
from app.store.protocols import brought_in
from app.store.unit_of_work import Work
from workflows import (
    Bundle,
    Calendar,
    Document,
    Limits,
    Proof,
    ProofStanding,
    Proven,
    WorkflowError,
    compare,
    date_in_words,
    document_of,
)  # fmt: skip

_KEPT: Final = 4


@dataclass(frozen=True, slots=True)
class Material:
    """What the papers of a version are made of."""

    bundle: Bundle
    before: Bundle | None
    """The version that was published before it; None where there is none, or none that can be read."""
    day: date
    """On which it was last brought into force, else published."""
    approval: str
    """Who brought it into force and when, in Dutch; empty where nobody did."""


def read_material(work: Work, bundles: BundleCache[Bundle], geheel: str) -> Material:
    """A version of this board. Raises NotFoundError where it has no such version, or it cannot be read."""
    rows = published(work)
    at = next((number for number, row in enumerate(rows) if row.geheel == geheel), None)
    if at is None:
        raise NotFoundError
    bundle = _kept(work, bundles, geheel)
    if bundle is None:
        raise NotFoundError
    before = _kept(work, bundles, rows[at + 1].geheel) if at + 1 < len(rows) else None
    day = (rows[at].since or rows[at].published_at).astimezone(Calendar.zone).date()
    return Material(bundle, before, day, _approval(work, geheel))


def told(bundle: Bundle, before: Bundle | None, proofs: Iterable[Proof]) -> Document:
    """The document of a version, with the proof of each rule and what is other than in the one before."""
    changes = None if before is None else [_plain(each.sentence) for each in compare(before, bundle)]
    proven = tuple(Proven(each.id, each.name, str(each.standing), _why(bundle, each)) for each in proofs)
    return document_of(bundle, proven, changes, before.geheel if before else "")


def told_soon(material: Material, limits: Limits) -> Document:
    """The same for somebody who waits for it: outside any transaction, as proving takes a second or more, and kept."""
    bundle, before = material.bundle, material.before
    key = (bundle.geheel, before.geheel if before else "", repr(limits))
    return _TOLD.get(key, lambda: told(bundle, before, proven_soon(bundle, limits)))


_TOLD: Final = Recent[tuple[str, str, str], Document](_KEPT)


def _kept(work: Work, bundles: BundleCache[Bundle], geheel: str) -> Bundle | None:
    try:
        return bundles.get(work, geheel)
    except (NoBundleError, WorkflowError):
        return None  # a page of its own says what is wrong with it


def _approval(work: Work, geheel: str) -> str:
    row = brought_in(work, geheel)
    if row is None:
        return ""
    names = names_of(work, (row.published_by, row.seconded_by))
    people = [names.get(each, "iemand die hier niet meer werkt") for each in (row.published_by, row.seconded_by)]
    return f"door {people[0]} en {people[1]}, {date_in_words(row.since.astimezone(Calendar.zone).date())}"


def _why(bundle: Bundle, proof: Proof) -> str:
    """Of what is not proven: why, and on which way that shows."""
    if proof.standing is ProofStanding.PROVEN:
        return ""
    names = [bundle.name_of(each) for each in proof.worst.path]
    steps = [name for name, element in zip(names, proof.worst.path, strict=True) if name != element]
    return f"{proof.worst.why} Zo komt het daar: {' → '.join(steps)}." if steps else proof.worst.why


def _plain(sentence: str) -> str:
    """A sentence of differences, in which names stand between stars, as it stands on paper."""
    parts = sentence.split("*")
    return "".join(f"“{part}”" if number % 2 else part for number, part in enumerate(parts))
