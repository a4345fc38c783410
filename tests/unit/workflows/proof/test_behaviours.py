"""What counts as a behaviour: data, joins, events, repetition. And what is sound, and what cannot be decided."""

from __future__ import annotations

import pytest

from tests.drawn import constants
from tests.unit.workflows.proof.proven import BROKEN, PROVEN, UNDECIDED, all_of, ruled, way
from workflows import Limits

FORM = b"""{"schemaVersion": 18, "type": "default", "id": "f", "components": [
  {"type": "radio", "key": "soort", "label": "Soort", "validate": {"required": true},
   "values": [{"label": "Licht", "value": "licht"}, {"label": "Zwaar", "value": "zwaar"}]},
  {"type": "radio", "key": "letsel", "label": "Letsel", "conditional": {"hide": "=soort = \\"licht\\""},
   "validate": {"required": true}, "values": [{"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"}]},
  {"type": "number", "key": "aantal", "label": "Aantal"}
]}"""
FILES = {"forms/f.form": FORM}
CHOICE = (
    'start s\n user a "A" formulier="f"\n xor g\n user b "B"\n user c "C"\n end e\n s -> a -> g\n '
    "g -> b {%s}\n g -> c default\n b -> c\n c -> e"
)


def test_data_follow_what_a_form_can_say() -> None:
    assert (
        ruled('nooit "C" zonder "B" ervoor', P=CHOICE % 'soort = "licht" or soort = "zwaar"', files=FILES).standing
        is PROVEN
    )
    assert ruled('nooit "C" zonder "B" ervoor', P=CHOICE % 'soort = "zwaar"', files=FILES).standing is BROKEN
    assert (
        ruled('"A" met soort = "zwaar" altijd gevolgd door "B"', P=CHOICE % 'soort = "zwaar"', files=FILES).standing
        is PROVEN
    )


def test_a_hidden_question_is_not_answered() -> None:
    both = 'soort = "licht" and letsel = "ja"'
    assert ruled('nooit "B"', P=CHOICE % both, files=FILES).standing is PROVEN
    assert ruled('nooit "B"', P=CHOICE % 'soort = "zwaar" and letsel = "ja"', files=FILES).standing is BROKEN


def test_what_a_table_sets_is_known() -> None:
    drawing = (
        'start s\n rule r "Zetten" decision=zet\n xor g\n user b "B"\n user c "C"\n end e\n '
        's -> r -> g\n g -> b {vlag = "ja"}\n g -> c default\n b -> e\n c -> e'
    )
    files = {"decisions/d.dmn": constants(zet={"vlag": "ja"})}
    assert ruled('nooit "C"', P=drawing, files=files).standing is PROVEN
    assert ruled('nooit "B"', P=drawing, files=files).standing is BROKEN


def test_numbers_are_cut_where_guards_cut_them() -> None:
    sentence = 'nooit "B"'
    assert ruled(sentence, P=CHOICE % "aantal > 3", files=FILES).standing is BROKEN
    assert ruled(sentence, P=CHOICE % "aantal > 3 and aantal < 3", files=FILES).standing is PROVEN
    assert ruled(sentence, P=CHOICE % "aantal > 3 and aantal < 4", files=FILES).standing is BROKEN
    assert ruled(sentence, P=CHOICE % "aantal in [5..7] and aantal > 9", files=FILES).standing is PROVEN
    assert ruled(sentence, P=CHOICE % 'aantal = "leeg"', files=FILES).standing is BROKEN
    few = {"forms/f.form": FORM.replace(b'"label": "Aantal"', b'"label": "Aantal", "validate": {"max": 3}')}
    assert ruled(sentence, P=CHOICE % "aantal > 3", files=few).standing is PROVEN


def test_a_guard_over_what_cannot_be_known_decides_nothing() -> None:
    unsure = ruled('nooit "B"', P=CHOICE % "aantal * 2 > 3", files=FILES)
    assert (unsure.standing, way(unsure)) == (UNDECIDED, ["s", "a", "g", "b"])
    assert "niet te zeggen" in unsure.worst.why
    assert ruled('nooit "C" zonder "A" ervoor', P=CHOICE % "aantal * 2 > 3", files=FILES).standing is PROVEN


def test_what_rests_on_a_guess_alone_is_never_told_as_a_fact() -> None:
    guess = "aantal * 2 > 3"
    sound = all_of(P=CHOICE % guess, files=FILES)
    assert sound["einde"].standing is sound["vastlopen"].standing is PROVEN
    assert [(each.standing, each.path) for each in sound["dood"].parts] == [(UNDECIDED, ("b",))]
    round_ = CHOICE.replace("b -> c", "user d\n user f\n b -> d -> f -> d") % guess
    assert all_of(P=round_, files=FILES)["einde"].standing is UNDECIDED
    behind = CHOICE.replace("b -> c", 'xor h\n b -> h\n h -> c {soort = "zwaar"}\n h -> e {soort = "zwaar"}') % guess
    stuck = all_of(P=behind, files=FILES)["vastlopen"]
    assert (stuck.standing, way(stuck)) == (UNDECIDED, ["s", "a", "g", "b", "h"])
    only = CHOICE.replace("g -> c default", "g -> c {aantal * 3 > 4}") % guess
    assert all_of(P=only, files=FILES)["einde"].standing is UNDECIDED


def test_a_term_that_is_asked_behind_a_guess_alone_is_not_decided() -> None:
    found = ruled('"B" heeft een termijn', P=CHOICE % "aantal * 2 > 3", files=FILES)
    assert (found.standing, way(found)) == (UNDECIDED, ["s", "a", "g", "b"])
    assert ruled('"A" heeft een termijn', P=CHOICE % "aantal * 2 > 3", files=FILES).standing is BROKEN


def test_what_comes_by_a_guess_and_without_one_is_sure() -> None:
    drawing = CHOICE.replace("b -> c", "b -> e") % 'if loopt_P = "nee" then [1] else false'
    assert ruled('nooit "C"', P=drawing, files=FILES).standing is BROKEN


def test_what_was_not_looked_at_is_not_told_as_dead() -> None:
    found = all_of(P='start s\n user a "A"\n user b "B"\n end e\n s -> a -> b -> e', limits=Limits(max_moves=1))
    assert found["dood"].standing is UNDECIDED


@pytest.mark.parametrize("limits", [Limits(max_markings=20), Limits(max_moves=30), Limits(max_proof_seconds=0)])
def test_over_the_limits_nothing_is_decided(limits: Limits) -> None:
    many = "start s\n and x\n and y\n end e\n s -> x\n y -> e\n" + "\n".join(
        f'user t{n} "T{n}"\n user u{n} "U{n}"\n x -> t{n} -> u{n} -> y' for n in range(5)
    )
    sentence = 'nooit "U1" zonder "T1" ervoor'
    assert ruled(sentence, P=many).standing is PROVEN
    cut = ruled(sentence, P=many, limits=limits)
    assert cut.standing is UNDECIDED
    assert "meer dan mag worden nagegaan" in cut.worst.why
    assert ruled('nooit "T1"', P=many, limits=Limits(max_markings=20)).standing is BROKEN


def test_a_rule_of_which_nothing_can_happen_is_not_green() -> None:
    dead = 'start s\n user a "A"\n user b "B"\n end e\n s -> a -> e\n b -> e'
    assert ruled('nooit "B" zonder "A" ervoor', P=dead).standing is UNDECIDED


def test_a_message_may_come_at_any_moment_and_more_than_once() -> None:
    drawing = """
    start s
    user a "A"
    user b "B"
    end e
    s -> a -> b -> e
    esp h
     start t message="Erbij" interrupting=no
     user c "C"
     end f
     t -> c -> f
    done
    """
    assert ruled('nooit "B" zonder "C" ervoor', P=drawing).standing is BROKEN
    again = ruled('tussen elke twee "C" ligt "B"', P=drawing)
    assert (again.standing, way(again).count("c")) == (BROKEN, 2)


def test_what_interrupts_ends_all_that_was_open() -> None:
    drawing = """
    start s
    user a "A"
    end e "Klaar"
    s -> a -> e
    esp h
     start t message="Stop" interrupting=yes
     user c "C"
     end f "Gestopt"
     t -> c -> f
    done
    """
    broken = ruled(
        'begin "Stop" altijd gevolgd door "A"',
        '"A" altijd gevolgd door einde "Klaar"',
        P=drawing.replace("start s", 'start s message="Begin"'),
    )
    assert broken.standing in (PROVEN, UNDECIDED)
    assert ruled('nooit einde "Klaar" zonder "A" ervoor', P=drawing).standing is PROVEN
    assert ruled('nooit "A" zonder "C" ervoor, sinds "C"', P=drawing).standing is BROKEN
    assert ruled('tussen elke twee "C" ligt "A"', P=drawing).standing is PROVEN


def test_an_inclusive_join_waits_for_what_can_still_come() -> None:
    drawing = """
    start s
    or x "Wat nog?"
    or y
    user a "A"
    user b "B"
    user c "C"
    end e
    s -> x
    x -> a "Een"
    x -> b "Twee"
    a -> y
    b -> y
    y -> c -> e
    """
    assert ruled('"Wat nog?" = "Een" altijd gevolgd door "A", voor "C"', P=drawing).standing is PROVEN
    assert ruled('tussen elke twee "C" ligt "A"', P=drawing).standing is PROVEN
    assert all_of(P=drawing)["vastlopen"].standing is PROVEN


def test_a_list_may_be_empty_one_or_many() -> None:
    form = b"""{"schemaVersion": 18, "type": "default", "id": "l", "components": [
      {"type": "dynamiclist", "path": "acties", "label": "Acties",
       "components": [{"type": "number", "key": "nr", "label": "Nummer"}]}]}"""
    drawing = 'start s\n user a "A" formulier="l"\n user m "M" each=acties item=actie\n end e\n s -> a -> m -> e'
    files = {"forms/l.form": form}
    assert (
        ruled(
            '"A" altijd gevolgd door einde "Klaar", voor "M"', P=drawing.replace("end e", 'end e "Klaar"'), files=files
        ).standing
        is BROKEN
    )
    assert ruled('tussen elke twee "M" ligt "A"', P=drawing, files=files).standing is BROKEN


# soundness


def test_a_join_that_waits_for_ever_is_stuck() -> None:
    drawing = (
        'start s\n xor x "Waar?"\n and y\n user a "A"\n user b "B"\n end e\n s -> x\n x -> a "Een"\n '
        'x -> b "Twee"\n a -> y\n b -> y\n y -> e'
    )
    found = all_of(P=drawing)
    assert found["vastlopen"].standing is BROKEN
    assert way(found["vastlopen"]) == ["s", "x", "a", "y"]
    assert found["einde"].standing is BROKEN
    assert found["dood"].standing is BROKEN


def test_a_gateway_without_a_way_out_is_stuck() -> None:
    drawing = CHOICE.replace(" default", ' {soort = "zwaar"}') % 'soort = "anders"'
    stuck = all_of(P=drawing, files=FILES)["vastlopen"]
    assert stuck.standing is BROKEN
    assert "past geen enkele pijl" in stuck.worst.why


def test_where_a_route_never_comes_is_told() -> None:
    dead = all_of(P='start s\n user a "A"\n user b "B"\n end e\n s -> a -> e\n b -> e')["dood"]
    assert (dead.standing, dead.worst.why) == (BROKEN, "Bij “B” komt een route nooit.")


def test_a_route_that_can_never_end_is_told() -> None:
    found = all_of(
        P='start s\n user a "A"\n xor g "Weg?"\n user b "B"\n end e\n s -> g\n g -> a "Ja"\n g -> e "Nee"\n a -> b -> a'
    )
    assert found["einde"].standing is BROKEN
    assert way(found["einde"]) == ["s", "g", "a"]


def test_a_message_that_nobody_awaits_is_told() -> None:
    found = all_of(P='start s\n throw m "Roepen" message="Hoi"\n user a "A"\n end e\n s -> m -> a -> e')["gehoord"]
    assert (found.standing, found.worst.why) == (BROKEN, "Op het bericht “Hoi” van “Roepen” wacht niets.")
