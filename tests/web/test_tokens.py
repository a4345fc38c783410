"""Tokens on screen: each choice is a link, the way back is one too, and nothing is kept."""

from __future__ import annotations

from tests.school import protocol_files
from tests.web.conftest import Screen
from tests.web.test_proofs import draft
from tests.web.test_workbench import GEHEEL, HELPER, TEACHER, begun

AT = f"/protocollen/{GEHEEL}/stippen"


def test_whoever_may_see_the_protocol_lets_tokens_run_by_links_alone(screen: Screen) -> None:
    page = screen.get(TEACHER, f"{AT}?proces=meldcode")
    assert "Nog nergens: begin hierboven." in page.text
    (link,) = page.all("//ul[@class='token-moves']//a[strong='Acute onveiligheid']")
    page = screen.get(TEACHER, link.get("href"))
    assert "Acuut handelen en Veilig Thuis bellen" in page.one("//section[@aria-labelledby='hier']//ul").text_content()
    (done,) = page.all("//ul[@class='token-moves']//a[span='Taak gedaan']")
    page = screen.get(TEACHER, done.get("href"))
    answers = [each.text_content() for each in page.all("//ul[@class='token-moves']//*[@class='token-answer']")]
    assert {"Gemeld", "Advies, nog geen melding", "Niet bereikt"} <= set(answers)
    back = page.one("//a[normalize-space()='Stap terug']").get("href")
    assert screen.get(TEACHER, back).one("//section[@aria-labelledby='nu']").text_content() == (
        screen.get(TEACHER, link.get("href")).one("//section[@aria-labelledby='nu']").text_content()
    )


def test_what_no_page_gave_out_is_not_there(screen: Screen) -> None:
    for query in ("zet=x", "zet=1-", "zet=-1", "proces=spijbelen", "zet=" + "-".join("0" * 201)):
        screen.get(TEACHER, f"{AT}?{query}", 404)


def test_a_draft_that_changed_goes_as_far_as_it_goes(screen: Screen) -> None:
    at = begun(screen)
    screen.get(TEACHER, f"{at}/stippen", 403)
    page = screen.get(HELPER, f"{at}/stippen?proces=meldcode&zet=0-999-3")
    assert "Het ontwerp is veranderd." in page.text
    assert page.one("//a[contains(., 'oefenen')]").get("href") == f"{at}/oefenen"


def test_a_draft_that_does_not_stand_says_so(screen: Screen) -> None:
    name = "zorgroutes.bpmn"
    at = draft(
        screen, {**protocol_files(), name: protocol_files()[name].replace(b"<bpmn:userTask", b"<bpmn:sendTask", 1)}
    )
    assert "klopt nog niet" in screen.get(HELPER, f"{at}/stippen").text
