"""Answers as JSON and as schemas of the OpenAPI document, both made from the frozen values that the queries give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar

from flask import Response
from flask_openapi3.models import OPENAPI3_REF_PREFIX, OPENAPI3_REF_TEMPLATE
from flask_openapi3.models.schema import Schema
from flask_openapi3.types import ResponseDict
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from app.api.problems import MEDIA_TYPE, TITLES
from app.domain.errors import NotFoundError
from app.queries.items import TaskItem

Value = TypeVar("Value")
SCHEMAS: Final[dict[str, Schema]] = {}
"""Every schema that an answer refers to, by name."""


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=False)

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: dict[str, list[str]] = Field(default_factory=dict, description="Van 422: zinnen per veld.")


class Conflict(Problem):
    """Why something cannot be done now, though it could before."""

    reason: Literal["done", "stale", "barred", "state", "incident"]
    by: str | None
    at: datetime | None
    task: TaskItem | None = Field(None, description="De taak zoals die nu is.")


@dataclass(frozen=True, slots=True)
class Shape(Generic[Value]):
    """The shape of one kind of answer."""

    name: str
    adapter: TypeAdapter[Value]

    def reply(self, value: Value | None, status: int = 200, location: str = "") -> Response:
        """The answer. Raises NotFoundError for None."""
        if value is None:
            raise NotFoundError
        made = Response(self.adapter.dump_json(value), status, mimetype="application/json")
        if location:
            made.headers["Location"] = location
        return made

    def document(self, description: str) -> dict[str, Any]:
        """The answer as the OpenAPI document tells it."""
        return _content(description, "application/json", self.name)


def shape(name: str, type_: Any) -> Shape[Any]:
    """The shape of a type; its schemas are kept for the document."""
    adapter: TypeAdapter[Any] = TypeAdapter(type_)
    keep_schema(name, adapter.json_schema(ref_template=OPENAPI3_REF_TEMPLATE, mode="serialization"))
    return Shape(name, adapter)


def keep_schema(name: str, schema: dict[str, Any]) -> None:
    """Keep a schema, and those inside it, for the document."""
    for inner, each in {**schema.pop("$defs", {}), name: schema}.items():
        SCHEMAS[inner] = Schema(**each)


def problems(*statuses: int, schema: str = "Problem") -> ResponseDict:
    """What may go wrong, as the OpenAPI document tells it."""
    return {str(status): _content(TITLES[status], MEDIA_TYPE, schema) for status in statuses}


def _content(description: str, media_type: str, schema: str) -> dict[str, Any]:
    ref = {"$ref": f"{OPENAPI3_REF_PREFIX}/{schema}"}
    return {"description": description, "content": {media_type: {"schema": ref}}}


for _model in (Problem, Conflict):
    keep_schema(_model.__name__, _model.model_json_schema(ref_template=OPENAPI3_REF_TEMPLATE))
