"""Merkle trees are those of RFC 6962: the vectors of Certificate Transparency, and a second reading of the RFC."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cli.verifier.leidraad_verify import grew, is_in
from app.domain.merkle import Tree, leaf_hash, node_hash

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""Roots of the first 0, 1, … 8 of these leaves, as the reference code of Certificate Transparency has them."""
ONE_BESIDE = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
TWO_BESIDE = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
FOUR_BESIDE = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
SEVEN_AND_EIGHT = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
FIVE_AND_SIX = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"


def tree(size: int) -> Tree:
    return Tree(leaf_hash(each) for each in LEAVES[:size])


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_certificate_transparency(size: int) -> None:
    assert tree(size).root.hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (0, 8, [ONE_BESIDE, TWO_BESIDE, FOUR_BESIDE]),
        (5, 8, [FIFTH, SEVEN_AND_EIGHT, ROOTS[4]]),
        (2, 3, [ROOTS[2]]),
        (1, 5, [ROOTS[1], TWO_BESIDE, FIFTH]),
    ],
)
def test_proofs_of_inclusion_are_those_of_certificate_transparency(index: int, size: int, proof: list[str]) -> None:
    assert [each.hex() for each in tree(size).inclusion(index)] == proof


@pytest.mark.parametrize(
    ("size", "later", "proof"),
    [
        (1, 1, []),
        (1, 8, [ONE_BESIDE, TWO_BESIDE, FOUR_BESIDE]),
        (6, 8, [FIVE_AND_SIX, SEVEN_AND_EIGHT, ROOTS[4]]),
        (2, 5, [TWO_BESIDE, FIFTH]),
    ],
)
def test_proofs_of_consistency_are_those_of_certificate_transparency(size: int, later: int, proof: list[str]) -> None:
    assert [each.hex() for each in tree(later).consistency(size)] == proof


# --- a second reading: the recursive definitions of RFC 6962, section 2.1 -------------------------------------------


def split(count: int) -> int:
    largest = 1
    while largest * 2 < count:
        largest *= 2
    return largest


def mth(hashes: list[bytes]) -> bytes:
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"").digest()
    k = split(len(hashes))
    return node_hash(mth(hashes[:k]), mth(hashes[k:]))


def path(m: int, hashes: list[bytes]) -> list[bytes]:
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if m < k:
        return [*path(m, hashes[:k]), mth(hashes[k:])]
    return [*path(m - k, hashes[k:]), mth(hashes[:k])]


def subproof(m: int, hashes: list[bytes], *, known: bool) -> list[bytes]:
    if m == len(hashes):
        return [] if known else [mth(hashes)]
    k = split(len(hashes))
    if m <= k:
        return [*subproof(m, hashes[:k], known=known), mth(hashes[k:])]
    return [*subproof(m - k, hashes[k:], known=False), mth(hashes[:k])]


@pytest.mark.parametrize("size", range(1, 34))
def test_trees_and_proofs_are_as_the_rfc_defines_them(size: int) -> None:
    hashes = [leaf_hash(bytes([each])) for each in range(size)]
    made = Tree(hashes)
    assert made.root == mth(hashes)
    for each in range(size):
        assert made.inclusion(each) == path(each, hashes)
    for each in range(1, size + 1):
        assert made.consistency(each) == subproof(each, hashes, known=True)


@given(st.integers(0, 40), st.dictionaries(st.integers(0, 39), st.binary(min_size=32, max_size=32)), st.integers(0, 20))
def test_many_leaves_at_once_are_as_one_by_one(size: int, changed: dict[int, bytes], more: int) -> None:
    hashes = [leaf_hash(bytes([each])) for each in range(size)]
    made = Tree(hashes)
    moved = {place: each for place, each in changed.items() if place < size}
    moved |= {size + each: leaf_hash(bytes([200 + each])) for each in range(more)}
    made.put(moved)
    now = [moved.get(place, hashes[place] if place < size else b"") for place in range(size + more)]
    assert made.root == mth(now)
    assert all(made.inclusion(place) == path(place, now) for place in range(size + more))


def other(digest: bytes) -> bytes:
    return bytes([digest[0] ^ 1]) + digest[1:]


hashes_of = st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=70)


@given(hashes_of, st.data())
def test_a_tree_that_grows_and_changes_is_the_tree_of_its_leaves(hashes: list[bytes], data: st.DataObject) -> None:
    made = Tree()
    for place, each in enumerate(hashes):
        made.put({place: each})
    index = data.draw(st.integers(0, len(hashes) - 1))
    hashes[index] = bytes(32)
    made.put({index: hashes[index]})
    assert (made.root, len(made)) == (mth(hashes), len(hashes))
    assert made.inclusion(index) == path(index, hashes)


@given(hashes_of, st.data())
def test_a_true_proof_holds_and_one_that_was_touched_does_not(leaves: list[bytes], data: st.DataObject) -> None:
    """By the verifier, which is all that ever judges one."""
    made, size = Tree(map(leaf_hash, leaves)), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    proof = made.inclusion(index)
    assert is_in(leaves[index], index, size, proof, made.root)
    assert not is_in(other(leaves[index]), index, size, proof, made.root)
    assert not is_in(leaves[index], index, size, [*proof, bytes(32)], made.root)
    assert not is_in(leaves[index], size, size, proof, made.root)
    if proof:
        place = data.draw(st.integers(0, len(proof) - 1))
        touched = [*proof]
        touched[place] = other(touched[place])
        assert not is_in(leaves[index], index, size, touched, made.root)
        assert not is_in(leaves[index], index, size, proof[:-1], made.root)


@given(hashes_of, st.data())
def test_a_tree_that_grew_is_told_from_one_that_was_changed(hashes: list[bytes], data: st.DataObject) -> None:
    made, later = Tree(hashes), len(hashes)
    size = data.draw(st.integers(1, later))
    before = mth(hashes[:size])
    proof = made.consistency(size)
    assert grew(size, before, later, made.root, proof)
    assert not grew(size, other(before), later, made.root, proof)
    assert not grew(size, before, later, other(made.root), proof)
    assert not grew(size, before, later, made.root, [*proof, bytes(32)])
    if proof:
        assert not grew(size, before, later, made.root, proof[:-1])
    assert not grew(0, before, later, made.root, proof)
    assert not grew(later + 1, before, later, made.root, proof)


def test_what_is_not_in_the_tree_has_no_proof() -> None:
    for ask in (lambda: tree(3).inclusion(3), lambda: tree(3).consistency(4), lambda: tree(3).consistency(0)):
        with pytest.raises(IndexError):
            ask()
    with pytest.raises(IndexError):
        tree(3).put({4: bytes(32)})
