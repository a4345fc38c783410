"""Publishing a protocol: two people bring into force a version that was checked and tested (ASVS 2.3.5)."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain.errors import FormInvalidError, InvalidValueError, WrongStateError
from app.domain.facts import ProtocolPublished
from app.domain.permissions import Permission, may
from app.store.dossiers import bundle_in_force
from app.store.people import load_actor
from app.store.protocols import Version, bring_into_force, keep_version
from workflows import Bundle, Finding, Level, Limits, Result, WorkflowError, check, run_scenarios

FILES: Final = "files"
SECOND: Final = "second"
_FEATURE: Final = ".feature"
_LONGEST_NAME: Final = 200
_KEPT: Final = 8


@dataclass(frozen=True, slots=True)
class PublishBundle(Recorded):
    """Bring a version into force for the whole board."""

    files: Mapping[str, bytes] = field(repr=False)
    """As `judge` was given them."""
    second: UUID
    """Who agrees, beside whoever sends this."""
    limits: Limits = field(default_factory=Limits)
    """Those of this machine's settings; never taken from a request."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands for and against a version."""

    bundle: Bundle | None
    """None where it cannot be read."""
    findings: tuple[Finding, ...] = ()
    failures: tuple[Result, ...] = ()
    """Scenarios that do not hold."""
    played: int = 0
    """Scenarios that were played."""

    @property
    def objections(self) -> tuple[str, ...]:
        """What stands in the way, in Dutch; empty where nothing does."""
        wrong = [
            f"{each.file}: {each.message} {each.cure}".removeprefix(": ")
            for each in self.findings if each.level is Level.FOUT
        ]  # fmt: skip
        failed = [f"{each.file}, scenario “{each.name}”: {_why(each)}" for each in self.failures]
        return (*wrong, *failed)


@dataclass(frozen=True, slots=True)
class Published:
    """The version that is in force now."""

    geheel: str
    gedrag: str
    name: str
    is_new: bool
    """False for one that was published before."""


def publish_bundle(command: PublishBundle, scope: Scope, _attempt: Attempt) -> Published:
    """Keep the version and bring it into force; routes that run stay on theirs.

    Raises FormInvalidError with all that stands in the way, InvalidValueError where the second may not agree.
    """
    scope.require(Permission.PUBLISH)
    verdict = judge(command.files, command.limits)  # before any statement; known already to whoever asked for it first
    if verdict.bundle is None or verdict.objections:
        raise FormInvalidError({FILES: verdict.objections})
    bundle = verdict.bundle
    board = locked_board(scope)
    _check_second(command.second, scope)
    if bundle_in_force(scope.work) == bundle.geheel:
        message = f"Deze versie van “{bundle.name}” is al in gebruik."
        raise WrongStateError(message)
    name = bundle.name[:_LONGEST_NAME]
    is_new = keep_version(scope.work, Version(bundle.geheel, bundle.gedrag, name), bundle.files)
    bring_into_force(scope.work, bundle.geheel, scope.actor.id, command.second)
    fact = ProtocolPublished(
        bundle=bundle.geheel, behaviour=bundle.gedrag, name=name, seconded_by=command.second
    )  # fmt: skip
    scope.record(board.stream, fact)
    return Published(bundle.geheel, bundle.gedrag, name, is_new)


_VERDICTS: OrderedDict[str, Verdict] = OrderedDict()
_LOCK: Final = Lock()


def judge(files: Mapping[str, bytes], limits: Limits | None = None) -> Verdict:
    """Check a version and play its own scenarios, outside any transaction: it takes seconds.

    The same files have the same verdict, so it is kept and the command that follows has it at once.
    """
    limits = limits or Limits()
    key = _digest(files, limits)
    with _LOCK:
        if key in _VERDICTS:
            _VERDICTS.move_to_end(key)
            return _VERDICTS[key]
    verdict = _judged(dict(files), limits)
    with _LOCK:
        _VERDICTS[key] = verdict
        while len(_VERDICTS) > _KEPT:
            _VERDICTS.popitem(last=False)
    return verdict


def _judged(files: Mapping[str, bytes], limits: Limits) -> Verdict:
    findings = check(files, limits)
    if any(each.level is Level.FOUT for each in findings):
        return Verdict(None, findings)
    try:
        bundle = Bundle.from_files(files)
    except WorkflowError as error:
        return Verdict(None, (*findings, _unreadable(error)))
    texts = {name: data.decode("utf-8-sig", "replace") for name, data in files.items() if name.endswith(_FEATURE)}
    results = run_scenarios(bundle, dict(sorted(texts.items())))
    failures = tuple(each for each in results.scenarios if not each.passed)
    return Verdict(bundle, findings, failures, len(results.scenarios))


def _unreadable(error: WorkflowError) -> Finding:
    return Finding(
        level=Level.FOUT, code="unreadable-bundle", file="", element="", name="", line=None, message=error.message,
        cure="Verbeter dit en publiceer opnieuw.",
    )  # fmt: skip


def _why(result: Result) -> str:
    if result.failure is None:
        return ""
    return f"regel {result.failure.line}, {result.failure.step}: {result.failure.message}"


def _digest(files: Mapping[str, bytes], limits: Limits) -> str:
    lines = [f"{name}\0{hashlib.sha256(data).hexdigest()}\n" for name, data in sorted(files.items())]
    return hashlib.sha256("".join([repr(limits), *lines]).encode()).hexdigest()


def _check_second(second: UUID, scope: Scope) -> None:
    if second == scope.actor.id:
        message = "Publiceren doe je met zijn tweeën: noem een collega die deze versie ook heeft bekeken."
        raise InvalidValueError(message, field=SECOND)
    found = load_actor(scope.work, second)
    if found is None or not may(found, Permission.PUBLISH):
        message = (
            "Deze persoon mag geen protocol publiceren. "
            "Noem een coördinator, intern begeleider, directeur of iemand van het bestuur."
        )
        raise InvalidValueError(message, field=SECOND)
