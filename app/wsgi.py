"""What a web server runs: `app.wsgi:app`. With a setting that cannot be right it does not start."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from multiprocessing.process import BaseProcess

from app.collecting import keep_what_is_there
from app.factory import create_app
from app.parts import parts_of
from app.settings import SettingsError, from_environment


def _end_with(server: BaseProcess) -> None:
    server.join()
    os.kill(os.getpid(), signal.SIGTERM)


# A web process that outlives the server which began it would hold the port, and nobody would know it. One that is told
# twice at once to end, by Ctrl-C and by its server, never ends: so Ctrl-C reaches the server alone.
if (_server := multiprocessing.parent_process()) is not None:
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)
    threading.Thread(target=_end_with, args=(_server,), daemon=True).start()

try:
    app = create_app(from_environment(os.environ))
    parts_of(app)
    keep_what_is_there()
except SettingsError as error:
    sys.stderr.write(f"{error}\n")
    raise SystemExit(2) from None
