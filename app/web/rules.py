"""The rules of a draft: made, changed and taken out as sentences built from parts, each proven at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import Saved, SaveDraftFile
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown, WholeDraft, read_draft_with_files
from app.queries.proofs import proof_of
from app.queries.rule_editing import (
    book_of,
    examples,
    file_of,
    listed_rule,
    removed,
    without_part,
    words_for,
    written,
)
from app.queries.rule_typed import RuleMade, RuleTyped, made_of, typed_of, was_of
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.diagrams import drawn_of_draft
from app.web.keeping import DONE, said
from app.web.proofs import ways_of
from app.web.rule_form import chains_shown, kind_of, parts_shown, people_shown, typed_in
from app.web.rule_undo import SAID, UNDOES
from app.web.rule_words import kinds, name_of
from app.web.undoing import number_in, undo_of, undoable
from app.web.words import _, lazy
from app.web.words import said as in_words
from workflows import Part, Rule, Rulebook, RuleError, RuleKind, WritingError

SEEN, NUMBER, SENTENCE, KIND = "gezien", "nummer", "zin", "soort"
NEW: Final = "nieuw"
_MEANWHILE: Final = lazy(
    "%(name)s bewaarde dit bestand met regels nadat jij het opende. Wat jij koos, staat hieronder nog. Bewaar je "
    "opnieuw, dan komt alleen deze regel in de plaats; de andere regels blijven zoals ze nu zijn."
)
GONE: Final = lazy(
    "%(name)s bewaarde dit bestand met regels nadat jij het opende. Kijk of je dit nog wilt, en bevestig het opnieuw."
)


@dataclass(frozen=True)
class Desk:
    """A draft with its rules, as one request finds it."""

    draft: UUID
    shown: DraftShown
    whole: WholeDraft
    book: Rulebook

    def seen(self, file: str) -> int:
        """The revision in which a file was last changed; 0 for one that is new."""
        return next((each.revision for each in self.shown.files if each.name == file), 0)

    def rule(self, number: str) -> Rule:
        """A rule. Raises NotFoundError."""
        found = self.book.rule(number)
        if found is None:
            raise NotFoundError
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """What is told on the page: why something was not saved, and with which status."""

    errors: Mapping[str, list[str]] = field(default_factory=dict)
    status: int = 200


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/regels/soort")
@declares(Permission.PUBLISH, at_the_door=True)
def rule_kind(draft_id: UUID) -> ResponseReturnValue:
    """Choose what kind of sentence it is."""
    desk = desk_of(draft_id)
    number, sentence = request.args.get(NUMBER, ""), request.args.get(SENTENCE, "")
    rule = desk.rule(number) if number else None
    return render_template(
        "protocol/regel_soort.html", it=desk.shown, rule=rule, sentence=sentence,
        kinds=kinds(dict(examples(desk.book))),
    )  # fmt: skip


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/regels/regel")
@declares(Permission.PUBLISH, at_the_door=True)
def rule(draft_id: UUID) -> ResponseReturnValue:
    """Make a rule, or change one."""
    desk = desk_of(draft_id)
    number, kind = request.args.get(NUMBER, ""), request.args.get(KIND, "")
    if not number and not kind:
        return redirect(url_for("web.rule_kind", draft_id=draft_id), 303)
    found = desk.rule(number) if number else None
    part = _part(found, request.args.get(SENTENCE, "0")) if found else None
    chosen = kind_of(kind) if kind else part.sentence.kind if part else RuleKind.BEFORE
    typed = typed_of(found, part, chosen)
    return _page(desk, typed, made_of(typed, desk.book), Told())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/regels/regel/voorlezen")
@declares(Permission.PUBLISH, at_the_door=True)
def read_rule(draft_id: UUID) -> ResponseReturnValue:
    """The sentence as it is so far, and the words that fit; nothing is saved."""
    desk, typed = desk_of(draft_id), typed_in(request.form)
    return _page(desk, typed, made_of(typed, desk.book), Told())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/regels/regel")
@declares(Permission.PUBLISH, at_the_door=True)
def save_rule(draft_id: UUID) -> ResponseReturnValue:
    """Save it, where it can be read and nobody else saved meanwhile; the page then tells how it stands."""
    desk, typed = desk_of(draft_id), typed_in(request.form)
    made = made_of(typed, desk.book)
    if made.errors or made.rule is None:
        return _page(desk, typed, made, Told(made.errors, 422))
    try:
        file, data = written(desk.whole, desk.book, made.rule)
        saved = save(draft_id, file, data)
    except MeanwhileError as error:
        return _page(desk_of(draft_id), typed, made, Told({"": [_(_MEANWHILE, name=error.by)]}, 409))
    except WrongStateError as error:
        return _page(desk, typed, made, Told({"": [in_words(error.message)]}, 409))
    except (WritingError, RuleError, InvalidValueError) as error:
        return _page(desk, typed, made, Told({"": [in_words(error.message)]}, 422))
    at = next((at for at, each in enumerate(made.rule.parts) if each.sentence.text == made.sentence), 0)
    return onward_to("web.rule", "bewaard", file, saved, draft_id=draft_id, nummer=made.rule.id, zin=at)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/regels/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_remove_rule(draft_id: UUID) -> ResponseReturnValue:
    """What taking a rule, or one sentence of it, out of the draft means."""
    return _leaving(desk_of(draft_id), Told())


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/regels/weg")
@declares(Permission.PUBLISH, at_the_door=True)
def remove_rule(draft_id: UUID) -> ResponseReturnValue:
    """Take it out; the page after it can undo that."""
    desk = desk_of(draft_id)
    gone = desk.rule(request.form.get(NUMBER, ""))
    part = _part(gone, request.form.get(SENTENCE, NEW))
    try:
        if part is not None:
            file, data = written(desk.whole, desk.book, without_part(gone, was_of(part)))
            saved = save(draft_id, file, data)
            return onward_to("web.rule", "zin-weg", file, saved, draft_id=draft_id, nummer=gone.id)
        files = removed(desk.whole, desk.book, gone)
        for file in files.keys() - {gone.file}:
            save(draft_id, file, files[file], desk.seen(file))
        saved = save(draft_id, gone.file, files[gone.file])
    except MeanwhileError as error:
        return _leaving(desk_of(draft_id), Told({"": [_(GONE, name=error.by)]}, 409))
    except WrongStateError as error:
        return _leaving(desk, Told({"": [in_words(error.message)]}, 409))
    except (WritingError, RuleError, InvalidValueError) as error:
        return _leaving(desk, Told({"": [in_words(error.message)]}, 422))
    return onward_to("web.draft_proofs", "weg", gone.file, saved, draft_id=draft_id)


def desk_of(draft_id: UUID) -> Desk:
    """A draft with its rules. Raises NotFoundError."""
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    return Desk(draft_id, shown, whole, book_of(whole, parts().limits))


def _part(found: Rule, at: str) -> Part | None:
    """One sentence by its place; None for a new one. Raises NotFoundError."""
    if at == NEW or not found.parts:
        return None
    place = number_of(at)
    if place is None or place >= len(found.parts):
        raise NotFoundError
    return found.parts[place]


def save(draft_id: UUID, file: str, data: bytes, seen: int | None = None) -> Saved:
    """Save a file of rules in a revision of its own. Raises what `SaveDraftFile` raises."""
    revision = number_in(request.form.get(SEEN, "")) if seen is None else seen
    made = send(SaveDraftFile(draft_id, file, revision, data, parts().limits, apart=True)).result
    if not isinstance(made, Saved):  # sent twice: the first time made it
        raise WrongStateError
    return made


def onward_to(endpoint: str, done: str, file: str, saved: Saved, **values: Any) -> ResponseReturnValue:
    """To the page after a deed, with what undoes it."""
    values |= {DONE: done, **undo_of(file, saved)}
    return redirect(url_for(endpoint, **values), 303)


def _page(desk: Desk, typed: RuleTyped, made: RuleMade, told: Told) -> ResponseReturnValue:
    found = desk.book.rule(typed.number) if typed.number else None
    done = said(SAID) if request.method == "GET" else ""
    proof = proof_of(desk.whole.files, desk.whole.digest, typed.number, parts().limits) if done and found else None
    shown, ways = ways_of([proof] if proof else [])
    fresh = desk.seen(file_of(desk.book, typed.number))
    seen = fresh if told.status == 409 else request.form.get(SEEN, fresh)
    data = {"drawings": drawn_of_draft(desk.draft, desk.whole.files), "ways": ways}
    words = words_for(desk.book, typed.processes, far=typed.kind is RuleKind.MESSAGE)
    page = render_template(
        "protocol/regel.html", it=desk.shown, typed=typed, made=made, errors=told.errors, said=done, seen=seen,
        undo=undoable(desk.shown, UNDOES), kind=name_of(typed.kind), fields=parts_shown(typed),
        chains=chains_shown(typed),
        people_chosen={"reden": people_shown(typed.motive), "akkoord": people_shown(typed.consent)},
        words=words, messages=[(each, each) for each in words.messages],
        rule=listed_rule(desk.book, found) if found else None, proof=shown[0] if shown else None, data=data,
        at=next((at for at, each in enumerate(found.parts) if was_of(each) == typed.was), None) if found else None,
    )  # fmt: skip
    return page, told.status


def _leaving(desk: Desk, told: Told) -> ResponseReturnValue:
    given = request.form if request.method == "POST" else request.args
    found = desk.rule(given.get(NUMBER, ""))
    sentence = given.get(SENTENCE, NEW)
    page = render_template(
        "protocol/regel_weg.html", it=desk.shown, rule=listed_rule(desk.book, found), errors=told.errors,
        part=_part(found, sentence), sentence=sentence, seen=desk.seen(found.file),
    )  # fmt: skip
    return page, told.status
