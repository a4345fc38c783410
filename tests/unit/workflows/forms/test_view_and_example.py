"""What a page shows of a form, and the answers that are made up for a scenario."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.errors import FormError
from workflows.forms import ComponentView, Form, FormView, read_form

NOW = datetime(2026, 9, 1, 22, 30, 45, tzinfo=UTC)
"""In the Netherlands it is 2 September already."""
YES_NO = [{"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"}]
REQUIRED = {"required": True}


def form(*components: dict[str, object]) -> Form:
    """A form of these components."""
    return read_form({"schemaVersion": 18, "components": list(components)}, "proef")


TALK = form(
    {"type": "text", "text": "Begin met **feiten**."},
    {
        "type": "radio", "key": "gesproken", "label": "Gesproken?", "description": "Ook aan de telefoon.",
        "values": YES_NO, "defaultValue": "ja", "validate": REQUIRED, "properties": {"veldgroep": "gesprek"},
    },
    {
        "type": "group", "label": "Gesprek", "conditional": {"hide": '=gesproken != "ja"'},
        "components": [{"type": "datetime", "key": "op", "dateLabel": "Wanneer?", "validate": REQUIRED}],
    },
    {"type": "number", "key": "uren", "label": "Uren", "validate": {"min": 1, "max": 9}},
    {"type": "checkbox", "key": "akkoord", "label": "Akkoord"},
    {"type": "checklist", "key": "wie", "label": "Wie?", "values": [{"value": "ouders"}, {"value": "kind"}]},
    {
        "type": "dynamiclist", "path": "acties", "label": "Acties",
        "components": [
            {"type": "textfield", "key": "wat", "label": "Wat?", "defaultValue": "bellen", "validate": REQUIRED},
        ],
    },
)  # fmt: skip


def shown(view: FormView) -> dict[str, ComponentView]:
    """The components of a view by name; those without a name by type."""
    found: dict[str, ComponentView] = {}
    waiting = list(view.components)
    while waiting:
        part = waiting.pop()
        found[part.name or part.type] = part
        waiting += [*part.children, *(cell for row in part.rows for cell in row)]
    return found


def test_an_untouched_form_shows_its_default_answers_and_one_empty_row() -> None:
    page = shown(TALK.view({}, now=NOW))
    assert page["text"].text == "Begin met **feiten**."
    assert [(option.label, option.chosen) for option in page["gesproken"].options] == [("Ja", True), ("Nee", False)]
    assert (page["gesproken"].description, page["gesproken"].veldgroep) == ("Ook aan de telefoon.", "gesprek")
    assert page["acties[0].wat"].value == "bellen"
    assert not page["op"].hidden


def test_a_condition_hides_a_group_with_all_in_it() -> None:
    page = shown(TALK.view({"gesproken": "nee", "op": "1-9-2026"}, now=NOW))
    assert (page["group"].hidden, page["op"].hidden, page["op"].value) == (True, True, "1-9-2026")


def test_what_was_typed_is_shown_again_right_or_wrong() -> None:
    typed = {
        "gesproken": "ja", "op": "31-2-2026", "uren": "veel", "akkoord": "on", "wie": ["kind"], "acties[0].wat": "",
        "acties[3].wat": "mailen",
    }  # fmt: skip
    page = shown(TALK.view(typed, TALK.clean(typed, NOW).errors, now=NOW))
    assert [page[name].value for name in ("op", "uren", "akkoord", "acties[0].wat", "acties[1].wat")] == [
        "31-2-2026", "veel", True, "", "mailen",
    ]  # fmt: skip
    assert [option.chosen for option in page["wie"].options] == [False, True]


def test_stored_values_are_shown_as_people_write_them() -> None:
    page = shown(TALK.view({"op": "2026-09-08", "uren": 2.5, "akkoord": True}, now=NOW))
    assert [page[name].value for name in ("op", "uren", "akkoord")] == ["08-09-2026", "2,5", True]
    moment = form({"type": "datetime", "key": "om", "subtype": "datetime"})
    assert moment.view({"om": "2026-09-08T14:05:00"}, now=NOW).components[0].value == "08-09-2026 14:05"


def test_errors_stand_at_their_field_and_in_the_summary_in_the_order_of_the_page() -> None:
    typed = {"acties": [{"wat": "x" * 10_001}], "uren": 10, "onbekend": "x", "gesproken": "ja"}
    view = TALK.view(typed, TALK.clean(typed, NOW).errors, now=NOW)
    page = shown(view)
    assert [line.name for line in view.errors] == ["op", "uren", "acties[0].wat", ""]
    assert view.errors[0].id == page["op"].id
    assert page["uren"].errors == ("Vul bij 'Uren' een getal in van 1 tot en met 9.",)
    assert "'onbekend'" in view.errors[-1].message


def test_a_view_is_json_with_ids_of_its_own_for_every_component() -> None:
    view = TALK.view({"acties": [{"wat": "a\ud800"}, {"wat": "b"}]}, now=NOW)
    assert json.loads(json.dumps(view.as_dict(), ensure_ascii=False).encode())["key"] == "proef"
    ids = [part.id for part in shown(view).values()]
    assert len(set(ids)) == len(ids) == 10


SCALARS = st.none() | st.integers() | st.floats() | st.text(max_size=9)
ROWS = st.lists(st.text(max_size=5) | st.dictionaries(st.just("wat"), SCALARS), max_size=3)
NAMES = st.sampled_from(["gesproken", "op", "uren", "akkoord", "wie", "acties"])


@given(st.dictionaries(NAMES, SCALARS | ROWS))
def test_whatever_was_typed_can_be_shown(typed: dict[str, object]) -> None:
    view = TALK.view(typed, TALK.clean(typed, NOW).errors, now=NOW)
    assert json.dumps(view.as_dict(), allow_nan=False, ensure_ascii=False).encode()


ASKING = form(
    {"type": "radio", "key": "kies", "label": "Kies", "values": YES_NO, "validate": REQUIRED},
    {
        "type": "textarea", "key": "reden", "label": "Reden",
        "validate": {"required": True, "minLength": 90, "maxLength": 95}, "conditional": {"hide": '=kies != "ja"'},
    },
    {"type": "textfield", "key": "kort", "label": "Kort", "validate": {"required": True, "maxLength": 16}},
    {"type": "textfield", "key": "mail", "validate": {"required": True, "validationType": "email"}},
    {"type": "textfield", "key": "bel", "label": "Bel", "validate": {"required": True, "validationType": "phone"}},
    {"type": "number", "key": "vanaf", "decimalDigits": 0, "validate": {"required": True, "min": 1.5}},
    {"type": "number", "key": "tot", "label": "Tot", "validate": {"required": True, "max": -2}},
    {"type": "number", "key": "smal", "label": "Smal", "validate": {"required": True, "min": 0.2, "max": 0.4}},
    {"type": "number", "key": "vrij", "label": "Vrij", "validate": REQUIRED},
    {"type": "datetime", "key": "op", "label": "Op", "validate": REQUIRED, "disallowPassedDates": True},
    {"type": "datetime", "key": "tijd", "subtype": "time", "label": "Tijd", "validate": REQUIRED},
    {"type": "datetime", "key": "om", "subtype": "datetime", "label": "Om", "validate": REQUIRED},
    {"type": "checkbox", "key": "vink", "label": "Vink", "validate": REQUIRED},
    {"type": "checklist", "key": "soort", "label": "Soort", "values": YES_NO, "validate": REQUIRED},
    {
        "type": "dynamiclist", "path": "acties", "label": "Acties", "validate": REQUIRED,
        "components": [
            {"type": "number", "key": "nr", "label": "Nr", "validate": REQUIRED},
            {"type": "textfield", "key": "wat", "label": "Wat", "validate": REQUIRED},
            {"type": "textfield", "key": "vrij", "label": "Vrij"},
        ],
    },
    {"type": "dynamiclist", "path": "los", "components": [{"type": "textfield", "key": "x"}], "validate": REQUIRED},
    {"type": "textarea", "key": "mag", "label": "Mag"},
)  # fmt: skip


def test_an_example_answers_all_that_is_asked_and_nothing_else() -> None:
    made = ASKING.example({}, NOW)
    assert 90 <= len(str(made.pop("reden"))) <= 95
    assert made == {
        "kies": "ja", "kort": "Voorbeeldtekst b", "mail": "voorbeeld@school.nl", "bel": "0512 345678", "vanaf": 2,
        "tot": -2, "smal": 0.2, "vrij": 1, "op": "2026-09-02", "tijd": "00:30", "om": "2026-09-02T00:30:00",
        "vink": True, "soort": ["ja"], "acties": [{"nr": 1, "wat": "Voorbeeldtekst bij 'Wat'"}],
        "los": [{"x": "Voorbeeldtekst bij 'x'"}],
    }  # fmt: skip


def test_an_example_keeps_what_is_given_and_fills_in_around_it() -> None:
    made = ASKING.example({"kies": "Nee", "acties": [{"nr": "3"}, {"wat": "bellen"}]}, NOW)
    assert made["kies"] == "nee"
    assert "reden" not in made
    assert made["acties"] == [{"nr": 3, "wat": "Voorbeeldtekst bij 'Wat'"}, {"nr": 1, "wat": "bellen"}]


def test_an_example_is_good_and_always_the_same() -> None:
    made = ASKING.example({}, NOW)
    assert ASKING.clean(made, NOW).errors == {}
    assert ASKING.example({}, NOW) == made == ASKING.example(made, NOW)


@pytest.mark.parametrize(
    ("fixed", "says"),
    [
        ({"kies": "misschien"}, "kies: Kies een van deze antwoorden bij 'Kies': Ja, Nee."),
        ({"gekozen": "ja"}, "gekozen: Dit formulier heeft geen veld 'gekozen'."),
        ({"kies": ""}, "kies: Kies een antwoord bij 'Kies'."),
        ({"acties": [{"nr": "veel"}]}, "acties[0].nr: "),
    ],
)
def test_an_example_that_cannot_be_made_says_which_field_and_what_fits(fixed: dict[str, object], says: str) -> None:
    with pytest.raises(FormError) as refused:
        ASKING.example(fixed, NOW)
    assert says in refused.value.message
