"""Tasks over a list."""

from __future__ import annotations

import pytest

from tests.unit.workflows.validator.diagrams import Draw, choice, codes, component, form, found, the
from workflows.types import Level

LANES = choice("lane", "Leerkracht", "MT")
DATE = {"type": "datetime", "subtype": "date", "key": "datum", "id": "datum", "dateLabel": "Datum", "label": "Datum"}
LIST = {"type": "dynamiclist", "path": "acties", "id": "acties", "label": "Acties", "components": [LANES, DATE]}


def loop(collection: str = "acties", item: str = "actie", extra: str = "") -> str:
    ref = f"<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>" if collection else ""
    name = f'<bpmn:inputDataItem id="item" name="{item}"/>' if item else ""
    return f"<bpmn:multiInstanceLoopCharacteristics>{ref}{name}{extra}</bpmn:multiInstanceLoopCharacteristics>"


def over(inner: str | None = None, objects: str = "acties", **more: str) -> Draw:
    draw = Draw().start().task("a", "Afspreken").end().flow("s", "a")
    usual = {"lane": "", "lane_": "actie.lane", "termijn_": "actie.datum", "formulier_": "klaar"} | more
    draw.task("b", "Uitvoeren", loop() if inner is None else inner, **usual).path("a", "b", "e")
    return draw.raw(f'<bpmn:dataObject id="{objects}" isCollection="true"/>')


def judged(draw: Draw, *components: dict[str, object]):
    files = {
        "forms/wegen.form": form(*(components or (LIST,))),
        "forms/klaar.form": form(component("textfield", "hoe")),
    }
    return found(draw, files)


def test_a_task_for_each_record_with_its_own_lane_and_date_has_no_findings():
    assert judged(over()) == ()
    assert judged(over(loop().replace("Characteristics>", 'Characteristics isSequential="true">', 1))) == ()


@pytest.mark.parametrize(
    ("draw", "code", "level"),
    [
        (over(loop("")), "no-list", Level.FOUT),
        (over(loop("actiess")), "field-never-set", Level.FOUT),
        (over(loop(item="")), "no-item", Level.FOUT),
        (over(objects="anders"), "list-without-data-object", Level.LET_OP),
        (over(lane_="actie.lan"), "unknown-column", Level.FOUT),
        (over(termijn_="5 werkdagen na actie.dag"), "unknown-column", Level.FOUT),
        (over(lane_='if actie.lane = "MT" then "Tuinman" else actie.lane'), "unknown-lane", Level.FOUT),
        (over(loop(extra="<bpmn:loopCardinality>3</bpmn:loopCardinality>")), "refused-loop-cardinality", Level.FOUT),
    ],
)
def test_a_list_that_does_not_work_is_told(draw: Draw, code: str, level: Level):
    assert the(judged(draw), code).level is level


def test_a_list_that_is_no_list_is_refused():
    assert "no-list" in codes(judged(over(), component("textfield", "acties")))


def test_lanes_that_a_list_can_give_are_known():
    wrong = LIST | {"components": [choice("lane", "Leerkracht", "extern"), DATE]}
    assert '"extern"' in the(judged(over(), wrong), "unknown-lane").message
    handled = over(lane_='if actie.lane = "extern" then "Intern begeleider" else actie.lane')
    assert judged(handled, wrong) == ()
    free = LIST | {"components": [component("textfield", "lane"), DATE]}
    assert "lane-from-any-text" in codes(judged(over(), free), Level.LET_OP)


def test_only_a_user_task_runs_over_a_list():
    draw = Draw().start().task("a", "Afspreken").end().flow("s", "a")
    draw.node("callActivity", "c", "Roep", loop(), calledElement="proef").path("a", "c", "e")
    assert "refused-multi-instance-loop-characteristics" in codes(judged(draw))


def test_a_round_that_only_a_list_can_stop_is_told():
    draw = over()
    draw.node("exclusiveGateway", "g", "Nog eens?").flow("b", "g").flow("g", "b", "", 'loopt_proef = "ja"').flow(
        "g", "e"
    )
    draw.default("g", "e")
    assert "spinning-on-empty-list" in codes(judged(draw), Level.LET_OP)
