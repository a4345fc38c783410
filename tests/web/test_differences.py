"""Two published versions beside each other on a page: who may see it, and what it says without scripts."""

from __future__ import annotations

import json
from datetime import timedelta

import app.store.tables as t
from app.commands.drafting import UploadDraft
from app.store.clock import random_id
from app.store.protocols import Version, keep_version
from tests.api.client import made_school
from tests.counting import counted
from tests.putting import put_for_all
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown
from workflows import Bundle

PATH = "/protocollen/verschillen"
FILES = protocol_files()
NEXT = {
    **FILES,
    "zorgroutes.bpmn": FILES["zorgroutes.bpmn"]
    .replace(b'name="termijn" value="5 werkdagen"', b'name="termijn" value="9 werkdagen"', 1)
    .replace(b'name="Weging bekrachtigen"', b'name="Weging &lt;b&gt; bekrachtigen"', 1),
    "forms/letselduiding.form": FILES["forms/letselduiding.form"].replace(b'"required": true', b'"required": false', 1),
}
STANDING = {
    **NEXT, "zorgroutes.bpmn": NEXT["zorgroutes.bpmn"].replace(b"Weging &lt;b&gt; bekrachtigen", b"Weging bekrachtigen")
}  # fmt: skip
"""Next as well, and fit to run: others name the task that has an odd name in the other."""


def publish(screen: Screen, files: dict[str, bytes]) -> str:
    """The next version of the school, in force; when it is published after the others."""
    bundle = Bundle.from_files(files)
    screen.school.clock.on(minutes=1)
    with screen.school.writing() as work:
        keep_version(work, Version(bundle.geheel, bundle.gedrag, bundle.name), files)
        put_for_all(work, bundle.geheel, random_id(), random_id())
    return bundle.geheel


def sentences(page: Shown, path: str = "//ol/li[not(@hidden)]") -> list[str]:
    return [" ".join(each.text_content().split()) for each in page.all(f"{path}//*[@lang='nl'][not(self::p)]")]


def test_the_version_in_use_is_laid_beside_the_one_before_it(screen: Screen) -> None:
    new = publish(screen, NEXT)
    with counted() as sent:
        page = screen.get("intern begeleider", PATH)
    assert len(sent.statements) <= 12
    terms = [each for each in sentences(page) if "9 werkdagen" in each]
    assert [each.split(" heeft ")[1] for each in terms] == ["nu een termijn van 9 werkdagen (was 5 werkdagen)"]
    assert "Veld letsel is niet meer verplicht" in sentences(page)
    assert [each.text_content() for each in page.all("//h2")][-1] == "Formulier letselduiding"
    assert page.one("//select[@name='naar']/option[@selected]").get("value") == new
    assert "<b>" in " ".join(sentences(page))
    assert "Routes lopen hierdoor anders." in page.text


def test_the_script_gets_the_drawings_and_the_places(screen: Screen) -> None:
    old = Bundle.from_files(FILES).geheel
    new = publish(screen, NEXT)
    page = screen.get("directeur", f"{PATH}?van={old}&naar={new}")
    data = json.loads(page.one("//script[@type='application/json']").text)
    assert data["stages"][0]["old"] == f"/protocollen/{old}/zorgroutes.bpmn"
    assert data["stages"][0]["new"] == f"/protocollen/{new}/zorgroutes.bpmn"
    numbers = {int(each.get("data-go")) for each in page.all("//*[@data-go]")}
    assert numbers == {each["number"] for each in data["changes"]}
    for each in data["changes"]:
        xml = screen.browser("directeur").get(data["stages"][each["stage"]]["new"]).get_data()
        assert f'id="{each["element"]}"'.encode() in xml


def test_the_other_way_round_and_one_kind_alone(screen: Screen) -> None:
    old = Bundle.from_files(FILES).geheel
    new = publish(screen, NEXT)
    page = screen.get("bestuur", f"{PATH}?van={new}&naar={old}&soort=weg")
    assert sentences(page) == []
    assert "Veld letsel is verplicht" in sentences(page, "//ol/li")
    assert [each.get("value") for each in page.all("//input[@name='soort'][@checked]")] == ["weg"]
    assert "Veld letsel is verplicht" in sentences(screen.get("bestuur", f"{PATH}?van={new}&naar={old}&soort=onzin"))


def test_without_two_versions_there_is_nothing_to_compare(screen: Screen) -> None:
    page = screen.get("intern begeleider", PATH)
    assert "Er zijn nog geen twee versies." in page.text
    same = Bundle.from_files(FILES).geheel
    publish(screen, NEXT)
    page = screen.get("intern begeleider", f"{PATH}?van={same}&naar={same}")
    assert "Geen verschillen: dit is dezelfde versie." in page.text


def test_it_is_for_who_may_publish_and_of_the_own_board(screen: Screen) -> None:
    publish(screen, NEXT)
    for function in ("leerkracht", "aandachtsfunctionaris", "MT", "waarnemer"):
        screen.get(function, PATH, 403)
    assert screen.browser(None).get(PATH).status_code == 303
    other = Screen(made_school(screen.school.site).school)
    foreign = publish(other, {**NEXT, "LEESMIJ.md": b"Van een ander bestuur."})
    other.get("intern begeleider", f"{PATH}?naar={foreign}")
    screen.get("intern begeleider", f"{PATH}?naar={foreign}", 404)
    for wrong in ("van=zomaar", "naar=" + "0" * 64, "van=" + "x" * 5000):
        screen.get("intern begeleider", f"{PATH}?{wrong}", 404)


def test_a_version_that_cannot_be_read_is_said_to_be(screen: Screen) -> None:
    with screen.school.writing() as work:
        work.add(
            t.bundle, geheel="f" * 64, gedrag="f" * 64, name="Oud", files=b"geen zip",
            published_at=screen.school.clock.now - timedelta(days=1),
        )  # fmt: skip
    page = screen.get("intern begeleider", PATH)
    assert "Een van deze versies is niet te lezen" in page.text
    assert "is niet meer zoals zij is gepubliceerd" in page.text
    assert not page.all("//*[@data-diff]")


def test_in_english_the_sentences_stay_as_the_protocol_is(screen: Screen) -> None:
    publish(screen, NEXT)
    browser = screen.browser("intern begeleider")
    browser.set_cookie("taal", "en")
    page = screen.get("intern begeleider", PATH)
    assert (page.document.get("lang"), page.title) == ("en", "Differences between two versions · Leidraad")
    assert "Veld letsel is niet meer verplicht" in sentences(page)


def test_a_draft_is_laid_beside_the_version_in_use(screen: Screen) -> None:
    made = screen.school.send("intern begeleider", UploadDraft("Kortere termijn", STANDING)).result
    screen.browser("directeur")  # signs in
    with counted() as sent:
        page = screen.get("directeur", f"{PATH}?naar=ontwerp-{made}")
    assert len(sent.statements) <= 12
    assert "Veld letsel is niet meer verplicht" in sentences(page)
    assert page.one("//select[@name='van']/option[@selected]").get("value") == Bundle.from_files(FILES).geheel
    assert "Ontwerp Kortere termijn" in page.one("//select[@name='naar']/option[@selected]").text_content()
    data = json.loads(page.one("//script[@type='application/json']").text)
    drawing = data["stages"][0]["new"]
    answer = screen.browser("directeur").get(drawing)
    assert (answer.status_code, answer.get_data()) == (200, STANDING["zorgroutes.bpmn"])
    assert answer.headers["Cache-Control"] == "no-store"
    assert screen.browser("leerkracht").get(drawing).status_code == 403
    assert screen.browser("directeur").get(drawing.replace("zorgroutes", "anders")).status_code == 404
    other = Screen(made_school(screen.school.site).school)
    assert other.browser("directeur").get(drawing).status_code == 404
    other.get("directeur", f"{PATH}?naar=ontwerp-{made}", 404)


def test_a_draft_that_does_not_stand_says_what_is_wrong(screen: Screen) -> None:
    broken = {
        **FILES,
        "zorgroutes.bpmn": FILES["zorgroutes.bpmn"].replace(b'value="5 werkdagen"', b'value="5 werkdgen"'),
    }
    made = screen.school.send("intern begeleider", UploadDraft("Stuk", broken)).result
    page = screen.get("intern begeleider", f"{PATH}?naar=ontwerp-{made}")
    assert "Het ontwerp “Stuk” klopt nog niet." in page.text
    assert "werkdgen" in page.text
    for wrong in ("ontwerp-", "ontwerp-zomaar", f"ontwerp-{random_id()}"):
        screen.get("intern begeleider", f"{PATH}?naar={wrong}", 404)
