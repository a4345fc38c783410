"""Whatever is done to a stream in its middle, the chain names the place; what it cannot see is said here as well."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.store.chain import (
    FACT_TAG,
    GENESIS,
    READS_TAG,
    Broken,
    Flaw,
    Link,
    check,
    framed,
    next_head,
    next_seal,
    reads_genesis,
    rows_digest,
    u64,
)  # fmt: skip

STREAM, OTHER = UUID(int=1), UUID(int=2)
SECONDS = "2026-11-26T13:05:{:02}.000000Z"


def links_of(contents, stream=STREAM):
    links, head = [], GENESIS
    for sequence, content in enumerate(contents, start=1):
        head = next_head(head, stream, sequence, SECONDS.format(sequence), content)
        links.append(Link(stream, sequence, SECONDS.format(sequence), content, head))
    return links


def numbered(links):
    return [replace(link, sequence=sequence) for sequence, link in enumerate(links, start=1)]


contents = st.lists(st.binary(min_size=1, max_size=12), min_size=3, max_size=8, unique=True)
streams = contents.map(links_of)


@given(streams)
def test_a_stream_as_it_was_written_holds(links):
    assert check(links) is None
    assert check(iter(links)) is None


def test_a_stream_without_facts_holds():
    assert check([]) is None


@given(links=streams, data=st.data())
def test_a_check_can_go_on_where_an_earlier_one_ended(links, data):
    cut = data.draw(st.integers(1, len(links)))
    assert check(links[cut:], links[cut - 1].head, cut) is None
    if cut < len(links):
        assert check(links[cut:], links[cut - 1].head, cut - 1) == Broken(cut, Flaw.GAP)
        assert check(links[cut:], GENESIS, cut) == Broken(cut + 1, Flaw.CHANGED)


def bits_of(links):
    """Every bit that is in clear in a stream, as (index of the link, field, bit)."""
    for index, link in enumerate(links):
        sizes = {"stream": 128, "sequence": 64, "entered": 27 * 8, "ciphertext": len(link.ciphertext) * 8, "head": 256}
        yield from ((index, field, bit) for field, size in sizes.items() for bit in range(size))


def turned(link, field, bit):
    value = getattr(link, field)
    if field == "sequence":
        return replace(link, sequence=value ^ 1 << bit)
    if field == "stream":
        return replace(link, stream=UUID(int=value.int ^ 1 << bit))
    raw = bytearray(value.encode("latin-1") if field == "entered" else value)
    raw[bit // 8] ^= 1 << bit % 8
    return replace(link, **{field: raw.decode("latin-1") if field == "entered" else bytes(raw)})


def test_every_single_bit_that_is_changed_is_found_at_its_place():
    links = links_of([b"een", b"twee", b"drie"])
    for index, field, bit in bits_of(links):
        forged = [*links[:index], turned(links[index], field, bit), *links[index + 1 :]]
        broken = check(forged)
        assert broken is not None, (index, field, bit)
        assert broken.sequence == index + 1, (index, field, bit)


@given(links=streams, data=st.data())
def test_two_facts_in_each_others_place_are_found(links, data):
    first, second = sorted(data.draw(st.sets(st.integers(0, len(links) - 1), min_size=2, max_size=2)))
    swapped = list(links)
    swapped[first], swapped[second] = links[second], links[first]
    assert check(swapped) == Broken(first + 1, Flaw.GAP)
    assert check(numbered(swapped)) == Broken(first + 1, Flaw.CHANGED)


@given(links=streams, data=st.data())
def test_a_fact_cut_from_the_middle_is_found(links, data):
    place = data.draw(st.integers(0, len(links) - 2))
    rest = [*links[:place], *links[place + 1 :]]
    assert check(rest) == Broken(place + 1, Flaw.GAP)
    assert check(numbered(rest)) == Broken(place + 1, Flaw.CHANGED)


@given(links=streams, data=st.data())
def test_a_fact_put_in_between_is_found_even_with_its_own_head_reckoned(links, data):
    place = data.draw(st.integers(0, len(links) - 1))
    before = links[place - 1].head if place else GENESIS
    entered = SECONDS.format(59)
    put_in = Link(STREAM, place + 1, entered, b"?", next_head(before, STREAM, place + 1, entered, b"?"))
    assert check([*links[:place], put_in, *links[place:]]) == Broken(place + 2, Flaw.GAP)
    assert check(numbered([*links[:place], put_in, *links[place:]])) == Broken(place + 2, Flaw.CHANGED)


@given(links=streams, data=st.data())
def test_a_fact_that_stands_there_twice_is_found(links, data):
    place = data.draw(st.integers(0, len(links) - 1))
    assert check([*links[: place + 1], *links[place:]]) == Broken(place + 2, Flaw.GAP)


@given(links=streams, data=st.data())
def test_a_fact_copied_over_another_is_found(links, data):
    place, source = data.draw(st.tuples(*[st.integers(0, len(links) - 1)] * 2).filter(lambda both: both[0] != both[1]))
    copied = replace(links[source], sequence=place + 1)
    broken = check([*links[:place], copied, *links[place + 1 :]])
    assert broken == Broken(place + 1, Flaw.CHANGED)


@given(mine=contents, theirs=contents, data=st.data())
def test_a_fact_copied_from_another_stream_is_found_under_either_name(mine, theirs, data):
    links, others = links_of(mine), links_of(theirs, OTHER)
    place = data.draw(st.integers(1, min(len(links), len(others)) - 1))
    assert check([*links[:place], others[place], *links[place + 1 :]]) == Broken(place + 1, Flaw.LINK)
    assume(mine[place] != theirs[place])
    renamed = replace(others[place], stream=STREAM)
    assert check([*links[:place], renamed, *links[place + 1 :]]) == Broken(place + 1, Flaw.CHANGED)
    assert check([replace(link, stream=STREAM) for link in others]) == Broken(1, Flaw.CHANGED)


@given(links=streams, data=st.data())
def test_a_head_that_was_changed_alone_is_told_apart_while_a_fact_follows_it(links, data):
    place = data.draw(st.integers(0, len(links) - 1))
    forged = [*links[:place], replace(links[place], head=bytes(32)), *links[place + 1 :]]
    last = place == len(links) - 1
    assert check(forged) == Broken(place + 1, Flaw.CHANGED if last else Flaw.LINK)


@given(links=streams, data=st.data())
def test_the_chain_alone_does_not_see_that_its_end_was_cut_off(links, data):
    """That is what checkpoints are for: they hold the count and the head elsewhere."""
    assert check(links[: data.draw(st.integers(0, len(links)))]) is None


@given(before=contents, after=contents)
def test_the_chain_alone_does_not_see_that_all_of_it_was_reckoned_anew(before, after):
    """Nor this; without the key the facts that were moved no longer open, with it only a checkpoint tells."""
    assume(before != after)
    assert check(links_of(after)) is None
    assert links_of(after)[-1].head != links_of(before)[-1].head


@pytest.mark.parametrize(
    "changes",
    [
        {"entered": "2026-11-26T13:05:01Z"},
        {"entered": "2026-11-26T13:05:01.00000éZ"},
        {"entered": ""},
        {"head": b""},
        {"head": bytes(33)},
    ],
)
def test_a_link_of_another_form_is_a_flaw_and_no_accident(changes):
    links = links_of([b"een", b"twee", b"drie"])
    assert check([links[0], replace(links[1], **changes), links[2]]) == Broken(2, Flaw.CHANGED)
    assert check([replace(links[0], ciphertext=b"!"), replace(links[1], **changes)]) == Broken(1, Flaw.CHANGED)


@pytest.mark.parametrize(
    ("previous", "sequence", "entered"),
    [
        (b"", 1, SECONDS.format(1)),
        (bytes(33), 1, SECONDS.format(1)),
        (GENESIS, 0, SECONDS.format(1)),
        (GENESIS, 1 << 64, SECONDS.format(1)),
        (GENESIS, 1, "2026-11-26T13:05:00+00:00"),
        (GENESIS, 1, "2026-11-26T13:05:01.00000é"),
    ],
)
def test_no_head_is_made_of_what_has_another_form(previous, sequence, entered):
    with pytest.raises(ValueError, match="32 bytes"):
        next_head(previous, STREAM, sequence, entered, b"")


@given(
    previous=st.binary(min_size=32, max_size=32),
    stream=st.uuids(),
    content=st.binary(max_size=50),
    n=st.integers(1, 2**64 - 1),
)
def test_a_head_is_the_hash_of_its_framed_fields(previous, stream, content, n):
    entered = SECONDS.format(7)
    inside = hashlib.sha256(content).digest()
    fields = framed(FACT_TAG, previous, stream.bytes, u64(n), entered, u64(len(content)), inside)
    assert next_head(previous, stream, n, entered, content) == hashlib.sha256(fields).digest()


rows = st.lists(st.lists(st.one_of(st.binary(max_size=6), st.text(max_size=6)), max_size=3), max_size=4)


@given(one=rows, other=rows)
def test_two_batches_of_reads_have_one_digest_only_when_they_are_the_same(one, other):
    as_bytes = [[[f.encode() if isinstance(f, str) else f for f in row] for row in batch] for batch in (one, other)]
    assert (rows_digest(one) == rows_digest(other)) == (as_bytes[0] == as_bytes[1])


def test_a_seal_of_reads_hangs_on_everything_it_covers():
    right = (reads_genesis(STREAM), 1, 2, b"first", b"last", rows_digest([["a"], ["b"]]))
    others = [
        (reads_genesis(OTHER), *right[1:]),
        (right[0], 2, *right[2:]),
        (*right[:2], 3, *right[3:]),
        (*right[:3], b"firs", b"tlast", right[5]),
        (*right[:5], rows_digest([["b"], ["a"]])),
    ]
    heads = {next_seal(*each) for each in (right, *others)}
    assert len(heads) == 6
    fields = framed(READS_TAG, right[0], u64(1), u64(2), *right[3:])
    assert next_seal(*right) == hashlib.sha256(fields).digest()


def test_a_stream_is_taken_one_link_at_a_time():
    links = links_of([b"een", b"twee", b"drie", b"vier", b"vijf"])
    arriving = iter([links[0], replace(links[1], ciphertext=b"!"), *links[2:]])
    assert check(arriving) == Broken(2, Flaw.CHANGED)
    assert list(arriving) == links[3:]
