"""Settings come from the environment, once; what cannot be right is refused by name."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from app.factory import SETTINGS, create_app
from app.settings import LIMIT, Settings, SettingsError, from_environment
from workflows import Limits

NAMES = [LIMIT + limit.name.upper() for limit in fields(Limits)]


def test_without_a_setting_the_defaults_hold() -> None:
    assert from_environment({"PATH": "/usr/bin"}) == Settings(bundles=Path("bpmn"), limits=Limits())


def test_an_empty_value_counts_as_not_set() -> None:
    assert from_environment({"LEIDRAAD_BUNDLES": " ", "LEIDRAAD_LIMIT_MAX_ELEMENTS": ""}) == Settings()


def test_the_bundles_lie_in_the_folder_that_is_named(tmp_path: Path) -> None:
    assert from_environment({"LEIDRAAD_BUNDLES": str(tmp_path)}).bundles == tmp_path


def test_a_folder_that_does_not_exist_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LEIDRAAD_BUNDLES"):
        from_environment({"LEIDRAAD_BUNDLES": str(tmp_path / "nergens")})


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_has_a_variable_of_its_own(name: str) -> None:
    limits = from_environment({name: "7"}).limits
    changed = {limit.name for limit in fields(Limits) if getattr(limits, limit.name) != limit.default}
    assert changed == {name.removeprefix(LIMIT).lower()}
    assert getattr(limits, changed.pop()) == 7


@pytest.mark.parametrize("text", ["0", "-1", "veel", "1.5", "1e3", "0x10", "٣", "1_000", "9" * 5000])
def test_a_limit_that_is_no_whole_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(SettingsError, match=NAMES[0]):
        from_environment({NAMES[0]: text})


def test_a_limit_that_does_not_exist_is_refused_with_the_name_that_was_meant() -> None:
    with pytest.raises(SettingsError, match=r"LEIDRAAD_LIMIT_MAX_ELEMENT is geen .* LEIDRAAD_LIMIT_MAX_ELEMENTS"):
        from_environment({"LEIDRAAD_LIMIT_MAX_ELEMENT": "10"})


def test_the_app_knows_its_settings_and_serves_no_files() -> None:
    settings = Settings(bundles=Path("elders"))
    app = create_app(settings)
    assert app.extensions[SETTINGS] is settings
    assert not app.has_static_folder
