"""A protocol with everything that the drawing language has: nothing to say about it."""

from __future__ import annotations

from tests.unit.workflows.validator.diagrams import (
    Draw,
    choice,
    component,
    event,
    form,
    message,
    table,
    timer,
)  # fmt: skip
from tests.unit.workflows.validator.test_lists import LIST, loop
from workflows.validator import check

TOML = b"""
naam = "Proef"
functies = ["leerkracht", "intern begeleider", "directeur", "waarnemer"]
routes = ["route", "melding"]
[lanen]
Directie = ["directeur", "waarnemer"]
MT = ["directeur"]
"""
DATE = {
    "type": "datetime",
    "subtype": "date",
    "key": "gemeld_op",
    "id": "op",
    "label": "Gemeld op",
    "dateLabel": "Gemeld op",
}
FORMS = {
    "forms/wegen.form": form(choice("uitkomst", "ja", "nee"), component("number", "leeftijd"), LIST, DATE),
    "forms/klaar.form": form(component("textarea", "verslag"), key="klaar"),
    "forms/gesprek.form": form(choice("gesproken", "ja", "nee"), key="gesprek"),
}
TABLES = {
    "decisions/besluit.dmn": table(
        "besluiten", {"uitkomst": '"leeg","ja","nee"', "loopt_melding": '"ja","nee"'}, ("besluit",),
        (('"ja"', '"nee"', '"MELDEN"'), ('"ja"', '"ja"', '"WACHTEN"'), ('not("ja")', "-", '"STOPPEN"')),
    ),
    "decisions/begin.dmn": table("begin", {}, ("besluit", "stap"), (('"leeg"', '"Stap 1"'),)),
}  # fmt: skip
TOP = [
    '<bpmn:message id="m_zorg" name="Zorg"/>', '<bpmn:message id="m_stop" name="Stoppen"/>',
    '<bpmn:message id="m_hulp" name="Hulp"/>', '<bpmn:message id="m_melding" name="Melding"/>',
    '<bpmn:error id="fout" name="Afgebroken" errorCode="afgebroken"/>', '<bpmn:escalation id="hoger" name="Hoger"/>',
]  # fmt: skip


def route() -> Draw:
    draw = Draw("route")
    draw.top += TOP
    draw.node(
        "startEvent", "zorg", "Zorg", message("m_zorg"), knop_="leerkracht, intern begeleider", formulier_="wegen"
    )
    draw.node("businessRuleTask", "begin_taak", "Begin", decision="begin").node("exclusiveGateway", "samen")
    draw.node("intermediateThrowEvent", "stap_1", "Stap 1", fase_="signaleren").task(
        "wegen_taak", "Wegen", samen_met_="MT"
    )
    draw.node("boundaryEvent", "na_week", "Na een week", timer("1 week"), attachedToRef="wegen_taak",
              cancelActivity="false", ook_door_="waarnemer")  # fmt: skip
    draw.node("sendTask", "zeg", "Directie inlichten", aan_="Directie").end("gezegd")
    draw.node("boundaryEvent", "elke_dag", "Elke dag", timer("R3/P1D", "timeCycle"), attachedToRef="wegen_taak",
              cancelActivity="false").end("herinnerd")  # fmt: skip
    draw.node("businessRuleTask", "bepaal", "Besluiten", decision="besluiten")
    draw.node("exclusiveGateway", "welk", "Welk besluit?").question("verder", "Hoe verder?", "inclusiveGateway")
    draw.node("intermediateThrowEvent", "meld", "Melden", message("m_melding"), mee_="uitkomst, gemeld_op")
    draw.node("callActivity", "praat", "Praten", calledElement="gesprek", in__soort_='"route"',
              in__uitkomst_="uitkomst", uit__gesproken_="gesproken")  # fmt: skip
    draw.node("boundaryEvent", "mis", "Afgebroken", event("error", errorRef="fout"), attachedToRef="praat").end(
        "mislukt"
    )
    draw.node("boundaryEvent", "op", "Hoger", event("escalation", escalationRef="hoger"), attachedToRef="praat",
              cancelActivity="false").end("hoger_op")  # fmt: skip
    draw.task("actie", "Actie uitvoeren", loop(), lane="", lane_="actie.lane", termijn_="actie.datum",
              formulier_="klaar").raw('<bpmn:dataObject id="acties"/>')  # fmt: skip
    draw.node("inclusiveGateway", "bijeen").node("eventBasedGateway", "wacht")
    draw.node("intermediateCatchEvent", "hulp", "Hulp", message("m_hulp"), knop_="iedereen")
    draw.node("intermediateCatchEvent", "termijn", "Na de termijn", timer("5 werkdagen na gemeld_op"))
    draw.end("klaar", "Klaar").end("gestopt", "Gestopt", event("terminate"))
    draw.path("zorg", "begin_taak", "samen", "stap_1", "wegen_taak", "bepaal", "welk").path("na_week", "zeg", "gezegd")
    draw.flow("elke_dag", "herinnerd").flow("welk", "verder", "melden", 'besluit = "MELDEN"').flow(
        "welk", "gestopt", "anders"
    )
    draw.default("welk", "gestopt").flow("verder", "meld", "Melden").flow("verder", "praat", "Praten")
    draw.flow("verder", "actie", "Acties").flow("verder", "bijeen", "Niets").path("meld", "bijeen").path(
        "praat", "bijeen"
    )
    draw.path("actie", "bijeen", "wacht", "hulp", "samen").path("wacht", "termijn", "klaar").flow("mis", "mislukt")
    stop = Draw().node("startEvent", "stop_s", "Stoppen", message("m_stop"), knop_="directeur").end("stop_e")
    return draw.flow("op", "hoger_op").inside("stop", "Stoppen", stop.flow("stop_s", "stop_e"), triggeredByEvent="true")


def talk() -> Draw:
    draw = Draw("gesprek").node("startEvent", "g_s").task("g_taak", "Gesprek voeren", lane="Intern begeleider",
                                                          formulier_="gesprek", niet_door_="Wegen")  # fmt: skip
    draw.node("exclusiveGateway", "g_kies", "Welk soort?").end("g_klaar").node(
        "endEvent", "g_mis", "Afgebroken", event("error", errorRef="fout_g"))  # fmt: skip
    draw.node("endEvent", "g_hoger", "Hoger", event("escalation", escalationRef="hoger_g"))
    draw.top += ['<bpmn:error id="fout_g" errorCode="afgebroken"/>', '<bpmn:escalation id="hoger_g" name="Hoger"/>']
    draw.path("g_s", "g_taak", "g_kies").flow("g_kies", "g_klaar", "gesproken", 'gesproken = "ja"')
    draw.flow("g_kies", "g_mis", "route", 'soort = "route" and uitkomst = "nee"').flow("g_kies", "g_hoger", "anders")
    return draw.default("g_kies", "g_hoger")


def report() -> Draw:
    draw = Draw("melding").node("startEvent", "n_s", "Melding", message("n_melding"))
    sub = Draw().node("startEvent", "b_s").task("b_taak", "Bellen", lane="", formulier_="klaar").end("b_e")
    draw.inside("b", "Bellen en schrijven", sub.path("b_s", "b_taak", "b_e"), lane="Directie")
    draw.node("boundaryEvent", "b_laat", "Te laat", timer("PT4H"), attachedToRef="b").end("n_laat")
    draw.node("parallelGateway", "n_split").node("parallelGateway", "n_join").task(
        "n_a", "Inlichten", formulier_="klaar"
    )
    draw.task("n_b", "Nazorg", lane="Intern begeleider", formulier_="klaar", termijn_="volgende schooldag").end("n_e")
    draw.node("endEvent", "n_hulp", "Hulp", message("n_hulp_m")).node(
        "exclusiveGateway", "n_kies", "Was er een uitkomst?"
    )
    draw.top += ['<bpmn:message id="n_melding" name="Melding"/>', '<bpmn:message id="n_hulp_m" name="Hulp"/>']
    draw.path("n_s", "b", "n_split", "n_a", "n_join", "n_kies").path("n_split", "n_b", "n_join").flow(
        "b_laat", "n_laat"
    )
    draw.flow("n_kies", "n_hulp", "ja", 'uitkomst = "ja" and gemeld_op != "leeg"').flow("n_kies", "n_e")
    return draw.default("n_kies", "n_e")


CLEAN = {
    "protocol.toml": TOML, "rechten.csv": b"functie,veldgroep,fase,recht\n", **FORMS, **TABLES,
    "route.bpmn": route().file(), "gesprek.bpmn": talk().file(), "melding.bpmn": report().file(),
}  # fmt: skip


def test_a_protocol_with_everything_in_it_has_no_findings():
    assert check(CLEAN) == ()


def test_each_of_its_files_by_itself_has_none_either():
    for name, data in CLEAN.items():
        assert check({name: data}, context={other: text for other, text in CLEAN.items() if other != name}) == ()
