"""A replay as one file that opens from a disk, without Leidraad and without a network."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from flask import current_app

from app.queries.replay_page import Replay, ReplayRoute, Stage
from app.web.replaying import script, told

_BUILT: Final = Path(__file__).parent / "static" / "built"


def static_replay(replay: Replay, drawing: Callable[[ReplayRoute, Stage], str], title: str) -> str:
    """A replay as one file of HTML: scripts, styles, drawings and all in it. Needs the app, and no request.

    `drawing` gives the BPMN text of a stage. `title` stands above it, and names whom it is about as far as the reader
    may know. Of the names of people and what they wrote is shown what `replay` holds (`replay_page.renamed`).
    """
    drawings: dict[str, str] = {}

    def known(route: ReplayRoute, stage: Stage) -> str:
        key = f"{stage.bundle}/{stage.file}"
        if key not in drawings:
            drawings[key] = drawing(route, stage)
        return key

    data = script(replay, known)
    code, style = (_built(f"replay-alone.{each}") for each in ("js", "css"))
    page = current_app.jinja_env.get_template("herhaling/alleen.html")
    return page.render(
        title=title, data=data, drawings=drawings, code=code, style=style, code_hash=_hash(code), sprite=_sprite(),
        alone=True, language="nl", **told(replay),
    )  # fmt: skip


@cache
def _built(name: str) -> str:
    """A built file, as it may stand within an element of its own."""
    text = (_BUILT / name).read_text("utf-8")
    return text.replace("</script", "<\\/script").replace("</style", "<\\/style")


def _hash(code: str) -> str:
    """By which the policy of the page knows its one script."""
    return f"sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}"


@cache
def _sprite() -> str:
    """The pictures of Leidraad, to stand within the page."""
    return (_BUILT / "icons.svg").read_text("utf-8").replace("<svg ", "<svg hidden ", 1)
