"""The words of the page on which decision tables are edited, that its script says."""

from __future__ import annotations

from app.web.drawing_words import around
from app.web.form_words import icons
from app.web.words import _


def table_words() -> dict[str, object]:
    """Everything, in the language of this request."""
    return {**around(), **_page(), **_columns(), **_rules(), "icons": icons()}


def _page() -> dict[str, object]:
    return {
        "draws_here": _("%(name)s werkt hier nu ook", name="%(name)s"),
        "draws_there": _("%(name)s werkt nu in %(files)s", name="%(name)s", files="%(files)s"),
        "conflict": _(
            "%(who)s heeft deze beslistabel om %(at)s opgeslagen, nadat jij haar opende.", who="%(who)s", at="%(at)s"
        ),
        "undone": _("Ongedaan gemaakt."), "redone": _("Opnieuw gedaan."), "which": _("Welke tabel"),
        "name": _("Hoe heet de tabel?"), "description": _("Waar is zij voor, en uit welke regel of wet?"),
        "policy": _("Als er meer regels passen"),
        "policies": {
            "UNIQUE": _("dat mag niet: er past er altijd één"), "FIRST": _("dan geldt de eerste"),
            "ANY": _("dan moet de uitkomst gelijk zijn"), "PRIORITY": _("dan gaat de belangrijkste uitkomst voor"),
            "COLLECT": _("dan gelden ze samen"), "RULE ORDER": _("dan gelden ze samen, in deze volgorde"),
            "OUTPUT ORDER": _("dan gelden ze samen, de belangrijkste eerst"),
        },
        "more": _("Meer instellingen"), "up": _("%(name)s omhoog", name="%"), "down": _("%(name)s omlaag", name="%"),
        "remove": _("%(name)s weghalen", name="%"), "removed": _("%(name)s is weggehaald.", name="%"),
        "twin": _("%(name)s nog een keer", name="%"),
    }  # fmt: skip


def _columns() -> dict[str, object]:
    return {
        "input": _("Kijkt naar"), "output": _("Uitkomst"), "nameless": _("nog geen naam"),
        "field": _("Naar welk veld kijkt het?"), "field_none": _("nog geen veld"),
        "field_own": _("iets anders, in FEEL"),
        "expression": _("Waar het naar kijkt, in FEEL"), "label": _("De vraag boven de kolom"),
        "label_output": _("Wat er boven de uitkomst staat"), "output_name": _("In welk veld de uitkomst komt"),
        "output_name_help": _("Letters, cijfers en _. Zo heet de uitkomst in voorwaarden."), "type": _("Soort"),
        "types": {
            "string": _("tekst"), "number": _("getal"), "boolean": _("ja of nee"), "date": _("datum"),
            "dateTime": _("datum en tijd"),
        },
        "allowed": _("Welke waarden er mogen staan"), "allowed_help": _("Met komma’s ertussen. Leeg: alles mag."),
        "added_input": _("Er is een kolom bij. Kies naar welk veld zij kijkt."),
        "added_output": _("Er is een uitkomst bij."),
        "last_output": _("Een tabel heeft ten minste één uitkomst."),
    }  # fmt: skip


def _rules() -> dict[str, object]:
    return {
        "rule": _("Regel %(number)s", number="%"), "cell": _("Regel %(number)s, %(column)s", number="%n", column="%c"),
        "why": _("Waarom"), "any": _("maakt niet uit"), "rule_tools": _("Regel veranderen"),
        "added_rule": _("Regel %(number)s is toegevoegd.", number="%"), "number": _("Regel"),
        "rule_for": _("Een regel voor dit geval toevoegen"),
        "more_rules": _("De andere %(number)s regels tonen", number="%"),
        "no_rules": _("Er is nog geen regel. Voeg er een toe."),
    }  # fmt: skip
