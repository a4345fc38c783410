from __future__ import annotations

from datetime import date
from functools import cache
from random import Random

import pytest

from tests.school import protocol_files
from workflows import (
    Bundle,
    Entry,
    Rehearsal,
    Said,
    ScenarioError,
    TaskKind,
    ToldKind,
    WorkflowError,
    added,
    answering,
    clock_at,
    coming_in,
    completing,
    entries,
    holidays_said,
    next_moment,
    passing,
    pressing,
    rehearse,
    run_scenarios,
    scenario_of,
)

GIVEN = (clock_at(date(2026, 9, 1), "09:00"),)


@cache
def protocol() -> Bundle:
    return Bundle.from_files(protocol_files())


def begun(*given: Said) -> Rehearsal:
    return rehearse(protocol(), [*GIVEN, *given], ())


def started(rehearsal: Rehearsal, function: str, message: str, **values: object) -> Rehearsal:
    dossier = rehearsal.dossier
    catch = next(each for each in dossier.buttons(function) if each.message == message)
    return rehearsal.go_on(pressing(dossier, function, catch, filled(rehearsal, catch.form, values)))


def filled(rehearsal: Rehearsal, form: str | None, values: dict[str, object]) -> dict[str, object]:
    return rehearsal.bundle.forms[form].example(values, rehearsal.world.now) if form else {}


def entry(rehearsal: Rehearsal, name: str) -> Entry:
    return next(each for each in entries(rehearsal.dossier) if each.work.task.name == name)


def done(rehearsal: Rehearsal, function: str, name: str, **values: object) -> Rehearsal:
    each = entry(rehearsal, name)
    values = filled(rehearsal, each.work.task.form, values)
    return rehearsal.go_on(completing(rehearsal.dossier, function, each, values))


def answered(rehearsal: Rehearsal, function: str, name: str, *labels: str) -> Rehearsal:
    return rehearsal.go_on(answering(rehearsal.dossier, function, entry(rehearsal, name), labels, {}))


def test_what_is_done_is_told_with_all_that_it_brought_about_and_becomes_a_scenario_that_holds() -> None:
    now = started(begun(), "leerkracht", "Zorg over leerling")
    first = now.happenings[-1]
    assert first.said.text == '"leerkracht" "Zorg over leerling" start'
    assert {each.kind for each in first.told} >= {ToldKind.STARTED, ToldKind.STEP, ToldKind.OPENED}
    opened = next(each for each in first.told if each.kind is ToldKind.OPENED)
    assert (opened.name, "leerkracht" in opened.who) == ("Observeren en begeleiden", True)
    now = done(now, "leerkracht", "Observeren en begeleiden", gezien_of_gehoord="Stil op het plein")
    now = answered(now, "leerkracht", "Verder na stap 1?", "Afsluiten")
    closed = next(each for each in now.happenings[-1].told if each.kind is ToldKind.CLOSED)
    assert (closed.name, closed.end) == ("Ondersteuningsroute", "Gestopt na stap 1")
    text = scenario_of(now, "Na stap 1 is het klaar")
    assert "Stil op het plein" not in text
    assert run_scenarios(protocol(), {"a.feature": text}).passed
    assert rehearse(protocol(), now.given, now.acts) == now


def test_the_clock_goes_to_what_is_due_next_and_says_what_went_off() -> None:
    assert next_moment(begun().dossier) is None
    now, told = started(begun(), "intern begeleider", "Vermoeden"), []
    while said := next_moment(now.dossier):
        now = now.go_on(said)
        told += [each.kind for each in now.happenings[-1].told]
        if len(now.happenings) > 8:
            break
    assert {ToldKind.LATE, ToldKind.TIMER} & set(told)
    assert now.happenings[-1].at > now.begun.now
    with pytest.raises(WorkflowError, match="De klok kan niet terug"):
        now.go_on(clock_at(date(2026, 9, 1)))
    assert passing(1, "dag").text == "er 1 dag voorbijgaat"
    assert run_scenarios(protocol(), {"a.feature": scenario_of(now.go_on(passing(5, "schooldagen")), "Wachten")}).passed


def test_a_function_does_only_what_is_its_own() -> None:
    now = started(begun(), "leerkracht", "Zorg over leerling")
    with pytest.raises(ScenarioError, match="is voor"):
        done(now, "bestuur", "Observeren en begeleiden")
    now = done(now, "leerkracht", "Observeren en begeleiden")
    with pytest.raises(ScenarioError, match="Kies een antwoord"):
        answered(now, "leerkracht", "Verder na stap 1?", "Misschien")


def test_sentences_that_fit_no_more_are_kept_apart_and_the_rehearsal_goes_on_before_them() -> None:
    now = started(begun(), "leerkracht", "Zorg over leerling")
    gone = Said('"leerkracht" de taak "Iets wat er niet meer is" afrondt')
    after = rehearse(protocol(), now.given, [*now.acts, gone, passing(1, "dag")])
    assert after.acts == now.acts
    assert after.left == (gone, passing(1, "dag"))
    assert "Geen tekening heeft een taak" in after.why
    assert after.go_on(passing(2, "dagen")).left == ()


def test_a_scenario_is_added_to_a_file_only_where_it_holds_there() -> None:
    now = started(begun(), "leerkracht", "Zorg over leerling")
    there = scenario_of(now, "Eerste")
    both = added(now, "Tweede", there)
    assert both.startswith(there.rstrip())
    assert [each.name for each in run_scenarios(protocol(), {"a.feature": both}).scenarios] == ["Eerste", "Tweede"]
    background = there.replace(
        "  Scenario", '  Achtergrond:\n    Als "leerkracht" "Zorg over leerling" start\n  Scenario'
    )
    with pytest.raises(ScenarioError, match="achtergrond"):
        added(now, "Tweede", background)
    with pytest.raises(ScenarioError, match="niet te lezen"):
        added(now, "Tweede", "Feature: in English")


def test_holidays_of_the_school_are_said_in_runs_and_those_to_come_stay_out_of_the_scenario() -> None:
    autumn = [date(2026, 10, day) for day in range(12, 24) if date(2026, 10, day).weekday() < 5]
    said = holidays_said([*autumn, date(2026, 9, 7), date(2026, 8, 3), date(2030, 1, 1)], date(2026, 9, 1))
    assert [each.text for each in said] == [
        "het is schoolvakantie van 7 september 2026 tot en met 7 september 2026",
        "het is schoolvakantie van 12 oktober 2026 tot en met 23 oktober 2026",
    ]
    assert holidays_said([], date(2026, 9, 1)) == ()
    now = started(begun(*said), "leerkracht", "Zorg over leerling").go_on(passing(5, "schooldagen"))
    assert now.world.now.date() == date(2026, 9, 9)
    text = scenario_of(now, "Over een vrije dag heen")
    assert "7 september" in text
    assert "oktober" not in text


def test_a_message_from_outside_comes_in() -> None:
    now = begun()
    message = now.dossier.messages[0]
    assert now.go_on(coming_in(message)).happenings[0].said.text == f'bericht "{message}" binnenkomt'


@pytest.mark.parametrize("seed", range(4))
def test_wherever_one_walks_the_scenario_that_is_kept_does_the_same(seed: int) -> None:
    chance, now = Random(seed), begun()  # noqa: S311 the same walk each time
    for _ in range(40):
        now = now.go_on(step(now, chance))
    text = scenario_of(now, "Een wandeling")
    (result,) = run_scenarios(protocol(), {"a.feature": text}).scenarios
    assert result.passed
    assert result.flows == now.world.flows
    assert [each.state_hash for each in result.commands] == [each.state_hash for each in now.world.commands]


def step(now: Rehearsal, chance: Random) -> Said:
    """Something that may be done now, with answers by chance."""
    dossier = now.dossier
    mine = [
        (each, function) for each in entries(dossier) for function in dossier.people.functions
        if any(dossier.refusal(function, work) is None for work in each.works)
    ]  # fmt: skip
    if not mine or chance.random() < 0.1:
        buttons = [(each, function) for function in dossier.people.functions for each in dossier.buttons(function)]
        catch, function = chance.choice(buttons)
        return pressing(dossier, function, catch, answers(now, catch.form, chance))
    if chance.random() < 0.15:
        return chance.choice([next_moment(dossier), passing(1, "dag"), passing(3, "werkdagen")]) or passing(1, "dag")
    each, function = chance.choice(mine)
    own = next(work for work in each.works if dossier.refusal(function, work) is None)
    values = answers(now, own.task.form, chance)
    if own.task.kind is TaskKind.TAAK:
        return completing(dossier, function, each, values)
    choices = [chance.choice(own.task.choices).label]
    return answering(dossier, function, each, choices, values)


def answers(now: Rehearsal, form: str | None, chance: Random) -> dict[str, object]:
    if form is None:
        return {}
    drawn, fixed = now.bundle.forms[form], dict[str, object]()
    for _ in range(4):
        for part in drawn.view(fixed or {"": ""}, now=now.world.now).components:
            if part.options and part.name and not part.hidden and part.name not in fixed:
                value = chance.choice(part.options).value
                fixed[part.name] = [value] if part.type == "checklist" else value
    return drawn.example(fixed, now.world.now)
