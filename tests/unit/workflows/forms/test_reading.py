"""Reading a form file: what is understood, and what is refused with the name of the component and a way out."""

from __future__ import annotations

import json

import pytest

from workflows.errors import FormError
from workflows.forms import ComponentType, Form, Option, read_form
from workflows.types import FieldKind


def form(*components: dict[str, object], **more: object) -> Form:
    """A form of these components."""
    return read_form({"type": "default", "schemaVersion": 18, "components": list(components), **more}, "proef")


def refusal(*components: dict[str, object], **more: object) -> str:
    """Why a form of these components is refused."""
    with pytest.raises(FormError) as refused:
        form(*components, **more)
    return refused.value.message


def text(key: str = "naam", **more: object) -> dict[str, object]:
    return {"type": "textfield", "key": key, "label": "Naam", **more}


RADIO = {
    "type": "radio", "key": "veilig", "label": "Veilig?",
    "values": [{"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"}, {"value": "twijfel"}],
}  # fmt: skip


def test_a_file_and_its_parsed_content_give_the_same_form() -> None:
    content = {"schemaVersion": 18, "components": [text()]}
    written = json.dumps(content)
    forms = {
        read_form(data, "proef") for data in (content, written, written.encode(), b"\xef\xbb\xbf" + written.encode())
    }
    assert forms == {form(text())}


def test_all_that_stands_in_a_component_is_read() -> None:
    made = form(
        text(
            description="Voor- en achternaam", defaultValue="Kim", properties={"veldgroep": "zorg"},
            validate={"required": True, "minLength": 2, "maxLength": "40", "validationType": "custom"},
            conditional={"hide": '=veilig = "ja"'},
        ),
        {"type": "number", "key": "nr", "decimalDigits": 1, "validate": {"min": 1, "max": 2.5}},
        RADIO,
    )  # fmt: skip
    naam, nummer, veilig = made.components
    assert (naam.type, naam.key, naam.label, naam.description) == ("textfield", "naam", "Naam", "Voor- en achternaam")
    assert (naam.required, naam.min_length, naam.max_length, naam.validation) == (True, 2, 40, "")
    assert (naam.default, naam.veldgroep, naam.hide and naam.hide.names) == ("Kim", "zorg", frozenset({"veilig"}))
    assert (nummer.min, nummer.max, nummer.decimals, nummer.name) == (1, 2.5, 1, "nr")
    assert veilig.options == (Option("ja", "Ja"), Option("nee", "Nee"), Option("twijfel", "twijfel"))


@pytest.mark.parametrize(
    ("subtype", "expected"),
    [
        (None, ComponentType.DATE),
        ("date", ComponentType.DATE),
        ("time", ComponentType.TIME),
        ("datetime", ComponentType.DATETIME),
    ],
)
def test_the_subtype_of_a_datetime_decides_what_is_asked(subtype: str | None, expected: ComponentType) -> None:
    extra = {"subtype": subtype} if subtype else {}
    component = form({"type": "datetime", "key": "op", "timeLabel": "Hoe laat?", **extra}).components[0]
    assert (component.type, component.label) == (expected, "Hoe laat?")


def test_a_group_and_a_list_hand_their_veldgroep_down() -> None:
    inner = {
        "type": "group",
        "label": "Binnen",
        "components": [text("a"), text("b", properties={"veldgroep": "eigen"})],
    }
    made = form({"type": "dynamiclist", "path": "rij", "properties": {"veldgroep": "lijst"}, "components": [inner]})
    assert [part.veldgroep for part in made.components[0].children[0].children] == ["lijst", "eigen"]


def test_every_field_with_a_key_can_route_but_a_checklist() -> None:
    made = form(
        {"type": "text", "text": "Uitleg"}, RADIO, {"type": "checkbox", "key": "akkoord"},
        {"type": "number", "key": "nr"}, {"type": "group", "components": [
            {"type": "datetime", "key": "op"}, {"type": "datetime", "key": "om", "subtype": "datetime"},
        ]},
        {"type": "checklist", "key": "soorten", "values": [{"value": "a"}]},
        {"type": "dynamiclist", "path": "acties", "components": [text("lane"), {"type": "datetime", "key": "datum"}]},
    )  # fmt: skip
    fields = {field.name: field for field in made.routing_fields()}
    assert {name: field.kind for name, field in fields.items()} == {
        "veilig": FieldKind.TEXT, "akkoord": FieldKind.BOOLEAN, "nr": FieldKind.NUMBER, "op": FieldKind.DATE,
        "om": FieldKind.DATE_TIME, "acties": FieldKind.RECORDS,
    }  # fmt: skip
    assert (fields["veilig"].values, fields["veilig"].label) == (("ja", "nee", "twijfel"), "Veilig?")
    assert [(column.name, column.kind) for column in fields["acties"].columns] == [
        ("lane", FieldKind.TEXT), ("datum", FieldKind.DATE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("component", "says"),
    [
        ({"type": "button", "key": "verstuur"}, ["'verstuur'", "knop"]),
        ({"type": "taglist", "key": "tags"}, ["'tags'", "taglist", "checklist"]),
        ({"type": "hologram", "label": "Holo"}, ["'Holo'", "hologram", "textfield"]),
        ({"type": "date", "key": "op"}, ["'op'", "datetime", "subtype 'date'"]),
        ({"label": "Zonder type"}, ["'Zonder type'", "geen tekst of getal"]),
        ({"type": ["text"], "id": "Field_7"}, ["'Field_7'"]),
        ({"type": "datetime", "key": "op", "subtype": "week"}, ["week"]),
        ({"type": "textfield"}, ["onderdeel 1", "'key'", "gemeld_op"]),
        ({"type": "textfield", "key": "a.b"}, ["'a.b'", "letters"]),
        ({"type": "textfield", "key": "x" * 65}, ["letters"]),
        ({"type": "dynamiclist", "key": "rij", "components": []}, ["'path'"]),
        ({"type": "dynamiclist", "path": "rij"}, ["components"]),
        ({"type": "group", "path": "rij", "components": []}, ["'path'"]),
        (text(readonly=True), ["'naam'", "readonly"]),
        (text(disabled="=true"), ["disabled"]),
        (text(label="=naam"), ["label", "uitdrukking"]),
        (text(description="Dag {{naam}}"), ["description", "uitdrukking"]),
        (text(label=7), ["label", "geen tekst"]),
        (text(label="x" * 501), ["501", "500"]),
        (text(properties={"veldgroep": ["a"]}), ["veldgroep"]),
        (text(properties="zorg"), ["properties"]),
        (text(validate={"pattern": "^(a+)+$"}), ["validate.pattern", "maxLength"]),
        (text(validate={"required": "ja"}), ["required", "true of false"]),
        (text(validate={"minLength": 9, "maxLength": 3}), ["“Minstens zoveel tekens” en “Hoogstens zoveel tekens”"]),
        (text(validate={"minLength": -1}), ["minLength", "heel getal"]),
        (text(validate={"maxLength": "=3"}), ["maxLength", "getal"]),
        (text(validate={"validationType": "iban"}), ["validationType", "email"]),
        (text(conditional={"show": "=true"}), ["conditional.show", "hide"]),
        (text(conditional={"hide": True}), ["hide", "FEEL"]),
        (text(conditional={"hide": "=naam = = 3"}), ["naam = = 3", "FEEL"]),
        (text(defaultValue=7), ["defaultValue", "tekst"]),
        ({"type": "group", "components": [], "defaultValue": "x"}, ["defaultValue"]),
        ({"type": "number", "key": "nr", "validate": {"min": 3, "max": 2}}, ["“Minstens” en “Hoogstens”"]),
        ({"type": "number", "key": "nr", "validate": {"min": True}}, ["min", "getal"]),
        ({"type": "number", "key": "nr", "increment": 5}, ["increment", "decimalDigits"]),
        ({"type": "number", "key": "nr", "decimalDigits": 99}, ["decimalDigits", "10"]),
        ({**RADIO, "defaultValue": "misschien"}, ["defaultValue", "Ja, Nee, twijfel"]),
        ({"type": "radio", "key": "r"}, ["'values'"]),
        ({"type": "radio", "key": "r", "values": []}, ["'values'"]),
        ({"type": "radio", "key": "r", "values": [{"label": "Ja"}]}, ["value"]),
        ({"type": "radio", "key": "r", "values": ["ja"]}, ["value"]),
        ({"type": "radio", "key": "r", "values": [{"value": "ja"}, {"value": "ja", "label": "Jawel"}]}, ["gelijk"]),
        ({"type": "select", "key": "s", "valuesExpression": "=lijst"}, ["valuesExpression", "values"]),
        (
            {"type": "dynamiclist", "path": "rij", "components": [{"type": "checklist", "key": "c", "values": []}]},
            ["'c'", "checklist", "lijst"],
        ),
    ],
)  # fmt: skip
def test_a_component_without_meaning_here_is_refused_by_name_with_a_way_out(
    component: dict[str, object], says: list[str]
) -> None:
    message = refusal(component)
    assert message.startswith("Formulier 'proef'")
    assert [part for part in says if part not in message] == []


def test_all_components_that_are_wrong_are_named_at_once() -> None:
    lines = refusal({"type": "button", "key": "a"}, text(), {"type": "html"}).split("\n")
    assert [line.split(":")[1] for line in lines] == [" onderdeel 'a'", " onderdeel 3"]


def test_a_key_may_stand_only_once_beside_others() -> None:
    assert "'naam'" in refusal(text(), {"type": "group", "components": [text()]})
    assert "'naam'" in refusal({"type": "dynamiclist", "path": "rij", "components": [text(), text()]})
    assert form(text(), {"type": "dynamiclist", "path": "rij", "components": [text()]}).key == "proef"


def test_a_form_has_its_limits() -> None:
    nested: dict[str, object] = text()
    for _ in range(3):
        nested = {"type": "group", "components": [nested]}
    assert form(nested).components
    assert "4 lagen" in refusal({"type": "group", "components": [nested]})
    many = [text(f"veld{number}") for number in range(200)]
    assert len(form(*many).components) == 200
    assert "200 onderdelen" in refusal(*many, {"type": "text", "text": "te veel"})


@pytest.mark.parametrize("version", [None, 0, 20, "18", True, 18.0])
def test_another_version_of_the_schema_is_refused(version: object) -> None:
    assert "schemaVersion" in refusal(text(), schemaVersion=version)


def test_another_kind_of_file_is_refused() -> None:
    assert "'default'" in refusal(text(), type="camunda")


@pytest.mark.parametrize("data", ["", "{", b"\xff\xfe", "[]", "7", '{"a": NaN}', "[" * 100_000, " " * 500_001])
def test_what_is_no_form_is_refused(data: str | bytes) -> None:
    with pytest.raises(FormError, match="'proef'"):
        read_form(data, "proef")


@pytest.mark.parametrize("components", [None, {}, "abc", [1], [[]]])
def test_components_that_are_no_list_of_objects_are_refused(components: object) -> None:
    with pytest.raises(FormError, match="components"):
        read_form({"schemaVersion": 18, "components": components}, "proef")


def test_a_form_that_works_but_puzzles_is_commented_on() -> None:
    made = form(
        {"type": "textfield", "key": "zonder", "conditional": {"hide": '=later = "ja"'}},
        text("later", conditional={"hide": "=elders > 3"}),
        text("goed", conditional={"hide": '=later = "ja"'}),
    )
    first, second, third = made.findings()
    assert "geen vraag" in first
    assert "'later'" in second
    assert "later in" in second
    assert "'elders'" in third
    assert form(text(), RADIO).findings() == ()
