"""The scenarios of a version or a draft: how they come out, which arrows they take, and writing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.commands.drafting import SaveDraftFile
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, MeanwhileError, NotFoundError, WrongStateError
from app.domain.numbers import number_of
from app.domain.permissions import Permission
from app.queries.drafts import DraftShown, bundle_of, read_draft, read_draft_with_files, read_version
from app.queries.new_work import NewWork, new_work
from app.queries.renaming import read_draft_and_before
from app.queries.scenarios import (
    FEATURE,
    FOLDER,
    ScenariosTried,
    completing,
    feature_of,
    feature_text_of,
    is_feature,
    scenario_words,
    scenarios_of,
)
from app.web.blueprint import actor, ask, pages, parts, send
from app.web.diagrams import drawn_of_draft, drawn_of_version
from app.web.file_names import file_name
from app.web.keeping import DONE, onward, said
from app.web.words import _, dated, lazy
from app.web.words import said as in_words

TEXT, SEEN, NAME = "tekst", "gezien", "naam"
_DRAWING: Final = ".bpmn"
_BEGINNING: Final = """\
# language: nl
Functionaliteit: {name}

  Scenario: Wat er gebeurt en wat er dan moet gelden
    Gegeven een dossier voor een leerling uit groep 4
"""


_SAID: Final = {
    "erin": lazy("De nieuwe stap staat in de scenario’s. Ongedaan maken kan bij het ontwerp."),
}
_MEANWHILE: Final = lazy(
    "%(name)s bewaarde dit bestand nadat jij het opende. Hieronder staat wat jij schreef, en daaronder wat er nu "
    "staat. Bewaar je opnieuw, dan komt jouw tekst in de plaats; de andere blijft in de geschiedenis."
)


@pages.get("/protocollen/<geheel>/scenarios")
@declares(Permission.SEE_PROTOCOLS, at_the_door=True)
def version_scenarios(geheel: str) -> ResponseReturnValue:
    """Those of a version."""
    found = ask(lambda work: read_version(work, geheel))
    at = drawn_of_version(geheel, found.files)
    tried = scenarios_of(found.files, geheel, parts().limits)
    return _page(dated(found.shown.name, found.shown.published_at), url_for("web.version", geheel=geheel), tried, at)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/scenarios")
@declares(Permission.PUBLISH, at_the_door=True)
def draft_scenarios(draft_id: UUID) -> ResponseReturnValue:
    """Those of a draft as it is now."""
    return scenarios_page(draft_id, {})


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/scenarios")
@declares(Permission.PUBLISH, at_the_door=True)
def begin_feature(draft_id: UUID) -> ResponseReturnValue:
    """Give a new file a name; it is there once something is saved in it."""
    who, name = actor(), request.form.get(NAME, "").strip()
    if not any(each.isalnum() for each in name) or len(name) > 80:
        return scenarios_page(
            draft_id, {NAME: [_("Geef een naam van ten hoogste 80 tekens, met ten minste één letter.")]}
        )
    file = f"{file_name(name)}{FEATURE}"
    if any(each.name == f"{FOLDER}{file}" for each in ask(lambda work: read_draft(work, who, draft_id)).files):
        return scenarios_page(draft_id, {NAME: [_("Er is al een bestand dat zo heet. Kies een andere naam.")]})
    return redirect(url_for("web.feature", draft_id=draft_id, name=file, naam=name), 303)


@pages.get("/protocollen/ontwerpen/<uuid:draft_id>/scenarios/<name>")
@declares(Permission.PUBLISH, at_the_door=True)
def feature(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Write one file."""
    return _feature(draft_id, name, {})


@pages.post("/protocollen/ontwerpen/<uuid:draft_id>/scenarios/<name>")
@declares(Permission.PUBLISH, at_the_door=True)
def save_feature(draft_id: UUID, name: str) -> ResponseReturnValue:
    """Save it, where nobody else did meanwhile; the page then tells how each scenario comes out."""
    seen = number_of(request.form.get(SEEN, ""))
    if not is_feature(f"{FOLDER}{name}") or seen is None:
        raise NotFoundError
    text = _typed().rstrip()
    data = f"{text}\n".encode() if text else b""
    if not data:
        return _feature(draft_id, name, {TEXT: [_("Hier staat nog niets. Schrijf ten minste één scenario.")]}, 422)
    try:
        send(SaveDraftFile(draft_id, f"{FOLDER}{name}", seen, data, parts().limits))
    except MeanwhileError as error:
        return _feature(draft_id, name, {TEXT: [_(_MEANWHILE, name=error.by)]}, 409)
    except WrongStateError as error:
        return _feature(draft_id, name, {"": [in_words(error.message)]}, 409)
    except InvalidValueError as error:
        return _feature(draft_id, name, {TEXT: [in_words(error.message)]}, 422)
    return onward("web.feature", "bewaard", draft_id=draft_id, name=name)


def _seen(now: int, status: int) -> str | int:
    """The revision that goes along: who was refused for another reason has not seen what came meanwhile."""
    return request.form.get(SEEN, now) if status == 422 else now


def _typed() -> str:
    return request.form.get(TEXT, "").replace("\r\n", "\n").replace("\r", "\n")


def scenarios_page(draft_id: UUID, errors: Mapping[str, list[str]]) -> ResponseReturnValue:
    """The page of a draft, with what came of a deed on it."""
    who = actor()
    shown, before = ask(lambda work: read_draft_and_before(work, who, draft_id))
    whole = before.whole
    at = drawn_of_draft(draft_id, whole.files)
    tried = scenarios_of(whole.files, whole.digest, parts().limits)
    back = url_for("web.protocol_draft", draft_id=draft_id)
    new = new_work(before, tried, parts().limits)
    return _page(shown.item.name, back, tried, at, shown, errors, new=new)


def _page(  # noqa: PLR0913  what the page shows
    name: str, back: str, tried: ScenariosTried | None, at: Mapping[str, str], draft: DraftShown | None = None,
    errors: Mapping[str, list[str]] | None = None, *, new: NewWork | None = None,
) -> ResponseReturnValue:  # fmt: skip
    drawings = tried.drawings if tried else ()
    asked = request.args.get("diagram", "")
    first = max(drawings, key=lambda each: (len(each.untaken), each.total), default=None)
    chosen = next((each for each in drawings if each.file.removesuffix(_DRAWING) == asked), first)
    data = {
        "process": "", "passed": [], "flows": sorted(chosen.taken) if chosen else [],
        "here": [flow for flow, _arrow in chosen.untaken] if chosen else [],
    }  # fmt: skip
    files = [each.name for each in draft.files if is_feature(each.name)] if draft else []
    page = render_template(
        "protocol/scenarios.html", name=name, back=back, tried=tried, at=at, draft=draft, errors=errors or {},
        chosen=chosen, data=data, files=files, typed=request.form, new=new, said=said(_SAID),
    )  # fmt: skip
    return page, 422 if errors else 200


def _feature(
    draft_id: UUID, name: str, errors: Mapping[str, list[str]], status: int = 200
) -> ResponseReturnValue:  # fmt: skip
    path = f"{FOLDER}{name}"
    if not is_feature(path):
        raise NotFoundError
    who = actor()
    shown, whole = ask(lambda work: read_draft_with_files(work, who, draft_id))
    kept = next((each for each in shown.files if each.name == path), None)
    there = feature_text_of(whole.files.get(path, b""))
    begun = _BEGINNING.format(name=" ".join(request.args.get(NAME, "").split())[:80] or _("Nieuw scenario"))
    bundle, beaten = bundle_of(whole.files, whole.digest, parts().limits), TEXT in errors and status == 409
    page = render_template(
        "protocol/scenario.html", it=shown, name=name, errors=errors, there=there if beaten else "",
        text=_typed() if errors else there or begun, seen=_seen(kept.revision if kept else 0, status),
        stands=bundle is not None,
        own=feature_of(bundle, path, there) if bundle and there and not errors else None,
        known=scenario_words(bundle), completing=completing(bundle), saved=bool(request.args.get(DONE)),
    )  # fmt: skip
    return page, status
