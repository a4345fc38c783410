"""The protocol as one page of HTML that opens from a disk: headings, anchors, a search field, nothing from afar."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from app.documents.papers import Issue
from app.documents.setting import TEMPLATES
from workflows import Document, in_words


def outline_html(document: Document, issue: Issue) -> str:
    """The page. Whatever a bundle says is escaped; only its pictures, which are drawn here, are markup."""
    found = _ENVIRONMENT.get_template("outline.html").render(it=document, **issue.told(document))
    return found[found.index("<!DOCTYPE") :]


def _picture(svg: str) -> Markup:
    """A picture of `workflows.picture`, in which every value was escaped where it was written."""
    return Markup(svg)  # noqa: S704 made by our own hand from escaped values


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.filters |= {"words": in_words, "picture": _picture}
