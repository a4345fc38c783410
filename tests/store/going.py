"""Other versions of the small protocol, published beside the one that runs."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

import app.store.tables as t
from app.store.bundles import packed
from tests import klein
from tests.school import School
from workflows import Bundle

OTHER_TASK = (('"b" name="Praten"', '"b2" name="Bespreken"'), ('Ref="b"', 'Ref="b2"'), (">b<", ">b2<"))
"""Praten has another id and another name."""
OTHER_TERMS = (("P3D", "P9D"), ("5 werkdagen", "9 werkdagen"))
_IN_LANE = "<bpmn:flowNodeRef>{}</bpmn:flowNodeRef>"
OTHER_LANE = ((_IN_LANE.format("c"), ""), (_IN_LANE.format("u"), _IN_LANE.format("u") + _IN_LANE.format("c")))
"""Wegen is for the directie."""
OF_THE_TEACHER = ((_IN_LANE.format("c"), ""), (_IN_LANE.format("a"), _IN_LANE.format("a") + _IN_LANE.format("c")))
"""Wegen is for the teacher."""


def changed(*changes: tuple[str, str], rules: str = "") -> Bundle:
    """The small protocol with something else in the drawing of its route, and with rules."""
    files: dict[str, bytes] = dict(klein.files()) | ({"rules/regels.toml": rules.encode()} if rules else {})
    text = files["zorg.bpmn"].decode()
    for was, now in changes:
        assert was in text, was
        text = text.replace(was, now)
    return Bundle.from_files({**files, "zorg.bpmn": text.encode()})


def published(school: School, *changes: tuple[str, str], rules: str = "") -> Bundle:
    """Such a version, as it lies there once it was published; new routes still start on the old one."""
    made = changed(*changes, rules=rules)
    with school.writing() as work:
        work.add(
            t.bundle, geheel=made.geheel, gedrag=made.gedrag, name=made.name, files=packed(made.files),
            published_at=work.now,
        )  # fmt: skip
    return made


def route_of(school: School, dossier: UUID) -> UUID:
    """The first route of a dossier."""
    where = (t.route.c.board_id == school.board, t.route.c.dossier_id == dossier)
    with school.reading() as work:
        found: UUID = work.run(select(t.route.c.route_id).where(*where).order_by(t.route.c.number)).scalars().first()
    return found
