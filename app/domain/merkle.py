"""Merkle trees as in RFC 6962: a root over leaves, and proofs that a leaf is in it or that one tree grew into another.

Pure: it hashes what it is given and knows nothing of what the leaves say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Hash of a leaf; the byte before it keeps it from being taken for a node."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of what two subtrees have in common."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """The hashes of a tree, level by level: adding or replacing a leaf reckons only what is above it.

    A node without a neighbour goes up as it is, which gives the same tree as the splitting of RFC 6962.
    """

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        """A tree over these leaf hashes."""
        self._levels: list[list[bytes]] = [list(hashes)]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            pairs = range(0, len(below), 2)
            self._levels.append([_above(below, place) for place in pairs])

    def __len__(self) -> int:
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """The root: 32 bytes."""
        return self._levels[-1][0] if self._levels[0] else EMPTY_ROOT

    def put(self, leaves: Mapping[int, bytes]) -> None:
        """Set leaf hashes by place: of leaves that are there, or the next ones. Raises IndexError for one beyond."""
        touched = sorted(leaves)
        for index in touched:
            if not 0 <= index <= len(self):
                message = "a leaf follows the one before it"
                raise IndexError(message)
            self._levels[0][index : index + 1] = [leaves[index]]
        level = 0
        while len(self._levels[level]) > 1:
            row, level = self._levels[level], level + 1
            if level == len(self._levels):
                self._levels.append([])
            touched = sorted({index >> 1 for index in touched})
            for index in touched:
                self._levels[level][index : index + 1] = [_above(row, 2 * index)]

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that a leaf is in this tree. Raises IndexError where there is no such leaf."""
        if not 0 <= index < len(self):
            message = "there is no such leaf"
            raise IndexError(message)
        proof = []
        for row in self._levels[:-1]:
            beside = index ^ 1
            if beside < len(row):
                proof.append(row[beside])
            index //= 2
        return proof

    def consistency(self, size: int) -> list[bytes]:
        """The proof that the tree of the first `size` leaves grew into this one. Raises IndexError where none did."""
        if not 0 < size <= len(self):
            message = "there was no such tree"
            raise IndexError(message)
        if size == len(self):
            return []
        proof, index, last, level = [], size - 1, len(self) - 1, 0
        # The largest whole subtree at the right edge of the old tree begins the proof, unless it is all of that tree.
        while index & 1:
            index, last, level = index >> 1, last >> 1, level + 1
        if index:
            proof.append(self._levels[level][index])
        while last:
            beside = index ^ 1
            if beside <= last:
                proof.append(self._levels[level][beside])
            index, last, level = index >> 1, last >> 1, level + 1
        return proof


def _above(row: Sequence[bytes], place: int) -> bytes:
    return node_hash(row[place], row[place + 1]) if place + 1 < len(row) else row[place]
