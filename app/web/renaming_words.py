"""The words after a rename: what is called otherwise now, and in how many places the old name still stands."""

from __future__ import annotations

from app.web.words import _, ngettext
from workflows import Carried, Renamed, RenamedIn


def old_names(found: Carried) -> list[str]:
    """What is sure, a sentence for each name."""
    return [
        _(
            "“%(was)s” heet nu “%(now)s”. Nog met de oude naam: %(places)s.",
            was=each.was, now=each.now, places=_in(each),
        )
        for each in found.renamed
    ]  # fmt: skip


def names_left(found: Carried) -> dict[str, list[str]]:
    """Both, for a page."""
    return {"renamed": old_names(found), "unsure": doubted(found)}


def doubted(found: Carried) -> list[str]:
    """What a person has to look at: there the old name can mean something else, or a list cannot hold the new one."""
    return [
        _(
            "“%(was)s” heet nu “%(now)s”, maar dit blijft staan, omdat het ook iets anders kan bedoelen: %(places)s.",
            was=each.was, now=each.now, places=_in(each),
        )
        for each in found.unsure
    ]  # fmt: skip


def _in(each: Renamed) -> str:
    scenarios, rules = each.count(RenamedIn.SCENARIO), each.count(RenamedIn.RULE)
    drawings, lanes = each.count(RenamedIn.DRAWING), each.count(RenamedIn.PROTOCOL)
    said = (
        (scenarios, ngettext("%(num)s zin in een scenario", "%(num)s zinnen in scenario’s", scenarios)),
        (rules, ngettext("%(num)s regel", "%(num)s regels", rules)),
        (drawings, ngettext("%(num)s plek in een diagram", "%(num)s plekken in diagrammen", drawings)),
        (lanes, _("wie bij de baan hoort")),
    )  # fmt: skip
    return ", ".join(words for count, words in said if count)


def script_words() -> dict[str, str]:
    """What the script of the modeler says about it."""
    return {
        "everywhere": _("Overal veranderen"), "leave": _("Laat zo"), "undo": _("Ongedaan maken"),
        "unsaved": _("Wat je tekende, is nog niet opgeslagen. Probeer het daarna nog eens."),
        "away": _("Geen verbinding. Er is niets veranderd; probeer het over een minuut nog eens."),
        "done": _("De nieuwe naam staat nu overal."),
        "undone": _("Het is ongedaan gemaakt: daar staat de oude naam weer."),
    }  # fmt: skip
