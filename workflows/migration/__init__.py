"""A running route from one version of its protocol to another: what goes where, or why it cannot (issue item 7).

Decides and moves nothing itself: a plan is carried out by the verb `migrate` of the engine, and stands in full in the
fact that tells of it.
"""

from workflows.migration.choices import Stands, Target, stands_of, targets_of
from workflows.migration.model import ByHand, Obstacle, Trial
from workflows.migration.trial import try_out

__all__ = ["ByHand", "Obstacle", "Stands", "Target", "Trial", "stands_of", "targets_of", "try_out"]
