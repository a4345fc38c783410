"""Correct, withdraw and *afwijken* (architecture section 7)."""

from __future__ import annotations

import pytest

from tests.playing import Play, bundle
from tests.unit.workflows.engine.test_activities import FORMS
from workflows.errors import FinishedError, NotOpenError, NotWaitingError, Refused, RoutingFieldError
from workflows.types import Closing, RouteStatus

TEXT = """
    start s
    and f
    user a "Werk"
    call c calls=Q
    and j
    throw m "Stap 6: volgen en afsluiten"
    user z
    xor g
    end e
    end e2
    s -> f
    f -> a -> j
    f -> c -> j
    j -> m -> z -> g
    g -> e {uitkomst = "goed"}
    g -> e2 default
"""
INNER = "start q\n user qa\n end qe\n q -> qa -> qe"


def play() -> Play:
    return Play(bundle(P=TEXT, Q=INNER))


class TestDeviate:
    def test_it_moves_the_whole_route_to_another_element(self) -> None:
        route = play()
        outcome = route.deviate("m")
        assert route.open == ["z"]
        assert [m.name for m in outcome.milestones] == ["Stap 6: volgen en afsluiten"]
        assert sorted((c.element, c.how) for c in outcome.closed) == [
            ("a", Closing.VERVALLEN),
            ("qa", Closing.VERVALLEN),
        ]

    def test_it_moves_only_the_named_task_where_one_is_named(self) -> None:
        route = play()
        route.deviate("z", route.task("a").id)
        assert route.open == ["qa", "z"]

    @pytest.mark.parametrize("element", ["s", "qa", "bestaat_niet", "j"])
    def test_it_does_not_go_to_a_start_nor_into_another_process(self, element: str) -> None:
        with pytest.raises(Refused, match="afwijken"):
            play().deviate(element)

    def test_it_does_not_go_to_an_event_subprocess(self) -> None:
        text = "start s\n user a\n end e\n s -> a -> e\n esp p\n start ps message=M\n end pe\n ps -> pe\n done"
        with pytest.raises(Refused, match="afwijken"):
            Play(bundle(P=text)).deviate("p")

    def test_leaving_the_last_open_item_of_a_list_leaves_the_list(self) -> None:
        two = Play(bundle(FORMS, P="start s\n user a formulier=f\n user m each=acties item=actie lane=actie.lane\n"
                                   " user z\n end e\n s -> a -> m -> z -> e"))  # fmt: skip
        two.do("a", acties=[{"lane": "MT"}, {"lane": "MT"}])
        for _ in range(2):
            two.deviate("z", two.task("m").id)
        assert two.open == ["z", "z"]
        two.do("z")
        assert two.do("z").status is RouteStatus.AFGESLOTEN

    def test_after_an_interruption_the_route_hears_its_messages_again(self) -> None:
        text = """
            start s
            user a
            end e
            s -> a -> e
            esp p
            start ps message=Stop
            catch pc message=Verder
            end pe
            ps -> pc -> pe
            done
        """
        route = Play(bundle(P=text))
        route.receive("Stop")
        assert [c.message for c in route.engine.catches(route.state)] == ["Verder"]
        route.deviate("a")
        assert route.open == ["a"]
        assert route.receive("Stop").status is RouteStatus.LOOPT

    def test_it_does_not_leave_from_a_task_that_is_not_in_the_route_itself(self) -> None:
        route = play()
        with pytest.raises(NotOpenError):
            route.deviate("z", route.task("qa").id)


class TestWithdraw:
    def test_nothing_goes_on_and_the_route_is_broken_off(self) -> None:
        route = play()
        outcome = route.withdraw()
        assert (route.open, outcome.status, outcome.timers) == ([], RouteStatus.AFGEBROKEN, ())
        with pytest.raises(FinishedError):
            route.withdraw()


class TestCorrect:
    def test_a_corrected_field_routes_from_then_on(self) -> None:
        route = play()
        route.do("a")
        route.do("qa")
        route.correct(uitkomst="goed")
        route.do("z")
        assert route.last.ends == ("e",)

    def test_a_date_that_a_timer_waits_for_cannot_be_taken_away(self) -> None:
        text = 'start s message=M\n catch t "Termijn" timer="date:hulp_termijn"\n user a\n end e\n s -> t -> a -> e'
        route = Play(bundle(P=text), message="M", hulp_termijn="2026-12-24")
        with pytest.raises(Refused, match="Termijn"):
            route.correct(hulp_termijn="leeg")
        route.correct(hulp_termijn="2026-12-31")
        assert [timer.due.day for timer in route.last.timers] == [30]

    def test_an_unknown_field_or_scope_is_refused(self) -> None:
        route = play()
        with pytest.raises(RoutingFieldError):
            route.correct(onbekend="x")
        with pytest.raises(NotWaitingError):
            route.correct("nergens", uitkomst="goed")
