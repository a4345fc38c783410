"""The files of a pack: pages and data that are read without Leidraad, the drawings, and the signed list of it all."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from flask import current_app

from app.commands.packs import SigningKey
from app.domain.packs import MANIFEST, SIGNATURE, Covered, Recipient, manifest
from app.queries.exports import CHECKER, covered, zipped
from app.queries.found import Found, Verdict, Which
from app.queries.packing import Material, RuleShown, Version
from app.queries.replay_page import Frame, ReplayRoute, Stage
from app.web.chronology import sentence
from app.web.replay_alone import static_replay
from app.web.replaying import names_of_routes, told
from app.web.verdicts import QUESTIONS, SORTS
from app.web.words import _, lazy
from workflows import as_utf8

SEALED: Final = "verzegeld.zip"
_ABOUT: Final = {"person_name": "person", "proposed_by_name": "proposed_by", "beside_names": "beside"}
_KEY_IS: Final = bytes.fromhex("302a300506032b6570032100")
"""What stands before the 32 bytes of an Ed25519 key in its usual file (RFC 8410)."""
FOR_WHOM: Final[Mapping[str, str]] = {
    Recipient.INSPECTORATE: lazy("de Inspectie van het Onderwijs"), Recipient.BOARD: lazy("het bestuur"),
    Recipient.COURT: lazy("de rechter of een toezichthouder"), Recipient.PARENTS: lazy("de ouders of de leerling"),
}  # fmt: skip
_KEPT: Final = lazy("gehouden, of kwam niet aan de orde")


def files_of(material: Material, public: bytes, key_text: str) -> dict[str, bytes]:
    """All files but the list and its signature. Asks for an app context."""
    found: dict[str, bytes] = {
        SEALED: zipped(covered(material.export, _checker())), CHECKER: _checker(),
        "sleutel.txt": f"{key_text}\n".encode(), "sleutel.pem": _pem(public),
        "geschiedenis.json": _json(history(material)), "oordeel.json": _json(judged(material)),
        "geschiedenis.html": _page("geschiedenis", material, **told(material.replay)),
        "oordeel.html": _page(
            "oordeel", material, questions=QUESTIONS, sorts=SORTS, holds=_held(material.verdict),
            standing_of=standing_of, called=material.lens.who,
        ),
        "herhaling.html": static_replay(
            material.replay, _drawing(material.versions), _("Dossier %(id)s", id=material.dossier)
        ).encode(),
    }  # fmt: skip
    if material.with_names:
        found["namen.json"] = _json({"leerling": material.pupil, "personen": material.names})
    for geheel, version in material.versions.items():
        found |= {f"protocol/{geheel[:16]}/{name}": data for name, data in version.files.items()}
    found["leeswijzer.html"] = _page("leeswijzer", material, drawings=_drawings(material.versions))
    return found


def signed(material: Material, files: Mapping[str, bytes], key: SigningKey) -> tuple[str, dict[str, bytes]]:
    """The list of the files as text, and all files with the list and its signature among them."""
    about = Covered(
        str(material.board), str(material.dossier), str(material.pack), material.at, material.export.number,
        material.with_names,
    )  # fmt: skip
    text = manifest(about, files)
    return text, {**files, MANIFEST: text.encode(), SIGNATURE: key.sign_text(text)}


def history(material: Material) -> dict[str, Any]:
    """What happened, for programs."""
    names = names_of_routes(material.replay)
    return {
        "format": "leidraad-history-v1", "dossier": str(material.dossier), "names": material.with_names,
        "routes": [
            {
                "number": each.number, "name": names[each.number - 1], "status": str(each.status),
                "bundle": each.bundle, "started": _iso(each.started_at), "ended": _iso(each.ended_at),
            }
            for each in material.replay.routes
        ],
        "facts": [_fact(each) for each in material.replay.frames],
        "earlier_left_out": material.replay.cut,
    }  # fmt: skip


def judged(material: Material) -> dict[str, Any]:
    """The verdicts, for programs."""
    verdict = material.verdict
    return {
        "format": "leidraad-verdicts-v1", "dossier": str(material.dossier), "facts": verdict.facts,
        "steps": verdict.steps, "rules": verdict.rules,
        "verdicts": {str(which): str(verdict.standing(which) or "houdt") for which in Which},
        "found": [_found(each, material) for each in verdict.found],
        "rules_of": {
            geheel: [
                {"id": one.id, "name": one.name, "text": one.text, "standing": standing_of(one)}
                for one in version.rules
            ]
            for geheel, version in material.versions.items()
        },
    }  # fmt: skip


def standing_of(rule: RuleShown) -> str:
    """How a rule stands, in words."""
    return str(rule.standing) if rule.standing else _(rule.unsaid or _KEPT)


def _held(verdict: Verdict) -> dict[str, bool]:
    return {str(which): verdict.standing(which) is None for which in Which}


def _found(found: Found, material: Material) -> dict[str, object]:
    document = found.as_dict()
    for name, person in (("by", found.by), ("second", found.second)):
        document[name] = material.lens.who(person) if person else None
    return document


def _fact(frame: Frame) -> dict[str, Any]:
    entry = frame.entry
    said: dict[str, Any] = {
        "number": frame.number, "stream": str(entry.stream), "sequence": entry.sequence,
        "route": frame.route + 1 if frame.route is not None else None, "kind": entry.kind,
        "entered": _iso(entry.entered), "happened": _iso(entry.at), "late": frame.late,
        "sentence": sentence(entry, frame.element), "name": entry.name or frame.element,
        "by": {"called": entry.by.name, "functions": list(entry.by.functions)} if entry.by else None,
        "on_behalf": entry.on_behalf.name if entry.on_behalf else None,
        "data": {_ABOUT.get(name, name): value for name, value in entry.data.items()},
        "filled_in": [{"question": each.label, "answer": each.text} for each in frame.filled_in.lines],
        "more_filled_in": frame.filled_in.partly,
        "decisions": [
            {"name": each.name, "inputs": each.inputs, "rules": each.rules, "outputs": each.outputs}
            for each in entry.decisions
        ],
        "milestones": list(entry.milestones), "opened": list(entry.opened), "ends": list(entry.ends),
        "status": entry.status, "at": list(frame.places),
    }  # fmt: skip
    return said


def _drawing(versions: Mapping[str, Version]) -> Callable[[ReplayRoute, Stage], str]:
    return lambda _route, stage: as_utf8(versions[stage.bundle].files[f"{stage.file}.bpmn"]).decode("utf-8")


def _drawings(versions: Mapping[str, Version]) -> list[tuple[str, str, list[str]]]:
    """Folder, name and drawings of each version."""
    return [
        (f"protocol/{geheel[:16]}", version.name, sorted(name for name in version.files if name.endswith(".bpmn")))
        for geheel, version in versions.items()
    ]  # fmt: skip


def _page(name: str, material: Material, **values: Any) -> bytes:
    """A page that needs nothing beside it."""
    template = current_app.jinja_env.get_template(f"pakket/{name}.html")
    shown = {"pack": material, "for_whom": _(FOR_WHOM[material.recipient]), "style": _style(), "checker": CHECKER}
    # The moment as a value: what is in the material is its spelling in the list.
    return template.render(**shown, at=datetime.fromisoformat(material.at), language="nl", **values).encode()


@cache
def _style() -> str:
    return (Path(__file__).parent / "templates" / "pakket" / "stijl.css").read_text("utf-8")


@cache
def _checker() -> bytes:
    """The checker is a program of its own that shares nothing with the product, so it is read as a file."""
    return (Path(__file__).parents[1] / "cli" / "verifier" / CHECKER).read_bytes()


def _pem(public: bytes) -> bytes:
    body = base64.b64encode(_KEY_IS + public).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----\n".encode()


def _json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
