"""What if, of a route that went to another version on its way."""

from __future__ import annotations

from typing import Any

from tests.histories import told
from tests.playing import Play, bundle
from tests.unit.workflows.migration.going import to
from workflows.bundle import Bundle
from workflows.whatif import Fate, Past, what_if

LINE = 'start s\n user a "Kijken"\n user b "Wegen" termijn=P5D\n end e\n s -> a -> b -> e'


def past_of(play: Play, versions: list[Bundle]) -> list[Past]:
    tasks: dict[str, Any] = {}
    found = []
    steps = zip(play.done, play.outcomes, versions, strict=True)
    for number, ((at, verb, arguments), outcome, on) in enumerate(steps, start=1):
        task = tasks.get(str(arguments.get("task_id")))
        data = {"element": task.element, "name": task.name} if task else {}
        found.append(Past(number, at, verb, arguments, data, told(outcome), on))
        tasks |= {each.id: each for each in (*outcome.opened, *outcome.changed)}
    return found


def test_on_a_version_like_the_last_it_would_have_gone_the_same() -> None:
    own, after = bundle(P=LINE), bundle(P=LINE.replace("P5D", "P9D"))
    play = Play(own)
    play.do("a")
    to(after, play).go()
    play.do("b")
    found = what_if(after, past_of(play, [own, own, after, after]))
    assert found.fate is Fate.SAME


def test_what_the_last_version_asks_before_would_have_been_met() -> None:
    own = bundle(P=LINE)
    after = bundle(P=LINE.replace("s -> a -> b -> e", "user c\n s -> a -> c -> b -> e"))
    play = Play(own)
    play.do("a")
    to(after, play).go()
    play.do("b")
    found = what_if(after, past_of(play, [own, own, after, after]))
    assert found.fate is Fate.STUCK
    assert found.differences[-1].sentence == "“Wegen” staat dan niet open."


def test_a_task_that_a_migration_took_to_another_element_goes_on_there() -> None:
    own = bundle(P=LINE)
    after = bundle(P=LINE.replace("user b", "user c").replace("-> b ->", "-> c ->"))
    play = Play(own)
    play.do("a")
    to(after, play, {"b": "c"}).go()
    play.do("c")
    found = what_if(after, past_of(play, [own, own, after, after]))
    assert found.fate is Fate.OTHER
