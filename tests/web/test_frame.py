"""What holds for every page and every form, whoever built it: headers, the door, forms from elsewhere, sizes, words."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from app.domain.declared import declared
from tests.school import Site
from tests.web.conftest import Screen, shown

BUILT = Path(__file__).resolve().parents[2] / "app" / "web" / "static" / "built"
NOBODY = UUID(int=7)
LARGEST = 150_000
"""Bytes of a page with all that it loads, compressed; but where a diagram is drawn."""
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "form-action": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip


def pages_of(app: Flask, method: str) -> list[Rule]:
    """The rules of the pages that take a method."""
    rules = [each for each in app.url_map.iter_rules() if each.endpoint.startswith("web.")]
    return [each for each in rules if method in (each.methods or ()) and each.endpoint != "web.static"]


def address(rule: Rule) -> str:
    """An address of a rule, of things that are not there."""
    values = {name: _some(each) for name, each in rule._converters.items()}
    return str(rule.build(values)[1])  # type: ignore[index]  # every argument is given


def _some(kind: Any) -> object:
    """Something that the place for it in an address takes."""
    name = type(kind).__name__
    if name == "AnyConverter":
        return min(kind.items)
    return {"UUIDConverter": NOBODY, "IntegerConverter": 1}.get(name, "x")


def test_no_page_is_open_to_who_did_not_sign_in_but_those_that_say_so(here: Site) -> None:
    app, closed = here.app, 0
    for rule in pages_of(app, "GET"):
        said = declared(app.view_functions[rule.endpoint])
        assert said is not None
        if said.permission is None:
            continue
        answer = app.test_client().get(address(rule))
        assert answer.status_code in {303, 204}, rule
        assert answer.status_code == 204 or "/aanmelden" in answer.headers["Location"]
        closed += 1
    assert closed > 10


def test_no_form_is_taken_without_its_token(screen: Screen) -> None:
    app, refused = screen.school.site.app, 0
    for rule in (*pages_of(app, "POST"), *pages_of(app, "PUT")):
        method = "POST" if "POST" in (rule.methods or ()) else "PUT"
        for sent in (
            {},
            {"vervalsing": "x" * 86},
            {"vervalsing": screen.get("leerkracht", "/account").form()["sleutel"]},
        ):
            answer = screen.browser("directeur").open(address(rule), method=method, data=sent)
            assert answer.status_code == 400, (rule, answer.status_code)
            refused += 1
    assert refused > 30


def test_a_form_that_another_site_sends_is_not_taken_and_not_kept(screen: Screen) -> None:
    given = screen.get("leerkracht", "/account").form("afmelden")
    answer = screen.browser("leerkracht").post(
        "/afmelden", data={**given, "tekst": "van elders"}, headers={"Sec-Fetch-Site": "cross-site"}
    )  # fmt: skip
    assert answer.status_code == 400
    assert "van elders" not in answer.get_data(as_text=True)


def test_the_token_of_somebody_else_does_not_count(screen: Screen) -> None:
    theirs = screen.get("intern begeleider", "/account").form("afmelden")
    answer = screen.browser("leerkracht").post("/afmelden", data=theirs)
    assert answer.status_code == 400


def test_a_token_looks_different_on_every_page_and_each_counts(screen: Screen) -> None:
    seen = {screen.get("leerkracht", "/account").form("afmelden")["vervalsing"] for _ in range(3)}
    assert len(seen) == 3


@pytest.mark.parametrize("path", ["/", "/aanmelden", "/nergens", "/static/icon.svg", "/health", "/api/v1/me"])
def test_every_answer_keeps_itself_from_being_misused(screen: Screen, path: str) -> None:
    with screen.browser("leerkracht").get(path) as answer:
        headers = answer.headers
    policy = dict(each.strip().split(" ", 1) for each in headers["Content-Security-Policy"].split(";"))
    assert policy | POLICY == policy
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in headers["Cache-Control"] or path.startswith("/static/")


@pytest.mark.parametrize(("method", "path"), [("GET", "/nergens"), ("DELETE", "/account"), ("GET", "/taken/x")])
def test_what_is_not_there_is_told_on_a_page(screen: Screen, method: str, path: str) -> None:
    answer = screen.browser("leerkracht").open(path, method=method)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "Deze pagina is er niet" in shown(answer).text


def test_what_is_not_below_the_api_is_told_as_the_api_does(screen: Screen) -> None:
    answer = screen.browser(None).get("/api/v1/nope")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_the_pages_are_in_english_for_who_chooses_that(screen: Screen) -> None:
    browser = screen.browser("leerkracht")
    back = browser.get("/taal/en?verder=/account")
    assert (back.status_code, back.headers["Location"]) == (303, "/account")
    page = screen.get("leerkracht", "/account")
    assert page.document.get("lang") == "en"
    assert "Afmelden" not in page.text


@pytest.mark.parametrize("elsewhere", ["//kwaad.example", "https://kwaad.example/", "/\\kwaad.example", "javascript:x"])
def test_no_link_leads_away_from_here(screen: Screen, elsewhere: str) -> None:
    back = screen.browser(None).get("/taal/en", query_string={"verder": elsewhere})
    assert back.headers["Location"] == "/"


def test_a_page_is_sent_small(screen: Screen) -> None:
    answer = screen.browser("leerkracht").get("/account", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(gzip.decompress(answer.data)) > len(answer.data)


def test_what_every_page_loads_is_small() -> None:
    """Letters of every language that names need included, though a browser takes those only where they stand."""
    text = [BUILT / "sheet.css", BUILT / "leidraad.js", BUILT / "icons.svg"]
    scripts = set(re.findall(r"[\w-]+-[A-Z0-9]{8}\.js", text[1].read_text("utf-8")))
    packed = sum(len(gzip.compress(each.read_bytes())) for each in [*text, *(BUILT / name for name in scripts)])
    letters = sum(each.stat().st_size for each in BUILT.glob("*-latin-*.woff2"))
    assert packed + letters < LARGEST
