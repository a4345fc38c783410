"""What is stuck, and how the machine is: for those who keep an eye on a school."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.commands.timers import RetryIncident
from app.domain.declared import declares
from app.domain.permissions import Permission
from app.queries.incidents import read_watch
from app.web.blueprint import actor, ask, pages
from app.web.keeping import Tried, onward, said, tried
from app.web.words import lazy

MANY: Final = 25
KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "taak": (
        lazy("Een taak kan niet verder"),
        lazy("Wat er getypt was, is bewaard. Vraag wie het protocol maakt om de stap na te kijken; rond de taak dan "
             "opnieuw af."),
    ),
    "termijn": (
        lazy("Een termijn kan niet verder"),
        lazy("De datum is voorbij, maar de route staat stil. Vraag wie het protocol maakt om de stap na te kijken; "
             "probeer het dan opnieuw."),
    ),
    "bericht": (
        lazy("Een bericht tussen routes kwam niet aan"),
        lazy("Vraag wie het protocol maakt om de stap na te kijken; probeer het dan opnieuw."),
    ),
    "niemand": (
        lazy("Niemand heeft de functie die nodig is"),
        lazy("De taak ligt nu bij de intern begeleider. Geef iemand de functie, of laat iemand waarnemen."),
    ),
    "geschiedenis": (
        lazy("De geschiedenis klopt niet"),
        lazy("Er is niets hersteld en alles werkt door. Vraag wie toezicht houdt om bij Nakijken te kijken waar het om "
             "gaat, en wie de machine beheert om te zoeken hoe het kon."),
    ),
}  # fmt: skip
"""Kind of an incident to what it is in words, and what to do."""


@pages.get("/incidenten")
@declares(Permission.SEE_INCIDENTS, at_the_door=True)
def incidents() -> ResponseReturnValue:
    """What is stuck, or was."""
    return _page(Tried())


@pages.post("/incidenten/<uuid:incident_id>/nogmaals")
@declares(Permission.SEE_INCIDENTS, at_the_door=True)
def retry_from_list(incident_id: UUID) -> ResponseReturnValue:
    """Let what was stuck go on."""
    came = tried(RetryIncident(incident_id))
    if came.sent is None:
        return _page(came)
    return onward("web.incidents", "opnieuw")


def _page(came: Tried) -> ResponseReturnValue:
    who, resolved = actor(), request.args.get("toon") == "opgelost"
    after = request.args.get("vanaf") or None
    watch = ask(lambda work: read_watch(work, who, limit=MANY, after=after, resolved=resolved))
    page = render_template(
        "incidenten/lijst.html", watch=watch, kinds=KINDS, resolved=resolved, first=after is None, errors=came.errors,
        said=said(),
    )  # fmt: skip
    return page, came.status
