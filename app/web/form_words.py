"""The words of the page on which a form is edited, that its script says."""

from __future__ import annotations

from app.web.drawing_words import around
from app.web.frame import asset
from app.web.words import _


def form_words() -> dict[str, object]:
    """Everything, in the language of this request."""
    return {**around(), **_page(), **_part(), "kinds": _kinds(), "hints": _hints()}


def icons() -> dict[str, str]:
    """Where the pictures are of what can be done with a line."""
    named = {"up": "arrow-up", "down": "arrow-down", "twin": "copy", "remove": "trash-2"}
    return {what: f"{asset('icons.svg')}#{name}" for what, name in named.items()}


def _page() -> dict[str, object]:
    return {
        "draws_here": _("%(name)s werkt hier nu ook", name="%(name)s"),
        "draws_there": _("%(name)s werkt nu in %(files)s", name="%(name)s", files="%(files)s"),
        "conflict": _(
            "%(who)s heeft dit formulier om %(at)s opgeslagen, nadat jij het opende.", who="%(who)s", at="%(at)s"
        ),
        "up": _("%(name)s omhoog", name="%"), "down": _("%(name)s omlaag", name="%"),
        "remove": _("%(name)s weghalen", name="%"), "removed": _("%(name)s is weggehaald.", name="%"),
        "twin": _("%(name)s nog een keer", name="%"),
        "moved": _("%(name)s staat nu op plaats %(at)s.", name="%n", at="%a"),
        "add": _("Veld toevoegen"), "add_in": _("Veld toevoegen in %(name)s", name="%"),
        "added": _("%(kind)s is toegevoegd.", kind="%"), "empty": _("Hier staat nog niets. Voeg een veld toe."),
        "empty_name": _("Zonder vraag"), "undone": _("Ongedaan gemaakt."), "redone": _("Opnieuw gedaan."),
        "required": _("verplicht"), "shown_if": _("alleen soms te zien"),
        "unknown_kind": _("Een onderdeel dat Leidraad niet kent. Haal het weg."),
        "more": _("Meer instellingen"), "icons": icons(),
        "no_preview": _("Het voorbeeld is nu niet te maken. Het komt er weer zodra er verbinding is."),
    }  # fmt: skip


def _part() -> dict[str, object]:
    return {
        "label": _("De vraag"), "label_group": _("Kop boven de groep"), "label_list": _("Waarvan is het een lijst?"),
        "description": _("Uitleg onder de vraag"), "text": _("De tekst"),
        "text_help": _("Met **sterretjes** wordt iets vet. Een lege regel begint een nieuwe alinea."),
        "is_required": _("Dit moet ingevuld worden"), "kind": _("Soort"), "within": _("Staat in"),
        "within_none": _("het formulier zelf"), "options": _("Waaruit je kiest"),
        "option": _("Keuze %(number)s", number="%"),
        "option_value": _("Naam van keuze %(number)s in voorwaarden en tabellen", number="%"),
        "option_add": _("Keuze toevoegen"), "option_remove": _("Keuze %(number)s weghalen", number="%"),
        "option_up": _("Keuze %(number)s omhoog", number="%"), "min": _("Minstens"), "max": _("Hoogstens"),
        "decimals": _("Cijfers achter de komma"), "min_length": _("Minstens zoveel tekens"),
        "max_length": _("Hoogstens zoveel tekens"), "validation": _("Wat voor tekst"),
        "validation_none": _("gewone tekst"), "email": _("een e-mailadres"), "phone": _("een telefoonnummer"),
        "when": _("Welke dag mag het zijn"), "when_any": _("elke dag"), "when_past": _("vandaag of eerder"),
        "when_ahead": _("vandaag of later"), "readers": _("Wie mag het antwoord lezen"),
        "readers_none": _("iedereen op het dossier"), "readers_as": _("zoals de groep eromheen"),
        "readers_help": _("De naam van het groepje velden, en welke functies dat op enig moment mogen lezen."),
        "condition": _("Alleen laten zien bij"), "condition_always": _("altijd laten zien"),
        "condition_own": _("anders, zelf schrijven"), "condition_how": _("Als het antwoord"),
        "condition_is": _("een van deze is"), "condition_not": _("geen van deze is"),
        "condition_values": _("Welke antwoorden"), "condition_feel": _("Verbergen als, in FEEL"),
        "condition_feel_help": _('Bijvoorbeeld gesprek_gevoerd != "ja".'), "ticked": _("aangevinkt"),
        "yes": _("Ja"), "no": _("Nee"), "key": _("Naam in voorwaarden en tabellen"),
        "key_help": _("Letters, cijfers en _. Verander je die, verander hem dan ook waar hij gebruikt wordt."),
    }  # fmt: skip


def _kinds() -> dict[str, str]:
    return {
        "textfield": _("Kort antwoord"), "textarea": _("Lang antwoord"), "number": _("Getal"), "date": _("Datum"),
        "time": _("Tijd"), "datetime": _("Datum en tijd"), "radio": _("Kies er een"), "select": _("Kies uit een lijst"),
        "checklist": _("Kies er meer"), "checkbox": _("Vinkje"), "text": _("Tekst om te lezen"), "group": _("Groep"),
        "dynamiclist": _("Lijst van regels"),
    }  # fmt: skip


def _hints() -> dict[str, str]:
    return {
        "textfield": _("één regel"), "textarea": _("een paar zinnen"), "number": _("een aantal of bedrag"),
        "date": _("een dag"), "time": _("een tijdstip"), "datetime": _("een dag met een tijdstip"),
        "radio": _("alle antwoorden in beeld"), "select": _("als het er veel zijn"),
        "checklist": _("een of meer antwoorden"), "checkbox": _("ja of niet"), "text": _("geen vraag, alleen uitleg"),
        "group": _("velden die bij elkaar horen"), "dynamiclist": _("bijvoorbeeld afspraken, elk met dezelfde velden"),
    }  # fmt: skip
