"""Write every golden history anew: `python -m tests.golden`. Only after a change of meaning that was meant."""

from __future__ import annotations

import sys

from tests.golden.histories import BUNDLE, FOLDER, histories
from workflows.bundle import Bundle


def main() -> int:
    """Write the histories of scenarios that pass, and remove those of scenarios that are gone."""
    kept = set()
    for place, result, text in histories(Bundle.load(BUNDLE)):
        if not result.passed:
            sys.stderr.write(f"{result.file}: {result.name} does not pass; nothing is written for it.\n")
            return 1
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, "utf-8")
        kept.add(place)
    for gone in set(FOLDER.glob("*/*.json")) - kept:
        gone.unlink()
    sys.stdout.write(f"{len(kept)} golden histories written.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
