"""Files under tasks, over the pages: sent, got and taken away, and every refusal says how on."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

import app.store.tables as t
from app.commands.teams import DenyPerson
from app.store.clock import random_id
from app.web.blueprint import PLACE
from tests import klein
from tests.api.client import made_school
from tests.clamd import VIRUS, FakeClamd, nobody_listens
from tests.rows import rows
from tests.samples import BAD, EICAR, JPEG, PDF, PNG, TEXT, docx
from tests.school import CANARY, Site
from tests.steps import DIR, IB, LK, MT, do, new_dossier, task_of
from tests.web.conftest import Screen, Shown, shown

NAME = f"{CANARY} ’s tekening – Fryslân.png"


class Desk:
    """A teacher with a task, at the pages."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.school = screen, screen.school
        self.dossier = new_dossier(self.school)
        self.task = task_of(self.school, self.dossier, "Kijken")
        self.place = f"/taken/{self.task}/bijlagen"

    def token(self, function: str) -> dict[str, str]:
        """The hidden fields of any form of this person."""
        page = self.screen.get(function, "/account")
        hidden = page.form("/afmelden")
        return {name: value for name, value in hidden.items() if name in {"vervalsing", "sleutel"}}

    def send(
        self, *files: tuple[str, bytes], function: str = LK, status: int = 303, place: str = "", **more: Any
    ) -> TestResponse:
        sent = [FileStorage(io.BytesIO(data), filename=name) for name, data in files]
        # Made here: the client would leave a file of its own open for one that is large.
        boundary, body = encode_multipart({**self.token(function), **more, "bestand": sent})
        kind = f'multipart/form-data; boundary="{boundary}"'
        answer = self.screen.browser(function).post(place or self.place, data=body, content_type=kind)
        assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
        return answer

    def refused(self, *files: tuple[str, bytes], status: int = 422) -> Shown:
        return shown(self.send(*files, status=status))

    def add(self, name: str = NAME, data: bytes = PNG, function: str = LK) -> UUID:
        before = {row.attachment_id for row in rows(self.school, t.attachment)}
        self.send((name, data), function=function)
        (made,) = {row.attachment_id for row in rows(self.school, t.attachment)} - before
        found: UUID = made
        return found

    def get(self, function: str | None, attachment: UUID, query: str = "", status: int = 200) -> TestResponse:
        answer = self.screen.browser(function).get(f"/bijlagen/{attachment}{query}")
        assert answer.status_code == status
        return answer

    def kept(self) -> int:
        return len(rows(self.school, t.attachment_content))


@pytest.fixture
def desk(here: Site) -> Desk:
    return Desk(Screen(made_school(here, files=klein.files()).school))


@pytest.fixture
def scanned(site: Site) -> Iterator[Any]:
    """Have the pages ask a virus scanner."""
    make = site.app.extensions[PLACE]

    def ask(setting: str) -> None:
        site.app.extensions[PLACE] = lambda: replace(make(), scanner=setting)

    yield ask
    site.app.extensions[PLACE] = make


class TestSending:
    def test_a_file_that_is_sent_is_under_the_task_and_one_is_led_back_to_it(self, desk: Desk) -> None:
        answer = desk.send((NAME, PNG))
        assert answer.headers["Location"] == f"/taken/{desk.task}#bijlagen"
        assert desk.kept() == 1

    def test_several_go_at_once(self, desk: Desk) -> None:
        desk.send(("a.png", PNG), ("b.pdf", PDF), ("c.docx", docx()))
        assert desk.kept() == 3

    def test_a_form_that_is_sent_twice_keeps_its_files_once(self, desk: Desk) -> None:
        token = desk.token(LK)
        for _ in range(2):
            fields = {**token, "bestand": [(io.BytesIO(PNG), "a.png"), (io.BytesIO(PDF), "b.pdf")]}
            answer = desk.screen.browser(LK).post(desk.place, data=fields, content_type="multipart/form-data")
            assert answer.status_code == 303
        assert desk.kept() == 2

    def test_without_a_file_one_is_asked_for_one(self, desk: Desk) -> None:
        assert "Kies eerst een bestand." in desk.refused().text
        assert "Kies eerst een bestand." in desk.refused(("", b"")).text

    def test_a_photo_of_30_mb_is_refused_in_words_and_leads_back(self, desk: Desk) -> None:
        page = desk.refused(("IMG_0001.jpg", JPEG + bytes(30_000_000 - len(JPEG))))
        assert "Deze foto is 30 MB. Het mag hooguit 10 MB zijn." in page.text
        assert page.one("//main//a[contains(., 'Terug naar de taak')]").get("href") == f"/taken/{desk.task}#bijlagen"
        assert desk.kept() == 0

    def test_a_form_over_64_mb_gets_a_page_that_says_so(self, desk: Desk) -> None:
        head = b'--x\r\nContent-Disposition: form-data; name="bestand"; filename="film.jpg"\r\n\r\n'
        body = head + bytes(65 * 1024 * 1024) + b"\r\n--x--\r\n"
        answer = desk.screen.browser(LK).post(desk.place, data=body, content_type="multipart/form-data; boundary=x")
        assert answer.status_code == 413
        assert "hooguit 10 MB" in shown(answer).text
        assert desk.kept() == 0

    @pytest.mark.parametrize(
        "name", ["svg", "html", "shell script", "program", "zip", "docx with macros", "old office"]
    )
    def test_another_kind_is_refused_with_the_kinds_that_go(self, desk: Desk, name: str) -> None:
        page = desk.refused(("foto.png", BAD[name]))
        assert "JPEG, PNG, HEIC of WebP" in page.text
        assert desk.kept() == 0

    def test_the_virus_test_file_is_refused_without_a_scanner(self, desk: Desk) -> None:
        assert "In dit bestand zit een virus." in desk.refused(("eicar.txt", EICAR)).text
        assert desk.kept() == 0

    def test_what_the_scanner_finds_is_refused_and_the_rest_is_kept(self, desk: Desk, scanned: Any) -> None:
        with FakeClamd() as clamd:
            scanned(clamd.setting)
            page = desk.refused(("goed.pdf", PDF), ("slecht.pdf", PDF + VIRUS))
            assert clamd.streams == [PDF, PDF + VIRUS]
        assert "“slecht.pdf”: In dit bestand zit een virus." in page.text
        assert "De andere bestanden zijn wel toegevoegd" in page.text
        assert desk.kept() == 1

    def test_where_the_scanner_is_away_nothing_is_kept(self, desk: Desk, scanned: Any) -> None:
        with nobody_listens() as (host, port):
            scanned(f"clamd://{host}:{port}")
            assert "De virusscanner antwoordt niet." in desk.refused((NAME, PNG)).text
        assert desk.kept() == 0

    def test_an_eleventh_is_refused_and_says_what_to_do(self, desk: Desk) -> None:
        desk.send(*((f"{number}.txt", TEXT + bytes([65 + number])) for number in range(10)))
        assert "Haal er eerst een weg" in desk.refused((NAME, PNG)).text
        assert desk.kept() == 10

    def test_under_a_task_that_a_colleague_has_done_it_is_not_put(self, desk: Desk) -> None:
        do(desk.school, desk.dossier, LK, "Kijken")
        page = desk.refused((NAME, PNG), status=409)
        assert "al afgerond" in page.text
        assert desk.kept() == 0

    def test_who_may_not_do_the_task_gets_the_page_of_what_is_not_there(self, desk: Desk) -> None:
        nowhere = f"/taken/{random_id()}/bijlagen"
        foreign = shown(desk.send((NAME, PNG), function=DIR, status=404))
        missing = shown(desk.send((NAME, PNG), function=DIR, place=nowhere, status=404))
        assert foreign.text == missing.text
        assert desk.kept() == 0

    def test_without_the_token_of_the_form_nothing_is_taken(self, desk: Desk) -> None:
        fields = {"bestand": (io.BytesIO(PNG), NAME)}
        answer = desk.screen.browser(LK).post(desk.place, data=fields, content_type="multipart/form-data")
        assert answer.status_code == 400
        assert desk.kept() == 0


class TestGetting:
    def test_a_file_comes_back_to_be_kept_and_can_run_nothing(self, desk: Desk) -> None:
        answer = desk.get(IB, desk.add())
        assert (answer.data, answer.mimetype) == (PNG, "image/png")
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"

    def test_its_name_goes_along_letter_by_letter(self, desk: Desk) -> None:
        said = desk.get(IB, desk.add()).headers["Content-Disposition"]
        assert "filename*=UTF-8''Kanariepietje%20%E2%80%99s%20tekening%20%E2%80%93%20Frysl%C3%A2n.png" in said

    @pytest.mark.parametrize(
        ("data", "how"), [(PNG, "inline"), (JPEG, "inline"), (PDF, "attachment"), (TEXT, "attachment")]
    )
    def test_only_photos_that_every_browser_knows_are_shown(self, desk: Desk, data: bytes, how: str) -> None:
        answer = desk.get(IB, desk.add(data=data), "?toon=1")
        assert answer.headers["Content-Disposition"].startswith(f"{how};")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"

    def test_a_text_says_in_which_letters_it_is(self, desk: Desk) -> None:
        answer = desk.get(IB, desk.add(data=TEXT))
        assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"

    def test_who_may_not_read_it_gets_the_page_of_what_is_not_there(self, desk: Desk) -> None:
        made = desk.add()
        for function in (DIR, MT):
            foreign, missing = desk.get(function, made, status=404), desk.get(function, random_id(), status=404)
            assert shown(foreign).text == shown(missing).text
        assert desk.screen.browser(LK).get("/bijlagen/geen-id").status_code == 404

    def test_who_is_kept_off_the_dossier_gets_it_no_more(self, desk: Desk) -> None:
        made = desk.add()
        desk.get(LK, made)
        desk.school.send(IB, DenyPerson(desk.dossier, desk.school.people[LK], "Buurman van het gezin."))
        desk.get(LK, made, status=404)

    def test_who_has_not_signed_in_is_asked_to(self, desk: Desk) -> None:
        answer = desk.get(None, desk.add(), status=303)
        assert "/aanmelden" in answer.headers["Location"]

    def test_every_look_is_in_the_log_of_reads(self, desk: Desk) -> None:
        made = desk.add()
        desk.get(IB, made)
        desk.get(MT, made, status=404)
        found = [(row.subject, row.found) for row in rows(desk.school, t.read_log, action="attachment")]
        assert sorted(found) == [(made, False), (made, True)]


class TestTakingAway:
    def take(self, desk: Desk, attachment: UUID, function: str = LK, status: int = 303) -> TestResponse:
        return desk.send(function=function, place=f"/bijlagen/{attachment}/weg", status=status)

    def test_who_put_it_takes_it_away(self, desk: Desk) -> None:
        made = desk.add()
        assert self.take(desk, made).headers["Location"] == f"/taken/{desk.task}#bijlagen"
        desk.get(LK, made, status=404)
        assert desk.kept() == 0

    def test_the_button_that_is_pressed_twice_leads_to_the_same_place(self, desk: Desk) -> None:
        made, token = desk.add(), desk.token(LK)
        answers = [desk.screen.browser(LK).post(f"/bijlagen/{made}/weg", data=token) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert len({answer.headers["Location"] for answer in answers}) == 1

    def test_another_time_one_is_told_that_it_is_gone(self, desk: Desk) -> None:
        made = desk.add()
        self.take(desk, made)
        assert "al weggehaald" in shown(self.take(desk, made, status=409)).text

    def test_nobody_else_does(self, desk: Desk) -> None:
        made = desk.add()
        self.take(desk, made, IB, 404)
        self.take(desk, made, DIR, 404)
        assert desk.kept() == 1

    def test_not_by_a_link(self, desk: Desk) -> None:
        made = desk.add()
        assert desk.screen.browser(LK).get(f"/bijlagen/{made}/weg").status_code in {404, 405}
        assert desk.kept() == 1


def test_the_name_and_what_is_in_it_stand_in_no_log_and_no_address(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    made = desk.add(data=f"{CANARY} zei iets.".encode())
    desk.get(IB, made)
    shown(desk.send((NAME, BAD["svg"]), (NAME, b""), status=422))
    said = desk.send((NAME, PNG)).headers["Location"]
    told = "\n".join(f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in caplog.records)
    assert CANARY not in told
    assert re.fullmatch(r"/taken/[0-9a-f-]{36}#bijlagen", said)
