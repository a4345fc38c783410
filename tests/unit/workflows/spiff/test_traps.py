"""The seven traps of SpiffWorkflow that running it showed, each closed (architecture section 4).

Traps 3 to 7 and most of 2 have their tests beside the behaviour, in tests/unit/workflows/engine; here stand those that
only the library's own door shows. Nothing here goes through the validator: the engine must be safe without it.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
import SpiffWorkflow.bpmn.specs.event_definitions.timer as library_timer
import SpiffWorkflow.task as library_task

from tests.drawn import document
from tests.playing import MONDAY, ROUTE, Play, bundle
from workflows.bundle import Bundle
from workflows.errors import BundleError, IncidentError, NotOpenError
from workflows.spiff import determinism, places
from workflows.spiff.scopes import NoScripts

PYTHON = '__import__("pathlib").Path("{canary}").touch()'

DOORS = {
    "condition": "start s\n xor g\n user a\n end e\n s -> g\n g -> a {%s}\n g -> e default\n a -> e",
    "date": "start s\n catch t timer='date:%s'\n end e\n s -> t -> e",
    "duration": "start s\n catch t timer='duration:%s'\n end e\n s -> t -> e",
    "cycle": "start s\n user a\n boundary t on=a timer='cycle:%s'\n end e\n s -> a -> e\n t -> e",
    "term": "start s\n user a termijn='%s'\n end e\n s -> a -> e",
    "in": "start s\n call c calls=Q in.x='%s'\n end e\n s -> c -> e",
    "out": "start s\n call c calls=Q uit.x='%s'\n end e\n s -> c -> e",
}
INNER = "start q\n end qe\n q -> qe"


class TestTrap1TextIsNeverCode:
    @pytest.mark.parametrize("door", DOORS)
    def test_python_in_a_diagram_never_runs(self, door: str, tmp_path: Path) -> None:
        canary = tmp_path / "canary"
        code = PYTHON.replace("{canary}", str(canary))
        text = DOORS[door].replace("%s", "PYTHON").replace("'", '"')
        escaped = code.replace("&", "&amp;").replace('"', "&quot;")
        drawing = document(P=text, Q=INNER).replace(b"PYTHON", escaped.encode())
        try:
            notes = Play(Bundle.from_files({"t.bpmn": drawing})).last.notes
        except IncidentError as incident:
            assert incident.element  # noqa: PT017  # a text that gives no value stops, one that gives null is noted
        else:
            assert "__import__" in notes[0].text
        assert not canary.exists()

    @pytest.mark.parametrize(
        "tag", ["scriptTask", "serviceTask", "manualTask", "task", "transaction", "adHocSubProcess"]
    )
    def test_an_element_that_could_run_something_does_not_load(self, tag: str) -> None:
        drawing = document(P='start s\n user a "Werk"\n end e\n s -> a -> e').replace(b"userTask", tag.encode())
        with pytest.raises(BundleError, match="Werk"):
            Bundle.from_files({"t.bpmn": drawing})

    def test_scripts_before_and_after_a_task_are_no_part_of_what_runs(self, tmp_path: Path) -> None:
        canary = tmp_path / "canary"
        script = f'<spiffworkflow:preScript>open("{canary}", "w")</spiffworkflow:preScript>'
        drawing = document(P="start s\n user a x=y\n end e\n s -> a -> e").replace(
            b"<bpmn:extensionElements>", b"<bpmn:extensionElements>" + script.encode()
        )
        Play(Bundle.from_files({"t.bpmn": drawing})).do("a")
        assert not canary.exists()

    def test_the_library_gets_no_script_engine(self) -> None:
        with pytest.raises(IncidentError):
            NoScripts().evaluate("1")


class TestTrap2NothingIsSilentlyWrong:
    @pytest.mark.parametrize(
        "definition",
        ["signalEventDefinition", "conditionalEventDefinition", "linkEventDefinition", "compensateEventDefinition"],
    )
    @pytest.mark.parametrize("kind", ["catch", "throw", "end", "start"])
    def test_an_event_that_would_do_nothing_does_not_load(self, kind: str, definition: str) -> None:
        text = {
            "catch": 'start s\n catch k "Knoop" message=M\n end e\n s -> k -> e',
            "throw": 'start s\n throw k "Knoop" message=M\n end e\n s -> k -> e',
            "end": 'start s\n end k "Knoop" message=M\n s -> k',
            "start": 'start k "Knoop" message=M\n end e\n k -> e',
        }[kind]
        drawing = document(P=text).replace(b"messageEventDefinition", definition.encode())
        with pytest.raises(BundleError, match="Knoop"):
            Bundle.from_files({"t.bpmn": drawing})

    @pytest.mark.parametrize("what", ["error", "escalation"])
    def test_an_event_subprocess_that_would_run_at_once_does_not_load(self, what: str) -> None:
        text = f'start s\n user a\n end e\n s -> a -> e\n esp p\n start ps "Knoop" {what}=E1\n end pe\n ps -> pe\n done'
        with pytest.raises(BundleError, match="Knoop"):
            bundle(P=text)

    @pytest.mark.parametrize("name", ["Start", "End", "P.EndJoin"])
    def test_an_id_that_the_library_uses_itself_does_not_load(self, name: str) -> None:
        """With a start event called Start the library makes an empty process that completes at once."""
        drawing = document(P="start s\n user a\n end zz\n s -> a -> zz").replace(b'"zz"', f'"{name}"'.encode())
        with pytest.raises(BundleError, match=name):
            Bundle.from_files({"t.bpmn": drawing})

    def test_a_standard_loop_does_not_load(self) -> None:
        drawing = document(P='start s\n user a "Werk" each=x\n end e\n s -> a -> e')
        start, end = drawing.index(b"<bpmn:multiInstance"), drawing.index(b"</bpmn:multiInstanceLoopCharacteristics>")
        looped = drawing[:start] + b'<bpmn:standardLoopCharacteristics loopMaximum="3"/>' + drawing[end + 40 :]
        with pytest.raises(BundleError, match="Werk"):
            Bundle.from_files({"t.bpmn": looped})


class TestTrap3OnlyWhatIsOpenCanBeCompleted:
    TEXT = """
        start s
        and f
        user a
        call c calls=Q
        catch t timer="duration:P1D"
        and j
        end e
        s -> f
        f -> a -> j
        f -> c -> j
        f -> t -> j
        j -> e
    """

    @pytest.mark.parametrize("element", ["c", "t", "j"])
    def test_a_call_a_timer_and_a_join_are_no_tasks_though_the_library_would_run_them(self, element: str) -> None:
        play = Play(bundle(P=self.TEXT, Q="start q\n user qa\n end qe\n q -> qa -> qe"))
        play.do("a")
        token = next(p.token for p in places(play.engine.bundle.program, play.state) if p.node.id == element)
        with pytest.raises(NotOpenError):
            play.engine.bundle.runtime.complete(play.moment(), play.state, token["id"], (), {})


class TestTrap7TheHourComesWithTheCommand:
    def test_the_library_reads_the_instant_of_the_command_and_nothing_outside_it(self) -> None:
        with determinism.command(ROUTE, 1, MONDAY):
            assert library_task.time.time() == MONDAY.timestamp()
            assert library_timer.datetime.now(UTC) == MONDAY
        for ask in (library_task.time.time, library_timer.datetime.now):
            with pytest.raises(determinism.OutsideCommandError):
                ask()
