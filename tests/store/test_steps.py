"""A step of a route is stored whole, on both databases."""

from __future__ import annotations

from tests.school import School


def test_an_ondersteuningsroute_begins_and_its_first_task_opens(school: School) -> None:
    school.open("leerkracht", "Zorg over leerling")
    assert school.names() == ["Observeren en begeleiden"]


def test_routes_run_side_by_side_and_messages_start_others(school: School) -> None:
    school.open("leerkracht", "Zorg over leerling")
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden")
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    assert school.names() == ["Leerlingbespreking", "Noteren in ParnasSys", "Signalen in kaart brengen"]
    school.complete("leerkracht", "Signalen in kaart brengen")
    school.complete("intern begeleider", "Overleggen met collega")
    school.complete("intern begeleider", "Advies van buiten nodig?", {"antwoord": ["Nee"]})
    school.complete(
        "intern begeleider", "Nu met het kind spreken?", {"antwoord": "Nee, met reden", "reden": "Ziek thuis"}
    )
    assert school.names() == ["Leerlingbespreking", *["Noteren in ParnasSys"] * 3, "Oudergesprek voeren"]
