"""Whether something changed on a page that is open: short streams of server-sent events (docs/decisions/0010)."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from flask import Response, request
from flask.typing import ResponseReturnValue

from app.domain.declared import declares
from app.queries.worklist import Brief, all_briefly, task_as_it_is
from app.web.blueprint import actor, ask, pages, signed_in
from app.web.security import cookie_name
from app.web.terms import group_of

AGAIN: Final = 4000
"""Milliseconds until a browser asks again."""
GONE: Final = "weg"
_LONGEST: Final = 80


@pages.get("/gebeurtenissen")
@declares(None)
def events() -> ResponseReturnValue:
    """Whether the list, or the task of `taak`, is other than the browser last heard (`Last-Event-ID`, or `sinds`)."""
    if signed_in() is None:  # the one answer after which a browser does not come back by itself
        return "", 204
    task = request.args.get("taak")
    now = _list() if task is None else _task(task)
    known = request.headers.get("Last-Event-ID") or request.args.get("sinds", "")
    return Response(_told(now, known[:_LONGEST]), content_type="text/event-stream; charset=utf-8")


def print_of(now: datetime, tasks: Sequence[Brief]) -> str:
    """A fingerprint of a list as it stands under its headings. Only this session can make it, and it tells nothing."""
    said = "\n".join(f"{each.task} {each.version} {group_of(each.due_at, now)}" for each in tasks)
    secret = request.cookies.get(cookie_name(), "")
    return hmac.digest(secret.encode(), f"leidraad list\n{said}".encode(), hashlib.sha256).hex()[:32]


def task_print(version: int, status: str) -> str:
    """What a page of one task gives as `sinds`."""
    return f"{version}-{status}"


def _list() -> str:
    who = actor()
    return print_of(*ask(lambda work: all_briefly(work, who)))


def _task(text: str) -> str:
    who = actor()
    try:
        asked = UUID(text)
    except ValueError:
        return GONE
    found = ask(lambda work: task_as_it_is(work, who, asked))
    return GONE if found is None else task_print(*found)


def _told(now: str, known: str) -> str:
    """One event where it is another, else nothing but how to go on."""
    changed = "" if hmac.compare_digest(now.encode(), known.encode()) else "event: changed\ndata: 1\n"
    return f"retry: {AGAIN}\nid: {now}\n{changed}\n"
