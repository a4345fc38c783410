"""Work that is new in a draft, where scenarios stop at it; and the scenarios with it put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.domain.recent import Recent
from app.queries.drafts import bundle_of, is_drawing
from app.queries.renaming import Before
from app.queries.scenarios import ScenariosTried
from workflows import Bundle, Followed, Limits, follow

_ID: Final = re.compile(rb"""\sid=["']([^"']+)["']""")


@dataclass(frozen=True, slots=True)
class NewWork:
    """What is new, and where that stops scenarios."""

    elements: frozenset[str]
    names: tuple[str, ...]
    """Of those at which a scenario stops."""
    files: tuple[str, ...]
    """Features in which one does not hold."""


def new_work(before: Before, tried: ScenariosTried | None, limits: Limits) -> NewWork | None:
    """Tasks that were not in the draft as it began and that a scenario stops at; None where there are none."""
    bundle = bundle_of(before.whole.files, before.whole.digest, limits)
    if bundle is None or tried is None or not tried.failed or not before.states:
        return None
    known = {found for name, data in before.states[-1].items() if is_drawing(name) for found in _ID.findall(data)}
    new = {own: name for own, name in _work(bundle).items() if own.encode() not in known}
    said = " ".join(each.failure.message for one in tried.features for each in one.failed if each.failure)
    names = tuple(dict.fromkeys(name for name in new.values() if name and f"“{name}”" in said))
    files = tuple(each.file for each in tried.features if each.failed)
    return NewWork(frozenset(new), names, files) if names else None


def _work(bundle: Bundle) -> Mapping[str, str]:
    nodes = (node for process in bundle.processes.values() for node in process.nodes.values())
    return {node.id: node.name for node in nodes if node.tag == "userTask"}


_FOLLOWED: Final = Recent[tuple[str, str], Followed]()


def put_in(before: Before, new: NewWork, limits: Limits) -> Followed:
    """The scenarios with the new work done in them. Outside any transaction, and kept: it takes some seconds."""
    files, digest = before.whole.files, before.whole.digest
    bundle = bundle_of(files, digest, limits)
    if bundle is None:
        return Followed({}, 0)
    texts = {name: files[name].decode("utf-8-sig", "replace") for name in new.files}
    return _FOLLOWED.get((digest, repr(limits)), lambda: follow(bundle, new.elements, texts))
