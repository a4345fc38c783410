"""The built-in functions of FEEL (DMN 1.5, 10.3.4).

Left out: `matches`, `replace` and `split`, whose regular expressions can take for ever; `sort`; those on ranges.
"""

from __future__ import annotations

from workflows.feel.functions import contexts, lists, numbers, texts, times
from workflows.feel.functions.registry import FUNCTIONS, Builtin, by_name, choose

__all__ = ["FUNCTIONS", "Builtin", "by_name", "choose", "contexts", "lists", "numbers", "texts", "times"]
