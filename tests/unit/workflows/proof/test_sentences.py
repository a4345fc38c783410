"""Every kind of sentence: proven where it holds in each behaviour, broken with the shortest way where it does not."""

from __future__ import annotations

import pytest

from tests.unit.workflows.proof.proven import BROKEN, PROVEN, ruled, way

ROW = 'start s\n user a "A"\n user b "B"\n end e "Klaar"\n s -> a -> b -> e'
AROUND = (
    'start s\n user a "A"\n user b "B"\n xor g "A?"\n end e "Klaar"\n s -> g\n g -> a "Ja"\n '
    'g -> b "Nee"\n a -> b\n b -> e'
)
BESIDE = """
start s
and x
and y
user a "A"
user b "B"
end e "Klaar"
s -> x
x -> a
x -> b
a -> y
b -> y
y -> e
"""
AGAIN = (
    'start s\n user a "A"\n user b "B"\n xor g "Nog eens?"\n end e "Klaar"\n s -> a -> b -> g\n '
    'g -> a "Ja"\n g -> e "Nee"'
)


@pytest.mark.parametrize(("drawing", "standing"), [(ROW, BROKEN), ('start s\n end e "Klaar"\n s -> e', PROVEN)])
def test_what_may_never_happen(drawing: str, standing: str) -> None:
    more = "" if standing is BROKEN else '\n user a "A"\n a -> e'
    assert ruled('nooit "A"', P=drawing + more).standing is standing


def test_what_must_lie_before() -> None:
    assert ruled('nooit "B" zonder "A" ervoor', P=ROW).standing is PROVEN
    broken = ruled('nooit "B" zonder "A" ervoor', P=AROUND)
    assert (broken.standing, way(broken)) == (BROKEN, ["s", "g", "b"])
    assert "Hiervoor hoort “A”" in broken.worst.why
    assert ruled('nooit "B" zonder "A" ervoor', P=BESIDE).standing is BROKEN


def test_since_looks_again_in_every_round() -> None:
    sentence = 'nooit "B" zonder "A" ervoor'
    skips = AGAIN.replace('g -> a "Ja"', 'g -> b "Ja"')
    assert ruled(sentence, P=skips).standing is PROVEN
    assert ruled(f'{sentence}, sinds "B"', P=skips).standing is BROKEN
    assert ruled(f'{sentence}, sinds "B"', P=AGAIN).standing is PROVEN


def test_what_lies_between_every_two() -> None:
    assert ruled('tussen elke twee "A" ligt "B"', P=AGAIN).standing is PROVEN
    assert ruled('tussen elke twee "B" ligt "A"', P=AGAIN.replace('g -> a "Ja"', 'g -> b "Ja"')).standing is BROKEN
    assert (
        ruled('tussen elke twee verschillende "A" of "B" ligt "C"', P=ROW + '\n user c "C"\n c -> e').standing is BROKEN
    )


def test_how_often_something_lies_between() -> None:
    twice = ROW.replace("user b", 'user m "M"\n user n "M"\n user b').replace("a -> b", "a -> m -> n -> b")
    assert ruled('tussen "A" en "B" ligt 2 keer "M"', P=twice).standing is PROVEN
    assert ruled('tussen "A" en "B" ligt 1 keer "M"', P=twice).standing is BROKEN
    assert ruled('tussen "A" en "B" ligt 3 keer "M"', P=twice).standing is BROKEN


def test_what_must_follow_before_an_end() -> None:
    assert ruled('"A" altijd gevolgd door "B"', P=ROW).standing is PROVEN
    broken = ruled('"A" altijd gevolgd door "C"', P=ROW + '\n user c "C"\n c -> e')
    assert (broken.standing, way(broken)) == (BROKEN, ["s", "a", "b", "e"])


def test_what_goes_round_for_ever_has_no_end() -> None:
    for_ever = (
        'start s\n user a "A"\n user b "B"\n xor g "Weg?"\n end e "Klaar"\n s -> a -> g\n '
        'g -> a "Nee"\n g -> b "Ja"\n b -> e'
    )
    assert ruled('"A" altijd gevolgd door "B"', P=for_ever).standing is PROVEN


def test_an_end_that_is_none_does_not_count() -> None:
    sentence, drawing = '"A" altijd gevolgd door "B"', AROUND.replace("a -> b\n", 'a -> f\n end f "Elders"\n')
    assert ruled(sentence, P=drawing).standing is BROKEN
    assert ruled(sentence, P=drawing, more='geen_einde = ["Elders"]').standing is PROVEN


def test_what_is_asked_before_something_else() -> None:
    assert ruled('"A" altijd gevolgd door "B", voor "C"', P=ROW + '\n user c "C"\n c -> e').standing is PROVEN
    late = ROW.replace("user b", 'user c "C"\n user b').replace("a -> b", "a -> c -> b")
    assert ruled('"A" altijd gevolgd door "B", voor "C"', P=late).standing is BROKEN


def test_a_drawn_exception_breaks_nothing() -> None:
    drawing = AROUND.replace('g -> b "Nee"', 'g -> u "Nee"\n user u "Uitzondering"\n u -> b')
    sentence = 'nooit "B" zonder "A" ervoor'
    assert ruled(sentence, P=drawing).standing is BROKEN
    assert ruled(f'{sentence}, behalve als "Uitzondering"', P=drawing).standing is PROVEN
    assert ruled(f'{sentence}, behalve als "Uitzondering" en daarna "Uitzondering"', P=drawing).standing is BROKEN


def test_a_doubt_has_it_before_or_after() -> None:
    before = ROW.replace('"A"', '"Raad"').replace('"B"', '"Twijfel"')
    after = ROW.replace('"A"', '"Twijfel"').replace('"B"', '"Raad"')
    sentence = 'bij twijfel "Twijfel" hoort "Raad" ervoor of erna'
    assert ruled(sentence, P=before).standing is PROVEN
    assert ruled(sentence, P=after).standing is PROVEN
    around = AROUND.replace('"A"', '"Raad"').replace('"B"', '"Twijfel"')
    assert ruled(sentence, P=around).standing is BROKEN


def test_an_answer_and_the_outcome_of_a_call() -> None:
    assert ruled('"A?" = "Ja" altijd gevolgd door "A", voor "B"', P=AROUND).standing is PROVEN
    assert ruled('nooit "A" zonder "A?" = "Nee" ervoor', P=AROUND).standing is BROKEN
    calls = 'start s\n call c "Gesprek" calls=Q\n user b "B"\n end e "Klaar"\n s -> c -> b -> e'
    called = 'start t\n xor g "Gelukt?"\n end f "Goed"\n end h "Slecht"\n t -> g\n g -> f "Ja"\n g -> h "Nee"'
    assert ruled('nooit "B" zonder "Gesprek" ervoor', P=calls, Q=called).standing is PROVEN
    broken = ruled('nooit "B" zonder "Gesprek" met einde "Goed" ervoor', P=calls, Q=called)
    assert (broken.standing, way(broken)) == (BROKEN, ["s", "c", "t", "g", "h", "b"])


def test_another_route_that_runs_is_looked_at_where_the_sentence_does() -> None:
    drawing = (
        'start s\n xor g\n user a "A"\n user b "B"\n end e\n s -> g\n g -> a {loopt_Q = "ja"}\n '
        "g -> b default\n a -> b\n b -> e"
    )
    other = 'start t message="Anders"\n end f\n t -> f'
    assert ruled('nooit "B" zonder "A" ervoor', P=drawing, Q=other).standing is BROKEN
    assert ruled('nooit "A" terwijl loopt_Q = "nee"', P=drawing, Q=other).standing is PROVEN
    assert ruled('nooit "A" terwijl loopt_Q = "ja"', P=drawing, Q=other).standing is BROKEN


def test_every_task_has_a_term() -> None:
    assert (
        ruled("elke taak heeft een termijn", P=ROW.replace('user a "A"', 'user a "A" termijn="P1D"')).standing is BROKEN
    )
    terms = ROW.replace('"A"', '"A" termijn="P1D"').replace('"B"', '"B" termijn="P1D"')
    assert ruled("elke taak heeft een termijn", P=terms).standing is PROVEN


def test_a_task_that_a_timer_closes() -> None:
    timed = ROW + '\n boundary t "Na een dag" on=a timer="duration:P1D"\n t -> b'
    broken = ruled("elke taak sluit nooit vanzelf", P=timed)
    assert (broken.standing, way(broken)) == (BROKEN, ["s", "a"])
    assert "“A” kan vanzelf sluiten door “Na een dag”" in broken.worst.why
    assert ruled('elke taak sluit nooit vanzelf, behalve als "Na een dag"', P=timed).standing is PROVEN
    reminds = timed.replace("on=a", "on=a interrupting=no").replace("t -> b", 'end f "Herinnerd"\n t -> f')
    assert ruled("elke taak sluit nooit vanzelf", P=reminds).standing is PROVEN


def test_four_eyes_are_kept_by_niet_door_alone() -> None:
    sentence = 'vier ogen: "B" nooit door wie "A" deed'
    broken = ruled(sentence, P=ROW)
    assert (broken.standing, broken.worst.why) == (BROKEN, "Wie “A” deed, kan ook “B” doen.")
    assert ruled(sentence, P=ROW.replace('user b "B"', 'user b "B" niet_door="A"')).standing is PROVEN


PAIR = BESIDE.replace('"A"', '"Melden" niet_door="Melden"').replace('"B"', '"Melden" niet_door="Melden"')


def test_a_pair_stays_one_where_a_timer_gives_a_task_to_others() -> None:
    sentence = 'vier ogen: "Melden" nooit door wie "Melden" deed'
    assert ruled(sentence, P=PAIR).standing is PROVEN
    lapses = 'boundary t "Na 4 uur" on=b timer="duration:PT4H"\n user c "Melden" niet_door="Melden"\n t -> c\n c -> z'
    joined = PAIR.replace("b -> y", "b -> z\n xor z\n z -> y")
    assert ruled(sentence, P=f"{joined}\n{lapses}").standing is PROVEN
    waits = lapses.replace("t -> c", 'user w "Wachten"\n t -> w -> c')
    assert ruled(sentence, P=f"{joined}\n{waits}").standing is BROKEN


THROWS = 'start s\n user a "A"\n throw m message="Gedaan"\n user b "B"\n end e\n s -> a -> m -> b -> e'
HEARS = 'start t message="Gedaan"\n user c "C"\n end f\n t -> c -> f'


def test_over_a_message_something_is_done_in_the_other_process() -> None:
    sentence = '"A" over bericht "Gedaan" gevolgd door "C"'
    assert ruled(sentence, P=THROWS, Q=HEARS).standing is PROVEN
    later = THROWS.replace("a -> m -> b -> e", "a -> b -> m -> e")
    assert "hoort meteen het bericht" in ruled(sentence, P=later, Q=HEARS).worst.why
    around = HEARS.replace("t -> c -> f", 't -> g\n xor g "C?"\n g -> c "Ja"\n g -> f "Nee"\n c -> f')
    broken = ruled(sentence, P=THROWS, Q=around)
    assert (broken.standing, broken.worst.process, way(broken)) == (BROKEN, "Q", ["t", "g", "f"])
    caught = ruled(sentence, P=THROWS, Q=HEARS, R='start u\n catch k message="Gedaan"\n end v\n u -> k -> v')
    assert "vangt een lopende route dat op" in caught.worst.why
