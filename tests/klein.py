"""A small protocol with something of everything that moves a route; `python -m tests.klein` writes tests/data/klein.

It must hold no name of a child, and pass `flask protocol check` without an error: a test sees to both.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.drawn import document

FOLDER = Path(__file__).parent / "data" / "klein"
SCENARIOS = "scenarios/klein.feature"

ZORG = """
lanes Leerkracht: s k a b r d v n; Intern begeleider: c f g; Directie: u
start s message="Zorg" knop="leerkracht, intern begeleider" formulier="begin"
throw k "Stap 1: kijken" fase="kijken"
user a "Kijken" formulier="kijken" termijn="5 werkdagen"
boundary h on=a interrupting=no timer="duration:P2D" ook_door="MT"
send w "Intern begeleider herinneren" aan="intern begeleider"
end hw "Herinnerd"
xor v "Verder?"
and p1
user b "Praten" formulier="vrij"
user c "Wegen" formulier="vrij" niet_door="Kijken"
boundary t on=c interrupting=yes timer="duration:P3D"
user u "Zelf wegen" formulier="vrij"
xor tc
and p2
user d "Doen" formulier="vrij" each=acties item=actie lane=actie.wie
throw x "Noteren" message="Noteer"
catch y "Genoteerd" message="Genoteerd"
user r "Terugkijken" formulier="vrij"
boundary z on=r interrupting=yes timer="duration:P10D"
boundary st on=b interrupting=yes message="Stop" knop="intern begeleider"
user f "Afronden" formulier="vrij"
boundary roep on=f interrupting=yes message="Terug"
user g "Nazorg" formulier="vrij"
throw n "Klaar melden" message="Niemand wacht"
end e "Klaar"
end q "Gestopt"
s -> k -> a -> v
h -> w -> hw
v -> p1 "Samen"
v -> d "Per actie"
v -> q "Stoppen, met reden"
v -> a "Nog eens"
p1 -> b -> p2
p1 -> c -> tc -> p2
t -> u -> tc
st -> q
p2 -> x -> y -> r -> f -> n -> e
z -> f
d -> f
roep -> g -> e
"""
NOTITIE = """
lanes Leerkracht: ns nu
start ns message="Noteer" knop="leerkracht"
user nu "Noteren" formulier="vrij" termijn="volgende schooldag"
throw nt "Terugmelden" message="Genoteerd"
end ne "Genoteerd"
ns -> nu -> nt -> ne
"""
BELLEN = """
lanes MT: bu
start bs message="Bel" knop="leerkracht, intern begeleider"
throw bt "Terugroepen" message="Terug"
user bu "Bellen" formulier="bellen"
catch bo "Tot het begint" timer="date:op"
catch bd "Tot het voorbij is" timer="date:tot"
end be "Gebeld"
bs -> bt -> bu -> bo -> bd -> be
"""


def _form(key: str, *components: dict[str, object]) -> bytes:
    made = {"schemaVersion": 18, "type": "default", "id": key, "components": list(components)}
    return json.dumps(made, indent=1, ensure_ascii=False).encode() + b"\n"


def _text(key: str, group: str) -> dict[str, object]:
    return {
        "type": "textarea", "id": f"F_{key}", "key": key, "label": f"Wat is er met {key}?",
        "validate": {"required": True, "minLength": 5}, "properties": {"veldgroep": group},
    }  # fmt: skip


def _date(key: str) -> dict[str, object]:
    return {
        "type": "datetime", "subtype": "date", "id": f"F_{key}", "key": key, "dateLabel": f"Datum {key}",
        "properties": {"veldgroep": "kern"},
    }  # fmt: skip


def _select(key: str, *values: str) -> dict[str, object]:
    return {
        "type": "select", "id": f"F_{key}", "key": key, "label": f"Welke {key}?", "validate": {"required": True},
        "values": [{"value": value, "label": value.capitalize()} for value in values],
        "properties": {"veldgroep": "kern"},
    }  # fmt: skip


_ACTIONS: dict[str, object] = {
    "type": "dynamiclist", "id": "F_acties", "path": "acties", "label": "Acties",
    "properties": {"veldgroep": "kern"},
    "components": [_select("wie", "leerkracht", "intern begeleider"), _text("wat", "verhaal")],
}  # fmt: skip

_PROTOCOL = """# Een klein protocol voor de tests.
naam = "Klein"
functies = ["leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer", "MT", "bestuur"]

[lanen]
Directie = ["directeur", "waarnemer"]

[team]
"intern begeleider" = "*"
aandachtsfunctionaris = "*"
"""
_RIGHTS = "functie,veldgroep,fase,recht\n" + "".join(
    f"{function},{group},*,schrijven\n"
    for function in ("leerkracht", "intern begeleider", "aandachtsfunctionaris", "directeur", "waarnemer", "MT")
    for group in ("kern", "verhaal")
)


def _diagram(**process: str) -> bytes:
    (name,) = process
    xml = document(**process).decode()
    # A list that tasks are made of stands in the diagram as a data object.
    data = '<bpmn:dataObject id="acties" name="acties"/>' if "each=acties" in process[name] else ""
    xml = re.sub(r'(<bpmn:process id="[^>]*>)', rf"\1{data}", xml).replace('id="lane', f'id="{name}_lane')
    return re.sub(r"(?<=>)(?=<bpmn:(?:process|laneSet|sequenceFlow|\w+(?:Task|Event|Gateway)) )", "\n", xml).encode()


@cache
def files() -> Mapping[str, bytes]:
    """The protocol, by file name."""
    return {
        "protocol.toml": _PROTOCOL.encode(), "rechten.csv": _RIGHTS.encode(),
        "zorg.bpmn": _diagram(zorg=ZORG), "notitie.bpmn": _diagram(notitie=NOTITIE),
        "bellen.bpmn": _diagram(bellen=BELLEN),
        "forms/begin.form": _form("begin", _text("aanleiding", "verhaal")),
        "forms/kijken.form": _form("kijken", _select("ernst", "laag", "hoog"), _text("gezien", "verhaal"), _ACTIONS),
        "forms/vrij.form": _form("vrij", _text("notitie", "verhaal")),
        # Who leaves a date out sends the route to a timer that has no instant: there it gets stuck.
        "forms/bellen.form": _form("bellen", _text("notitie", "verhaal"), _date("op"), _date("tot")),
    }  # fmt: skip


@cache
def publishable() -> Mapping[str, bytes]:
    """The protocol with scenarios that take every arrow: without these it does not come into force."""
    return {**files(), SCENARIOS: (FOLDER.parent / "klein.feature").read_bytes()}


def write(folder: Path = FOLDER, made: Mapping[str, bytes] | None = None) -> None:
    for name, content in (made or files()).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{FOLDER}\n")
