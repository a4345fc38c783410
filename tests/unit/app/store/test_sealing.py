"""What is sealed opens with its key, in its place, unchanged; and with nothing else."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.store import sealing
from app.store.sealing import SealError, framed, new_key, seal, unseal

KEY = bytes(range(32))
STREAM, TASK, COMMAND, PERSON = (UUID(int=number) for number in (1, 2, 3, 4))

fields = st.lists(st.one_of(st.binary(max_size=20), st.text(max_size=20)), max_size=4)


@given(plaintext=st.binary(max_size=300), about=fields)
def test_what_is_sealed_opens_again(plaintext, about):
    assert unseal(KEY, seal(KEY, plaintext, *about), *about) == plaintext


@given(plaintext=st.binary(max_size=40), data=st.data())
def test_no_single_bit_can_be_changed(plaintext, data):
    sealed = seal(KEY, plaintext, "fact", nonce=bytes(12))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealError):
        unseal(KEY, bytes(changed), "fact")


@given(about=fields, other=fields)
def test_it_opens_only_for_what_it_is_about(about, other):
    assume(framed(*about) != framed(*other))
    with pytest.raises(SealError):
        unseal(KEY, seal(KEY, b"x", *about), *other)


@given(one=fields, other=fields)
def test_two_lists_of_fields_never_have_the_same_bytes(one, other):
    as_bytes = [[each.encode() if isinstance(each, str) else each for each in fields] for fields in (one, other)]
    assert (framed(*one) == framed(*other)) == (as_bytes[0] == as_bytes[1])


def test_a_field_is_its_length_and_its_bytes():
    assert framed("é", b"") == bytes.fromhex("00000002c3a900000000")


def test_another_key_does_not_open_it():
    with pytest.raises(SealError):
        unseal(bytes(32), seal(KEY, b"x"))


@pytest.mark.parametrize("size", [0, 1, 12, 27])
def test_what_is_cut_off_is_told_as_cut_off(size):
    with pytest.raises(SealError, match="afgeknipt"):
        unseal(KEY, seal(KEY, b"")[:size])


@pytest.mark.parametrize("size", [0, 16, 24, 31, 33])
def test_a_key_has_32_bytes_and_no_other_number(size):
    with pytest.raises(SealError, match="32 bytes"):
        seal(bytes(size), b"x")
    with pytest.raises(SealError, match="32 bytes"):
        unseal(bytes(size), bytes(40))


@pytest.mark.parametrize("size", [0, 8, 11, 13, 16])
def test_a_nonce_has_12_bytes_and_no_other_number(size):
    with pytest.raises(SealError, match="12 bytes"):
        seal(KEY, b"x", nonce=bytes(size))


def test_no_nonce_and_no_key_comes_twice():
    assert len({seal(KEY, b"x")[:12] for _ in range(1000)}) == 1000
    assert len({new_key() for _ in range(1000)}) == 1000
    assert len(new_key()) == 32


def test_the_error_says_nothing_of_the_content():
    sealed = seal(KEY, b"Jan is verdrietig", "zorg van Jan")
    with pytest.raises(SealError) as caught:
        unseal(KEY, sealed, "zorg van Piet")
    assert "Jan" not in str(caught.value)
    assert "Piet" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_nothing_that_is_sealed_can_stand_where_another_kind_belongs():
    abouts = [
        sealing.about_fact(STREAM, 1, "2026-11-26T13:05:00.000000Z"),
        sealing.about_fact(STREAM, 2, "2026-11-26T13:05:00.000000Z"),
        sealing.about_fact(STREAM, 1, "2026-11-26T13:05:00.000001Z"),
        sealing.about_state(STREAM, 1),
        sealing.about_state(STREAM, 2),
        sealing.about_draft(STREAM, TASK, PERSON),
        sealing.about_draft(STREAM, TASK, COMMAND),
        sealing.about_answers(STREAM, TASK, COMMAND, "zorg"),
        sealing.about_answers(STREAM, TASK, COMMAND, "gezin"),
        sealing.about_key(STREAM, TASK),
    ]
    assert len({framed(*about) for about in abouts}) == len(abouts)
