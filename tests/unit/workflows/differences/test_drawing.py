"""One change of a drawing is told once, in the words of the school, and as deep as it goes."""

from __future__ import annotations

import re

import pytest

from tests.drawn import document
from tests.unit.workflows.differences.two import DRAWING, drawn, filed, text_of, the_one, told
from tests.unit.workflows.scenarios.small import ANDER, FILES, GESPREK, ZORG
from workflows import ChangeKind, ChangePart, Weight, compare

BASE = drawn()
DEEP, WORDS = Weight.BEHAVIOUR, Weight.WORDING


@pytest.mark.parametrize(("old", "new", "what", "weight", "sentence"), [
    ('termijn="2 werkdagen"', 'termijn="5 werkdagen"', "term", DEEP,
     "Stap *Besluiten* heeft nu een termijn van 5 werkdagen (was 2 werkdagen)"),
    (' termijn="2 werkdagen"', "", "term", DEEP, "Stap *Besluiten* heeft geen termijn meer (was 2 werkdagen)"),
    ('user i "Vragen, en bellen" formulier="vrij"', 'user i "Vragen, en bellen" formulier="vrij" termijn="P5D"', "term",
     DEEP, "Stap *Vragen, en bellen* heeft nu een termijn van 5 dagen"),
    ('"Besluiten" formulier="besluit"', '"Besluiten" formulier="kijken"', "form", DEEP,
     "Stap *Besluiten* gebruikt nu formulier *kijken* (was *besluit*)"),
    (' samen_met="Intern begeleider"', "", "together", DEEP,
     "Stap *Observeren* gaat niet meer samen met een ander (was *Intern begeleider*)"),
    (' niet_door="Observeren"', "", "barred", DEEP,
     "Stap *Besluiten* mag nu ook door wie een eerdere stap deed (was *Observeren*)"),
    ('niet_door="Observeren"', 'niet_door="Observeren, Helpen"', "barred", DEEP,
     "Stap *Besluiten* mag nu niet door wie *Observeren* en *Helpen* deed (was *Observeren*)"),
    ('ook_door="bestuur"', 'ook_door="directeur"', "also_by", DEEP,
     "Wekker op *Besluiten* mag nu ook door *directeur* (was *bestuur*)"),
    ('knop="leerkracht"', 'knop="leerkracht, directeur"', "button", DEEP,
     "Begin voor *Stap 1: kijken* heeft nu een knop voor *leerkracht* en *directeur* (was *leerkracht*)"),
    ('aan="bestuur"', 'aan="directeur"', "notice", DEEP,
     "Bericht aan mensen *Bestuur waarschuwen* bericht nu *directeur* (was *bestuur*)"),
    ('in.zwaar="ernst"', 'in.zwaar="besluit"', "in.zwaar", DEEP,
     "geeft nu *zwaar* mee als besluit (was ernst)"),
    ('"duration:10 werkdagen"', '"duration:P2D"', "timer", DEEP,
     "Wekker op *Besluiten* gaat nu af na 2 dagen (was na 10 werkdagen)"),
    ("interrupting=no", "interrupting=yes", "interrupting", DEEP,
     "Wekker op *Besluiten* onderbreekt nu waar hij aan hangt"),
    ('{besluit = "ja"}', '{besluit = "nee"}', "condition", DEEP, 'geldt nu als besluit = "nee" (was besluit = "ja")'),
    ('user h "Helpen"', 'user h "Hulp"', "name", WORDS, "Stap *Helpen* heet nu *Hulp*"),
    ('g -> f "Stoppen"', 'g -> e "Stoppen"', "target", DEEP,
     "Antwoord *Stoppen* op *Verder?* leidt nu naar *Klaar* (was *Gestopt*)"),
    ("g h o n; Intern", "g h o; Intern", "lane", DEEP, "Stap *Nazorg* ligt nu in geen baan (was *Leerkracht*)"),
    ("g h o n; Intern begeleider: i m", "g h o; Intern begeleider: i m n", "lane", DEEP,
     "Stap *Nazorg* ligt nu bij *Intern begeleider* (was *Leerkracht*)"),
    ('throw k "Stap 1: kijken"', 'throw k "Stap 1: kijken" fase="kijken"', "phase", DEEP,
     "Mijlpaal *Stap 1: kijken* begint nu fase *kijken*"),
    ('calls="gesprek"', 'calls="ander"', "called", DEEP, "voert nu proces *ander* uit (was gesprek)"),
    ("user n ", "receive n ", "type", DEEP, "is van een andere soort geworden (was stap)"),
])  # fmt: skip
def test_one_change_is_one_sentence(old: str, new: str, what: str, weight: Weight, sentence: str) -> None:
    now = drawn((old, new))
    found = [each for each in compare(BASE, now) if each.what != "id"]
    assert [each.what for each in found] == [what], [each.sentence for each in found]
    (one,) = found
    assert sentence in one.sentence
    assert (one.kind, one.weight, one.part, one.file, one.process) == (
        ChangeKind.CHANGED, weight, ChangePart.DRAWING, DRAWING, "zorg",
    )  # fmt: skip
    assert (BASE.gedrag != now.gedrag) is (weight is DEEP)


def test_an_instruction_is_wording() -> None:
    old = filed(
        {DRAWING: text_of(DRAWING, ('name="Helpen">', 'name="Helpen"><bpmn:documentation>A</bpmn:documentation>'))}
    )
    new = filed(
        {DRAWING: text_of(DRAWING, ('name="Helpen">', 'name="Helpen"><bpmn:documentation>B</bpmn:documentation>'))}
    )
    for a, b, verb in ((BASE, old, "nieuw"), (old, new, "gewijzigd"), (old, BASE, "vervallen")):
        one = the_one(a, b)
        assert (one.what, one.weight, one.sentence) == ("instruction", WORDS, f"De uitleg bij *Helpen* is {verb}")


def test_a_new_step_is_told_with_its_arrows_and_its_place() -> None:
    now = drawn(
        ('user n "Nazorg"', 'user ex "Nabellen" formulier="vrij" termijn="P2D"\nuser n "Nazorg"'),
        ("n -> e", "n -> ex -> e"),
        ("g h o n;", "g h o n ex;"),
    )  # fmt: skip
    one = the_one(BASE, now)
    assert one.sentence == (
        "Stap *Nabellen* is nieuw, bij *Leerkracht*, met formulier *vrij* en met een termijn van 2 dagen: "
        "na *Nazorg*, voor *Klaar*"
    )
    assert (one.kind, one.element, one.was, set(one.beside)) == (ChangeKind.ADDED, "ex", "", {"n_e", "n_ex", "ex_e"})


def test_a_step_that_is_gone_is_told_with_what_comes_instead() -> None:
    now = drawn(
        ('user n "Nazorg" formulier="vrij" termijn="5 werkdagen na op"\n', ""),
        ("d -> n {", "d -> e {"), ("n -> e\n", ""),
        ("g h o n;", "g h o;"),
    )  # fmt: skip
    found = compare(BASE, now)
    gone = [each for each in found if each.kind is ChangeKind.REMOVED and each.what == "element"]
    assert [each.sentence.split(":")[0] for each in gone] == ["Stap *Nazorg* is vervallen"]
    assert "n_e" in gone[0].beside
    assert all(each.weight is DEEP for each in found)


def test_an_answer_is_told_by_itself_even_where_it_leads_to_something_new() -> None:
    now = drawn(('user h "Helpen"', 'user wa "Wachten" formulier="vrij"\nuser h "Helpen"'),
                ('o -> h "Helpen"', 'o -> wa "Wachten"\no -> h "Helpen"'), ("h -> j", "h -> j\nwa -> j"))  # fmt: skip
    assert told(BASE, now) == [
        "Vraag *Wat is nodig?* heeft er een antwoord bij: *Wachten*, naar *Wachten*",
        "Stap *Wachten* is nieuw, met formulier *vrij*: na *Wat is nodig?*",
    ]
    back = compare(now, BASE)
    assert {(each.what, each.kind) for each in back} == {
        ("answer", ChangeKind.REMOVED), ("element", ChangeKind.REMOVED)
    }  # fmt: skip


def test_an_answer_that_is_called_otherwise() -> None:
    xml = FILES[DRAWING].replace(b'name="Stoppen"', b'name="Ophouden"')
    one = the_one(BASE, filed({DRAWING: xml}))
    assert (one.what, one.sentence) == ("answer", "Antwoord *Stoppen* op *Verder?* heet nu *Ophouden*")
    assert one.weight is DEEP


def test_an_element_that_was_drawn_anew_is_known_by_its_name_and_kind() -> None:
    found = compare(BASE, filed({DRAWING: text_of(DRAWING, ('"h"', '"Activity_1x"'), (">h<", ">Activity_1x<"))}))
    assert [(each.what, each.was, each.element) for each in found] == [("id", "h", "Activity_1x")]
    assert "opnieuw getekend" in found[0].sentence
    assert found[0].weight is DEEP


def test_a_whole_drawing_with_other_ids_has_nothing_new_and_nothing_gone() -> None:
    ids = set(re.findall(r'(?:<bpmn:\w+ id|processRef)="(\w+)"', FILES[DRAWING].decode())) - {
        "zorg",
        "gesprek",
        "ander",
    }
    text = FILES[DRAWING].decode()
    for each in ids:
        text = re.sub(rf'(?<=[">]){re.escape(each)}(?=["<])', f"q9_{each}", text)
    found = compare(BASE, filed({DRAWING: text.encode()}))
    assert {each.what for each in found} == {"id"}
    assert all(each.element == f"q9_{each.was}" for each in found)


def test_what_is_called_otherwise_everywhere_is_told_once() -> None:
    lane = drawn(("Leerkracht: s", "Juf: s"))
    assert told(BASE, lane) == ["Baan *Leerkracht* heet nu *Juf*"]
    both = drawn(("Intern begeleider: i", "Ib: i"), ('samen_met="Intern begeleider"', 'samen_met="Ib"'))
    assert told(BASE, both) == ["Baan *Intern begeleider* heet nu *Ib*"]
    named = drawn(('"Observeren" formulier', '"Kijken" formulier'), ('niet_door="Observeren"', 'niet_door="Kijken"'))
    one = the_one(BASE, named)
    assert (one.sentence, one.weight) == ("Stap *Observeren* heet nu *Kijken*", DEEP)
    message = drawn(("Begin ander", "Start ander"), ander=ANDER.replace("Begin ander", "Start ander"))
    assert told(BASE, message) == ["Bericht *Begin ander* heet nu *Start ander*, overal waar het gaat en komt"]
    for now in (lane, both, named, message):
        assert any(each.weight is DEEP for each in compare(BASE, now))


def test_a_form_that_is_called_otherwise_is_told_once() -> None:
    now = filed({
        DRAWING: document_with("vrij", "open"), "forms/open.form": FILES["forms/vrij.form"], "forms/vrij.form": None,
    })  # fmt: skip
    one = the_one(BASE, now)
    assert (one.sentence, one.weight) == ("Formulier *vrij* heet nu *open*", DEEP)


def document_with(old: str, new: str) -> bytes:
    return text_of(DRAWING, (f'value="{old}"', f'value="{new}"'))


def test_a_process_is_told_as_a_whole() -> None:
    fewer = drawn(('throw x message="Begin ander"', "throw x"), ander="start s2\nend e2\ns2 -> e2")
    assert "Proces *ander* is nieuw" not in " ".join(told(BASE, fewer))
    more = filed({"nog.bpmn": nog()})
    assert told(BASE, more) == ["Proces *nog* is nieuw, met 2 onderdelen"]
    assert told(more, BASE) == ["Proces *nog* is vervallen, met 2 onderdelen"]
    assert the_one(BASE, more).file == "nog.bpmn"


def nog() -> bytes:
    return document(nog='start sn message="Nog"\nend en "Over"\nsn -> en')


def test_a_step_that_moved_to_another_process_is_one_change() -> None:
    now = drawn(('user n "Nazorg" formulier="vrij" termijn="5 werkdagen na op"\n', ""), ("g h o n;", "g h o;"),
                ("d -> n {", "d -> e {"), ("n -> e\n", ""),
                gesprek=GESPREK.replace("end z", 'user n "Nazorg" formulier="vrij" termijn="5 werkdagen na op"\nend z')
                .replace("p -> z", "p -> n -> z"))  # fmt: skip
    about = [each for each in compare(BASE, now) if each.element == "n"]
    assert [each.what for each in about] == ["process", "lane"]
    assert about[0].sentence == "Stap *Nazorg* staat nu in proces *gesprek* (was *zorg*)"


def test_layout_is_told_apart_and_once_for_a_process() -> None:
    def placed(x: int) -> bytes:
        shape = (
            '<di:BPMNDiagram xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
            'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><di:BPMNPlane bpmnElement="zorg">'
            f'<di:BPMNShape id="a_di" bpmnElement="a"><dc:Bounds x="{x}" y="1" width="2" height="3"/></di:BPMNShape>'
            "</di:BPMNPlane></di:BPMNDiagram></bpmn:definitions>"
        )
        return text_of(DRAWING, ("</bpmn:definitions>", shape))

    one = the_one(filed({DRAWING: placed(1)}), filed({DRAWING: placed(2)}))
    assert (one.kind, one.weight, one.beside) == (ChangeKind.LAYOUT, Weight.LAYOUT, ("a",))
    assert one.sentence == "In de tekening van *zorg* staat 1 onderdeel anders, meer niet"


def test_a_note_beside_the_drawing_is_wording() -> None:
    def noted(words: str) -> bytes:
        note = (
            f'<bpmn:textAnnotation id="n1"><bpmn:text>{words}</bpmn:text></bpmn:textAnnotation><bpmn:startEvent id="s"'
        )
        return text_of(DRAWING, ('<bpmn:startEvent id="s"', note))

    old, new = filed({DRAWING: noted("Let op")}), filed({DRAWING: noted("Let goed op")})
    assert told(BASE, old) == ["De toelichting *Let op* in de tekening *klein* is nieuw"]
    assert told(old, new) == ["De toelichting in de tekening *klein* zegt nu: Let goed op (was Let op)"]
    assert the_one(old, BASE).weight is WORDS


def test_differences_stand_in_the_order_of_the_drawing() -> None:
    now = drawn(('user b "Besluiten"', 'user b "Beslissen"'), ('user a "Observeren"', 'user a "Zien"'),
                ('end f "Gestopt"', 'end f "Opgehouden"'), ('niet_door="Observeren"', 'niet_door="Zien"'))  # fmt: skip
    assert [each.element for each in compare(BASE, now)] == ["a", "b", "f"]
    assert compare(BASE, now) == compare(BASE, now)
    assert ZORG.index("user a") < ZORG.index("user b")


def test_a_process_under_another_name_id_or_file_is_the_same_process() -> None:
    xml = FILES[DRAWING]
    named = the_one(BASE, filed({DRAWING: xml.replace(b'name="gesprek"', b'name="Praten met ouders"')}))
    assert (named.weight, named.sentence) == (WORDS, "Proces *gesprek* heet nu *Praten met ouders*")
    assert told(BASE, filed({DRAWING: None, "ander.bpmn": xml})) == [
        f"Proces *{name}* staat nu in bestand ander.bpmn (was klein.bpmn)" for name in ("zorg", "gesprek", "ander")
    ]
    other = text_of(DRAWING, ('id="gesprek"', 'id="praten"'), ('calledElement="gesprek"', 'calledElement="praten"'))
    assert told(BASE, filed({DRAWING: other})) == ["Proces *gesprek* heeft een ander nummer (was gesprek)"]


def test_lanes_that_are_new_and_gone() -> None:
    now = drawn(("Directie: b", "Directie: b; Zorgteam:"))
    assert told(BASE, now) == ["Baan *Zorgteam* is nieuw"]
    assert told(now, BASE) == ["Baan *Zorgteam* is vervallen"]
    assert BASE.gedrag == now.gedrag


def test_what_lies_within_a_new_subprocess_is_told_by_it() -> None:
    inner = 'sub d1 "Samen overleggen"\nstart i1\nuser i2 "Bellen" formulier="vrij"\nend i3\ni1 -> i2 -> i3\ndone\n'
    now = drawn(('user n "Nazorg"', f'{inner}user n "Nazorg"'), ("n -> e", "n -> d1 -> e"))
    one = the_one(BASE, now)
    assert one.sentence == ("Deelproces *Samen overleggen* is nieuw, met 3 onderdelen erin: na *Nazorg*, voor *Klaar*")
    assert {"i1", "i2", "i3"} <= set(one.beside)
    gone = the_one(now, BASE)
    assert gone.sentence == "Deelproces *Samen overleggen* is vervallen: na *Nazorg* komt nu *Klaar*"


def test_a_name_that_is_given_or_taken_away() -> None:
    bare = drawn(('end f "Gestopt"', "end f"))
    assert told(bare, BASE) == ["Einde na *Verder?* heet nu *Gestopt*"]
    assert told(BASE, bare) == ["Einde na *Verder?* heeft geen naam meer (was *Gestopt*)"]


def test_arrows_between_what_stays() -> None:
    more = drawn(("n -> e", "n -> e\nn -> f"))
    assert told(BASE, more) == ["De pijl van *Nazorg* naar *Gestopt* is nieuw"]
    assert told(more, BASE) == ["De pijl van *Nazorg* naar *Gestopt* is vervallen"]
    way = drawn(('d -> n {besluit = "ja"}', 'd -> n {besluit = "ja"}\nd -> f {besluit = "nee"}'))
    assert told(BASE, way) == ['Keuze na *Besluiten* heeft er een uitweg bij: als besluit = "nee", naar *Gestopt*']
    assert told(way, BASE) == [
        'Keuze na *Besluiten* heeft de uitweg als besluit = "nee" niet meer (ging naar *Gestopt*)'
    ]  # fmt: skip
    same_arrow = text_of(DRAWING, ('sourceRef="n" targetRef="e"', 'sourceRef="w" targetRef="e"'))
    assert told(BASE, filed({DRAWING: same_arrow})) == ["De pijl naar *Klaar* begint nu bij *Bestuur waarschuwen*"]
    default = text_of(DRAWING, (' default="d_x"', ""))
    one = the_one(BASE, filed({DRAWING: default}))
    assert (one.what, one.weight) == ("default", DEEP)
    assert one.sentence.endswith("geldt niet meer als niets anders geldt")


def test_loops_and_other_events() -> None:
    looped = drawn(('user n "Nazorg" formulier="vrij"', 'user n "Nazorg" formulier="vrij" each=acties item=actie'))
    assert told(BASE, looped) == ["Stap *Nazorg* gebeurt nu voor elk van *acties* (als actie), tegelijk (was één keer)"]
    ended = drawn(('end f "Gestopt"', 'end f "Gestopt" terminate=yes'))
    assert told(BASE, ended) == ["Einde *Gestopt* is nu het einde van alles (was geen gebeurtenis)"]
    heard = drawn(ander=ANDER.replace('message="Ga door"', 'message="Zet door"'))
    assert told(BASE, heard) == ["Bericht *Ga door* heet nu *Zet door*, overal waar het gaat en komt"]
    decided = drawn(('decision="zet"', 'decision="anders"'))
    assert told(BASE, decided)[0].endswith("vraagt nu beslissing *anders* (was zet)")


def test_pools_groups_and_message_flows_are_wording() -> None:
    def beside(pool: str, group: str, flow: str) -> bytes:
        extra = (
            f'<bpmn:collaboration id="c"><bpmn:participant id="p1" name="{pool}"/>'
            f'<bpmn:messageFlow id="m1" name="{flow}" sourceRef="w" targetRef="p1"/></bpmn:collaboration>'
            f'<bpmn:category id="g1"><bpmn:categoryValue id="v1" value="{group}"/></bpmn:category>'
            '<bpmn:process id="zorg"'
        )
        return text_of(DRAWING, ('<bpmn:process id="zorg"', extra))

    old, new = (
        filed({DRAWING: beside("Ouders", "Begin", "bellen")}),
        filed({DRAWING: beside("Thuis", "Eerst", "mailen")}),
    )
    found = compare(old, new)
    assert [each.sentence for each in found] == [
        "De pool in de tekening *klein* zegt nu: Thuis (was Ouders)",
        "De berichtpijl in de tekening *klein* zegt nu: mailen w → p1 (was bellen w → p1)",
        "De groep in de tekening *klein* zegt nu: Eerst (was Begin)",
    ]
    assert {each.weight for each in found} == {WORDS}
    explained = text_of(
        DRAWING, ('isExecutable="true">', 'isExecutable="true"><bpmn:documentation>Zo.</bpmn:documentation>')
    )
    assert len(told(BASE, filed({DRAWING: explained}))) == 3
