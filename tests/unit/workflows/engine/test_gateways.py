"""Gateways as questions, choices, splits and joins, exactly as BPMN 2.0 (13.4) says."""

from __future__ import annotations

import pytest

from tests.drawn import constants
from tests.playing import Play, bundle
from workflows.errors import IncidentError, NotOpenError, RoutingFieldError
from workflows.types import RouteStatus, StepKind, TaskKind

QUESTION = """
    start s
    user a "Observeren"
    xor g "Verder na stap 1?"
    user b "Bespreken"
    end e "Gestopt"
    end e2 "Klaar"
    s -> a -> g
    g -> b "Verder"
    g -> a "Blijven begeleiden"
    g -> e "Afsluiten, met reden"
    b -> e2
"""


class TestExclusiveQuestion:
    def test_it_is_open_as_a_question_with_its_labels(self) -> None:
        play = Play(bundle(P=QUESTION))
        play.do("a")
        question = play.task("g")
        assert (question.kind, question.name, question.multiple) == (TaskKind.VRAAG, "Verder na stap 1?", False)
        assert [c.label for c in question.choices] == ["Verder", "Blijven begeleiden", "Afsluiten, met reden"]
        assert [c.needs_reason for c in question.choices] == [False, False, True]

    def test_the_answer_takes_its_flow_and_no_other(self) -> None:
        play = Play(bundle(P=QUESTION))
        play.do("a")
        outcome = play.answer("g", "Verder")
        assert play.open == ["b"]
        assert [s.element for s in outcome.steps if s.kind is StepKind.FLOW] == ["g_b_Verder"]

    def test_it_may_lead_back_many_times(self) -> None:
        play = Play(bundle(P=QUESTION))
        for _ in range(30):
            play.do("a")
            play.answer("g", "Blijven begeleiden")
        assert play.open == ["a"]

    @pytest.mark.parametrize("labels", [("Doorgaan",), (), ("Verder", "Blijven begeleiden")])
    def test_what_is_no_answer_is_refused_with_the_labels(self, labels: tuple[str, ...]) -> None:
        play = Play(bundle(P=QUESTION))
        play.do("a")
        with pytest.raises(RoutingFieldError, match="Blijven begeleiden") as refused:
            play.answer("g", *labels)
        assert refused.value.field == "antwoord"
        assert play.open == ["g"]

    def test_an_answer_that_asks_a_reason_is_refused_without(self) -> None:
        play = Play(bundle(P=QUESTION))
        play.do("a")
        with pytest.raises(RoutingFieldError) as refused:
            play.answer("g", "Afsluiten, met reden", reden="  ")
        assert refused.value.field == "reden"
        assert play.answer("g", "Afsluiten, met reden", reden="verhuisd").ends == ("Gestopt",)

    def test_it_is_not_completed_as_a_task(self) -> None:
        play = Play(bundle(P=QUESTION))
        play.do("a")
        with pytest.raises(NotOpenError):
            play.do("g")


class TestInclusiveQuestion:
    TEXT = """
        start s
        or g "Wat is nog nodig?"
        user a "Intervisie"
        user b "Advies"
        or j
        user n "Oudergesprek"
        end e
        s -> g
        g -> a "Intervisie"
        g -> b "Advies"
        g -> j "Niets"
        a -> j
        b -> j
        j -> n -> e
    """

    def test_each_chosen_flow_gets_a_token_and_the_join_waits_for_all(self) -> None:
        play = Play(bundle(P=self.TEXT))
        assert play.task("g").multiple
        play.answer("g", "Intervisie", "Advies")
        assert play.open == ["a", "b"]
        play.do("a")
        assert play.open == ["b"]
        play.do("b")
        assert play.open == ["n"]

    def test_one_chosen_flow_is_not_held_up(self) -> None:
        play = Play(bundle(P=self.TEXT))
        play.answer("g", "Advies")
        play.do("b")
        assert play.open == ["n"]

    def test_nothing_excludes_the_rest(self) -> None:
        play = Play(bundle(P=self.TEXT))
        with pytest.raises(RoutingFieldError, match="Niets"):
            play.answer("g", "Niets", "Advies")
        play.answer("g", "Niets")
        assert play.open == ["n"]


class TestChoiceByData:
    TWO = "start s\n xor g\n user a\n user b\n end e\n s -> g\n a -> e\n b -> e\n"
    TEXT = """
        start s
        rule r decision=zet
        xor g
        user a
        user b
        user c
        end e
        s -> r -> g
        g -> a {a1 = "ja"}
        g -> b {a1 = "nee"}
        g -> c default
        a -> e
        b -> e
        c -> e
    """

    @pytest.mark.parametrize(("value", "element"), [("ja", "a"), ("nee", "b"), ("twijfel", "c"), ("leeg", "c")])
    def test_the_first_condition_that_holds_else_the_default(self, value: str, element: str) -> None:
        of = bundle({"decisions/zet.dmn": constants(zet={"a1": value})}, P=self.TEXT)
        assert Play(of).open == [element]

    def test_a_field_is_leeg_until_it_is_set(self) -> None:
        text = self.TWO + 'g -> a {x = "leeg"}\n g -> b default'
        assert Play(bundle(P=text)).open == ["a"]

    def test_without_default_and_without_a_hit_it_is_an_incident_that_names_the_gateway(self) -> None:
        text = self.TWO.replace("xor g", 'xor g "Keuze"') + 'g -> a {x = "1"}\n g -> b {x = "2"}'
        with pytest.raises(IncidentError, match="Keuze") as incident:
            Play(bundle(P=text))
        assert incident.value.element == "g"

    def test_what_this_very_command_starts_counts_as_running(self) -> None:
        """Or a talk with the parents would begin in the same moment as the meldcode that it must wait for."""
        text = """
            start s
            user a
            throw t message=Vermoeden
            xor g
            user b
            user c
            end e
            s -> a -> t -> g
            g -> b {loopt_meldcode = "ja"}
            g -> c default
            b -> e
            c -> e
        """
        meldcode = "start ms message=Vermoeden\n user ma\n end me\n ms -> ma -> me"
        play = Play(bundle(P=text, meldcode=meldcode))
        play.do("a")
        assert play.open == ["b"]
        alone = Play(bundle(P=text))
        alone.do("a")
        assert alone.open == ["c"]

    def test_what_the_dossier_runs_is_a_field(self) -> None:
        text = (
            'start s\n xor g\n user a\n user b\n end e\n s -> g\n g -> a {loopt_meldcode = "ja"}\n g -> b default\n'
            "a -> e\n b -> e"
        )
        assert Play(bundle(P=text), running=["meldcode"]).open == ["a"]
        assert Play(bundle(P=text)).open == ["b"]


class TestParallel:
    TEXT = """
        start s
        and f
        user a
        user b
        and j
        user c
        end e
        s -> f
        f -> a
        f -> b
        a -> j
        b -> j
        j -> c -> e
    """

    def test_it_splits_and_waits_for_all(self) -> None:
        play = Play(bundle(P=self.TEXT))
        assert play.open == ["a", "b"]
        play.do("b")
        assert play.open == ["a"]
        play.do("a")
        assert play.open == ["c"]
        assert play.do("c").status is RouteStatus.AFGESLOTEN

    def test_inside_a_loop_it_joins_again_each_time(self) -> None:
        text = self.TEXT.replace("s -> f", "xor m\n s -> m -> f").replace(
            "j -> c -> e", 'xor g "Nog eens?"\n j -> c -> g\n g -> m "Ja"\n g -> e "Nee"'
        )
        play = Play(bundle(P=text))
        for _ in range(5):
            play.do("a")
            assert play.open == ["b"]
            play.do("b")
            play.do("c")
            play.answer("g", "Ja")
        assert play.open == ["a", "b"]

    def test_two_tokens_on_one_flow_do_not_stand_in_for_the_other(self) -> None:
        """SpiffWorkflow cannot tell two tokens on one flow from a token on each."""
        text = """
            start s
            and f
            user a
            user b
            xor m
            user c
            and j
            user d
            end e
            s -> f
            f -> a
            f -> b
            f -> c
            a -> m
            b -> m
            m -> j
            c -> j
            j -> d -> e
        """
        play = Play(bundle(P=text))
        play.do("a")
        play.do("b")
        assert play.open == ["c"]
        play.do("c")
        assert play.open == ["d"]


class TestInclusiveJoin:
    def test_it_waits_for_a_token_far_upstream(self) -> None:
        text = """
            start s
            or g
            user a
            user b
            user b2
            or j
            user n
            end e
            s -> g
            g -> a {true}
            g -> b {true}
            a -> j
            b -> b2 -> j
            j -> n -> e
        """
        play = Play(bundle(P=text))
        play.do("a")
        assert play.open == ["b"]
        play.do("b")
        assert play.open == ["b2"]
        play.do("b2")
        assert play.open == ["n"]

    def test_a_token_that_left_another_way_does_not_hold_it_up(self) -> None:
        text = """
            start s
            or g
            user a
            user b
            xor q "Door?"
            or j
            user n
            end e
            end away
            s -> g
            g -> a {true}
            g -> b {true}
            a -> j
            b -> q
            q -> j "Ja"
            q -> away "Nee"
            j -> n -> e
        """
        play = Play(bundle(P=text))
        play.do("a")
        play.do("b")
        assert play.open == ["q"]
        play.answer("q", "Nee")
        assert play.open == ["n"]

    def test_only_the_default_where_no_condition_holds(self) -> None:
        text = 'start s\n or g\n user a\n user b\n end e\n s -> g\n g -> a {x = "1"}\n g -> b default\n a -> e\n b -> e'
        assert Play(bundle(P=text)).open == ["b"]

    def test_a_branch_from_a_boundary_event_does_not_stand_in_for_its_task(self) -> None:
        text = """
            start s
            user a
            boundary b on=a interrupting=no message=M
            user x
            or j
            user n
            end e
            s -> a -> j
            b -> x -> j
            j -> n -> e
        """
        play = Play(bundle(P=text))
        play.receive("M")
        play.do("x")
        assert play.open == ["a"]
        play.do("a")
        assert play.open == ["n"]

    def test_a_loop_behind_the_join_does_not_hold_it_up(self) -> None:
        text = """
            start s
            or g
            user a
            user b
            or j
            xor q "Nog eens?"
            end e
            s -> g
            g -> a {true}
            g -> b {true}
            a -> j
            b -> j
            j -> q
            q -> g "Ja"
            q -> e "Nee"
        """
        play = Play(bundle(P=text))
        play.do("a")
        play.do("b")
        play.answer("q", "Ja")
        play.do("b")
        play.do("a")
        assert play.answer("q", "Nee").status is RouteStatus.AFGESLOTEN


class TestEventBased:
    TEXT = """
        start s
        event g
        catch m message="Klaar"
        catch t timer="duration:10 werkdagen"
        user a
        user b
        end e
        s -> g
        g -> m
        g -> t
        m -> a -> e
        t -> b -> e
    """

    def test_the_message_wins_and_the_timer_is_gone(self) -> None:
        play = Play(bundle(P=self.TEXT))
        assert [t.element for t in play.last.timers] == ["t"]
        outcome = play.receive("Klaar")
        assert (play.open, outcome.timers) == (["a"], ())
        assert "g_m" in [s.element for s in outcome.steps if s.kind is StepKind.FLOW]

    def test_the_timer_wins_and_the_message_is_not_heard(self) -> None:
        play = Play(bundle(P=self.TEXT))
        play.fire()
        assert play.open == ["b"]
        assert not play.engine.hears(play.state, "Klaar")
