"""What somebody outside gets to prove a dossier by: its sealed facts, a checkpoint, and the proofs between them.

Nothing in it can be read: facts stay sealed, and of other dossiers there are hashes only.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from app.domain.actors import Actor
from app.domain.errors import NotFoundError, WrongStateError
from app.domain.permissions import Permission, may
from app.queries.checkpoints import Held
from app.store.chain import Link
from app.store.checkpoints import checkpoints, heads_at
from app.store.history import links, owners
from app.store.notes import Heads, log_of, read_note, verifier_key
from app.store.requests import log_read
from app.store.unit_of_work import Work

FORMAT: Final = "leidraad-export-v1"
CHECKER: Final = "leidraad_verify.py"
_DATE: Final = (1980, 1, 1, 0, 0, 0)
_READ_ME: Final = """Uitvoer van een dossier uit Leidraad

Hier staat de geschiedenis van één dossier, verzegeld: zonder de sleutel van de school is de inhoud niet te lezen.
Wel is na te kijken of alles er nog is, en of er niets in is veranderd. Je hebt alleen Python 3.8 of nieuwer nodig:

    python leidraad_verify.py UITVOER.zip --checkpoint BESTAND

BESTAND is een ijkpunt dat je zelf van eerder hebt bewaard: een tekst die het bestuur je stuurde of gaf, of ijkpunt.txt
uit een eerdere uitvoer. Zonder zo'n ijkpunt is niet te zien of deze hele uitvoer is nagemaakt.
Gebruik liever een leidraad_verify.py die je al had dan die uit dit bestand: wie de uitvoer kan namaken, kan ook het
programma namaken.

ijkpunt.txt          het nieuwste ijkpunt, getekend door het bestuur; bewaar het voor een volgende keer
ijkpunt-eerder.txt   het oudere ijkpunt waarvoor deze uitvoer is gemaakt, als dat is gevraagd
sleutel.txt          de sleutel om de handtekening na te kijken
bewijs.json          de bewijzen dat de stromen van dit dossier zo in het ijkpunt staan
feiten/              de feiten, een bestand per stroom, een regel per feit
inhoud.json          welke bestanden er zijn, met hun SHA-256
"""


@dataclass(frozen=True, slots=True)
class Export:
    """An export without its cover: files by name, and what the manifest says beside their hashes."""

    number: int
    """Of the checkpoint that it is proven by."""
    at: datetime
    """When that was made."""
    manifest: Mapping[str, object]
    files: Mapping[str, bytes]


def has_dossier(work: Work, dossier: UUID) -> bool:
    """Whether the board has this dossier."""
    return bool(owners(work, dossier))


def export_dossier(work: Work, actor: Actor, dossier: UUID, public: bytes, since: Held | None = None) -> Export | None:
    """The export of a dossier, by the newest checkpoint, with the way to it from an older one; None if there is none.

    Raises NotFoundError to whom may not verify, WrongStateError where there is no checkpoint, or not that older one.
    """
    if not may(actor, Permission.VERIFY):
        raise NotFoundError
    if not has_dossier(work, dossier):
        return None
    log_read(work, actor.id, "export", dossier, found=True)
    return sealed_export(work, dossier, public, since)


def sealed_export(work: Work, dossier: UUID, public: bytes, since: Held | None = None) -> Export:
    """The same, for who was asked already whether they may, and of whom it is written down.

    Raises NotFoundError, WrongStateError where there is no checkpoint, or not that older one.
    """
    own = {each.stream: each for each in owners(work, dossier)}
    stream = next((each.stream for each in own.values() if each.route is None), None)
    if stream is None:
        raise NotFoundError
    texts = [row.text for row in checkpoints(work)]
    if not texts or (since and since.text not in texts[since.number - 1 : since.number]):
        message = "Dat ijkpunt staat niet in deze database." if texts else "Er is nog geen ijkpunt."
        raise WrongStateError(message)
    now = heads_at(work)
    before = (since, heads_at(work, since.number)) if since else None
    facts = {each: links(work, each) for each in sorted({*own, *now.children(stream)})}
    return made_of(Subject(work.board, dossier, stream), public, texts, facts, (now, before))


@dataclass(frozen=True, slots=True)
class Subject:
    """Which dossier it is about."""

    board: UUID
    dossier: UUID
    stream: UUID


def made_of(
    about: Subject, public: bytes, texts: Sequence[str], facts: Mapping[UUID, Sequence[Link]],
    trees: tuple[Heads, tuple[Held, Heads] | None],
) -> Export:  # fmt: skip
    """An export of these facts, by the last of the checkpoints `texts`, and of the trees now and at an older one."""
    now, before = trees
    entries = [read_note(text).checkpoint.entry for text in texts]
    log = log_of(each.text for each in entries)
    proof: dict[str, object] = {"log": _hex(log.inclusion(len(log) - 1)), "heads": _proven(now, facts)}
    keys = [
        {"checkpoint": texts[place], "path": _hex(log.inclusion(place))}
        for place, each in enumerate(entries) if each.succession
    ]  # fmt: skip
    proof |= {"keys": keys} if keys else {}
    files = {"ijkpunt.txt": texts[-1].encode(), "sleutel.txt": f"{verifier_key(about.board, public)}\n".encode()}
    if before:
        since, heads = before
        proof["since"] = {"consistency": _hex(log.consistency(since.number)), "heads": _proven(heads, facts)}
        files["ijkpunt-eerder.txt"] = since.text.encode()
    files["bewijs.json"] = _json(proof)
    files |= {f"feiten/{each.hex}.jsonl": b"".join(map(_line, found)) for each, found in facts.items()}
    manifest = {
        "format": FORMAT, "board": str(about.board), "dossier": str(about.dossier), "stream": str(about.stream),
        "streams": [str(each) for each in facts],
    }  # fmt: skip
    return Export(len(texts), datetime.fromisoformat(entries[-1].time), manifest, files)


def _proven(heads: Heads, streams: Iterable[UUID]) -> list[dict[str, object]]:
    """Where these streams stood, and the proof of it; of those that had begun."""
    return [
        {
            "kind": head.kind, "stream": str(stream), "size": head.size, "head": head.head.hex(),
            "parent": str(head.parent) if head.parent else None,
            "children": [str(each) for each in heads.children(stream)], "place": heads.places[stream],
            "path": _hex(heads.tree.inclusion(heads.places[stream])),
        }
        for stream in streams
        if (head := heads.get(stream)) is not None
    ]  # fmt: skip


def _line(link: Link) -> bytes:
    return _json({
        "v": 1, "stream": str(link.stream), "sequence": link.sequence, "entered": link.entered,
        "length": len(link.ciphertext), "ciphertext": base64.b64encode(link.ciphertext).decode(),
        "head": link.head.hex(),
    })  # fmt: skip


def _json(document: Mapping[str, object]) -> bytes:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=True).encode() + b"\n"


def _hex(proof: list[bytes]) -> list[str]:
    return [each.hex() for each in proof]


def covered(made: Export, checker: bytes) -> dict[str, bytes]:
    """All files of an export by name: with the checker, what it all is, and the table of contents."""
    files = {**made.files, CHECKER: checker, "LEESMIJ.txt": _READ_ME.encode()}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    files["inhoud.json"] = json.dumps({**made.manifest, "files": digests}, indent=1).encode() + b"\n"
    return files


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, _DATE), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
