"""The day a roll stands for: today, or an earlier one that the address names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import Http404
from django.utils import timezone

from yizheng.ui.tags.marks import long_date

from ..models import Term
from ..queries import current_term


def day_of(asked: Mapping[str, str]) -> date:
    """Return the day of `?on=2026-03-12`, today without it. Raises: Http404 for no day and for one to come."""
    today = timezone.localdate()
    try:
        on = date.fromisoformat(asked["on"]) if asked.get("on") else today
    except ValueError:
        raise Http404("no day") from None
    if on > today:
        raise Http404("that day has not come")
    return on


def is_today(on: date) -> bool:
    """Tell whether a roll is that of today."""
    return on == timezone.localdate()


def as_of(on: date) -> str:
    """Return what a roll says of its day: 截至2026年3月12日."""
    return f"截至{long_date(on)}"


def term_now(on: date) -> Term:
    """Return the term of a day. Raises: Http404 when none has been opened."""
    term = current_term(on)
    if term is None:
        raise Http404("no term is open")
    return term
