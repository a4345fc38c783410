"""Saving a rehearsal as a scenario of its draft, proven by playing it before it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.rehearsing import SaveScenario
from app.domain.declared import declares
from app.domain.errors import InvalidValueError, KeyReusedError, MeanwhileError, WrongStateError
from app.domain.permissions import Permission
from app.queries.rehearsals import RehearsalKept, told_again
from app.queries.scenarios import FEATURE, FOLDER, feature_text_of, is_feature
from app.web.blueprint import pages, parts, send
from app.web.file_names import file_name
from app.web.keeping import onward
from app.web.rehearsing import Refusal, check_seen, read, seen
from app.web.words import _, titled
from app.web.words import said as in_words
from workflows import Rehearsal, ScenarioError, added, scenario_of

NAME, FILE, DRAFT = "naam", "bestand", "ontwerp"
_LONGEST: Final = 80
Errors = Mapping[str, list[str]]


@pages.get("/oefenen/<uuid:rehearsal_id>/bewaren")
@declares(Permission.PUBLISH, at_the_door=True)
def ask_scenario(rehearsal_id: UUID) -> ResponseReturnValue:
    """Under which name, and in which file."""
    return _page(read(rehearsal_id), Refusal())


@pages.post("/oefenen/<uuid:rehearsal_id>/bewaren")
@declares(Permission.PUBLISH, at_the_door=True)
def save_rehearsal(rehearsal_id: UUID) -> ResponseReturnValue:
    """Save it, where it holds when it is played."""
    kept = read(rehearsal_id)
    played = told_again(kept, parts().limits)
    if played is None or not played.happenings:
        return _page(kept, Refusal(status=409))
    name, errors = " ".join(request.form.get(NAME, "").split()), dict[str, list[str]]()
    file = _file(kept, name, errors)
    if errors:
        return _page(kept, Refusal(errors, 422))
    try:
        check_seen(kept)
        _save(kept, file, _text(kept, played, name, file))
    except ScenarioError as error:
        return _page(kept, Refusal({FILE: [in_words(error.message)]}, 422))
    except InvalidValueError as error:
        return _page(kept, Refusal({DRAFT if error.field == "naam" else FILE: [in_words(error.message)]}, 422))
    except MeanwhileError as error:
        message = _("%(name)s bewaarde dit bestand zojuist. Probeer het nog eens.", name=error.by)
        return _page(read(rehearsal_id), Refusal({FILE: [message]}, 409))
    except (WrongStateError, KeyReusedError) as error:
        return _page(read(rehearsal_id), Refusal({"": [in_words(error.message)]}, 409))
    return onward("web.rehearsal", "bewaard", rehearsal_id=kept.id, bestand=file)


def _file(kept: RehearsalKept, name: str, errors: dict[str, list[str]]) -> str:
    """The name of the file, one that is there or a new one; what is wrong is added to the errors."""
    chosen = request.form.get(FILE, "")
    if not any(each.isalnum() for each in name) or len(name) > _LONGEST:
        errors[NAME] = [_("Geef een naam van ten hoogste 80 tekens, met ten minste één letter.")]
    if chosen in _files(kept):
        return chosen
    file = f"{file_name(name)}{FEATURE}"
    if not errors and f"{FOLDER}{file}" in kept.files:
        errors[NAME] = [_("Er is al een bestand dat zo heet. Kies een andere naam, of kies hieronder dat bestand.")]
    return file


def _files(kept: RehearsalKept) -> list[str]:
    """The files that a scenario can be added to."""
    return sorted(each.removeprefix(FOLDER) for each in kept.files if is_feature(each))


def _text(kept: RehearsalKept, played: Rehearsal, name: str, file: str) -> str:
    there = kept.files.get(f"{FOLDER}{file}")
    return scenario_of(played, name) if there is None else added(played, name, feature_text_of(there))


def _save(kept: RehearsalKept, file: str, text: str) -> None:
    path = f"{FOLDER}{file}"
    send(SaveScenario(
        kept.id, seen(), path, kept.revisions.get(path, 0), text.encode(), request.form.get(DRAFT, ""), parts().limits
    ))  # fmt: skip


def _page(kept: RehearsalKept, refusal: Refusal) -> ResponseReturnValue:
    played = told_again(kept, parts().limits)
    page = render_template(
        "protocol/oefenen_bewaren.html", kept=kept, errors=refusal.errors, typed=request.form,
        text_shown=_shown(played), files=[(each, titled(each)) for each in _files(kept)],
    )  # fmt: skip
    return page, refusal.status


def _shown(played: Rehearsal | None) -> str:
    """What would be saved; empty where there is nothing to save."""
    if played is None or not played.happenings:
        return ""
    try:
        return scenario_of(played, _("Nieuw scenario"))
    except ScenarioError as error:
        return error.message
