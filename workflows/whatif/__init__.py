"""What if: the recorded commands of a route carried out on another version of the protocol (issue item 5).

Structure only: what was filled in counts as far as it routes, and no value of it is ever told.
"""

from workflows.whatif.course import Course, Difference, Fate, Past
from workflows.whatif.retelling import what_if

__all__ = ["Course", "Difference", "Fate", "Past", "what_if"]
