"""`flask history`: whether what happened still holds, on this machine and elsewhere, for whoever trusts nobody."""

from __future__ import annotations

from app.cli.border import Group
from app.cli.checkpoints import checkpoint_command
from app.cli.export import export_command
from app.cli.keys import key_command
from app.cli.mining import mine_command
from app.cli.verdicts import conform_command, reexecute_command, verify_command

history = Group(
    "history",
    commands=[
        verify_command,
        reexecute_command,
        conform_command,
        checkpoint_command,
        export_command,
        key_command,
        mine_command,
    ],
    help="De geschiedenis nakijken en bewijzen.",
)
