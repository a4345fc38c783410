from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from tests.drawn import constants, document
from tests.unit.workflows.scenarios.small import bundle, played
from workflows.bundle import Bundle
from workflows.errors import IncidentError, ScenarioError, WorkflowError
from workflows.scenarios import MemoryDossier, Said, act_out
from workflows.scenarios.clock import START
from workflows.scenarios.dossier import MAX_FIRED
from workflows.scenarios.writing import claims


def of(**processes: str) -> MemoryDossier:
    return MemoryDossier(Bundle.from_files({"t.bpmn": document(**processes)}))


@cache
def beside() -> Bundle:
    """Two routes that look at each other, and one that nobody counts."""
    text = (
        'start s message="{m}" knop="iedereen"\nxor g\nend e "Alleen"\nend f "Samen"\ncatch c timer="duration:PT1H"\n'
    )
    flows = 's -> c -> g\ng -> f {loopt_%s = "ja"}\ng -> e default'
    files = {"t.bpmn": document(een=text.format(m="Een") + flows % "twee", twee=text.format(m="Twee") + flows % "een")}
    return Bundle.from_files(files)


def test_a_route_sees_which_other_routes_run():
    dossier = MemoryDossier(beside())
    act_out(dossier, '"bestuur" "Een" start')
    act_out(dossier, "er 5 minuten voorbijgaan")
    act_out(dossier, '"bestuur" "Twee" start')
    act_out(dossier, "er 2 uren voorbijgaan")
    assert [route.ends for route in dossier.world.routes] == [("Samen",), ("Alleen",)]


def test_only_the_routes_that_the_protocol_names_are_counted():
    files = dict(beside().files) | {"protocol.toml": b'routes = ["een"]'}
    dossier = MemoryDossier(Bundle.from_files(files))
    act_out(dossier, '"bestuur" "Een" start')
    act_out(dossier, '"bestuur" "Twee" start')
    act_out(dossier, "er 2 uren voorbijgaan")
    assert dossier.world.routes[0].ends == ("Alleen",)


TIMED = """
start s message="M" knop="iedereen"
and p
catch a timer="duration:PT2H"
catch b timer="duration:PT1H"
catch c timer="duration:PT1H"
send x aan="bestuur" "Twee uur"
send y aan="bestuur" "Een uur, b"
send z aan="bestuur" "Een uur, c"
end e
s -> p -> a -> x -> e
p -> c -> z -> e
p -> b -> y -> e
"""


def test_timers_go_off_in_order_of_instant_then_element_each_at_its_own_time():
    dossier = of(P=TIMED)
    act_out(dossier, '"bestuur" "M" start')
    act_out(dossier, "er 3 uren voorbijgaan")
    assert [notice.name for notice in dossier.world.notices] == ["Een uur, b", "Een uur, c", "Twee uur"]
    fired = [command.instant - START for command in dossier.world.commands if command.kind == "fire"]
    assert fired == [timedelta(hours=1), timedelta(hours=1), timedelta(hours=2)]
    assert dossier.now == START + timedelta(hours=3)


TWICE = """
start s message="M" knop="iedereen"
sub p
 start t
 and f
 user a "Tekenen"
 user x "Kijken"
 user b "Tekenen"
 end u
 t -> f -> a -> u
 f -> x -> b -> u
done
boundary w on=p timer="duration:P1D" interrupting=yes
user c "Tekenen"
end e
s -> p -> e
w -> c -> e
"""


def test_what_was_done_beside_any_of_the_tasks_that_lapsed_was_done_beside_what_came_in_their_place():
    dossier = of(P=TWICE)
    act_out(dossier, '"bestuur" "M" start')
    act_out(dossier, '"bestuur" de taak "Kijken" afrondt')
    act_out(dossier, "er 2 dagen voorbijgaan")
    (route,) = dossier.world.routes
    (task,) = dossier.engine.tasks(route.state or {})
    assert task.element == "c"
    assert task.id in route.done[0].beside


def test_a_timer_that_is_due_at_once_goes_off_at_once():
    dossier = of(P='start s message="M" knop="iedereen"\ncatch t timer="date:2020-01-01"\nend e "Klaar"\ns -> t -> e')
    act_out(dossier, '"bestuur" "M" start')
    assert dossier.world.routes[0].ends == ("Klaar",)
    assert dossier.now == START


def test_a_drawing_that_ticks_without_end_is_stopped():
    text = 'start s message="M" knop="iedereen"\nxor j\ncatch t timer="duration:PT1M"\ns -> j -> t -> j'
    dossier = of(P=text)
    act_out(dossier, '"bestuur" "M" start')
    before = dossier.world
    with pytest.raises(IncidentError, match=str(MAX_FIRED)):
        act_out(dossier, "er 3 dagen voorbijgaan")
    assert dossier.world is before


def test_what_is_refused_changes_nothing():
    dossier = played('"leerkracht" "Zorg" start')
    before = dossier.world
    for sentence in ('"bestuur" de taak "Observeren" afrondt', "het is 1 mei 2020", '"leerkracht" "Ga door" start'):
        with pytest.raises(WorkflowError):
            act_out(dossier, sentence)
        assert dossier.world is before


def test_two_that_throw_to_each_other_without_end_leave_the_dossier_as_it_was():
    ping = 'start s message="{a}" {k}\nthrow t message="{b}"\nend e\ns -> t -> e'
    dossier = of(P=ping.format(a="Ping", b="Pong", k='knop="iedereen"'), Q=ping.format(a="Pong", b="Ping", k=""))
    before = dossier.world
    with pytest.raises(IncidentError, match="het protocol roept zichzelf"):
        act_out(dossier, '"bestuur" "Ping" start')
    assert dossier.world is before


def test_a_hand_sent_message_reaches_only_catches_with_a_button_for_that_function():
    text = """
start s message="M" knop="iedereen"
catch c message="Verder" knop="bestuur"
end e "Verder"
s -> c -> e
"""
    other = 'start s2 message="Verder" knop="leerkracht"\nuser u2 "Werk"\nend e2\ns2 -> u2 -> e2'
    dossier = of(P=text, Q=other)
    act_out(dossier, '"bestuur" "M" start')
    act_out(dossier, '"leerkracht" "Verder" start')
    assert [(route.process, route.is_open) for route in dossier.world.routes] == [("P", True), ("Q", True)]
    act_out(dossier, '"bestuur" "Verder" start')
    assert dossier.world.routes[0].ends == ("Verder",)


def test_a_lane_that_means_no_function_is_a_function_of_its_own():
    dossier = of(P='lanes Zorgteam: u\nstart s message="M" knop="iedereen"\nuser u "Werk"\nend e\ns -> u -> e')
    act_out(dossier, '"Zorgteam" "M" start')
    act_out(dossier, 'heeft "zorgteam" de taak "Werk"')
    with pytest.raises(ScenarioError):
        act_out(dossier, 'heeft "leerkracht" de taak "Werk"')


def test_each_item_of_a_list_is_for_its_own_lane():
    form = b"""{"schemaVersion": 18, "type": "default", "components": [{"type": "dynamiclist", "path": "acties",
        "label": "Acties", "components": [{"type": "textfield", "key": "wie", "label": "Wie"},
        {"type": "datetime", "subtype": "date", "key": "datum", "label": "Datum", "validate": {"required": true}}]}]}"""
    text = """
start s message="M" knop="iedereen" formulier="lijst"
user u "Actie" each="acties" item="actie" lane="actie.wie" termijn="actie.datum"
end e "Klaar"
s -> u -> e
"""
    dossier = MemoryDossier(Bundle.from_files({"t.bpmn": document(P=text), "forms/lijst.form": form}))
    with pytest.raises(ScenarioError, match=r"acties\[0\]\.wie"):
        act_out(dossier, '"bestuur" "M" start')
    rows = {"acties[1].wie": "leerkracht", "acties[2].Wie": "MT", "Acties[2].datum": "8 september 2026"}
    with pytest.raises(ScenarioError, match=r"datum \(een datum, .*\) in regel 1 van acties"):
        act_out(dossier, '"bestuur" "M" start', rows)
    in_json = {"acties": '[{"wie": "leerkracht"}]'}
    with pytest.raises(ScenarioError, match="datum"):
        act_out(dossier, '"bestuur" "M" start', in_json)
    act_out(dossier, '"bestuur" "M" start', {**rows, "acties[1].datum": "7 september 2026"})
    act_out(dossier, 'is de uiterste datum van "Actie" 8 september 2026')
    act_out(dossier, '"MT" de taak "Actie" afrondt')
    act_out(dossier, 'heeft "leerkracht" de taak "Actie"')
    act_out(dossier, 'kan "MT" de taak "Actie" niet afronden')
    for empty in ("[]", ""):
        act_out(dossier, '"bestuur" "M" start', {"acties": empty})
    as_json = '[{"wie": "leerkracht", "datum": "2026-09-03"}]'
    act_out(dossier, '"bestuur" "M" start', {"acties": as_json})
    assert len([work for work in dossier.work() if work.task.name == "Actie"]) == 2


def test_routes_have_the_same_ids_in_every_run():
    ids = [[str(route.id) for route in played('"leerkracht" "Zorg" start').world.routes] for _ in range(2)]
    assert ids[0] == ids[1]


def test_a_decision_and_a_flow_are_remembered():
    files = {"t.bpmn": document(P='start s message="M" knop="iedereen"\nrule r decision="zet"\nend e\ns -> r -> e'),
             "z.dmn": b"", "decisions/z.dmn": constants(zet={"a": "x"})}  # fmt: skip
    dossier = MemoryDossier(Bundle.from_files(files))
    act_out(dossier, '"bestuur" "M" start')
    assert dossier.world.flows == {"s_r", "r_e"}
    assert dossier.world.decisions[0].outputs == {"a": "x"}


def test_who_presses_a_button_is_remembered():
    assert played('"leerkracht" "Zorg" start').world.routes[0].started_by == "leerkracht"


def test_the_buttons_of_a_function_are_its_own():
    dossier = MemoryDossier(bundle())
    assert [catch.message for catch in dossier.buttons("leerkracht")] == ["Zorg"]
    assert dossier.buttons("bestuur") == ()


def test_a_list_in_a_message_is_a_list_of_lines():
    form = b"""{"schemaVersion": 18, "type": "default", "components": [{"type": "dynamiclist", "path": "acties",
        "label": "Acties", "components": [{"type": "textfield", "key": "wie", "label": "Wie"}]}]}"""
    text = 'start s message="M" formulier="f"\nuser u "Actie" each="acties" item="a" lane="a.wie"\nend e\ns -> u -> e'
    dossier = MemoryDossier(Bundle.from_files({"t.bpmn": document(P=text), "forms/f.form": form}))
    with pytest.raises(ScenarioError, match="past niet bij acties"):
        act_out(dossier, 'bericht "M" binnenkomt', {"acties": "[5]"})
    act_out(dossier, 'bericht "M" binnenkomt', {"acties": '[{"wie": "MT"}]'})
    act_out(dossier, 'heeft "MT" de taak "Actie"')


def test_a_function_whose_name_begins_with_an_article_is_called_with_it_or_without():
    text = (
        'lanes de Koning: u; Het Bestuur: v\nstart s message="M" knop="iedereen"\nuser u "Werk"\nuser v "Zien"\nend e\n'
    )
    dossier = of(P=f"{text}s -> u -> v -> e")
    act_out(dossier, '"de Koning" "M" start')
    act_out(dossier, '"koning" de taak "Werk" afrondt')
    act_out(dossier, 'heeft "het bestuur" de taak "Zien"')


def test_a_name_with_quotation_marks_is_said_with_single_ones():
    text = """
start s message="Spullen “mee”" knop="iedereen"
user u "Zeg «hoi» | nu"
end e "’t Is klaar"
s -> u -> e
"""
    dossier = of(P=text)
    for said in (Said.naming("§ § start", "bestuur", "Spullen “mee”"), Said('"MT" de taak "Zeg \'hoi\' | nu" afrondt')):
        act_out(dossier, said.text)
    assert list(claims(dossier)) == ['is de route "P" afgesloten met "\'t Is klaar"']
    act_out(dossier, next(claims(dossier)))
