"""The words of the modeler's page that its script says: of the panel, of saving, of what is found."""

from __future__ import annotations

import re
from typing import Final

from app.web.words import _

_LINE: Final = re.compile(r" \(regel [0-9]+\)")


def without_lines(message: str) -> str:
    """A finding for who sees the drawing: the number of a line in a file says nothing there."""
    return _LINE.sub("", message)


def drawing_words() -> dict[str, object]:
    """Everything, in the language of this request."""
    return {**around(), **_element(), **_events(), **_terms()}


def around() -> dict[str, object]:
    """What is said around any file that is drawn or edited."""
    return {
        "canvas": _("Het diagram %(file)s", file="%"),
        "saved": _("Opgeslagen %(at)s", at="%"),
        "saving": _("Wordt opgeslagen …"),
        "away": _("Geen verbinding. Je werk staat in deze pagina en wordt opgeslagen zodra het kan: laat haar open."),
        "signed_out": _("Je bent afgemeld. Meld je in een ander tabblad weer aan; dan gaat het hier vanzelf verder."),
        "never": _(
            "Dit is niet op te slaan: het is te groot, of je mag dit ontwerp niet meer wijzigen. "
            "Je werk staat nog in deze pagina."
        ),
        "conflict_short": _("Niet opgeslagen: een ander was je voor."),
        "conflict": _(
            "%(who)s heeft dit diagram om %(at)s opgeslagen, nadat jij het opende.", who="%(who)s", at="%(at)s"
        ),
        "somebody": _("Iemand anders"),
        "clash": _("%(who)s en jij veranderden allebei hetzelfde (om %(at)s).", who="%(who)s", at="%(at)s"),
        "clash_self": _("In een ander venster veranderde je hetzelfde op een andere manier (om %(at)s).", at="%(at)s"),
        "theirs_self": _("Die van het andere venster"),
        "mine": _("Die van mij"), "theirs": _("Die van %(who)s", who="%"), "was": _("Het was: %(value)s.", value="%"),
        "point_out": _("Wijs aan"),
        "merged": _("Opgeslagen, samen met wat %(who)s net opsloeg.", who="%(who)s"),
        "followed": _("Bijgewerkt met wat %(who)s net opsloeg.", who="%(who)s"),
        "draws_here": _("%(name)s tekent hier nu ook", name="%(name)s"),
        "draws_there": _("%(name)s tekent nu in %(files)s", name="%(name)s", files="%(files)s"),
        "merged_self": _("Opgeslagen, samen met wat je in een ander venster opsloeg."),
        "merged_parts": _("Overgenomen: %(names)s.", names="%n"),
        "merged_more": _("Overgenomen: %(names)s en nog %(number)s.", names="%n", number="%m"),
        "not_undone": _(
            "Dit is niet meer ongedaan te maken: %(who)s veranderde daarna hetzelfde. Wat er was, staat bij het "
            "ontwerp onder “Wat er is opgeslagen”.", who="%(who)s",
        ),
        "not_undone_self": _(
            "Dit is niet meer ongedaan te maken: daarna is hetzelfde veranderd. Wat er was, staat bij het ontwerp "
            "onder “Wat er is opgeslagen”."
        ),
        "found": _("%(number)s punten", number="%"),
        "found_none": _("Niets te verbeteren"),
        "levels": {"fout": _("fout"), "let op": _("let op")},
        "in_file": _("In %(file)s:", file="%"),
        "nothing": _("Kies iets in het diagram: dan staat hier wat het is en wat je eraan kunt veranderen."),
        "several": _("Je hebt meer dingen gekozen. Kies er een om het te veranderen."),
        "unknown": _("staat niet in dit ontwerp"),
        "nobody": _("niemand"),
        "nameless": _("het volgende"),
    }  # fmt: skip


def _element() -> dict[str, object]:
    return {
        "name": _("Naam"), "question": _("De vraag"), "annotation": _("Aantekening"),
        "doer": _("Wie doet het"), "no_lane": _("iedereen op het dossier"),
        "doer_help": _("De baan waarin het staat. Kies een andere en het verhuist."),
        "group_work": _("Het werk"), "form": _("Formulier"), "no_form": _("geen formulier"),
        "term": _("Termijn"), "no_term": _("geen termijn"), "also_by": _("Mag ook gedaan worden door"),
        "together": _("Samen met"), "together_none": _("alleen"), "not_by": _("Niet door wie deed"),
        "not_by_none": _("maakt niet uit"), "decision": _("Beslistabel"), "no_decision": _("nog geen"),
        "made": {
            "formulier": {
                "edit": _("Dit formulier bewerken"), "fresh": _("Nieuw formulier maken"),
                "name": _("Hoe heet het nieuwe formulier?"),
            },
            "beslistabel": {
                "edit": _("Deze beslistabel bewerken"), "fresh": _("Nieuwe beslistabel maken"),
                "name": _("Hoe heet de nieuwe beslistabel?"),
            },
        },
        "make": _("Maken"),
        "not_made": _("Dat lukte niet. Kijk of er verbinding is en probeer het nog eens."),
        "phase": _("Fase"), "phase_help": _("Naam van de fase die hier begint, voor wie wat mag lezen."),
        "each": _("Voor elke regel van"), "no_list": _("nog geen lijst"),
        "each_help": _("Een lijst uit een formulier. Voor elke regel ervan komt er een taak."),
        "item": _("Eén regel heet"), "item_first": _("regel"),
        "item_help": _("Eén woord, bijvoorbeeld actie. Andere velden vragen dan actie.datum of actie.lane."),
        "item_lane": _("Wie doet het, per regel van de lijst"),
        "item_lane_help": _("Bijvoorbeeld actie.lane: de kolom van de lijst waarin het staat."),
        "group_flow": _("Verder"), "answer": _("Antwoord naar “%(name)s”", name="%"),
        "condition": _("Voorwaarde"), "condition_help": _('In FEEL, bijvoorbeeld besluit = "MELDEN".'),
        "otherwise": _("Deze pijl als geen andere past"),
        "group_call": _("Het andere proces"), "called": _("Welk proces"), "no_called": _("nog geen"),
        "handed_in": _("Wat het meekrijgt"), "handed_out": _("Wat het teruggeeft"),
        "handed_help": _("Elk op een regel: veld = waarde."),
        "group_source": _("Uitleg en herkomst"), "instruction": _("Uitleg: wat je doet en waarom"),
        "explanation": _("Uitleg"),
        "source": _("Uit welke regel of wet"), "source_help": _("Nummers met komma’s ertussen, bijvoorbeeld R20, R25."),
    }  # fmt: skip


def _events() -> dict[str, object]:
    return {
        "group_message": _("Bericht en klok"), "message": _("Naam van het bericht"),
        "message_help": _("Wie wacht en wie stuurt, gebruiken dezelfde naam."),
        "timer": _("Wanneer de klok afgaat"), "no_timer": _("nog niet gezegd"),
        "button": _("Wie de knop heeft"), "told_to": _("Wie bericht krijgt"),
        "told_to_none": _("niemand: het is een bericht aan een proces"),
        "carried": _("Velden die meegaan"), "carried_help": _("Namen van velden, met komma’s ertussen."),
    }  # fmt: skip


def _terms() -> dict[str, object]:
    return {
        "term_unit": _("Soort"), "term_number": _("Aantal"), "term_from": _("Gerekend vanaf veld (hoeft niet)"),
        "term_text": _("In woorden of FEEL"),
        "terms": {
            "werkdagen": _("werkdagen"), "schooldagen": _("schooldagen"), "dagen": _("kalenderdagen"),
            "weken": _("weken"), "maanden": _("maanden"), "uren": _("uren"), "vandaag": _("vandaag"),
            "volgende werkdag": _("volgende werkdag"), "volgende schooldag": _("volgende schooldag"),
            "zelf": _("anders, zelf schrijven"),
        },
    }  # fmt: skip
