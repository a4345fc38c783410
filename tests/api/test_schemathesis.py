"""Requests made from the document itself, with a token and without: no fault of ours, and no answer untold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.client import Api, made_school
from tests.api.test_rights import DOCUMENTED
from tests.school import Site

HELD = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    negative_data_rejection,
)  # fmt: skip
BOUNDED = settings(
    max_examples=8, phases=(Phase.explicit, Phase.generate), deadline=None,
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
        for each in ("leerkracht", "intern begeleider"):
            api.token(each)
    return api, known


def each_case(document: Any, operation: str, test: Callable[[Case], None]) -> None:
    """Run a test on requests that are made up for an operation; the same ones every time."""
    method, path = DOCUMENTED[operation]
    made = document[path][method]
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):

        @given(case=made.as_strategy(generation_mode=mode))
        @BOUNDED
        def run(case: Case) -> None:
            test(case)

        try:
            run()
        except Unsatisfiable:  # an operation without a parameter cannot be asked in a wrong way
            assert mode is GenerationMode.NEGATIVE, operation


@pytest.mark.parametrize("operation", sorted(DOCUMENTED))
def test_a_request_of_the_document_gets_an_answer_of_the_document(
    here: Site, document: Any, asked_by: tuple[Api, dict[str, str]], operation: str
) -> None:
    api, known = asked_by
    who = "leerkracht" if "task" in operation or "draft" in operation else "intern begeleider"
    headers = {"Authorization": f"Bearer {api.token(who)}"}

    def ask(case: Case) -> None:
        case.call_and_validate(headers=headers, checks=HELD)
        named = set(case.path_parameters or {}) & set(known)
        if named:  # the same request, of something that is there
            case.path_parameters = {**case.path_parameters, **{name: known[name] for name in named}}
            case.call_and_validate(headers=headers, checks=HELD[:-1])

    assert api.school.site is here
    each_case(document, operation, ask)


@pytest.mark.parametrize("operation", sorted(DOCUMENTED))
def test_without_a_token_nothing_is_said(here: Site, document: Any, operation: str) -> None:
    expected = 200 if operation == "health" else 401

    def ask(case: Case) -> None:
        answer = case.call()
        case.validate_response(answer, checks=HELD[:-1])
        assert answer.status_code == expected

    assert here.app is not None
    each_case(document, operation, ask)
