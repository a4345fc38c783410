from __future__ import annotations

import pytest

from tests.unit.workflows.scenarios.small import ASKED, BEGIN, DECIDED, SEEN, TALKED, holds, refused, run
from workflows.scenarios.answers import labels_in
from workflows.scenarios.clock import START
from workflows.types import Choice, OpenTask, TaskKind


@pytest.mark.parametrize("who", ["leerkracht", "Leerkracht", "lk", "de leerkracht"])
def test_a_function_is_known_by_name_lane_and_short_form(who):
    assert holds(f'Als "{who}" "Zorg" start')


@pytest.mark.parametrize(
    "written", ["“leerkracht” “Zorg” start", '"leerkracht"  "zorg" START.', '"leerkracht" "Zorg" start']
)
def test_quotes_case_and_spaces_do_not_matter(written):
    assert holds(f"Als {written}")


def test_gegeven_and_als_do_the_same():
    assert holds(BEGIN.replace("Als", "Gegeven"))


def test_an_unknown_function_is_answered_with_the_nearest():
    assert "Bedoel je “leerkracht”?" in refused('Als "leerkrach" "Zorg" start')


def test_a_button_of_another_function_says_whose_it_is():
    assert "is een knop voor leerkracht, niet voor bestuur" in refused('Als "bestuur" "Zorg" start')


def test_a_message_without_a_button_cannot_be_started_by_hand():
    assert "alleen als bericht" in refused('Als "leerkracht" "Begin ander" start')


def test_a_button_that_waits_for_nothing_yet_says_so():
    assert "Niets wacht nu op “Ga door”" in refused('Als "directeur" "Ga door" start')


def test_an_unknown_button_is_answered_with_the_nearest():
    assert "Bedoel je “Zorg”?" in refused('Als "leerkracht" "Zorgg" start')


def test_a_routing_field_that_is_not_given_is_named_with_its_values():
    assert "ernst (laag, hoog)" in refused(f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt')


def test_a_field_that_does_not_route_is_made_up_and_may_be_given_by_label():
    assert holds(
        f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met\n| Label ernst | Hoog |\n| gezien | van alles |'
    )


def test_an_unknown_field_is_answered_with_the_nearest():
    text = f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met\n| ernts | hoog |'
    assert "geen veld “ernts”. Bedoel je “ernst”?" in refused(text)


@pytest.mark.parametrize("again", ["Label ernst", "Ernst"])
def test_a_field_that_is_named_twice_is_refused(again):
    text = f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met\n| ernst | hoog |\n| {again} | laag |'
    assert f"“ernst” en “{again}” zijn hetzelfde veld" in refused(text)


def test_a_reason_that_is_given_twice_is_refused():
    text = f'{SEEN}\nEn "leerkracht" op de vraag "Verder?" antwoordt "Nog eens, met reden" met'
    assert "De reden staat twee keer" in refused(f"{text}\n| reden | omdat |\n| Reden | daarom |")


@pytest.mark.parametrize("value", ["[" * 5_000, "[1,"])
def test_a_cell_that_only_begins_like_a_list_is_text(value):
    assert holds(
        f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met\n| ernst | hoog |\n| gezien | {value}xxx |'
    )


def test_a_row_of_a_list_has_a_number_that_can_be():
    text = f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met\n| ernst[{"9" * 5000}].wie | hoog |'
    assert "heeft geen veld" in refused(text)


def test_a_value_that_does_not_fit_is_refused_in_the_words_of_the_form():
    text = f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met\n| ernst | zwaar |'
    assert "Kies een van deze antwoorden bij 'Label ernst': Laag, Hoog." in refused(text)


def test_met_without_a_table_is_refused():
    assert "hoort een tabel" in refused(f'{BEGIN}\nEn "leerkracht" de taak "Observeren" afrondt met')


def test_a_table_where_none_belongs_is_refused():
    assert "geen tabel" in refused("Als er 5 dagen voorbijgaan\n| a | b |")


def test_a_task_that_is_not_open_says_what_is():
    text = f'{BEGIN}\nEn "directeur" de taak "Besluiten" afrondt'
    assert "staat niet open. Open staat nu: taak “Observeren” voor leerkracht of intern begeleider" in refused(text)


def test_a_task_that_no_drawing_has_is_answered_with_the_nearest():
    assert "Bedoel je “Observeren”?" in refused(f'{BEGIN}\nEn "leerkracht" de taak "Observeer" afrondt')


def test_a_question_is_no_task():
    assert "is een vraag, geen taak" in refused(f'{SEEN}\nEn "leerkracht" de taak "Verder?" afrondt')


def test_who_is_not_of_the_lane_may_not_complete_a_task():
    text = f'{BEGIN}\nEn "bestuur" de taak "Observeren" afrondt met\n| ernst | laag |'
    assert "“Observeren” is voor leerkracht of intern begeleider." in refused(text)


def test_who_did_the_one_task_may_not_do_the_other():
    files = f'{TALKED}\nDan kan "leerkracht" de taak "Besluiten" niet afronden'
    assert holds(files)


def test_a_lane_speaks_for_the_first_of_its_functions_that_may():
    assert holds(f'{TALKED}\nEn "directie" de taak "Besluiten" afrondt met\n| besluit | ja |')


def test_an_answer_that_is_no_label_lists_the_labels():
    text = f'{SEEN}\nEn "leerkracht" op de vraag "Verder?" antwoordt "Misschien"'
    assert (
        "“Misschien” is geen antwoord op “Verder?”. Kies uit: “Stoppen”, “Door” en “Nog eens, met reden”."
        in refused(text)
    )


def test_a_label_may_hold_a_comma_and_several_answers_are_separated_by_one():
    text = f'{ASKED}\nEn "leerkracht" op de vraag "Wat is nodig?" antwoordt "Vragen, en bellen, Helpen"'
    assert holds(f'{text}\nDan heeft "leerkracht" de taak "Helpen"\nEn heeft "ib" de taak "Vragen, en bellen"')


def test_several_answers_may_stand_each_in_quotes():
    text = f'{ASKED}\nEn "leerkracht" op de vraag "Wat is nodig?" antwoordt "Helpen" en "Vragen, en bellen"'
    assert holds(f'{text}\nDan heeft "ib" de taak "Vragen, en bellen"')


def test_niets_goes_with_no_other_answer():
    text = f'{ASKED}\nEn "leerkracht" op de vraag "Wat is nodig?" antwoordt "Niets, Helpen"'
    assert "“Niets” gaat bij “Wat is nodig?” niet samen" in refused(text)


def test_one_question_takes_one_answer():
    text = f'{SEEN}\nEn "leerkracht" op de vraag "Verder?" antwoordt "Stoppen, Door"'
    assert "past één antwoord" in refused(text)


def test_a_reason_is_made_up_unless_it_is_given():
    text = f'{SEEN}\nEn "leerkracht" op de vraag "Verder?" antwoordt "Nog eens, met reden"'
    assert holds(text)
    assert "Geef bij “Verder?” een reden" in refused(f"{text} met\n| reden | x |")


def test_the_lane_tells_two_tasks_of_one_name_apart():
    act = f'{BEGIN}\nEn "leerkracht" de taak "Observeren" van route "zorg" in lane'
    assert holds(f'{act} "Leerkracht" afrondt met\n| ernst | hoog |')
    assert "in route “zorg” in lane “Directie” niet open" in refused(f'{act} "Directie" afrondt met\n| ernst | hoog |')


def test_the_oldest_of_two_tasks_of_one_name_is_meant_unless_the_route_is_named():
    again = f'{DECIDED}\nEn "leerkracht" "Zorg" start'
    one = f'{again}\nEn "leerkracht" de taak "Observeren" afrondt met\n| notitie | de oudste |'
    assert holds(f'{one}\nDan heeft "ib" de taak "Observeren"')
    other = f'{again}\nEn "leerkracht" de taak "Observeren" van route "zorg" afrondt met\n| ernst | laag |'
    assert holds(f'{other}\nDan heeft "leerkracht" de vraag "Verder?"')


def test_a_message_from_outside_is_heard_where_something_waits():
    text = f'{DECIDED}\nEn "leerkracht" de taak "Observeren" afrondt\nEn bericht "Ga door" binnenkomt'
    assert holds(f'{text}\nDan is de route "ander" afgesloten met "Over"')


def test_a_message_that_nobody_hears_is_no_error_but_one_that_nobody_drew_is():
    assert holds('Als bericht "Ga door" binnenkomt\nDan is het bericht "Ga door" niet gehoord')
    assert "Geen tekening kent het bericht “Ga dor”. Bedoel je “Ga door”?" in refused('Als bericht "Ga dor" binnenkomt')


def test_a_message_carries_only_fields_that_route():
    assert "geen veld waarop een route draait" in refused('Als bericht "Begin ander" binnenkomt met\n| kleur | rood |')
    assert holds('Als bericht "Begin ander" binnenkomt met\n| ernst | hoog |\n| op | 1 oktober 2026 |')


def test_a_waiting_button_is_heard_before_a_route_is_begun():
    text = f'{DECIDED}\nEn "leerkracht" de taak "Observeren" afrondt\nEn "waarnemer" "Ga door" start'
    assert holds(f'{text}\nDan is de route "ander" afgesloten met "Over"')


@pytest.mark.parametrize(
    "text",
    ["er 1 werkdag voorbijgaat", "er een dag voorbijgaat", "er 3 minuten voorbijgaan", "er gaan 2 weken voorbij"],
)
def test_time_goes_by_in_one_or_in_more(text):
    assert holds(f"Als {text}")


def test_the_clock_does_not_go_back_once_something_happened():
    assert "De klok kan niet terug" in refused(f"{BEGIN}\nGegeven het is 1 augustus 2026")
    assert holds("Gegeven het is 1 augustus 2025")


def test_the_same_day_named_again_leaves_the_clock_alone():
    assert holds(f"Gegeven het is 1 september 2026 om 14:05\n{BEGIN}\nGegeven het is 1 september 2026")


def test_a_second_dossier_needs_a_scenario_of_its_own():
    assert "al begonnen" in refused(f"{BEGIN}\nGegeven een dossier voor een leerling uit groep 5")


def test_a_school_holiday_counts_for_school_days_and_not_for_working_days():
    holiday = "Gegeven het is schoolvakantie van 2 september 2026 tot en met 30 september 2026"
    assert holds(f'{holiday}\n{BEGIN}\nDan is de uiterste datum van "Observeren" 8 september 2026')
    assert "hoogstens 366 dagen" in refused("Gegeven het is vakantie van 1 januari 2027 t/m 1 januari 2029")
    assert "Noem de eerste dag eerst" in refused("Gegeven het is vakantie van 3 mei 2027 t/m 1 mei 2027")


def test_a_sentence_that_is_none_is_answered_with_those_it_is_like():
    said = refused('Als "leerkracht" de taak "Observeren" afmaakt')
    assert said.startswith("Deze zin kent Leidraad niet.")
    assert '"leerkracht" de taak "…" afrondt' in said


def test_a_scenario_stops_at_the_step_that_fails():
    failure = (
        run('Als "leerkracht" "Zorg" start\nDan heeft niemand de taak "Observeren"\nEn onzin').scenarios[0].failure
    )
    assert failure is not None
    assert (failure.line, failure.step) == (6, 'heeft niemand de taak "Observeren"')


def test_answers_in_quotes_of_their_own_never_make_another_answer():
    task = OpenTask(
        "t", "g", "g", TaskKind.VRAAG, "Wat?", None, None, START, None, multiple=True,
        choices=tuple(Choice(label, label) for label in ("Ja", "Graag", "Ja, graag")),
    )  # fmt: skip
    assert labels_in(task, ["Ja", "Graag"]) == ["Ja", "Graag"]
    assert labels_in(task, ["Ja, graag"]) == ["Ja, graag"]
