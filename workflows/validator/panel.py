"""What people see a property called beside the drawing: a finding names it so, and the name in the file after it.

A test holds these words equal to those of the panel. Judges nothing.
"""

from __future__ import annotations

from typing import Final

LABELS: Final = {
    "formulier": "Formulier", "termijn": "Termijn", "ook_door": "Mag ook gedaan worden door",
    "samen_met": "Samen met", "niet_door": "Niet door wie deed", "lane": "Wie doet het, per regel van de lijst",
    "knop": "Wie de knop heeft", "aan": "Wie bericht krijgt", "mee": "Velden die meegaan", "fase": "Fase",
    "in": "Wat het meekrijgt", "uit": "Wat het teruggeeft",
}  # fmt: skip
OTHERWISE: Final = "“Deze pijl als geen andere past”"
"""What marks the default flow of a choice."""
ALLOWED: Final = "“Welke waarden er mogen staan”"
"""Where the allowed values of a column of a table stand."""


def labelled(name: str) -> str:
    """A property that the panel knows: `“Niet door wie deed” (niet_door)`."""
    return f"“{LABELS[name.partition('.')[0]]}” ({name})"
