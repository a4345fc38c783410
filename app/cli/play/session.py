"""A made-up dossier played by hand: what a person types becomes the sentences of a scenario, which then are done.

So what was played can be saved, and the saved scenario does the same again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from app.cli.border import NotJudged, own_fault
from app.cli.play.console import Console, Stopped, without_marks
from app.cli.play.forms import Cancelled, FormPrompt
from app.cli.play.picture import draw
from app.cli.play.saving import NotSavedError, place_for, save
from workflows import (
    Bundle,
    Choice,
    Entry,
    MemoryDossier,
    OpenTask,
    Said,
    TaskKind,
    WorkflowError,
    World,
    act_out,
    entries,
    feature_text,
    moment_in_words,
)

HELP: Final = """\
  een nummer of naam  doe die taak of beantwoord die vraag
  wie [FUNCTIE]       speel verder als iemand anders; zonder functie: wie er zijn
  start [NAAM]        start een route of stuur een bericht met een knop
  bericht NAAM        laat een bericht van buiten binnenkomen
  verder 5 werkdagen  laat tijd voorbijgaan; zonder tijd: tot de eerste timer
  klok 1 oktober 2026 om 14:05
  toestand            teken opnieuw waar alles staat (of alleen Enter)
  terug               maak het laatste ongedaan
  geschiedenis        wat er tot nu toe is gedaan
  bewaar NAAM         bewaar wat is gespeeld als scenario
  stop                stop met spelen"""
_NUMBER: Final = re.compile(r"\d{1,6}")
_SPAN: Final = re.compile(r"(?:\d+|een|één) [^\W\d]+", re.IGNORECASE)
_URGENT: Final = re.compile(r"acu(?:te|ut)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done, with the world before it."""

    done: Said
    before: World


class Session:
    """One evening of playing."""

    def __init__(self, console: Console, bundle: Bundle, scenarios: Path) -> None:
        self.console, self.bundle, self.scenarios = console, bundle, scenarios
        self.dossier = MemoryDossier(bundle)
        self.function = self.dossier.people.functions[0]
        self.deeds: list[Deed] = []
        self.drafts: dict[str, dict[str, str]] = {}
        """What was typed in a form, by task or message, until it is sent."""
        self.seen = self.dossier.world

    def run(self) -> None:
        """Play until the person stops."""
        self.console.say(f"Je speelt het protocol {self.bundle.name} met een verzonnen leerling. Typ help voor hulp.")
        self.show()
        while True:
            try:
                self._hear()
            except Cancelled:
                self.console.say("Het formulier blijft liggen; wat je hebt ingevuld, staat er nog.")
            except (WorkflowError, NotSavedError, NotJudged) as error:
                self.console.say(str(error), "fout")

    def _hear(self) -> None:
        """One line. A fault of the program is NotJudged: told, and the evening goes on."""
        try:
            self.obey(self.console.ask("\n>"))
        except (Stopped, Cancelled, WorkflowError, NotSavedError, OSError):
            raise
        except Exception as error:
            raise NotJudged(own_fault(error)) from error

    def obey(self, line: str) -> None:
        """Carry out one line. Raises Stopped, Cancelled, WorkflowError."""
        word, _, rest = line.partition(" ")
        commands: Mapping[str, Callable[[str], None]] = {
            "": self._show, "toestand": self._show, "help": self._help, "?": self._help, "wie": self._who,
            "start": self._start, "bericht": self._message, "verder": self._wait, "klok": self._clock,
            "terug": self._undo, "geschiedenis": self._history, "bewaar": self._save, "stop": self._stop,
            "einde": self._stop, "exit": self._stop, "quit": self._stop,
        }  # fmt: skip
        named = self._numbers_of(line)
        if named or (_NUMBER.fullmatch(word) and not rest):
            self._work(named[0] if named else int(word))
        elif word.casefold() in commands:
            commands[word.casefold()](rest.strip())
        elif any(line.casefold() == function.casefold() for function in self.dossier.people.functions):
            self._who(line)
        else:
            self.console.say(f"“{line}” ken ik niet. Typ help voor wat er kan.", "fout")

    def _numbers_of(self, name: str) -> list[int]:
        """The numbers of the open work of this name, those that this function may do first."""
        found = [
            (self.dossier.refusal(self.function, entry.work) is not None, number)
            for number, entry in enumerate(entries(self.dossier), start=1)
            if entry.work.task.name.casefold() == name.casefold()
        ]
        return [number for _, number in sorted(found)]

    # what is done to the dossier

    def _do(self, pattern: str, *names: str, table: Mapping[str, str] | None = None) -> None:
        """Carry out a sentence in which each `§` is the next of these names."""
        before, said = self.dossier.world, Said.naming(pattern, *names, table=table) if names else Said(pattern)
        act_out(self.dossier, said.text, table or None)
        self.deeds.append(Deed(said, before))
        self.show()

    def _work(self, number: int) -> None:
        found = entries(self.dossier)
        if not 0 < number <= len(found):
            self.console.say(f"Er is geen nummer {number}. Kies een nummer uit de lijst.", "fout")
            return
        entry = found[number - 1]
        refusal = self.dossier.refusal(self.function, entry.work)
        if refusal:
            self.console.say(f"{refusal} Je bent nu {self.function}; wissel met: wie FUNCTIE.", "fout")
        elif entry.work.task.kind is TaskKind.VRAAG:
            self._answer(entry)
        else:
            self._complete(entry)

    def _complete(self, entry: Entry) -> None:
        task = entry.work.task
        self.console.say(f"Taak: {task.name}", "kop")
        self.console.say(without_marks(task.documentation))
        table = self._form(task.id, task.form)
        self._do(f"§ de taak §{entry.where} afrondt", self.function, task.name, *entry.names, table=table)
        self.drafts.pop(task.id, None)

    def _answer(self, entry: Entry) -> None:
        task = entry.work.task
        self.console.say(f"Vraag: {task.name}", "kop")
        self.console.say(without_marks(task.documentation))
        chosen = self._choose(task)
        table = self._form(task.id, task.form)
        if any(choice.needs_reason for choice in chosen):
            table["reden"] = self._reason()
        labels = [choice.label for choice in chosen]
        pattern = f"§ op de vraag §{entry.where} antwoordt {', '.join('§' for _ in labels)}"
        self._do(pattern, self.function, task.name, *entry.names, *labels, table=table)
        self.drafts.pop(task.id, None)

    def _choose(self, task: OpenTask) -> list[Choice]:
        for number, choice in enumerate(task.choices, start=1):
            self.console.say(f"  {number} {choice.label}")
        more = " (meer dan één kan: 1, 3)" if task.multiple else ""
        known = {str(number): choice for number, choice in enumerate(task.choices, start=1)}
        known |= {choice.label.casefold(): choice for choice in task.choices}
        while True:
            line = self.console.ask(f"  Je antwoord{more} >").casefold()
            if line == "weg":
                raise Cancelled
            parts = [line] if line in known else [part.strip() for part in line.split(",")]
            if all(part in known for part in parts):
                return [known[part] for part in parts]
            self.console.say("  Kies een nummer uit de lijst. Met weg ga je terug.", "fout")

    def _reason(self) -> str:
        while True:
            reason = self.console.ask("  Waarom? >")
            if len(reason) > 2:  # the engine takes no shorter reason
                return reason
            self.console.say("  Schrijf kort waarom.", "fout")

    def _form(self, key: str, form: str | None) -> dict[str, str]:
        if form is None or form not in self.bundle.forms:
            return {}
        draft = self.drafts.setdefault(key, {})
        routing = self.bundle.form_fields(form)
        return FormPrompt(self.console, self.bundle.forms[form], draft, routing, self.dossier.now).ask()

    def _start(self, name: str) -> None:
        # Who needs the button for danger has no time to read a list.
        buttons = sorted(self.dossier.buttons(self.function), key=lambda each: not _URGENT.match(each.message))
        names = [button.message for button in buttons]
        if not names:
            self.console.say(f"{self.function} kan nu niets starten. Wissel met: wie FUNCTIE", "fout")
            return
        name = self._pick(names, f"Wat start je als {self.function}? (Enter = niets)", name)
        if not name:
            return
        called = name.casefold()
        catch = next((each for each in buttons if called in {each.message.casefold(), each.name.casefold()}), None)
        if catch is None:
            self.console.say(f"{self.function} heeft geen knop “{name}”. Typ start voor wat er kan.", "fout")
        else:
            table = self._form(catch.message, catch.form)
            self._do("§ § start", self.function, catch.message, table=table)
            self.drafts.pop(catch.message, None)

    def _message(self, name: str) -> None:
        name = self._pick(self.dossier.messages, "Welk bericht komt er binnen? (Enter = geen)", name)
        if name:
            self._do("bericht § binnenkomt", name)

    def _pick(self, names: Sequence[str], question: str, typed: str) -> str:
        """One of these names by its number, or what is typed; asked where that is nothing yet, and empty for Enter."""
        if not typed:
            for number, name in enumerate(names, start=1):
                self.console.say(f"  {number} {name}")
            typed = self.console.ask(f"  {question} >")
        return names[int(typed) - 1] if _NUMBER.fullmatch(typed) and 0 < int(typed) <= len(names) else typed

    def _wait(self, span: str) -> None:
        if span:
            if not _SPAN.fullmatch(span):
                self.console.say(f"“{span}” is geen tijd. Zeg hoe lang, met een getal: verder 5 werkdagen", "fout")
                return
            self._do(f"er {span} {'voorbijgaat' if span.split(maxsplit=1)[0] == '1' else 'voorbijgaan'}")
            return
        timers = self.dossier.timers()
        if not timers:
            self.console.say("Er loopt geen timer. Zeg hoe lang: verder 5 werkdagen", "fout")
            return
        minutes = math.ceil(timers[0][0].due.timestamp() / 60)
        due = timers[0][0].due + timedelta(seconds=minutes * 60 - timers[0][0].due.timestamp())
        day, _, time = moment_in_words(due).partition(", ")
        self._do(f"het is {day.partition(' ')[2]} om {time}")

    def _clock(self, moment: str) -> None:
        if not moment:
            self.console.say("Zeg wanneer: klok 1 oktober 2026 om 14:05", "fout")
            return
        self._do(f"het is {moment}")

    # what is not

    def show(self) -> None:
        """Draw where everything stands, and what is new."""
        draw(self.console, self.dossier, self.seen, self.function)
        self.seen = self.dossier.world

    def _show(self, _: str) -> None:
        self.show()

    def _help(self, _: str) -> None:
        self.console.say(HELP)

    def _who(self, name: str) -> None:
        functions = self.dossier.people.functions
        if not name:
            self.console.say("Er zijn: " + ", ".join(functions))
            return
        self.function = self.dossier.people.speakers(name)[0]
        self.show()

    def _undo(self, _: str) -> None:
        if not self.deeds:
            self.console.say("Er is niets om terug te draaien.", "fout")
            return
        deed = self.deeds.pop()
        self.dossier.world = self.seen = deed.before
        self.console.say(f"Teruggedraaid: {deed.done.text}")
        self.show()

    def _history(self, _: str) -> None:
        if not self.deeds:
            self.console.say("Er is nog niets gedaan.")
        for number, deed in enumerate(self.deeds, start=1):
            self.console.say(f"{number:3} {moment_in_words(deed.before.now)}  {deed.done.text}")
            for name, value in deed.done.table.items():
                self.console.say(f"      {name}: {value}", "zacht")

    def _save(self, name: str) -> None:
        if not name or not self.deeds:
            self.console.say("Speel eerst iets en noem een naam: bewaar Gestopt na stap 1", "fout")
            return
        place = place_for(name, self.scenarios)
        done = [deed.done for deed in self.deeds]
        save(place, feature_text(Path(name).stem, MemoryDossier(self.bundle), done, self.dossier))
        self.console.say(f"Bewaard in {place}. Beproef het met: flask protocol test {place}")

    def _stop(self, _: str) -> None:
        raise Stopped
