"""The papers of a version, fetched from a page: by staff of the board, with who approved it and what changed."""

from __future__ import annotations

import io

import pypdf
import pytest
from werkzeug.test import TestResponse

from app.documents import PAPERS
from app.store.people import names_of
from app.store.protocols import Version, keep_version
from tests.api.client import made_school
from tests.counting import counted
from tests.klein import FOLDER
from tests.putting import put_for_all
from tests.web.conftest import Screen
from workflows import Bundle, read_folder

FILES = read_folder(FOLDER)
NEXT = {**FILES, "protocol.toml": FILES["protocol.toml"].replace(b'naam = "', b'naam = "Nieuw ')}


def publish(screen: Screen, files: dict[str, bytes]) -> str:
    """A version of the school in force, brought in by its director and intern begeleider."""
    bundle = Bundle.from_files(files)
    screen.school.clock.on(minutes=1)
    people = screen.school.people
    with screen.school.writing() as work:
        keep_version(work, Version(bundle.geheel, bundle.gedrag, bundle.name), files)
        put_for_all(work, bundle.geheel, people["directeur"], people["intern begeleider"])
    return bundle.geheel


def text(data: bytes) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def fetched(screen: Screen, function: str | None, geheel: str, name: str) -> TestResponse:
    return screen.browser(function).get(f"/protocollen/{geheel}/papier/{name}")


@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_is_fetched_as_a_file_and_kept_nowhere(screen: Screen, name: str) -> None:
    answer = fetched(screen, "leerkracht", publish(screen, FILES), name)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.data.startswith(b"%PDF" if name.endswith("pdf") else b"<!DOCTYPE html>")


def test_it_says_who_approved_the_version_and_what_changed(screen: Screen) -> None:
    publish(screen, FILES)
    geheel = publish(screen, NEXT)
    with counted() as sent:
        said = text(fetched(screen, "directeur", geheel, "protocol.pdf").data)
    assert len(sent.statements) <= 12
    with screen.school.reading() as work:
        names = names_of(work, screen.school.people.values())
    people = screen.school.people
    assert f"door {names[people['directeur']]} en {names[people['intern begeleider']]}, 1 september 2026" in said
    assert "Wat er is veranderd" in said
    assert "bewezen" in said


def test_a_version_that_nobody_brought_in_is_a_draft(screen: Screen) -> None:
    bundle = Bundle.from_files(NEXT)
    with screen.school.writing() as work:
        keep_version(work, Version(bundle.geheel, bundle.gedrag, bundle.name), NEXT)
    assert "concept, nog niet vastgesteld" in text(fetched(screen, "directeur", bundle.geheel, "wandkaart.pdf").data)


def test_the_page_of_the_school_has_them(screen: Screen) -> None:
    geheel = publish(screen, FILES)
    page = screen.get("directeur", "/school")
    found = {each.get("href") for each in page.all(f"//a[contains(@href, '{geheel}')]")}
    assert found >= {f"/protocollen/{geheel}/papier/{name}" for name in PAPERS}


@pytest.mark.parametrize("name", ["protocol.docx", "..%2Fprotocol.pdf", "PROTOCOL.PDF"])
def test_there_are_no_other_papers(screen: Screen, name: str) -> None:
    assert fetched(screen, "directeur", publish(screen, FILES), name).status_code == 404


def test_another_board_s_version_is_not_there_and_a_stranger_is_sent_to_sign_in(screen: Screen) -> None:
    geheel = publish(screen, NEXT)
    other = Screen(made_school(screen.school.site).school)
    assert fetched(other, "directeur", geheel, "protocol.pdf").status_code == 404
    assert fetched(other, "directeur", "0" * 64, "protocol.pdf").status_code == 404
    assert fetched(screen, None, geheel, "protocol.pdf").status_code == 303
