"""Wat als on screen: begun from the page of a draft, gone on with by the worker, and what came of each route."""

from __future__ import annotations

import json
from uuid import UUID

from app.commands.drafting import SaveDraftFile
from app.jobs.batches import go_on
from app.queries.batches import Worker
from app.queries.desk import Desk
from app.store.clock import Clock
from tests.school import protocol_files
from tests.web.conftest import Screen
from tests.web.test_workbench import HELPER, TEACHER, uploaded, zipped

DRAWING = "zorgroutes.bpmn"
FIRST = "observeren_en_begeleiden"


def on(screen: Screen) -> int:
    school = screen.school
    clock = Clock(school.clock)
    return go_on(Desk(school.site.keys, clock, school.site.bundles), school.bus, school.board, Worker())


def draft(screen: Screen, files: dict[str, bytes]) -> str:
    answer = uploaded(screen, "ontwerp.zip", zipped(files), naam="Anders")
    return str(answer.headers["Location"]).partition("?")[0]


def without_first_task() -> dict[str, bytes]:
    """The protocol of the school in which the task that each route begins with has another id."""
    text = protocol_files()[DRAWING].decode()
    for before in (f' id="{FIRST}"', f'Ref="{FIRST}"', f'bpmnElement="{FIRST}"', f">{FIRST}<"):
        text = text.replace(before, before.replace(FIRST, f"{FIRST}_anders"))
    return {**protocol_files(), DRAWING: text.encode()}


def test_a_draft_is_tried_on_all_routes_with_progress_and_the_places_on_its_diagram(screen: Screen) -> None:
    dossier = screen.school.open("leerkracht", "Zorg over leerling")
    screen.school.complete("leerkracht", "Observeren en begeleiden")
    at = f"{draft(screen, without_first_task())}/wat-als"
    assert "Op alle routes proberen" in screen.get(HELPER, at).text
    screen.post(HELPER, at, {}, page=at)
    page = screen.get(HELPER, at)
    assert "Nog bezig: 0 van 1 route" in page.text
    assert page.one("//div[@id='stand']").get("hx-get") == at
    assert page.one("//noscript//a").get("href") == at
    screen.post(HELPER, f"{at}/stoppen", {}, page=at)
    assert on(screen) == 0
    assert "Gestopt: 0 van 1 route" in screen.get(HELPER, at).text
    screen.post(HELPER, f"{at}/verder", {}, page=at)
    assert on(screen) == 1
    asked = screen.browser(HELPER).get(at, headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"
    page = screen.get(HELPER, at)
    assert page.one("//section[@aria-labelledby='routes']//a").get("href") == f"/dossiers/{dossier}"
    assert "loopt vast" in page.one("//section[@aria-labelledby='routes']").text_content()
    assert page.all("//section[@aria-labelledby='waar']//table//tr/td/text()")[0] == "1"
    marked = json.loads(page.one("//script[@id='plekken']").text)["steps"]
    assert any(each["element"].endswith("_anders") for each in marked)
    assert "minder dan 5" not in page.text


def test_who_may_not_see_a_route_hears_no_small_number_and_does_not_find_it(screen: Screen) -> None:
    screen.school.open("leerkracht", "Zorg over leerling")
    at = f"{draft(screen, dict(protocol_files()))}/wat-als"
    screen.post(HELPER, at, {}, page=at)
    on(screen)
    page = screen.get("bestuur", at)
    assert "minder dan 5" in page.text
    assert "Geen: jij staat op geen van deze dossiers." in page.text
    assert not page.all("//section[@aria-labelledby='routes']//li")
    screen.get(TEACHER, at, 403)


def test_it_says_so_where_there_is_nothing_to_try_and_where_the_draft_changed(screen: Screen) -> None:
    whole = draft(screen, dict(protocol_files()))
    assert "Er zijn nog geen routes" in screen.get(HELPER, f"{whole}/wat-als").text
    screen.school.open("leerkracht", "Zorg over leerling")
    screen.post(HELPER, f"{whole}/wat-als", {}, page=f"{whole}/wat-als")
    on(screen)
    changed = SaveDraftFile(UUID(whole.rpartition("/")[2]), DRAWING, 1, without_first_task()[DRAWING])
    screen.school.send(HELPER, changed)
    page = screen.get(HELPER, f"{whole}/wat-als")
    assert "Het ontwerp is daarna veranderd." in page.text
    screen.post(HELPER, f"{whole}/wat-als", {"digest": "0" * 64}, 409, page=f"{whole}/wat-als")
    broken = draft(screen, {**protocol_files(), DRAWING: b"<geen/>"})
    assert "Dit ontwerp klopt nog niet" in screen.get(HELPER, f"{broken}/wat-als").text
