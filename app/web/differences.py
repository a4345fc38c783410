"""Verschillen: two versions of the protocol, or a version and a draft, laid side by side, and told in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.differences import Compared, VersionItem, compared, read_sides
from app.web.blueprint import actor, ask, pages, parts
from app.web.words import _, lazy
from workflows import Change, ChangeKind, ChangePart, Weight

_STARRED: Final = re.compile(r"\*([^*]+)\*")
_LONGEST: Final = 64
KINDS: Final[Mapping[ChangeKind, tuple[str, str, Any]]] = {
    ChangeKind.ADDED: ("erbij", "plus", lazy("Erbij")),
    ChangeKind.REMOVED: ("weg", "minus", lazy("Weg")),
    ChangeKind.CHANGED: ("anders", "pencil", lazy("Anders")),
    ChangeKind.LAYOUT: ("opmaak", "move", lazy("Alleen opmaak")),
}
"""Kind to its name in the address, the picture and the word that stand beside its sentences."""
_TITLES: Final[Mapping[ChangePart, Any]] = {
    ChangePart.DRAWING: lazy("Diagram"), ChangePart.TABLE: lazy("Beslissing"), ChangePart.FORM: lazy("Formulier"),
    ChangePart.RIGHTS: lazy("Rechten"), ChangePart.RULES: lazy("Regels"), ChangePart.PROTOCOL: lazy("Het protocol"),
    ChangePart.SCENARIO: lazy("Scenario’s"), ChangePart.FILE: lazy("Andere bestanden"),
}  # fmt: skip
_WITH_NAME: Final = frozenset({ChangePart.DRAWING, ChangePart.TABLE, ChangePart.FORM})


@pages.get("/protocollen/verschillen")
@declares(Permission.PUBLISH, at_the_door=True)
def differences() -> ResponseReturnValue:
    """What is different between two versions; without a choice, between the one in use and the one before it."""
    old, new = (request.args.get(name, "")[:_LONGEST] for name in ("van", "naar"))
    who = actor()
    it = compared(ask(lambda work: read_sides(work, who, parts().desk.bundles, old, new)), parts().limits)
    chosen = {name for name, _icon, _word in KINDS.values()}
    asked = set(request.args.getlist("soort")) & chosen
    return render_template(
        "protocol/verschillen.html", it=it, sides=it.sides, groups=_groups(it.changes), kinds=KINDS,
        shown=asked or chosen, data=_data(it), at=_stage_of(it, request.args.get("proces", "")), spoken=spoken,
        counted=_counted(it.changes), deep=Weight.BEHAVIOUR,
    )  # fmt: skip


def spoken(sentence: str) -> list[tuple[bool, str]]:
    """The parts of a sentence, and whether each is a name."""
    return [(number % 2 == 1, text) for number, text in enumerate(_STARRED.split(sentence)) if text]


def _groups(changes: Sequence[Change]) -> list[tuple[str, list[tuple[int, Change]]]]:
    """The differences by their part, numbered in the order of all; what only looks otherwise comes last."""
    found: dict[str, list[tuple[int, Change]]] = {}
    for number, each in enumerate(changes):
        found.setdefault(_title(each), []).append((number, each))
    looks = found.pop(_("Alleen opmaak"), None)
    return [*found.items(), *([(_("Alleen opmaak"), looks)] if looks else [])]


def _title(change: Change) -> str:
    if change.kind is ChangeKind.LAYOUT:
        return _("Alleen opmaak")
    word = str(_(_TITLES[change.part]))
    return f"{word} {change.within}" if change.part in _WITH_NAME and change.within else word


def _counted(changes: Sequence[Change]) -> Mapping[ChangeKind, int]:
    return {kind: sum(each.kind is kind for each in changes) for kind in ChangeKind}


def _stage_of(it: Compared, process: str) -> int:
    return next((number for number, each in enumerate(it.stages) if each.process == process), 0)


def _data(it: Compared) -> dict[str, Any]:
    """For the script: where the drawings are found, and what is marked in them."""
    old, new = it.sides.old, it.sides.new
    if old is None or new is None:
        return {"stages": [], "changes": []}
    at = {each.process: number for number, each in enumerate(it.stages)}
    return {
        "stages": [
            {
                "process": each.process, "name": each.name, "before": each.old_process,
                "old": _drawing(old, each.old_file), "new": _drawing(new, each.new_file),
            }
            for each in it.stages
        ],
        "changes": [
            {
                "number": number, "stage": at[each.process], "kind": KINDS[each.kind][0], "element": each.element,
                "was": each.was, "beside": each.beside, "whole": each.what in {"process", "layout"},
            }
            for number, each in enumerate(it.changes) if each.process in at
        ],
        "words": {name: str(_(word)) for name, _icon, word in KINDS.values()},
    }  # fmt: skip


def _drawing(version: VersionItem, file: str) -> str:
    if not file:
        return ""
    if version.draft is not None:
        return url_for("web.draft_file", draft_id=version.draft, name=f"{file}.bpmn")
    return url_for("web.drawn", geheel=version.key, name=file)
