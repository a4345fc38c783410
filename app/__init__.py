"""The product around the engine. Kept empty: importing a part of it must not build the web app."""
