"""What a person sees when a page cannot be shown: what happened, and how on."""

from __future__ import annotations

from flask import render_template

from app.domain.errors import UnavailableError


def not_found() -> tuple[str, int]:
    """A page that is not there."""
    return render_template(
        "bericht.html", title="Deze pagina is er niet",
        text="Kijk of het adres klopt, of begin opnieuw op de eerste pagina.",
    ), 404  # fmt: skip


def unavailable(_error: UnavailableError) -> tuple[str, int, dict[str, str]]:
    """The database is away."""
    return render_template(
        "bericht.html", title="De gegevens zijn nu niet bereikbaar",
        text="Er is niets half opgeslagen. Probeer het over een minuut opnieuw.",
    ), 503, {"Retry-After": "60"}  # fmt: skip
