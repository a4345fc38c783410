"""An independent check of the history, written from `docs/formats/history.md` alone: nothing of the product is in it.

    history_check.py vectors FILE                the test vectors
    history_check.py database DATABASE KEYS KEK  every stream of a SQLite database, with its key store and its KEK file

Ends with 0 (holds), 1 (does not hold), 2 (wrong usage) or 3 (could not be judged). It only reads, and shows no content.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sqlite3
import struct
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HOLDS, DOES_NOT_HOLD, WRONG_USAGE, NOT_JUDGED = 0, 1, 2, 3
GENESIS = b"\0" * 32
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
MEMBERS = {"v", "kind", "actor", "at", "command", "data"}
MOVED = {"moment", "do", "outcome"}
OPTIONAL = MOVED | {"on_behalf", "cause", "answers", "joined"}
ACTORS = {"person": {"kind", "id", "functions"}, "system": {"kind"}, "operator": {"kind"}}


class Wrong(Exception):
    """What was looked at does not hold."""


class Unjudged(Exception):
    """It cannot be said whether it holds."""


# --- bytes ----------------------------------------------------------------------------------------------------------


def frame(*fields: bytes | str) -> bytes:
    """u32 length and bytes of each field (specification, "Bytes")."""
    whole = b""
    for each in fields:
        raw = each if isinstance(each, bytes) else each.encode("utf-8")
        whole += struct.pack(">I", len(raw)) + raw
    return whole


def number(value: int) -> bytes:
    """A u64."""
    return struct.pack(">Q", value)


def unseal(key: bytes, sealed: bytes, about: Iterable[bytes | str]) -> bytes:
    """The plaintext, or Wrong."""
    if len(key) != 32 or len(sealed) < 28:
        raise Wrong("te kort")
    try:
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], frame("leidraad-v1", *about))
    except InvalidTag:
        raise Wrong("gaat niet open") from None


# --- JSON -----------------------------------------------------------------------------------------------------------


def read_json(raw: bytes) -> Any:
    """The value, or Wrong where the bytes are not the RFC 8785 spelling of it."""
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_int=_whole, parse_constant=_refuse)
        right = spelled(value).encode("utf-8")
    except (ValueError, RecursionError):
        raise Wrong("geen JSON volgens RFC 8785") from None
    if right != raw:
        raise Wrong("niet de spelling van RFC 8785")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("twice")
    return dict(pairs)


def _whole(digits: str) -> int | float:
    # JSON knows one kind of number, the double; beyond 2**53 - 1 not every whole number is one.
    exact = int(digits)
    return exact if abs(exact) < 2**53 else float(exact)


def _refuse(name: str) -> Any:
    raise ValueError(name)


def spelled(value: Any) -> str:
    """RFC 8785, section 3.2."""
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_text(name)}:{spelled(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(spelled, value)) + "]"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return _float(value)
    return {None: "null", True: "true", False: "false"}[value] if not _is_int(value) else str(value)


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


SHORT = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}


def _text(value: str) -> str:
    escaped = (SHORT.get(ord(c), f"\\u{ord(c):04x}" if c < " " else c) for c in value)
    return '"' + "".join(escaped) + '"'


def _float(value: float) -> str:
    """ECMA-262, Number::toString: the shortest digits that give the double back, and where the point goes."""
    if value == 0:
        return "0"
    sign, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    text = "".join(map(str, digits))
    point = len(text) + exponent
    if len(text) <= point <= 21:
        text += "0" * (point - len(text))
    elif 0 < point <= 21:
        text = f"{text[:point]}.{text[point:]}"
    elif -6 < point <= 0:
        text = f"0.{'0' * -point}{text}"
    else:
        text = f"{text[0]}{'.' if len(text) > 1 else ''}{text[1:]}e{point - 1:+d}"
    return ("-" if sign else "") + text


def read_fact(raw: bytes) -> dict[str, Any]:
    """A fact, or Wrong where it lacks a member, has a strange one, or one of another form (specification, "A fact")."""
    fact = read_json(raw)
    if not isinstance(fact, dict) or not fact.keys() >= MEMBERS or fact.keys() - MEMBERS - OPTIONAL:
        raise Wrong("geen gebeurtenis: er ontbreekt iets, of er staat iets te veel")
    actor = fact["actor"]
    right = (
        _is_int(fact["v"]) and fact["v"] == 1,
        isinstance(fact["kind"], str),
        isinstance(actor, dict) and ACTORS.get(str(actor.get("kind"))) == actor.keys(),
        isinstance(fact["at"], str) and INSTANT.fullmatch(fact["at"]),
        isinstance(fact["data"], dict),
        fact.keys() & MOVED in (set(), MOVED),
    )
    if not all(right):
        raise Wrong("geen gebeurtenis van deze versie")
    return fact


# --- the chain ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """One row of a stream."""

    stream: bytes
    sequence: Any
    entered: Any
    ciphertext: bytes
    head: bytes
    key_id: str = ""

    def about(self) -> tuple[bytes | str, ...]:
        return "fact", self.stream, number(self.sequence), self.entered


def head_after(previous: bytes, row: Row, sequence: int) -> bytes:
    """The head of a fact (specification, "The chain")."""
    content = hashlib.sha256(row.ciphertext).digest()
    size = number(len(row.ciphertext))
    fields = frame("leidraad-fact-v1", previous, row.stream, number(sequence), row.entered, size, content)
    return hashlib.sha256(fields).digest()


def first_flaw(rows: list[Row]) -> tuple[int, str] | None:
    """The first place where the chain does not hold, and why."""
    previous = GENESIS
    for expected, (row, after) in enumerate(pairwise([*rows, None]), start=1):
        assert row is not None
        if row.sequence != expected:
            return expected, "gap"
        if row.stream != rows[0].stream:
            return expected, "wrong link"
        if not _well_formed(row):
            return expected, "changed"
        head = head_after(previous, row, expected)
        if head != row.head:
            kept = after is not None and _well_formed(after) and head_after(head, after, expected + 1) == after.head
            return expected, "wrong link" if kept else "changed"
        previous = head
    return None


def _well_formed(row: Row) -> bool:
    return isinstance(row.entered, str) and INSTANT.fullmatch(row.entered) is not None and len(row.head) == 32


# --- keys -----------------------------------------------------------------------------------------------------------


def read_kek(text: str) -> dict[str, bytes]:
    """Key-encryption keys by name."""
    keys: dict[str, bytes] = {}
    for line in filter(str.strip, text.splitlines()):
        match = re.fullmatch(r"([A-Za-z0-9._-]{1,64})[ \t]+([A-Za-z0-9_-]{43})=?[ \t]*", line)
        if match is None or match[1] in keys:
            raise Unjudged("Het KEK-bestand is niet te lezen.")
        keys[match[1]] = base64.urlsafe_b64decode(match[2] + "=")
    return keys


@dataclass
class Keys:
    """The key store of a database."""

    store: sqlite3.Connection
    kek: dict[str, bytes]
    known: dict[tuple[str, str], bytes | None] = field(default_factory=dict)

    def get(self, board: str, key_id: str) -> bytes | None:
        """The key; None where it was destroyed. Unjudged where it is not there or does not unwrap."""
        if (board, key_id) not in self.known:
            self.known[board, key_id] = self._read(board, key_id)
        return self.known[board, key_id]

    def _read(self, board: str, key_id: str) -> bytes | None:
        query = "SELECT kek, wrapped, destroyed FROM data_key WHERE board_id = ? AND key_id = ?"
        row = self.store.execute(query, (board, key_id)).fetchone()
        if row is None:
            raise Unjudged("De sleutel staat niet in de sleutelopslag.")
        kek, wrapped, destroyed = row
        if destroyed is not None:
            return None
        if kek not in self.kek:
            raise Unjudged("De sleutel is ingepakt met een KEK die er niet is.")
        try:
            return unseal(self.kek[kek], wrapped, ("key", bytes.fromhex(board), bytes.fromhex(key_id)))
        except Wrong:
            raise Unjudged("De sleutel gaat niet open met deze KEK.") from None


# --- a database -----------------------------------------------------------------------------------------------------


@dataclass
class Report:
    """What was found."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    unjudged: list[str] = field(default_factory=list)

    @property
    def exit_code(self) -> int:
        if self.wrong:
            return DOES_NOT_HOLD
        return NOT_JUDGED if self.unjudged else HOLDS


def check_database(database: Path, store: Path, kek: Path) -> Report:
    """Every stream: its chain, and what its key opens."""
    report = Report()
    try:
        opened = [sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) for path in (database, store)]
        keys = Keys(opened[1], read_kek(kek.read_text("ascii")))
        for (board, stream), rows in streams(opened[0]):
            check_stream(f"reeks {stream} van bestuur {board}", board, rows, keys, report)
    except (OSError, ValueError, TypeError, sqlite3.Error, Unjudged) as error:
        report.unjudged.append(f"{type(error).__name__}: de bestanden zijn niet te lezen.")
    return report


def streams(database: sqlite3.Connection) -> Iterator[tuple[tuple[str, str], list[Row]]]:
    """The rows of each stream in order."""
    query = "SELECT board_id, stream_id, sequence, entered, ciphertext, head, key_id FROM fact ORDER BY 1, 2, 3"
    for (board, stream), rows in groupby(database.execute(query), key=lambda row: (row[0], row[1])):
        yield (
            (board, stream),
            [Row(bytes.fromhex(stream), *row[2:4], _blob(row[4]), _blob(row[5]), row[6]) for row in rows],
        )


def _blob(value: Any) -> bytes:
    # SQLite keeps any kind of value in any column; what is no bytes can be no ciphertext and no head either.
    return value if isinstance(value, bytes) else b""


def check_stream(name: str, board: str, rows: list[Row], keys: Keys, report: Report) -> None:
    """The chain of one stream, and then each of its facts."""
    report.counts.update(streams=1, facts=len(rows))
    flaw = first_flaw(rows)
    if flaw is not None:
        report.wrong.append(f"{name}, gebeurtenis {flaw[0]}: {flaw[1]}")
        return
    for row in rows:
        try:
            key = keys.get(board, row.key_id)
            if key is None:
                report.counts["destroyed"] += 1
            else:
                read_fact(unseal(key, row.ciphertext, row.about()))
                report.counts["opened"] += 1
        except Wrong as wrong:
            report.wrong.append(f"{name}, gebeurtenis {row.sequence}: {wrong}")
        except Unjudged as unjudged:
            report.unjudged.append(f"{name}, gebeurtenis {row.sequence}: {unjudged}")


# --- the vectors ----------------------------------------------------------------------------------------------------


def check_vectors(vectors: dict[str, Any]) -> Report:
    """Every vector, each named where it does not hold."""
    report = Report()
    for name, holds in _judged(vectors):
        report.counts["vectors"] += 1
        if not holds:
            report.wrong.append(name)
    return report


def _judged(vectors: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    for each in vectors["framed"]:
        yield "framed", frame(*fields_of(each["fields"])).hex() == each["bytes"]
    for each in vectors["sealed"]:
        opened = unseal(bytes.fromhex(each["key"]), bytes.fromhex(each["sealed"]), fields_of(each["about"]))
        yield f"sealed: {each['name']}", opened.hex() == each["plaintext"] and each["sealed"].startswith(each["nonce"])
        if each["name"] == "state":
            yield "sealed: state is compressed JSON", bool(read_json(zlib.decompress(opened)))
    for each in vectors["refused"]:
        yield f"refused: {each['name']}", not _opens(each["key"], each["sealed"], fields_of(each["about"]))
    for each in vectors["json"]:
        right = bytes.fromhex(each["bytes"])
        given = json.loads(each["given"], parse_int=_whole)
        yield f"json: {each['name']}", spelled(given).encode() == right and bool(spelled(read_json(right)))
    for each in vectors["not_json"]:
        yield f"not_json: {each['name']}", not _is_json(bytes.fromhex(each["bytes"]))
    yield from _judged_keys(vectors["keys"])
    yield from _judged_facts(vectors)
    yield from _judged_reads(vectors["reads"])


def _opens(key: str, sealed: str, about: Iterable[bytes | str]) -> bool:
    try:
        unseal(bytes.fromhex(key), bytes.fromhex(sealed), about)
    except Wrong:
        return False
    return True


def _is_json(raw: bytes) -> bool:
    try:
        read_json(raw)
    except Wrong:
        return False
    return True


def fields_of(fields: list[dict[str, str]]) -> list[bytes | str]:
    """The fields of a vector."""
    return [each["text"] if "text" in each else bytes.fromhex(each["hex"]) for each in fields]


def _judged_keys(keys: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    kek, board = read_kek(keys["kek_file"])[keys["kek"]], bytes.fromhex(keys["board"])
    for key_id, opens in ((keys["key_id"], True), (keys["refused_for_key_id"], False)):
        about = ("key", board, bytes.fromhex(key_id))
        yield f"keys: {key_id}", _opens(kek.hex(), keys["wrapped"], about) == opens
    about = ("key", board, bytes.fromhex(keys["key_id"]))
    yield "keys: the key", unseal(kek, bytes.fromhex(keys["wrapped"]), about).hex() == keys["key"]


def _judged_facts(vectors: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    facts = vectors["facts"]
    key = bytes.fromhex(facts["key"])
    rows = [row_of(each) for each in facts["links"]]
    yield "facts: the chain", facts["genesis"] == GENESIS.hex() and first_flaw(rows) is None
    for row, each in zip(rows, facts["links"], strict=True):
        opened = unseal(key, row.ciphertext, row.about())
        yield f"facts: {row.sequence}", opened == each["plaintext"].encode() and bool(read_fact(opened))
        sealed = AESGCM(key).encrypt(bytes.fromhex(each["nonce"]), opened, frame("leidraad-v1", *row.about()))
        yield f"facts: {row.sequence} sealed anew", bytes.fromhex(each["nonce"]) + sealed == row.ciphertext
    for each in vectors["forged"]:
        rows = [row_of(link) for link in each["links"]]
        found = None if each["found"] is None else (each["found"]["sequence"], each["found"]["flaw"])
        yield f"forged: {each['name']}, found", first_flaw(rows) == found
        opens = all(_opens(facts["key"], row.ciphertext.hex(), row.about()) for row in rows)
        yield f"forged: {each['name']}, opens", opens == each["opens"]


def row_of(link: dict[str, Any]) -> Row:
    """A row of a vector."""
    stream, ciphertext, head = (bytes.fromhex(link[name]) for name in ("stream", "ciphertext", "head"))
    return Row(stream, link["sequence"], link["entered"], ciphertext, head)


def _judged_reads(reads: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    head = hashlib.sha256(frame("leidraad-reads-v1", bytes.fromhex(reads["board"]))).digest()
    yield "reads: genesis", head.hex() == reads["genesis"]
    for each in reads["batches"]:
        rows = b"".join(frame(frame(*fields_of(row))) for row in each["rows"])
        digest = hashlib.sha256(rows).digest()
        counts, ends = (number(each["number"]), number(each["count"])), (each["first"], each["last"])
        fields = frame("leidraad-reads-v1", head, *counts, *map(bytes.fromhex, ends), digest)
        head = hashlib.sha256(fields).digest()
        yield f"reads: {each['number']}", digest.hex() == each["digest"] and head.hex() == each["head"]


# --- the command ----------------------------------------------------------------------------------------------------


def main(arguments: list[str]) -> int:
    """Carry out what is asked and say what was found."""
    if arguments[:1] == ["vectors"] and len(arguments) == 2:
        try:
            report = check_vectors(json.loads(Path(arguments[1]).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError, Wrong) as error:
            report = Report(unjudged=[f"{type(error).__name__}: het bestand met testgevallen is niet te lezen."])
    elif arguments[:1] == ["database"] and len(arguments) == 4:
        report = check_database(*map(Path, arguments[1:]))
    else:
        sys.stderr.write(__doc__ or "")
        return WRONG_USAGE
    for name, count in sorted(report.counts.items()):
        sys.stdout.write(f"{name}: {count}\n")
    for line in (*report.wrong, *report.unjudged):
        sys.stdout.write(f"{line}\n")
    return report.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
