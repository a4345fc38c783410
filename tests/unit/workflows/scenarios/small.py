"""A small protocol for tests of scenarios: two routes, a called process, a decision, a timer, forms that route."""

from __future__ import annotations

import json
from functools import cache

from tests.drawn import constants, document
from workflows.bundle import Bundle
from workflows.scenarios import MemoryDossier, Results, act_out, run_scenarios

ZORG = """
lanes Leerkracht: s k a g h o n; Intern begeleider: i m; Directie: b
start s message="Zorg" knop="leerkracht" formulier="begin"
throw k "Stap 1: kijken"
user a "Observeren" formulier="kijken" termijn="5 werkdagen" samen_met="Intern begeleider"
xor g "Verder?"
or o "Wat is nodig?"
user h "Helpen" formulier="vrij"
user i "Vragen, en bellen" formulier="vrij"
or j
call c calls="gesprek" in.zwaar="ernst"
rule r decision="zet"
throw m "Stap 2: beslissen"
user b "Besluiten" formulier="besluit" termijn="2 werkdagen" niet_door="Observeren"
boundary t on=b interrupting=no timer="duration:10 werkdagen" ook_door="bestuur"
send w "Bestuur waarschuwen" aan="bestuur"
end v "Gewaarschuwd"
xor d
user n "Nazorg" formulier="vrij" termijn="5 werkdagen na op"
throw x message="Begin ander"
end e "Klaar"
end f "Gestopt"
s -> k -> a -> g
g -> f "Stoppen"
g -> o "Door"
g -> a "Nog eens, met reden"
o -> h "Helpen"
o -> i "Vragen, en bellen"
o -> j "Niets"
h -> j
i -> j
j -> c -> r -> m -> b -> d
d -> n {besluit = "ja"}
d -> x default
n -> e
x -> e
t -> w -> v
"""
GESPREK = """
start q
user p "Praten" formulier="vrij" termijn="3 werkdagen"
end z "Gesproken"
q -> p -> z
"""
ANDER = """
start as message="Begin ander"
user ao "Observeren" formulier="vrij"
catch ac message="Ga door" knop="directeur, waarnemer"
end ae "Over"
as -> ao -> ac -> ae
"""


def _form(*components: dict[str, object]) -> bytes:
    return json.dumps({"schemaVersion": 18, "type": "default", "components": list(components)}).encode()


def _select(key: str, *values: str, required: bool = True) -> dict[str, object]:
    options = [{"value": value, "label": value.capitalize()} for value in values]
    return {
        "type": "select",
        "key": key,
        "label": f"Label {key}",
        "values": options,
        "validate": {"required": required},
    }


def _date(key: str) -> dict[str, object]:
    return {"type": "datetime", "subtype": "date", "key": key, "label": f"Datum {key}"}


def _text(key: str) -> dict[str, object]:
    return {"type": "textarea", "key": key, "label": f"Tekst {key}", "validate": {"required": True, "minLength": 5}}


FORMS = {
    "forms/begin.form": _form(_text("aanleiding")),
    "forms/kijken.form": _form(_select("ernst", "laag", "hoog"), _text("gezien")),
    "forms/vrij.form": _form(_text("notitie")),
    "forms/besluit.form": _form(_select("besluit", "ja", "nee"), _date("op")),
}
PROTOCOL = b"""naam = "Klein"
functies = ["leerkracht", "intern begeleider", "directeur", "waarnemer", "bestuur"]
[lanen]
Directie = ["directeur", "waarnemer"]
"""
FILES = {
    "protocol.toml": PROTOCOL, "klein.bpmn": document(zorg=ZORG, gesprek=GESPREK, ander=ANDER),
    "decisions/zet.dmn": constants(zet={"uitkomst": "MELDEN", "soort": "rood"}), **FORMS,
}  # fmt: skip


@cache
def bundle() -> Bundle:
    """The protocol, read once."""
    return Bundle.from_files(FILES)


BEGIN = """
Gegeven een dossier voor een leerling uit groep 4
Als "leerkracht" "Zorg" start
"""
SEEN = f"""{BEGIN}
En "leerkracht" de taak "Observeren" afrondt met
| ernst | hoog |
"""
ASKED = f"""{SEEN}
En "leerkracht" op de vraag "Verder?" antwoordt "Door"
"""
TALKED = f"""{ASKED}
En "leerkracht" op de vraag "Wat is nodig?" antwoordt "Niets"
En "leerkracht" de taak "Praten" afrondt
"""
DECIDED = f"""{TALKED}
En "directeur" de taak "Besluiten" afrondt met
| besluit | nee |
"""


def run(text: str) -> Results:
    """Run a feature file of this one scenario, given by its steps."""
    steps = "\n".join(f"    {line.strip()}" for line in text.strip().splitlines())
    return run_scenarios(bundle(), {"x.feature": f"# language: nl\nFunctionaliteit: F\n\n  Scenario: S\n{steps}\n"})


def refused(text: str) -> str:
    """What the last step of a scenario fails with; the steps before it hold."""
    lines = _lines(text)
    failure = run("\n".join(lines)).scenarios[0].failure
    assert failure is not None, "the scenario holds"
    steps = [number for number, line in enumerate(lines) if not line.startswith("|")]
    assert failure.line == steps[-1] + 5, failure.message
    return failure.message


def holds(text: str) -> bool:
    """Whether a scenario holds, with its failure where it does not."""
    failure = run("\n".join(_lines(text))).scenarios[0].failure
    assert failure is None, failure
    return True


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def played(*sentences: str | tuple[str, dict[str, str]]) -> MemoryDossier:
    """A dossier in which these were done."""
    dossier = MemoryDossier(bundle())
    for each in sentences:
        text, table = each if isinstance(each, tuple) else (each, None)
        act_out(dossier, text, table)
    return dossier
