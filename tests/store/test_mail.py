"""Mail leaves over a real SMTP server, once marked never again, and says nothing of a child."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select, update

import app.store.tables as t
from app.jobs.mail import Post, send_due, sender_for
from app.queries.desk import Desk
from app.store.clock import Clock
from app.store.outbox import put_out
from tests.school import CANARY, School


class Sink:
    """What an SMTP server got; it may be told to refuse."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.answer = "250 OK"
        self.goodbye = "221 Bye"

    async def handle_QUIT(self, *_: object) -> str:  # noqa: N802  its name there
        return self.goodbye

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  its name there
        if self.answer.startswith("250"):
            found = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(found, EmailMessage)
            self.got.append(found)
        return self.answer


@pytest.fixture
def smtp() -> Iterator[tuple[str, Sink]]:
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}?from=leidraad@school.example", sink
    controller.stop()


def rounds(school: School, url: str) -> int:
    sender, send = sender_for(url)
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    return send_due(desk, school.bus, school.board, Post(sender, "https://leidraad.example", send, school.clock))


def outbox(school: School) -> list[Any]:
    with school.reading() as work:
        return list(work.rows(select(t.outbox).where(t.outbox.c.board_id == school.board)))


def test_a_task_for_a_colleague_is_told_by_mail_without_a_word_about_the_child(
    school: School, smtp: tuple[str, Sink]
) -> None:
    url, sink = smtp
    school.open("intern begeleider", "Zorg over leerling")
    assert rounds(school, url) == 1
    (mail,) = sink.got
    text = mail.as_string()
    assert mail["Subject"] == "Er staat iets voor je klaar in Leidraad"
    assert mail["From"] == "leidraad@school.example"
    assert "https://leidraad.example" in text
    for word in (CANARY, "Observeren", "Ondersteuningsroute", "meldcode", "groep"):
        assert word.casefold() not in text.casefold()


def test_a_mail_that_was_marked_does_not_leave_again(school: School, smtp: tuple[str, Sink]) -> None:
    url, sink = smtp
    school.open("intern begeleider", "Zorg over leerling")
    assert (rounds(school, url), rounds(school, url)) == (1, 0)
    assert len(sink.got) == 1


def test_a_mail_that_left_but_was_not_marked_leaves_again_under_the_same_id(
    school: School, smtp: tuple[str, Sink]
) -> None:
    url, sink = smtp
    school.open("intern begeleider", "Zorg over leerling")
    sender, send = sender_for(url)

    def falls(message: EmailMessage) -> None:
        send(message)
        raise KeyboardInterrupt

    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    post = Post(sender, "https://leidraad.example", falls, school.clock)
    with pytest.raises(KeyboardInterrupt):
        send_due(desk, school.bus, school.board, post)
    assert rounds(school, url) == 0  # another worker may still be busy with it
    school.clock.on(minutes=5)
    rounds(school, url)
    assert len(sink.got) == 2
    assert sink.got[0]["Message-ID"] == sink.got[1]["Message-ID"]


def test_while_one_worker_sends_a_mail_no_other_does(school: School, smtp: tuple[str, Sink]) -> None:
    url, sink = smtp
    school.open("intern begeleider", "Zorg over leerling")
    sender, send = sender_for(url)
    others: list[int] = []

    def slow(message: EmailMessage) -> None:
        others.append(rounds(school, url))
        send(message)

    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    assert send_due(desk, school.bus, school.board, Post(sender, "https://leidraad.example", slow, school.clock)) == 1
    assert (others, len(sink.got)) == ([0], 1)


@pytest.mark.parametrize("goodbye", ["421 going away", "500 what"])
def test_a_server_that_took_the_mail_and_is_rude_at_the_end_got_it(
    school: School, smtp: tuple[str, Sink], goodbye: str
) -> None:
    url, sink = smtp
    sink.goodbye = goodbye
    school.open("intern begeleider", "Zorg over leerling")
    assert (rounds(school, url), len(sink.got)) == (1, 1)
    (row,) = outbox(school)
    assert (row.sent_at is not None, row.failed) == (True, False)


def test_an_address_that_no_mail_can_bear_keeps_no_other_mail_from_leaving(
    school: School, smtp: tuple[str, Sink]
) -> None:
    url, sink = smtp
    school.open("intern begeleider", "Zorg over leerling")
    (first,) = outbox(school)
    with school.writing() as work:
        of_first = (t.person.c.board_id == school.board, t.person.c.person_id == first.person_id)
        work.run(update(t.person).where(*of_first).values(email="=?utf-8?q?=0A?=@school.example"))
        put_out(work, [school.people["directeur"]], "bericht", work.new_id())
    assert (rounds(school, url), len(sink.got)) == (1, 1)
    assert {(row.attempts, row.sent_at is None) for row in outbox(school)} == {(1, True), (1, False)}


def test_a_server_that_refuses_is_tried_again_later_and_given_up_after_five_times(
    school: School, smtp: tuple[str, Sink]
) -> None:
    url, sink = smtp
    sink.answer = "451 later"
    school.open("intern begeleider", "Zorg over leerling")
    for _ in range(5):
        assert rounds(school, url) == 0
        school.clock.on(days=2)
    (row,) = outbox(school)
    assert (row.attempts, row.failed, row.next_at, row.sent_at) == (5, True, None, None)
    sink.answer = "250 OK"
    assert rounds(school, url) == 0


def test_between_two_tries_it_waits(school: School, smtp: tuple[str, Sink]) -> None:
    url, sink = smtp
    sink.answer = "451 later"
    school.open("intern begeleider", "Zorg over leerling")
    rounds(school, url)
    sink.answer = "250 OK"
    assert rounds(school, url) == 0
    school.clock.on(minutes=2)
    assert rounds(school, url) == 1


def test_without_a_server_mail_is_laid_down_in_a_folder(school: School, tmp_path: Path) -> None:
    school.open("intern begeleider", "Zorg over leerling")
    assert rounds(school, f"file:{tmp_path / 'post'}") == 1
    (file,) = (tmp_path / "post").glob("*.eml")
    assert "leidraad" in file.read_text("utf-8").casefold()


def test_a_server_that_is_away_loses_nothing(school: School) -> None:
    school.open("intern begeleider", "Zorg over leerling")
    assert rounds(school, "smtp://127.0.0.1:9") == 0
    (row,) = outbox(school)
    assert (row.attempts, row.failed) == (1, False)
