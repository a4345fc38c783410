"""What holds where, on screen: a pilot is proposed, agreed, extended and taken back, each by two, and signed."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import update

import app.store.tables as t
from app.store.bundles import packed
from app.store.dossiers import bundle_in_force
from app.store.overview import published
from app.store.signing import SigningKey
from app.web.blueprint import PLACE
from app.web.words import HERE
from tests import klein
from tests.counting import counted
from tests.web.conftest import Screen, Shown
from tests.web.test_workbench import DIRECTOR, GEHEEL, HELPER, TEACHER, uploaded
from workflows import Bundle

NEXT = klein.publishable()
NEW = Bundle.from_files(NEXT).geheel
WHY = {"waarom": "We proberen dit eerst met een paar mensen."}
KEY = SigningKey(bytes(range(32)))
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@pytest.fixture(autouse=True)
def kept(screen: Screen) -> Iterator[None]:
    """A second version, and a key that signs."""
    bundle = Bundle.from_files(NEXT)
    with screen.school.writing() as work:
        work.add(
            t.bundle, geheel=NEW, gedrag=bundle.gedrag, name=bundle.name, files=packed(bundle.files),
            published_at=work.now - timedelta(days=1),
        )  # fmt: skip
    own = screen.school.site.app.extensions[PLACE]
    screen.school.site.app.extensions[PLACE] = lambda: replace(own(), signing_key=lambda: KEY)
    yield
    screen.school.site.app.extensions[PLACE] = own


def proposed(screen: Screen, fields: dict[str, object]) -> str:
    """The address of a proposal."""
    answer = screen.post(HELPER, f"/protocollen/{NEW}/in-gebruik", {**WHY, **fields})
    return str(answer.headers["Location"]).partition("?")[0]


def agreed(screen: Screen, at: str) -> None:
    screen.post(DIRECTOR, f"{at}/akkoord", {"bekeken": "ja"}, page=at)


def held_by(screen: Screen, function: str) -> str | None:
    with screen.school.reading() as work:
        return bundle_in_force(work, screen.school.school, screen.school.people[function])


def few(screen: Screen, who: str, path: str) -> Shown:
    """A page that asks the database little, when it is asked for again."""
    screen.get(who, path)
    with counted() as sent:
        page = screen.get(who, path)
    statements = sent.asked
    assert len(statements) <= 12, "\n".join(statements)
    return page


def test_a_pilot_is_proposed_agreed_extended_and_taken_back(screen: Screen) -> None:
    school, teacher = screen.school.school, screen.school.people[TEACHER]
    page = few(screen, HELPER, f"/protocollen/{NEW}/in-gebruik")
    assert "Leerkracht Proef" in page.text
    pilot: dict[str, object] = {"voor": "proef", "school": str(school)}
    told = screen.post(HELPER, f"/protocollen/{NEW}/in-gebruik", {**WHY, **pilot, "vanaf": "morgen"}, 422)
    for said in ("Kies wie er aan de proef meedoen.", "Schrijf de datum als", WHY["waarom"], 'value="morgen"'):
        assert said in told.get_data(as_text=True)
    at = proposed(screen, {**pilot, "mensen": str(teacher)})
    assert "Nu is een collega aan zet" in screen.get(HELPER, at).text
    page = few(screen, DIRECTOR, at)
    for said in (
        "Proef van 1 persoon op De Proef",
        "Leerkracht Proef",
        WHY["waarom"],
        "Erbij:",
        "gespeeld: 5",
        "meteen",
    ):
        assert said in page.text
    assert "vink dan aan" in screen.post(DIRECTOR, f"{at}/akkoord", {}, 422, page=at).get_data(as_text=True)
    agreed(screen, at)
    assert [held_by(screen, each) for each in (TEACHER, HELPER)] == [NEW, GEHEEL]
    bench = few(screen, DIRECTOR, "/protocollen")
    assert "voorgesteld door Intern Begeleider Proef, ingestemd door Directeur Proef" in bench.text
    (at,) = bench.all("//a[contains(@href, '/in-gebruik/')]/@href")[1:]
    extended_and_taken_back(screen, at)


def extended_and_taken_back(screen: Screen, pilot: str) -> None:
    page = few(screen, HELPER, pilot)
    form = next(each for each in page.document.forms if "in-gebruik" in each.get("action") and "bestuur" in dict(
        each.form_values()).values())  # fmt: skip
    answer = screen.browser(HELPER).post(form.get("action"), data=dict(form.form_values()))
    assert answer.status_code == 303
    agreed(screen, answer.headers["Location"].partition("?")[0])
    assert held_by(screen, HELPER) == NEW
    assert "Proef van" not in screen.get(HELPER, "/protocollen").text
    (whole,) = screen.get(HELPER, "/protocollen").all("//a[contains(@href, '/in-gebruik/')]/@href")
    screen.post(HELPER, f"{whole}/terug", {"waarom": " "}, 422, page=whole)
    back = screen.post(HELPER, f"{whole}/terug", WHY, page=whole).headers["Location"].partition("?")[0]
    assert "terugnemen doe je met zijn tweeën" in screen.get(HELPER, back).text
    assert "stelt voor dit terug te nemen" in few(screen, DIRECTOR, whole).text
    few(screen, DIRECTOR, back)
    screen.post(DIRECTOR, f"{back}/akkoord", {}, page=back)
    assert [held_by(screen, each) for each in (TEACHER, HELPER)] == [NEW, GEHEEL]
    assert "Teruggenomen door" in screen.get(HELPER, whole).text
    screen.get(TEACHER, whole, 403)


def test_a_day_to_come_stands_on_the_bench_and_is_called_off(screen: Screen) -> None:
    day = (screen.school.clock.now + timedelta(days=40)).strftime("%d-%m-%Y")
    at = proposed(screen, {"voor": "bestuur", "vanaf": day})
    agreed(screen, at)
    bench = screen.get(DIRECTOR, "/protocollen")
    (planned,) = bench.all("//li[contains(., 'vanaf')]//a[contains(@href, '/in-gebruik/')]/@href")
    assert "Gepland" in screen.get(DIRECTOR, planned).text
    screen.post(DIRECTOR, f"{planned}/afzien", {}, page=planned)
    assert "vanaf" not in screen.get(DIRECTOR, "/protocollen").one("//section[@aria-labelledby='nu']").text_content()
    screen.get(DIRECTOR, at, 404)


def test_what_holds_everywhere_is_not_offered_again_and_routes_go_along_to_each_that_holds(screen: Screen) -> None:
    offered = f"//main//a[@href='/protocollen/{GEHEEL}/in-gebruik']"
    assert not screen.get(DIRECTOR, f"/protocollen/{GEHEEL}").all(offered)
    agreed(screen, proposed(screen, {"voor": "school", "school": str(screen.school.school)}))
    assert screen.get(DIRECTOR, f"/protocollen/{GEHEEL}").all(offered)
    along = screen.get(DIRECTOR, "/protocollen").all("//a[contains(@href, '/lopend')]/@href")
    assert sorted(along) == sorted(f"/protocollen/{each}/lopend" for each in (GEHEEL, NEW))


def test_versions_of_one_name_are_told_apart_by_when_they_were_published(screen: Screen) -> None:
    with screen.school.reading() as work:
        name = next(each.name for each in published(work) if each.geheel == NEW)
    written = (screen.school.clock.now - timedelta(days=1)).astimezone(HERE)
    told = f"{name} van {written.day} {_MONTHS[written.month - 1]} {written.year}, {written:%H:%M}"
    at = proposed(screen, {"voor": "school", "school": str(screen.school.school)})
    for path in (at, f"/protocollen/{NEW}/in-gebruik", f"/protocollen/{NEW}/lopend", f"/protocollen/{NEW}/oefenen"):
        assert told in screen.get(DIRECTOR, path).text
    assert screen.get(DIRECTOR, f"/protocollen/{NEW}/in-gebruik").one("//h1").text == "Deze versie in gebruik nemen"
    agreed(screen, at)
    bench = screen.get(DIRECTOR, "/protocollen")
    assert told in bench.one("//section[@aria-labelledby='nu']").text_content()
    assert told in bench.one(f"//select[@id='versie']/option[@value='{NEW}']").text_content()
    (to,) = bench.all("//a[contains(@href, '/in-gebruik/')][contains(., 'De Proef')]")
    assert screen.get(DIRECTOR, to.get("href")).one("//h1").text.strip() == to.text_content().strip()


def test_what_was_agreed_is_signed_and_what_was_changed_since_shows(screen: Screen) -> None:
    assert "Niet ondertekend" in screen.get(TEACHER, f"/protocollen/{GEHEEL}").text
    agreed(screen, proposed(screen, {"voor": "school", "school": str(screen.school.school)}))
    page = few(screen, TEACHER, f"/protocollen/{NEW}")
    assert "Handtekening klopt" in page.text
    assert not page.all("//main//a[contains(@href, 'in-gebruik')]")
    got = screen.browser(TEACHER).get(f"/protocollen/{NEW}.zip").data
    with zipfile.ZipFile(io.BytesIO(got)) as archive:
        told = json.loads(archive.read("handtekening.json"))
    (one,) = told["publicaties"]
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(one["sleutel"]))
    key.verify(base64.b64decode(one["handtekening"]), one["tekst"].encode())
    assert key.public_bytes_raw() == KEY.public
    assert one["tekst"].splitlines()[2:5] == [f"versie: {NEW}", "nummer: 2", f"voor: school {screen.school.school}"]
    at = uploaded(screen, "terug.zip", got).headers["Location"].partition("?")[0]
    assert "handtekening" not in screen.get(HELPER, at).text, "what goes along is no file of the protocol"
    with screen.school.writing() as work:
        mine = (t.in_force.c.board_id == work.board, t.in_force.c.number == 2)
        work.run(update(t.in_force).where(*mine).values(school_id=None, reach=3))
    assert "Handtekening klopt niet" in screen.get(TEACHER, f"/protocollen/{NEW}").text
