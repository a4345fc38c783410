"""Events: messages, timers, boundary events, event subprocesses, and the ways a scope can end (BPMN 2.0, 13.5)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.drawn import document
from tests.playing import Play, bundle
from workflows.bundle import Bundle
from workflows.errors import IncidentError, NotWaitingError
from workflows.types import Closing, RouteStatus


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


class TestMessages:
    def test_a_message_start_begins_a_route_and_takes_its_fields(self) -> None:
        text = (
            'start s message="Vermoeden" knop="leerkracht, intern begeleider" formulier=f\n'
            " xor g\n user a\n user b\n end e\n"
            's -> g\n g -> a {rol = "lk"}\n g -> b default\n a -> e\n b -> e'
        )
        of = bundle(P=text)
        assert of.starts["Vermoeden"].knop == ("leerkracht", "intern begeleider")
        assert of.starts["Vermoeden"].process == "P"
        assert Play(of, message="Vermoeden", rol="lk").open == ["a"]
        with pytest.raises(NotWaitingError):
            Play(of, message="Iets anders")

    def test_a_throw_carries_only_what_mee_names(self) -> None:
        text = (
            'start s message="M"\n throw t message="Stap gedaan" mee="rol, stap"\n xor g\n user a\n end e\n'
            's -> t -> g\n g -> e {ander = "x"}\n g -> a default\n a -> e'
        )
        play = Play(bundle(P=text), message="M", rol="lk", ander="geheim")
        (message,) = play.last.messages
        assert (message.name, dict(message.fields)) == ("Stap gedaan", {"rol": "lk"})

    def test_an_end_and_a_send_task_throw_too_and_aan_makes_it_a_notice(self) -> None:
        text = (
            'start s\n send t1 "Directie inlichten" aan="directeur, bestuur"\n send t2 message="Los"\n '
            'end e "Klaar" message="Einde"\n s -> t1 -> t2 -> e'
        )
        outcome = Play(bundle(P=text)).last
        assert [m.name for m in outcome.messages] == ["Los", "Einde"]
        assert [(n.to, n.name) for n in outcome.notices] == [
            ("directeur", "Directie inlichten"),
            ("bestuur", "Directie inlichten"),
        ]
        assert outcome.ends == ("Klaar",)

    def test_a_catch_waits_and_every_catch_of_that_name_hears(self) -> None:
        text = """
            start s
            and f
            catch c1 message="M"
            catch c2 message="M" knop="iedereen"
            user a
            user b
            end e
            s -> f
            f -> c1 -> a -> e
            f -> c2 -> b -> e
        """
        play = Play(bundle(P=text))
        assert [c.knop for c in play.engine.catches(play.state)] == [(), ("iedereen",)]
        play.receive("M")
        assert play.open == ["a", "b"]
        with pytest.raises(NotWaitingError):
            play.receive("M")

    def test_a_receive_task_waits_with_its_boundary_events(self) -> None:
        text = """
            start s
            receive r message="Antwoord"
            boundary b on=r timer="duration:P5D"
            user late
            end e
            s -> r -> e
            b -> late -> e
        """
        play = Play(bundle(P=text))
        play.fire()
        assert play.open == ["late"]
        assert Play(bundle(P=text)).receive("Antwoord").status is RouteStatus.AFGESLOTEN


class TestTimers:
    def one(self, timer: str, start: datetime, **more: object) -> Play:
        text = f'start s\n catch t timer="{timer}"\n user a\n end e\n s -> t -> a -> e'
        return Play(bundle(P=text), at=start, **more)  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("timer", "start", "due"),
        [
            ("duration:P1D", at(2027, 3, 27, 15), at(2027, 3, 28, 14)),  # the night the clock goes forward
            ("duration:P5D", at(2027, 3, 26, 15), at(2027, 3, 31, 14)),
            ("duration:P1D", at(2026, 10, 24, 14), at(2026, 10, 25, 15)),  # the night it goes back
            ("duration:PT24H", at(2026, 10, 24, 14), at(2026, 10, 25, 14)),
            ("duration:P1D", at(2027, 3, 27, 1, 30), at(2027, 3, 28, 1, 30)),  # 02:30 does not exist that night
            ("duration:P1M", at(2027, 1, 31, 11), at(2027, 2, 28, 11)),
            ("duration:P1M", at(2027, 3, 31, 10), at(2027, 4, 30, 10)),
            ("duration:P1Y", at(2028, 2, 29, 11), at(2029, 2, 28, 11)),
            ("date:2027-07-01T09:00", at(2026, 12, 1), at(2027, 7, 1, 7)),
            ("date:2027-07-01", at(2026, 12, 1), at(2027, 6, 30, 22)),
            ("duration:5 werkdagen", at(2026, 11, 2, 9), at(2026, 11, 9, 22, 59, 59)),
            ("date:=date(&quot;2027-01-04&quot;)", at(2026, 12, 1), at(2027, 1, 3, 23)),
        ],
    )
    def test_an_instant_is_counted_on_the_dutch_clock(self, timer: str, start: datetime, due: datetime) -> None:
        timer = timer.replace("&quot;", "'")
        text = f'start s\n catch t timer="{timer}"\n user a\n end e\n s -> t -> a -> e'
        play = Play(Bundle.from_files({"t.bpmn": document(P=text).replace(b"'2027-01-04'", b'"2027-01-04"')}), at=start)
        assert [t.due for t in play.last.timers] == [due]

    def test_it_does_not_go_off_too_early(self) -> None:
        play = self.one("duration:P5D", at(2026, 11, 2, 9))
        play.wait(days=4, hours=23)
        with pytest.raises(NotWaitingError, match="nog geen tijd"):
            play.engine.fire(play.moment(), play.state, play.last.timers[0].id)
        play.fire()
        assert play.open == ["a"]

    def test_it_does_not_go_off_twice(self) -> None:
        play = self.one("duration:P5D", at(2026, 11, 2, 9))
        timer = play.last.timers[0].id
        play.fire()
        with pytest.raises(NotWaitingError):
            play.engine.fire(play.moment(), play.state, timer)

    def test_a_field_that_is_leeg_gives_no_instant_and_that_is_an_incident(self) -> None:
        with pytest.raises(IncidentError) as incident:
            self.one("date:hulp_termijn", at(2026, 11, 2))
        assert incident.value.element == "t"

    def test_a_date_field_gives_the_instant(self) -> None:
        text = 'start s message=M\n catch t timer="date:hulp_termijn"\n user a\n end e\n s -> t -> a -> e'
        play = Play(bundle(P=text), message="M", hulp_termijn="2026-12-24")
        assert [t.due for t in play.last.timers] == [at(2026, 12, 23, 23)]


BOUNDARY = """
    start s
    user a "Werk" termijn="P5D"
    boundary b on=a {kind}
    user x
    end e
    end e2
    s -> a -> e
    b -> x -> e2
"""


class TestBoundaryTimers:
    def play(self, kind: str) -> Play:
        return Play(bundle(P=BOUNDARY.replace("{kind}", kind)))

    def test_interrupting_takes_the_task_away(self) -> None:
        play = self.play('timer="duration:PT4H"')
        outcome = play.fire()
        assert play.open == ["x"]
        assert [(c.element, c.how) for c in outcome.closed] == [("a", Closing.VERVALLEN)]

    def test_not_interrupting_leaves_it(self) -> None:
        play = self.play('interrupting=no timer="duration:PT4H"')
        play.fire()
        assert (play.open, play.last.timers) == (["a", "x"], ())

    def test_it_ends_with_its_task(self) -> None:
        play = self.play('interrupting=no timer="duration:PT4H"')
        assert play.do("a").timers == ()
        assert play.last.status is RouteStatus.AFGESLOTEN

    def test_a_cycle_comes_as_often_as_it_says_each_time_counted_from_the_start(self) -> None:
        play = self.play('interrupting=no timer="cycle:R3/1 werkdag"')
        dues = []
        while play.last.timers:
            dues.append(play.last.timers[0].due)
            play.fire()
        assert dues == [at(2026, 11, 3, 22, 59, 59), at(2026, 11, 4, 22, 59, 59), at(2026, 11, 5, 22, 59, 59)]
        assert play.open == ["a", "x", "x", "x"]

    def test_a_cycle_without_end_goes_on_until_the_task_is_done(self) -> None:
        play = self.play('interrupting=no timer="cycle:R/P1D"')
        for _ in range(12):
            play.fire()
        assert len(play.open) == 13
        assert play.do("a").timers == ()

    def test_escalating_opens_the_task_to_more_functions_and_gives_a_notice(self) -> None:
        text = """
            start s
            user a "Werk" ook_door="aandachtsfunctionaris"
            boundary b on=a interrupting=no timer="duration:P2D" ook_door="bestuur, waarnemer"
            send n "Werk blijft liggen" aan="bestuur"
            end e
            end e2
            s -> a -> e
            b -> n -> e2
        """
        play = Play(bundle(P=text))
        assert play.task("a").ook_door == ("aandachtsfunctionaris",)
        outcome = play.fire()
        assert play.task("a").ook_door == ("aandachtsfunctionaris", "bestuur", "waarnemer")
        assert [t.element for t in outcome.changed] == ["a"]
        assert [n.to for n in outcome.notices] == ["bestuur"]


class TestBoundaryMessages:
    def test_not_interrupting_it_comes_again_and_again(self) -> None:
        """SpiffWorkflow fires it once and raises the second time (trap 2)."""
        play = Play(bundle(P=BOUNDARY.replace("{kind}", 'interrupting=no message="M"')))
        play.receive("M")
        play.receive("M")
        assert play.open == ["a", "x", "x"]

    def test_interrupting_it_takes_the_task_away(self) -> None:
        play = Play(bundle(P=BOUNDARY.replace("{kind}", 'message="M"')))
        play.receive("M")
        assert play.open == ["x"]


ROUTE = """
    start s
    user a
    {main}
    end e "Klaar"
    s -> a -> {main_id} -> e
    esp p "Stoppen"
    start ps message="Route stoppen" knop="intern begeleider" {interrupting}
    throw pt message="Overdracht nodig"
    end pe "Gestopt"
    ps -> pt -> pe
    done
"""


class TestEventSubprocesses:
    def route(self, *, interrupting: bool, main: str = "user b") -> str:
        return (
            ROUTE.replace("{main}", main).replace("{main_id}", main.split()[1])
            .replace("{interrupting}", "" if interrupting else "interrupting=no")
        )  # fmt: skip

    def test_it_is_among_what_the_route_hears_with_its_button(self) -> None:
        play = Play(bundle(P=self.route(interrupting=True)))
        (catch,) = play.engine.catches(play.state)
        assert (catch.message, catch.knop, catch.starts) == ("Route stoppen", ("intern begeleider",), True)

    def test_interrupting_it_ends_all_else_and_the_route_is_finished(self) -> None:
        """SpiffWorkflow ignores isInterrupting: the main task stays ready beside the handler (trap 2)."""
        play = Play(bundle(P=self.route(interrupting=True)))
        outcome = play.receive("Route stoppen")
        assert (play.open, outcome.status, outcome.ends) == ([], RouteStatus.AFGESLOTEN, ("Gestopt",))
        assert [m.name for m in outcome.messages] == ["Overdracht nodig"]
        assert [c.how for c in outcome.closed] == [Closing.VERVALLEN]

    def test_not_interrupting_it_repeats_beside_the_work(self) -> None:
        play = Play(bundle(P=self.route(interrupting=False)))
        for _ in range(3):
            outcome = play.receive("Route stoppen")
            assert ([m.name for m in outcome.messages], outcome.ends) == (["Overdracht nodig"], ())
        assert (play.open, play.last.status) == (["a"], RouteStatus.LOOPT)

    def test_both_also_while_a_call_activity_runs(self) -> None:
        inner = "start is\n user ia\n end ie\n is -> ia -> ie"
        for interrupting, left in ((True, []), (False, ["ia"])):
            play = Play(bundle(P=self.route(interrupting=interrupting, main="call b calls=Q"), Q=inner))
            play.do("a")
            play.receive("Route stoppen")
            assert play.open == left

    def test_two_routes_of_one_bundle_do_not_share_what_was_triggered(self) -> None:
        """SpiffWorkflow connects a triggered event subprocess into the shared spec (trap 2)."""
        of = bundle(P=self.route(interrupting=False))
        one, other = Play(of), Play(of)
        one.receive("Route stoppen")
        other.do("a")
        assert other.do("b").status is RouteStatus.AFGESLOTEN
        assert [s.element for s in other.outcomes[0].steps] == [s.element for s in Play(of).last.steps]


SUB = """
    start s
    sub u "Deel"
    start us
    user ua
    {inner}
    us -> ua -> {inner_id}
    done
    boundary b on=u {kind}
    user x
    user n
    end e
    s -> u -> n -> e
    b -> x -> e
"""


class TestErrorsEscalationsTerminate:
    def play(self, inner: str, kind: str) -> Play:
        return Play(
            bundle(P=SUB.replace("{inner}", inner).replace("{inner_id}", inner.split()[1]).replace("{kind}", kind))
        )

    def test_an_error_end_takes_the_subprocess_to_its_boundary(self) -> None:
        play = self.play('end ue error="E1"', 'error="E1"')
        play.do("ua")
        assert play.open == ["x"]

    def test_a_boundary_without_code_catches_any_error(self) -> None:
        play = self.play('end ue error="E1"', 'error=""')
        play.do("ua")
        assert play.open == ["x"]

    def test_an_error_that_nothing_catches_breaks_the_route_off(self) -> None:
        play = self.play('end ue error="E1"', 'error="E2"')
        outcome = play.do("ua")
        assert (play.open, outcome.status) == ([], RouteStatus.AFGEBROKEN)
        assert "E1" in outcome.notes[0].text

    def test_an_escalation_end_not_interrupting_lets_both_go_on(self) -> None:
        play = self.play('end ue escalation="L1"', 'interrupting=no escalation="L1"')
        play.do("ua")
        assert play.open == ["n", "x"]

    def test_an_escalation_end_interrupting_leaves_by_the_boundary_alone(self) -> None:
        play = self.play('end ue escalation="L1"', 'escalation="L1"')
        play.do("ua")
        assert play.open == ["x"]

    def test_an_escalation_that_nobody_hears_stops_nothing(self) -> None:
        play = self.play('end ue escalation="L2"', 'escalation="L1"')
        outcome = play.do("ua")
        assert play.open == ["n"]
        assert "L2" in outcome.notes[0].text

    def test_an_escalation_on_the_way_lets_the_inside_go_on(self) -> None:
        text = """
            start s
            sub u "Deel"
            start us
            throw ut escalation="L1"
            user ua
            end ue
            us -> ut -> ua -> ue
            done
            boundary b on=u interrupting=no escalation="L1"
            user x
            end e
            s -> u -> e
            b -> x -> e
        """
        assert Play(bundle(P=text)).open == ["ua", "x"]

    def test_a_terminate_end_ends_its_own_scope_only(self) -> None:
        text = """
            start s
            sub u
            start us
            and uf
            user ua
            user ub
            end ut terminate=yes
            end ue
            us -> uf
            uf -> ua -> ut
            uf -> ub -> ue
            done
            user n
            end e
            s -> u -> n -> e
        """
        play = Play(bundle(P=text))
        play.do("ua")
        assert play.open == ["n"]

    def test_a_terminate_end_of_the_process_ends_the_route(self) -> None:
        text = "start s\n and f\n user a\n user b\n end t terminate=yes\n end e\n s -> f\n f -> a -> t\n f -> b -> e"
        play = Play(bundle(P=text))
        outcome = play.do("a")
        assert (play.open, outcome.status, outcome.ends) == ([], RouteStatus.AFGESLOTEN, ("t",))

    def test_an_error_end_in_a_called_process_reaches_the_call(self) -> None:
        text = 'start s\n call c calls=Q\n boundary b on=c error="E1"\n user x\n end e\n s -> c -> e\n b -> x -> e'
        play = Play(bundle(P=text, Q='start q\n user qa\n end qe error="E1"\n q -> qa -> qe'))
        play.do("qa")
        assert play.open == ["x"]


def test_a_milestone_is_reached_with_its_phase() -> None:
    text = 'start s\n throw m "Stap 2: delen van vermoedens" fase="delen"\n user a\n end e\n s -> m -> a -> e'
    (milestone,) = Play(bundle(P=text)).last.milestones
    assert (milestone.name, milestone.phase) == ("Stap 2: delen van vermoedens", "delen")
