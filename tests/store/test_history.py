"""The history of a school holds, and what was changed in it is found."""

from __future__ import annotations

from sqlalchemy import update

import app.store.tables as t
from app.queries.verification import verify
from tests.school import School


def walk(school: School) -> None:
    school.open("leerkracht", "Zorg over leerling")
    school.clock.on(days=9)
    school.complete("leerkracht", "Observeren en begeleiden")
    school.complete("leerkracht", "Verder na stap 1?", {"antwoord": "Vermoeden van geweld of mishandeling"})
    school.complete("leerkracht", "Signalen in kaart brengen")


def test_what_happened_can_happen_again(school: School) -> None:
    walk(school)
    with school.reading() as work:
        verdict = verify(work, school.site.bundles)
    assert verdict.wrong == verdict.unjudged == []
    assert verdict.steps >= 6
