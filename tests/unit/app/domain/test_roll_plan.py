"""What an import would do: matched on the stable key alone, refusals with a reason, nothing left after doing it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.roll import (
    PersonName,
    Roll,
    RollError,
    RollGroup,
    RollKind,
    RollPupil,
    RollRefusal,
    RollSchool,
    RollStaff,
)
from app.domain.roll_changes import FieldChange, RollPlan
from app.domain.roll_plan import Known, KnownRoll, plan
from tests.rolls import carried_out

TODAY = date(2026, 9, 1)
MILOU = RollPupil("10001", PersonName("Milou", "", "M", "van den", "Berg"), date(2016, 3, 14), groups=("G4A",))
EMRE = RollPupil("10003", PersonName("Emre", "", "E", "", "Yildirim"), date(2014, 6, 30), groups=("G6A",))
G4A, G6A = RollGroup("G4A", "4A", "4"), RollGroup("G6A", "6A", "6")
ANNEKE = RollStaff("LK01", PersonName("Anneke", achternaam="Hoekstra"), "a.hoekstra", "a@v.example", ("LRK",))


def roll(*pupils: RollPupil, groups: Iterable[RollGroup] = (G4A, G6A), staff: Iterable[RollStaff] = ()) -> Roll:
    return Roll(groups=tuple(groups), pupils=pupils, staff=tuple(staff))


def school(*pupils: RollPupil, left: Iterable[RollPupil] = (), staff: Iterable[RollStaff] = ()) -> KnownRoll:
    known = [Known(UUID(int=nr), pupil) for nr, pupil in enumerate(pupils)]
    known += [Known(UUID(int=100 + nr), pupil, here=False) for nr, pupil in enumerate(left)]
    return KnownRoll(
        groups=(Known(UUID(int=201), G4A), Known(UUID(int=202), G6A)),
        pupils=tuple(known),
        staff=tuple(Known(UUID(int=300 + nr), one) for nr, one in enumerate(staff)),
    )


def keys(entries) -> list[str]:
    return [entry.key for entry in entries]


def reason(made: RollPlan) -> str:
    (refusal,) = made.pupils.refused
    return refusal.reason


def test_everyone_is_new_to_a_school_that_has_nobody() -> None:
    made = plan(KnownRoll(), roll(EMRE, MILOU, staff=[ANNEKE]), TODAY)
    assert [keys(kind.new) for kind in made.kinds] == [["G4A", "G6A"], ["10001", "10003"], ["LK01"]]
    assert all(entry.id is None for kind in made.kinds for entry in kind.entries)


def test_the_same_file_again_changes_nothing() -> None:
    made = plan(school(MILOU, EMRE, staff=[ANNEKE]), roll(MILOU, EMRE, staff=[ANNEKE]), TODAY)
    assert made.is_empty
    assert [kind.unchanged for kind in made.kinds] == [2, 2, 1]
    assert (made.proposals, made.notes) == ((), ())


def test_another_line_of_the_file_is_no_change() -> None:
    assert plan(school(MILOU, EMRE), roll(replace(MILOU, line=7), EMRE), TODAY).is_empty


def test_a_change_tells_the_fields_with_old_and_new() -> None:
    older = replace(MILOU, jaargroep="5", groups=("G6A", "G4A"), name=replace(MILOU.name, voorvoegsel=""))
    (entry,) = plan(school(MILOU), roll(older), TODAY).pupils.changed
    assert entry.id == UUID(int=0)
    assert entry.changes == (
        FieldChange("voorvoegsel", "van den", ""),
        FieldChange("jaargroep", "", "5"),
        FieldChange("groepen", "G4A", "G6A, G4A"),
    )


@pytest.mark.parametrize("left_on", [date(2026, 8, 31), TODAY])
def test_a_leaver_is_told_with_the_reason(left_on: date) -> None:
    (entry,) = plan(school(MILOU), roll(replace(MILOU, left_on=left_on)), TODAY).pupils.leaving
    assert entry.reason == f"uitstroomdatum {left_on}"
    assert entry.value.left_on == left_on


def test_who_leaves_later_is_only_changed() -> None:
    made = plan(school(MILOU), roll(replace(MILOU, left_on=date(2026, 9, 2))), TODAY)
    assert (keys(made.pupils.changed), made.pupils.leaving) == (["10001"], ())


def test_who_is_absent_from_the_file_leaves() -> None:
    (entry,) = plan(school(MILOU, EMRE), roll(EMRE), TODAY).pupils.leaving
    assert (entry.key, entry.reason) == ("10001", "staat niet meer in het bestand")


def test_who_left_and_is_in_the_file_again_returns() -> None:
    made = plan(school(left=[replace(MILOU, left_on=date(2025, 1, 1))]), roll(MILOU), TODAY)
    (entry,) = made.pupils.returning
    assert (entry.id, entry.changes) == (UUID(int=100), (FieldChange("uitstroomdatum", "2025-01-01", ""),))


def test_who_left_long_ago_and_is_still_absent_is_nobody_s_concern() -> None:
    assert plan(school(EMRE, left=[MILOU]), roll(EMRE), TODAY).is_empty


def test_a_leaver_whom_the_school_never_had_here_is_not_added() -> None:
    made = plan(KnownRoll(), roll(EMRE, replace(MILOU, left_on=date(2020, 1, 1))), TODAY)
    assert keys(made.pupils.entries) == ["10003"]
    assert "al vertrokken en hier niet bekend, dus niet toegevoegd: 1 leerling." in made.notes


def test_a_kind_that_the_file_does_not_name_is_left_alone() -> None:
    made = plan(school(MILOU, staff=[ANNEKE]), roll(MILOU, groups=()), TODAY)
    assert made.is_empty
    assert [note.partition(" die")[0] for note in made.notes] == [
        "het bestand heeft geen groepen", "het bestand heeft geen medewerkers",
    ]  # fmt: skip


def test_an_unstable_key_is_refused() -> None:
    assert "begint met #" in reason(plan(KnownRoll(), roll(replace(MILOU, key="#1")), TODAY))


def test_a_double_key_refuses_both_and_lets_nobody_leave() -> None:
    made = plan(school(MILOU), roll(replace(MILOU, line=3), replace(EMRE, key="10001", line=9)), TODAY)
    assert [(refusal.line, "2 keer" in refusal.reason) for refusal in made.pupils.refused] == [(3, True), (9, True)]
    assert made.is_empty


def test_who_was_refused_while_reading_does_not_leave() -> None:
    broken = RollRefusal(RollKind.PUPIL, "10001", "er staat geen naam bij", 4)
    made = plan(school(MILOU, EMRE), replace(roll(EMRE), refused=(broken,)), TODAY)
    assert made.is_empty
    assert made.pupils.refused == (broken,)


def test_a_refusal_without_key_asks_to_look_among_the_leavers() -> None:
    broken = RollRefusal(RollKind.PUPIL, "", "er staat geen sleutel bij", 4)
    made = plan(school(MILOU, EMRE), replace(roll(EMRE), refused=(broken,)), TODAY)
    assert any("kijk of die niet bij de vertrekkers staan" in note for note in made.notes)


def test_a_key_given_to_another_child_is_refused_and_the_first_stays() -> None:
    made = plan(school(MILOU), roll(replace(EMRE, key="10001")), TODAY)
    assert "sleutel hergebruikt" in reason(made)
    assert made.is_empty


@pytest.mark.parametrize(
    "same_child",
    [
        replace(MILOU, name=PersonName("Milou", achternaam="Jansen")),
        replace(MILOU, born=date(2016, 3, 15)),
        replace(MILOU, born=None),
    ],
)
def test_another_name_or_another_day_of_birth_alone_is_a_correction(same_child: RollPupil) -> None:
    assert keys(plan(school(MILOU), roll(same_child), TODAY).pupils.changed) == ["10001"]


def test_without_days_of_birth_a_name_with_nothing_in_common_is_another_child() -> None:
    made = plan(school(replace(MILOU, born=None)), roll(replace(EMRE, key="10001", born=None)), TODAY)
    assert "sleutel hergebruikt" in reason(made)


def test_a_key_given_to_another_adult_is_refused_for_their_functions_would_go_along() -> None:
    stranger = RollStaff("LK01", PersonName("Roel", achternaam="Postma"), "r.postma", "r@v.example")
    made = plan(school(staff=[ANNEKE]), roll(staff=[stranger]), TODAY)
    assert ["sleutel hergebruikt" in refusal.reason for refusal in made.staff.refused] == [True]
    married = replace(stranger, username="a.hoekstra")
    assert keys(plan(school(staff=[ANNEKE]), roll(staff=[married]), TODAY).staff.changed) == ["LK01"]


def test_the_same_name_under_a_new_key_is_a_new_pupil_to_look_at() -> None:
    made = plan(school(MILOU), roll(MILOU, replace(MILOU, key="20001")), TODAY)
    (entry,) = made.pupils.new
    assert entry.notes == ("deze naam staat hier al met sleutel 10001; is het dezelfde persoon?",)


def test_a_group_that_gets_another_name_in_a_new_year_is_changed() -> None:
    made = plan(school(), roll(groups=[RollGroup("G4A", "5A", "5"), G6A]), TODAY)
    assert keys(made.groups.changed) == ["G4A"]


def test_a_reference_to_an_unknown_group_is_a_note() -> None:
    made = plan(KnownRoll(), roll(MILOU, replace(EMRE, groups=("G9",)), staff=[replace(ANNEKE, groups=("G9",))]), TODAY)
    assert made.notes == ("groep G9 is niet bekend, maar wordt genoemd bij 1 leerling en 1 medewerker.",)
    assert made.pupils.refused == ()


def test_a_child_that_is_still_to_be_born_is_refused() -> None:
    assert "na vandaag" in reason(plan(KnownRoll(), roll(replace(MILOU, born=date(2027, 1, 1))), TODAY))


def test_when_most_of_the_school_would_leave_the_plan_asks_whether_it_is_the_right_file() -> None:
    many = [replace(MILOU, key=str(nr), name=PersonName(f"P{nr}")) for nr in range(6)]
    made = plan(school(*many), roll(*many[:2]), TODAY)
    assert any("Is dit het goede bestand?" in note for note in made.notes)


@pytest.mark.parametrize("brin", ["11AA", "11aa00"])
def test_a_file_of_another_school_is_not_planned_at_all(brin: str) -> None:
    ours = replace(school(MILOU), brin=brin)
    with pytest.raises(RollError, match="99VV"):
        plan(ours, replace(roll(MILOU), school=RollSchool(brin="99VV")), TODAY)
    assert plan(ours, replace(roll(MILOU), school=RollSchool(brin="11AA")), TODAY).is_empty


@pytest.mark.parametrize(("ours", "branch"), [("99VV01", "02"), ("99VV00", "1")])
def test_a_file_of_another_branch_is_not_planned_at_all(ours: str, branch: str) -> None:
    file = replace(roll(MILOU), school=RollSchool(brin="99VV", branch=branch))
    with pytest.raises(RollError, match=r"99VV0[12]"):
        plan(replace(school(MILOU), brin=ours), file, TODAY)


@pytest.mark.parametrize(("ours", "branch"), [("99VV", "02"), ("99VV02", "02"), ("99VV02", "2"), ("99VV02", "")])
def test_a_file_that_may_be_of_this_branch_is_planned(ours: str, branch: str) -> None:
    file = replace(roll(MILOU), school=RollSchool(brin="99VV", branch=branch))
    assert plan(replace(school(MILOU), brin=ours), file, TODAY).is_empty


def test_functions_are_proposed_with_their_reason_and_not_for_other_roles() -> None:
    people = [
        replace(ANNEKE, key=f"LK{nr}", roles=roles, role_texts=texts)
        for nr, (roles, texts) in enumerate(
            [
                (("LRK", "VAK"), ()),
                (("IB",), ("Aandachtsfunctionaris",)),
                (("DIR",), ()),
                (("ADJ",), ("adjunct-directeur",)),
                (("LOC",), ()),
                (("STA", "ADM", "OUD", "SMW", "???"), ("Hulpouder",)),
            ]
        )
    ]
    made = plan(KnownRoll(), roll(staff=people), TODAY)
    assert [(one.key, one.function) for one in made.proposals] == [
        ("LK0", "leerkracht"), ("LK1", "intern begeleider"), ("LK1", "aandachtsfunctionaris"), ("LK2", "directeur"),
        ("LK3", "waarnemer"), ("LK4", "MT"),
    ]  # fmt: skip
    assert made.proposals[2].reason == 'het bestand omschrijft de rol als "Aandachtsfunctionaris"'


def test_only_a_role_that_is_new_is_proposed() -> None:
    made = plan(school(staff=[ANNEKE]), roll(staff=[replace(ANNEKE, roles=("LRK", "IB"))]), TODAY)
    assert [one.function for one in made.proposals] == ["intern begeleider"]


def test_the_plan_tells_the_counts_first_and_cuts_long_lists() -> None:
    broken = RollRefusal(RollKind.PUPIL, "", "er staat geen sleutel bij", 4)
    given = replace(roll(MILOU, EMRE, staff=[ANNEKE]), refused=(broken,), dropped={"BSN": 2})
    assert plan(KnownRoll(), given, TODAY).lines(most=1) == [
        "Groepen: 2 nieuw, 0 gewijzigd, 0 vertrekt, 0 terug, 0 geweigerd, 0 gelijk",
        "Leerlingen: 2 nieuw, 0 gewijzigd, 0 vertrekt, 0 terug, 1 geweigerd, 0 gelijk",
        "Medewerkers: 1 nieuw, 0 gewijzigd, 0 vertrekt, 0 terug, 0 geweigerd, 0 gelijk",
        "Niet overgenomen: BSN (2 keer)",
        "", "Groepen", "  nieuw  G4A  4A", "  … en nog 1",
        "", "Leerlingen", "  nieuw  10001  Milou van den Berg", "  … en nog 2",
        "", "Medewerkers", "  nieuw  LK01  Anneke Hoekstra",
        "", "Voorstellen voor functies; niemand krijgt er nu een",
        "  LK01  Anneke Hoekstra: leerkracht, want het bestand noemt rol LRK (leerkracht)",
    ]  # fmt: skip


def test_a_line_tells_what_changes_and_a_refusal_where() -> None:
    broken = RollRefusal(RollKind.PUPIL, "", "er staat geen sleutel bij", 4)
    given = replace(roll(replace(MILOU, jaargroep="5"), replace(MILOU, key="2")), refused=(broken,))
    lines = plan(school(MILOU), given, TODAY).lines()
    assert '  gewijzigd  10001  Milou van den Berg: jaargroep "" wordt "5"' in lines
    assert "  geweigerd  (geen sleutel)  regel 4, er staat geen sleutel bij" in lines
    assert any("let op: deze naam staat hier al met sleutel 10001" in line for line in lines)


def test_the_plan_is_json() -> None:
    made = plan(school(MILOU), roll(replace(MILOU, jaargroep="5"), EMRE), TODAY)
    told = json.loads(json.dumps(made.as_dict()))
    assert told["digest"] == made.digest
    pupils = told["kinds"][1]
    assert pupils["counts"] == {"nieuw": 1, "gewijzigd": 1, "vertrekt": 0, "terug": 0, "geweigerd": 0, "gelijk": 0}
    assert pupils["entries"][0]["id"] == str(UUID(int=0))
    assert pupils["entries"][0]["changes"] == [{"field": "jaargroep", "old": "", "new": "5"}]
    assert pupils["entries"][1]["value"]["geboortedatum"] == "2014-06-30"


def test_the_digest_is_that_of_what_is_done_whatever_the_order_or_the_lines() -> None:
    one = plan(school(), roll(MILOU, EMRE), TODAY)
    other = plan(school(), roll(replace(EMRE, line=1), replace(MILOU, line=2), groups=[G6A, G4A]), date(2026, 9, 2))
    assert one.digest == other.digest


def test_the_digest_is_the_same_in_every_version_of_the_product() -> None:
    digest = plan(KnownRoll(), roll(MILOU, staff=[ANNEKE]), TODAY).digest
    assert digest == "db1121e5ab4acae0dc18701bc607cc55dff80976428c3b09875375209c090b3f"


@pytest.mark.parametrize(
    "different",
    [
        roll(MILOU),
        roll(MILOU, replace(EMRE, postcode="9999ZZ")),
        roll(MILOU, EMRE, replace(EMRE, key="#1")),
        roll(MILOU, EMRE, staff=[ANNEKE]),
        roll(MILOU, EMRE, groups=[G4A, replace(G6A, composite=True)]),
    ],
)
def test_another_deed_has_another_digest(different: Roll) -> None:
    assert plan(KnownRoll(), different, TODAY).digest != plan(KnownRoll(), roll(MILOU, EMRE), TODAY).digest


def test_a_preview_of_another_state_of_the_school_has_another_digest() -> None:
    given = roll(replace(MILOU, jaargroep="5"))
    before = plan(school(MILOU), given, TODAY)
    assert plan(school(replace(MILOU, jaargroep="4")), given, TODAY).digest != before.digest


KEYS = st.sampled_from(["1", "2", "3", "4", "#5"])
DAYS = st.sampled_from([None, date(2014, 1, 1), date(2015, 2, 2), TODAY, date(2030, 1, 1)])
NAMES = st.builds(PersonName, roepnaam=st.sampled_from(["Mo", "Bo"]), achternaam=st.sampled_from(["", "Berg", "Dam"]))
GROUPS = st.builds(RollGroup, KEYS, st.sampled_from(["4A", "5A"]), composite=st.booleans())
MEMBERSHIPS = st.lists(KEYS, max_size=2).map(tuple)
PUPILS = st.builds(RollPupil, KEYS, NAMES, born=DAYS, groups=MEMBERSHIPS, left_on=DAYS)
STAFF = st.builds(
    RollStaff, KEYS, NAMES, email=st.sampled_from(["", "a@v.example"]), groups=MEMBERSHIPS,
    roles=st.lists(st.sampled_from(["LRK", "IB", "STA"]), max_size=2).map(tuple),
)  # fmt: skip
REFUSALS = st.builds(RollRefusal, st.sampled_from(RollKind), st.sampled_from(["", "1", "2"]), st.just("geen naam"))
ROLLS = st.builds(
    Roll, groups=st.lists(GROUPS, max_size=5).map(tuple), pupils=st.lists(PUPILS, max_size=6).map(tuple),
    staff=st.lists(STAFF, max_size=5).map(tuple), refused=st.lists(REFUSALS, max_size=2).map(tuple),
)  # fmt: skip


@given(st.lists(ROLLS, min_size=1, max_size=4))
def test_a_second_plan_after_doing_the_first_finds_nothing_to_do(years: list[Roll]) -> None:
    known = KnownRoll()
    for given_roll in years:
        known = carried_out(plan(known, given_roll, TODAY), known)
        again = plan(known, given_roll, TODAY)
        assert again.is_empty
        assert again.proposals == ()
        assert carried_out(again, known) == known


@given(ROLLS, ROLLS)
def test_everyone_is_counted_once_and_nobody_takes_the_place_of_another(first: Roll, second: Roll) -> None:
    known = carried_out(plan(KnownRoll(), first, TODAY), KnownRoll())
    made = plan(known, second, TODAY)
    for kind, items, had in zip(
        made.kinds, (second.groups, second.pupils, second.staff), (known.groups, known.pupils, known.staff), strict=True
    ):
        read = [refusal for refusal in second.refused if refusal.kind is kind.kind]
        absent = sum(entry.reason == "staat niet meer in het bestand" for entry in kind.leaving)
        told = len(kind.entries) - absent + len(kind.refused) - len(read) + kind.unchanged + kind.skipped
        assert told == len(items)
        ids = {one.value.key: one.id for one in had}
        assert all(entry.id == ids.get(entry.key) for entry in kind.entries)
        assert len({entry.key for entry in kind.entries}) == len(kind.entries)


@given(ROLLS, ROLLS, st.randoms(use_true_random=False))
def test_the_order_of_the_file_decides_nothing(first: Roll, second: Roll, chance) -> None:
    known = carried_out(plan(KnownRoll(), first, TODAY), KnownRoll())
    shuffled = replace(
        second,
        pupils=tuple(chance.sample(second.pupils, len(second.pupils))),
        staff=tuple(chance.sample(second.staff, len(second.staff))),
    )
    assert plan(known, shuffled, TODAY).digest == plan(known, second, TODAY).digest
