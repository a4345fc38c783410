"""The same commands give the same canonical state, in any process and any thread (architecture section 4, trap 7)."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition  # noqa: F401  # patched with the rest
from SpiffWorkflow.task import Task

from tests.playing import MONDAY, ROUTE, Play, bundle
from workflows.calendar import EMPTY
from workflows.engine import Engine
from workflows.errors import IncidentError
from workflows.spiff import Moment, canonical_bytes, state_hash
from workflows.spiff.determinism import OutsideCommandError, command, next_id

TEXT = """
    start s
    and f
    user a termijn="P5D"
    user b
    boundary t on=b interrupting=no timer="cycle:R/P1D"
    user x
    and j
    call c calls=Q
    end e
    end e2
    s -> f
    f -> a -> j
    f -> b -> j
    t -> x -> e2
    j -> c -> e
"""
INNER = "start q\n user qa\n end qe\n q -> qa -> qe"


def walk() -> list[str]:
    play = Play(bundle(P=TEXT, Q=INNER))
    play.fire()
    play.do("a")
    play.fire()
    play.do("x")
    play.do("b")
    return [outcome.state_hash for outcome in play.outcomes]


def test_in_six_processes_the_hashes_are_the_same() -> None:
    code = "import json; from tests.unit.workflows.engine.test_determinism import walk; print(json.dumps(walk()))"
    root = Path(__file__).parents[4]
    runs = {
        subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True,
                       env={"PYTHONHASHSEED": str(seed), "TZ": zone, "PATH": "/usr/bin"}).stdout
        for seed, zone in ((0, "UTC"), (1, "America/New_York"), (2, "Asia/Tokyo"))
    }  # fmt: skip
    assert [json.loads(run) for run in runs] == [walk()]


def test_threads_do_not_mix_their_routes() -> None:
    of, expected, wrong = bundle(P=TEXT, Q=INNER), {}, []
    routes = [UUID(int=n + 1) for n in range(8)]

    def state_of(route: UUID) -> str:
        engine, moment = Engine(of), Moment(route, 1, MONDAY, EMPTY)
        outcome = engine.start(moment, "P")
        task = next(t for t in engine.tasks(outcome.state) if t.element == "a")
        later = Moment(route, 2, MONDAY + timedelta(hours=route.int), EMPTY)
        return engine.complete(later, outcome.state, task.id).state_hash

    for route in routes:
        expected[route] = state_of(route)

    def many(route: UUID) -> None:
        wrong.extend(route for _ in range(20) if state_of(route) != expected[route])

    threads = [threading.Thread(target=many, args=(route,)) for route in routes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(set(expected.values())) == len(routes)


def test_outside_a_command_the_library_gets_no_id_and_no_hour() -> None:
    for ask in (next_id, lambda: Task(None, None)):
        with pytest.raises(OutsideCommandError):
            ask()


def test_ids_come_from_the_route_the_sequence_and_a_counter() -> None:
    with command(ROUTE, 3, MONDAY):
        first, second = next_id(), next_id()
    with command(ROUTE, 3, MONDAY):
        assert next_id() == first
    with command(ROUTE, 4, MONDAY):
        assert next_id() not in (first, second)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        Moment(ROUTE, 1, MONDAY.replace(tzinfo=None), EMPTY)


def test_the_state_is_plain_json_and_survives_being_written_down() -> None:
    play = Play(bundle(P=TEXT, Q=INNER))
    play.fire()
    written = json.loads(canonical_bytes(play.state))
    assert state_hash(written) == play.last.state_hash
    again = play.engine.complete(Moment(ROUTE, 3, play.now, EMPTY), written, play.task("a").id)
    assert again.state_hash == play.do("a").state_hash


def test_a_state_that_the_bundle_does_not_know_is_an_incident() -> None:
    play, other = Play(bundle(P=TEXT, Q=INNER)), bundle(P="start s\n user k\n end e\n s -> k -> e")
    nowhere = {**play.state, "process": "weg"}
    for state in (play.state, nowhere):
        for verb in (
            lambda state: Engine(other).withdraw(Moment(ROUTE, 2, MONDAY, EMPTY), state),
            lambda state: Engine(other).complete(Moment(ROUTE, 2, MONDAY, EMPTY), state, play.task("a").id),
            lambda state: Engine(other).catches(state), lambda state: Engine(other).timers(state),
        ):  # fmt: skip
            with pytest.raises(IncidentError):
                verb(state)


@pytest.mark.parametrize(
    ("given", "kept"), [(2.0, 2), (-0.0, 0), (16.5, 16.5), (1e-7, 0), (1 / 3, 0.3333), (0.0001, 0.0001)]
)
def test_a_number_has_one_spelling(given: float, kept: float) -> None:
    """Python writes 2.0, -0.0 and 1e-07 where RFC 8785 writes 2, 0 and 1e-7."""
    form = b'{"type":"default","schemaVersion":18,"components":[{"type":"number","key":"n","label":"Getal"}]}'
    of = bundle({"forms/f.form": form}, P="start s\n user a formulier=f\n xor g\n user b\n end e\n s -> a -> g\n"
                "g -> b {n >= 0}\n g -> e default\n b -> e")  # fmt: skip
    play = Play(of)
    assert f'"n":{kept}' in canonical_bytes(play.do("a", n=given).state).decode()


class TestYearsOfWork:
    """A loop of user tasks loses its ready task after some 500 rounds in the library, silently (trap 4)."""

    LOOP = 'start s\n user a\n xor g "Nog volgen?"\n end e\n s -> a -> g\n g -> a "Ja"\n g -> e "Nee"'

    def test_two_thousand_rounds_leave_the_state_as_small_as_the_first(self) -> None:
        play = Play(bundle(P=self.LOOP))
        first = len(canonical_bytes(play.state))
        for _ in range(2_000):
            play.do("a")
            play.answer("g", "Ja")
            play.outcomes[:] = play.outcomes[-1:]
        assert play.open == ["a"]
        assert len(canonical_bytes(play.state)) <= first + len(f'"flow":"{"g_a_Ja"}",') + 10

    def test_a_diagram_that_spins_is_an_incident_that_names_the_place(self) -> None:
        text = 'start s\n xor g "Rondje"\n xor h\n end e\n s -> g\n g -> h {true}\n g -> e default\n h -> g'
        with pytest.raises(IncidentError, match="draait") as incident:
            Play(bundle(P=text))
        assert incident.value.element in ("g", "h")

    def test_six_hundred_elements_in_a_row_load_and_run(self) -> None:
        """The library's own parser recurses into a RecursionError at 500."""
        names = [f"t{n}" for n in range(600)]
        text = "start s\n end e\n" + "".join(f"throw {n}\n" for n in names) + f"s -> {' -> '.join(names)} -> e"
        assert Play(bundle(P=text)).last.ends == ("e",)


def test_a_route_that_is_not_over_and_waits_for_nothing_is_an_incident() -> None:
    text = "start s\n xor g\n user a\n and j\n end e\n s -> g\n g -> a default\n g -> j {false}\n a -> j -> e"
    play = Play(bundle(P=text))
    with pytest.raises(IncidentError, match="nergens op gewacht"):
        play.do("a")
