"""The format of checkpoints, held from two sides: the product makes the vectors, and the checker that shares nothing
with it agrees."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.verifier import leidraad_verify as checker
from app.domain.merkle import leaf_hash
from app.store.kek import KeysError
from app.store.notes import FACTS, Head, Heads, NoteError, head_leaf, key_id, read_note
from app.store.signing import SigningKey, is_signed
from tests.vectors import make_checkpoints as make

VECTORS = json.loads(make.FILE.read_text("utf-8"))
PUBLIC = bytes.fromhex(VECTORS["public"])
CHECKPOINTS = VECTORS["checkpoints"]


def test_making_the_vectors_anew_gives_the_same_file() -> None:
    """A difference is a change of the format: it needs a new version, and the old one stays readable."""
    assert make.text() == make.FILE.read_text("utf-8")


@pytest.mark.parametrize("vector", CHECKPOINTS, ids=["1", "2", "3"])
def test_the_product_reads_what_it_makes(vector) -> None:
    note = read_note(vector["text"])
    assert note.text == vector["text"]
    assert is_signed(note, PUBLIC)
    assert note.checkpoint.entry.text == vector["entry"]


@pytest.mark.parametrize("vector", CHECKPOINTS, ids=["1", "2", "3"])
def test_the_checker_agrees_with_every_signature_leaf_and_proof(vector) -> None:
    assert checker.read_key(VECTORS["verifier_key"]) == PUBLIC
    note = checker.Note(vector["text"], "hier")
    note.check(PUBLIC)
    assert (note.entry, note.heads) == (vector["entry"], len(vector["heads"]))
    proof = checker.hashes(vector["inclusion"])
    assert checker.is_in(note.entry.encode(), note.number - 1, note.number, proof, note.root)
    for size, proof in enumerate(vector["consistency"], start=1):
        before = checker.Note(CHECKPOINTS[size - 1]["text"], "eerder")
        assert checker.grew(size, before.root, note.number, note.root, checker.hashes(proof))
    for place, head in enumerate(vector["heads"]):
        children = b"".join(bytes.fromhex(each) for each in head["children"])
        parent = bytes.fromhex(head["parent"] or "")
        leaf = checker.frame(
            b"leidraad-head-v1", head["kind"].encode(), bytes.fromhex(head["stream"]), struct.pack(">Q", head["size"]),
            bytes.fromhex(head["head"]), parent, children,
        )  # fmt: skip
        assert leaf.hex() == head["leaf"]
        assert checker.is_in(leaf, place, note.heads, checker.hashes(head["path"]), note.heads_root)


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: vector["name"])
def test_what_is_no_checkpoint_of_this_key_is_refused_by_both(vector) -> None:
    try:
        signed = is_signed(read_note(vector["text"]), PUBLIC)
    except NoteError:
        signed = False
    assert not signed
    with pytest.raises(checker.Flaw):
        checker.Note(vector["text"], "hier").check(PUBLIC)


def test_a_signed_note_of_others_is_right_by_the_checker() -> None:
    """The example of golang.org/x/mod/sumdb/note, which C2SP took over."""
    name, hash_, key = "PeterNeumann", "c74f20a3", "ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    text = (
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    )  # fmt: skip
    signed = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    data = base64.b64decode(signed)
    public = base64.b64decode(key)
    assert hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex() == data[:4].hex() == hash_
    assert checker.is_signed(public[1:], text.encode(), data[4:])


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(1, 9)), max_size=30))
def test_a_tree_of_heads_that_grew_is_the_tree_made_at_once(moves: list[tuple[int, int, int]]) -> None:
    grown = Heads()
    for stream, parent, size in moves:
        known = grown.get(UUID(int=stream))
        mine = known.parent if known else (UUID(int=parent) if parent != stream else None)
        grown.put([Head(FACTS, UUID(int=stream), size, bytes([size]) * 32, mine)])
    again = Heads(grown.heads)
    assert again.tree.root == grown.tree.root
    leaves = [leaf_hash(head_leaf(each, grown.children(each.stream))) for each in grown.heads]
    assert Heads().tree.root == hashlib.sha256(b"").digest()
    assert [*map(len, (again.heads, leaves))] == [len(grown.heads)] * 2


# --- the key --------------------------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = SigningKey.create(tmp_path / "key")
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert SigningKey.read(tmp_path / "key") == made
    assert str(made.seed) not in repr(made)
    with pytest.raises(KeysError):
        SigningKey.create(tmp_path / "key")
    (tmp_path / "key").chmod(0o640)
    with pytest.raises(KeysError, match="chmod 600"):
        SigningKey.read(tmp_path / "key")


@pytest.mark.parametrize("content", [b"", b"rommel", b"ed25519 te-kort\n", b"\xff", b"rsa " + b"A" * 43, b"ed25519"])
def test_what_is_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(KeysError):
        SigningKey.read(path)
    with pytest.raises(KeysError):
        SigningKey.read(tmp_path / "nergens")


def test_two_keys_are_told_apart() -> None:
    board = UUID(VECTORS["board"])
    assert key_id(board, PUBLIC) != key_id(board, bytes(32))
    assert key_id(board, PUBLIC) != key_id(UUID(int=1), PUBLIC)
