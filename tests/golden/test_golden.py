from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from tests.golden.histories import BUNDLE, FOLDER, histories
from workflows.bundle import Bundle
from workflows.scenarios import Result, differences

AGAIN = "write them anew with: python -m tests.golden"


@cache
def bundle() -> Bundle:
    return Bundle.load(BUNDLE)


@cache
def now() -> dict[Path, tuple[Result, str]]:
    return {place: (result, text) for place, result, text in histories(bundle())}


def test_every_scenario_has_a_golden_history_and_none_is_left_over():
    assert set(FOLDER.glob("*/*.json")) == set(now()), AGAIN


def test_every_history_says_what_its_scenario_does_now():
    stale = [place.name for place, (_, text) in now().items()
             if json.loads(place.read_text("utf-8"))["commands"] != json.loads(text)["commands"]]  # fmt: skip
    assert not stale, AGAIN


@pytest.mark.parametrize(
    "place", sorted(FOLDER.glob("*/*.json")), ids=lambda place: f"{place.parent.name}/{place.stem}"
)
def test_carrying_a_history_out_again_gives_every_recorded_state(place):
    assert list(differences(bundle(), place.read_text("utf-8"))) == []


def test_a_history_that_was_tampered_with_is_seen():
    place = min(FOLDER.glob("*/*.json"))
    history = json.loads(place.read_text("utf-8"))
    history["commands"][-1]["state_hash"] = "0" * 64
    assert "andere toestand" in next(differences(bundle(), json.dumps(history)))


def test_a_command_that_can_no_longer_be_carried_out_is_named():
    place = min(FOLDER.glob("*/*.json"))
    history = json.loads(place.read_text("utf-8"))
    history["commands"][0]["arguments"]["process"] = "bestaat_niet"
    assert "(start) kan niet meer" in next(differences(bundle(), json.dumps(history)))


def test_a_history_of_other_rules_is_not_judged_by_these():
    place = min(FOLDER.glob("*/*.json"))
    history = json.loads(place.read_text("utf-8")) | {"engine_rules": 0}
    assert "regels 0" in next(differences(bundle(), json.dumps(history)))
