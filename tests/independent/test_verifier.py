"""The checker for whoever is outside: it finds each forgery and where it is, and calls no honest export broken."""

from __future__ import annotations

import ast
import base64
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.cli.verifier import NAME, source
from app.cli.verifier import leidraad_verify as checker
from app.store.notes import verifier_key
from app.store.signing import SigningKey
from tests.independent.worlds import World, linked

PROGRAM = Path(checker.__file__)
OTHER = SigningKey(bytes(32))
HONEST = 1_000


def grown(seed: int = 1) -> tuple[World, UUID, str]:
    """A board with a dossier that went on after a checkpoint which somebody kept."""
    world = World(seed)
    dossiers = [world.open() for _ in range(3)]
    world.live(dossiers)
    kept = world.checkpoint()
    for stream in [dossiers[0], *world.routes(dossiers[0])]:
        world.add(stream, 3)
    world.live(dossiers)
    world.checkpoint()
    return world, dossiers[0], kept


def remade(files: dict[str, bytes]) -> dict[str, bytes]:
    """With a table of contents that fits, as a forger makes it."""
    manifest = json.loads(files["inhoud.json"])
    rest = {name: data for name, data in files.items() if name != "inhoud.json"}
    manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in rest.items()}
    return {**rest, "inhoud.json": json.dumps(manifest).encode()}


def lines_of(files: dict[str, bytes], stream: UUID) -> list[dict]:
    return [json.loads(line) for line in files[f"feiten/{stream.hex}.jsonl"].splitlines()]


def with_lines(files: dict[str, bytes], stream: UUID, lines: list[dict]) -> dict[str, bytes]:
    data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    return remade({**files, f"feiten/{stream.hex}.jsonl": data})


def kinds(verdict: checker.Verdict) -> set[str]:
    return {flaw["kind"] for flaw in verdict.flaws}


def said(verdict: checker.Verdict) -> str:
    return " / ".join(flaw["message"] for flaw in verdict.flaws)


# --- honest ---------------------------------------------------------------------------------------------------------


def test_a_thousand_honest_exports_are_whole() -> None:
    made = 0
    for seed in range(HONEST // 10):
        world = World(seed)
        dossiers = [world.open(world.dice.randrange(4)) for _ in range(world.dice.randrange(1, 4))]
        world.live(dossiers)
        for _ in range(world.dice.randrange(1, 5)):
            world.checkpoint()
            if world.dice.random() < 0.5:
                dossiers.append(world.open(world.dice.randrange(3)))
            world.live(dossiers)
        last = len(world.texts)
        if world.dice.random() < 0.5:
            world.checkpoint()
            last += 1
        for _ in range(10):
            dossier = world.dice.choice([each for each in dossiers if world.trees[-1].get(each)])
            since = world.dice.choice([None, *range(1, last + 1)])
            kept = world.texts[since - 1] if since else None
            key = world.dice.choice([None, verifier_key(world.board, world.key.public)])
            verdict = checker.judge(world.export(dossier, since=since), kept, key)
            assert (verdict.flaws, verdict.unknown) == ([], []), (seed, verdict.flaws, verdict.unknown)
            assert verdict.about["anchored"] == bool(kept or key)
            made += 1
    assert made == HONEST


def test_facts_of_after_the_checkpoint_are_told() -> None:
    world, dossier, _ = grown()
    world.add(dossier, 2)
    verdict = checker.judge(world.export(dossier))
    assert verdict.code == checker.WHOLE
    assert any("2 feiten van na het ijkpunt" in note for note in verdict.notes)


# --- forged ---------------------------------------------------------------------------------------------------------


@dataclass
class Export:
    """What a forger has in hand."""

    world: World
    dossier: UUID
    files: dict[str, bytes]


def forged(change: Callable[[Export], dict[str, bytes]], *, anchored: bool) -> checker.Verdict:
    world, dossier, kept = grown()
    files = change(Export(world, dossier, world.export(dossier, since=1)))
    return checker.judge(files, kept if anchored else None)


def changed(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    sealed = bytearray(base64.b64decode(lines[2]["ciphertext"]))
    sealed[5] ^= 1
    lines[2]["ciphertext"] = base64.b64encode(sealed).decode()
    return with_lines(at.files, at.dossier, lines)


def set_back(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    lines[2]["entered"] = lines[1]["entered"]
    return with_lines(at.files, at.dossier, lines)


def relinked(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    lines[2]["head"] = "00" * 32
    return with_lines(at.files, at.dossier, lines)


def deleted(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    del lines[2]
    return with_lines(at.files, at.dossier, lines)


def swapped(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    lines[1], lines[2] = lines[2], lines[1]
    return with_lines(at.files, at.dossier, lines)


def swapped_and_renumbered(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    lines[1], lines[2] = lines[2] | {"sequence": 2}, lines[1] | {"sequence": 3}
    return with_lines(at.files, at.dossier, lines)


def copied_over(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    lines[2] = lines_of(at.files, at.world.routes(at.dossier)[0])[2]
    return with_lines(at.files, at.dossier, lines)


def copied_over_and_renamed(at: Export) -> dict[str, bytes]:
    lines = lines_of(at.files, at.dossier)
    lines[2] = lines_of(at.files, at.world.routes(at.dossier)[0])[2] | {"stream": str(at.dossier)}
    return with_lines(at.files, at.dossier, lines)


def cut(at: Export) -> dict[str, bytes]:
    return with_lines(at.files, at.dossier, lines_of(at.files, at.dossier)[:-2])


def cut_before_what_was_kept(at: Export) -> dict[str, bytes]:
    return with_lines(at.files, at.dossier, lines_of(at.files, at.dossier)[:1])


def all_cut(at: Export) -> dict[str, bytes]:
    return with_lines(at.files, at.dossier, [])


def reckoned_anew(at: Export) -> dict[str, bytes]:
    before, after = at.world.streams[at.dossier], []
    for place, link in enumerate(before):
        sealed = link.ciphertext[::-1] if place == len(before) - 1 else link.ciphertext
        after.append(linked(after, at.dossier, link.entered, sealed))
    at.world.streams[at.dossier] = after
    return at.world.export(at.dossier, since=1)


def begun_anew(at: Export) -> dict[str, bytes]:
    before, after = at.world.streams[at.dossier], []
    for link in before:
        after.append(linked(after, at.dossier, link.entered, link.ciphertext[::-1]))
    at.world.streams[at.dossier] = after
    return at.world.export(at.dossier, since=1)


def route_left_out(at: Export) -> dict[str, bytes]:
    gone = at.world.routes(at.dossier)[0]
    del at.world.streams[gone], at.world.parents[gone]
    return at.world.export(at.dossier, since=1)


def dossier_left_out(at: Export) -> dict[str, bytes]:
    proof = json.loads(at.files["bewijs.json"])
    proof["heads"] = [each for each in proof["heads"] if each["stream"] != str(at.dossier)]
    rest = {name: data for name, data in at.files.items() if at.dossier.hex not in name}
    return remade({**rest, "bewijs.json": json.dumps(proof).encode()})


def route_for_the_dossier(at: Export) -> dict[str, bytes]:
    """A route of it passes for all of it."""
    manifest = json.loads(at.files["inhoud.json"])
    route = at.world.routes(at.dossier)[0]
    rest = {name: data for name, data in at.files.items() if not name.startswith("feiten/") or route.hex in name}
    manifest |= {"stream": str(route), "streams": [str(route)]}
    return remade({**rest, "inhoud.json": json.dumps(manifest).encode()})


def proof_touched(at: Export) -> dict[str, bytes]:
    proof = json.loads(at.files["bewijs.json"])
    path = proof["heads"][0]["path"]
    path[0] = ("0" if path[0][0] != "0" else "1") + path[0][1:]
    return remade({**at.files, "bewijs.json": json.dumps(proof).encode()})


def consistency_touched(at: Export) -> dict[str, bytes]:
    proof = json.loads(at.files["bewijs.json"])
    proof["since"]["consistency"][0] = "00" * 32
    return remade({**at.files, "bewijs.json": json.dumps(proof).encode()})


def smaller_head(at: Export) -> dict[str, bytes]:
    """The head of before the tail was cut, as if it were that of now."""
    proof = json.loads(at.files["bewijs.json"])
    proof["heads"] = proof["since"]["heads"]
    return cut(replace(at, files=remade({**at.files, "bewijs.json": json.dumps(proof).encode()})))


def earlier_head_left_out(at: Export) -> dict[str, bytes]:
    proof = json.loads(at.files["bewijs.json"])
    proof["since"]["heads"] = [each for each in proof["since"]["heads"] if each["stream"] != str(at.dossier)]
    return remade({**at.files, "bewijs.json": json.dumps(proof).encode()})


def checkpoint_touched(at: Export) -> dict[str, bytes]:
    text = at.files["ijkpunt.txt"].replace(b"time 2026", b"time 2025")
    return remade({**at.files, "ijkpunt.txt": text})


def byte_flipped(at: Export) -> dict[str, bytes]:
    name = f"feiten/{at.dossier.hex}.jsonl"
    data = bytearray(at.files[name])
    data[len(data) // 2] ^= 1
    return {**at.files, name: bytes(data)}


FORGED = [
    (changed, "veranderd", "feit 3 is veranderd"), (set_back, "veranderd", "feit 3"),
    (relinked, "schakel", "feit 3"), (deleted, "gat", "feit 3 ontbreekt"), (swapped, "gat", "feit 2"),
    (swapped_and_renumbered, "veranderd", "feit 2"), (copied_over, "andere stroom", "feit 3"),
    (copied_over_and_renamed, "veranderd", "feit 3"), (cut, "staart", "2 feiten"),
    (cut_before_what_was_kept, "staart", "feiten"), (all_cut, "staart", "feiten"),
    (reckoned_anew, "herschreven", "opnieuw gemaakt"), (begun_anew, "herschreven", "tussen feit 1"),
    (route_left_out, "stroom ontbreekt", "weg"), (dossier_left_out, "stroom ontbreekt", "dossier zelf"),
    (route_for_the_dossier, "stroom ontbreekt", "dossier zelf"), (proof_touched, "bewijs", "klopt niet"),
    (consistency_touched, "bewijs", "logboek"), (smaller_head, "bewijs", "klopt niet"),
    (earlier_head_left_out, "bewijs", "hoort in"), (checkpoint_touched, "handtekening", "veranderd"),
    (byte_flipped, "bestand", "inhoudsopgave"),
]  # fmt: skip


@pytest.mark.parametrize("anchored", [True, False], ids=["with a checkpoint", "without"])
@pytest.mark.parametrize(("change", "kind", "words"), FORGED, ids=[each[0].__name__ for each in FORGED])
def test_what_was_forged_is_found_and_named(change, kind: str, words: str, *, anchored: bool) -> None:
    verdict = forged(change, anchored=anchored)
    assert verdict.code == checker.BROKEN
    assert kind in kinds(verdict), verdict.flaws
    assert words in said(verdict), verdict.flaws


def test_a_tail_is_counted_by_the_newest_checkpoint() -> None:
    world, dossier, kept = grown()
    there = len(world.streams[dossier])
    verdict = checker.judge(
        with_lines(world.export(dossier, since=1), dossier, lines_of(world.export(dossier), dossier)[:1]), kept
    )
    assert said(verdict) == f"aan de staart ontbreekt of ontbreken {there - 1} feiten."
    assert verdict.flaws[0]["where"] == str(dossier)


def test_a_line_that_is_no_fact_is_named_and_no_tail_is_missed_for_it() -> None:
    world, dossier, kept = grown()
    name = f"feiten/{dossier.hex}.jsonl"
    files = world.export(dossier, since=1)
    lines = files[name].splitlines(keepends=True)
    for line in (b"geen feit\n", lines[0].replace(b"{", b'{"extra": "leugen", ', 1)):
        verdict = checker.judge(remade({**files, name: b"".join([line, *lines[1:]])}), kept)
        assert [each["message"] for each in verdict.flaws] == ["regel 1 is geen feit."]


@pytest.mark.parametrize("text", [b"{", b"[" * 100_000, b"[]", b'{"log": 1}'])
def test_proofs_that_cannot_be_read_are_named_by_their_file(text: bytes) -> None:
    world, dossier, kept = grown()
    verdict = checker.judge(remade({**world.export(dossier, since=1), "bewijs.json": text}), kept)
    (flaw,) = verdict.flaws
    assert "bewijs.json" in flaw["where"]
    assert "Error" not in flaw["message"]


def test_another_program_in_the_export_is_told() -> None:
    world, dossier, kept = grown()
    files = world.export(dossier, since=1)
    own = remade({**files, NAME: source()})
    assert not checker.judge(own, kept).notes
    other = checker.judge(remade({**files, NAME: b"print('heel')"}), kept)
    assert [each for each in other.notes if "ander programma" in each]


def places(value: object, at: tuple = ()) -> list[tuple]:
    """Every place in a JSON document where a plain value stands."""
    if isinstance(value, dict):
        return [found for name, each in value.items() for found in places(each, (*at, name))]
    if isinstance(value, list):
        return [found for place, each in enumerate(value) for found in places(each, (*at, place))]
    return [at]


def touched(document: object, at: tuple, to: object) -> object:
    """A copy with another value at one place."""
    made = json.loads(json.dumps(document))
    inner = made
    for step in at[:-1]:
        inner = inner[step]
    inner[at[-1]] = to
    return made


OTHERS = (None, 0, -1, 2**70, "", "0", "00" * 32, str(UUID(int=3)), [], {}, True, 1.5)


def test_no_value_of_a_proof_can_be_another() -> None:
    """Whatever is put in the place of whatever: it is found, and never ends in a trace."""
    world, dossier, kept = grown()
    files = world.export(dossier, since=1)
    proof = json.loads(files["bewijs.json"])
    for at in places(proof):
        if at[-1] == "kind":
            continue  # it is told for the reader; only streams of facts are in an export
        before = proof
        for step in at:
            before = before[step]
        for to in OTHERS:
            if to == before and isinstance(to, bool) == isinstance(before, bool):
                continue
            forged_ = remade({**files, "bewijs.json": json.dumps(touched(proof, at, to)).encode()})
            assert checker.judge(forged_, kept).code == checker.BROKEN, (at, to)


def test_no_value_of_a_fact_can_be_another() -> None:
    world, dossier, kept = grown()
    files = world.export(dossier, since=1)
    lines = lines_of(files, dossier)
    for at in places(lines):
        for to in OTHERS:
            if to == lines[at[0]][at[1]]:
                continue
            verdict = checker.judge(with_lines(files, dossier, touched(lines, at, to)), kept)
            assert verdict.code == checker.BROKEN, (at, to)


# --- whoever has the signing key, or another ------------------------------------------------------------------------


def signed_anew(key: SigningKey) -> tuple[World, World, UUID, str]:
    """The true world, one in which a fact was changed and all was signed again, the dossier, and what was kept."""
    true, dossier, kept = grown()
    false, _, _ = grown()
    false.key = key
    false.texts, false.trees = [], []
    links = false.streams[dossier]
    false.streams[dossier] = []
    for link in links:
        false.streams[dossier].append(linked(false.streams[dossier], dossier, link.entered, link.ciphertext[::-1]))
    false.checkpoint()
    false.checkpoint()
    return true, false, dossier, kept


def test_signed_again_with_another_key_is_found_by_who_kept_a_checkpoint_or_the_key() -> None:
    true, false, dossier, kept = signed_anew(OTHER)
    assert kinds(checker.judge(false.export(dossier, since=1), kept)) == {"sleutel"}
    mine = verifier_key(true.board, true.key.public)
    assert kinds(checker.judge(false.export(dossier), None, mine)) == {"sleutel"}


def test_signed_again_with_another_key_is_not_found_by_who_has_nothing_and_that_is_said() -> None:
    _, false, dossier, _ = signed_anew(OTHER)
    verdict = checker.judge(false.export(dossier))
    assert verdict.code == checker.WHOLE
    assert "je vergeleek het met niets van jezelf" in checker.as_text(verdict)


def test_signed_again_with_the_same_key_is_found_by_who_kept_a_checkpoint() -> None:
    _, false, dossier, kept = signed_anew(SigningKey(bytes(range(32))))
    assert kinds(checker.judge(false.export(dossier, since=1), kept)) == {"ijkpunt"}


def test_a_history_that_forks_after_what_was_kept_is_found() -> None:
    """The true first checkpoint, and a second that does not go on from it."""
    true, false, dossier, kept = signed_anew(SigningKey(bytes(range(32))))
    files = false.export(dossier, since=1)
    proof = json.loads(files["bewijs.json"])
    true_proof = json.loads(true.export(dossier, since=1)["bewijs.json"])
    proof["since"] = true_proof["since"]
    files = remade({**files, "ijkpunt-eerder.txt": kept.encode(), "bewijs.json": json.dumps(proof).encode()})
    assert kinds(checker.judge(files, kept)) == {"bewijs"}


def test_what_was_rolled_back_is_found() -> None:
    world, dossier, _ = grown()
    newest = world.texts[-1]
    verdict = checker.judge(world.export(dossier, at=1), newest)
    assert kinds(verdict) == {"teruggezet"}


def test_a_checkpoint_of_another_board_is_refused() -> None:
    world, dossier, _ = grown()
    _, _, kept = grown(2)
    assert kinds(checker.judge(world.export(dossier, since=1), kept)) == {"ijkpunt"}


def test_a_checkpoint_that_the_export_was_not_made_for_cannot_be_judged() -> None:
    world, dossier, kept = grown()
    verdict = checker.judge(world.export(dossier), kept)
    assert (verdict.code, verdict.flaws) == (checker.NOT_JUDGED, [])
    assert "--since" in verdict.unknown[0]


def test_of_what_is_no_export_nothing_is_believed() -> None:
    world, dossier, _ = grown()
    files = world.export(dossier)
    for name in files:
        if not name.endswith((".py", "LEESMIJ.txt")):
            assert checker.judge({each: data for each, data in files.items() if each != name}).code == checker.BROKEN
            assert (
                checker.judge(remade({**files, name: b"[]"})).code == checker.BROKEN if name != "inhoud.json" else True
            )
    for text in (b"", b"{}", b"[]", b'{"format": "leidraad-export-v1"}', b"\xff"):
        assert checker.judge({**files, "inhoud.json": text}).code == checker.BROKEN
    assert checker.judge({}).code == checker.BROKEN


# --- the program itself ---------------------------------------------------------------------------------------------


@pytest.fixture
def zipped(tmp_path: Path) -> tuple[Path, Path]:
    """An export as a file, and a checkpoint that was kept."""
    world, dossier, kept = grown()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in world.export(dossier, since=1).items():
            archive.writestr(name, data)
    (tmp_path / "uitvoer.zip").write_bytes(target.getvalue())
    (tmp_path / "bewaard.txt").write_text(kept, "utf-8")
    return tmp_path / "uitvoer.zip", tmp_path / "bewaard.txt"


def ran(*words: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", *map(str, words)], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )  # fmt: skip


def test_the_program_that_goes_along_judges_by_itself(zipped: tuple[Path, Path], tmp_path: Path) -> None:
    """In an empty folder, without site packages: it takes nothing from anywhere."""
    export, kept = zipped
    with zipfile.ZipFile(export) as archive:
        archive.extract("leidraad_verify.py", tmp_path / "los")
    program = tmp_path / "los" / "leidraad_verify.py"
    assert program.read_bytes() == source() == PROGRAM.read_bytes()
    done = ran(program, export, "--checkpoint", kept, cwd=tmp_path / "los")
    assert (done.returncode, "Dit is heel" in done.stdout, done.stderr) == (0, True, ""), done
    assert "met niets van jezelf" not in done.stdout
    as_json = json.loads(ran(program, export, "--json", cwd=tmp_path).stdout)
    assert (as_json["code"], as_json["flaws"], as_json["anchored"], as_json["number"]) == (0, [], False, 2)


def test_wrong_use_and_what_cannot_be_read_are_told(zipped: tuple[Path, Path], tmp_path: Path) -> None:
    export, kept = zipped
    for words in ((), (export, export), ("--anders", export), (export, "--checkpoint")):
        done = ran(PROGRAM, *words, cwd=tmp_path)
        assert (done.returncode, "Gebruik:" in done.stderr) == (2, True), words
    assert ran(PROGRAM, "--help", cwd=tmp_path).returncode == 0
    for words in ((kept,), ("nergens.zip",), (export, "--checkpoint", "nergens.txt")):
        done = ran(PROGRAM, *words, cwd=tmp_path)
        assert (done.returncode, "niet te lezen" in done.stdout, done.stderr) == (3, True, ""), words
    done = ran(PROGRAM, export, "--checkpoint", export, cwd=tmp_path)
    assert (done.returncode, "geen ijkpunt" in done.stdout) == (1, True)


def test_a_flipped_byte_anywhere_in_the_zip_is_never_whole(zipped: tuple[Path, Path]) -> None:
    export, kept = zipped
    whole = export.read_bytes()
    before = checker.read_export(str(export))
    step = max(1, len(whole) // 300)
    for place in range(0, len(whole), step):
        export.write_bytes(whole[:place] + bytes([whole[place] ^ 0x40]) + whole[place + 1 :])
        try:
            files = checker.read_export(str(export))
        except (checker.Flaw, zipfile.BadZipFile, OSError):
            continue
        verdict = checker.judge(files, kept.read_text("utf-8"))
        assert verdict.code != checker.WHOLE or files == before, place


def test_the_checker_shares_nothing_with_the_product_and_runs_on_an_old_python() -> None:
    tree = ast.parse(source(), feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)
    assert not {"app", "workflows"} & names


RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip
"""Public key, message and signature of the tests of RFC 8032, section 7.1."""


@pytest.mark.parametrize(("public", "message", "signature"), RFC_8032, ids=["1", "2", "3"])
def test_signatures_of_rfc_8032_are_right_and_touched_ones_are_not(public: str, message: str, signature: str) -> None:
    key, text, signed = (bytes.fromhex(each) for each in (public, message, signature))
    assert checker.is_signed(key, text, signed)
    assert not checker.is_signed(key, text + b"x", signed)
    for place in range(0, 64, 7):
        assert not checker.is_signed(key, text, signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :])
    beyond = int.from_bytes(signed[32:], "little") + checker.L
    assert not checker.is_signed(key, text, signed[:32] + beyond.to_bytes(32, "little"))
    assert not checker.is_signed(key, text, signed[:63])
    assert not checker.is_signed(b"\xff" * 32, text, signed)


def test_signatures_are_judged_as_the_library_of_the_product_makes_them() -> None:
    for number in range(20):
        key = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(bytes([number])).digest())
        text = bytes(range(number))
        assert checker.is_signed(key.public_key().public_bytes_raw(), text, key.sign(text))
