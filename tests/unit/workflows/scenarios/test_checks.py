from __future__ import annotations

import pytest

from tests.unit.workflows.scenarios.small import ASKED, BEGIN, DECIDED, SEEN, TALKED, holds, refused


def test_who_has_a_task_also_has_it_by_samen_met():
    assert holds(
        f'{BEGIN}\nDan heeft "leerkracht" de taak "Observeren"\nEn heeft "intern begeleider" de taak "Observeren"'
    )
    assert "kan dit niet doen" in refused(f'{BEGIN}\nDan heeft "directeur" de taak "Observeren"')


def test_who_has_not():
    assert holds(
        f'{BEGIN}\nDan heeft "directeur" niet de taak "Observeren"\nEn heeft "bestuur" de taak "Observeren" niet'
    )
    assert "leerkracht heeft wel: taak “Observeren”" in refused(
        f'{BEGIN}\nDan heeft "leerkracht" de taak "Observeren" niet'
    )


def test_a_task_in_no_lane_is_everybodys():
    text = f'{ASKED}\nEn "ib" op de vraag "Wat is nodig?" antwoordt "Niets"'
    assert "voor leerkracht" in refused(text)
    assert holds(f'{text.replace("ib", "lk")}\nDan heeft "bestuur" de taak "Praten"')


def test_a_question_is_asked_of_its_lane():
    assert holds(f'{SEEN}\nDan heeft "leerkracht" de vraag "Verder?"')
    assert "Open staat nu" in refused(f'{BEGIN}\nDan heeft "leerkracht" de vraag "Verder?"')


def test_nobody_has_what_is_not_open():
    assert holds(f'{BEGIN}\nDan heeft niemand de taak "Besluiten"')
    assert "Toch staat open: taak “Observeren”" in refused(f'{BEGIN}\nDan heeft niemand de taak "Observeren"')
    assert "Bedoel je “Besluiten”?" in refused(f'{BEGIN}\nDan heeft niemand de taak "Besluitn"')


def test_what_can_be_done_is_what_is_open_to_that_function():
    assert holds(f'{BEGIN}\nDan kan "directeur" de taak "Observeren" niet afronden')
    assert holds(f'{BEGIN}\nDan kan "leerkracht" de taak "Observeren" afronden')
    assert holds(f'{BEGIN}\nDan kan "leerkracht" de taak "Besluiten" niet afronden')
    assert "heeft wel" in refused(f'{BEGIN}\nDan kan "leerkracht" de taak "Observeren" niet afronden')
    assert holds(f'{SEEN}\nDan kan "bestuur" de vraag "Verder?" niet beantwoorden')


def test_what_can_be_started_has_a_button():
    assert holds('Dan kan "leerkracht" "Zorg" starten\nEn kan "bestuur" "Zorg" niet starten')
    assert "wel starten" in refused('Dan kan "leerkracht" "Zorg" niet starten')
    assert "Bedoel je “Zorg”?" in refused('Dan kan "bestuur" "Zorgg" niet starten')
    assert "is een knop voor leerkracht" in refused('Dan kan "bestuur" "Zorg" starten')


@pytest.mark.parametrize("outcome", ["MELDEN", "melden", "rood"])
def test_any_output_of_the_last_evaluation_is_the_outcome(outcome):
    assert holds(f'{TALKED}\nDan is de uitkomst van "zet" "{outcome}"')


def test_another_outcome_shows_what_was_said():
    assert "uitkomst = “MELDEN”, soort = “rood”" in refused(f'{TALKED}\nDan is de uitkomst van "zet" "AFSLUITEN"')


def test_a_decision_that_was_not_asked_or_is_not_there():
    assert "nog niet gevraagd" in refused('Dan is de uitkomst van "zet" "MELDEN"')
    assert "Er is geen beslistabel “D9”" in refused('Dan is de uitkomst van "D9" "MELDEN"')


def test_a_route_runs_until_its_end():
    assert holds(f'{BEGIN}\nDan loopt de route "zorg"\nEn loopt de route "ander" niet')
    assert "Nu loopt: “zorg”" in refused(f'{BEGIN}\nDan loopt de route "ander"')
    assert "loopt wel" in refused(f'{BEGIN}\nDan loopt de route "zorg" niet')


def test_a_route_is_closed_with_the_end_that_it_reached():
    text = f'{SEEN}\nEn "leerkracht" op de vraag "Verder?" antwoordt "Stoppen"'
    assert holds(f'{text}\nDan is de route "zorg" afgesloten\nEn is de route "Zorg" afgesloten met "Gestopt"')
    assert "afgesloten met “Gestopt”, niet met “Klaar”" in refused(
        f'{text}\nDan is de route "zorg" afgesloten met "Klaar"'
    )
    assert "niet afgesloten (loopt)" in refused(f'{SEEN}\nDan is de route "zorg" afgesloten')
    assert "Er is geen route “zorgg”" in refused('Dan is de route "zorgg" afgesloten')


def test_a_called_process_is_named_as_a_route():
    asked = f'{ASKED}\nEn "leerkracht" op de vraag "Wat is nodig?" antwoordt "Niets"'
    assert holds(f'{asked}\nDan loopt de route "gesprek"')
    assert "loopt nog" in refused(f'{asked}\nDan is de route "gesprek" afgesloten')
    assert "nog niet begonnen" in refused(f'{ASKED}\nDan is de route "gesprek" afgesloten')
    assert holds(f'{TALKED}\nDan is de route "gesprek" afgesloten met "Gesproken"\nEn loopt de route "gesprek" niet')
    assert "niet met “Klaar”" in refused(f'{TALKED}\nDan is de route "gesprek" afgesloten met "Klaar"')


def test_the_latest_route_of_a_name_is_meant():
    assert holds(f'{DECIDED}\nDan is de route "zorg" afgesloten\nAls "lk" "Zorg" start\nDan loopt de route "zorg"')
    assert "loopt" in refused(f'{DECIDED}\nAls "lk" "Zorg" start\nDan is de route "zorg" afgesloten')


def test_a_notice_is_counted_for_its_function():
    waited = f"{TALKED}\nAls er 10 werkdagen voorbijgaan"
    assert holds(
        f'{waited}\nDan is er een bericht gestuurd aan "bestuur"\nEn is er geen bericht gestuurd aan "directie"'
    )
    assert "Gestuurde berichten: geen" in refused(f'{TALKED}\nDan is er een bericht gestuurd aan "bestuur"')
    assert "wel een bericht" in refused(f'{waited}\nDan is er geen bericht gestuurd aan "bestuur"')


def test_an_escalation_widens_who_may():
    assert holds(f'{TALKED}\nDan kan "bestuur" de taak "Besluiten" niet afronden')
    assert holds(f'{TALKED}\nAls er 10 werkdagen voorbijgaan\nDan heeft "bestuur" de taak "Besluiten"')


def test_a_task_is_late_when_its_last_day_is_over():
    late = 'Dan is de taak "Observeren" te laat'
    in_time = 'Dan is de taak "Observeren" niet te laat'
    assert holds(f"{BEGIN}\n{in_time}\nAls er 5 werkdagen voorbijgaan\n{late}")
    assert holds(f"{BEGIN}\nGegeven het is 8 september 2026 om 23:59\n{in_time}")
    assert holds(f"{BEGIN}\nGegeven het is 9 september 2026 om 00:00\n{late}")
    assert "is de uiterste datum 8 september 2026" in refused(f"{BEGIN}\n{late}")
    assert "staat niet open" in refused(f'{BEGIN}\nDan is de taak "Besluiten" te laat')


def test_the_last_day_of_a_task():
    asked = 'Dan is de uiterste datum van "Observeren"'
    assert holds(f"{BEGIN}\n{asked} 8 september 2026")
    assert "8 september 2026, niet 9 september 2026" in refused(f"{BEGIN}\n{asked} 9 september 2026")
    assert "geen uiterste datum" in refused(f"{DECIDED}\n{asked} 8 september 2026")


def test_a_term_counts_from_a_date_of_the_form():
    text = DECIDED.replace("nee", "ja").rstrip() + "\n| op | 1 oktober 2026 |"
    assert holds(f'{text}\nDan is de uiterste datum van "Nazorg" 8 oktober 2026')


def test_an_optional_date_may_be_left_out_and_an_optional_choice_may_not():
    assert holds(f'{DECIDED.replace("nee", "ja")}\nDan is de uiterste datum van "Nazorg" 8 september 2026')


def test_a_message_between_routes():
    assert holds(f'{DECIDED}\nDan is het bericht "Begin ander" gestuurd\nEn is het bericht "Ga door" niet gestuurd')
    assert "Gestuurd: geen" in refused(f'{BEGIN}\nDan is het bericht "Begin ander" gestuurd')


def test_a_step_that_is_reached():
    assert holds(f'{BEGIN}\nDan is de stap "Stap 1: kijken" bereikt\nEn is de stap "Stap 2: beslissen" niet bereikt')
    assert "Geen tekening heeft een stap “Stap 9”" in refused(f'{BEGIN}\nDan is de stap "Stap 9" niet bereikt')
    assert "Bereikt zijn: “Stap 1: kijken”" in refused(f'{BEGIN}\nDan is de stap "Stap 2: beslissen" bereikt')
