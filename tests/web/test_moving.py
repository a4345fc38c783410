"""Lopende routes meenemen on screen: tried, by hand, done with a reason, and taken back."""

from __future__ import annotations

import pytest

from app.store.clock import random_id
from tests import klein
from tests.api.client import made_school
from tests.invariants import holds
from tests.school import Site
from tests.steps import to_samen
from tests.store.going import OTHER_TASK, published
from tests.store.test_moving import versions
from tests.web.conftest import Screen, Shown
from tests.web.test_whatif import on
from tests.web.test_workbench import HELPER, TEACHER


@pytest.fixture
def screen(here: Site) -> Screen:
    """A school with the small protocol."""
    return Screen(made_school(here, files=klein.files()).school)


def begun(screen: Screen, at: str, *, page: str | None = None, **fields: str) -> str:
    """Send a form that begins a batch, and let the worker do it; where the batch is."""
    answer = screen.post(HELPER, at, fields, page=page or at)
    on(screen)
    return str(answer.headers["Location"])


def badges(page: Shown) -> list[str]:
    found = page.all("//section[@aria-labelledby='routes']//*[contains(@class, 'badge')]")
    return [" ".join(each.text_content().split()) for each in found]


def test_routes_are_tried_chosen_by_hand_taken_along_and_back(screen: Screen) -> None:
    dossier = to_samen(screen.school)
    (own,) = versions(screen.school, dossier)
    to = published(screen.school, *OTHER_TASK).geheel
    start = f"/protocollen/{to}/lopend"
    assert "minder dan 5" in screen.get(HELPER, start).text
    page = screen.get(HELPER, trial := begun(screen, start))
    assert badges(page) == ["kan niet mee"]
    assert "“Praten” is er in de nieuwe versie niet meer." in page.text
    assert "--map" not in page.text
    assert "Meenemen wat mee kan" not in page.text
    offered = page.all("//select[@name='stap-b']//option/@value")
    assert offered[0] == ""
    assert {"b2", "-"} <= set(offered)
    trial = begun(screen, f"{trial}/opnieuw", page=trial, **{"stap-b": "b2"})
    page = screen.get(HELPER, trial)
    assert badges(page) == ["kan mee"]
    assert "Praten gaat naar Bespreken" in page.text
    screen.post(HELPER, f"{trial}/meenemen", {"reason": "?"}, 422, page=f"{trial}/meenemen")
    assert versions(screen.school, dossier) == [own]
    move = begun(screen, f"{trial}/meenemen", reason="De nieuwe versie geldt vanaf nu.")
    page = screen.get(HELPER, move)
    assert badges(page) == ["is meegenomen"]
    assert "De nieuwe versie geldt vanaf nu." in page.text
    assert versions(screen.school, dossier) == [to]
    assert "Er loopt niets op een andere versie." in screen.get(HELPER, start).text
    back = begun(screen, f"{move}/terugdraaien", reason="Toch nog niet.")
    assert badges(screen.get(HELPER, back)) == ["is terug"]
    assert versions(screen.school, dossier) == [own]
    assert [each["kind"] for each in holds(screen.school, dossier).of("RouteMigrated", "MigrationUndone")] == [
        "RouteMigrated", "MigrationUndone",
    ]  # fmt: skip
    assert len(screen.get(HELPER, start).all("//section[@aria-labelledby='eerder']//li")) == 4


def test_it_shows_how_far_it_is_and_is_stopped_and_gone_on_with(screen: Screen) -> None:
    to_samen(screen.school)
    start = f"/protocollen/{published(screen.school, *OTHER_TASK).geheel}/lopend"
    at = str(screen.post(HELPER, start, {}, page=start).headers["Location"])
    page = screen.get(HELPER, at)
    assert "Nog bezig: 0 van 1 route" in page.text
    assert page.one("//div[@id='stand']").get("hx-get") == at
    screen.post(HELPER, f"{at}/stoppen", {}, page=at)
    assert on(screen) == 0
    assert "Gestopt: 0 van 1 route" in screen.get(HELPER, at).text
    screen.post(HELPER, f"{at}/verder", {}, page=at)
    assert on(screen) == 1
    assert screen.browser(HELPER).get(at, headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"


def test_where_nothing_can_go_there_is_nothing_to_do(screen: Screen) -> None:
    to_samen(screen.school)
    trial = begun(screen, f"/protocollen/{published(screen.school, *OTHER_TASK).geheel}/lopend")
    screen.get(HELPER, f"{trial}/meenemen", 404)
    screen.get(HELPER, f"{trial}/terugdraaien", 404)


def test_who_does_not_publish_sees_none_of_it_and_who_is_not_there_no_route(screen: Screen) -> None:
    to_samen(screen.school)
    to = published(screen.school, *OTHER_TASK).geheel
    start = f"/protocollen/{to}/lopend"
    at = begun(screen, start)
    page = screen.get("bestuur", at)
    assert badges(page) == []
    assert "niet getoond" in page.text
    for path in (start, at):
        screen.get(TEACHER, path, 403)
    assert "Lopende routes meenemen" not in screen.get(TEACHER, f"/protocollen/{to}").text
    assert "Lopende routes meenemen" in screen.get(HELPER, f"/protocollen/{to}").text
    screen.get(HELPER, f"/protocollen/{'0' * 64}/lopend", 404)
    screen.get(HELPER, f"/protocollen/lopend/{random_id()}", 404)
