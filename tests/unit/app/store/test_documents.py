"""A fact has one spelling, the same that an independent reading of RFC 8785 gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.store.documents import DocumentError, as_instant_text, fact_bytes
from tests.independent import history_check

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
numbers = st.one_of(st.integers(-(2**53) + 1, 2**53 - 1), st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)
documents = st.dictionaries(texts, values, max_size=5)


class Status(StrEnum):
    LOOPT = "loopt"


@given(documents)
def test_every_document_has_the_spelling_of_rfc_8785(document):
    assert fact_bytes(document) == rfc8785.dumps(document)
    assert fact_bytes(document) == history_check.spelled(document).encode()


@given(st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=8), numbers, max_size=5))
def test_a_plain_document_has_no_other_spelling_than_any(document):
    assert fact_bytes(document) == rfc8785.dumps(document)
    assert fact_bytes(document) == history_check.spelled(document).encode()


@given(documents)
def test_it_is_read_back_as_it_was_written_and_written_again_the_same(document):
    written = fact_bytes(document)
    assert history_check.read_json(written) == document
    assert fact_bytes(history_check.read_json(written)) == written


def test_a_word_of_a_closed_set_is_written_as_its_text():
    assert fact_bytes({"status": Status.LOOPT, "€": (Status.LOOPT,)}) == '{"status":"loopt","€":["loopt"]}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        2**53,
        -(2**53),
        float("nan"),
        float("inf"),
        "\ud83d",
        b"bytes",
        datetime(2026, 11, 26, tzinfo=UTC),
        {1: 2},
        {"\ud83d": 1},
        {"é": {1: 2}},
        {"set"},
    ],
    ids=repr,
)
def test_what_json_cannot_carry_is_refused_without_a_word_of_it(value):
    with pytest.raises(DocumentError, match="niet in JSON past") as caught:
        fact_bytes({"data": [value]})
    assert repr(value) not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 11, 26, 13, 5, tzinfo=UTC), "2026-11-26T13:05:00.000000Z"),
        (datetime(2026, 7, 1, 0, 0, 0, 1, tzinfo=timezone(timedelta(hours=2))), "2026-06-30T22:00:00.000001Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000000Z"),
    ],
)
def test_an_instant_is_27_characters_in_utc(instant, text):
    assert as_instant_text(instant) == text
    assert datetime.fromisoformat(text) == instant


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(DocumentError, match="tijdzone"):
        as_instant_text(datetime(2026, 11, 26))  # noqa: DTZ001  that is what is refused
