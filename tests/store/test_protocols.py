"""Two people bring into force a version that holds; routes that run and versions that were stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest
from sqlalchemy import select

import app.store.tables as t
from app.commands.protocols import PublishBundle, judge
from app.domain.errors import FormInvalidError, InvalidValueError, NotFoundError, WrongStateError
from app.store.clock import random_id
from app.store.documents import as_instant_text
from app.store.dossiers import bundle_in_force
from tests import klein
from tests.school import School, Site, make_school, protocol_files
from tests.store.people_fixtures import Office, bus_of, facts_of
from workflows import Bundle, Limits

FILES = protocol_files()
NEXT: Mapping[str, bytes] = {**FILES, "LEESMIJ.md": b"De volgende versie."}


def two(office: Office) -> tuple[UUID, UUID]:
    return office.invite("cor.vis", "coördinator", at_board=True), office.invite("ina.ib", "intern begeleider")


def in_force(office: Office) -> str | None:
    with office.reading() as work:
        return bundle_in_force(work)


def test_two_people_bring_a_version_into_force(office: Office) -> None:
    first, second = two(office)
    done = office.send(PublishBundle(FILES, second), first).result
    bundle = Bundle.from_files(FILES)
    assert (done.geheel, done.gedrag, done.is_new) == (bundle.geheel, bundle.gedrag, True)
    assert in_force(office) == bundle.geheel
    row = office.one(t.in_force)
    assert (row.published_by, row.seconded_by) == (first, second)
    with office.reading() as work:
        assert office.site.bundles.get(work, done.geheel).files == dict(FILES)
    fact = office.facts()[-1]
    assert fact["actor"]["id"] == str(first)
    assert fact["data"] == {
        "bundle": bundle.geheel, "behaviour": bundle.gedrag, "name": "Zorgdossier", "seconded_by": str(second),
        "in_force": str(row.in_force_id), "number": 1, "school": None, "people": [],
        "since": as_instant_text(row.since),
    }  # fmt: skip


def test_the_second_is_another_person_who_may_publish(office: Office) -> None:
    first, _ = two(office)
    teacher = office.invite("lot.ras", "leerkracht")
    for second, told in ((first, "zijn tweeën"), (teacher, "mag geen protocol"), (random_id(), "mag geen protocol")):
        with pytest.raises(InvalidValueError, match=told) as refused:
            office.send(PublishBundle(FILES, second), first)
        assert refused.value.field == "second"
    assert in_force(office) is None


def test_who_may_not_publish_does_not(office: Office) -> None:
    _, second = two(office)
    with pytest.raises(NotFoundError):
        office.send(PublishBundle(FILES, second), office.invite("lot.ras", "leerkracht"))
    with pytest.raises(NotFoundError):
        office.send(PublishBundle(FILES, second))


def test_a_request_that_comes_twice_publishes_once(office: Office) -> None:
    first, second = two(office)
    actor = office.actor(first)
    sent = [office.bus.send(PublishBundle(FILES, second), by=actor, key="een") for _ in range(2)]
    assert [each.repeated for each in sent] == [False, True]
    assert len(office.rows(t.in_force)) == 1


def test_a_version_with_a_fault_is_refused_with_all_that_is_wrong(office: Office) -> None:
    first, second = two(office)
    broken = {**FILES, "oudergesprek.bpmn": FILES["oudergesprek.bpmn"].replace(b"userTask", b"scriptTask")}
    verdict = judge(broken)
    assert verdict.objections
    with pytest.raises(FormInvalidError) as refused:
        office.send(PublishBundle(broken, second), first)
    assert refused.value.errors == {"files": list(verdict.objections)}
    with pytest.raises(FormInvalidError, match="klopt"):
        office.send(PublishBundle({}, second), first)
    with pytest.raises(FormInvalidError):
        office.send(PublishBundle(FILES, second, Limits(max_files=3)), first)
    assert in_force(office) is None


def test_a_version_whose_own_scenario_fails_is_refused(office: Office) -> None:
    first, second = two(office)
    name = next(name for name in sorted(FILES) if name.endswith(".feature"))
    failing = "\n  Scenario: Dit klopt niet\n    Dan staat de taak “Bestaat niet” open\n".encode()
    wrong = {**FILES, name: FILES[name] + failing}
    verdict = judge(wrong)
    assert [each.name for each in verdict.failures] == ["Dit klopt niet"]
    assert verdict.played == judge(FILES).played + 1
    with pytest.raises(FormInvalidError) as refused:
        office.send(PublishBundle(wrong, second), first)
    assert "Dit klopt niet" in refused.value.errors["files"][0]


def test_a_version_with_an_arrow_that_no_scenario_takes_is_refused(office: Office) -> None:
    first, second = two(office)
    verdict = judge(klein.files())
    assert len(verdict.untaken) == len(verdict.objections) == 35
    assert "De pijl “Samen” van “Verder?” naar “p1” in “zorg” komt in geen scenario voor." in str(verdict.objections)
    with pytest.raises(FormInvalidError, match="klopt"):
        office.send(PublishBundle(klein.files(), second), first)
    assert judge(klein.publishable()).objections == ()


def test_files_without_a_drawing_are_no_protocol() -> None:
    verdict = judge({name: data for name, data in FILES.items() if name.startswith("forms/")})
    assert verdict.bundle is None
    assert verdict.objections[0].startswith("Hier staat geen protocol")


def test_the_protocol_that_comes_with_leidraad_has_nothing_against_it() -> None:
    verdict = judge(FILES)
    assert verdict.objections == ()
    assert verdict.played > 50
    assert judge(dict(FILES)) is verdict


def test_an_older_version_stays_and_can_come_back(office: Office) -> None:
    first, second = two(office)
    old = office.send(PublishBundle(FILES, second), first).result.geheel
    with pytest.raises(WrongStateError, match="al in gebruik"):
        office.send(PublishBundle(FILES, second), first)
    office.clock.on(days=1)
    new = office.send(PublishBundle(NEXT, second), first).result.geheel
    assert in_force(office) == new != old
    office.clock.on(days=1)
    again = office.send(PublishBundle(FILES, second), first).result
    assert (again.geheel, again.is_new) == (old, False)
    assert in_force(office) == old
    assert {row.geheel for row in office.rows(t.bundle)} == {old, new}
    assert office.kinds()[-3:] == ["ProtocolPublished"] * 3


def test_a_route_that_runs_stays_on_its_version(site: Site) -> None:
    with site.app.app_context():
        school: School = make_school(site)
        school.bus = bus_of(site, school.clock)
        school.open("leerkracht", "Zorg over leerling")
        school.clock.on(days=1)
        done = school.send("directeur", PublishBundle(NEXT, school.people["intern begeleider"])).result
        school.press("intern begeleider", one_dossier(school), "Vermoeden")
        with school.reading() as work:
            query = select(t.route.c.bundle).where(t.route.c.board_id == school.board).order_by(t.route.c.number)
            versions = list(work.run(query).scalars())
            row = work.row(select(t.board).where(t.board.c.board_id == school.board))
            assert row is not None
            assert [fact["kind"] for fact in facts_of(work, row.stream_id, row.key_id)] == ["ProtocolPublished"]
        assert versions[0] == Bundle.from_files(FILES).geheel
        assert done.geheel in versions[1:]


def one_dossier(school: School) -> UUID:
    with school.reading() as work:
        found: UUID = work.run(
            select(t.dossier.c.dossier_id).where(t.dossier.c.board_id == school.board)
        ).scalar_one()  # fmt: skip
    return found


RULE = """[[regel]]
nummer = "7"
naam = "Afronden voor het einde"
tekst = "Er wordt altijd afgerond."
proces = "zorg"
zinnen = ['"Kijken" altijd gevolgd door "Afronden"']
"""
EXEMPT = '[[uitzondering]]\nregel = "7"\nreden = "Stoppen mag, en dan is er niets af te ronden."\n'


def small(rules: str) -> dict[str, bytes]:
    return {**klein.publishable(), "rules/regels.toml": rules.encode()}


def test_a_version_that_breaks_a_rule_does_not_come_into_force(office: Office) -> None:
    first, second = two(office)
    with pytest.raises(FormInvalidError) as refused:
        office.send(PublishBundle(small(RULE), second), first)
    assert "Regel 7, “Afronden voor het einde”, is geschonden in “zorg”" in str(refused.value.errors)
    assert in_force(office) is None


def test_an_exception_to_a_rule_is_signed_by_a_director_and_a_coordinator(office: Office) -> None:
    first, second = two(office)
    director = office.invite("dirk.baas", "directeur")
    files = small(RULE + EXEMPT)
    assert judge(files).exempt == ("7",)
    for pair in ((first, second), (second, director)):
        with pytest.raises(InvalidValueError, match="een directeur en een coördinator samen"):
            office.send(PublishBundle(files, pair[1]), pair[0])
    office.send(PublishBundle(files, director), first)
    assert in_force(office) == Bundle.from_files(files).geheel
