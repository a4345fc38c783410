"""The replay in a real browser: by keyboard alone, to its end, in stillness, on every screen, and from a disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

import app.store.tables as t
from app.queries.replay_names import renamed
from app.queries.replay_page import read_replay
from app.store.people import load_actor
from app.web.replay_alone import static_replay
from tests.browser.people import Person
from tests.browser.product import Product
from tests.browser.screen import Watch, axe, large_enough, no_overflow, reachable

IB, TEACHER = "s.devries", "lieke.de.haan"
LOOKED_AT = ("desktop", "phone", "dark")  # enlarged and without motion every page is looked at in test_pages
LONG = 60_000
"""Milliseconds within which all of it was played, on a machine that does something else as well."""
Visit = Callable[..., Person]
_RAN = """() => {
  window.ran = 0;
  new MutationObserver((all) => all.forEach((each) => each.addedNodes.forEach((node) => {
    window.ran += node.className === 'replay-dot' ? 1 : 0;
  }))).observe(document.querySelector('[data-canvas]'), {childList: true, subtree: true});
}"""
_UNCOVERED = """() => {
  const mark = document.querySelector('.bjs-powered-by');
  const box = mark.getBoundingClientRect();
  const inside = document.querySelector('[data-canvas]').getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return mark.contains(at) && box.width > 20 && box.right <= inside.right && box.bottom <= inside.bottom
    && box.left >= inside.left && box.top >= inside.top;
}"""


@dataclass(frozen=True)
class Played:
    """A dossier in a school of its own: what others do in the shared one would come in between."""

    product: Product
    dossier: str


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, school: Path) -> Iterator[Played]:
    """A dossier with two routes, and a task that was entered hours after it was done."""
    product = Product.begin(tmp_path_factory.mktemp("replay"), school)
    try:
        yield Played(product, begun(product))
    finally:
        product.stop()


def begun(product: Product) -> str:
    made = product.open_dossier(TEACHER, "Tijn")
    product.send(IB, f"dossiers/{made}/messages", name="Vermoeden", answers={"aanleiding": "Blauwe plekken."})
    done = product.task(TEACHER, made, "Observeren en begeleiden")
    seen = product.ask(TEACHER, f"tasks/{done}")["version"]
    answers = {"gezien_of_gehoord": "Is stil.", "gezien_op": "2026-09-01", "gezien_waar": "In de klas."}
    asked = {each["name"] for each in product.ask(TEACHER, f"tasks/{done}")["form_view"]["components"]}
    opened = product.ask(IB, f"dossiers/{made}")["opened_at"]
    happened = (datetime.fromisoformat(opened) - timedelta(hours=5)).isoformat()
    given = {name: value for name, value in answers.items() if name in asked}
    product.send(TEACHER, f"tasks/{done}/complete", answers=given, seen=seen, happened_at=happened)
    return made


def shown(visit: Visit, played: Played, screen: str = "desktop") -> Page:
    page = visit(IB, screen, on=played.product).goto(f"/dossiers/{played.dossier}/herhaling")
    expect(page.locator("[data-ready]")).to_be_visible(timeout=LONG)
    return page


def count(page: Page) -> Locator:
    return page.locator("[data-count]")


def facts(page: Page) -> int:
    return page.locator(".replay-table tbody tr").count()


def tab_to(page: Page, at: Locator) -> None:
    for _ in range(60):
        if at.evaluate("each => each === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {at}")


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_it_is_good_on_every_screen(visit: Visit, played: Played, screen: str) -> None:
    page = shown(visit, played, screen)
    page.locator("[data-go=last]").click()
    expect(count(page)).to_have_text(re.compile(rf"Gebeurtenis {facts(page)} van {facts(page)}"))
    axe(page)
    no_overflow(page)
    large_enough(page, 24)
    page.locator("[data-canvas]").scroll_into_view_if_needed()
    assert page.evaluate(_UNCOVERED), "the mark of bpmn.io is hidden"
    assert "Tijn" not in page.title() + page.url


@pytest.mark.parametrize(("width", "height"), [(1400, 900), (390, 844)])
def test_the_drawing_the_buttons_and_the_slider_are_seen_together(
    visit: Visit, played: Played, width: int, height: int
) -> None:  # fmt: skip
    page = shown(visit, played)
    page.set_viewport_size({"width": width, "height": height})
    for name in ("canvas", "go=play", "slider"):
        expect(page.locator(f"[data-{name}]")).to_be_in_viewport(ratio=1)
    assert page.evaluate("scrollY") == 0
    box = page.locator("[data-canvas]").bounding_box()
    assert box is not None
    assert box["height"] >= 240


def test_tab_comes_everywhere(visit: Visit, played: Played) -> None:
    reachable(shown(visit, played))


def test_by_keyboard_alone_it_plays_to_its_end(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    play = page.locator("[data-go=play]")
    tab_to(page, play)
    page.keyboard.press("3")
    expect(page.get_by_label("5×")).to_be_checked()
    page.evaluate(_RAN)
    page.keyboard.press("Space")
    expect(play).to_have_text("Pauze")
    expect(count(page)).to_have_text(f"Gebeurtenis {facts(page)} van {facts(page)}", timeout=LONG)
    expect(play).to_have_text("Speel af", timeout=LONG)
    assert page.evaluate("ran") > 0, "no token ran"
    expect(page.locator(".on .replay-token")).not_to_have_count(0)
    expect(page.locator(".on .replay-went")).not_to_have_count(0)
    expect(page.locator(".on .replay-dot")).to_have_count(0)
    expect(page.locator("tr[aria-current=true]")).to_have_count(1)


def test_the_keys_of_the_replay(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    slider = page.get_by_label("Plek in de tijd")
    tab_to(page, slider)
    for key, at in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", facts(page)), ("Home", 1)):
        page.keyboard.press(key)
        expect(slider).to_have_value(str(at))
        expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"^Gebeurtenis {at} van "))
    page.keyboard.press("2")
    expect(page.get_by_label("2×")).to_be_checked()
    page.keyboard.press("1")
    expect(page.get_by_label("1×")).to_be_checked()


def test_keys_mean_nothing_else_where_something_is_typed_or_chosen(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    slider = page.get_by_label("Plek in de tijd")
    page.get_by_label("Wat was bekend op …").focus()
    for key in ("3", "ArrowRight", "End", "Space"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(slider).to_have_value("1")
    expect(page.get_by_label("1×")).to_be_checked()
    page.get_by_label("Wat gebeurde er wanneer").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Wat was bekend op", exact=True)).to_be_checked()


def test_with_less_motion_nothing_glides_and_every_step_is_there(visit: Visit, played: Played) -> None:
    page = shown(visit, played, "reduced motion")
    page.evaluate(_RAN)
    for at in range(2, facts(page) + 1):
        page.get_by_role("button", name="Verder").click()
        expect(count(page)).to_have_text(f"Gebeurtenis {at} van {facts(page)}")
    expect(page.locator(".on .replay-token")).not_to_have_count(0)
    assert page.evaluate("ran") == 0


def test_beside_the_drawing_stands_what_the_table_says(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    jump = page.locator(".replay-table tr", has_text="rondde “Observeren en begeleiden” af").locator(".jump")
    jump.click()
    told = page.locator(".replay-now")
    expect(told).to_contain_text("rondde “Observeren en begeleiden” af")
    expect(told).to_contain_text("Is stil.")
    expect(told).to_contain_text("achteraf vastgelegd op")
    expect(page.locator("[data-name]")).to_have_text("Ondersteuningsroute")
    assert re.search(r"#feit-\d+$", page.url)
    page.reload()
    expect(told).to_contain_text("rondde “Observeren en begeleiden” af", timeout=LONG)


def test_what_was_known_is_another_order_than_what_happened(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    slider = page.get_by_label("Plek in de tijd")
    page.locator(".replay-table tr.late-entry .jump").click()
    late = page.locator(".replay-now .tells").inner_text()
    expect(slider).not_to_have_value(str(facts(page)))
    expect(page.locator(".replay-when")).to_have_text(re.compile("achteraf vastgelegd op .* al was vastgelegd"))
    page.get_by_label("Wat was bekend op", exact=True).check()
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Bekend op "))
    expect(slider).to_have_value(str(facts(page)))  # the same fact, that was entered last
    expect(page.locator(".replay-now .tells")).to_have_text(late)
    expect(page.locator(".replay-when")).to_have_text(re.compile(r"Bekend op .* · gebeurd op "))


def test_in_each_order_the_words_wait_where_the_tokens_stand(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    told, token = page.locator(".replay-now"), page.locator(".on .replay-token")
    row, way = page.locator(".replay-table tr"), page.locator(".on .replay-went")
    for axis in ("Wat gebeurde er wanneer", "Wat was bekend op"):
        page.get_by_label(axis, exact=True).check()
        page.locator("[data-go=first]").click()
        expect(token).to_have_count(0)  # no route is there yet
        row.filter(has_text="begon de route “Ondersteuningsroute”").locator(".jump").click()
        expect(told).to_contain_text("Wacht op: “Observeren en begeleiden”")
        expect(told).not_to_contain_text("Verder na stap 1?")
        expect(token).to_have_count(1)
        begun, taken = token.bounding_box(), way.count()
        row.filter(has_text="rondde “Observeren en begeleiden” af").locator(".jump").click()
        expect(told).to_contain_text("Wacht op: “Verder na stap 1?”")
        expect(token).to_have_count(1)
        expect(way).not_to_have_count(taken)
        assert token.bounding_box() != begun


def test_a_day_is_gone_to_without_leaving_the_page(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    page.get_by_label("Wat was bekend op …").fill("2999-01-01")
    page.locator(".replay-known").get_by_role("button", name="Toon").click()
    expect(page.get_by_label("Wat was bekend op", exact=True)).to_be_checked()
    expect(count(page)).to_have_text(f"Gebeurtenis {facts(page)} van {facts(page)}")
    expect(page.locator("[data-none]")).to_have_text("Deze dag moet nog komen. Je ziet alles wat nu bekend is.")
    page.get_by_label("Wat was bekend op …").fill("2020-01-01")
    page.locator(".replay-known").get_by_role("button", name="Toon").click()
    expect(page.locator("[data-none]")).to_have_text("Op die dag was er nog niets bekend.")
    assert "?" not in page.url


def test_a_route_that_is_chosen_stays_until_it_follows_again(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    page.locator("[data-tracks]").get_by_role("button", name="Meldcode").click()
    expect(page.locator("[data-name]")).to_have_text("Meldcode")
    page.locator("[data-go=first]").click()
    expect(page.locator("[data-name]")).to_have_text("Meldcode")
    page.locator("[data-go=on]").click()
    expect(count(page)).to_have_text(f"Gebeurtenis 2 van {facts(page)}")
    expect(page.locator("[data-name]")).to_have_text("Meldcode")
    page.get_by_role("button", name="Volgen").click()
    expect(page.locator("[data-name]")).to_have_text("Ondersteuningsroute")


def test_in_the_dark_it_is_drawn_anew(visit: Visit, played: Played) -> None:
    page = shown(visit, played)
    page.locator("[data-go=last]").click()
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".replay-layer svg .djs-shape").first).to_be_attached(timeout=LONG)
    expect(page.locator(".bjs-powered-by")).to_have_count(1)
    page.locator("[data-go=first]").click()
    expect(count(page)).to_have_text(f"Gebeurtenis 1 van {facts(page)}")


def test_where_there_is_nothing_to_draw_the_words_still_play(visit: Visit, played: Played) -> None:
    person = visit(IB, on=played.product)
    person.page.route("**/*.bpmn", lambda route: route.fulfill(status=200, body="weg"))
    page = person.goto(f"/dossiers/{played.dossier}/herhaling")
    expect(page.locator("[data-error]")).to_be_visible()
    page.locator("[data-go=on]").click()
    expect(count(page)).to_have_text(f"Gebeurtenis 2 van {facts(page)}")
    page.locator("[data-go=play]").click()
    expect(count(page)).to_have_text(f"Gebeurtenis {facts(page)} van {facts(page)}", timeout=LONG)


def test_without_scripts_the_same_is_read_in_words(visit: Visit, played: Played) -> None:
    page = visit(IB, "no scripts", on=played.product).goto(f"/dossiers/{played.dossier}/herhaling")
    expect(page.locator("[data-replay]")).to_be_hidden()
    expect(page.locator(".replay-table")).to_contain_text("rondde “Observeren en begeleiden” af")
    page.get_by_label("Wat was bekend op …").fill("2020-01-01")
    page.locator(".replay-known").get_by_role("button", name="Toon").click()
    expect(page.locator("main")).to_contain_text("Op die dag was er nog niets bekend.")
    expect(page).to_have_url(re.compile(r"\?op=2020-01-01$"))


@pytest.fixture
def alone(played: Played, tmp_path: Path) -> Path:
    """The same replay as a file."""
    with played.product.machine.parts(views=True) as parts:
        (board,) = parts.desk.boards()
        with parts.desk.reading(board) as work:
            person = work.run(select(t.person.c.person_id).where(t.person.c.login == IB)).scalar_one()
            actor = load_actor(work, person)
            assert actor is not None
            found = read_replay(work, actor, parts.desk.bundles, UUID(played.dossier))
            assert found is not None
            files = {each.bundle: parts.desk.bundles.get(work, each.bundle).files for each in found.routes}
        other = renamed(found, lambda _made, _name: "Medewerker 1", words=False)
        text = static_replay(
            other, lambda route, stage: files[route.bundle][f"{stage.file}.bpmn"].decode(), "Leerling 7"
        )
    made = tmp_path / "herhaling.html"
    made.write_text(text, "utf-8")
    return made


@pytest.fixture
def offline(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    page = context.new_page()
    watch.over(page)
    yield page
    context.close()


def test_a_file_from_a_disk_plays_without_a_server(offline: Page, alone: Path) -> None:
    offline.goto(alone.as_uri())
    expect(offline.locator("[data-ready]")).to_be_visible(timeout=LONG)
    offline.locator("[data-go=play]").focus()
    offline.keyboard.press("3")
    offline.keyboard.press("Space")
    expect(count(offline)).to_have_text(f"Gebeurtenis {facts(offline)} van {facts(offline)}", timeout=LONG)
    expect(offline.locator(".on .replay-token")).not_to_have_count(0)
    expect(offline.locator("body")).to_contain_text("Leerling 7")
    expect(offline.locator("body")).not_to_contain_text("Tijn")
    expect(offline.locator("[data-go=play]")).to_have_text("Speel af")
    drawn = offline.locator(".replay-picture-play use").evaluate("each => each.getBBox().width")
    assert drawn > 10, "the pictures are not in the file"
    axe(offline)
    no_overflow(offline)
    large_enough(offline, 24)
