"""A draft as text, to read, to search, and to change without drawing: whole without scripts and without a mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import SaveDraftFile
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown, WholeDraft, findings_of, read_draft_with_files
from app.queries.renaming import carried_in, read_draft_and_before
from app.queries.written import found_in, texts_in, written_of
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.drawing_words import without_lines
from app.web.keeping import onward, said
from app.web.renaming_words import names_left
from app.web.words import _, lazy
from app.web.words import said as in_words
from workflows import Sheet, Texts, is_term, rewritten

_SAID: Final = {
    "tekst": lazy("De tekst is opgeslagen. Ongedaan maken kan bij het ontwerp, onder “Wat er is opgeslagen”."),
    "hernoemd": lazy("De nieuwe naam staat nu overal. Ongedaan maken kan bij het ontwerp."),
}
_MEANWHILE: Final = lazy(
    "%(name)s heeft dit diagram intussen opgeslagen. Wat je typte, staat hier nog; stuur het nog eens om het daarop "
    "te zetten."
)
_NO_NAME: Final = lazy("Vul in hoe het heet.")
_NO_ANSWER: Final = lazy("Elk antwoord heeft een eigen tekst.")
_TOO_LONG: Final = lazy("Dit is langer dan %(most)s tekens. Maak het korter.")
_NO_TERM: Final = lazy("Dit is geen termijn. Schrijf bijvoorbeeld 5 werkdagen, 10 schooldagen of 6 weken.")
_AT: Final = "/protocollen/ontwerpen/<uuid:draft_id>/tekst"
_ANSWER: Final = "antwoord-"


@pages.get(_AT)
@declares(Permission.PUBLISH, at_the_door=True)
def draft_text(draft_id: UUID) -> ResponseReturnValue:
    """All of it, or what has the words that were asked."""
    who = actor()
    shown, before = ask(lambda work: read_draft_and_before(work, who, draft_id))
    whole = before.whole
    asked = request.args.get("zoek", "").strip()[:100]
    written = written_of(whole, parts().limits)
    findings = findings_of(whole, parts().limits)
    return render_template(
        "protocol/tekst.html", it=shown, asked=asked, found=found_in(written, asked), said=said(_SAID),
        changed=request.args.get("bij", ""), names=names_left(carried_in(before, parts().limits)),
        plain=without_lines, unread=written.unread,
        points={
            element: [each for each in findings if each.element == element]
            for element in {each.element for each in findings if each.element}
        },
    )  # fmt: skip


@pages.get(f"{_AT}/<file>/<element>")
@declares(Permission.PUBLISH, at_the_door=True)
def edit_text(draft_id: UUID, file: str, element: str) -> ResponseReturnValue:
    """The texts of one element, to change."""
    shown, whole = _both(draft_id)
    _sheet, texts = _texts(whole, file, element)
    return _form(shown, whole, texts, (file, element), {})


@pages.post(f"{_AT}/<file>/<element>")
@declares(Permission.PUBLISH, at_the_door=True)
def save_text(draft_id: UUID, file: str, element: str) -> ResponseReturnValue:
    """Save them, where nobody saved the drawing meanwhile; then back to the element."""
    shown, whole = _both(draft_id)
    sheet, before = _texts(whole, file, element)
    typed = _typed(before)
    errors = _wrong(typed, before)
    if errors:
        return _form(shown, whole, typed, (file, element), errors, 422)
    data = rewritten(sheet, element, typed)
    revision = number_of(request.form.get("gezien", "")) or 0
    try:
        send(SaveDraftFile(draft_id, file, revision, data, parts().limits))
    except MeanwhileError as error:
        return _form(shown, whole, typed, (file, element), {"": [_(_MEANWHILE, name=error.by)]}, 409)
    except WrongStateError as error:
        return _form(shown, whole, typed, (file, element), {"": [in_words(error.message)]}, 409)
    except InvalidValueError as error:
        return _form(shown, whole, typed, (file, element), {"": [in_words(error.message)]}, 422)
    # Under its new name the step may not be among what was looked for, and then nobody would see that it was saved.
    asked = request.form.get("zoek", "") if typed.name == before.name else ""
    return onward(
        "web.draft_text", "tekst", draft_id=draft_id, zoek=asked or None, bij=element,
        _anchor=_anchor(whole, file, element),
    )  # fmt: skip


def _both(draft_id: UUID) -> tuple[DraftShown, WholeDraft]:
    who = actor()
    return ask(lambda work: read_draft_with_files(work, who, draft_id))


def _texts(whole: WholeDraft, file: str, element: str) -> tuple[Sheet, Texts]:
    found = texts_in(whole, file, element, parts().limits)
    if found is None:
        raise NotFoundError
    return found


def _typed(before: Texts) -> Texts:
    """What was typed, on lines of its own as people type it, without what a browser adds."""
    form = {name: value.replace("\r\n", "\n").strip() for name, value in request.form.items()}
    one = {name: " ".join(value.split()) for name, value in form.items()}
    return Texts(
        one.get("naam", before.name), form.get("uitleg", before.text), one.get("herkomst", before.source),
        None if before.term is None else one.get("termijn", before.term),
        None if before.told is None else one.get("aan", before.told),
        tuple(replace(each, label=one.get(f"{_ANSWER}{each.flow}", each.label)) for each in before.answers),
    )  # fmt: skip


def _wrong(typed: Texts, before: Texts) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    limits = parts().limits
    if before.name and not typed.name:
        errors["naam"] = [_(_NO_NAME)]
    if typed.term and typed.term != before.term and not is_term(typed.term):
        errors["termijn"] = [_(_NO_TERM)]
    labels = [each.label.casefold() for each in typed.answers]
    for each in typed.answers:
        if not each.label or labels.count(each.label.casefold()) > 1:
            errors[f"{_ANSWER}{each.flow}"] = [_(_NO_ANSWER)]
    long = {"naam": (typed.name, limits.max_name_length), "herkomst": (typed.source, limits.max_name_length),
            "uitleg": (typed.text, limits.max_documentation_length)}  # fmt: skip
    long |= {f"{_ANSWER}{each.flow}": (each.label, limits.max_name_length) for each in typed.answers}
    errors |= {name: [_(_TOO_LONG, most=most)] for name, (text, most) in long.items() if len(text) > most}
    return errors


def _form(
    shown: DraftShown, whole: WholeDraft, texts: Texts, at: tuple[str, str], errors: dict[str, list[str]],
    status: int = 200,
) -> ResponseReturnValue:  # fmt: skip
    file, element = at
    revision = next((each.revision for each in shown.files if each.name == file), 0)
    # Who was refused for what was typed has not seen what came meanwhile.
    seen = request.form.get("gezien", revision) if status == 422 else revision
    asked = request.values.get("zoek", "")
    back = url_for(
        "web.draft_text", draft_id=shown.item.id, zoek=asked or None, _anchor=_anchor(whole, file, element)
    )  # fmt: skip
    page = render_template(
        "protocol/tekst_wijzigen.html", it=shown, texts=texts, file=file, element=element, errors=errors,
        revision=seen, back=back, asked=asked, functions=written_of(whole, parts().limits).functions,
        drawing=url_for("web.modeler", draft_id=shown.item.id, name=file, _anchor=element),
    )  # fmt: skip
    return page, status


def _anchor(whole: WholeDraft, file: str, element: str) -> str:
    """Where an element stands on the page; its step where that is what it is."""
    for process in written_of(whole, parts().limits).processes:
        for step in process.steps if process.file == file else ():
            if step.element == element:
                return step.anchor
            for part in step.parts:
                if part.element == element:
                    return part.anchor
    return "inhoud"
