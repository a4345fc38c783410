"""A file that somebody sends is judged before anything is done with it, and a refusal says how on."""

from __future__ import annotations

import pytest

from app.commands.files import CheckedFile, checked_file
from app.commands.scanning import Clamd
from app.domain.errors import InvalidValueError
from app.domain.files import MOST_BYTES
from tests.clamd import VIRUS, FakeClamd, nobody_listens
from tests.samples import BAD, EICAR, GOOD, JPEG, PDF, PNG

NAME = "Kanariepietje thuis"


def refused(data: bytes, scanner: Clamd | None = None) -> str:
    with pytest.raises(InvalidValueError) as raised:
        checked_file(NAME, data, scanner)
    assert raised.value.field == "bestand"
    assert NAME not in f"{raised.value!r} {raised.value.__cause__!r}"
    return raised.value.message


@pytest.mark.parametrize("name", GOOD)
def test_a_good_file_is_taken_as_it_is(name: str) -> None:
    media_type, data = GOOD[name]
    found = checked_file("map/x", data, None)
    assert (found.media_type, found.data, found.size) == (media_type, data, len(data))
    assert found.name.startswith("x.")


@pytest.mark.parametrize("name", BAD)
def test_another_kind_is_refused_with_the_kinds_that_can(name: str) -> None:
    said = refused(BAD[name])
    assert "JPEG" in said
    assert "PDF" in said


def test_an_empty_file_is_refused() -> None:
    assert refused(b"") == "Dit bestand is leeg. Kies een ander bestand."


def test_a_photo_of_30_mb_is_refused_in_words() -> None:
    said = refused(JPEG + bytes(30_000_000 - len(JPEG)))
    assert said.startswith("Deze foto is 30 MB. Het mag hooguit 10 MB zijn. ")


def test_a_large_document_is_called_no_photo() -> None:
    assert refused(PDF + bytes(MOST_BYTES)).startswith("Dit bestand is 10,1 MB. Het mag hooguit 10 MB zijn. ")


def test_a_file_of_just_10_mb_is_taken() -> None:
    assert checked_file("x", PDF + bytes(MOST_BYTES - len(PDF)), None).size == MOST_BYTES


@pytest.mark.parametrize("data", [EICAR, PDF + EICAR])
def test_the_virus_test_file_is_refused_with_and_without_a_scanner(data: bytes) -> None:
    assert "virus" in refused(data)
    with nobody_listens() as address:
        assert "zit een virus" in refused(data, Clamd(address))


def test_a_virus_that_the_scanner_finds_is_refused() -> None:
    with FakeClamd() as clamd:
        assert "zit een virus" in refused(PDF + VIRUS, Clamd(clamd.address))


def test_without_an_answer_of_the_scanner_nothing_is_taken() -> None:
    with nobody_listens() as address:
        said = refused(PNG, Clamd(address))
    assert said.startswith("De virusscanner antwoordt niet.")


def test_what_is_refused_for_its_kind_is_not_sent_to_the_scanner() -> None:
    with FakeClamd() as clamd:
        refused(BAD["svg"], Clamd(clamd.address))
        assert checked_file("x", PNG, Clamd(clamd.address)) == CheckedFile("x.png", "image/png", PNG)
        assert clamd.streams == [PNG]


def test_a_file_shows_nothing_of_its_content_when_it_is_printed() -> None:
    assert "hij at niets" not in repr(checked_file("x", GOOD["text"][1], None))
