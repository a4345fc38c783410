"""Requests made from the document itself, with a token and without: no fault of ours, no answer that it does not tell."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.client import Api, made_school
from tests.school import Site

HELD = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection,
)  # fmt: skip
BOUNDED = settings(
    max_examples=12, phases=(Phase.explicit, Phase.generate), deadline=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@pytest.fixture(scope="session")
def document(site: Site) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)


@pytest.fixture(scope="session")
def asked_by(site: Site) -> tuple[Api, dict[str, str]]:
    """A school with a dossier, and the ids that a request may name instead of made-up ones."""
    with site.app.app_context():
        api = made_school(site)
        begun = api.begin("leerkracht", "Zorg over leerling")
        known = {
            "dossier_id": begun["id"], "route_id": begun["route"]["id"], "task_id": begun["opened"][0]["id"],
        }  # fmt: skip
        api.token("intern begeleider")
    return api, known


schema = schemathesis.pytest.from_fixture("document")


@schema.parametrize()
@BOUNDED
def test_a_request_of_the_document_gets_an_answer_of_the_document(
    case: Case, site: Site, asked_by: tuple[Api, dict[str, str]]
) -> None:
    api, known = asked_by
    with site.app.app_context():
        headers = {"Authorization": f"Bearer {api.token('intern begeleider')}"}
        case.call_and_validate(headers=headers, checks=HELD)
        if set(case.path_parameters or {}) & set(known):  # the same request, of something that is there
            case.path_parameters = {**case.path_parameters, **{
                name: UUID(known[name]) for name in case.path_parameters if name in known
            }}  # fmt: skip
            case.call_and_validate(headers=headers, checks=HELD[:-1])


@schema.parametrize()
@BOUNDED
def test_without_a_token_nothing_is_said(case: Case, site: Site) -> None:
    with site.app.app_context():
        answer = case.call()
        case.validate_response(answer, checks=HELD[:-1])
        assert answer.status_code in ({200} if case.path == "/health" else {401})
