"""Cleaning answers: text and JSON become values, and what is wrong is said in Dutch, by field."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.forms import Cleaned, Form, read_form

NOW = datetime(2026, 9, 1, 22, 30, tzinfo=UTC)
"""In the Netherlands it is 2 September already."""


def form(*components: dict[str, object]) -> Form:
    """A form of these components."""
    return read_form({"schemaVersion": 18, "components": list(components)}, "proef")


def field(kind: str, **more: object) -> dict[str, object]:
    """A component with key `veld` and label `Vraag`."""
    return {"type": kind, "key": "veld", "label": "Vraag", **more}


def values(*names: str) -> list[dict[str, str]]:
    """Options with a label that begins with a capital."""
    return [{"value": name, "label": name.capitalize()} for name in names]


def clean(component: dict[str, object], answer: object) -> tuple[object, str]:
    """The value of the one field, and what is wrong with it."""
    cleaned = form(component).clean({"veld": answer}, NOW)
    return cleaned.values.get("veld"), "".join(cleaned.errors.get("veld", []))


RADIO = field("radio", values=values("ja", "nee", "twijfel"))
CHECKLIST = field("checklist", values=values("slaan", "schelden", "zwijgen"))
DATETIME = field("datetime", subtype="datetime")


@pytest.mark.parametrize(
    ("component", "answer", "value"),
    [
        (field("textfield"), "  Kim  ", "Kim"),
        (field("textfield"), "Zoe\u0308", "Zoë"),
        (field("textarea"), "een\r\ntwee\rdrie\n", "een\ntwee\ndrie"),
        (field("textfield", validate={"validationType": "email"}), "kim@school.nl", "kim@school.nl"),
        (field("textfield", validate={"validationType": "phone"}), "+31 6 12345678", "+31 6 12345678"),
        (field("number"), "16,5", 16.5),
        (field("number"), "16.5", 16.5),
        (field("number"), "-3", -3),
        (field("number"), "3,0", 3),
        (field("number"), 3.0, 3),
        (field("number"), 0.1, 0.1),
        (field("number", validate={"min": 0.1, "max": 0.3}), "0,3", 0.3),
        (field("number", decimalDigits=1), "2,50", 2.5),
        (field("datetime"), "08-09-2026", "2026-09-08"),
        (field("datetime"), "8-9-2026", "2026-09-08"),
        (field("datetime"), "8/9/2026", "2026-09-08"),
        (field("datetime"), "2026-09-08", "2026-09-08"),
        (field("datetime", disallowPassedDates=True), "02-09-2026", "2026-09-02"),
        (field("datetime", properties={"toekomst": "nee"}), "02-09-2026", "2026-09-02"),
        (field("datetime", subtype="time"), "9:05", "09:05"),
        (field("datetime", subtype="time"), "14.05", "14:05"),
        (DATETIME, "08-09-2026 14:05", "2026-09-08T14:05:00"),
        (DATETIME, "8-9-2026 om 9.05", "2026-09-08T09:05:00"),
        (DATETIME, "2026-09-08T14:05", "2026-09-08T14:05:00"),
        (DATETIME, "2026-09-08T14:05:30.250Z", "2026-09-08T16:05:30"),
        (DATETIME, "2026-12-08T23:30:00+00:00", "2026-12-09T00:30:00"),
        (RADIO, "nee", "nee"),
        (RADIO, "Nee", "nee"),
        (field("select", values=values("ja")), " ja ", "ja"),
        (CHECKLIST, ["zwijgen", "slaan", "slaan"], ["slaan", "zwijgen"]),
        (CHECKLIST, "slaan", ["slaan"]),
        (CHECKLIST, "zwijgen, Slaan", ["slaan", "zwijgen"]),
        (CHECKLIST, ["", " slaan "], ["slaan"]),
        (field("checkbox"), "on", True),
        (field("checkbox"), "Ja", True),
        (field("checkbox"), True, True),
        (field("checkbox"), "", False),
        (field("checkbox"), "nee", False),
        (field("checkbox"), None, False),
    ],
)
def test_an_answer_becomes_its_value(component: dict[str, object], answer: object, value: object) -> None:
    found, wrong = clean(component, answer)
    assert (found, type(found), wrong) == (value, type(value), "")


@pytest.mark.parametrize("answer", ["", "   ", None, [], ()])
@pytest.mark.parametrize("component", [field("textfield"), field("number"), field("datetime"), RADIO, CHECKLIST])
def test_nothing_filled_in_is_no_value_and_no_error(component: dict[str, object], answer: object) -> None:
    assert form(component).clean({"veld": answer}, NOW) == Cleaned({}, {})


@pytest.mark.parametrize(
    ("component", "answer", "says"),
    [
        (field("textfield"), "a\nb", "één regel"),
        (field("textfield"), 7, "een tekst"),
        (field("textfield"), ["a"], "een tekst"),
        (field("textarea"), "a\x00b", "onzichtbaar teken"),
        (field("textarea"), "a\x1bb", "onzichtbaar teken"),
        (field("textarea"), "a\ud800b", "onzichtbaar teken"),
        (field("textarea"), "a" * 10_001, "10001 tekens"),
        (field("textarea", validate={"minLength": 20}), "kort", "ten minste 20 tekens; het zijn er nu 4"),
        (field("textarea", validate={"maxLength": 3}), "lang", "tot 3 tekens; het zijn er nu 4"),
        (field("textfield", validate={"validationType": "email"}), "kim@school", "naam@school.nl"),
        (field("textfield", validate={"validationType": "phone"}), "bel me", "telefoonnummer"),
        (field("number"), "veel", "16,5"),
        (field("number"), "1.500", "zonder punten"),
        (field("number"), "1e3", "een getal"),
        (field("number"), "٣", "een getal"),
        (field("number"), True, "een getal"),
        (field("number"), math.nan, "een getal"),
        (field("number"), math.inf, "een getal"),
        (field("number"), 10**400, "een getal"),
        (field("number"), "1" * 400, "een getal"),
        (field("number", validate={"min": 1, "max": 99}), "100", "van 1 tot en met 99"),
        (field("number", validate={"min": 0.5}), 0, "van 0,5 of meer"),
        (field("number", validate={"max": 9}), 10, "van 9 of minder"),
        (field("number", decimalDigits=0), "2,5", "geen komma"),
        (field("number", decimalDigits=1), "2,55", "niet meer dan 1 achter de komma"),
        (field("datetime"), "30-02-2026", "bestaat niet"),
        (field("datetime"), "morgen", "dag-maand-jaar"),
        (field("datetime"), 20260908, "dag-maand-jaar"),
        (field("datetime"), "08-09-0026", "jaar"),
        (field("datetime", disallowPassedDates=True), "01-09-2026", "al voorbij"),
        (field("datetime", properties={"toekomst": "nee"}), "26-12-2026", "Vul in wanneer het was."),
        (field("datetime", subtype="datetime", properties={"toekomst": "nee"}), "26-12-2026 09:00", "in de toekomst"),
        (field("datetime", subtype="time"), "25:99", "uren:minuten"),
        (field("datetime", subtype="time"), "25:00", "14:05"),
        (field("datetime", subtype="time"), "kwart over", "14:05"),
        (DATETIME, "08-09-2026", "08-09-2026 14:05"),
        (DATETIME, "30-02-2026 14:05", "bestaat niet"),
        (DATETIME, "2026-02-30T14:05:00Z", "de datum en de tijd"),
        (DATETIME, "0001-01-01T00:00:00+23:00", "de datum en de tijd"),
        (RADIO, "misschien", "Kies een van deze antwoorden bij 'Vraag': Ja, Nee, Twijfel."),
        (RADIO, True, "Ja, Nee, Twijfel"),
        (RADIO, {"a": 1}, "Ja, Nee, Twijfel"),
        (CHECKLIST, ["slaan", "bijten"], "Kies een of meer van deze antwoorden"),
        (CHECKLIST, 3, "Slaan, Schelden, Zwijgen"),
        (field("checkbox"), "misschien", "vinkje"),
        (field("checkbox"), 1, "vinkje"),
    ],
)
def test_a_wrong_answer_is_told_what_to_do_and_where(component: dict[str, object], answer: object, says: str) -> None:
    found, wrong = clean(component, answer)
    assert found is None
    assert says in wrong
    assert "'Vraag'" in wrong


@pytest.mark.parametrize(
    ("component", "says"),
    [
        (field("textarea"), "Vul 'Vraag' in."),
        (field("datetime"), "Vul 'Vraag' in."),
        (RADIO, "Kies een antwoord bij 'Vraag'."),
        (CHECKLIST, "Kies een of meer antwoorden bij 'Vraag'."),
        (field("checkbox"), "Zet een vinkje bij 'Vraag'."),
    ],
)
def test_what_is_asked_must_be_answered(component: dict[str, object], says: str) -> None:
    assert form({**component, "validate": {"required": True}}).clean({}, NOW).errors == {"veld": [says]}


def test_an_unknown_field_is_refused_by_its_name() -> None:
    cleaned = form(RADIO).clean({"veld": "ja", "ved": "nee", "acties[0].x": "1", "\ud800": ""}, NOW)
    assert set(cleaned.errors) == {"ved", "acties[0].x", "?"}
    assert "'ved'" in cleaned.errors["ved"][0]


def test_answers_that_are_no_fields_with_values_are_refused() -> None:
    cleaned = form(RADIO).clean(["ja"], NOW)  # type: ignore[arg-type]
    assert list(cleaned.errors) == [""]
    assert list(form(RADIO).clean({7: "ja"}, NOW).errors) == ["(int)"]  # type: ignore[dict-item]


HIDING = form(
    {"type": "radio", "key": "gesproken", "label": "Gesproken?", "values": values("ja", "nee")},
    {
        "type": "group", "label": "Gesprek", "conditional": {"hide": '=gesproken != "ja"'},
        "components": [
            {"type": "datetime", "key": "op", "label": "Wanneer?", "validate": {"required": True}},
            {
                "type": "textarea", "key": "laat", "label": "Waarom zo laat?", "validate": {"required": True},
                "conditional": {"hide": '=op = null or op < date("2026-09-10")'},
            },
        ],
    },
)  # fmt: skip


def test_a_hidden_field_asks_nothing_and_keeps_nothing() -> None:
    answers = {"gesproken": "nee", "op": "geen datum", "laat": "druk"}
    assert HIDING.clean(answers, NOW) == Cleaned({"gesproken": "nee"}, {})
    assert HIDING.clean({}, NOW) == Cleaned({}, {})


def test_a_condition_compares_dates_as_dates() -> None:
    early, late = ({"gesproken": "ja", "op": day} for day in ("09-09-2026", "10-09-2026"))
    assert HIDING.clean(early, NOW).errors == {}
    assert list(HIDING.clean(late, NOW).errors) == ["laat"]


def test_a_wrong_answer_counts_as_none_for_conditions() -> None:
    assert list(HIDING.clean({"gesproken": "ja", "op": "morgen"}, NOW).errors) == ["op"]


ACTIONS = form(
    {
        "type": "dynamiclist", "path": "acties", "label": "Acties", "validate": {"required": True},
        "components": [
            {"type": "number", "key": "nr", "label": "Nummer", "validate": {"required": True}},
            {"type": "radio", "key": "lane", "label": "Wie?", "values": values("leerkracht", "extern")},
            {"type": "group", "components": [
                {
                    "type": "textfield", "key": "wie", "label": "Naam", "validate": {"required": True},
                    "conditional": {"hide": '=lane != "extern"'},
                },
            ]},
            {"type": "checkbox", "key": "klaar", "label": "Klaar"},
        ],
    },
    {"type": "textfield", "key": "toelichting", "label": "Toelichting", "conditional": {"hide": "=count(acties) < 2"}},
)  # fmt: skip


def test_a_list_comes_as_records_or_as_flattened_keys() -> None:
    typed = {"acties": [{"nr": 1, "lane": "leerkracht"}, {"nr": 2, "lane": "extern", "wie": "Jo", "klaar": True}]}
    page = {
        "acties[0].nr": "1", "acties[0].lane": "leerkracht", "acties[0].wie": "weg",
        "acties[7].nr": "2", "acties[7].lane": "extern", "acties[7].wie": "Jo", "acties[7].klaar": "on",
    }  # fmt: skip
    expected = [
        {"nr": 1, "lane": "leerkracht", "klaar": False}, {"nr": 2, "lane": "extern", "wie": "Jo", "klaar": True},
    ]  # fmt: skip
    assert ACTIONS.clean(typed, NOW) == ACTIONS.clean(page, NOW) == Cleaned({"acties": expected}, {})


def test_rows_that_nobody_filled_in_are_left_out_and_a_list_may_ask_one() -> None:
    blank = {"nr": " ", "lane": "", "klaar": False}
    assert ACTIONS.clean({"acties": [blank, {"nr": 2}]}, NOW).values == {"acties": [{"nr": 2, "klaar": False}]}
    assert ACTIONS.clean({"acties": [blank]}, NOW).errors == {"acties": ["Vul ten minste één regel in bij 'Acties'."]}


def test_an_error_in_a_row_names_the_row_and_the_field() -> None:
    cleaned = ACTIONS.clean({"acties": [{"nr": ""}, {"nr": "veel", "lane": "extern", "soort": 1}]}, NOW)
    assert set(cleaned.errors) == {"acties[1].nr", "acties[1].wie", "acties[1].soort"}


@pytest.mark.parametrize("answer", ["ja", 7, [7], {"nr": 1}, [["nr", 1]]])
def test_a_list_that_is_no_list_of_records_is_refused(answer: object) -> None:
    assert "lijst van regels" in ACTIONS.clean({"acties": answer}, NOW).errors["acties"][0]


def test_a_list_has_a_limit() -> None:
    cleaned = ACTIONS.clean({"acties": [{"nr": number} for number in range(101)]}, NOW)
    assert "100 regels" in cleaned.errors["acties"][0]
    assert ACTIONS.clean({f"acties[{10**9}].nr": 1}, NOW).errors.keys() == {"acties[1000000000].nr", "acties"}


def test_conditions_see_the_rows_of_a_list_before_them() -> None:
    one, two = ({"acties": [{"nr": 1}] * times, "toelichting": "samen"} for times in (1, 2))
    assert "toelichting" not in ACTIONS.clean(one, NOW).values
    assert ACTIONS.clean(two, NOW).values["toelichting"] == "samen"


ALL = form(
    field("textfield", key="a", validate={"validationType": "email"}), field("textarea", key="b"),
    field("number", key="c"), field("datetime", key="d"), field("datetime", key="e", subtype="time"),
    field("datetime", key="f", subtype="datetime", disallowPassedDates=True), {**RADIO, "key": "g"},
    {**CHECKLIST, "key": "h"}, field("checkbox", key="i"),
    {
        "type": "dynamiclist", "path": "j", "conditional": {"hide": "=c > 3"},
        "components": [field("textfield", key="a"), field("number", key="c", conditional={"hide": '=a = "x"'})],
    },
)  # fmt: skip
SIGNS = st.text(alphabet=st.characters(), max_size=20) | st.from_regex(r"[0-9T:.,+Z/ -]{1,26}", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SIGNS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("acx"), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*"abcdefghijk", "j[0].a", "j[1].c", "j[99].c"]) | SIGNS


@given(st.dictionaries(NAMES, JSON, max_size=8) | JSON)
def test_no_answers_whatever_break_the_form_and_good_values_stay_as_they_are(answers: object) -> None:
    cleaned = ALL.clean(answers, NOW)  # type: ignore[arg-type]
    written = json.dumps([cleaned.values, cleaned.errors], allow_nan=False, ensure_ascii=False).encode()
    assert written
    assert all(isinstance(line, str) and line for lines in cleaned.errors.values() for line in lines)
    assert cleaned.errors or ALL.clean(cleaned.values, NOW) == cleaned


def test_a_list_that_may_stay_empty_is_answered_by_no_lines() -> None:
    """Otherwise a route that goes through the list could not tell *none* from *never asked*."""
    listed = {"type": "dynamiclist", "path": "acties", "label": "Acties"}
    line = {"type": "textfield", "key": "wat", "label": "Wat"}
    form = read_form({"type": "default", "schemaVersion": 18, "components": [{**listed, "components": [line]}]}, "f")
    for answers in ({}, {"acties": []}, {"acties": [{"wat": "  "}]}):
        assert form.clean(answers, datetime(2026, 9, 1, tzinfo=UTC)).values == {"acties": []}
