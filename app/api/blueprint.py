"""The blueprint of `/api/v1`, on which the views hang, and the way in which all of them are told."""

from __future__ import annotations

from typing import Any

from flask_openapi3.blueprint import APIBlueprint

from app.api.shapes import Shape, problems

PREFIX = "/api/v1"


def _operation_id(*, name: str, path: str, method: str) -> str:  # noqa: ARG001  the library fixes the names
    return name


api = APIBlueprint(
    "api", __name__, url_prefix=PREFIX, operation_id_callback=_operation_id, abp_security=[{"bearer": []}],
    abp_responses=problems(401, 422, 503),
)  # fmt: skip


def told(
    summary: str, shape: Shape[Any] | None = None, *wrong: int, status: int = 200, conflict: bool = False,
    body: bool = False,
) -> dict[str, Any]:  # fmt: skip
    """What the OpenAPI document says of a view; `wrong` are the statuses that are not of all views."""
    good = {str(status): shape.document(summary) if shape else {"description": summary}}
    unreadable = problems(400, 413, 415) if body else {}
    conflicting = problems(409, schema="Conflict") if conflict else {}
    return {"summary": summary, "responses": {**good, **problems(*wrong), **conflicting, **unreadable}}
