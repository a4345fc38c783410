from __future__ import annotations

from tests.unit.workflows.scenarios.small import BEGIN, SEEN, bundle, played, run
from workflows.scenarios import MemoryDossier, Said, act_out, feature_text, run_scenarios, thread
from workflows.scenarios.thread import Mark

HEAD = "# language: nl\nFunctionaliteit: F\n"


def test_coverage_is_the_flows_that_any_scenario_took():
    results = run(f'{BEGIN.strip()}\nEn "leerkracht" de taak "Observeren" afrondt met\n| ernst | laag |')
    assert results.coverage["zorg"] == {"s_k", "k_a", "a_g"}
    assert results.coverage["ander"] == frozenset()
    assert ("zorg", "Verder?", "Stoppen", "Gestopt") in {
        (each.process, each.source, each.label, each.target) for each in results.untaken
    }


def test_a_flow_is_pointed_at_by_its_condition_where_it_has_no_label():
    labels = {each.label for each in run("Als er 1 dag voorbijgaat").untaken}
    assert 'als besluit = "ja"' in labels


def test_each_scenario_has_a_dossier_of_its_own():
    results = run_scenarios(
        bundle(), {"a": f'{HEAD}Scenario: X\nAls "lk" "Zorg" start\nScenario: Y\nDan loopt de route "zorg"\n'}
    )
    assert [result.passed for result in results.scenarios] == [True, False]
    assert not results.passed


def test_a_file_that_is_no_gherkin_is_a_result_that_failed():
    [result] = run_scenarios(bundle(), {"kapot.feature": "zomaar tekst"}).scenarios
    assert result.failure is not None
    assert (result.file, result.failure.line, result.passed) == ("kapot.feature", 1, False)


def test_a_scenario_without_steps_proves_nothing():
    [result] = run_scenarios(bundle(), {"a": f"{HEAD}Scenario: X\n"}).scenarios
    assert result.failure is not None
    assert "geen stappen" in result.failure.message


def test_a_scenario_keeps_its_commands_in_order():
    commands = run(SEEN.strip().replace("\n\n", "\n")).scenarios[0].commands
    assert [command.kind for command in commands] == ["start", "complete"]
    assert commands[1].arguments["fields"] == {"ernst": "hoog"}


def test_what_was_done_can_be_written_and_holds_again():
    done = [
        Said('"leerkracht" "Zorg" start'),
        Said('"leerkracht" de taak "Observeren" afrondt', {"ernst": "hoog", "gezien": "a | b \\ c\nnog een regel"}),
        Said('"leerkracht" op de vraag "Verder?" antwoordt "Door"'),
    ]
    end = played(*((each.text, dict(each.table) or None) for each in done))
    text = feature_text("Bewaard", played(), done, end)
    [result] = run_scenarios(bundle(), {"bewaard.feature": text}).scenarios
    assert result.failure is None
    assert 'Dan loopt de route "zorg"' in text
    assert 'heeft "leerkracht" de vraag "Wat is nodig?"' in text
    assert result.commands == end.world.commands


def test_a_closed_route_is_claimed_with_its_end():
    end = played('"leerkracht" "Zorg" start', ('"leerkracht" de taak "Observeren" afrondt', {"ernst": "laag"}))
    act_out(end, '"leerkracht" op de vraag "Verder?" antwoordt "Stoppen"')
    assert 'is de route "zorg" afgesloten met "Gestopt"' in feature_text("X", played(), [], end)


def test_the_thread_shows_what_is_done_where_it_is_and_what_comes():
    dossier = played('"leerkracht" "Zorg" start')
    route = dossier.world.routes[0]
    assert thread(bundle(), route) == (("Stap 1: kijken", Mark.HERE), ("Stap 2: beslissen", Mark.TO_COME))


def test_the_thread_of_a_closed_route_has_no_here():
    dossier = played('"leerkracht" "Zorg" start', ('"leerkracht" de taak "Observeren" afrondt', {"ernst": "laag"}))
    act_out(dossier, '"leerkracht" op de vraag "Verder?" antwoordt "Stoppen"')
    marks = [mark for _, mark in thread(bundle(), dossier.world.routes[0])]
    assert marks == [Mark.DONE, Mark.TO_COME]


def test_a_fault_of_the_program_is_a_failure_of_that_scenario_alone(monkeypatch):
    def broken(*_: object) -> None:
        raise KeyError("kwijt")

    monkeypatch.setattr(MemoryDossier, "come_in", broken)
    text = f'{HEAD}Scenario: X\nAls bericht "Ga door" binnenkomt\nScenario: Y\nAls "lk" "Zorg" start\n'
    one, two = run_scenarios(bundle(), {"a": text}).scenarios
    assert one.failure is not None
    assert "Hier gaat Leidraad zelf de fout in (KeyError: 'kwijt')" in one.failure.message
    assert two.passed
