"""A change of a form is told by its fields."""

from __future__ import annotations

import pytest

from tests.unit.workflows.differences.two import filed, form, select, text, the_one, told
from tests.unit.workflows.scenarios.small import FILES
from workflows import Bundle, ChangeKind, ChangePart, Weight, compare

FILE = "forms/vrij.form"
WORK, WORDS, DEEP = Weight.WORK, Weight.WORDING, Weight.BEHAVIOUR
FIELDS = (text("letsel"), select("soort_letsel", "blauw", "rood"), text("verklaring"))


def asked(*fields: dict[str, object]) -> Bundle:
    return filed({FILE: form(*fields)})


BASE = asked(*FIELDS)


@pytest.mark.parametrize(("more", "what", "weight", "sentence"), [
    ({"validate": {"required": True}}, "required", WORK, "Veld *letsel* is verplicht"),
    ({"label": "Wat zie je?"}, "label", WORDS, "Veld *letsel* vraagt nu “Wat zie je?” (was “Tekst letsel”)"),
    ({"description": "Zo precies als het kan."}, "description", WORDS, "Veld *letsel* heeft nu uitleg"),
    ({"conditional": {"hide": "=verklaring = null"}}, "condition", WORK,
     "Veld *letsel* blijft nu weg als verklaring = null"),
    ({"properties": {"veldgroep": "kindstem"}}, "field_group", WORK, "Veld *letsel* hoort nu bij veldgroep *kindstem*"),
    ({"type": "textfield"}, "type", WORK, "Veld *letsel* is nu een regel tekst (was een stuk tekst)"),
    ({"validate": {"minLength": 5}}, "min_length", WORK, "Veld *letsel* vraagt nu minstens 5 tekens"),
    ({"defaultValue": "geen"}, "default", WORK, "Veld *letsel* is nu al ingevuld met geen"),
])  # fmt: skip
def test_one_change_of_a_field(more: dict[str, object], what: str, weight: Weight, sentence: str) -> None:
    now = asked({**FIELDS[0], **more}, *FIELDS[1:])
    one = the_one(BASE, now)
    assert (one.what, one.weight, one.sentence) == (what, weight, sentence)
    assert (one.part, one.file, one.within, one.element) == (ChangePart.FORM, FILE, "vrij", "letsel")
    assert BASE.gedrag == now.gedrag
    assert the_one(now, BASE).what == what


def test_fields_that_are_new_and_gone() -> None:
    more = asked(*FIELDS, text("plek", validate={"required": True}))
    assert told(BASE, more) == ["Veld *plek* is nieuw en verplicht: Tekst plek"]
    assert told(more, BASE) == ["Veld *plek* is vervallen: Tekst plek"]
    assert the_one(BASE, more).weight is WORK


def test_a_field_with_another_key_is_known_by_the_id_of_the_editor_or_its_question() -> None:
    for keep in ({"id": "Field_1"}, {}):
        old = asked({**text("letsel"), **keep}, *FIELDS[1:])
        new = asked({**text("letsel"), **keep, "key": "wond"}, *FIELDS[1:])
        one = the_one(old, new)
        assert (one.what, one.sentence) == ("key", "Veld *letsel* heet nu *wond*")


def test_answers_to_choose_from() -> None:
    now = asked(FIELDS[0], select("soort_letsel", "blauw", "rood", "geel"), FIELDS[2])
    assert told(BASE, now) == ["Veld *soort_letsel* heeft er een keuze bij: *Geel*"]
    assert told(now, BASE) == ["Veld *soort_letsel* heeft keuze *Geel* niet meer"]
    assert the_one(BASE, now).kind is ChangeKind.ADDED
    order = asked(FIELDS[0], select("soort_letsel", "rood", "blauw"), FIELDS[2])
    assert told(BASE, order) == ["De keuzes van veld *soort_letsel* staan in een andere volgorde"]
    label = {
        **select("soort_letsel"),
        "values": [{"value": "blauw", "label": "Blauwe plek"}, {"value": "rood", "label": "Rood"}],
    }
    assert told(BASE, asked(FIELDS[0], label, FIELDS[2])) == [
        "Veld *soort_letsel*: keuze *Blauw* heet nu *Blauwe plek*"
    ]  # fmt: skip


def test_a_choice_of_a_field_that_routes_changes_behaviour() -> None:
    old = filed({})
    new = filed({"forms/besluit.form": form(select("besluit", "ja", "nee", "later", validate={"required": True}),
                {"type": "datetime", "subtype": "date", "key": "op", "label": "Datum op"})})  # fmt: skip
    one = the_one(old, new)
    assert (one.weight, one.sentence) == (DEEP, "Veld *besluit* heeft er een keuze bij: *Later*")
    assert old.gedrag != new.gedrag


def test_a_field_that_moved_is_told_once() -> None:
    one = the_one(BASE, asked(FIELDS[2], FIELDS[0], FIELDS[1]))
    assert (one.what, one.weight) == ("order", WORDS)
    assert one.sentence == "Veld *verklaring* staat op een andere plaats in het formulier"


def test_groups_lists_and_texts() -> None:
    words: dict[str, object] = {"type": "text", "text": "Lees eerst dit"}
    group: dict[str, object] = {"type": "group", "label": "Over het kind", "components": list(FIELDS)}
    assert told(BASE, asked(words, *FIELDS)) == ["De tekst *Lees eerst dit* is nieuw"]
    one = the_one(asked(words, *FIELDS), asked({**words, "text": "Lees dit eerst"}, *FIELDS))
    assert (one.what, one.sentence, one.weight) == ("text", "De tekst *Lees dit eerst* is gewijzigd", WORDS)
    found = compare(BASE, asked(group))
    assert [each.what for each in found] == ["text", "place", "place", "place"]
    assert found[1].sentence == "Veld *letsel* staat nu in *Over het kind*"


def test_forms_that_are_new_and_gone() -> None:
    more = filed({"forms/extra.form": form(*FIELDS), FILE: BASE.files[FILE]})
    assert told(BASE, more) == ["Formulier *extra* is nieuw, met 3 velden"]
    assert told(more, BASE) == ["Formulier *extra* is vervallen, met 3 velden"]


def test_a_choice_that_is_kept_otherwise_and_a_group_that_is_called_otherwise() -> None:
    other = {**FIELDS[1], "values": [{"value": "b", "label": "Blauw"}, {"value": "rood", "label": "Rood"}]}
    assert told(BASE, asked(FIELDS[0], other, FIELDS[2])) == [
        "Veld *soort_letsel*: keuze *Blauw* wordt nu bewaard als b (was blauw)"
    ]  # fmt: skip
    groups = [asked({"type": "group", "label": each, "components": list(FIELDS)}) for each in ("Kind", "Leerling")]
    assert told(*groups)[0] == "Groep *Kind* heet nu *Leerling*"


def test_answers_that_a_field_may_have_by_all_forms_together() -> None:
    both = {"forms/besluit.form": FILES["forms/besluit.form"], "forms/kijken.form": FILES["forms/kijken.form"]}
    extra = form(select("besluit", "later", "ja"), {"type": "datetime", "subtype": "date", "key": "op", "label": "Op"})
    old, new = filed({**both, "forms/a.form": extra}), filed({**both, "forms/z.form": extra})
    assert old.gedrag != new.gedrag
    assert {each.what for each in compare(old, new)} == {"name", "routing_field"}
    (field,) = [each for each in compare(old, new) if each.what == "routing_field"]
    assert field.weight is DEEP
    assert field.sentence == "Veld *besluit* kent de routes nu als text: ja, nee, later (was text: later, ja, nee)"
