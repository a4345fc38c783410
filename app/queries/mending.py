"""What can be mended at once in a draft: the proposals about what the validator finds in it."""

from __future__ import annotations

from typing import Final

from app.domain.recent import Recent
from app.queries.drafts import WholeDraft, findings_of
from workflows import Limits, Proposal, mend_sure, propose

_PROPOSALS: Final = Recent[tuple[str, str], tuple[Proposal, ...]]()


def proposals_of(whole: WholeDraft, limits: Limits) -> tuple[Proposal, ...]:
    """All of them, each about one finding or more. Outside any transaction, and kept as the findings are."""
    key = (whole.digest, repr(limits))
    return _PROPOSALS.get(key, lambda: propose(whole.files, findings_of(whole, limits), limits))


_SURE: Final = Recent[tuple[str, str], tuple[dict[str, bytes], tuple[Proposal, ...]]]()


def all_sure(whole: WholeDraft, limits: Limits) -> tuple[dict[str, bytes], tuple[Proposal, ...]]:
    """The files that change where everything is mended that needs no answer, and what that is, in its order."""
    return _SURE.get((whole.digest, repr(limits)), lambda: _all_sure(whole, limits))


def _all_sure(whole: WholeDraft, limits: Limits) -> tuple[dict[str, bytes], tuple[Proposal, ...]]:
    files, done = mend_sure(whole.files, limits)
    return changed(whole, files), done


def changed(whole: WholeDraft, files: dict[str, bytes]) -> dict[str, bytes]:
    """Of these files those that are not in the draft as they are."""
    return {name: data for name, data in files.items() if whole.files.get(name) != data}
