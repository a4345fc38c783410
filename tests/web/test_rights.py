"""Who sees what in a draft, on screen: the picture, a change with its consequence first, and undoing it."""

from __future__ import annotations

from typing import Any

from tests.counting import counted
from tests.school import protocol_files
from tests.web.conftest import Screen, Shown, shown
from tests.web.test_bringing import file
from tests.web.test_workbench import DIRECTOR, HELPER, TEACHER, begun, sent
from workflows import RIGHTS_FILE, Right, read_rights

OWN = protocol_files()[RIGHTS_FILE]
CELL = {"functie": "leerkracht", "veldgroep": "kindstem"}


def about(at: str, deed: str = "recht", **fields: str) -> str:
    return f"{at}/rechten/{deed}?" + "&".join(f"{name}={value}" for name, value in {**CELL, **fields}.items())


def rights(screen: Screen, at: str) -> bytes:
    return file(screen, at, RIGHTS_FILE)


def put(screen: Screen, at: str, data: bytes) -> None:
    """Save the file as somebody else does."""
    token = screen.get(HELPER, "/account").form("afmelden")["vervalsing"]
    answer = sent(
        screen, HELPER, f"{at}/bestand/{RIGHTS_FILE}", {"vervalsing": token, "gezien": "1"}, ("inhoud", "x", data)
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)[:1000]


def hidden(page: Shown) -> dict[str, Any]:
    return page.form("/rechten/recht")


def test_who_sees_what_is_one_picture_with_the_phases_spelled_out(screen: Screen) -> None:
    at = begun(screen)
    screen.get(HELPER, f"{at}/rechten")
    with counted() as said:
        page = screen.get(HELPER, f"{at}/rechten")
    assert len(said.asked) <= 12
    heads = [" ".join(each.text_content().split()) for each in page.all("//table[@class='sights']//thead//th")]
    assert heads[1:] == [
        "leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer", "MT", "bestuur",
        "wie de route begon",
    ]  # fmt: skip
    (row,) = page.all("//tbody/tr[th/span='Kindstem']")
    first, second = row.xpath("td")[:2]
    assert "in 6 fasen" in first.text_content()
    assert "begeleiden, delen, groot overleg, uitvoeren, evalueren, volgen" in first.text_content()
    assert " ".join(second.text_content().split()) == "schrijven: intern begeleider, Kindstem"
    assert page.all("//td[@class='chosen']/preceding-sibling::td") == []
    assert screen.get(HELPER, f"{at}/rechten?functie=MT").all("//a[@aria-current='true'][.='MT']")


def test_a_change_says_first_what_it_means_then_is_saved_then_undone(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, about(at))
    assert page.one("//input[@name='recht'][@checked]").get("value") == "apart"
    page = screen.get(HELPER, about(at, "gevolg", recht="niets"))
    assert "kan dan niet meer lezen wat bij “Kindstem” is ingevuld, ook eigen werk niet, in de fasen" in page.text
    assert "geen recht meer op te schrijven: “Observeren en begeleiden”" in page.text
    assert "20 formulieren vragen iets uit “Kindstem”" in page.text
    assert rights(screen, at) == OWN
    answer = screen.post(HELPER, f"{at}/rechten/recht", hidden(page), page=about(at, "gevolg", recht="niets"))
    page = screen.follow(HELPER, answer)
    assert "Dit recht staat in dit ontwerp." in page.text
    made = rights(screen, at)
    assert made == b"".join(
        each for each in OWN.splitlines(keepends=True) if not each.startswith(b"leerkracht,kindstem,")
    )
    screen.post(HELPER, f"{at}/rechten/terug", page.form("/rechten/terug"), page=answer.headers["Location"])
    assert rights(screen, at) == OWN


def test_phases_are_chosen_apart_and_only_their_lines_change(screen: Screen) -> None:
    at = begun(screen)
    where = about(at, "gevolg", recht="apart", **{"fase:delen": "lezen", "fase:wegen": "niets"})
    page = screen.get(HELPER, where)
    assert "mag bij “Kindstem” dan alleen nog lezen, en niet meer schrijven, in de fase “delen”" in page.text
    screen.post(HELPER, f"{at}/rechten/recht", hidden(page), page=where)
    made = rights(screen, at)
    assert len(set(made.splitlines()) ^ set(OWN.splitlines())) == 3
    (grant,) = [
        each for each in read_rights(made).grants
        if (each.function, each.group, each.phase) == ("leerkracht", "kindstem", "delen")
    ]  # fmt: skip
    assert grant.right is Right.READ


def test_somebody_who_saved_in_between_is_told_and_the_choice_stays(screen: Screen) -> None:
    at = begun(screen)
    where = about(at, "gevolg", recht="lezen")
    mine = hidden(screen.get(HELPER, where))
    other = f"{at}/rechten/gevolg?functie=MT&veldgroep=hulp&recht=niets"
    screen.post(DIRECTOR, f"{at}/rechten/recht", hidden(screen.get(DIRECTOR, other)), page=other)
    theirs = rights(screen, at)
    late = screen.browser(HELPER).post(f"{at}/rechten/recht", data=mine)
    assert late.status_code == 409
    page = shown(late)
    assert "bewaarde de rechten nadat jij ze opende" in page.text
    assert rights(screen, at) == theirs
    assert hidden(page)["recht"] == "lezen"
    screen.post(HELPER, f"{at}/rechten/recht", hidden(page), page=where)
    made = rights(screen, at)
    assert b"leerkracht,kindstem,*,lezen\n" in made
    assert b"MT,hulp" not in made


def test_what_cannot_be_is_said_and_changes_nothing(screen: Screen) -> None:
    at = begun(screen)
    page = screen.get(HELPER, about(at, "gevolg"), 422)
    assert "Kies wat deze functie mag." in page.text
    assert "Dit is al zo." in screen.get(HELPER, about(at, "gevolg", recht="apart"), 422).text
    screen.get(HELPER, about(at, functie="tuinman"), 404)
    screen.get(HELPER, about(at, veldgroep="tuin"), 404)
    for path in (f"{at}/rechten", about(at), about(at, "gevolg", recht="niets")):
        screen.get(TEACHER, path, 403)
    assert rights(screen, at) == OWN


def test_what_cannot_be_read_says_where_and_offers_the_way_out(screen: Screen) -> None:
    at = begun(screen)
    put(screen, at, OWN + b"leerkracht,kindstem\n")
    page = screen.get(HELPER, f"{at}/rechten")
    assert "Regel 372: vul alle vier de kolommen" in page.text
    assert page.all("//a[contains(@href, '#geschiedenis')]")
    assert page.all("//a[contains(@href, '.zip')]")
    screen.get(HELPER, about(at), 404)
    found = screen.get(HELPER, at)
    assert found.all("//ul[@class='findings']//a[contains(@href, '/rechten')]")


def test_a_draft_without_groups_says_so(screen: Screen) -> None:
    answer = screen.post(HELPER, "/protocollen/ontwerpen", {"naam": "Leeg", "versie": "leeg"}, page="/protocollen")
    at = str(answer.headers["Location"]).partition("?")[0]
    assert "Er valt nog niets te verdelen." in screen.get(HELPER, f"{at}/rechten").text
