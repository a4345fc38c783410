"""A pack for somebody outside: two people, no names without a reason, and a file that proves itself."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from lxml import html
from sqlalchemy import select, update

import app.store.tables as t
from app.cli.verifier import NAME, source
from app.commands.packs import AskPack, ConfirmPack
from app.commands.routes import WithdrawRoute
from app.commands.upkeep import TidyUp
from app.domain.actors import Actor
from app.domain.errors import WrongStateError
from app.queries.desk import Desk
from app.store.checkpoints import checkpoints
from app.store.clock import Clock, random_id
from app.store.signing import SigningKey
from app.web import packing
from app.web.blueprint import PLACE, Parts
from tests.counting import counted
from tests.school import CANARY, Site
from tests.store.erasures import erased
from tests.web.conftest import Screen

IB = "intern begeleider"
SECRET = f"Gesprek met {CANARY} en haar oma"
KEY = SigningKey(bytes(range(32)))


@pytest.fixture(autouse=True)
def signing(here: Site) -> Iterator[None]:
    """The app with a key that signs."""
    site = here
    make = site.app.extensions[PLACE]
    own: Parts = make()
    site.app.extensions[PLACE] = lambda: replace(own, signing_key=lambda: KEY)
    yield
    site.app.extensions[PLACE] = make


@pytest.fixture
def dossier(screen: Screen) -> UUID:
    school = screen.school
    opened = school.open("leerkracht", "Zorg over leerling", {"eerste_zorg": SECRET})
    school.clock.on(hours=2)
    school.complete("leerkracht", "Observeren en begeleiden", {"gezien_of_gehoord": SECRET})
    return opened


def ask(screen: Screen, dossier: UUID, *, names: bool = False, reason: str = "De Inspectie vraagt erom") -> UUID:
    fields = {"recipient": "inspectie", "names": "ja" if names else "nee", "reden": reason}
    screen.post(IB, f"/dossiers/{dossier}/pakket", fields)
    with screen.school.reading() as work:
        made: UUID = work.run(select(t.pack.c.pack_id).where(t.pack.c.board_id == screen.school.board)).scalar_one()
    return made


def fetch(screen: Screen, pack: UUID) -> dict[str, bytes]:
    answer = screen.browser(IB).get(f"/pakketten/{pack}/bestand")
    assert answer.status_code == 200, answer.headers.get("Location")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(screen: Screen, dossier: UUID, *, names: bool = False) -> dict[str, bytes]:
    pack = ask(screen, dossier, names=names)
    answer = screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    assert "klaar" in answer.headers["Location"]
    return fetch(screen, pack)


def test_two_people_make_a_pack_and_it_lies_ready(screen: Screen, dossier: UUID) -> None:
    assert "Pakket voor buiten de school" in screen.get(IB, f"/dossiers/{dossier}").text
    pack = ask(screen, dossier)
    own = screen.get(IB, f"/pakketten/{pack}")
    assert "Dit is jouw aanvraag." in own.text
    assert not own.all("//form[contains(@action, 'bevestigen')]")
    page = screen.get("directeur", f"/pakketten/{pack}")
    assert "De Inspectie vraagt erom" in page.text
    assert "terughalen kan niet" in page.text
    answer = screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    shown = screen.follow("directeur", answer)
    assert "Het pakket is klaar." in shown.text
    shown.one(f"//a[@href='/pakketten/{pack}/bestand']")
    assert {"leeswijzer.html", "geschiedenis.html", "herhaling.html", "oordeel.html"} <= set(fetch(screen, pack))


def test_who_asked_cannot_agree(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    with pytest.raises(WrongStateError, match="zijn tweeën"):
        screen.school.send(IB, ConfirmPack(pack))


def test_a_row_that_nobody_agreed_to_makes_nothing(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    school = screen.school
    with school.writing() as work:  # as whoever owns the database could
        work.run(update(t.pack).where(t.pack.c.pack_id == pack).values(
            status="bevestigd", decided_by=school.people["directeur"], decided_at=work.now, confirmed_in=2,
        ))  # fmt: skip
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    school.clock.on(minutes=1)
    for _ in range(3):
        assert packing.make_waiting(desk, school.bus, school.board, KEY) == 0
    assert "niet gelukt" in screen.get(IB, "/pakketten").text


def test_more_names_than_were_agreed_on_makes_nothing(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    school = screen.school
    school.send("directeur", ConfirmPack(pack))
    with school.writing() as work:
        work.run(update(t.pack).where(t.pack.c.pack_id == pack).values(names=True))
    school.clock.on(minutes=1)
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    assert packing.make_waiting(desk, school.bus, school.board, KEY) == 0


def test_the_worker_makes_what_is_too_much_to_wait_for(
    screen: Screen, dossier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "SMALL", 0)
    pack = ask(screen, dossier)
    answer = screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    assert "wordt gemaakt: stap 1 van 5" in screen.follow("directeur", answer).text
    school = screen.school
    desk = Desk(school.site.keys, Clock(school.clock), school.site.bundles)
    assert packing.make_waiting(desk, school.bus, school.board, KEY) == 0  # it is left a moment to who agreed
    school.clock.on(minutes=1)
    assert packing.make_waiting(desk, school.bus, school.board, KEY) == 1
    assert "klaar" in screen.get("directeur", "/pakketten").text


def test_without_a_reason_no_name_and_nothing_that_was_written_is_in_it(screen: Screen, dossier: UUID) -> None:
    files = made(screen, dossier)
    assert "namen.json" not in files
    with zipfile.ZipFile(io.BytesIO(files["verzegeld.zip"])) as archive:
        files |= {f"in/{name}": archive.read(name) for name in archive.namelist()}
    whole = b"\n".join(data for name, data in files.items() if not name.startswith("protocol/")).decode(
        "utf-8", "replace"
    )
    people = {f"{each.title()} Proef" for each in screen.school.people}
    for each in (CANARY, "Veer", "haar oma", "De Inspectie vraagt erom", *people):
        assert each not in whole, each
    for each in screen.school.people.values():
        assert str(each) not in whole
    assert "Medewerker" in whole


def test_with_a_reason_the_names_stand_apart_and_the_words_are_there(screen: Screen, dossier: UUID) -> None:
    files = made(screen, dossier, names=True)
    names = json.loads(files["namen.json"])
    assert names["leerling"] == f"{CANARY} Veer"
    assert "Intern Begeleider Proef" in names["personen"].values()
    assert SECRET in files["geschiedenis.html"].decode()
    assert "Intern Begeleider Proef" not in files["geschiedenis.html"].decode()
    facts = json.loads(files["geschiedenis.json"])["facts"]
    asked = next(each for each in facts if each["kind"] == "PackAsked")
    assert asked["data"]["reason"] == "De Inspectie vraagt erom"


def test_the_history_of_the_dossier_tells_of_the_pack(screen: Screen, dossier: UUID) -> None:
    files = made(screen, dossier)
    text = screen.get(IB, f"/dossiers/{dossier}/verloop").text
    assert "vroeg een pakket voor buiten de school aan" in text
    assert "bevestigde de aanvraag voor een pakket" in text
    assert "Het pakket voor buiten de school is gemaakt." in text
    assert files["inhoud.txt"].startswith(b"leidraad-pack-v1\n")


def test_fetching_stands_in_the_log_of_reads_and_after_a_week_it_is_gone(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    fetch(screen, pack)
    school = screen.school
    with school.reading() as work:
        actions = work.run(
            select(t.read_log.c.action).where(t.read_log.c.board_id == school.board, t.read_log.c.subject == dossier)
        ).scalars().all()  # fmt: skip
    assert {"pack", "pack_made"} <= set(actions)
    school.clock.on(days=8)
    answer = screen.browser(IB).get(f"/pakketten/{pack}/bestand")
    assert answer.status_code in (302, 303)
    school.bus.send(TidyUp(), by=Actor.system(school.board))
    with school.reading() as work:
        left = work.rows(select(t.pack_content).where(t.pack_content.c.board_id == school.board))
    assert left == []


def test_what_went_because_something_was_destroyed_says_so(screen: Screen, dossier: UUID) -> None:
    school = screen.school
    old = ask(screen, dossier)
    screen.post("directeur", f"/pakketten/{old}/bevestigen", {}, page=f"/pakketten/{old}")
    with school.writing() as work:
        work.run(update(t.pack).where(t.pack.c.pack_id == old).values(until=work.now))
    new = school.send(IB, AskPack(dossier, "inspectie", False, "De Inspectie vraagt erom")).result
    screen.post("directeur", f"/pakketten/{new}/bevestigen", {}, page=f"/pakketten/{new}")
    with school.reading() as work:
        route = work.run(select(t.route.c.route_id).where(t.route.c.dossier_id == dossier)).scalars().first()
    school.send(IB, WithdrawRoute(route, "Het is niet meer nodig."))
    erased(school, dossier, route)
    page = screen.get(IB, f"/pakketten/{new}").text
    assert "weg na een vernietiging in het dossier" in page
    assert "toen in dit dossier iets werd vernietigd" in page
    assert "opgeruimd na zeven dagen" not in page
    school.bus.send(TidyUp(), by=Actor.system(school.board))
    assert "opgeruimd na zeven dagen" in screen.get(IB, f"/pakketten/{old}").text
    listed = screen.get(IB, "/pakketten").text
    assert (listed.count("weg na een vernietiging"), listed.count("opgeruimd na zeven dagen")) == (1, 1)


def test_a_pack_opens_no_more_once_a_key_of_it_is_destroyed(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    school = screen.school
    with school.reading() as work:
        keys = list(work.run(select(t.route.c.key_id).where(t.route.c.dossier_id == dossier)).scalars())
    school.site.keys.drop(school.board, keys, school.clock.now)
    assert screen.browser(IB).get(f"/pakketten/{pack}/bestand").status_code == 303


def test_a_pack_is_for_nobody_else(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    for path in (f"/dossiers/{dossier}/pakket", f"/pakketten/{pack}"):
        screen.get("leerkracht", path, 404)
    assert "Er is geen pakket." in screen.get("leerkracht", "/pakketten").text
    with screen.school.reading() as work:
        sealed = work.run(select(t.pack.c.sealed).where(t.pack.c.pack_id == pack)).scalar_one()
    assert b"Inspectie" not in bytes(sealed)


def test_the_page_asks_no_more_for_more_packs(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    school = screen.school
    with school.writing() as work:
        row = work.row(select(t.pack).where(t.pack.c.pack_id == pack))
        assert row is not None
        for _ in range(12):
            work.add(t.pack, **{**row._mapping, "pack_id": random_id()})
    screen.get(IB, "/pakketten")
    with counted() as sent:
        screen.get(IB, "/pakketten")
    assert len(sent.statements) <= 12, sent.statements


def test_only_the_two_people_fetch_it(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    third = "aandachtsfunctionaris"
    for page in (screen.get(third, "/pakketten"), screen.get(third, f"/pakketten/{pack}")):
        assert "klaar" in page.text
        assert not page.all("//a[contains(@href, '/bestand')]")
    assert screen.browser(third).get(f"/pakketten/{pack}/bestand").status_code == 303
    assert screen.browser("directeur").get(f"/pakketten/{pack}/bestand").status_code == 200


def test_what_is_typed_stays_where_something_is_missing(screen: Screen, dossier: UUID) -> None:
    answer = screen.post(
        IB, f"/dossiers/{dossier}/pakket", {"recipient": "", "names": "ja", "reden": "Zij vragen erom"}, 422
    )
    assert "Kies voor wie het pakket is." in answer.get_data(as_text=True)
    assert "Zij vragen erom" in answer.get_data(as_text=True)


def test_a_second_pack_waits_for_the_first(screen: Screen, dossier: UUID) -> None:
    ask(screen, dossier)
    with pytest.raises(WrongStateError, match="wacht al een pakket"):
        screen.school.send("directeur", AskPack(dossier, "bestuur", names=False, reason="Voor het jaarverslag"))


def test_who_says_no_says_why(screen: Screen, dossier: UUID) -> None:
    pack = ask(screen, dossier)
    screen.post(
        "directeur",
        f"/pakketten/{pack}/afwijzen",
        {"reden": "Niet nodig, zij kennen het al"},
        page=f"/pakketten/{pack}",
    )
    assert "vervallen" in screen.get(IB, "/pakketten").text
    assert "liet een aanvraag voor een pakket vervallen" in screen.get(IB, f"/dossiers/{dossier}/verloop").text


# what somebody outside can see


def test_the_list_is_signed_and_names_every_file(screen: Screen, dossier: UUID) -> None:
    files = made(screen, dossier)
    key = load_pem_public_key(files["sleutel.pem"])
    assert isinstance(key, Ed25519PublicKey)
    key.verify(files["inhoud.sig"], files["inhoud.txt"])
    with pytest.raises(InvalidSignature):
        key.verify(files["inhoud.sig"], files["inhoud.txt"].replace(b"namen nee", b"namen ja"))
    listed = {line.split("  ", 1)[1] for line in files["inhoud.txt"].decode().partition("\n\n")[2].splitlines()}
    assert listed == set(files) - {"inhoud.txt", "inhoud.sig"}
    assert any(name.endswith("zorgroutes.bpmn") for name in listed)
    assert any("/rules/" in name for name in listed)


def test_every_page_opens_from_a_disk_with_nothing_from_elsewhere(screen: Screen, dossier: UUID) -> None:
    files = made(screen, dossier)
    for name in ("leeswijzer.html", "geschiedenis.html", "oordeel.html", "herhaling.html"):
        page = html.document_fromstring(files[name].decode())
        assert page.get("lang") == "nl"
        for link in map(str, list(page.xpath("//@href|//@src"))):
            assert link.startswith("#") or link in files, (name, link)
    assert "Zijn de regels gehouden?" in files["oordeel.html"].decode()


def run(tmp_path: Path, files: dict[str, bytes], *words: str) -> subprocess.CompletedProcess[str]:
    (tmp_path / NAME).write_bytes(source())
    path = tmp_path / "pakket.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return subprocess.run(
        [sys.executable, "-I", str(tmp_path / NAME), str(path), *words], capture_output=True, text=True, check=False
    )


def test_the_checker_takes_a_pack_and_its_sealed_history(screen: Screen, dossier: UUID, tmp_path: Path) -> None:
    files = made(screen, dossier)
    found = run(tmp_path, files, "--key", files["sleutel.txt"].decode().strip())
    assert found.returncode == 0, found.stdout + found.stderr
    assert "Dit is heel" in found.stdout
    sealed = tmp_path / "verzegeld.zip"
    sealed.write_bytes(files["verzegeld.zip"])
    alone = subprocess.run(
        [sys.executable, "-I", str(tmp_path / NAME), str(sealed)], capture_output=True, text=True, check=False
    )
    assert alone.returncode == 0, alone.stdout


def without(files: dict[str, bytes], gone: str) -> dict[str, bytes]:
    return {name: data for name, data in files.items() if name != gone}


def test_the_checker_finds_what_was_done_to_a_pack(screen: Screen, dossier: UUID, tmp_path: Path) -> None:
    files = made(screen, dossier)
    other = SigningKey(bytes(32))
    forged = files["geschiedenis.json"].replace(b"Medewerker", b"Niemand")
    hidden = files["inhoud.txt"].decode().replace("namen nee", "namen ja")
    cases = {
        "a page was changed": ({**files, "geschiedenis.json": forged}, "geschiedenis.json"),
        "a file was taken out": (without(files, "oordeel.html"), "oordeel.html"),
        "a file was put in": ({**files, "extra.html": b"x"}, "extra.html"),
        "the list was changed": ({**files, "inhoud.txt": hidden.encode()}, "inhoud.txt"),
        "it is signed again with another key": (
            {**files, "inhoud.txt": hidden.encode(), "inhoud.sig": other.sign_text(hidden)}, "inhoud.txt",
        ),
        "the signature is gone": (without(files, "inhoud.sig"), "inhoud.sig"),
        "the list and its signature are gone": (without(without(files, "inhoud.sig"), "inhoud.txt"), "inhoud.txt"),
        "the sealed history is another": ({**files, "verzegeld.zip": b"PK"}, "verzegeld.zip"),
    }  # fmt: skip
    for case, (changed, where) in cases.items():
        found = run(tmp_path, changed)
        assert found.returncode == 1, (case, found.stdout + found.stderr)
        assert where in found.stdout, (case, found.stdout)


def test_a_pack_reaches_back_to_the_checkpoint_that_whoever_gets_it_kept(
    screen: Screen, dossier: UUID, tmp_path: Path
) -> None:
    kept = tmp_path / "bewaard.txt"
    made(screen, dossier)
    with screen.school.reading() as work:
        kept.write_text(checkpoints(work)[-1].text, "utf-8")
        number = checkpoints(work)[-1].number
    fields = {"recipient": "inspectie", "names": "nee", "reden": "De Inspectie vraagt erom"}
    path = f"/dossiers/{dossier}/pakket"
    for wrong in ("0", str(number + 1), "een"):
        answer = screen.post(IB, path, {**fields, "since": wrong}, 422)
        assert f"het nieuwste is {number}" in answer.get_data(as_text=True)
    screen.post(IB, path, {**fields, "since": str(number)})
    with screen.school.reading() as work:
        waiting = select(t.pack.c.pack_id).where(t.pack.c.board_id == work.board, t.pack.c.status == "gevraagd")
        pack = work.run(waiting).scalar_one()
    screen.post("directeur", f"/pakketten/{pack}/bevestigen", {}, page=f"/pakketten/{pack}")
    done = run(tmp_path, fetch(screen, pack), "--checkpoint", str(kept))
    assert (done.returncode, "Dit is heel" in done.stdout) == (0, True), done.stdout
