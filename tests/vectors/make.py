"""Makes `history.json`, the test vectors of `docs/formats/history.md`: `python -m tests.vectors.make`.

Everything in it is fixed, so that making it anew gives the same bytes; a difference is a change of the format. Keys and
nonces are SHA-256 of a label, which no real one may ever be.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from app.store import chain
from app.store.chain import GENESIS, Link, framed, next_head
from app.store.documents import fact_bytes
from app.store.sealing import (
    SealError,
    about_answers,
    about_attachment,
    about_draft,
    about_fact,
    about_key,
    about_state,
    seal,
    unseal,
)

FILE = Path(__file__).with_name("history.json")

NAMES = UUID("7d7e79d6-ab28-52ef-a84f-031100eb98e4")
BOARD, STREAM, OTHER_STREAM, KEY_ID, TASK, PERSON, COMMAND = (
    uuid5(NAMES, name) for name in ("board", "stream", "other stream", "key", "task", "person", "command")
)


def main() -> None:
    """Write the file."""
    FILE.write_text(text(), "utf-8")


def text() -> str:
    """The file as it should be."""
    return json.dumps(vectors(), indent=1, ensure_ascii=True) + "\n"


def vectors() -> dict[str, Any]:
    """All vectors, bytes as lower-case hexadecimal."""
    facts = fact_rows(STREAM, DOCUMENTS)
    return {
        "format": 1,
        "framed": [{"fields": fields_of(each), "bytes": framed(*each).hex()} for each in FRAMED],
        "sealed": sealed(),
        "refused": refused(),
        "json": [{"name": name, "given": given, "bytes": fact_bytes(json.loads(given)).hex()} for name, given in JSON],
        "not_json": [{"name": name, "bytes": given.hex()} for name, given in NOT_JSON],
        "keys": keys(),
        "facts": {
            "board": BOARD.hex, "stream": STREAM.hex, "key_id": KEY_ID.hex, "key": secret("data key").hex(),
            "genesis": GENESIS.hex(),
            "links": [
                as_row(each.link) | {"nonce": each.nonce.hex(), "plaintext": each.plaintext.decode()} for each in facts
            ],
        },
        "forged": [forgery(name, [each.link for each in facts]) for name in FORGERIES],
        "reads": reads(),
    }  # fmt: skip


def secret(label: str, size: int = 32) -> bytes:
    """Bytes that are the same in every run."""
    return hashlib.sha256(f"leidraad test vector: {label}".encode()).digest()[:size]


def fields_of(fields: Sequence[bytes | str]) -> list[dict[str, str]]:
    """Fields as JSON: text as text, bytes as hexadecimal."""
    return [{"text": each} if isinstance(each, str) else {"hex": each.hex()} for each in fields]


FRAMED: list[tuple[bytes | str, ...]] = [
    (), ("",), (b"", ""), ("a", "bc"), ("ab", "c"), ("één", b"\x00\xff"), ("leidraad-v1", "state", bytes(16), bytes(8)),
]  # fmt: skip

# --- documents ------------------------------------------------------------------------------------------------------

ORDER = (
    '{"\\u20ac": "Euro", "\\r": "CR", "\\ufb33": "Dalet", "1": "Een", "\\ud83d\\ude00": "Lach", "\\u0080": "Sturing", '
)
ORDER += '"\\u00f6": "o", "": "leeg", "a": 1, "B": 2, "aa": 3}'

JSON = [
    ("empty", "{}"),
    ("nested and empty", '{"b": [ ], "a": {"d": null, "c": [true, false, {}]}}'),
    ("names in the order of UTF-16 code units", ORDER),
    ("escapes", '{"t": "\\u0000\\u001f\\b\\t\\n\\f\\r\\"\\\\\\/\\u007f\\u2028 é \\ud83d\\ude00"}'),
    ("whole numbers", '{"n": [0, -0, 1, -1, 9007199254740991, -9007199254740991]}'),
    ("a float that is whole", '{"n": [1.0, -0.0, 1e3, 100000000000000000000.0]}'),
    (
        "floats",
        '{"n": [0.1, 4.5, -2.25, 1e-6, 1e-7, 1e21, 1.5e300, 5e-324, 333333333.33333329, 1.2345678901234567e20]}',
    ),
]

NOT_JSON = [
    ("space", b'{"a": 1}'),
    ("wrong order", b'{"b":1,"a":2}'),
    ("order by code point, not by UTF-16", '{"\ufb33":1,"\U0001f600":2}'.encode()),
    ("a name twice", b'{"a":1,"a":1}'),
    ("an escape that is not needed", b'{"a":"\\u00e9"}'),
    ("upper case in an escape", b'{"a":"\\u001F"}'),
    ("a float with a zero behind it", b'{"a":1.0}'),
    ("an exponent that is not needed", b'{"a":1e3}'),
    ("a whole number that a double cannot hold", b'{"a":9007199254740993}'),
    ("not a number", b'{"a":NaN}'),
    ("half a surrogate pair", b'{"a":"\\ud83d"}'),
    ("not UTF-8", b'{"a":"\xe9"}'),
    ("a byte order mark", b'\xef\xbb\xbf{"a":1}'),
    ("something behind it", b'{"a":1}\n'),
]


def fact(kind: str, at: str, **members: Any) -> dict[str, Any]:
    """A fact with the members that every fact has."""
    return {
        "v": 1, "kind": kind, "at": at, "command": str(uuid5(COMMAND, at)), "data": {},
        "actor": {"kind": "person", "id": str(PERSON), "functions": ["intern begeleider"]},
    } | members  # fmt: skip


def moment(sequence: int, instant: str) -> dict[str, Any]:
    """The circumstances of a command."""
    return {
        "route": str(STREAM), "sequence": sequence, "instant": instant, "calendar": secret("calendar").hex(),
        "running": ["meldcode"], "engine_rules": 1, "bundle": secret("bundle").hex(),
    }  # fmt: skip


def outcome(status: str, *flows: str) -> dict[str, Any]:
    """What a command did, as far as these vectors need it."""
    told = {"state_hash": secret(f"state {status} {flows}").hex(), "status": status}
    return told | ({"flows": list(flows), "steps": [["flow", flow] for flow in flows]} if flows else {})


DOCUMENTS = [
    (
        "2026-11-26T13:05:00.000000Z",
        fact(
            "RouteStarted", "2026-11-26T13:05:00.000000Z", moment=moment(1, "2026-11-26T13:05:00.000000Z"),
            do={"verb": "start", "arguments": {"process": "ondersteuningsroute"}},
            outcome=outcome("loopt", "Flow_1"),
            data={"process": "ondersteuningsroute", "bundle": secret("bundle").hex(), "message": "Zorg gemeld"},
        ),
    ),
    (
        "2026-11-26T13:05:00.000001Z",
        fact(
            "DossierClosed", "2026-11-25T22:59:59.999999Z", on_behalf=str(PERSON),
            data={"reason": "Één kind, geen zorg – “goed zo” 😀\n\t"},
        ),
    ),
    ("2026-12-31T23:59:59.999999Z", fact("QuestionAnswered", "2026-12-31T23:59:59.999999Z")),
    (
        "2027-03-28T01:00:00.000000Z",
        fact(
            "TaskCompleted", "2027-03-28T01:00:00.000000Z",
            data={"hours": 4.5, "tenth": 0.1, "small": 1e-7, "whole": 2.0, "large": 9007199254740991},
            answers={"zorg": hashlib.sha256(b"the sealed answers").hexdigest()},
        ),
    ),
    (
        "2027-03-28T01:00:00.000000Z",
        fact("TaskCorrected", "2027-03-28T01:00:00.000000Z", data=json.loads(ORDER)),
    ),
    (
        "2027-04-01T08:00:00.000000Z",
        fact(
            "TimerFired", "2027-04-01T08:00:00.000000Z", actor={"kind": "system"},
            moment=moment(2, "2027-04-01T08:00:00.000000Z"), do={"verb": "fire", "arguments": {"timer": str(TASK)}},
            outcome=outcome("afgesloten"),
        ),
    ),
]  # fmt: skip


# --- what is sealed -------------------------------------------------------------------------------------------------


def sealed() -> list[dict[str, Any]]:
    """One of each thing that is sealed, and the smallest."""
    state = b'{"process":"meldcode","rules":1,"scope":{"fields":{},"tokens":[]},"status":"loopt"}'
    answers = fact_bytes({"zorg": "Eet 's ochtends niet", "sinds": "2026-09-01"})
    things: list[tuple[str, bytes, tuple[bytes | str, ...]]] = [
        ("nothing about nothing", b"", ()),
        ("answers", answers, about_answers(STREAM, TASK, COMMAND, "zorg")),
        # Level 0, stored as it is: the only level at which every zlib writes the same bytes.
        ("state", zlib.compress(state, 0), about_state(STREAM, 3)),
        ("draft", answers, about_draft(STREAM, TASK, PERSON)),
        ("attachment", b"%PDF-1.7", about_attachment(STREAM, TASK, COMMAND, "content")),
    ]
    return [sealed_as(name, plaintext, about) for name, plaintext, about in things]


def sealed_as(name: str, plaintext: bytes, about: tuple[bytes | str, ...]) -> dict[str, Any]:
    """One sealed thing."""
    nonce = secret(f"nonce of {name}", 12)
    return {
        "name": name, "key": secret("data key").hex(), "nonce": nonce.hex(), "about": fields_of(about),
        "plaintext": plaintext.hex(), "sealed": seal(secret("data key"), plaintext, *about, nonce=nonce).hex(),
    }  # fmt: skip


def refused() -> list[dict[str, Any]]:
    """What must not open."""
    about = about_answers(STREAM, TASK, COMMAND, "zorg")
    right = bytes.fromhex(sealed_as("answers", b"Eet niet", about)["sealed"])
    cases: list[tuple[str, bytes, bytes, tuple[bytes | str, ...]]] = [
        ("another key", secret("another key"), right, about),
        ("a bit of the nonce", secret("data key"), flipped(right, 0), about),
        ("a bit of the ciphertext", secret("data key"), flipped(right, 12), about),
        ("a bit of the tag", secret("data key"), flipped(right, -1), about),
        ("cut", secret("data key"), right[:-1], about),
        ("nothing", secret("data key"), b"", about),
        ("another field group", secret("data key"), right, (*about[:-1], "gezin")),
        ("a field less", secret("data key"), right, about[:-1]),
        ("an empty field more", secret("data key"), right, (*about, "")),
        ("the same bytes in other fields", secret("data key"), right, ("answer", b"s" + STREAM.bytes, *about[2:])),
    ]
    return [
        {"name": name, "key": key.hex(), "about": fields_of(about), "sealed": given.hex()}
        for name, key, given, about in cases
    ]


def flipped(data: bytes, place: int) -> bytes:
    """The data with the lowest bit of one byte turned over."""
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def keys() -> dict[str, Any]:
    """A file of key-encryption keys, a data key wrapped by its second line, and one that must not unwrap."""
    current, older = secret("kek new"), secret("kek old")
    wrapped = seal(older, secret("data key"), *about_key(BOARD, KEY_ID), nonce=secret("nonce of key", 12))
    lines = [f"kek-new {base64.urlsafe_b64encode(current).decode()}"]
    lines.append(f"kek-old {base64.urlsafe_b64encode(older).decode().rstrip('=')}")
    return {
        "kek_file": "\n".join(lines) + "\n", "kek": "kek-old", "board": BOARD.hex, "key_id": KEY_ID.hex,
        "nonce": secret("nonce of key", 12).hex(), "key": secret("data key").hex(), "wrapped": wrapped.hex(),
        "refused_for_key_id": uuid5(NAMES, "another key").hex,
    }  # fmt: skip


# --- the chains -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A link with what is inside."""

    link: Link
    nonce: bytes
    plaintext: bytes


def fact_rows(stream: UUID, documents: Sequence[tuple[str, dict[str, Any]]]) -> list[Row]:
    """A stream of these documents."""
    rows: list[Row] = []
    head = GENESIS
    for sequence, (entered, document) in enumerate(documents, start=1):
        nonce, plaintext = secret(f"nonce of fact {sequence} in {stream}", 12), fact_bytes(document)
        ciphertext = seal(secret("data key"), plaintext, *about_fact(stream, sequence, entered), nonce=nonce)
        head = next_head(head, stream, sequence, entered, ciphertext)
        rows.append(Row(Link(stream, sequence, entered, ciphertext, head), nonce, plaintext))
    return rows


def as_row(link: Link) -> dict[str, Any]:
    """A link as JSON."""
    return {
        "stream": link.stream.hex, "sequence": link.sequence, "entered": link.entered,
        "ciphertext": link.ciphertext.hex(), "head": link.head.hex(),
    }  # fmt: skip


Links = list[Link]


def relinked(links: Links, previous: bytes = GENESIS, after: int = 0) -> Links:
    """The links numbered and linked anew, by somebody who has no key."""
    done: Links = []
    for sequence, link in enumerate(links, start=after + 1):
        previous = next_head(previous, link.stream, sequence, link.entered, link.ciphertext)
        done.append(replace(link, sequence=sequence, head=previous))
    return done


def numbered(links: Links) -> Links:
    """The links numbered anew, their heads as they were."""
    return [replace(link, sequence=sequence) for sequence, link in enumerate(links, start=1)]


def _with(links: Links, index: int, **changes: Any) -> Links:
    return [*links[:index], replace(links[index], **changes), *links[index + 1 :]]


def _resealed(links: Links) -> Links:
    """The third fact told otherwise, by somebody who holds the key."""
    entered, sequence = links[2].entered, links[2].sequence
    told = fact_bytes(fact("QuestionAnswered", entered, data={"answer": ["Nee"]}))
    anew = seal(secret("data key"), told, *about_fact(STREAM, sequence, entered), nonce=secret("nonce of forger", 12))
    return relinked(_with(links, 2, ciphertext=anew))


def _head_of_one(links: Links) -> Links:
    changed = flipped(links[2].ciphertext, 20)
    head = next_head(links[1].head, STREAM, 3, links[2].entered, changed)
    return _with(links, 2, ciphertext=changed, head=head)


def _elsewhere() -> Links:
    return [each.link for each in fact_rows(OTHER_STREAM, DOCUMENTS)]


FORGERIES: dict[str, Callable[[Links], Links]] = {
    "nothing forged": lambda links: links,
    "a bit of a ciphertext": lambda links: _with(links, 2, ciphertext=flipped(links[2].ciphertext, 20)),
    "a bit of a nonce": lambda links: _with(links, 0, ciphertext=flipped(links[0].ciphertext, 0)),
    "another time of entry": lambda links: _with(links, 3, entered="2027-03-28T00:00:00.000000Z"),
    "a time of entry in another spelling": lambda links: _with(links, 0, entered="2026-11-26T13:05:00Z"),
    "a bit of a head": lambda links: _with(links, 2, head=flipped(links[2].head, 5)),
    "a bit of the last head": lambda links: _with(links, 5, head=flipped(links[5].head, 5)),
    "a head that is cut": lambda links: _with(links, 2, head=links[2].head[:31]),
    "a fact changed and its own head reckoned anew": _head_of_one,
    "two facts in each other's place": lambda links: numbered(
        [*links[:2], links[3], links[2], *links[4:]]
    ),
    "a fact taken out": lambda links: [*links[:2], *links[3:]],
    "the first fact taken out": lambda links: links[1:],
    "a fact taken out, the rest numbered anew": lambda links: numbered([*links[:2], *links[3:]]),
    "a fact twice": lambda links: [*links[:3], *links[2:]],
    "a fact put in between, the rest numbered anew": lambda links: numbered([*links[:3], *links[2:]]),
    "a fact copied over another": lambda links: _with(
        links, 4, ciphertext=links[1].ciphertext, entered=links[1].entered
    ),
    "a fact of another stream": lambda links: [*links[:2], _elsewhere()[2], *links[3:]],
    "a fact of another stream under this name": lambda links: [
        *links[:2], replace(_elsewhere()[2], stream=STREAM), *links[3:],
    ],
    "all of it under another name": lambda links: [replace(link, stream=OTHER_STREAM) for link in links],
    "a fact taken out, all numbered and linked anew": lambda links: relinked([*links[:2], *links[3:]]),
    "the last two cut off": lambda links: links[:-2],
    "all of it taken away": lambda _: [],
    "a fact told otherwise with the key, all linked anew": _resealed,
}  # fmt: skip


def forgery(name: str, links: Links) -> dict[str, Any]:
    """A forged stream: what the chain finds, and whether all of it opens; what neither shows, a checkpoint does."""
    forged = FORGERIES[name](links)
    broken = chain.check(forged)
    found = None if broken is None else {"sequence": broken.sequence, "flaw": str(broken.flaw)}
    return {"name": name, "found": found, "opens": all(map(opens, forged)), "links": [as_row(each) for each in forged]}


def opens(link: Link) -> bool:
    """Whether the key opens this link where it stands."""
    try:
        unseal(secret("data key"), link.ciphertext, *about_fact(link.stream, link.sequence, link.entered))
    except SealError:
        return False
    return True


def reads() -> dict[str, Any]:
    """Two sealed batches of a read log, the second with one row."""
    rows = [
        [
            BOARD.bytes,
            uuid5(NAMES, f"read {number}").bytes,
            f"2026-11-26T13:0{number}:00.000000Z",
            PERSON.bytes,
            "lezen",
        ]
        for number in range(3)
    ]
    head = genesis = chain.reads_genesis(BOARD)
    batches = []
    for number, batch in enumerate((rows[:2], rows[2:]), start=1):
        digest, first, last = chain.rows_digest(batch), batch[0][1], batch[-1][1]
        assert isinstance(first, bytes)
        assert isinstance(last, bytes)
        head = chain.next_seal(head, number, len(batch), first, last, digest)
        batches.append(
            {
                "number": number, "count": len(batch), "first": first.hex(), "last": last.hex(),
                "rows": [fields_of(row) for row in batch], "digest": digest.hex(), "head": head.hex(),
            }
        )  # fmt: skip
    return {"board": BOARD.hex, "genesis": genesis.hex(), "batches": batches}


if __name__ == "__main__":
    main()
