"""The product around the engine. Importing a part of it must not build the web app."""

from app.collecting import collect_seldom

collect_seldom()
