"""Publishing a protocol: two people bring into force a version that was checked and tested (ASVS 2.3.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from app.commands.command import Attempt, Recorded
from app.commands.putting import SECOND, Deal, check_pair, check_target, put_in_force
from app.commands.schools import locked_board
from app.commands.scope import Scope
from app.domain import functions as f
from app.domain.errors import FormInvalidError, InvalidValueError
from app.domain.in_force import EVERYBODY, Target
from app.domain.permissions import Permission
from app.domain.recent import Recent
from app.store.bundles import whole_hash
from app.store.people import load_actor
from app.store.protocols import Version, keep_version
from app.store.signing import SigningKey
from app.store.tried import PLAYED, PROVEN
from workflows import (
    Bundle,
    Finding,
    Level,
    Limits,
    Proof,
    ProofStanding,
    Result,
    Untaken,
    WorkflowError,
    check,
    prove,
    run_scenarios,
)  # fmt: skip

FILES: Final = "files"
_FEATURE: Final = ".feature"
_LONGEST_NAME: Final = 200


@dataclass(frozen=True, slots=True)
class PublishBundle(Recorded):
    """Bring a version into force: for the whole board at once, or as is said."""

    files: Mapping[str, bytes] = field(repr=False)
    """As `judge` was given them."""
    second: UUID
    """Who agrees, beside whoever sends this."""
    limits: Limits = field(default_factory=Limits)
    """Those of this machine's settings; never taken from a request."""
    target: Target = EVERYBODY
    """For whom, and from when."""
    turn: int | None = None
    """How often something had been put in force or taken back when it was looked at."""
    key: SigningKey | None = None
    """What signs it, where there is one; never taken from a request."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands for and against a version."""

    bundle: Bundle | None
    """None where it cannot be read."""
    findings: tuple[Finding, ...] = ()
    failures: tuple[Result, ...] = ()
    """Scenarios that do not hold."""
    untaken: tuple[Untaken, ...] = ()
    """Arrows of the diagrams that no scenario takes."""
    played: int = 0
    """Scenarios that were played."""
    unproven: tuple[Proof, ...] = ()
    """Rules that are broken or not decided, and no exception stands for."""
    exempt: tuple[str, ...] = ()
    """Numbers of the rules that are not proven and for which one does."""
    unsound: tuple[Proof, ...] = ()
    """What can get stuck, never comes about, never ends or is never heard: told, for no rule forbids it."""
    proven: Mapping[str, int] = field(default_factory=dict)
    """How many rules stand how."""

    @property
    def objections(self) -> tuple[str, ...]:
        """What stands in the way, in Dutch; empty where nothing does."""
        wrong = [
            f"{each.file}: {each.message} {each.cure}".removeprefix(": ")
            for each in self.findings if each.level is Level.FOUT
        ]  # fmt: skip
        failed = [f"{each.file}, scenario “{each.name}”: {_why(each)}" for each in self.failures]
        return (*wrong, *failed, *map(_untaken, self.untaken), *map(_unproven, self.unproven))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What stands in nobody's way, in Dutch."""
        return tuple(f"{each.name}? Nee{_where(each)}: {each.worst.why}" for each in self.unsound)


@dataclass(frozen=True, slots=True)
class Published:
    """The version that is in force now, or will be."""

    geheel: str
    gedrag: str
    name: str
    is_new: bool
    """False for one that was published before."""
    since: datetime


def publish_bundle(command: PublishBundle, scope: Scope, _attempt: Attempt) -> Published:
    """Keep the version and bring it into force; routes that run stay on theirs.

    Raises FormInvalidError with all that stands in the way, InvalidValueError where the second may not agree, or for
    whom or when it cannot be, WrongStateError where it holds already or another was published meanwhile.
    """
    scope.require(Permission.PUBLISH)
    check_target(scope, command.target)
    deal = Deal(
        command.target, proposed_by=scope.actor.id, agreed_by=command.second, turn=command.turn, key=command.key
    )
    return publish(scope, command.files, command.limits, deal)


def publish(scope: Scope, files: Mapping[str, bytes], limits: Limits, deal: Deal) -> Published:
    """The same, by whichever two agreed; one of them is the actor."""
    verdict = judge(files, limits)  # before any lock; known already to whoever asked for it first
    if verdict.bundle is None or verdict.objections:
        raise FormInvalidError({FILES: verdict.objections})
    bundle = verdict.bundle
    board = locked_board(scope)
    check_pair(scope, deal.proposed_by, deal.agreed_by, deal.target.school)
    if verdict.exempt:
        _check_signers(deal.proposed_by, deal.agreed_by, verdict.exempt, scope)
    version = Version(bundle.geheel, bundle.gedrag, bundle.name[:_LONGEST_NAME])
    put = put_in_force(scope, board.stream, version, deal)
    is_new = keep_version(scope.work, version, bundle.files)
    return Published(bundle.geheel, bundle.gedrag, version.name, is_new, put.since)


_VERDICTS: Final = Recent[tuple[str, str], Verdict]()


def judge(files: Mapping[str, bytes], limits: Limits | None = None) -> Verdict:
    """Check a version and play its own scenarios, outside any transaction: it takes seconds.

    The same files have the same verdict, so it is kept and the command that follows has it at once.
    """
    allowed = limits or Limits()
    return _VERDICTS.get((whole_hash(files), repr(allowed)), lambda: _judged(dict(files), allowed))


def _judged(files: Mapping[str, bytes], limits: Limits) -> Verdict:
    findings = check(files, limits)
    if any(each.level is Level.FOUT for each in findings):
        return Verdict(None, findings)
    try:
        bundle = Bundle.from_files(files)
    except WorkflowError as error:
        return Verdict(None, (*findings, _unreadable(error)))
    texts = {name: data.decode("utf-8-sig", "replace") for name, data in files.items() if name.endswith(_FEATURE)}
    results = PLAYED.get(bundle.geheel, lambda: run_scenarios(bundle, dict(sorted(texts.items()))))
    failures = tuple(each for each in results.scenarios if not each.passed)
    judged = PROVEN.get((bundle.geheel, repr(limits)), lambda: prove(bundle, limits))
    proofs = [each for each in judged if each.standing is not ProofStanding.PROVEN]
    excused = {each.rule for each in bundle.rules.exempt}
    rules = [each for each in proofs if not each.sound]
    return Verdict(
        bundle, findings, failures, results.untaken, len(results.scenarios),
        tuple(each for each in rules if each.id not in excused),
        tuple(each.id for each in rules if each.id in excused), tuple(each for each in proofs if each.sound),
        Counter(str(each.standing) for each in judged if not each.sound),
    )  # fmt: skip


def _untaken(flow: Untaken) -> str:
    named = f"De pijl “{flow.label}”" if flow.label else "De pijl"
    way = f"{named} van “{flow.source}” naar “{flow.target}” in “{flow.process}”"
    return f"{way} komt in geen scenario voor. Schrijf er een scenario bij dat hem neemt."


def _unproven(proof: Proof) -> str:
    what = "is geschonden" if proof.standing is ProofStanding.BROKEN else "is niet beslist"
    return f"Regel {proof.id}, “{proof.name}”, {what}{_where(proof)}: {proof.worst.why} Zie flask protocol prove."


def _where(proof: Proof) -> str:
    return f" in “{proof.worst.process}”" if proof.worst.process else ""


def _unreadable(error: WorkflowError) -> Finding:
    return Finding(
        level=Level.FOUT, code="unreadable-bundle", file="", element="", name="", line=None, message=error.message,
        cure="Verbeter dit en publiceer opnieuw.",
    )  # fmt: skip


def _why(result: Result) -> str:
    if result.failure is None:
        return ""
    return f"regel {result.failure.line}, {result.failure.step}: {result.failure.message}"


def _check_signers(first: UUID, second: UUID, rules: Sequence[str], scope: Scope) -> None:
    """An exception to a rule stands when a director and a coordinator both sign the version that has it."""
    other = load_actor(scope.work, first if second == scope.actor.id else second)
    held = [{holding.function for holding in each.holdings} for each in (scope.actor, other) if each]
    pairs = ((held[0], held[-1]), (held[-1], held[0]))
    if not any(f.DIRECTEUR in one and f.COORDINATOR in other for one, other in pairs):
        message = (
            f"Deze versie heeft een uitzondering op regel {', '.join(rules)}. Die tekenen een directeur en een "
            "coördinator samen: noem die twee."
        )
        raise InvalidValueError(message, field=SECOND)
