"""Checks an export of a dossier of Leidraad. Needs Python 3.8 or newer and nothing else; it opens no sealed fact.

What it checks is specified in `docs/formats/history.md` of Leidraad. It is written from that page alone.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import struct
import sys
import uuid
import zipfile
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

USAGE = """Gebruik: python leidraad_verify.py BESTAND.zip [--checkpoint BESTAND] [--key SLEUTEL] [--json]

Kijkt na of een dossier uit Leidraad heel is: een verzegelde uitvoer, of een pakket waar zo'n uitvoer in zit. Wat
verzegeld is, blijft dicht.

  --checkpoint BESTAND  Een ijkpunt dat je zelf van eerder hebt bewaard. Zonder iets van jezelf kan niemand zien of de
                        hele uitvoer is nagemaakt.
  --key SLEUTEL         De sleutel van het bestuur, zoals je die van eerder kent: leidraad/...+...+...
  --json                Het oordeel als JSON.

Het eindigt met 0 (heel), 1 (kapot), 2 (zo werkt het niet) of 3 (niet te beoordelen).
"""
WHOLE, BROKEN, WRONG_USE, NOT_JUDGED = 0, 1, 2, 3
MOST_BYTES = 2_000_000_000
GENESIS = bytes(32)
SLACK = timedelta(minutes=5)
"""A fact may be entered this long before a checkpoint that did not see it yet: it was being written."""


class Flaw(Exception):
    """Something does not hold: of what kind, where, and what is wrong, in Dutch."""

    def __init__(self, kind: str, where: str, message: str) -> None:
        super().__init__(message)
        self.told = {"kind": kind, "where": where, "message": message}


# --- Ed25519 (RFC 8032, 5.1): only whether a signature is right -----------------------------------------------------

P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point(data: bytes) -> tuple[int, int, int, int] | None:
    """The point of 32 bytes; None for bytes that are none."""
    y = int.from_bytes(data, "little") & ((1 << 255) - 1)
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 * pow(u * v**7, (P - 5) // 8, P) % P
    if (v * x * x - u) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if y >= P or (v * x * x - u) % P or (not x and data[31] >> 7):
        return None
    x = P - x if x & 1 != data[31] >> 7 else x
    return x, y, 1, x * y % P


def added(one: tuple[int, int, int, int], two: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """The sum of two points."""
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, what: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """A point, so many times."""
    found = (0, 1, 1, 0)
    while number:
        if number & 1:
            found = added(found, what)
        what, number = added(what, what), number >> 1
    return found


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether this is the signature of that key over the message."""
    key, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or BASE is None or len(signature) != 64 or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), added(r, times(k, key))
    return not any((left[i] * right[2] - right[i] * left[2]) % P for i in (0, 1))


# --- Merkle trees (RFC 6962; RFC 9162, 2.1.3.2 and 2.1.4.2) ---------------------------------------------------------


def node(left: bytes, right: bytes) -> bytes:
    """Hash of two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def climbed(start: bytes, index: int, last: int, proof: list[bytes]) -> tuple[bytes, bytes]:
    """Roots from one node up: of the tree that ends with it, and of the whole; nothing where the way does not fit."""
    old = new = start
    for beside in proof:
        if not last:
            return b"", b""
        if index & 1 or index == last:
            old, new = node(beside, old), node(beside, new)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            new = node(new, beside)
        index, last = index >> 1, last >> 1
    return (b"", b"") if last else (old, new)


def is_in(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether a leaf has that place in the tree."""
    start = hashlib.sha256(b"\x00" + leaf).digest()
    return 0 <= index < size and climbed(start, index, size - 1, proof)[1] == root


def grew(size: int, root: bytes, later: int, later_root: bytes, proof: list[bytes]) -> bool:
    """Whether the later tree begins with the earlier one."""
    path = proof if size & (size - 1) else [root, *proof]
    if not 0 < size < later or not path:
        return size == later and root == later_root and not proof
    index, last = size - 1, later - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    return climbed(path[0], index, last, path[1:]) == (root, later_root)


# --- what stands in an export ---------------------------------------------------------------------------------------

B64 = "([A-Za-z0-9+/]{43}=)"
KEY = "([A-Za-z0-9+/]{44})"
NOTE = re.compile(
    "(leidraad/([0-9a-f]{32})\n([1-9][0-9]*)\n" + B64 + "\n(leidraad-checkpoint-v1\nnumber ([1-9][0-9]*)\n"
    r"time ([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z)" + "\nheads ([0-9]+) " + B64
    + f"\n(?:key {KEY} {KEY}\n)?"
    + "(?:destroyed [0-9a-f]{32}\n)*))\n\u2014 leidraad/([0-9a-f]{32}) ([A-Za-z0-9+/]{91}=)\n"
)  # fmt: skip
ID = "([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
PACK = re.compile(
    f"leidraad-pack-v1\nbestuur {ID}\ndossier {ID}\npakket {ID}\ngemaakt [^\n]+\nijkpunt [0-9]+\nnamen (?:ja|nee)\n\n"
    "((?:[0-9a-f]{64}  [^\n]+\n)+)"
)
PROGRAM = "leidraad_verify.py"
KNOWN = {
    "inhoud.json", "ijkpunt.txt", "ijkpunt-eerder.txt", "sleutel.txt", "bewijs.json", PROGRAM,
    "LEESMIJ.txt",
}  # fmt: skip
"""What an export holds beside its streams."""
PACK_FILES = {"inhoud.txt", "inhoud.sig", "verzegeld.zip"}
"""By any of these a pack is known."""


def frame(*fields: bytes) -> bytes:
    """Each field with its length before it."""
    return b"".join(struct.pack(">I", len(each)) + each for each in fields)


class Note:
    """A checkpoint."""

    def __init__(self, text: str, name: str) -> None:
        match = NOTE.fullmatch(text.replace("\r\n", "\n"))
        if match is None or (match[3], match[2]) != (match[6], match[12]):
            raise Flaw("ijkpunt", name, "dit is geen ijkpunt van Leidraad.")
        self.name, self.text, self.body, self.entry = name, match[0], match[1], match[5]
        self.board, self.number, self.root = match[2], int(match[3]), base64.b64decode(match[4])
        self.time, self.heads, self.heads_root = match[7], int(match[8]), base64.b64decode(match[9])
        self.change = (known_key(match[10]), known_key(match[11])) if match[10] else None
        signed = base64.b64decode(match[13])
        self.key_id, self.signature = signed[:4], signed[4:]

    def check(self, public: bytes) -> None:
        """Raise Flaw where it is not signed with this key."""
        if id_of_key(self.board, public) != self.key_id:
            raise Flaw("sleutel", self.name, "het is met een andere sleutel getekend dan die in de uitvoer staat.")
        if not is_signed(public, self.body.encode(), self.signature):
            raise Flaw("handtekening", self.name, "de handtekening klopt niet: er is iets in veranderd.")


class Head:
    """Where a stream stood at a checkpoint, once that is proven."""

    def __init__(self, told: Any, note: Note) -> None:
        self.stream, self.size, self.place = uuid.UUID(told["stream"]), whole(told["size"]), whole(told["place"])
        self.head = bytes.fromhex(told["head"])
        self.parent = uuid.UUID(told["parent"]) if told["parent"] is not None else None
        self.children = [uuid.UUID(each) for each in told["children"]]
        leaf = frame(
            b"leidraad-head-v1", b"facts", self.stream.bytes, struct.pack(">Q", self.size), self.head,
            self.parent.bytes if self.parent else b"", b"".join(each.bytes for each in self.children),
        )  # fmt: skip
        if not is_in(leaf, self.place, note.heads, hashes(told["path"]), note.heads_root):
            raise Flaw("bewijs", str(self.stream), f"het bewijs dat deze stroom zo in {note.name} staat klopt niet.")


def whole(value: Any) -> int:
    """A whole number, from 0. Raises ValueError for anything else."""
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def hashes(told: list[str]) -> list[bytes]:
    """A proof."""
    return [bytes.fromhex(each) for each in told]


def known_key(text: str) -> bytes:
    """The 32 bytes of a key in base64, with its kind before it."""
    data = base64.b64decode(text)
    if data[:1] != b"\x01":
        raise Flaw("sleutel", "ijkpunt", "de sleutel die het noemt is van een soort die niet bestaat.")
    return data[1:]


def id_of_key(board: str, public: bytes) -> bytes:
    """Four bytes by which a key is known."""
    return hashlib.sha256(f"leidraad/{board}\n".encode() + b"\x01" + public).digest()[:4]


def read_key(text: str) -> bytes:
    """The 32 bytes of a key as text."""
    match = re.fullmatch(r"leidraad/([0-9a-f]{32})\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})\s*", text)
    data = base64.b64decode(match[3]) if match else b""
    if match is None or data[:1] != b"\x01" or id_of_key(match[1], data[1:]).hex() != match[2]:
        raise Flaw("sleutel", "sleutel.txt", "hier staat geen sleutel.")
    return data[1:]


class Keys:
    """The key of now, and those before it: each named the next in a checkpoint that it signed itself."""

    def __init__(self, told: Any, note: Note, public: bytes) -> None:
        self.public, self.changes = public, []
        last = 0
        for number, each in enumerate(told, start=1):
            one = Note(each["checkpoint"], f"wisseling {number} van sleutel")
            if one.change is None or one.board != note.board or not last < one.number < note.number:
                raise Flaw("sleutel", one.name, "dit ijkpunt kondigt hier geen andere sleutel aan.")
            one.check(one.change[0])
            if not is_in(one.entry.encode(), one.number - 1, note.number, hashes(each["path"]), note.root):
                raise Flaw("bewijs", one.name, f"het bewijs dat ijkpunt {one.number} in het logboek staat klopt niet.")
            self.changes.append((one.number, *one.change))
            last = one.number
        follows = [new for _, _, new in self.changes[:-1]] == [old for _, old, _ in self.changes[1:]]
        if self.changes and not (follows and self.changes[-1][2] == public):
            raise Flaw("sleutel", "bewijs.json", "de sleutels volgen niet op elkaar.")

    def at(self, number: int) -> bytes:
        """The key that signed a checkpoint."""
        return next((old for last, old, _ in self.changes if number <= last), self.public)

    def check(self, mine: bytes, verdict: Verdict) -> None:
        """Raise Flaw where a key that somebody had already is none of these; say it where it is not that of now."""
        since = next((number for number, old, _ in self.changes if old == mine), None)
        if mine != self.public and since is None:
            raise Flaw("sleutel", "sleutel.txt", "dit is een andere sleutel dan jij hebt opgegeven.")
        if mine != self.public:
            verdict.notes.append(
                f"jouw sleutel is bij ijkpunt {since} vervangen, en heeft de volgende zelf aangekondigd. Bewaar "
                "voortaan die uit sleutel.txt."
            )


MEMBERS = {"v", "stream", "sequence", "entered", "length", "ciphertext", "head"}


class Fact:
    """One line of a stream: these members and no other, for nothing else of it is proven."""

    def __init__(self, line: str) -> None:
        told = json.loads(line)
        if set(told) != MEMBERS:
            raise ValueError
        self.stream, self.sequence, self.entered = uuid.UUID(told["stream"]), whole(told["sequence"]), told["entered"]
        self.sealed, self.head = base64.b64decode(told["ciphertext"], validate=True), bytes.fromhex(told["head"])
        if (whole(told["v"]), whole(told["length"])) != (1, len(self.sealed)):
            raise ValueError

    def follows(self, previous: bytes, stream: uuid.UUID) -> bytes:
        """The head that it must have behind another."""
        return hashlib.sha256(frame(
            b"leidraad-fact-v1", previous, stream.bytes, struct.pack(">Q", self.sequence), self.entered.encode(),
            struct.pack(">Q", len(self.sealed)), hashlib.sha256(self.sealed).digest(),
        )).digest()  # fmt: skip


def read_facts(data: bytes, where: str) -> tuple[list[Fact], int, Flaw | None]:
    """The facts up to the first line that is none, and how many lines there are."""
    found: list[Fact] = []
    lines = data.decode("utf-8", "replace").splitlines()
    for number, line in enumerate(lines, start=1):
        try:
            found.append(Fact(line))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return found, len(lines), Flaw("veranderd", where, f"regel {number} is geen feit.")
    return found, len(lines), None


def chain_flaw(facts: list[Fact], stream: uuid.UUID) -> Flaw | None:
    """The first place where a chain does not hold."""
    where, previous = str(stream), GENESIS
    for number, fact in enumerate(facts, start=1):
        if fact.stream != stream:
            return Flaw("andere stroom", where, f"feit {number} is van een andere stroom.")
        if fact.sequence != number:
            return Flaw("gat", where, f"feit {number} ontbreekt, staat dubbel of staat niet op zijn plaats.")
        head = fact.follows(previous, stream)
        if head != fact.head:
            after = facts[number] if number < len(facts) else None
            if after is not None and after.follows(head, stream) == after.head:
                return Flaw("schakel", where, f"de schakel van feit {number} klopt niet; het feit zelf wel.")
            return Flaw("veranderd", where, f"feit {number} is veranderd, of wat ervoor staat.")
        previous = head
    return None


# --- the judgement --------------------------------------------------------------------------------------------------


class Verdict:
    """What came of it."""

    def __init__(self) -> None:
        self.flaws: list[dict[str, str]] = []
        self.unknown: list[str] = []
        self.notes: list[str] = []
        self.about: dict[str, Any] = {}

    def add(self, flaw: Flaw | None) -> bool:
        """Keep a flaw, if it is one; whether it is."""
        if flaw is not None:
            self.flaws.append(flaw.told)
        return flaw is not None

    @property
    def code(self) -> int:
        """How the program ends: what does not hold outweighs what could not be judged."""
        return BROKEN if self.flaws else NOT_JUDGED if self.unknown else WHOLE


def judge(files: dict[str, bytes], kept: str | None = None, key: str | None = None) -> Verdict:
    """Judge an export, as files by name; `kept` is a checkpoint and `key` a key that somebody had already."""
    verdict = Verdict()
    try:
        if PACK_FILES & set(files):
            files = judge_pack(files, verdict)
        manifest = read_manifest(files)
        check_inside(manifest, verdict)
        check_files(files, manifest, verdict)
        judge_export(files, manifest, verdict, (kept, key))
    except Flaw as flaw:
        verdict.add(flaw)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError, struct.error):
        verdict.add(Flaw("vorm", "inhoud.json of bewijs.json", "hierin staat iets anders dan in een uitvoer hoort."))
    return verdict


def judge_pack(files: dict[str, bytes], verdict: Verdict) -> dict[str, bytes]:
    """Check the signed list of a pack, and every file by it; the sealed export that is in it, to be judged itself."""
    match = signed_list(files)
    digests = {name: digest for digest, name in (line.split("  ", 1) for line in match[4].splitlines())}
    for name, digest in digests.items():
        if name not in files:
            verdict.add(Flaw("bestand", name, "dit bestand ontbreekt."))
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            verdict.add(Flaw("bestand", name, "dit bestand is veranderd: het past niet bij de getekende lijst."))
    for name in sorted(set(files) - set(digests) - {"inhoud.txt", "inhoud.sig"}):
        verdict.add(Flaw("bestand", name, "dit bestand staat niet in de getekende lijst."))
    try:
        inside = read_export("verzegeld.zip", files.get("verzegeld.zip", b""))
    except zipfile.BadZipFile:
        raise Flaw("vorm", "verzegeld.zip", "dit is geen zip-bestand.") from None
    if inside.get("sleutel.txt") != files["sleutel.txt"]:
        raise Flaw("sleutel", "sleutel.txt", "het pakket en wat erin verzegeld is, noemen een andere sleutel.")
    verdict.about.update(pack=match[3], pack_of=[match[1], match[2]], files=len(digests))
    return inside


def signed_list(files: dict[str, bytes]) -> re.Match[str]:
    """The list of the files of a pack. Raises Flaw where it is none, or not signed with the key that is beside it."""
    listed, key = text_of(files, "inhoud.txt"), text_of(files, "sleutel.txt")
    if "inhoud.sig" not in files:
        raise Flaw("bestand", "inhoud.sig", "dit bestand ontbreekt: zonder handtekening bewijst de lijst niets.")
    match = PACK.fullmatch(listed)
    if match is None:
        raise Flaw("vorm", "inhoud.txt", "dit is geen lijst van een pakket, of van een nieuwere versie.")
    if not is_signed(read_key(key), files["inhoud.txt"], files["inhoud.sig"]):
        raise Flaw("handtekening", "inhoud.txt", "de handtekening klopt niet: de lijst van bestanden is veranderd.")
    return match


def check_inside(manifest: dict[str, Any], verdict: Verdict) -> None:
    """What is sealed in a pack is of the dossier that the list names. Raises Flaw."""
    told_ = verdict.about.get("pack_of")
    if told_ is not None and told_ != [manifest.get("board"), manifest.get("dossier")]:
        raise Flaw("vorm", "verzegeld.zip", "wat erin verzegeld is, is van een ander dossier dan de lijst noemt.")


def text_of(files: dict[str, bytes], name: str) -> str:
    """A file as text. Raises Flaw where it is not there."""
    if name not in files:
        raise Flaw("bestand", name, "dit bestand ontbreekt.")
    return files[name].decode("utf-8", "replace")


def read_manifest(files: dict[str, bytes]) -> dict[str, Any]:
    """What the export says that it is."""
    try:
        manifest = json.loads(text_of(files, "inhoud.json"))
    except (ValueError, RecursionError):
        raise Flaw("vorm", "inhoud.json", "de inhoudsopgave is niet te lezen.") from None
    if not isinstance(manifest, dict) or manifest.get("format") != "leidraad-export-v1":
        raise Flaw("vorm", "inhoud.json", "dit is geen uitvoer van een dossier, of van een nieuwere versie.")
    return manifest


def check_files(files: dict[str, bytes], manifest: dict[str, Any], verdict: Verdict) -> None:
    """Every file is as the table of contents says; that alone proves nothing, as whoever forges makes it anew."""
    for name, digest in manifest["files"].items():
        if name not in files:
            verdict.add(Flaw("bestand", name, "dit bestand ontbreekt."))
        elif hashlib.sha256(files[name]).hexdigest() != digest:
            verdict.add(Flaw("bestand", name, "dit bestand is veranderd: het past niet bij de inhoudsopgave."))
    for name in sorted(set(files) - set(manifest["files"]) - {"inhoud.json"}):
        verdict.add(Flaw("bestand", name, "dit bestand staat niet in de inhoudsopgave."))
    if PROGRAM in files and files[PROGRAM] != Path(__file__).read_bytes():
        verdict.notes.append(f"{PROGRAM} in de uitvoer is een ander programma dan dit; gebruik dat niet.")
    for name in sorted(set(files) - KNOWN - {f"feiten/{uuid.UUID(each).hex}.jsonl" for each in manifest["streams"]}):
        verdict.notes.append(f"bestand {name} hoort niet bij een uitvoer; over wat erin staat is niets bewezen.")


def judge_export(
    files: dict[str, bytes], manifest: dict[str, Any], verdict: Verdict, mine: tuple[str | None, str | None]
) -> None:
    """Judge checkpoint, proofs and streams."""
    kept, key = mine
    public = read_key(text_of(files, "sleutel.txt"))
    note = Note(text_of(files, "ijkpunt.txt"), "ijkpunt.txt")
    note.check(public)
    if note.board != uuid.UUID(manifest["board"]).hex:
        raise Flaw("ijkpunt", note.name, "dit ijkpunt is van een ander bestuur.")
    try:
        proof = json.loads(text_of(files, "bewijs.json"))
    except (ValueError, RecursionError):
        raise Flaw("vorm", "bewijs.json", "de bewijzen zijn niet te lezen.") from None
    if not is_in(note.entry.encode(), note.number - 1, note.number, hashes(proof["log"]), note.root):
        raise Flaw("bewijs", note.name, "het bewijs dat dit ijkpunt in zijn eigen logboek staat klopt niet.")
    keys = Keys(proof.get("keys", []), note, public)
    if key is not None:
        keys.check(read_key(key), verdict)
    verdict.about.update(
        dossier=manifest["dossier"], board=manifest["board"], number=note.number, time=note.time,
        anchored=bool(kept or key),
    )  # fmt: skip
    earlier = read_earlier(files, kept, note, keys, verdict)
    now = {head.stream: head for head in (Head(each, note) for each in proof["heads"])}
    before: dict[uuid.UUID, Head] = {}
    if earlier is not None and earlier.number < note.number:
        if not grew(earlier.number, earlier.root, note.number, note.root, hashes(proof["since"]["consistency"])):
            raise Flaw("bewijs", note.name, "het logboek van ijkpunten is niet voortgekomen uit het eerdere ijkpunt.")
        before = {head.stream: head for head in (Head(each, earlier) for each in proof["since"]["heads"])}
    else:
        earlier = None  # the same one: it asks nothing that this one does not
    judge_streams(files, manifest, verdict, (note, now), (earlier, before))


def read_earlier(files: dict[str, bytes], kept: str | None, note: Note, keys: Keys, verdict: Verdict) -> Note | None:
    """The older checkpoint to compare with: that of whoever asks, else that of the export; None where it cannot be."""
    inside = Note(text_of(files, "ijkpunt-eerder.txt"), "ijkpunt-eerder.txt") if "ijkpunt-eerder.txt" in files else None
    mine = Note(kept, "het ijkpunt dat je bewaarde") if kept is not None else inside
    if mine is None:
        return None
    if mine.board != note.board:
        raise Flaw("ijkpunt", mine.name, "het is van een ander bestuur dan deze uitvoer.")
    mine.check(keys.at(mine.number))
    if mine.number > note.number:
        raise Flaw("teruggezet", note.name, f"het is ijkpunt {note.number}, en jij hebt al ijkpunt {mine.number}.")
    same = next((each for each in (note, inside) if each is not None and each.number == mine.number), None)
    if same is not None and same.body != mine.body:
        raise Flaw("ijkpunt", same.name, f"dit is een ander ijkpunt {mine.number} dan jij bewaarde.")
    if same is None:
        verdict.unknown.append(
            f"Deze uitvoer bewijst niets over ijkpunt {mine.number}, dat jij bewaarde. "
            "Vraag er een die daarvoor is gemaakt: flask history export --since, met jouw ijkpunt."
        )
        return None
    return mine


def judge_streams(
    files: dict[str, bytes], manifest: dict[str, Any], verdict: Verdict, at: tuple[Note, dict[uuid.UUID, Head]],
    earlier: tuple[Note | None, dict[uuid.UUID, Head]],
) -> None:  # fmt: skip
    """Judge which streams there are, and then each."""
    (note, now), (older, before) = at, earlier
    dossier = uuid.UUID(manifest["stream"])
    if dossier not in now or now[dossier].parent is not None:
        raise Flaw("stroom ontbreekt", str(dossier), "de stroom van het dossier zelf staat niet in het bewijs.")
    known = [dossier, *now[dossier].children]
    for stream in known:
        if stream not in now or f"feiten/{stream.hex}.jsonl" not in files:
            verdict.add(
                Flaw("stroom ontbreekt", str(stream), f"deze stroom van het dossier is weg; {note.name} kent hem.")
            )
    if dossier in before and now[dossier].children[: len(before[dossier].children)] != before[dossier].children:
        verdict.add(
            Flaw("stroom ontbreekt", str(dossier), "het dossier had eerder stromen die er niet meer bij horen.")
        )
    for stream in dict.fromkeys([*known, *(uuid.UUID(each) for each in manifest["streams"])]):
        if f"feiten/{stream.hex}.jsonl" not in files:
            continue
        if stream not in known and (stream in now or stream in before):
            verdict.add(Flaw("andere stroom", str(stream), "deze stroom hoort niet bij het dossier."))
        facts = judge_stream(
            files[f"feiten/{stream.hex}.jsonl"], stream, verdict, (now.get(stream), before.get(stream))
        )
        check_begin(verdict, facts, stream, (now.get(stream), before.get(stream)), older)
        check_late(verdict, facts, stream, now.get(stream), note)


def judge_stream(
    data: bytes, stream: uuid.UUID, verdict: Verdict, heads: tuple[Head | None, Head | None]
) -> list[Fact]:  # fmt: skip
    """Judge one stream by itself and against where it stood at the checkpoints; its facts."""
    now, before = heads
    facts, lines, flaw = read_facts(data, str(stream))
    flaw = chain_flaw(facts, stream) or flaw
    verdict.add(flaw)
    check_heads(verdict, facts, [before, now], broken=flaw is not None, lines=lines)
    after = max(len(facts) - (now.size if now else 0), 0)
    if after:
        unseen = "of dat echt is, en of er iets ontbreekt, is niet bewezen"
        verdict.notes.append(f"stroom {stream}: {told(after)} van na het ijkpunt; {unseen}.")
    verdict.about.setdefault("streams", []).append({"stream": str(stream), "facts": len(facts), "after": after})
    return facts


def check_heads(verdict: Verdict, facts: list[Fact], heads: list[Head | None], *, broken: bool, lines: int) -> None:
    """Hold a stream against where it stood: a tail that is missing is counted, a chain made anew is found."""
    proven = [head for head in heads if head is not None]
    there = max([lines, *(fact.sequence for fact in facts)])
    missing = max((head.size for head in proven), default=0) - there
    if missing > 0:
        verdict.add(Flaw("staart", str(proven[-1].stream), f"aan de staart ontbreekt of ontbreken {told(missing)}."))
    good = 0
    for head in proven:
        if broken or head.size > len(facts):
            return
        if facts[head.size - 1].head != head.head:
            span = f"tussen feit {good + 1} en feit {head.size}"
            verdict.add(
                Flaw("herschreven", str(head.stream), f"de keten is opnieuw gemaakt: {span} is iets veranderd.")
            )
            return
        good = head.size


def check_begin(
    verdict: Verdict, facts: list[Fact], stream: uuid.UUID, heads: tuple[Head | None, Head | None], older: Note | None
) -> None:
    """A stream that the older checkpoint must have seen stands in it; one that began later has no earlier facts."""
    now, before = heads
    if older is None or before is not None:
        if before is not None and now is not None and before.place != now.place:
            verdict.add(Flaw("bewijs", str(stream), "deze stroom staat niet meer op zijn plaats."))
        return
    seen = facts and as_time(facts[0].entered) < as_time(older.time) - SLACK
    if seen or (now is not None and now.place < older.heads):
        verdict.add(
            Flaw("bewijs", str(stream), f"deze stroom hoort in {older.name} te staan, en het bewijs ontbreekt.")
        )


def check_late(verdict: Verdict, facts: list[Fact], stream: uuid.UUID, head: Head | None, note: Note) -> None:
    """A fact that the checkpoint did not see was not entered well before it: that one was put there since."""
    size = head.size if head else 0
    if len(facts) > size and as_time(facts[size].entered) < as_time(note.time) - SLACK:
        verdict.add(
            Flaw("bijgeschreven", str(stream), f"feit {size + 1} zegt van voor {note.name} te zijn; dat kent het niet.")
        )


def as_time(text: str) -> datetime:
    """An instant, to the second."""
    return datetime.strptime(text[:19], "%Y-%m-%dT%H:%M:%S")  # noqa: DTZ007  both sides are UTC


def told(count: int) -> str:
    """`1 feit`, `2 feiten`."""
    return "1 feit" if count == 1 else f"{count} feiten"


# --- from the terminal ----------------------------------------------------------------------------------------------


def read_export(path: str, data: bytes | None = None) -> dict[str, bytes]:
    """The files of a zip by name; of `data`, where that is given, and then `path` is what it is called.

    Raises Flaw for one that was damaged, OSError and BadZipFile for what is none.
    """
    files: dict[str, bytes] = {}
    try:
        archive = zipfile.ZipFile(path if data is None else io.BytesIO(data))
    except (NotImplementedError, ValueError, EOFError) as error:
        raise zipfile.BadZipFile from error
    with archive:
        entries = [each for each in archive.infolist() if not each.is_dir()]
        if sum(each.file_size for each in entries) > MOST_BYTES:
            raise Flaw("vorm", path, "deze uitvoer is groter dan een dossier kan zijn.")
        for each in entries:
            if each.filename in files:
                raise Flaw("bestand", each.filename, "dit bestand staat er twee keer in.")
            try:
                files[each.filename] = archive.read(each)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, ValueError):
                raise Flaw("bestand", each.filename, "dit bestand is beschadigd.") from None
    return files


def main(words: list[str]) -> int:
    """Judge what was asked, and say it."""
    wanted = {"--checkpoint": "", "--key": ""}
    paths, as_json, words = [], "--json" in words, [each for each in words if each != "--json"]
    while words:
        word = words.pop(0)
        if word in wanted and words:
            wanted[word] = words.pop(0)
        elif word.startswith("-"):
            return wrong_use(word)
        else:
            paths.append(word)
    if len(paths) != 1:
        return wrong_use("")
    verdict = Verdict()
    try:
        kept = Path(wanted["--checkpoint"]).read_bytes().decode("utf-8", "replace") if wanted["--checkpoint"] else None
        verdict = judge(read_export(paths[0]), kept, wanted["--key"] or None)
    except Flaw as flaw:
        verdict.add(flaw)
    except (OSError, zipfile.BadZipFile) as error:
        verdict.unknown.append(f"Een bestand is niet te lezen: {getattr(error, 'filename', None) or paths[0]}.")
    sys.stdout.write(as_document(verdict) if as_json else as_text(verdict))
    return verdict.code


def wrong_use(word: str) -> int:
    """Say how it works."""
    asked = word in ("-h", "--help")
    (sys.stdout if asked else sys.stderr).write(USAGE)
    return WHOLE if asked else WRONG_USE


def as_document(verdict: Verdict) -> str:
    """The verdict as JSON."""
    told_ = {"code": verdict.code, "flaws": verdict.flaws, "unknown": verdict.unknown, "notes": verdict.notes}
    return json.dumps({**told_, **verdict.about}, indent=1) + "\n"


def as_text(verdict: Verdict) -> str:
    """The verdict in plain Dutch."""
    lines: list[str] = []
    about = verdict.about
    if "pack" in about and not verdict.flaws:
        lines.append(f"Pakket {about['pack']}: {about['files']} bestanden, getekend en niet veranderd.")
    if "dossier" in about:
        lines.append(f"Dossier {about['dossier']} van bestuur {about['board']}, zoals de uitvoer het noemt.")
        lines.append(f"Nagekeken met ijkpunt {about['number']}, van {about['time'][:16].replace('T', ' ')} UTC.")
    lines += [f"  stroom {each['stream']}: {told(each['facts'])}" for each in about.get("streams", [])]
    lines += [f"  KAPOT     {each['where']}: {each['message']}" for each in verdict.flaws]
    lines += [f"  ONBEKEND  {each}" for each in verdict.unknown]
    lines += [f"  LET OP    {each}" for each in verdict.notes]
    if verdict.flaws:
        lines.append("Dit is kapot. Hierboven staat waar.")
    elif verdict.unknown:
        lines.append("Dit is niet te beoordelen.")
    else:
        lines.append("Dit is heel: er is tot dat ijkpunt niets veranderd en er ontbreekt niets.")
        if not about.get("anchored"):
            lines.append(
                "Maar je vergeleek het met niets van jezelf: een uitvoer die helemaal is nagemaakt, met een andere "
                "sleutel, is zo niet te herkennen. Geef een ijkpunt dat je van eerder hebt (--checkpoint), of de "
                "sleutel (--key)."
            )
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
