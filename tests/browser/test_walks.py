"""Two dossiers, from the first observation to the end, as the people of a school go through them on screen.

S1: a talk with the parents would put the child in danger, so the school reports without one. S11: an ordinary
ondersteuningsroute of six steps, with a talk with the parents between every two (domain, section 8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.product import Product

Visit = Callable[..., Person]
TALKED = {"Is het gesprek gevoerd?": "Ja"}
WHY = "Milou zei dat haar vader haar moeder slaat als wij bellen."


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory, school: Path) -> Iterator[Product]:
    """A school in which nothing has happened yet: no other test has a dossier of these children."""
    made = Product.begin(tmp_path_factory.mktemp("walks"), school)
    try:
        yield made
    finally:
        made.stop()


def test_s1_a_talk_would_put_the_child_in_danger_and_the_school_reports(visit: Visit, product: Product) -> None:
    anneke, sanne = visit("a.hoekstra", "phone"), visit("s.devries", keyboard=True)
    roel, karin = visit("r.postma"), visit("k.kroon")
    signs_of_milou(anneke, sanne)
    no_talk_with_the_parents(sanne, roel)
    weighed(sanne, roel)
    reported(sanne, roel)
    expect(karin.tasks("", "Melding ontvangen")).to_be_visible()
    told_by_veilig_thuis(sanne)
    sanne.open_dossier("Milou")
    for words in ("Uitzondering motiveren", "Uitzondering beoordelen", "Weging bekrachtigen", "Roel Postma"):
        sanne.sees(words)
    assert "Milou" not in sanne.page.title()
    assert "Traceback" not in product.told()


def signs_of_milou(anneke: Person, sanne: Person) -> None:
    anneke.begin("Milou", "Zorg over leerling", {
        "Van wie komt de zorg?": "Van de leerkracht",
        "Wat is de zorg": "Blauwe plek op de linkerbovenarm. “Gevallen”, zegt Milou.",
    })  # fmt: skip
    anneke.do("Observeren en begeleiden", "Milou")
    anneke.answer("Verder na stap 1?", "Milou", "Vermoeden van geweld of mishandeling")
    anneke.do("Signalen in kaart brengen", "Milou")
    sanne.do("Overleggen met collega", "Milou")
    sanne.answer("Advies van buiten nodig?", "Milou", "Veilig Thuis")
    sanne.do("Advies Veilig Thuis vragen", "Milou")
    sanne.answer("Nu met het kind spreken?", "Milou", "Ja")
    sanne.do("Gesprek met kind", "Milou", {"Wat zei het kind zelf?": "Als jullie papa bellen, slaat hij mama."})


def no_talk_with_the_parents(sanne: Person, roel: Person) -> None:
    sanne.do("Oudergesprek voeren", "Milou", {"Is het gesprek gevoerd?": "Nee"})
    sanne.do("Uitzondering motiveren", "Milou", {
        "Waarom is er geen gesprek geweest?": "Het kind of het gezin is dan niet veilig",
        "Welke feiten horen hierbij?": WHY,
        "Ben jij akkoord met deze uitzondering?": "Ja",
    })  # fmt: skip
    assert sanne.tasks("Milou", "Afwegingsvraag 1").count() == 0
    roel.do("Uitzondering beoordelen", "Milou", {"Mag de route verder zonder gesprek?": "Ja"})
    expect(sanne.tasks("Milou", "Ouders later informeren")).to_be_visible()


def weighed(sanne: Person, roel: Person) -> None:
    sanne.do("Afwegingsvraag 1: vermoeden", "Milou", {"Hebben wij een vermoeden": "Ja"})
    sanne.do("Afwegingsvraag 2: veiligheid", "Milou", {"Is er sprake van": "Ja, structureel"})
    assert sanne.tasks("Milou", "Afwegingsvraag 3").count() == 0
    roel.do("Weging bekrachtigen", "Milou")
    roel.answer("Eens met de weging?", "Milou", "Eens")
    sanne.answer("Kan vooraf informeren veilig?", "Milou", "Nee, met grond", reason=WHY)


def reported(sanne: Person, roel: Person) -> None:
    sanne.do("Wie meldt", "Milou", {
        "Kan de directeur nu melden?": "Ja",
        "Kan de waarnemer nu melden?": "Ja",
        "Kan de intern begeleider nu meemelden?": "Ja",
    })  # fmt: skip
    roel.do("Melding Veilig Thuis doen", "Milou")
    sanne.do("Melding Veilig Thuis doen", "Milou")
    roel.do("Bestuur inlichten", "Milou")


def told_by_veilig_thuis(sanne: Person) -> None:
    sanne.do("Terugkoppeling Veilig Thuis vastleggen", "Milou")
    sanne.answer("Wat besluit Veilig Thuis?", "Milou", "Doet zelf onderzoek")
    sanne.do("Ouders later informeren", "Milou")
    sanne.answer("Zijn de ouders geïnformeerd?", "Milou", "Ja, door Veilig Thuis")
    expect(sanne.tasks("Milou", "Uitkomst Veilig Thuis vastleggen")).to_be_visible()


def test_s11_an_ordinary_route_of_six_steps_without_meldcode(visit: Visit, product: Product) -> None:
    joost, sanne, roel = visit("j.bakker"), visit("s.devries"), visit("r.postma", "phone")
    steps_1_and_2(joost, sanne)
    groot_overleg(joost, sanne, roel)
    help_and_looking_back(joost, sanne, roel)
    sanne.open_dossier("Emre")
    sanne.sees("Afgesloten")
    dossier = sanne.page.url.rpartition("/")[2].partition("?")[0]
    routes = product.ask("s.devries", f"dossiers/{dossier}")["routes"]
    whole = [each["status"] for each in routes if each["process"] == "ondersteuningsroute"]
    assert whole == ["afgesloten"]
    assert "meldcode" not in {each["process"] for each in routes}


def steps_1_and_2(joost: Person, sanne: Person) -> None:
    joost.begin("Emre", "Zorg over leerling", {
        "Van wie komt de zorg?": "Van de leerkracht", "Wat is de zorg": "Leest moeizaam; er is spanning thuis.",
    })  # fmt: skip
    joost.do("Observeren en begeleiden", "Emre")
    joost.answer("Verder na stap 1?", "Emre", "Verder naar stap 2")
    joost.do("Noteren in ParnasSys", "Emre")
    joost.do("Leerlingbespreking", "Emre")
    sanne.answer("Wat is nog nodig?", "Emre", "Intervisie of MT-overleg", "Advies", "Verwijsindex")
    joost.do("Intervisie of MT-overleg", "Emre")
    sanne.do("Adviesgesprek Veilig Thuis", "Emre")
    sanne.do("Signaal in Verwijsindex overwegen", "Emre")
    sanne.answer("Signaal afgeven?", "Emre", "Ja")
    sanne.answer("Vermoeden van geweld of mishandeling?", "Emre", "Nee")
    joost.do("Oudergesprek voeren", "Emre", TALKED)
    sanne.answer("Hoe verder na stap 2?", "Emre", "Groot overleg, ouders stemmen in")


def groot_overleg(joost: Person, sanne: Person, roel: Person) -> None:
    sanne.do("Groot overleg voorbereiden", "Emre")
    joost.do("HGW-groeidocument invullen", "Emre")
    sanne.do("Groot overleg voeren", "Emre")
    sanne.answer("Waren de ouders erbij?", "Emre", "Ja")
    agree(roel)
    sanne.answer("Onderwijs-zorgvraag nodig?", "Emre", "Nee")
    joost.do("Oudergesprek voeren", "Emre", TALKED)
    sanne.answer("Kunnen de afspraken beginnen?", "Emre", "Ja")


def help_and_looking_back(joost: Person, sanne: Person, roel: Person) -> None:
    joost.do("Afgesproken actie uitvoeren", "Emre")
    assert joost.tasks("Emre", "Oudergesprek voeren").count() == 0
    roel.do("Afgesproken actie uitvoeren", "Emre")
    joost.do("Oudergesprek voeren", "Emre", TALKED)
    joost.do("Ontwikkeling volgen", "Emre")
    sanne.do("Nazorg kind en ouders", "Emre")
    roel.do("Adviezen en hulp evalueren", "Emre")
    joost.do("Oudergesprek voeren", "Emre", TALKED)
    sanne.answer("Heeft de hulp genoeg gedaan?", "Emre", "Ja")
    sanne.do("Volgen en afsluiten", "Emre")
    sanne.answer("Blijft het goed gaan?", "Emre", "Ja, afsluiten")


def agree(person: Person) -> None:
    """The agreements of the groot overleg: two deeds, each of somebody, and a day on which they are looked back on."""
    person.open_task("Afspraken inzet hulp", "Emre")
    person.press(person.page.get_by_role("button", name="Nog een regel"))
    expect(person.page.get_by_label("Bij wie ligt de actie op school?")).to_have_count(2)
    for number, lane in enumerate(("Leerkracht", "MT")):
        row = person.page.locator("fieldset.entry").nth(number)
        person.write(row.get_by_label("Nummer"), str(number + 1))
        person.write(row.get_by_label("Wat gaat er gebeuren?"), "Elke dag tien minuten samen lezen.")
        person.write(row.get_by_label("Wie doet het?"), "Joost Bakker")
        person.pick(row.get_by_label("Bij wie ligt de actie op school?"), lane)
        person.write(row.get_by_label("Wanneer is het klaar?"), person.day(14))
    person.fill({"Wanneer evalueren jullie de hulp?": person.day(21)})
    person.fill_the_rest()
    person.send()
