"""How a person wants to see the pages: light or dark, ordinary or large type; a cookie keeps it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

COOKIE = "yizheng_look"
COOKIE_SECONDS = 400 * 24 * 3600
THEMES = ("auto", "light", "dark")
TYPES = ("normal", "large")


@dataclass(frozen=True)
class Look:
    """A theme and a type size. `auto` follows the machine."""

    theme: str = "auto"
    type: str = "normal"

    def changed(self, *, theme: str = "", type_size: str = "") -> Look:
        """Return the look with what was chosen; anything unknown changes nothing."""
        return Look(
            theme=theme if theme in THEMES else self.theme,
            type=type_size if type_size in TYPES else self.type,
        )


def look_of(request: HttpRequest) -> Look:
    """Read the look from the request's cookie; a broken cookie is the ordinary look."""
    theme, _, type_size = request.COOKIES.get(COOKIE, "").partition(".")
    return Look().changed(theme=theme, type_size=type_size)


def keep(look: Look, response: HttpResponse, *, secure: bool) -> None:
    """Set the cookie for 400 days."""
    response.set_cookie(
        COOKIE,
        f"{look.theme}.{look.type}",
        max_age=COOKIE_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=secure,
    )
