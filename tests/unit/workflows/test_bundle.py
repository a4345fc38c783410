"""A protocol version: read, refused, hashed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drawn import constants, document
from workflows.bundle import Bundle, read_folder
from workflows.errors import BundleError, RoutingFieldError

SMALL = 'lanes Leerkracht: a\n start s message=M\n user a "Werk"\n end e "Klaar"\n s -> a -> e'


def files(text: str = SMALL) -> dict[str, bytes]:
    return {"a.bpmn": document(P=text), "decisions/zet.dmn": constants(zet={"a1": "ja"}), "scenarios/s.feature": b"#"}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({}, "geen protocol"),
        ({"a.bpmn": b"<a"}, "XML"),
        ({"map/a.bpmn": document(P=SMALL)}, "geen protocol"),
        ({"a.bpmn": document(P=SMALL), "forms/f.form": b"{"}, "formulier"),
        ({"a.bpmn": document(P=SMALL), "protocol.toml": b"naam = "}, "Regel 1"),
    ],
)
def test_what_cannot_be_loaded_says_why(broken: dict[str, bytes], said: str) -> None:
    with pytest.raises(BundleError, match=said):
        Bundle.from_files(broken)


def test_a_folder_is_read_by_the_names_within_it(tmp_path: Path) -> None:
    for name, data in {**files(), ".git/x.bpmn": b"", "plaatje.png": b""}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    assert set(read_folder(tmp_path)) == set(files())
    assert Bundle.load(tmp_path).name == "P"
    with pytest.raises(BundleError, match="er niet"):
        read_folder(tmp_path / "nergens")


def test_wording_and_scenarios_change_the_whole_but_not_the_behaviour() -> None:
    bundle = Bundle.from_files(files())
    reworded = Bundle.from_files({**files(SMALL.replace("Werk", "Aan het werk")), "scenarios/s.feature": b"# meer"})
    assert reworded.gedrag == bundle.gedrag
    assert reworded.geheel != bundle.geheel


@pytest.mark.parametrize(
    "change",
    [
        ("s -> a -> e", "s -> a\n a -> e"),
        ("Leerkracht", "Directie"),
        ("message=M", "message=N"),
        ("user a", "receive a"),
    ],
)
def test_what_runs_changes_the_behaviour_and_what_does_not_does_not(change: tuple[str, str]) -> None:
    changed = Bundle.from_files(files(SMALL.replace(*change)))
    assert (changed.gedrag == Bundle.from_files(files()).gedrag) is (change[0] == "s -> a -> e")


def test_a_decision_and_the_meaning_of_a_lane_are_behaviour() -> None:
    bundle = Bundle.from_files(files())
    for change in (
        {"decisions/zet.dmn": constants(zet={"a1": "nee"})},
        {"protocol.toml": b'[lanen]\nLeerkracht = ["directeur"]'},
    ):
        assert Bundle.from_files({**files(), **change}).gedrag != bundle.gedrag


def test_a_lane_means_its_functions() -> None:
    bundle = Bundle.from_files({**files(), "protocol.toml": b'[lanen.P]\nLeerkracht = ["leerkracht", "MT"]'})
    assert bundle.functions_of("P", "leerkracht") == ("leerkracht", "MT")
    assert bundle.functions_of("Q", "Leerkracht") == ("leerkracht",)
    assert bundle.functions_of("P", "Onbekend") == ()


def test_a_refusal_shows_no_more_of_an_answer_than_its_beginning() -> None:
    form = b'{"type":"default","schemaVersion":18,"components":[{"type":"radio","key":"a1","label":"?",\
"values":[{"label":"Ja","value":"ja"}]}]}'
    text = SMALL.replace("user a", "user a formulier=f").replace("end e", "xor g\n end e").replace(
        "s -> a -> e", 's -> a -> g\n g -> e {a1 = "ja"}'
    )  # fmt: skip
    bundle = Bundle.from_files({"a.bpmn": document(P=text), "forms/f.form": form})
    with pytest.raises(RoutingFieldError) as refused:
        bundle.routing("f", {"a1": "x" * 500})
    assert len(refused.value.message) < 150
