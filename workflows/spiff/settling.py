"""After a command: run whatever needs nobody, until only people, timers and messages can move the route."""

from __future__ import annotations

from collections.abc import Callable

from SpiffWorkflow.util.task import TaskState

from workflows.spiff.scopes import RouteWorkflow
from workflows.spiff.specs.gateways import InclusiveGateway, Join
from workflows.spiff.tokens import live, scopes


def settle(top: RouteWorkflow) -> None:
    """Do so. Raises IncidentError as the elements do, and for a diagram that spins."""
    run = top.run
    while True:
        if run.queue:
            task = run.queue.popleft()
            if task.has_state(TaskState.READY):
                run.count(task)
                task.run()
                for deed in _take(run.afterwards):
                    deed()
        elif not (_release(top, inclusive=False) or _close_scopes(top) or _release(top, inclusive=True)):
            return


def _take(deeds: list[Callable[[], None]]) -> list[Callable[[], None]]:
    taken, deeds[:] = list(deeds), []
    return taken


def _release(top: RouteWorkflow, *, inclusive: bool) -> bool:
    """Let one join go on that may; the inclusive ones only when nothing else moves, so that all has arrived."""
    return any(
        spec.release(workflow)
        for workflow in scopes(top) for spec in {task.task_spec: None for task in live(workflow)}
        if isinstance(spec, Join) and isinstance(spec, InclusiveGateway) is inclusive
    )  # fmt: skip


def _close_scopes(top: RouteWorkflow) -> bool:
    """Give back to its activity every scope in which nothing lives any more, the innermost first."""
    for host_id, scope in reversed(list(top.subprocesses.items())):
        if not live(scope):
            host = top.get_task_from_id(host_id)
            del top.subprocesses[host_id]
            host.task_spec.returned(host, scope)
            host.complete()
            return True
    return False
