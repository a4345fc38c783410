"""The texts of the screens, found where they are written; `python -m tests.wording` brings the catalogues up to date.

Templates and views mark a text with `_` or `ngettext`. What a refusal says is written in the domain, the commands and
the forms: every sentence there is found too, with `{}` where a value stands.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
WEB = ROOT / "app" / "web"
CATALOGUE = WEB / "translations" / "en" / "LC_MESSAGES" / "messages.po"
REFUSING = ("app/domain", "app/commands", "app/queries", "workflows/forms", "workflows/sights")
IN_PARTS = ("app/commands/imports/", "app/domain/files", "app/domain/roll", "workflows/sights/telling")
"""What an import, a file or a right is told of is put together: there each part counts."""
TOLD_OTHERWISE = re.compile(
    # What does not hold in a history, and what is wrong in the file of a form, is evidence: it stays as it was found.
    r"app/queries/(checkpoints|conformity|gone|projection|surroundings|verdicts|verification)\.py"
    r"|workflows/forms/(form|reading|properties|examples)\.py"
)
_WORDS = re.compile(r"(?!.*  ).*[a-z]{2}.*")
"""Not what is set out in columns, for a terminal."""
_KEYWORDS = {"_": None, "ngettext": (1, 2), "gettext": None, "lazy": None}


def texts() -> dict[str | tuple[str, str], list[str]]:
    """Each text, or pair of one and many, with the files that it stands in."""
    found: dict[str | tuple[str, str], list[str]] = {}
    method = [("**.py", "python"), ("templates/**.html", "jinja2")]
    options = {"templates/**.html": {"trimmed": "true"}}
    for name, _line, text, _comments, _context in extract_from_dir(
        WEB, method_map=method, options_map=options, keywords=_KEYWORDS,
        directory_filter=lambda folder: Path(folder).name not in {"node_modules", "static", "pictures"},
    ):  # fmt: skip
        found.setdefault(text, []).append(f"app/web/{name}")
    for file in (each for folder in REFUSING for each in sorted((ROOT / folder).rglob("*.py"))):
        name = file.relative_to(ROOT).as_posix()
        if not TOLD_OTHERWISE.fullmatch(name):
            for text in refusals(ast.parse(file.read_text("utf-8")), parts=name.startswith(IN_PARTS)):
                found.setdefault(text, []).append(name)
    return found


def refusals(tree: ast.Module, *, parts: bool = False) -> Iterator[str]:
    """What a module tells people: the sentences in it and in the docstrings of its errors, and parts of sentences."""
    errors = {node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name.endswith("Error")}
    yield from (" ".join(said.split()) for node in errors if (said := ast.get_docstring(node)))
    for text in _texts(tree):
        # What only programmers read is no sentence: it has no full stop.
        if " " in text.strip() and (_WORDS.fullmatch(text) if parts else text.endswith((".", "?", "!"))):
            yield text


def _texts(node: ast.AST) -> Iterator[str]:
    """Every text below a node but docstrings, with `{}` where a value stands."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
    elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        for each in ast.iter_child_nodes(node):
            yield from _texts(each)


def catalogue() -> Catalog:
    """The English catalogue as it stands."""
    with CATALOGUE.open("rb") as source:
        return read_po(source, locale="en")


def refreshed() -> Catalog:
    """The English catalogue with just the texts that there are; what is new is empty."""
    before = catalogue() if CATALOGUE.exists() else Catalog(locale="en")
    made = Catalog(locale="en", fuzzy=False)
    for text, files in sorted(texts().items(), key=lambda each: (each[1][0], str(each[0]))):
        known = before.get(text if isinstance(text, str) else text[0])
        made.add(text, known.string if known else None, locations=[(files[0], None)])
    return made


if __name__ == "__main__":
    made = refreshed()  # read before the file is opened to be written
    with CATALOGUE.open("wb") as target:
        write_po(target, made, width=120, omit_header=True, sort_by_file=False, include_lineno=False)
