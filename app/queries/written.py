"""A draft as text: what it says step by step, found by a word, and the texts of one element to change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from app.domain.recent import Recent
from app.domain.searching import plain
from app.queries.drafts import WholeDraft
from workflows import Limits, Sheet, Texts, WorkflowError, Written, WrittenDraft, texts_of, written_out

_WRITTEN: Final = Recent[tuple[str, str], WrittenDraft]()


@dataclass(frozen=True, slots=True)
class Found:
    """What of a draft as text is shown."""

    draft: WrittenDraft
    count: int
    """Steps and parts that were found; all of them where nothing was asked."""


def written_of(whole: WholeDraft, limits: Limits) -> WrittenDraft:
    """A draft as text. Outside any transaction, and kept as its findings are."""
    key = (whole.digest, repr(limits))
    return _WRITTEN.get(key, lambda: written_out(whole.files, limits.max_file_bytes))


def found_in(draft: WrittenDraft, asked: str) -> Found:
    """What has all of these words in it, each in the step and the process that it stands in; all for no words."""
    words = plain(asked).split()
    if not words:
        return Found(draft, sum(1 + len(step.parts) for process in draft.processes for step in process.steps))
    processes, count = [], 0
    for process in draft.processes:
        steps = []
        for step in process.steps:
            itself = _has(words, (step.name, step.text, step.source))
            parts = tuple(part for part in step.parts if _has(words, _said(part)))
            if itself or parts:
                steps.append(step if itself and not parts else replace(step, parts=parts))
                count += len(parts) or 1
        if steps:
            processes.append(replace(process, steps=tuple(steps)))
    return Found(replace(draft, processes=tuple(processes)), count)


def texts_in(whole: WholeDraft, file: str, element: str, limits: Limits) -> tuple[Sheet, Texts] | None:
    """The file of an element, to write in, and the texts of it; None where there is no such element."""
    data = whole.files.get(file)
    if data is None:
        return None
    try:
        sheet = Sheet(file, data, limits.max_file_bytes)
    except WorkflowError:
        return None
    texts = texts_of(sheet, element)
    return None if texts is None else (sheet, texts)


def _has(words: Iterable[str], texts: Iterable[str]) -> bool:
    told = plain(" ".join(texts))
    return all(word in told for word in words)


def _said(part: Written) -> Iterator[str]:
    entry = part.entry
    yield from (entry.name, entry.kind, entry.text, entry.doer, entry.term)
    yield from (text for fact in entry.facts for text in (fact.name, fact.text))
    yield from (way.answer for way in entry.onward)
    if entry.form is not None:
        yield from (asked.label for asked in entry.form.parts)
