"""Says once where the DMN TCK was looked for, if it is not there."""

from __future__ import annotations

import pytest

from tests.tck.reading import FOLDER


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not FOLDER.is_dir():
        terminalreporter.write_line(f"DMN TCK niet gevonden in {FOLDER}; zet LEIDRAAD_TCK op de map ervan.")
