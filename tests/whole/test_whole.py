"""A school's file goes in, and routes run side by side over the API to their ends while servers and workers are killed.

Real servers, workers, databases and mail; what is asked at the end is that nothing that was acknowledged is lost or
there twice, and that the whole history holds.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email import message_from_bytes
from functools import cache
from pathlib import Path
from subprocess import run
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import select

import app.store.tables as t
from tests.databases import postgres_url
from tests.drawn import document
from tests.machine import BRIN, ROOT, SAMPLE, SCHOOL, Machine, free_port, until
from tests.school import protocol_files
from tests.whole.crowd import DIR, IB, LK, LK6, Crowd
from tests.whole.nemesis import KINDS, Nemesis
from workflows import Bundle

SEED = 20260901
ALARM = """
lanes Leerkracht: s b; Intern begeleider: a
start s message="Wekker" knop="leerkracht"
catch c "Even wachten" timer="duration:PT1S"
user a "Op de bel wachten" formulier="nazorg_kind_en_ouders" termijn="P1D"
boundary t "Na 4 uur" on=a interrupting=yes timer="duration:PT2S"
end n "Niet gewacht"
send w "De leerkracht wekken" aan="leerkracht"
user b "Na de bel" formulier="nazorg_kind_en_ouders" termijn="P1D"
end e "Gewekt"
s -> c -> a -> n
t -> w -> b -> e
"""
"""A process whose terms are seconds, beside those of the school; its timer is called as one that rule 14 allows."""
ALARMS = """# language: nl
Functionaliteit: De wekker

  Scenario: Op tijd
    Als "leerkracht" "Wekker" start
    En er 1 seconde voorbijgaan
    En "intern begeleider" de taak "Op de bel wachten" afrondt
    Dan is de route "wekker" afgesloten met "Niet gewacht"

  Scenario: Te laat
    Als "leerkracht" "Wekker" start
    En er 5 seconden voorbijgaan
    En "leerkracht" de taak "Na de bel" afrondt
    Dan is de route "wekker" afgesloten met "Gewekt"
"""
STAFF = {
    LK: ("Anneke Hoekstra", ["leerkracht"]), LK6: ("Joost Bakker", ["leerkracht"]),
    IB: ("Sanne de Vries", ["intern begeleider", "aandachtsfunctionaris"]),
    DIR: ("Roel Postma", ["directeur", "MT"]),
}  # fmt: skip


class Sink:
    """What the mail server got, by Message-ID: texts without the line that says when it was sent."""

    def __init__(self) -> None:
        self.got: dict[str, set[str]] = {}

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  its name there
        mail = message_from_bytes(envelope.content)
        del mail["Date"]
        self.got.setdefault(str(mail["Message-ID"]), set()).add(mail.as_string())
        return "250 OK"


@pytest.fixture
def mail() -> Iterator[tuple[str, Sink]]:
    sink = Sink()
    port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield f"smtp://127.0.0.1:{port}?from=leidraad@vuurvlinder.example", sink
    controller.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def machine(request: pytest.FixtureRequest, tmp_path: Path, mail: tuple[str, Sink]) -> Iterator[Machine]:
    # one address for both machines, as people reach them: it stands in every mail
    settings = {"LEIDRAAD_SMTP_URL": mail[0], "LEIDRAAD_ADDRESS": "https://leidraad.example"}
    if request.param == "postgresql":
        settings |= {
            "LEIDRAAD_DATABASE_URL": postgres_url("whole"), "LEIDRAAD_KEYS": postgres_url("whole_keys"),
            "LEIDRAAD_PROCESSES": "1",
        }  # fmt: skip
    made = Machine(tmp_path, settings)
    yield made
    made.end()


@cache
def files() -> Mapping[str, bytes]:
    return {**protocol_files(), "wekker.bpmn": document(wekker=ALARM), "scenarios/wekker.feature": ALARMS.encode()}


def make_school(machine: Machine) -> dict[str, str]:
    """The school from its file, its people with their functions, and the protocol; a token for each of them."""
    machine.done("school", "create", SCHOOL, "--brin", BRIN, "--region", "noord")
    machine.done("people", "import", SAMPLE, "--yes")
    tokens = {}
    for login, (name, functions) in STAFF.items():
        granted = [word for each in functions for word in ("--function", each)]
        machine.done("person", "invite", login, "--name", name, *granted)
        tokens[login] = machine.done("token", "create", "--person", login).strip()
    folder = machine.folder / "protocol"
    for name, data in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    machine.done("protocol", "publish", folder, "--by", IB, "--second", DIR)
    return tokens


@dataclass
class Run:
    """What was done while things fell."""

    crowd: Crowd
    dossiers: list[str]
    alarms: list[str]


def work(crowd: Crowd) -> Run:
    """Two routes of one child side by side to their ends, and three alarms in the dossier of another."""
    milou, emre = (crowd.get(who, "/pupils")["items"][0]["id"] for who in (LK, LK6))
    begun = crowd.begin(LK, milou, "Zorg over leerling")
    dossier, route = begun["id"], begun["route"]["id"]
    meldcode = crowd.press(LK, dossier, "Vermoeden")["route"]["id"]
    first = crowd.begin(LK6, emre, "Wekker")
    alarms = [first["route"]["id"], *(crowd.press(LK6, first["id"], "Wekker")["route"]["id"] for _ in range(2))]
    with ThreadPoolExecutor(3) as pool:
        walks = [pool.submit(crowd.walk, dossier, each) for each in (route, meldcode)]
        walks.append(pool.submit(wake, crowd, first["id"], alarms))
        for each in walks:
            each.result()
    return Run(crowd, [dossier, first["id"]], alarms)


def wake(crowd: Crowd, dossier: str, alarms: list[str]) -> None:
    """Wait for what the clock opens, and do that."""
    for route in alarms:
        assert until(lambda route=route: [e["name"] for e in crowd.tasks(LK6, route)] == ["Na de bel"], 60)
        for task in crowd.tasks(LK6, route):
            crowd.finish(LK6, task)
    statuses = {each["id"]: each["status"] for each in crowd.get(LK6, f"/dossiers/{dossier}")["routes"]}
    assert {statuses[each] for each in alarms} == {"afgesloten"}


def test_a_school_works_on_while_its_servers_and_workers_are_killed(
    machine: Machine, mail: tuple[str, Sink]
) -> None:  # fmt: skip
    on_sqlite = "LEIDRAAD_DATABASE_URL" not in machine.settings
    tokens = make_school(machine)
    ports = [free_port() for _ in range(1 if on_sqlite else 2)]
    nemesis = Nemesis(machine, ports, SEED, most=6)
    nemesis.begin()
    nemesis.start()
    crowd = Crowd(Bundle.from_files(files()), ports, tokens)
    done = work(crowd)
    nemesis.stop()
    assert set(nemesis.struck) == set(KINDS)
    everything_is_there_once(done)
    assert until(lambda: not waiting(machine), 30)
    mail_arrived(machine, mail[1])
    for process in machine.begun:
        process.send_signal(signal.SIGTERM)
    assert until(lambda: all(each.poll() is not None for each in machine.begun) and not machine.processes(), 20)
    assert "De geschiedenis klopt." in machine.done("history", "verify", "--all")
    if on_sqlite:
        judged_by_others(machine)
    for log in machine.folder.glob("serve-*"):
        assert "Traceback" not in log.read_text("utf-8")


def everything_is_there_once(run: Run) -> None:
    facts = [each for dossier in run.dossiers for each in run.crowd.history(IB, dossier)]
    told = Counter(each["data"].get("task") for each in facts if each["kind"] in {"TaskCompleted", "QuestionAnswered"})
    assert set(run.crowd.done) == set(told)
    assert set(told.values()) == {1}
    assert len(run.crowd.done) == len(told)
    fired = Counter(each["route"] for each in facts if each["kind"] == "TimerFired")
    assert {route: fired[route] for route in run.alarms} == dict.fromkeys(run.alarms, 2)


def outbox(machine: Machine) -> list[Any]:
    with machine.parts() as parts:
        (board,) = parts.desk.boards()
        with parts.desk.reading(board) as here:
            return list(here.rows(select(t.outbox).where(t.outbox.c.board_id == board)))


def waiting(machine: Machine) -> bool:
    """Whether a mail has still to leave to somebody who has an address."""
    return any(row.sent_at is None and not row.failed for row in outbox(machine))


def mail_arrived(machine: Machine, sink: Sink) -> None:
    rows = outbox(machine)
    assert rows
    expected = {f"{row.mail_id.hex}.{row.board_id.hex[:8]}" for row in rows if row.sent_at is not None}
    assert {each.strip("<>").partition("@")[0] for each in sink.got} == expected
    assert len(expected) == len(rows)
    assert all(len(texts) == 1 for texts in sink.got.values())
    for name in ("Milou", "Emre", "Meldcode", "Ondersteuningsroute"):
        assert name not in str(sink.got)


def judged_by_others(machine: Machine) -> None:
    check = ROOT / "tests" / "independent" / "history_check.py"
    here = machine.data
    result = run(
        [sys.executable, check, "database", here / "leidraad.sqlite", here / "keys.sqlite", here / "kek"],
        capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stdout + result.stderr
