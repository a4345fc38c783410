"""Drawing in a browser: a step is added and is there again, two do not overwrite each other, no mouse is needed."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.screen import Watch, axe, choose, no_overflow

Visit = Callable[..., Person]
IB, LEADER = "s.devries", "r.postma"
TASK = "medewerker_meld_overleg_en_aangifteplicht"
OFFERED = {
    "hand-tool", "lasso-tool", "space-tool", "global-connect-tool", "create.start-event", "create.intermediate-event",
    "create.end-event", "create.exclusive-gateway", "create.user-task", "create.data-object",
    "create.subprocess-expanded", "create.participant-expanded", "create.group",
}  # fmt: skip


def begin(person: Person, name: str, *, empty: bool = False) -> str:
    """A draft, and the address of the modeler of one of its drawings."""
    page = person.goto("/protocollen")
    if empty:
        page.get_by_label("Waarmee begin je?").select_option("leeg")
    page.get_by_label("Hoe noem je het nieuwe ontwerp?").fill(name)
    page.get_by_role("button", name="Nieuw ontwerp beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    return f"{page.url.partition('?')[0]}/tekenen/medewerker.bpmn"


def draw(person: Person, at: str) -> Page:
    page = person.goto(at)
    expect(page.locator("#tekening")).to_have_attribute("data-ready", "yes")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#bewaard")).to_have_text(re.compile(r"Opgeslagen \d\d:\d\d"))


def changed(page: Page, field: str, value: str) -> None:
    """Fill a field in, leave it, and wait until that is saved."""
    page.locator("#bewaard").evaluate("each => { each.textContent = ''; }")
    page.locator(f"#veld-{field}").fill(value)
    page.locator(f"#veld-{field}").blur()
    saved(page)


def only_what_runs(page: Page) -> None:
    """Palette and menu offer what the engine runs, in Dutch."""
    offered = page.locator(".djs-palette .entry").evaluate_all("all => all.map(each => each.dataset.action)")
    assert set(offered) == OFFERED
    choose(page, TASK)
    page.locator(".djs-context-pad [data-action='replace']").click()
    expect(page.locator(".djs-popup-label")).to_have_text([
        "Bericht sturen", "Wachten op een bericht", "Beslistabel raadplegen", "Ander proces aanroepen", "Subproces",
    ])  # fmt: skip
    page.keyboard.press("Escape")


def arrows(page: Page) -> dict[str, tuple[str, str]]:
    """Of what is saved: each arrow by its name, and the two that it joins."""
    drawn = page.request.get(page.url.partition("#")[0].replace("/tekenen/", "/bestand/")).text()
    found = re.findall(r'sequenceFlow id="([^"]+)"[^>]* sourceRef="([^"]+)" targetRef="([^"]+)"', drawn)
    return {name: (source, target) for name, source, target in found}


def a_second_arrow_is_found_wrong(page: Page) -> None:
    page.locator(".djs-context-pad [data-action='append.end-event']").click()
    page.keyboard.press("Escape")
    expect(page.locator("#bevindingen li").first).to_contain_text("2 pijlen naar buiten")
    expect(page.locator(".draw-mark").first).to_be_visible()
    axe(page)
    page.locator("[data-do=undo]").click()
    expect(page.locator(".draw-mark")).to_have_count(0)


def a_task_behind_comes_between(page: Page) -> None:
    """As one step back and again: what it comes behind goes on to it alone, and it to what followed."""
    before = arrows(page)
    choose(page, TASK)
    page.locator(".djs-context-pad [data-action='append.user-task']").click()
    page.keyboard.press("Escape")
    changed(page, "naam", "Nabellen")
    now = arrows(page)
    assert before
    [made] = set(now) - set(before)
    [onward] = [name for name, (source, _) in before.items() if source == TASK]
    new = now[made][0]
    assert now == before | {onward: (TASK, new), made: (new, before[onward][1])}
    for _ in ("the name", "the task"):
        page.locator("[data-do=undo]").click()
    expect(page.locator(f"[data-element-id={new}]")).to_have_count(0)
    expect(page.locator("[data-do=undo]")).to_have_attribute("aria-disabled", "true")
    for _ in ("the task", "the name"):
        page.locator("[data-do=redo]").click()
    choose(page, new)


def a_copy_has_all_of_it(page: Page) -> None:
    page.locator("#tekening svg[tabindex]").focus()
    page.keyboard.press("Control+C")
    page.keyboard.press("Control+V")
    lane = page.locator("[data-element-id=baan_medewerker_bestuur]").bounding_box()
    assert lane
    x, y = lane["x"] + lane["width"] / 2, lane["y"] + lane["height"] - 10
    for to in (x - 20, x):
        page.mouse.move(to, y, steps=6)
    page.mouse.click(x, y)
    expect(page.locator(".djs-shape[data-element-id^='Activity_']")).to_have_count(2)
    expect(page.locator("#veld-termijn-aantal")).to_have_value("5")
    expect(page.locator("#veld-formulier")).to_have_value("meldplicht_medewerker")
    saved(page)
    page.locator("[data-do=undo]").click()
    page.wait_for_timeout(500)  # for 400 ms after something was put down the drawing library hears no click


def what_cannot_be_sent_goes_later(page: Page) -> None:
    choose(page, TASK)
    page.context.set_offline(True)
    page.locator("#veld-naam").fill("Plicht tot melden")
    page.locator("#veld-naam").blur()
    expect(page.locator("#bewaard")).to_contain_text("Geen verbinding")
    page.context.set_offline(False)
    saved(page)


def test_a_step_with_a_form_and_a_term_is_drawn_saved_and_there_again(visit: Visit, watch: Watch) -> None:
    person = visit(IB)
    at = begin(person, "Nabellen erbij")
    page = draw(person, at)
    only_what_runs(page)
    a_second_arrow_is_found_wrong(page)
    a_task_behind_comes_between(page)
    page.locator("#veld-formulier").select_option(label="Meldplicht medewerker")
    page.locator("#veld-termijn-soort").select_option("werkdagen")
    changed(page, "termijn-aantal", "5")
    a_copy_has_all_of_it(page)
    what_cannot_be_sent_goes_later(page)
    watch.complaints[:] = [each for each in watch.complaints if "ERR_INTERNET_DISCONNECTED" not in each]
    assert page.locator("#tekening").get_attribute("data-unsaid") is None
    page = draw(person, at)
    expect(page.locator(f"[data-element-id={TASK}]").first).to_contain_text("Plicht tot")
    page.get_by_role("button", name="Zoeken").click()
    expect(page.locator(".djs-search-input input")).to_be_focused()
    page.keyboard.type("Nabellen")
    expect(page.locator(".djs-search-result")).to_be_visible()
    page.keyboard.press("Enter")
    for field, value in {
        "naam": "Nabellen",
        "formulier": "meldplicht_medewerker",
        "termijn-soort": "werkdagen",
    }.items():
        expect(page.locator(f"#veld-{field}")).to_have_value(value)
    expect(page.locator("#veld-termijn-aantal")).to_have_value("5")


def test_of_two_who_draw_the_second_is_told_and_keeps_both(visit: Visit) -> None:
    one, other = visit(IB), visit(LEADER)
    at = begin(one, "Met zijn tweeën")
    first, second = draw(one, at), draw(other, at)
    choose(first, TASK)
    changed(first, "naam", "Van de een")
    choose(second, TASK)
    second.locator("#veld-naam").fill("Van de ander")
    expect(second.locator("#botsing")).to_contain_text(
        re.compile(r"Sanne de Vries en jij veranderden allebei hetzelfde \(om \d\d:\d\d\)")
    )
    axe(second)
    second.get_by_role("button", name="Dat van mij als eigen ontwerp bewaren").click()
    expect(second.get_by_role("link", name="Met zijn tweeën (van")).to_be_visible()
    expect(second.locator("#tekening")).to_have_attribute("data-ready", "yes")
    expect(second.locator(f"[data-element-id={TASK}]").first).to_contain_text("Van de ander")
    expect(draw(one, at).locator(f"[data-element-id={TASK}]").first).to_contain_text("Van de een")


def answered(page: Page, status: int) -> list[int]:
    """Something between page and server answers each save in a page of its own; how often it did."""
    sent: list[int] = []
    page.route("**/samen/**", lambda route: (sent.append(status), route.fulfill(status=status, body="<p>Nee"))[1])
    page.route("**/hier/**", lambda route: route.fulfill(status=200, body="<p>Nee"))
    return sent


def not_taken(page: Page, name: str) -> None:
    page.locator("#veld-naam").fill(name)
    page.locator("#veld-naam").blur()
    expect(page.locator("#bewaard")).to_contain_text("Dit is niet op te slaan: het is te groot, of je mag")
    page.wait_for_timeout(1500)  # it would be sent again meanwhile


def test_what_is_too_large_is_sent_once_until_it_is_smaller(visit: Visit) -> None:
    person = visit(IB)
    page = draw(person, begin(person, "Te groot"))
    choose(page, TASK)
    sent = answered(page, 413)
    not_taken(page, "Een heel lange naam, die veel te groot is")
    assert page.evaluate("() => Object.values(localStorage).some(each => each.includes('veel te groot'))")
    not_taken(page, "Een heel lange naam, die veel te groot is en blijft")
    assert sent == [413]
    page.unroute_all()
    changed(page, "naam", "Kort")
    assert not page.evaluate("() => Object.keys(localStorage).some(each => each.includes('niet-bewaard'))")


def test_who_may_no_longer_save_is_told_once_and_keeps_it(visit: Visit) -> None:
    person = visit(IB)
    page = draw(person, begin(person, "Mag niet meer"))
    choose(page, TASK)
    sent = answered(page, 403)
    not_taken(page, "Niet meer")
    not_taken(page, "Nog minder")
    assert sent == [403]
    page.once("dialog", lambda asked: asked.accept())  # a page with unsaved work is not left unasked
    page.unroute_all()
    page.reload()
    page.get_by_role("button", name="Terughalen").click()
    saved(page)
    expect(page.locator(f"[data-element-id={TASK}]").first).to_contain_text("Nog minder")


def test_a_task_is_repeated_for_each_line_of_a_list_of_a_form(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Voor elke regel").replace("medewerker.bpmn", "zorgroutes.bpmn")
    page = draw(person, at)
    page.locator("#tekening svg[tabindex]").focus()
    page.keyboard.press("Control+F")
    page.keyboard.type("Afspraken inzet hulp")
    page.keyboard.press("Enter")
    page.locator(".djs-context-pad [data-action='replace']").click()
    page.get_by_title("Voor elke regel van een lijst, tegelijk").click()
    page.keyboard.press("Escape")
    expect(page.locator("#bevindingen")).to_contain_text("herhaalt zonder lijst")
    page.get_by_label("Voor elke regel van").select_option("acties")
    expect(page.get_by_label("Eén regel heet")).to_have_value("regel")
    changed(page, "regel", "afspraak")
    expect(page.locator("#bevindingen")).not_to_contain_text("herhaalt")
    drawn = page.request.get(at.replace("/tekenen/", "/bestand/")).text()
    task = drawn.partition('name="Afspraken inzet hulp"')[2].partition("</bpmn:userTask>")[0]
    assert "<bpmn:loopDataInputRef>acties</bpmn:loopDataInputRef>" in task
    assert 'name="afspraak"' in task
    assert drawn.count('<bpmn:dataObject id="acties"') == 1
    axe(page)


def test_a_step_is_drawn_without_a_mouse_and_the_pages_fit_a_phone(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Onderwijskundigrapportvandevorigeschoolontbreektnogsteeds: zonder muis")
    page = draw(person, at)
    page.locator("#tekening svg[tabindex]").focus()
    for key in ("n", "n", "n", "n", "t"):  # the pool, its lane, the start, the task; and one behind it
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(page.locator("#tekening svg[tabindex]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#veld-naam")).to_be_focused()
    page.keyboard.type("Zonder muis")
    page.keyboard.press("Escape")
    expect(page.locator("#tekening svg[tabindex]")).to_be_focused()
    saved(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tekenen met toetsen")).to_be_visible()
    page.keyboard.press("Escape")
    person = visit(IB, "phone")
    page = draw(person, at)
    expect(page.locator("#tekening")).to_contain_text("Zonder muis")
    no_overflow(page)
    axe(page)
    draft = at.partition("/tekenen")[0]
    for each in (draft, "/protocollen", f"{draft}/tekst", f"{draft}/weg"):
        page = person.goto(each)
        no_overflow(page)
        axe(page)


def test_a_link_to_what_takes_seconds_says_so_and_no_longer_when_somebody_comes_back(visit: Visit) -> None:
    person = visit(IB)
    at = begin(person, "Even wachten").partition("/tekenen")[0]
    page = person.goto(at)
    link = page.get_by_role("link", name="Kloppen de scenario’s?")
    told = page.locator("li", has=link).get_by_role("status")
    expect(told).to_have_text("")
    # in one go: the page that is left says nothing any more
    said = link.evaluate(
        "each => { each.click(); return each.closest('li').querySelector('[role=status]').innerText; }"
    )
    assert said == "Even geduld: dit duurt een paar tellen."
    page.wait_for_url("**/scenarios")
    page.go_back()
    expect(told).to_have_text("")
    expect(link).not_to_have_attribute("aria-busy", "true")
    without = visit(IB, "no scripts").goto(at)
    assert without.get_by_role("status").count() == 0
    without.get_by_role("link", name="Kloppen de scenario’s?").click()
    expect(without.get_by_role("heading", level=1)).to_have_text("Scenario’s")
