"""The little markdown of texts in forms: bold, italic, links, lists. All else stands as it was typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup, escape

from app.web.blueprint import pages

_LINK: Final = re.compile(r"\[([^\[\]\n]{1,300})\]\(([^()\s]{1,500})\)")
_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)(.{1,2000}?)(?<=\S)\1")
_ITALIC: Final = re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_]{1,2000}?)(?<=\S)\1(?![\w*])")
_ITEM: Final = re.compile(r"\s{0,3}(?:[-*+]|(?P<number>[0-9]{1,3})[.)])\s+(?P<text>.*)")
_HEADING: Final = re.compile(r"#{1,6}\s+(.*)")
_NUMBERS: Final = Markup("<ol>{}</ol>")
_BULLETS: Final = Markup("<ul>{}</ul>")
_PHONE: Final = re.compile(r"(?<![\w-])(?:112|0800-2000)(?![\w-])")
"""What is called in need stands in the texts as people say it; on a phone it is one touch."""
_CALL: Final = Markup('<a href="tel:{}">{}</a>')
_SAFE: Final = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\])|#)[^\s\"'<>\\]*", re.IGNORECASE)


@pages.app_template_filter("markdown")
def markdown(text: str, page: str = "") -> Markup:
    """A text of a form as markup; `page` is where the places are that its links name by `#` alone (`#start-…`)."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return Markup("\n").join(_block(block.strip("\n"), page) for block in blocks if block)


@pages.app_template_filter("phones")
def phones(text: str) -> Markup:
    """A text with the numbers in it that are called in need as links."""
    made, at = Markup(), 0
    for found in _PHONE.finditer(text):
        made += escape(text[at : found.start()]) + _CALL.format(found[0].replace("-", ""), found[0])
        at = found.end()
    return made + escape(text[at:])


def first_sentences(text: str, most: int = 2) -> tuple[str, str]:
    """The first sentences of a text and the rest of it; a line break ends a sentence too."""
    found: list[str] = []
    rest = text.strip()
    while rest and len(found) < most:
        end = re.search(r"(?<=[.!?])\s+(?=[^a-z\s])|\n+", rest)
        head, rest = (rest[: end.start()], rest[end.end() :]) if end else (rest, "")
        found.append(head.strip())
    return " ".join(found), rest.strip()


def _block(block: str, page: str) -> Markup:
    made: list[Markup] = []
    lines: list[Markup] = []
    items: list[Markup] = []
    tag = _BULLETS
    for line in [*block.split("\n"), ""]:
        item = _ITEM.fullmatch(line)
        if item or not line:
            made += [Markup("<p>{}</p>").format(Markup("<br>").join(lines))] if lines else []
            lines = []
        if item:
            tag = tag if items else _NUMBERS if item["number"] else _BULLETS
            items.append(Markup("<li>{}</li>").format(_inline(item["text"], page)))
            continue
        made += [tag.format(Markup().join(items))] if items else []
        items = []
        heading = _HEADING.fullmatch(line)
        said = _inline(heading[1] if heading else line, page)
        lines += [Markup("<strong>{}</strong>").format(said) if heading else said] if line else []
    return Markup().join(made)


def _inline(text: str, page: str) -> Markup:
    """Links first, so that a star within an address stays one."""
    made, at = Markup(), 0
    for link in _LINK.finditer(text):
        made += _emphasis(text[at : link.start()]) + _link(link[1], link[2], page)
        at = link.end()
    return made + _emphasis(text[at:])


def _link(text: str, address: str, page: str) -> Markup:
    if not _SAFE.fullmatch(address):
        return _emphasis(text)
    # A page that ends on `=` asks for a button by what the link names; on another it is a place.
    named = address[1:] if page.endswith("=") and address.startswith("#") else address
    where = f"{page}{named}" if address.startswith("#") else address
    return Markup('<a href="{}">{}</a>').format(where, _emphasis(text, escape))


def _emphasis(text: str, plain: Callable[[str], Markup] = phones) -> Markup:
    """`plain` writes what has no emphasis; within a link there is no room for another."""
    made, at = Markup(), 0
    for found in _BOLD.finditer(text):
        made += _italic(text[at : found.start()], plain) + Markup("<strong>{}</strong>").format(
            _italic(found[2], plain)
        )
        at = found.end()
    return made + _italic(text[at:], plain)


def _italic(text: str, plain: Callable[[str], Markup]) -> Markup:
    made, at = Markup(), 0
    for found in _ITALIC.finditer(text):
        made += plain(text[at : found.start()]) + Markup("<em>{}</em>").format(plain(found[2]))
        at = found.end()
    return made + plain(text[at:])
