from __future__ import annotations

import io
import os
import signal
import subprocess
import sys

import pytest

from app.cli.play.console import Console, without_marks
from app.cli.play.session import Session
from tests.cli.terminal import HOLDS, NOT_JUDGED, ROOT, SCHOOL, WRONG_USE, in_a_shell, leidraad, write
from tests.drawn import document
from tests.unit.workflows.scenarios.small import FORMS


@pytest.fixture(name="klein")
def _klein(tmp_path):
    return write(tmp_path / "klein")


def play(bundle, *lines: str):
    """Play in this process; the same words through a real pipe are further below."""
    return leidraad("play", "--bundle", bundle, typed="".join(f"{line}\n" for line in lines))


def test_the_end_of_what_is_typed_is_the_end(klein):
    result = in_a_shell("play", "--bundle", klein)
    assert (result.returncode, result.stderr) == (HOLDS, "")
    assert result.stdout.endswith("Tot ziens.\n")
    assert "\x1b" not in result.stdout


def test_stop_stops(klein):
    assert play(klein, "stop", "onzin").output.count("ken ik niet") == 0


def test_a_route_is_played_from_button_to_end_and_saved_as_a_scenario(klein):
    saved = klein / "scenarios" / "gestopt.feature"
    played = play(
        klein, "start", "1", "Een aanleiding", "1", "2", "Van alles gezien", "1", "1", "geschiedenis", "bewaar Gestopt"
    )
    assert "zorg (loopt)" in played.output
    assert "◉ Stap 1: kijken" in played.output
    assert "1 taak Observeren — leerkracht en intern begeleider — uiterlijk 8 september 2026" in played.output
    assert "zorg (afgesloten met “Gestopt”)" in played.output
    assert "| gezien | Van alles gezien |" in saved.read_text("utf-8")
    assert leidraad("test", "--bundle", klein, saved).exit_code == HOLDS
    assert "is er al" in play(klein, "start Zorg", "**", "bewaar Gestopt").output


def test_a_wrong_answer_is_explained_and_asked_again(klein):
    played = play(klein, "start Zorg", "x", "", "Nu wel lang", "1", "9", "hoog", "kort", "**")
    assert "ten minste 5 tekens" in played.output
    assert "Kies een van deze antwoorden bij 'Label ernst': Laag, Hoog." in played.output
    assert "vraag Verder?" in played.output


def test_going_away_from_a_form_keeps_what_was_typed(klein):
    played = play(klein, "start Zorg", "**", "1", "hoog", "weg", "1", "", "Van alles", "geschiedenis")
    assert "Het formulier blijft liggen" in played.output
    assert "> [hoog]" in played.output
    assert "ernst: hoog" in played.output


def test_work_of_another_function_asks_to_change_places(klein):
    played = play(klein, "start Zorg", "**", "wie bestuur", "1", "wie leerkracht", "1", "1", "**")
    assert "“Observeren” is voor leerkracht of intern begeleider. Je bent nu bestuur" in played.output
    assert "vraag Verder?" in played.output


def test_a_reason_is_asked_where_the_answer_needs_one(klein):
    played = play(klein, "start Zorg", "**", "1", "1", "**", "1", "3", "", "Nog te vroeg", "geschiedenis")
    assert "Schrijf kort waarom." in played.output
    assert "reden: Nog te vroeg" in played.output


def test_time_goes_by_and_what_was_done_can_be_undone(klein):
    played = play(klein, "start Zorg", "**", "verder 5 werkdagen", "terug", "terug", "terug")
    assert "dinsdag 8 september 2026, 23:59" in played.output
    assert "TE LAAT, was uiterlijk 8 september 2026" in played.output
    assert "Teruggedraaid: er 5 werkdagen voorbijgaan" in played.output
    assert 'Teruggedraaid: "leerkracht" "Zorg" start' in played.output
    assert "Er is niets om terug te draaien." in played.output
    assert played.output.rstrip().endswith("Tot ziens.")


def test_the_clock_goes_to_the_first_timer_by_itself(klein):
    begin = ["start Zorg", "**", "1", "1", "**", "1", "2", "1", "3", "1", "**"]
    played = play(klein, *begin, "verder", "klok 1 maart 2027 om 10:00", "verder")
    assert "Bericht aan bestuur: Bestuur waarschuwen" in played.output
    assert "maandag 1 maart 2027, 10:00" in played.output
    assert "Er loopt geen timer." in played.output


def test_what_cannot_be_is_said_and_play_goes_on(klein):
    played = play(klein, "dans", "9", "start Onzin", "bericht Onzin", "verder 5 eeuwen", "wie niemand", "terug", "help")
    assert played.exit_code == HOLDS
    for said in (
        "“dans” ken ik niet",
        "Er is geen nummer 9",
        "geen knop “Onzin”",
        "Geen tekening kent",
        "“5 eeuwen” is geen tijd",
    ):
        assert said in played.output
    assert "bewaar NAAM" in played.output


def test_a_message_from_outside_is_heard(klein):
    played = play(klein, "bericht Begin ander", "1", "**", "wie waarnemer", "start Ga door")
    assert "ander (afgesloten met “Over”)" in played.output


def test_a_plain_terminal_gets_plain_marks(klein):
    typed = "start Zorg\n**\n"
    result = in_a_shell("play", "--bundle", klein, typed=typed, setting={"PYTHONIOENCODING": "ascii"})
    assert "> Stap 1: kijken" in result.stdout


def test_a_protocol_that_does_not_hold_is_not_played(klein):
    (klein / "protocol.toml").write_text("dit is geen toml", "utf-8")
    result = play(klein)
    assert (result.exit_code, result.stdout) == (NOT_JUDGED, "")
    assert "klopt nog niet" in result.stderr


MELDCODE = (
    "wie ib", "start Vermoeden", "**", "Signalen in kaart brengen", "**", "Overleggen met collega", "**",
    "Advies van buiten nodig?", "Nee", "Nu met het kind spreken?", "Nee, met reden", "Het kind is ziek",
    "Oudergesprek voeren", "ja", "**", "Afwegingsvraag 1: vermoeden", "nee", "**", "wie directeur",
    "Weging bekrachtigen", "**", "Eens met de weging?", "Eens", "wie ib", "Volgen en afsluiten", "**", "Afsluiten?",
    "Ja",
)  # fmt: skip


def test_a_whole_meldcode_is_played_through_a_pipe_and_its_scenario_holds(tmp_path):
    saved = tmp_path / "geen_vermoeden.feature"
    lines = "".join(f"{line}\n" for line in (*MELDCODE, f"bewaar {saved}", "stop"))
    played = in_a_shell("play", "--bundle", SCHOOL, typed=lines)
    assert "Meldcode (afgesloten met “Afgesloten”)" in played.stdout
    assert (played.returncode, played.stderr) == (HOLDS, "")
    result = leidraad("test", "--bundle", SCHOOL, saved)
    assert result.exit_code == HOLDS, result.output
    assert 'is de route "Meldcode" afgesloten met "Afgesloten"' in saved.read_text("utf-8")


def test_an_interrupt_ends_politely(klein):
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "flask", "protocol", "play", "--bundle", str(klein)], cwd=ROOT, text=True,
        encoding="utf-8", stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={"PATH": os.environ["PATH"], "FLASK_APP": "app.cli:create_app"},
    )  # fmt: skip
    assert process.stdout is not None
    while not process.stdout.readline().startswith("Er loopt nog niets"):
        continue
    process.send_signal(signal.SIGINT)
    said, wrong = process.communicate(timeout=30)
    assert (process.returncode, wrong) == (HOLDS, "")
    assert said.rstrip().endswith("Tot ziens.")


BESLUITEN = ("start Zorg", "**", "1", "1", "**", "1", "2", "1", "3", "1", "**")


def test_a_wrong_answer_to_a_question_that_is_optional_can_be_left_empty(klein):
    played = play(klein, *BESLUITEN, "wie directeur", "1", "2", "nee", "", "-", "geschiedenis")
    assert played.output.count("Met - laat je dit leeg.") == 2
    assert '"directeur" de taak "Besluiten" afrondt\n      besluit: nee\n      op: \n' in played.output


def test_acute_danger_stands_first_among_what_can_be_started():
    assert "  1 Acute onveiligheid\n" in play(SCHOOL, "start", "").output


def test_enter_starts_nothing_and_who_has_no_button_is_told(klein):
    played = play(klein, "start", "", "wie bestuur", "start")
    assert "heeft geen knop" not in played.output
    assert "bestuur kan nu niets starten." in played.output


def test_a_clock_or_a_span_that_is_none_is_answered_in_the_words_of_play(klein):
    played = play(
        klein, "klok", "verder 5", "verder vijf dagen", "klok 1 januari 0001", "9" * 5000, f"start {'9' * 5000}"
    )
    assert "Zeg wanneer: klok 1 oktober 2026 om 14:05" in played.output
    assert "“5” is geen tijd. Zeg hoe lang, met een getal: verder 5 werkdagen" in played.output
    assert "Deze zin kent Leidraad niet" not in played.output
    assert "zelf de fout" not in played.output
    assert "Het jaar 1 ligt te ver weg." in played.output


def test_a_message_from_outside_is_chosen_from_a_list(klein):
    played = play(klein, "bericht", "2", "bericht", "")
    assert "  2 Begin ander\n" in played.output
    assert "ander (loopt)" in played.output


def test_several_answers_are_written_each_in_quotes(klein):
    played = play(klein, "start Zorg", "**", "1", "1", "**", "1", "2", "1", "1, 2", "geschiedenis")
    assert 'antwoordt "Helpen", "Vragen, en bellen"' in played.output


def test_a_name_with_quotation_marks_is_played_and_its_scenario_holds(klein):
    drawing, saved = klein / "klein.bpmn", klein / "scenarios" / "aanhaling-een.feature"
    drawing.write_bytes(drawing.read_bytes().replace(b"Observeren", b"Zeg &quot;hoi&quot; | nu"))
    (klein / "scenarios" / "klein.feature").unlink()
    played = play(
        klein, "start Zorg", "**", "1", "1", "**", "terug", 'Zeg "hoi" | nu', "1", "**", "bewaar Aanhaling één"
    )
    assert f"Bewaard in {saved}" in played.output
    assert leidraad("test", "--bundle", klein).exit_code == HOLDS


KLUS = """
lanes Werkplaats: a; knecht: b
start s message="Begin" knop="iedereen"
and f
user a "Klus" formulier="vrij"
user b "Klus" formulier="kijken"
and j
end e "Klaar"
s -> f
f -> a -> j
f -> b -> j
j -> e
"""


def test_of_two_tasks_of_one_name_the_list_says_which_is_which_and_the_chosen_one_is_done(tmp_path):
    lanes = b'functies = ["knecht", "baas"]\n[lanen]\nWerkplaats = ["knecht", "baas"]\n'
    files = {**FORMS, "protocol.toml": lanes, "klus.bpmn": document(klus=KLUS)}
    played = play(write(tmp_path, files, ""), "wie knecht", "start Begin", "2", "hoog", "**", "geschiedenis")
    assert "taak Klus (klus, Werkplaats) — knecht en baas" in played.output
    assert "taak Klus (klus, knecht) — knecht\n" in played.output
    assert '"knecht" de taak "Klus" van route "klus" in lane "knecht" afrondt' in played.output
    assert "1 taak Klus — knecht en baas\n" in played.output


def test_a_fault_of_the_program_does_not_end_the_evening(klein, monkeypatch):
    monkeypatch.setattr(Session, "_history", lambda _self, _rest: {}["kwijt"])
    played = play(klein, "geschiedenis", "help")
    assert "Hier gaat Leidraad zelf de fout in (KeyError: 'kwijt'; test_play.py, regel" in played.output
    assert "bewaar NAAM" in played.output


def test_why_a_file_cannot_be_saved_is_told_in_dutch(klein):
    played = play(klein, "start Zorg", "**", f"bewaar {klein}/protocol.toml/x.feature", f"bewaar {'x' * 300}.feature")
    assert "protocol.toml is geen map. Kies een andere naam." in played.output
    assert "de naam is te lang" in played.output


def test_what_is_no_single_protocol_is_not_played(klein, tmp_path):
    many = play(tmp_path)
    assert (many.exit_code, f"één protocol: {klein}" in many.stderr) == (WRONG_USE, True)
    part = play(klein / "forms")
    assert (part.exit_code, "geen heel protocol" in part.stderr) == (WRONG_USE, True)


class Screen(io.StringIO):
    """A terminal that keeps what is written to it."""

    def isatty(self) -> bool:
        return True


def test_bold_is_not_switched_off_at_once(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Screen()
    Console(Screen(), screen).say("Hier", "hier")
    assert screen.getvalue() == "\x1b[1mHier\x1b[0m\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Start **nu** [Vermoeden](#start-x) of *niet*.", "Start nu Vermoeden of niet."),
        ("Lees [de wet](https://wetten.nl/x).", "Lees de wet (https://wetten.nl/x)."),
        ("# Kop\n* een\n* twee", "Kop\n* een\n* twee"),
        ("2 * 3 * 4, veld_naam_x en a*b*c", "2 * 3 * 4, veld_naam_x en a*b*c"),
    ],
)
def test_markdown_is_shown_without_its_marks(text, words):
    assert without_marks(text) == words


DINGEN = b"""{"schemaVersion": 18, "type": "default", "components": [{"type": "dynamiclist", "path": "dingen",
    "label": "Dingen", "components": [
    {"type": "textfield", "key": "wie", "label": "Wie", "validate": {"required": true}},
    {"type": "datetime", "subtype": "date", "key": "op", "label": "Op"}]}]}"""
LIST = """
start s message="Begin" knop="iedereen" formulier="dingen"
user u "Brengen" each="dingen" item="ding" lane="ding.wie" termijn="ding.op" formulier="vrij"
end e "Klaar"
s -> u -> e
"""


@pytest.mark.parametrize(
    ("typed", "table"),
    [
        (["nee"], ["dingen: "]),
        (["ja", "baas", "", "nee"], ["dingen[0].wie: baas", "dingen[0].op: "]),
        (["ja", "baas", "kaas", "-", "ja", "knecht", "8-9-2026", "nee"], ["dingen[0].op: ", "dingen[1].wie: knecht"]),
        (["ja", "baas", "weg", "start Begin", "nee"], ["dingen: "]),
    ],
)
def test_a_list_may_stay_empty_and_its_cells_too(tmp_path, typed, table):
    functions = b'functies = ["baas", "knecht"]\n'
    files = {**FORMS, "forms/dingen.form": DINGEN, "protocol.toml": functions, "d.bpmn": document(dingen=LIST)}
    played = play(write(tmp_path, files, ""), "start Begin", *typed, "geschiedenis")
    assert '"baas" "Begin" start' in played.output, played.output
    for line in table:
        assert f"      {line}\n" in played.output
