"""The routes of the school's own protocol at every moment of its golden histories, taken to other versions of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.school import the_bundle
from tests.unit.workflows.migration.going import scope_of
from workflows.bundle import Bundle
from workflows.engine import Engine, carry_out
from workflows.migration import ByHand, try_out
from workflows.scenarios.golden import _moment
from workflows.spiff import Moment, State, state_hash
from workflows.spiff.migrating import standing

GOLDEN = sorted((Path(__file__).resolve().parents[3] / "golden").glob("*/*.json"))[::6]
AFTERWARDS = 100_000
"""Numbers of commands that no history comes to."""


def moments(place: Path) -> Iterator[tuple[Moment, State, list[Mapping[str, Any]]]]:
    """Every moment at which a route of a history runs: the state, and what was still to be done to it."""
    own, states = Engine(the_bundle()), dict[str, State]()
    commands = json.loads(place.read_text("utf-8"))["commands"]
    for number, command in enumerate(commands):
        name, at = command["route"], _moment(command)
        states[name] = carry_out(own, at, states.get(name), command["kind"], command["arguments"]).state
        rest = [each for each in commands[number + 1 :] if each["route"] == name]
        if states[name]["status"] == "loopt":
            yield replace(at, sequence=AFTERWARDS), states[name], rest


@cache
def changed(what: str, by: str) -> Bundle:
    """The protocol with something changed in all of its drawings."""
    files = {
        name: re.sub(what, by, data.decode()).encode() if name.endswith(".bpmn") else data
        for name, data in the_bundle().files.items()
    }
    return Bundle.from_files(files)


@pytest.mark.parametrize("place", GOLDEN, ids=lambda place: place.stem[:40])
def test_to_the_same_version_nothing_changes_but_the_fact(place: Path) -> None:
    own = the_bundle()
    for at, state, rest in moments(place):
        trial = try_out(own, own, state, at)
        assert trial.outcome is not None, trial.obstacles
        assert (trial.plan, trial.notes) == ({}, ())
        assert scope_of(trial.outcome.state) == scope_of(state)
        done = trial.outcome
        assert (done.opened, done.closed, done.steps, done.messages, done.notices) == ((), (), (), (), ())
        now: State = trial.outcome.state
        for command in rest[:2]:
            now = carry_out(Engine(own), _moment(command), now, command["kind"], command["arguments"]).state
            assert state_hash(now) == command["state_hash"]


@pytest.mark.parametrize("place", GOLDEN[::2], ids=lambda place: place.stem[:40])
def test_to_other_terms_every_route_goes_and_goes_on(place: Path) -> None:
    own, after = the_bundle(), changed(r'name="termijn" value="[^"]*"', 'name="termijn" value="7 werkdagen"')
    for at, state, rest in moments(place):
        trial = try_out(own, after, state, at)
        assert trial.outcome is not None, trial.obstacles
        before = {each.id: each for each in Engine(own).tasks(state)}
        assert {each.id for each in trial.outcome.changed} == set(before)
        for task in trial.outcome.changed:
            assert task.entered == before[task.id].entered
            assert (task.due is None) is (before[task.id].due is None)
            assert task.due is None or timedelta(days=6) < task.due - task.entered < timedelta(days=40)
        if rest:
            command = rest[0]
            carry_out(Engine(after), _moment(command), trial.outcome.state, command["kind"], command["arguments"])


@pytest.mark.parametrize("place", GOLDEN[1::2], ids=lambda place: place.stem[:40])
def test_where_every_task_has_another_id_every_route_goes_by_hand_and_comes_back(place: Path) -> None:
    own = the_bundle()
    tasks = [node.id for process in own.processes.values() for node in process.nodes.values() if node.tag == "userTask"]
    after = changed(rf'(?<=[">])({"|".join(map(re.escape, tasks))})(?=["<])', r"anders_\1")
    by_hand = ByHand({name: f"anders_{name}" for name in tasks})
    for at, state, _ in moments(place):
        alone = try_out(own, after, state, at)
        named = {each.token["element"] for each in standing(state)} & set(tasks)
        assert alone.fits is not bool(named), alone.obstacles
        trial = try_out(own, after, state, at, by_hand)
        assert trial.outcome is not None, trial.obstacles
        assert {each.id for each in Engine(after).tasks(trial.outcome.state)} == {
            each.id for each in Engine(own).tasks(state)
        }
        back = carry_out(Engine(own), replace(at, sequence=AFTERWARDS + 1), trial.outcome.state, "revert", {})
        assert back.state == state
