"""Who sees what, as it is read and as a change of it is told."""

from __future__ import annotations

import pytest

from tests.school import protocol_files
from workflows import ANY_PHASE, Grants, Meant, Right, Sights, Uses, meant_by, sights_of, team_of, uses_of

FILES = protocol_files()
RIGHTS = "rechten.csv"
HEAD = b"functie,veldgroep,fase,recht\n"


def with_rights(data: bytes) -> dict[str, bytes]:
    return {**FILES, RIGHTS: data}


def after(function: str, group: str, right: Right | None, *, phases: tuple[str, ...] = (), was: bytes = b"") -> Meant:
    """What it means that a function gets this right, in these phases or in all."""
    before = with_rights(was) if was else FILES
    table, now = Grants(before[RIGHTS]), sights_of(before)
    if phases:
        cell = now.cell(function, group)
        table.by_phase(function, group, {each: right if each in phases else cell.at(each) for each in now.phases})
    else:
        table.everywhere(function, group, right)
    return meant_by(before, with_rights(table.written()), function, group)


def test_groups_functions_and_phases_are_those_of_the_drawings_and_the_rights() -> None:
    found = sights_of(with_rights(FILES[RIGHTS] + b"tuinman,gras,zomer,lezen\n"))
    assert found.functions[-2:] == ("starter", "tuinman")
    assert found.known >= {"leerkracht", "starter"}
    assert "tuinman" not in found.known
    assert (found.phases[0], found.phases[-1]) == ("begeleiden", "zomer")
    grass, voice = found.group("gras"), found.group("kindstem")
    assert grass is not None
    assert (grass.forms, grass.steps, grass.spoken) == ((), (), "Gras")
    assert voice is not None
    mine, others = voice.filled_by("leerkracht"), voice.filled_by_others("leerkracht")
    assert "Observeren en begeleiden" in {each.where.name for each in mine}
    assert "Melding Veilig Thuis doen" in {each.where.name for each in others}
    for those in (mine, others):
        assert len({(each.where.process, each.where.name) for each in those}) == len(those)
    assert found.routes["Meldcode"] > {"afweging", "melding"}


def test_a_cell_tells_each_right_with_its_phases() -> None:
    found = sights_of(with_rights(HEAD + b"MT,hulp,*,lezen\nMT,hulp,delen,schrijven\nMT,hulp,wegen,eigen\n"))
    cell = found.cell("MT", "hulp")
    assert (cell.everywhere, cell.at("delen"), cell.at("wegen")) == (Right.READ, Right.WRITE, Right.READ)
    assert cell.by_name
    (first, second) = cell.told(found.phases)
    assert first == (Right.WRITE, ("delen",))
    assert second[0] is Right.READ
    assert found.cell("MT", "kindstem").told(found.phases) == ((None, found.phases),)
    assert Sights().cell("MT", "hulp").told(()) == ((None, ()),)


@pytest.mark.parametrize(
    ("was", "right", "said"),
    [
        (b"", Right.READ, "kan dan lezen wat bij “Hulp” is ingevuld, in alle fasen."),
        (b"", Right.WRITE, "mag dan lezen en schrijven wat bij “Hulp” wordt ingevuld, in alle fasen."),
        (b"", Right.OWN, "kan dan lezen wat hij of zij zelf bij “Hulp” invulde, in alle fasen."),
        (b"eigen", None, "kan dan ook niet meer lezen wat hij of zij zelf bij “Hulp” invulde, in alle fasen."),
        (b"eigen", Right.READ, "kan dan alles lezen wat bij “Hulp” is ingevuld, en niet alleen eigen werk, in alle"),
        (
            b"eigen",
            Right.WRITE,
            "kan dan alles lezen en schrijven bij “Hulp”, en niet alleen eigen werk lezen, in alle",
        ),
        (b"lezen", None, "kan dan niet meer lezen wat bij “Hulp” is ingevuld, ook eigen werk niet, in alle fasen."),
        (b"lezen", Right.OWN, "kan dan alleen nog lezen wat hij of zij zelf bij “Hulp” invulde, in alle fasen."),
        (b"lezen", Right.WRITE, "mag bij “Hulp” dan ook schrijven, en niet alleen lezen, in alle fasen."),
        (b"schrijven", Right.READ, "mag bij “Hulp” dan alleen nog lezen, en niet meer schrijven, in alle fasen."),
    ],
)
def test_each_change_has_its_sentence(was: bytes, right: Right | None, said: str) -> None:
    found = after("MT", "hulp", right, was=HEAD + (b"MT,hulp,*," + was + b"\n" if was else b"MT,kindstem,*,lezen\n"))
    assert found.sentences[0].startswith(f"Wie de functie “MT” heeft, {said}")


def test_phases_are_named_and_what_happens_to_those_still_to_come_is_said() -> None:
    own = HEAD + b"starter,hulp,*,lezen\n"
    found = after("starter", "hulp", None, phases=("delen", "wegen"), was=own)
    less, none_later = found.sentences
    assert less == (
        "Wie de route begon, kan dan niet meer lezen wat bij “Hulp” is ingevuld, ook eigen werk niet, "
        "in de fasen “delen” en “wegen”."
    )
    assert none_later == "Vóór de eerste fase, en in fasen die later worden getekend, geldt er dan geen recht meer."
    back = after("starter", "hulp", Right.READ, was=HEAD + b"starter,hulp,delen,lezen\n")
    assert back.sentences[-1] == "Dit geldt dan ook vóór de eerste fase, en in fasen die later worden getekend."


def test_who_fills_in_what_it_may_not_write_any_more_is_warned_about() -> None:
    (warning,) = after("intern begeleider", "afweging", Right.READ).warnings
    assert warning.startswith("Wie de functie “intern begeleider” heeft, vult dit zelf in, en heeft er dan geen recht")
    assert after("MT", "afweging", Right.READ).warnings == ()


def test_routes_that_come_and_go_for_a_function_are_told() -> None:
    assert after("bestuur", "medewerker", None).sentences[-1].startswith("Deze routes bestaan dan niet meer voor wie")
    assert after("MT", "medewerker", Right.READ).sentences[-1].startswith("Deze routes zijn er dan ook voor wie de")


def test_what_the_check_finds_then_is_told_and_what_it_found_already_is_not() -> None:
    was = HEAD + b"tuinman,hulp,*,lezen\nMT,kindstem,*,lezen\n"
    (found,) = after("MT", "kindstem", None, was=was).findings
    assert found.code == "unread-group"
    assert "kindstem" in found.message


def test_what_cannot_be_read_says_where() -> None:
    found = sights_of(with_rights(HEAD + b"MT,hulp\n"))
    assert found.rights is None
    assert found.problem.startswith("Regel 2:")
    assert found.cure
    assert found.cell("MT", "hulp").at(ANY_PHASE) is None
    assert sights_of({}).groups == ()


def test_what_names_a_function_is_found_wherever_it_stands() -> None:
    found = uses_of(FILES, "waarnemer")
    assert found.is_needed
    assert {each.lane for each in found.lanes} == {"Directie"}
    assert (found.team, found.undrawn) == ("wegen", ())
    assert "Afweging" in found.groups
    everywhere = {
        each.property for each in (*uses_of(FILES, "leerkracht").elements, *uses_of(FILES, "bestuur").elements)
    }
    assert everywhere >= {"knop", "aan"}
    toml = FILES["protocol.toml"].replace(b'"bestuur"]', b'"bestuur", "tuinman"]')
    assert uses_of({**FILES, "protocol.toml": toml}, "tuinman") == Uses()
    toml = toml.replace(b"[lanen]\n", b'[lanen]\nTuin = ["tuinman"]\n')
    assert uses_of({**FILES, "protocol.toml": toml}, "tuinman").undrawn == ("tuin",)


def test_who_is_on_every_team_is_told_of_each_function() -> None:
    team, phases = team_of(FILES)
    assert team["directeur"] == "wegen"
    assert team["intern begeleider"] == "*"
    assert team["MT"] == ""
    assert "delen" in phases
    assert team_of({})[0]["aandachtsfunctionaris"] == "*"
