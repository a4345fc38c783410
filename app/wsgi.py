"""What a web server runs: `app.wsgi:app`. With a setting that cannot be right it does not start."""

from __future__ import annotations

import os

from app.factory import create_app, parts_of
from app.settings import from_environment

app = create_app(from_environment(os.environ))
parts_of(app)
