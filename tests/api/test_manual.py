"""What docs/api.md says is so: each curl is run, in order, and every operation has its line."""

from __future__ import annotations

import json
import re
import shlex
from urllib.parse import urlsplit

import pytest

from app.commands.answers import fill
from app.domain.errors import FormInvalidError
from tests.api.client import Api
from tests.api.test_rights import DOCUMENTED
from tests.architecture.rules import ROOT
from tests.school import START, the_bundle

MANUAL = (ROOT / "docs" / "api.md").read_text("utf-8")
CURLS = [
    command for block in re.findall(r"```sh\n(.*?)```", MANUAL, re.DOTALL)
    for command in re.findall(r"^curl .*?(?<!\\)(?=\ncurl |\Z)", block.strip(), re.DOTALL | re.MULTILINE)
]  # fmt: skip


def sent(api: Api, command: str, values: dict[str, str]) -> tuple[int, object]:
    """Send what a curl command would send."""
    for name, value in values.items():
        command = command.replace(f"${name}", value)
    words = shlex.split(command.replace("\\\n", " "))[1:]
    headers, method, data, url = {}, None, None, ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value
        elif word == "-d":
            data = words.pop(0)
        elif word == "-X":
            method = words.pop(0)
        elif not word.startswith("-"):
            url = word
    parts = urlsplit(url)
    answer = api.client.open(
        f"{parts.path}?{parts.query}", method=method or ("POST" if data else "GET"), headers=headers, data=data
    )
    return answer.status_code, answer.json if answer.is_json else None


def test_each_curl_of_the_manual_does_what_it_says(api: Api) -> None:
    assert len(CURLS) == 10
    begun = api.begin("leerkracht", "Zorg over leerling")
    values = {
        "LEIDRAAD": "http://127.0.0.1:8000/api/v1", "TOKEN": api.token("leerkracht"),
        "LEERLING": str(api.school.pupil), "TAAK": begun["opened"][0]["id"], "DOSSIER": begun["id"],
    }  # fmt: skip
    for command in CURLS:
        if "$VRAAG" in command:
            values["VRAAG"] = api.find("leerkracht", "Verder na stap 1?")["id"]
        status, answer = sent(api, command, values)
        assert status in {200, 201, 204}, (command, status, answer)


def test_the_list_of_the_manual_fits_the_form_that_it_is_for() -> None:
    (example,) = (json.loads(each) for each in re.findall(r"```json\n(.*?)```", MANUAL, re.DOTALL) if "acties" in each)
    answers = example["answers"]
    filled = fill(the_bundle(), "afspraken_inzet_hulp", answers, START)
    assert filled.values == answers
    answers["acties"][1]["datum"] = "morgen"
    with pytest.raises(FormInvalidError) as refused:
        fill(the_bundle(), "afspraken_inzet_hulp", answers, START)
    assert list(refused.value.errors) == ["acties[1].datum"]


def test_every_operation_has_its_line() -> None:
    paths = {(method, path.removeprefix("/api/v1")) for method, path in DOCUMENTED.values()}
    told = set(re.findall(r"`(GET|POST|PUT) (/[^`? ]*)`", MANUAL))
    assert told == paths
