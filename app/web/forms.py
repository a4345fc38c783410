"""Forms of the protocol on a page: what was posted becomes the answers that `Form.clean` and a draft are made of.

`templates/ui/formulier.html` draws the other way. Names of the page's own fields hold a dash or begin with `_`, so that
they are never taken for those of a form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from werkzeug.datastructures import MultiDict

import app.web.markdown  # noqa: F401  the filter that the templates of forms use
from workflows import ComponentType as Kind
from workflows import FormComponent, walk

ROW: Final = "_rij"
"""Of the buttons below a list: `acties+` adds a row, `acties-2` takes the third away. Both keep all that was typed."""
REFRESH: Final = "_bijwerken"
"""Of the button that asks for the questions that fit the answers; for who has no scripts."""
_CELL: Final = re.compile(r"(?P<list>[A-Za-z_][A-Za-z0-9_]*)\[(?P<number>[0-9]{1,4})\]\.(?P<key>[A-Za-z0-9_]*)")
_TURN: Final = re.compile(r"(?P<list>[A-Za-z_][A-Za-z0-9_]*)(?:(?P<more>\+)|-(?P<gone>[0-9]{1,4}))")
_NO_ANSWER: Final = {Kind.TEXT, Kind.GROUP}


def answers_of(form: MultiDict[str, str], components: Iterable[FormComponent]) -> dict[str, object]:
    """The answers to a form, by key, a list as its rows; also of what is hidden. Names of others are passed over."""
    answers: dict[str, object] = {}
    for part in _beside(components):
        if part.type is Kind.DYNAMICLIST:
            answers[part.key] = _rows(form, part)
        else:
            answers[part.key] = _answer(form, part.key, part)
    return answers


def only_redraws(form: Mapping[str, str]) -> bool:
    """Whether the form was sent for another row or other questions, and not to be done."""
    return ROW in form or REFRESH in form


def conditional(components: Iterable[FormComponent]) -> bool:
    """Whether answers show or hide a question."""
    return any(part.hide is not None for part in walk(components))


def _beside(components: Iterable[FormComponent]) -> Iterable[FormComponent]:
    for part in components:
        if part.type is Kind.GROUP:
            yield from _beside(part.children)
        elif part.type not in _NO_ANSWER:
            yield part


def _answer(form: MultiDict[str, str], name: str, part: FormComponent) -> object:
    """Empty where the page sent nothing: an answer that was taken away is no answer that was never asked."""
    return form.getlist(name) if part.type is Kind.CHECKLIST else form.get(name, "")


def _rows(form: MultiDict[str, str], part: FormComponent) -> list[dict[str, object]]:
    columns = tuple(_beside(part.children))
    cells = (_CELL.fullmatch(name) for name in form)
    numbers = sorted({int(cell["number"]) for cell in cells if cell and cell["list"] == part.key})
    turn = _TURN.fullmatch(form.get(ROW, ""))
    here = turn if turn and turn["list"] == part.key else None
    rows: list[dict[str, object]] = [
        {column.key: _answer(form, f"{part.key}[{number}].{column.key}", column) for column in columns}
        for number in numbers if not (here and here["gone"] and int(here["gone"]) == number)
    ]  # fmt: skip
    if here and here["more"]:
        rows.append({column.key: "" if column.default is None else column.default for column in columns})
    return rows
