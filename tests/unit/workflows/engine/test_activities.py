"""Work for people, lists, decisions, calls and subprocesses."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from tests.drawn import constants, document
from tests.playing import Play, bundle
from workflows.bundle import Bundle
from workflows.calendar import Calendar
from workflows.errors import FinishedError, IncidentError, NotOpenError, RoutingFieldError
from workflows.types import Closing, RouteStatus

FORM = json.dumps({
    "type": "default", "schemaVersion": 18, "id": "f",
    "components": [
        {"type": "radio", "key": "a1", "label": "Vermoeden?",
         "values": [{"label": "Ja", "value": "ja"}, {"label": "Nee", "value": "nee"}]},
        {"type": "textarea", "key": "verhaal", "label": "Wat is er gebeurd?"},
        {"type": "datetime", "subtype": "date", "key": "gemeld_op", "label": "Gemeld op", "dateLabel": "Gemeld op"},
        {"type": "dynamiclist", "path": "acties", "label": "Acties", "components": [
            {"type": "number", "key": "nr", "label": "Nummer"},
            {"type": "textfield", "key": "lane", "label": "Wie"},
            {"type": "datetime", "subtype": "date", "key": "datum", "label": "Wanneer", "dateLabel": "Wanneer"},
            {"type": "textfield", "key": "wat", "label": "Wat"},
        ]},
    ],
}).encode()  # fmt: skip
FORMS = {"forms/f.form": FORM}


def test_a_task_carries_what_its_properties_say() -> None:
    text = """
        lanes Intern begeleider: a
        start s
        user a "Wegen" formulier=f termijn="5 werkdagen" samen_met="Leerkracht" niet_door="Vraag 1, V 2" ook_door=MT
        end e
        s -> a -> e
    """
    task = Play(bundle(FORMS, P=text)).task("a")
    assert (task.name, task.lane, task.form, task.samen_met) == ("Wegen", "Intern begeleider", "f", "Leerkracht")
    assert task.niet_door == ("Vraag 1", "V 2")
    assert task.ook_door == ("MT",)
    assert task.due == datetime(2026, 11, 9, 22, 59, 59, tzinfo=UTC)
    assert task.path == "a"


class TestTerms:
    @pytest.mark.parametrize(
        ("term", "due"),
        [
            ("vandaag", datetime(2026, 11, 2, 22, 59, 59, tzinfo=UTC)),
            ("volgende schooldag", datetime(2026, 11, 4, 22, 59, 59, tzinfo=UTC)),
            ("10 schooldagen", datetime(2026, 11, 17, 22, 59, 59, tzinfo=UTC)),
            ("PT4H", datetime(2026, 11, 2, 13, tzinfo=UTC)),
            ("P3M", datetime(2027, 2, 2, 9, tzinfo=UTC)),
            ("5 werkdagen na gemeld_op", datetime(2026, 11, 9, 22, 59, 59, tzinfo=UTC)),
            ("if a1 = 'x' then 'PT1H' else '2 werkdagen'", datetime(2026, 11, 4, 22, 59, 59, tzinfo=UTC)),
        ],
    )
    def test_a_term_gives_the_due_instant(self, term: str, due: datetime) -> None:
        calendar = Calendar(frozenset(), frozenset({date(2026, 11, 3)}))
        text = f'start s\n user a termijn="{term.replace(chr(39), "&q;")}"\n end e\n s -> a -> e'
        of = Bundle.from_files({"t.bpmn": document(P=text).replace(b"&amp;q;", b"&quot;"), **FORMS})
        assert Play(of, calendar=calendar).task("a").due == due

    def test_a_term_that_gives_no_date_stops_nothing_and_is_noted(self) -> None:
        text = "start s message=M\n user a termijn=gemeld_op\n end e\n s -> a -> e"
        play = Play(bundle(P=text), message="M")
        assert (play.open, play.task("a").due) == (["a"], None)
        assert "Geen uiterste datum" in play.last.notes[0].text

    def test_it_counts_from_its_date_field_once_that_is_set(self) -> None:
        text = 'start s\n user a formulier=f\n user b termijn="P70D na gemeld_op"\n end e\n s -> a -> b -> e'
        play = Play(bundle(FORMS, P=text))
        play.do("a", gemeld_op="2026-10-01")
        assert play.task("b").due == datetime(2026, 12, 10, 22, 59, 59, tzinfo=UTC)

    def test_a_correction_moves_the_terms_that_count_from_the_field(self) -> None:
        text = 'start s\n user a formulier=f\n user b termijn="P70D na gemeld_op"\n end e\n s -> a -> b -> e'
        play = Play(bundle(FORMS, P=text))
        play.do("a", gemeld_op="2026-10-01")
        outcome = play.correct(gemeld_op="2026-10-02")
        assert play.task("b").due == datetime(2026, 12, 11, 22, 59, 59, tzinfo=UTC)
        assert ([t.element for t in outcome.changed], outcome.steps) == (["b"], ())


class TestAnswers:
    TEXT = """
        start s
        user a formulier=f
        xor g
        user b
        user c
        end e
        s -> a -> g
        g -> b {a1 = "ja"}
        g -> c default
        b -> e
        c -> e
    """

    def test_a_routing_answer_routes(self) -> None:
        play = Play(bundle(FORMS, P=self.TEXT))
        play.do("a", a1="ja")
        assert play.open == ["b"]

    def test_what_does_not_route_never_enters(self) -> None:
        of = bundle(FORMS, P=self.TEXT)
        assert of.routing("f", {"a1": "ja", "verhaal": "KANARIE"}) == {"a1": "ja"}
        play = Play(of)
        with pytest.raises(RoutingFieldError) as refused:
            play.do("a", verhaal="KANARIE")
        assert refused.value.field == "verhaal"
        assert "KANARIE" not in str(refused.value)

    @pytest.mark.parametrize("value", ["misschien", 3, True, {"typename": "UUID"}, ["ja"], float("nan")])
    def test_a_value_that_does_not_fit_is_refused_with_the_choices(self, value: object) -> None:
        play = Play(bundle(FORMS, P=self.TEXT))
        with pytest.raises(RoutingFieldError, match="ja, nee"):
            play.do("a", a1=value)

    @pytest.mark.parametrize("value", ["a\0b", "\ud800", "x" * 10_001])
    def test_a_text_that_cannot_be_kept_is_refused(self, value: str) -> None:
        text = self.TEXT.replace('{a1 = "ja"}', '{verhaal = "ja"}')
        with pytest.raises(RoutingFieldError):
            Play(bundle(FORMS, P=text)).do("a", verhaal=value)

    @pytest.mark.parametrize("value", ["gisteren", "2026-13-45", "5 werkdagen", 20261101])
    def test_a_date_that_does_not_exist_is_refused(self, value: object) -> None:
        text = 'start s\n user a formulier=f\n user b termijn="P70D na gemeld_op"\n end e\n s -> a -> b -> e'
        with pytest.raises(RoutingFieldError) as refused:
            Play(bundle(FORMS, P=text)).do("a", gemeld_op=value)
        assert refused.value.field == "gemeld_op"

    def test_a_field_named_typename_can_do_no_harm(self) -> None:
        """In the library's own serialisation such a key makes a route unloadable for ever (trap 5)."""
        play = Play(bundle(FORMS, P=self.TEXT))
        with pytest.raises(RoutingFieldError):
            play.do("a", typename="UUID")
        play.do("a", a1="nee")
        assert play.open == ["c"]

    def test_a_task_cannot_be_done_twice_nor_one_that_is_still_to_come(self) -> None:
        """The library runs a FUTURE or COMPLETED task without a word (trap 3)."""
        play = Play(bundle(FORMS, P=self.TEXT))
        task = play.task("a").id
        play.do("a", a1="ja")
        for each in (task, "b", "00000000-0000-4000-8000-00000000000f"):
            with pytest.raises(NotOpenError):
                play.engine.complete(play.moment(), play.state, each)

    def test_a_finished_route_takes_nothing_any_more(self) -> None:
        play = Play(bundle(FORMS, P="start s\n user a\n end e\n s -> a -> e"))
        play.do("a")
        with pytest.raises(FinishedError):
            play.receive("M")


ACTIES = [
    {"nr": 1, "lane": "Leerkracht", "datum": "2026-11-10", "wat": "bellen"},
    {"nr": 2, "lane": "MT", "datum": "2026-11-20", "wat": "plan"},
]


class TestMultiInstance:
    def text(self, sequential: str = "no") -> str:
        return f"""
            start s
            user a formulier=f
            user m "Actie uitvoeren" each=acties item=actie sequential={sequential} lane=actie.lane termijn=actie.datum
            boundary b on=m timer="duration:P30D"
            user x
            user n
            end e
            s -> a -> m -> n -> e
            b -> x -> e
        """

    def play(self, sequential: str = "no", acties: object = None) -> Play:
        of = bundle(FORMS, P=self.text(sequential))
        play = Play(of)
        play.do("a", **of.routing("f", {"acties": ACTIES if acties is None else acties}))
        return play

    def test_each_record_is_a_task_with_its_own_lane_and_date(self) -> None:
        play = self.play()
        assert [(t.item_number, t.lane, t.due) for t in play.tasks] == [
            (1, "Leerkracht", datetime(2026, 11, 10, 22, 59, 59, tzinfo=UTC)),
            (2, "MT", datetime(2026, 11, 20, 22, 59, 59, tzinfo=UTC)),
        ]
        assert [t.path for t in play.tasks] == ["m[1]", "m[2]"]

    def test_only_the_routing_columns_enter(self) -> None:
        assert "bellen" not in json.dumps(self.play().state)

    def test_it_goes_on_when_all_are_done_in_any_order(self) -> None:
        play = self.play()
        play.do("m", 2)
        assert play.open == ["m"]
        play.do("m", 1)
        assert play.open == ["n"]

    def test_one_after_the_other_without_an_output_item(self) -> None:
        """The library crashes at the second item (trap 2)."""
        play = self.play("yes")
        assert [t.item_number for t in play.tasks] == [1]
        play.do("m")
        assert [t.item_number for t in play.tasks] == [2]
        play.do("m")
        assert play.open == ["n"]

    def test_an_interrupting_timer_takes_all_open_items(self) -> None:
        play = self.play()
        play.do("m", 1)
        outcome = play.fire()
        assert play.open == ["x"]
        assert [(c.element, c.how, c.item["lane"] if c.item else None) for c in outcome.closed] == [
            ("m", Closing.VERVALLEN, "MT")
        ]

    def test_a_column_of_dates_is_dates_in_a_condition(self) -> None:
        text = """
            start s
            user a formulier=f
            xor g
            user late
            end e
            s -> a -> g
            g -> late {some actie in acties satisfies actie.datum > date("2026-11-15")}
            g -> e default
            late -> e
        """
        of = bundle(FORMS, P=text)
        play = Play(of)
        play.do("a", **of.routing("f", {"acties": ACTIES}))
        assert play.open == ["late"]

    def test_an_escalation_holds_for_the_items_still_to_come(self) -> None:
        timer = 'boundary b on=m timer="duration:P30D"'
        text = self.text("yes").replace(timer, timer.replace("P30D", "P1D") + " interrupting=no ook_door=bestuur")
        of = bundle(FORMS, P=text)
        play = Play(of)
        play.do("a", **of.routing("f", {"acties": ACTIES}))
        play.fire()
        play.do("m")
        assert (play.task("m").item_number, play.task("m").ook_door) == (2, ("bestuur",))

    def test_a_list_goes_into_a_called_process_and_comes_back(self) -> None:
        outer = """
            start s
            user a formulier=f
            call c calls=Q in.acties=acties uit.terug=acties
            xor g
            user n
            end e
            s -> a -> c -> g
            g -> n {count(terug) = 2}
            g -> e default
            n -> e
        """
        inner = "start q\n user qm each=acties item=actie lane=actie.lane termijn=actie.datum\n end qe\n q -> qm -> qe"
        of = bundle(FORMS, P=outer, Q=inner)
        play = Play(of)
        play.do("a", **of.routing("f", {"acties": ACTIES}))
        assert [(t.item_number, t.lane) for t in play.tasks] == [(1, "Leerkracht"), (2, "MT")]
        play.do("qm")
        play.do("qm")
        assert play.open == ["n"]

    def test_an_empty_list_passes_and_a_list_never_filled_in_is_an_incident(self) -> None:
        assert self.play(acties=[]).open == ["n"]
        text = self.text().replace("user a formulier=f", "user a")
        with pytest.raises(IncidentError, match="acties"):
            Play(bundle(FORMS, P=text)).do("a")


class TestDecisions:
    def test_a_decision_sets_fields_and_says_which_row(self) -> None:
        of = bundle({"decisions/d.dmn": constants(zet={"a1": "ja", "a2": "leeg"})},
                    P='start s\n rule r "Beginnen" decision=zet\n xor g\n user a\n user b\n end e\n s -> r -> g\n'
                      'g -> a {a1 = "ja" and a2 = "leeg"}\n g -> b default\n a -> e\n b -> e')  # fmt: skip
        play = Play(of)
        (decision,) = play.last.decisions
        assert (decision.decision, decision.rules, dict(decision.outputs)) == ("zet", (1,), {"a1": "ja", "a2": "leeg"})
        assert play.open == ["a"]

    @pytest.mark.parametrize("made", [b'["ja"]', b"{a: 1}", b"[1..2]", b"function(x) x"])
    def test_a_decision_that_gives_no_single_value_is_an_incident_and_sets_nothing(self, made: bytes) -> None:
        of = bundle({"decisions/d.dmn": constants(zet={"a1": "ja"}).replace(b'"ja"', made)},
                    P="start s\n rule r decision=zet\n user a\n end e\n s -> r -> a -> e")  # fmt: skip
        with pytest.raises(IncidentError, match="past niet in een routeveld"):
            Play(of)


class TestCalls:
    OUTER = """
        start s message="M"
        call c calls=Q in.soort="soort" in.vast="1 + 1" uit.uitkomst="resultaat"
        xor g
        user a
        user b
        end e
        s -> c -> g
        g -> a {uitkomst = "goed" and resultaat = "leeg"}
        g -> b default
        a -> e
        b -> e
    """
    INNER = """
        start is
        xor ig
        rule ir decision=zet
        user ia
        end ie "Gevoerd"
        is -> ig
        ig -> ia {soort = "x" and geheim = "leeg" and vast = 2}
        ig -> ie default
        ia -> ir -> ie
    """

    def play(self, soort: str) -> Play:
        of = bundle({"decisions/d.dmn": constants(zet={"resultaat": "goed"})}, P=self.OUTER, Q=self.INNER)
        return Play(of, message="M", soort=soort, **({"geheim": "ja"} if "geheim" in of.fields else {}))

    def test_only_what_in_and_uit_name_crosses(self) -> None:
        play = self.play("x")
        assert (play.open, play.tasks[0].path, play.tasks[0].process) == (["ia"], "c/ia", "Q")
        play.do("ia")
        assert play.open == ["a"]

    def test_a_call_that_needs_nobody_is_over_at_once(self) -> None:
        assert self.play("y").open == ["b"]

    def test_the_end_of_a_called_process_is_not_an_end_of_the_route(self) -> None:
        assert self.play("y").last.ends == ()

    def test_two_calls_at_once_keep_their_fields_apart(self) -> None:
        text = """
            start s
            and f
            call c1 calls=Q in.wie="1"
            call c2 calls=Q in.wie="2"
            and j
            end e
            s -> f
            f -> c1 -> j
            f -> c2 -> j
            j -> e
        """
        inner = """
            start q
            xor qg
            user qa
            user qb
            end qe
            q -> qg
            qg -> qa {wie = 1}
            qg -> qb default
            qa -> qe
            qb -> qe
        """
        play = Play(bundle(P=text, Q=inner))
        assert play.open == ["qa", "qb"]
        play.do("qb")
        assert play.do("qa").status is RouteStatus.AFGESLOTEN


class TestSubprocesses:
    TEXT = """
        lanes Intern begeleider: u
        start s
        sub u "Deel"
        start us
        user ua formulier=f
        xor ug
        user ub
        end ue
        us -> ua -> ug
        ug -> ub {a1 = "ja"}
        ug -> ue default
        ub -> ue
        done
        xor g
        user n
        user m
        end e
        s -> u -> g
        g -> n {a1 = "nee"}
        g -> m default
        n -> e
        m -> e
    """

    def test_it_shares_the_fields_of_its_process_and_its_lane(self) -> None:
        play = Play(bundle(FORMS, P=self.TEXT))
        assert (play.task("ua").lane, play.task("ua").path) == ("Intern begeleider", "u/ua")
        play.do("ua", a1="nee")
        assert play.open == ["n"]
