"""Which scenarios speak of something: by a sentence, by a table, by a row of an outline, and by the background."""

from __future__ import annotations

import pytest

from workflows import quoting

FEATURE = """# language: nl
Functionaliteit: Gesprekken

  Scenario: een zin
    Als "Oudergesprek  Voeren" gedaan wordt

  Abstract Scenario: een rij van <taak>
    Als "<taak>" gedaan wordt

    Voorbeelden:
      | taak              |
      | oudergesprek voeren |
      | Iets anders       |

  Scenario: een tabel
    Dan staan open:
      | Oudergesprek voeren |

  Scenario: niets daarvan, ook al staat er oudergesprek voeren
    Als “Iets anders” gedaan wordt
"""


def test_a_scenario_is_told_by_every_way_in_which_it_can_name_a_thing() -> None:
    found = quoting(FEATURE, {"Oudergesprek voeren"})
    assert found == ("een zin", "een rij van oudergesprek voeren", "een tabel")
    assert quoting(FEATURE, {"iets Anders"}) == (
        "een rij van Iets anders", "niets daarvan, ook al staat er oudergesprek voeren",
    )  # fmt: skip
    assert quoting(FEATURE, set()) == ()


def test_what_the_background_names_every_scenario_of_the_file_names() -> None:
    text = FEATURE.replace("Gesprekken\n", 'Gesprekken\n\n  Achtergrond:\n    Gegeven "Anna" doet "x"\n', 1)
    assert len(quoting(text, {"anna"})) == 5


@pytest.mark.parametrize("text", ["", "geen gherkin", "Functionaliteit: x\n  Scenario: y\n    Zomaar iets\n"])
def test_a_file_that_cannot_be_read_names_nothing(text: str) -> None:
    assert quoting(text, {"x", "y"}) == ()
