"""How much of the processor running programs have used, as Linux tells it; elsewhere nothing is told."""

from __future__ import annotations

import os
from pathlib import Path

_PROC = Path("/proc")


def parent_of(pid: int) -> int:
    """The process that began this one; itself where that is not told."""
    told = _told(pid)
    return int(told[1]) if told else pid


def used_by(pid: int) -> float:
    """Seconds of the processor that a process and all that it began have used; 0.0 where that is not told."""
    known = {int(each.name): _told(int(each.name)) for each in _PROC.glob("[0-9]*")}
    family, grown = {pid}, True
    while grown:
        more = {each for each, told in known.items() if told and int(told[1]) in family}
        grown, family = not more <= family, family | more
    ticks = sum(int(told[11]) + int(told[12]) for each in family if (told := known.get(each)))
    return ticks / os.sysconf("SC_CLK_TCK")


def _told(pid: int) -> list[str]:
    """The fields after the name, from the state on (proc(5)); empty where the process is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
