"""Sentences about what comes before, between and after. Each only looks."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.rules.cases import BROKEN, KEPT, Case, Seen, missing, said, spelled
from workflows.rules.findings import Evidence
from workflows.rules.trace import Event, Happening


def never(case: Case) -> Iterator[Evidence]:
    """What may never happen."""
    happened = False
    for event in case.events:
        if case.begins(case.sentence.x, event):
            happened = True
            yield case.place.at(BROKEN, event, f"{said(event)} gebeurde, en dat mag hier nooit.")
    if not happened and case.events:
        yield case.place.of(KEPT, case.events[-1].fact, "Dit gebeurde niet.")


def before(case: Case) -> Iterator[Evidence]:
    """What must lie before something."""
    seen = Seen()
    for event in case.events:
        if case.begins(case.sentence.x, event):
            if seen.y is not None:
                yield case.place.at(KEPT, event, f"Voor {said(event)} lag {said(seen.y)}.")
            else:
                told = f"Voor {said(event)} hoort {spelled(case.sentence.y)}, en dat lag er niet."
                yield missing(case, event, seen, told)
        if case.begins(case.sentence.since, event):
            seen = Seen(deviated=event if event.happening is Happening.DEVIATED else None)
        seen.note(case, event)


def between(case: Case) -> Iterator[Evidence]:
    """What must lie between two of a kind."""
    last: Event | None = None
    seen = Seen()
    for event in case.events:
        seen.note(case, event)
        if not case.begins(case.sentence.x, event):
            continue
        if last is not None and not (case.sentence.different and last.name == event.name):
            between = f"{said(last)} en {said(event)}"
            if seen.y is not None:
                yield case.place.at(KEPT, event, f"Tussen {between} lag {said(seen.y)}.")
            else:
                told = f"Tussen {between} hoort {spelled(case.sentence.y)}, en dat lag er niet."
                yield missing(case, event, seen, told)
        last, seen = event, Seen()


def count(case: Case) -> Iterator[Evidence]:
    """How often something must lie between two points."""
    counted, seen = -1, Seen()
    for event in case.events:
        seen.note(case, event)
        if case.begins(case.sentence.since, event):
            counted, seen = 0, Seen()
        if counted >= 0 and case.done(case.sentence.x, event):
            counted += 1
        if counted >= 0 and case.begins(case.sentence.until, event):
            what = f"{case.sentence.count} keer {spelled(case.sentence.x)}"
            if counted == case.sentence.count:
                yield case.place.at(KEPT, event, f"Voor {said(event)} lag {what}.")
            else:
                yield missing(case, event, seen, f"Voor {said(event)} hoort {what}, en er lag {counted} keer.")
            counted = -1


def after(case: Case) -> Iterator[Evidence]:
    """What must follow; one that did not yet, in a route that still runs, is kept so far."""
    waiting: list[tuple[Event, Seen]] = []
    for event in case.events:
        ended = event.happening in (Happening.OVER, Happening.WITHDRAWN)
        too_late = (ended and not case.is_no_end(event)) or case.begins(case.sentence.until, event)
        if waiting and too_late and not case.done(case.sentence.y, event):
            yield from (_unfollowed(case, begun, event, seen) for begun, seen in waiting)
            waiting = []
        waiting = _as_corrected(waiting, event)
        for begun, seen in list(waiting):
            seen.note(case, event)
            if seen.y is not None:
                waiting.remove((begun, seen))
                yield case.place.at(KEPT, begun, f"Na {said(begun)} volgde {said(event)}.")
        if _counts(case, event):
            waiting.append((event, Seen()))
    yield from (case.place.at(KEPT, begun, f"Na {said(begun)} loopt de route nog.") for begun, _ in waiting)


def _counts(case: Case, event: Event) -> bool:
    """What is asked of a call is asked from where it begins, of anything else from where it is done."""
    called = bool(event.node and event.node.called)
    return (case.begins if called else case.done)(case.sentence.x, event)


def _unfollowed(case: Case, begun: Event, event: Event, seen: Seen) -> Evidence:
    wanted = spelled(case.sentence.y)
    if event.happening is Happening.WITHDRAWN:
        told = f"Na {said(begun)} hoort {wanted}, en de route is eerder ingetrokken, door één persoon."
        return case.place.at(BROKEN, event, told, by=event.person)
    return missing(case, event, seen, f"Na {said(begun)} hoort {wanted}, en {said(event)} kwam eerst.")


def doubt(case: Case) -> Iterator[Evidence]:
    """What belongs to a doubt, before it or after it."""
    before: Event | None = None
    waiting: list[tuple[Event, Seen]] = []
    for event in case.events:
        over = event.happening is Happening.OVER and not case.is_no_end(event)
        if over or case.begins(case.sentence.since, event):
            for begun, seen in waiting:
                told = (
                    f"Bij twijfel ({said(begun)}) hoort {spelled(case.sentence.y)}, ervoor of erna, en dat lag er niet."
                )
                yield missing(case, begun, seen, told)
            before, waiting = None, []
        if case.done(case.sentence.y, event):
            yield from (case.place.at(KEPT, begun, f"Bij twijfel volgde {said(event)}.") for begun, _ in waiting)
            before, waiting = event, []
        waiting = _as_corrected(waiting, event)
        for _, seen in waiting:
            seen.note(case, event)
        if case.done(case.sentence.x, event):
            if before is not None:
                yield case.place.at(KEPT, event, f"Bij twijfel lag {said(before)} ervoor.")
            else:
                waiting.append((event, Seen()))
    yield from (case.place.at(KEPT, begun, f"Na {said(begun)} loopt de route nog.") for begun, _ in waiting)


def _as_corrected(waiting: list[tuple[Event, Seen]], event: Event) -> list[tuple[Event, Seen]]:
    """What an answer asked for is asked no longer when that answer is set right; what the new one asks comes after."""
    if event.happening is not Happening.CORRECTED:
        return waiting
    return [(begun, seen) for begun, seen in waiting if not begun.fields or begun.element != event.element]
