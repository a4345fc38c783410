"""`flask history key`: another key in the place of the one that signs, and everybody outside who can follow."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from app.commands import renewing
from app.domain.errors import WrongStateError
from app.jobs.checkpoints import Outside
from app.store.signing import SigningKey
from tests.cli.terminal import DOES_NOT_HOLD, HOLDS, NOT_JUDGED
from tests.cli.test_proof import checkpoint
from tests.independent import checkpoint_check
from tests.machine import Machine

OTHER = b"\x01" + SigningKey(bytes(32)).public


def key_of(machine: Machine) -> SigningKey:
    return SigningKey.read(machine.data / "signing-key")


def told_key(machine: Machine) -> str:
    """The key that signs now, as people get it."""
    found = re.search(r"leidraad/\S+", machine.done("history", "key"))
    assert found is not None
    return found[0]


def other_key(text: str) -> str:
    """Somebody else's key, for the same board."""
    origin = text.split("+", maxsplit=1)[0]
    known = hashlib.sha256(origin.encode() + b"\n" + OTHER).digest()[:4].hex()
    return f"{origin}+{known}+{base64.b64encode(OTHER).decode()}"


def exported(machine: Machine, dossier: UUID, target: Path, *words: str) -> Path:
    machine.done("history", "export", "--dossier", str(dossier), "--out", str(target), *words)
    return target


def judged(path: Path, *words: str) -> tuple[int, str]:
    """As somebody outside judges: with the checker that is in the export, and nothing else."""
    with zipfile.ZipFile(path) as archive:
        archive.extract("leidraad_verify.py", path.parent)
    command = [sys.executable, "-I", str(path.parent / "leidraad_verify.py"), str(path), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=path.parent)
    return done.returncode, done.stdout + done.stderr


def rewritten(path: Path, target: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """An export with other proofs; the table of contents is made to agree, as a forger would."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    proof = json.loads(files["bewijs.json"])
    change(proof)
    files["bewijs.json"] = json.dumps(proof).encode()
    contents = json.loads(files["inhoud.json"])
    contents["files"]["bewijs.json"] = hashlib.sha256(files["bewijs.json"]).hexdigest()
    files["inhoud.json"] = json.dumps(contents).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target


def test_who_kept_an_older_checkpoint_or_the_older_key_follows_to_the_new_one(
    machine: Machine, dossier: UUID, tmp_path: Path
) -> None:
    old, mine = key_of(machine), shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    first = told_key(machine)
    machine.done("history", "key", "--renew")
    machine.done("history", "key", "--renew")
    new = key_of(machine)
    assert (new.before[0], len(new.before)) == (old.public, 2)
    assert not (machine.data / "signing-key.nieuw").exists()
    assert machine.run("history", "verify").exit_code == HOLDS
    path = exported(machine, dossier, tmp_path / "uit.zip", "--since", str(mine))
    for words in (("--checkpoint", str(mine)), ("--key", told_key(machine)), ()):
        code, output = judged(path, *words)
        assert (code, "Dit is heel" in output) == (HOLDS, True), output
    code, output = judged(path, "--key", first)
    assert (code, "bij ijkpunt 2 vervangen" in output) == (HOLDS, True), output
    code, output = judged(path, "--key", other_key(first))
    assert (code, "andere sleutel" in output) == (DOES_NOT_HOLD, True), output
    assert checkpoint_check.main([str(machine.data / "leidraad.sqlite"), first]) == HOLDS
    assert checkpoint_check.main([str(machine.data / "leidraad.sqlite"), told_key(machine)]) == DOES_NOT_HOLD


def _forged(proof: dict[str, Any]) -> None:
    (only,) = proof["keys"]
    only["checkpoint"] = re.sub(r"key \S+", f"key {base64.b64encode(OTHER).decode()}", only["checkpoint"])


def _elsewhere(proof: dict[str, Any]) -> None:
    proof["keys"][0]["path"][0] = "00" * 32


@pytest.mark.parametrize(("change", "said"), [
    (lambda proof: proof.pop("keys"), "andere sleutel"), (_forged, "andere sleutel"), (_elsewhere, "in het logboek"),
    (lambda proof: proof["keys"].append(proof["keys"][0]), "kondigt hier geen"),
])  # fmt: skip
def test_a_change_of_key_that_was_left_out_or_made_up_is_found_outside(
    machine: Machine, dossier: UUID, tmp_path: Path, change: Callable[[dict[str, Any]], object], said: str
) -> None:
    mine = shutil.copy(checkpoint(machine), tmp_path / "bewaard.txt")
    machine.done("history", "key", "--renew")
    path = exported(machine, dossier, tmp_path / "uit.zip", "--since", str(mine))
    code, output = judged(rewritten(path, tmp_path / "vals.zip", change), "--checkpoint", str(mine))
    assert (code, said in output, "Traceback" in output) == (DOES_NOT_HOLD, True, False), output


@pytest.mark.usefixtures("dossier")
def test_what_was_broken_off_between_is_told_and_goes_on_with_the_same_key(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(_place: Path) -> None:
        raise WrongStateError("De stroom viel uit.")

    with monkeypatch.context() as patch:
        patch.setattr("app.cli.keys.put_in_place", died)
        assert machine.run("history", "key", "--renew").exit_code == NOT_JUDGED
    coming = SigningKey.read(machine.data / "signing-key.nieuw")
    result = machine.run("history", "checkpoint")
    assert (result.exit_code, "flask history key --renew" in result.output) == (NOT_JUDGED, True), result.output
    result = machine.run("history", "verify")
    assert (result.exit_code, "half vervangen" in result.output) == (NOT_JUDGED, True), result.output
    machine.done("history", "key", "--renew")
    assert key_of(machine) == coming
    assert machine.run("history", "verify").exit_code == HOLDS


@pytest.mark.usefixtures("dossier")
def test_a_key_from_before_does_not_sign_again(machine: Machine, tmp_path: Path) -> None:
    place = machine.data / "signing-key"
    vault = shutil.copy(place, tmp_path / "kluis")
    machine.done("history", "key", "--renew")
    place.unlink()
    shutil.copy(vault, place)
    assert machine.run("history", "checkpoint").exit_code == NOT_JUDGED
    result = machine.run("history", "verify")
    assert (result.exit_code, "andere sleutel" in result.output) == (DOES_NOT_HOLD, True), result.output


@pytest.mark.usefixtures("dossier")
def test_a_key_that_the_database_alone_names_is_believed_by_nobody(machine: Machine) -> None:
    """Whoever writes there could make all checkpoints anew with a key of theirs, which names ours as the next."""
    machine.done("history", "key", "--renew")
    place = machine.data / "signing-key"
    place.write_text(place.read_text("ascii").splitlines()[0] + "\n", "ascii")
    result = machine.run("history", "verify")
    assert (result.exit_code, "is niet van hier" in result.output) == (DOES_NOT_HOLD, True), result.output


def test_a_worker_meets_the_next_key(tmp_path: Path) -> None:
    place = tmp_path / "sleutel"
    first = SigningKey.create(place)
    outside = Outside.at(first, "mailto:fg@school.nl", lambda: SigningKey.read(place))
    new = renewing.coming_key(place, first)
    renewing.put_in_place(place)
    assert outside.fresh().key == new
    assert Outside(first).fresh().key == first
    renewing.coming_key(place, new)
    with pytest.raises(WrongStateError):
        renewing.coming_key(place, SigningKey.create(tmp_path / "vreemd"))
