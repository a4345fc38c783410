"""Running routes to other versions: each kind of waiting, on small drawings."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.playing import MONDAY, Play, bundle
from tests.unit.workflows.migration.going import scope_of, to
from workflows.bundle import Bundle
from workflows.errors import BundleError, FinishedError, NotWaitingError
from workflows.migration import ByHand, try_out
from workflows.spiff import FORMER
from workflows.types import Closing

OTHER = 'start s\n user c "Kijken"\n user b "Wegen"\n end e\n s -> c -> b -> e'
LINE = 'start s\n user a "Kijken" termijn=P5D\n user b "Wegen"\n end e\n s -> a -> b -> e'


def form(*components: dict[str, object]) -> dict[str, bytes]:
    made = {"schemaVersion": 18, "type": "default", "components": list(components)}
    return {"forms/f.form": json.dumps(made).encode()}


def choice(key: str, *values: str) -> dict[str, object]:
    options = [{"value": value, "label": value} for value in values]
    return {"type": "select", "key": key, "label": f"Vraag {key}", "values": options}


def one(text: str, *components: dict[str, object], **processes: str) -> Bundle:
    return bundle(form(*components) if components else None, P=text, **processes)


class TestTasks:
    def test_a_task_keeps_its_id_and_entry_and_its_term_is_counted_anew(self) -> None:
        play = Play(one(LINE))
        was = play.task("a")
        play.wait(days=1)
        gone = to(one(LINE.replace("P5D", "P9D").replace("Kijken", "Observeren")), play).go()
        now = gone.task("a")
        assert (now.id, now.entered, now.name) == (was.id, was.entered, "Observeren")
        assert now.due is not None
        assert now.due - MONDAY > timedelta(days=8)
        assert [each.id for each in gone.last.changed] == [was.id]
        assert (gone.last.opened, gone.last.closed, gone.last.steps) == ((), (), ())
        gone.do("a")
        assert gone.open == ["b"]

    def test_an_element_that_is_no_more_stops_it(self) -> None:
        gone = to(one(OTHER), Play(one(LINE)))
        assert gone.why == ["“Kijken” is er in de nieuwe versie niet meer."]
        assert not gone.trial.fits

    def test_by_hand_it_goes_to_its_new_id_as_the_same_task(self) -> None:
        play = Play(one(LINE))
        was = play.task("a")
        gone = to(one(OTHER), play, {"a": "c"}).go()
        assert (gone.task("c").id, gone.task("c").entered) == (was.id, was.entered)
        assert [(str(each.kind), each.path) for each in gone.last.steps] == [("cancelled", "a"), ("entered", "c")]

    def test_by_hand_to_something_else_it_lapses_and_another_opens(self) -> None:
        play = Play(one(LINE))
        after = one('start s\n xor g "Goed?"\n user b "Wegen"\n end e\n s -> g\n g -> b "Ja"\n g -> e "Nee"')
        gone = to(after, play, {"a": "g"}).go()
        assert gone.open == ["g"]
        assert [(each.element, each.how) for each in gone.last.closed] == [("a", Closing.VERVALLEN)]
        assert [each.element for each in gone.last.opened] == ["g"]

    @pytest.mark.parametrize("target", ["s", "weg", "e2"])
    def test_by_hand_it_goes_nowhere_impossible(self, target: str) -> None:
        assert not to(one(OTHER), Play(one(LINE)), {"a": target}).trial.fits

    def test_a_task_may_not_become_a_question_by_itself(self) -> None:
        after = one('start s\n xor a "Kijken"\n user b "Wegen"\n end e\n s -> a\n a -> b "Ja"\n a -> e "Nee"\n b -> e')
        assert to(after, Play(one(LINE))).why == ["“Kijken” is een taak en wordt een keuze."]

    def test_a_question_keeps_its_place_with_other_answers(self) -> None:
        text = 'start s\n xor g "Goed?"\n user b\n end e\n s -> g\n g -> b "Ja"\n g -> e "Nee"\n b -> e'
        play = Play(one(text))
        gone = to(one(text.replace('"Nee"', '"Nog niet"')), play).go()
        gone.answer("g", "Nog niet")
        assert gone.last.status == "afgesloten"

    def test_a_process_that_is_no_more(self) -> None:
        assert to(bundle(Q=LINE), Play(one(LINE))).why == ["De route “P” is er in de nieuwe versie niet meer."]

    def test_a_route_that_is_over_goes_nowhere(self) -> None:
        play = Play(one(LINE))
        play.withdraw()
        assert to(one(LINE), play).why == [FinishedError().message]


class TestBackAgain:
    def test_it_goes_back_to_what_it_was_while_nothing_moved(self) -> None:
        play = Play(one(LINE))
        before = play.state
        first = play.engine
        text = """
            start s
            user c "Anders"
            user b "Wegen"
            xor g "Goed?"
            end e
            s -> c -> g
            g -> b "Ja"
            g -> e "Nee"
        """
        after = one(text)
        gone = to(after, play, {"a": "g"}).go()
        assert FORMER in gone.state
        gone.engine = first
        outcome = gone._do("revert")
        assert FORMER not in gone.state
        was, now = scope_of(before)["scope"]["tokens"][0], scope_of(gone.state)["scope"]["tokens"][0]
        assert {**now, "id": was["id"]} == was
        assert now["id"] != was["id"]
        assert [each.element for each in outcome.opened] == ["a"]
        assert [each.element for each in outcome.closed] == ["g"]

    def test_what_stayed_open_comes_back_with_its_id_and_term(self) -> None:
        play = Play(one(LINE))
        before, first = play.state, play.engine
        gone = to(one(LINE.replace("P5D", "P9D")), play).go()
        gone.engine = first
        gone._do("revert")
        assert gone.state == before

    def test_not_after_anything_happened(self) -> None:
        gone = to(one(LINE), Play(one(LINE))).go()
        gone.do("a")
        with pytest.raises(NotWaitingError, match="intussen"):
            gone._do("revert")

    def test_only_the_last_one(self) -> None:
        play = to(one(LINE.replace("P5D", "P6D")), Play(one(LINE))).go()
        second = play.engine.bundle.geheel
        to(one(LINE.replace("P5D", "P7D")), play).go()
        former = play.state[FORMER]
        assert isinstance(former, dict)
        assert former["bundle"] == second
        assert FORMER not in former


class TestEvents:
    TEXT = """
        start s
        user a "Kijken"
        boundary t "Herinner" on=a interrupting=no timer=duration:P2D
        boundary m on=a interrupting=yes message=Stop
        user b
        end e
        end et
        end em
        s -> a -> b -> e
        t -> et
        m -> em
    """

    def test_boundary_events_go_on_and_are_counted_anew(self) -> None:
        play = Play(one(self.TEXT))
        gone = to(one(self.TEXT.replace("P2D", "P4D")), play).go()
        assert [each.due - MONDAY for each in gone.engine.timers(gone.state)] == [timedelta(days=4)]
        gone.receive("Stop")
        assert gone.last.status == "afgesloten"

    def test_one_that_went_off_does_not_begin_again(self) -> None:
        play = Play(one(self.TEXT))
        play.fire()
        gone = to(one(self.TEXT.replace("P2D", "P4D")), play).go()
        assert gone.engine.timers(gone.state) == ()

    def test_a_new_one_counts_from_when_the_task_opened(self) -> None:
        play = Play(one(LINE))
        play.wait(days=3)
        found = to(one(self.TEXT), play)
        assert "“Herinner” gaat meteen af." in found.trial.notes
        gone = found.go()
        assert [each.due - MONDAY for each in gone.engine.timers(gone.state)] == [timedelta(days=2)]
        gone.fire()
        assert gone.open == ["a"]

    def test_one_that_is_no_more_ends(self) -> None:
        found = to(one(LINE), Play(one(self.TEXT)))
        assert found.trial.notes == (
            "“Herinner” bij “Kijken” gaat niet meer af.",
            "“m” bij “Kijken” gaat niet meer af.",
        )
        assert found.go().engine.timers(found.play.state) == ()

    def test_one_that_became_something_else_begins_as_that(self) -> None:
        text = self.TEXT.replace("boundary m on=a interrupting=yes message=Stop", "")
        text = text.replace("user b\n", "user b\n        boundary m on=a interrupting=yes timer=duration:P9D\n")
        found = to(one(text), Play(one(self.TEXT)))
        assert "“m” bij “Kijken” gaat niet meer af." in found.trial.notes
        gone = found.go()
        assert [each.due - MONDAY for each in gone.engine.timers(gone.state)] == [timedelta(days=2), timedelta(days=9)]

    def test_a_cycle_goes_on_where_it_was(self) -> None:
        text = self.TEXT.replace("timer=duration:P2D", 'timer="cycle:R3/P1D"')
        play = Play(one(text))
        play.fire()
        gone = to(one(text.replace("R3/P1D", "R3/P2D")), play).go()
        (timer,) = gone.engine.timers(gone.state)
        assert timer.due - MONDAY == timedelta(days=4)
        ended = to(one(text.replace("R3/P1D", "R1/P2D")), gone).go()
        assert ended.engine.timers(ended.state) == ()

    def test_what_waits_for_a_message_or_a_time(self) -> None:
        text = 'start s\n catch c "Tot later" timer=duration:P9D\n user a\n end e\n s -> c -> a -> e'
        play = Play(one(text))
        gone = to(one(text.replace("P9D", "P1D")), play).go()
        gone.fire()
        assert gone.open == ["a"]
        other = to(one(text.replace("timer=duration:P9D", "message=Kom")), Play(one(text)))
        assert other.why == ["“Tot later” wacht op iets anders."]

    RACE = """
        start s
        event g
        catch x "Antwoord" message=Ja
        catch y "Te laat" timer=duration:P2D
        user a
        end e
        s -> g
        g -> x -> a
        g -> y -> e
        a -> e
    """

    def test_a_race_goes_on_with_who_runs_in_it_now(self) -> None:
        play = Play(one(self.RACE))
        wider = self.RACE.replace("g -> y -> e", 'catch z "Nee" message=Nee\n g -> z -> e\n g -> y -> e')
        gone = to(one(wider), play).go()
        assert [each.message for each in gone.engine.catches(gone.state)] == ["Ja", "Nee"]
        gone.receive("Nee")
        assert gone.last.status == "afgesloten"
        assert not gone.engine.timers(gone.state)

    def test_who_is_out_of_the_race_waits_no_more(self) -> None:
        fewer = """
            start s
            catch x message=Ja
            user a
            end e
            event g
            catch w message=W
            s -> g
            g -> x -> a -> e
            g -> w -> e
        """
        gone = to(one(fewer), Play(one(self.RACE))).go()
        assert gone.engine.timers(gone.state) == ()
        gone.receive("Ja")
        assert gone.open == ["a"]

    def test_a_race_that_is_none_any_more(self) -> None:
        line = 'start s\n catch x "Antwoord" message=Ja\n user a\n end e\n s -> x -> a -> e'
        found = to(one(line), Play(one(self.RACE)))
        assert found.why == ["“Antwoord” wacht niet meer naast wat er nu naast wacht."]
        assert to(one(line), Play(one(self.RACE)), {"x": "a"}).go().open == ["a"]


class TestJoins:
    TEXT = """
        start s
        and f
        user a "Links"
        user b "Rechts"
        and j
        user c "Samen"
        end e
        s -> f
        f -> a -> j
        f -> b -> j
        j -> c -> e
    """

    def test_what_waits_for_another_goes_on_waiting(self) -> None:
        play = Play(one(self.TEXT))
        play.do("a")
        after = one(self.TEXT.replace("f -> b -> j", 'user d "Nog iets"\n f -> b -> d -> j'))
        gone = to(after, play).go()
        gone.do("b")
        assert gone.open == ["d"]
        gone.do("d")
        assert gone.open == ["c"]

    def test_by_another_arrow_from_the_same_place(self) -> None:
        play = Play(one(self.TEXT))
        play.do("a")
        after = one(self.TEXT.replace("f -> a -> j", 'f -> a\n a -> j "Klaar"'))
        gone = to(after, play).go()
        gone.do("b")
        assert gone.open == ["c"]

    def test_a_new_arrow_by_which_nothing_can_come(self) -> None:
        play = Play(one(self.TEXT))
        after = one(self.TEXT.replace("j -> c", 'user d "Derde"\n f -> d -> j\n j -> c'))
        assert to(after, play).why == ["Bij “j” zou deze route blijven wachten op iets wat daar niet meer komt."]

    def test_a_split_that_this_route_has_passed(self) -> None:
        line = "start s\n user a\n user c\n end e\n s -> a -> c -> e"
        found = to(one(self.TEXT), Play(one(line)))
        assert found.why == ["Bij “j” zou deze route blijven wachten op iets wat daar niet meer komt."]
        assert to(one(self.TEXT), Play(one(line)), {"a": "f"}).go().open == ["a", "b"]

    def test_two_that_would_do_one_thing_twice(self) -> None:
        line = 'start s\n user a "Links"\n user b "Rechts"\n user c "Samen"\n end e\n s -> a -> b -> c -> e'
        found = to(one(line), Play(one(self.TEXT)))
        assert found.why == ["“Rechts” zou in deze route twee keer komen."]
        gone = to(one(line), Play(one(self.TEXT)), {"b": None}).go()
        assert gone.open == ["a"]
        assert [each.element for each in gone.last.closed] == ["b"]

    def test_what_was_so_in_its_own_version_is_no_reason(self) -> None:
        text = """
            start s
            user a
            boundary t on=a interrupting=no timer=duration:P1D
            user b
            end e
            s -> a -> b -> e
            t -> b
        """
        play = Play(one(text))
        play.fire()
        assert to(one(text.replace("P1D", "P2D")), play).trial.fits


class TestInclusive:
    TEXT = """
        start s
        or f "Wat is nodig?"
        user a
        user b
        or j
        user c
        end e
        s -> f
        f -> a "Links"
        f -> b "Rechts"
        a -> j
        b -> j
        j -> c -> e
    """

    def test_what_waits_goes_on_waiting_for_what_can_still_come(self) -> None:
        play = Play(one(self.TEXT))
        play.answer("f", "Links", "Rechts")
        play.do("a")
        gone = to(one(self.TEXT.replace("b -> j", "user d\n b -> d -> j")), play).go()
        gone.do("b")
        assert gone.open == ["d"]
        gone.do("d")
        assert gone.open == ["c"]

    def test_it_goes_on_at_once_where_nothing_can_come_any_more(self) -> None:
        play = Play(one(self.TEXT))
        play.answer("f", "Links", "Rechts")
        play.do("a")
        found = to(one(self.TEXT.replace("b -> j", "end eb\n b -> eb")), play)
        gone = found.go()
        assert gone.open == ["b", "c"]
        assert [each.element for each in gone.last.opened] == ["c"]


class TestEventSubprocesses:
    TEXT = """
        start s
        user a
        end e
        s -> a -> e
        esp x
        start xs message=Acuut interrupting=yes
        user n "Noodplan"
        end xe
        xs -> n -> xe
        done
    """

    def test_what_broke_in_goes_on_and_stays_alone(self) -> None:
        play = Play(one(self.TEXT))
        play.receive("Acuut")
        longer = self.TEXT.replace("xs -> n -> xe", "user m\n xs -> n -> m -> xe")
        gone = to(one(longer), play).go()
        gone.do("n")
        assert gone.open == ["m"]
        assert not gone.engine.hears(gone.state, "Acuut")
        gone.do("m")
        assert gone.last.status == "afgesloten"

    def test_one_that_is_no_more(self) -> None:
        play = Play(one(self.TEXT))
        play.receive("Acuut")
        plain = "start s\n user a\n end e\n s -> a -> e"
        assert to(one(plain), play).why == ["“x” is er in de nieuwe versie niet meer."]
        gone = to(one(plain), play, {"x": "a"}).go()
        assert gone.open == ["a"]


class TestInside:
    CALLING = "start s\n call c calls=Q\n user z\n end e\n s -> c -> z -> e"
    CALLED = 'start q\n user p "Praten"\n end r\n q -> p -> r'

    def test_a_called_process(self) -> None:
        play = Play(one(self.CALLING, Q=self.CALLED))
        longer = self.CALLED.replace("q -> p -> r", "user x\n q -> p -> x -> r")
        gone = to(one(self.CALLING, Q=longer), play).go()
        gone.do("p")
        gone.do("x")
        assert gone.open == ["z"]

    def test_one_that_calls_another(self) -> None:
        play = Play(one(self.CALLING, Q=self.CALLED))
        found = to(
            one(self.CALLING.replace("calls=Q", "calls=R"), Q=self.CALLED, R=self.CALLED.replace("p", "pp")), play
        )
        assert found.why == ["“c” roept een ander proces aan."]
        assert to(found.after, play, {"c": "z"}).go().open == ["z"]

    def test_a_task_that_moved_into_a_subprocess(self) -> None:
        flat = "start s\n user a\n end e\n s -> a -> e"
        deep = "start s\n sub d\n start ds\n user a\n end de\n ds -> a -> de\n done\n end e\n s -> d -> e"
        found = to(one(deep), Play(one(flat)))
        assert found.why == ["“a” ligt in de nieuwe versie in een ander deel van de tekening."]
        assert to(one(deep), Play(one(flat)), {"a": "d"}).go().open == ["a"]

    def test_within_a_subprocess(self) -> None:
        deep = "start s\n sub d\n start ds\n user a\n user b\n end de\n ds -> a -> b -> de\n done\n end e\n s -> d -> e"
        play = Play(one(deep))
        gone = to(one(deep.replace("user b", "user c").replace("a -> b -> de", "a -> c -> de")), play).go()
        gone.do("a")
        assert gone.open == ["c"]


class TestItems:
    TEXT = """
        start s
        user l formulier=f
        user a "Doen" each=acties item=actie termijn="actie.op"
        end e
        s -> l -> a -> e
    """

    @staticmethod
    def rows(*columns: str) -> dict[str, object]:
        kinds = {"nr": {"type": "number"}, "op": {"type": "datetime", "subtype": "date"}, "wie": {"type": "textfield"}}
        parts = [{**kinds[each], "key": each, "label": each} for each in columns]
        return {"type": "dynamiclist", "path": "acties", "label": "Acties", "components": parts}

    def play(self) -> Play:
        play = Play(one(self.TEXT, self.rows("nr", "op")))
        play.do("l", acties=[{"nr": 1, "op": "2026-11-09"}, {"nr": 2, "op": "2026-11-10"}])
        return play

    def test_items_go_on(self) -> None:
        play = self.play()
        ids = {task.item_number: task.id for task in play.tasks}
        text = self.TEXT.replace('termijn="actie.op"', "termijn=P3D")
        gone = to(one(text, self.rows("nr", "op")), play).go()
        assert {task.item_number: task.id for task in gone.tasks} == ids
        assert all(task.due is not None and task.due - MONDAY == timedelta(days=3) for task in gone.tasks)
        gone.do("a", 1)
        gone.do("a", 2)
        assert gone.last.status == "afgesloten"

    def test_one_after_the_other_is_something_else(self) -> None:
        found = to(
            one(self.TEXT.replace("item=actie", "item=actie sequential=yes"), self.rows("nr", "op")), self.play()
        )
        assert found.why == ["“Doen” doet de regels van de lijst nu na elkaar."]

    def test_a_single_task_in_its_place(self) -> None:
        text = 'start s\n user l formulier=f\n user a "Doen"\n end e\n s -> l -> a -> e'
        found = to(one(text, self.rows("nr", "op")), self.play())
        assert found.why[-1] == "“Doen” is nu een taak per regel en wordt er één."
        gone = to(one(text, self.rows("nr", "op")), self.play(), {"a": "a"}).go()
        assert len(gone.tasks) == 1


class TestFields:
    TEXT = """
        start s
        user a formulier=f
        user b
        xor g
        end e
        end n
        s -> a -> b -> g
        g -> e {ernst = "laag"}
        g -> n default
    """

    def play(self, value: str = "hoog") -> Play:
        play = Play(one(self.TEXT, choice("ernst", "laag", "hoog")))
        play.do("a", ernst=value)
        return play

    def test_a_value_that_is_no_longer_possible_is_told_by_its_question_alone(self) -> None:
        after = one(self.TEXT, choice("ernst", "laag", "midden"))
        found = to(after, self.play())
        assert found.why == ["“Vraag ernst” is zo ingevuld als het in de nieuwe versie niet meer kan."]
        assert "hoog" not in str(found.trial.obstacles)
        assert to(after, self.play("laag")).trial.fits

    def test_by_hand_it_gets_a_value_that_is(self) -> None:
        gone = to(one(self.TEXT, choice("ernst", "laag", "midden")), self.play(), ernst="laag").go()
        gone.do("b")
        assert gone.last.ends == ("e",)
        assert not to(one(self.TEXT, choice("ernst", "laag", "midden")), self.play(), ernst="raar").trial.fits

    def test_a_field_that_is_no_more_goes(self) -> None:
        text = "start s\n user a formulier=f\n user b\n end e\n s -> a -> b -> e"
        gone = to(one(text, choice("ernst", "laag", "hoog")), self.play()).go()
        assert scope_of(gone.state)["scope"]["fields"] == {}

    def test_a_timer_without_an_instant(self) -> None:
        before = "start s\n user a\n catch c timer=duration:P9D\n end e\n s -> a -> c -> e"
        play = Play(one(before, choice("ernst", "laag")))
        play.do("a")
        after = before.replace("duration:P9D", "date:op").replace("user a", "user a formulier=f")
        found = to(one(after, {"type": "datetime", "subtype": "date", "key": "op", "dateLabel": "Op"}), play)
        assert found.why == ["Bij “c” kan de route daar niet verder."]


class TestFiles:
    def test_what_a_file_says_by_hand(self) -> None:
        said = {"elements": {"a": "b", "c": None}, "fields": {"ernst": "laag"}}
        assert ByHand.of(said).arguments() == said
        assert ByHand.of({}).arguments() == {}

    @pytest.mark.parametrize("said", [[], {"a": "b"}, {"elements": []}, {"elements": {"a": 1}}, "x", {"fields": 3}])
    def test_what_is_no_such_file(self, said: object) -> None:
        with pytest.raises(BundleError, match="niet te lezen"):
            ByHand.of(said)


def test_a_dry_run_changes_nothing() -> None:
    play = Play(one(LINE))
    before = json.dumps(play.state)
    try_out(play.engine.bundle, one(LINE.replace("P5D", "P9D")), play.state, play.moment())
    assert json.dumps(play.state) == before
