"""A space is taken again only where nothing differs that it hangs on: what a kept one says is what a new one would."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.drawn import constants, document
from tests.unit.workflows.proof.test_behaviours import FORM
from workflows import Bundle, Limits, WorkflowError
from workflows.proof import kept
from workflows.proof.kept import inputs, space_of
from workflows.proof.net import Net
from workflows.proof.signs import fields_asked, running_asked
from workflows.proof.space import Space, Watched, explore

ROUTE = """
start s message="Begin" knop="leerkracht" formulier="f"
xor g
user a "A" formulier="f" termijn="5 werkdagen"
call c calls=Gesprek in.zwaar="soort" uit.vlag=vlag
throw m message="Door" mee="soort, aantal"
catch w message="Terug"
xor h
user b "B"
end e "Klaar"
end k "Anders"
s -> a -> g
g -> c {soort = "zwaar"}
g -> m default
c -> m -> w -> h
h -> b {vlag = "ja"}
h -> e default
b -> k
esp o
 start p message="Erbij" interrupting=no
 user q "Q"
 end r
 p -> q -> r
done
"""
TALK = """
start s2
rule d "Zetten" decision=zet
xor g2
user x "X"
user y "Y"
end e2
s2 -> d -> g2
g2 -> x {zwaar = "zwaar" and vlag = "ja"}
g2 -> y default
x -> e2
y -> e2
"""
OTHER = """
start s3 message="Door"
user z "Z" formulier="f"
xor g3
user v "V"
throw t3 message="Terug"
throw u3 message="Erbij"
end e3
s3 -> z -> g3
g3 -> v {aantal > 3}
g3 -> t3 {soort = "licht" and loopt_Route = "ja"}
g3 -> u3 default
v -> e3
t3 -> e3
u3 -> e3
"""
RULES = """
[[regel]]
nummer = "1"
naam = "Een"
tekst = "Zo hoort het."
proces = "Route"
zinnen = ['"A" met soort = "zwaar" altijd gevolgd door "B"', '"Q" met loopt_Ander = "ja" altijd gevolgd door "B"']
"""
FILES = {
    "route.bpmn": document(Route=ROUTE), "gesprek.bpmn": document(Gesprek=TALK), "ander.bpmn": document(Ander=OTHER),
    "forms/f.form": FORM, "decisions/d.dmn": constants(zet={"vlag": "ja"}), "rules/r.toml": RULES.encode(),
}  # fmt: skip
LIMITS = Limits()
Spaces = dict[str, tuple[str, Space]]


def spaces(files: Mapping[str, bytes]) -> Spaces:
    """By process what its space hangs on, and that space, explored anew. Raises WorkflowError."""
    bundle = Bundle.from_files(files)
    net = Net.of(bundle)
    watched = Watched(running_asked(net, bundle.rules_as_drawn), fields_asked(bundle.rules_as_drawn))
    return {
        each: (inputs(net, each, watched, LIMITS), explore(net, each, watched, LIMITS)) for each in bundle.processes
    }


@cache
def before() -> Spaces:
    return spaces(FILES)


def edited(file: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in FILES[file]
    return {**FILES, file: FILES[file].replace(old.encode(), new.encode())}


def asked_again(files: Mapping[str, bytes]) -> set[str]:
    """The processes of which the space would be explored again."""
    return {each for each, (key, _) in spaces(files).items() if key != before()[each][0]}


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        ("ander.bpmn", '"Z"', '"Iets anders"', {"Ander"}),
        ("gesprek.bpmn", '"X"', '"Iets anders"', {"Gesprek", "Route"}),
        ("route.bpmn", '"A"', '"Iets anders"', {"Route"}),
        ("forms/f.form", '"Soort"', '"Wat voor soort?"', set()),
        ("forms/f.form", '"value": "licht"', '"value": "anders"', {"Ander", "Gesprek", "Route"}),
        ("decisions/d.dmn", '"ja"', '"nee"', {"Ander", "Gesprek", "Route"}),
        ("decisions/d.dmn", 'id="zet_r"', 'id="zet_q"', {"Gesprek", "Route"}),
        ("route.bpmn", 'value="vlag"', 'value="zwaar"', {"Gesprek", "Route"}),
        ("route.bpmn", 'value="soort, aantal"', 'value="soort"', {"Ander", "Route"}),
        ("route.bpmn", "in.zwaar", "in.soort", {"Gesprek", "Route"}),
        ("ander.bpmn", "aantal &gt; 3", "aantal &gt; 7", {"Ander", "Gesprek", "Route"}),
        ("rules/r.toml", "Zo hoort het.", "Zo moet het.", set()),
        ("rules/r.toml", "soort =", "letsel =", {"Ander", "Gesprek", "Route"}),
    ],
)
def test_what_a_change_touches_is_explored_again(file: str, old: str, new: str, again: set[str]) -> None:
    assert asked_again(edited(file, old, new)) == again


SPANS = {name: [found.span(1) for found in re.finditer(rb'["> ]([\w.=, -]+)(?=["< ])', FILES[name])] for name in FILES}


@st.composite
def changes(draw: st.DrawFn) -> dict[str, bytes]:
    """The files with a few of their texts changed into others of theirs."""
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 2))):
        file = draw(st.sampled_from(sorted(files)))
        if files[file] == FILES[file]:
            start, end = draw(st.sampled_from(SPANS[file]))
            first, last = draw(st.sampled_from(SPANS[file]))
            files[file] = files[file][:start] + FILES[file][first:last] + files[file][end:]
    return files


@settings(deadline=None, max_examples=300)
@given(changes())
def test_where_nothing_differs_that_it_hangs_on_the_space_is_the_same(files: dict[str, bytes]) -> None:
    try:
        made = spaces(files)
    except (WorkflowError, LookupError):  # such a protocol does not stand
        return
    for process, (key, space) in made.items():
        if process in before() and key == before()[process][0]:
            assert space == before()[process][1]


@pytest.fixture
def nothing_kept() -> Iterator[None]:
    kept.forget()
    yield
    kept.forget()


def asked(process: str, field: str = "", limits: Limits = LIMITS) -> Space:
    """The space of a process, for rules that name a field."""
    return space_of(Net.of(Bundle.from_files(FILES)), process, Watched({}, frozenset({field})), limits)


@pytest.mark.usefixtures("nothing_kept")
def test_a_space_is_explored_once_and_one_that_was_cut_off_is_not_kept() -> None:
    first = asked("Route")
    assert asked("Route") is first
    kept.forget()
    assert asked("Route") is not first
    short = Limits(max_moves=1)
    assert asked("Route", limits=short).cut
    assert asked("Route", limits=short) is not asked("Route", limits=short)


@pytest.mark.usefixtures("nothing_kept")
def test_the_one_that_was_not_asked_for_longest_makes_room() -> None:
    first = {each: asked(each) for each in ("Ander", "Gesprek")}
    for number in range(kept._MOST - 1):
        assert asked("Ander") is first["Ander"]
        asked("Gesprek", f"veld_{number}")
    assert asked("Ander") is first["Ander"]
    assert asked("Gesprek") is not first["Gesprek"]


@pytest.mark.usefixtures("nothing_kept")
def test_of_those_who_ask_at_once_one_explores(monkeypatch: pytest.MonkeyPatch) -> None:
    began, go = list[str](), Event()

    def slowly(net: Net, process: str, watched: Watched, limits: Limits) -> Space:
        began.append(process)
        assert go.wait(20)
        return explore(net, process, watched, limits)

    monkeypatch.setattr(kept, "explore", slowly)
    with ThreadPoolExecutor(4) as pool:
        spaces = [pool.submit(asked, "Ander") for _ in range(4)]
        go.set()
        assert len({id(each.result()) for each in spaces}) == 1
    assert began == ["Ander"]
