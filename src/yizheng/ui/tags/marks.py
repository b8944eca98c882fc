"""Small marks: icon, chip, light, avatar, key, file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template import Library
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from .. import icons
from ..components import environment, offer, offer_mark
from ..shapes import LIGHT_MEANING, Meaning

FILE_ICONS = {"word": "file-word", "sheet": "file-sheet", "pdf": "file-pdf"}
WEEKDAYS = "一二三四五六日"


def add_to(register: Library) -> None:
    """Offer these tags in a library."""
    for tag in (icon, avatar, key):
        register.simple_tag(tag)
        offer_mark(tag)
    offer(register, status_chip, deadline_light, due, file_link)
    for chinese in (long_date, short_date, moment, weekday):
        register.filter(chinese.__name__, chinese)
        environment.filters[chinese.__name__] = chinese


def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration and silent."""
    return _icon(name, str(label), size)


@lru_cache(1024)
def _icon(name: str, label: str, size: str) -> SafeString:
    if name not in icons.names():
        raise LookupError(f"no such icon: {name}; add it to ui/assets/icons.json")
    spoken = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" {} focusable="false"><use href="{}#{}"></use></svg>',
        f" icon-{size}" if size else "",
        spoken,
        static("ui/build/icons.svg"),
        name,
    )


def avatar(name: str, size: str = "") -> SafeString:
    """Draw a disc with the family name's first character; the name itself stands beside it."""
    return format_html(
        '<span class="avatar{}" aria-hidden="true">{}</span>', f" avatar-{size}" if size else "", name[:1]
    )


def key(name: str) -> SafeString:
    """Draw a key of the keyboard."""
    return format_html('<kbd class="key">{}</kbd>', name)


def status_chip(word: str, meaning: str = "neutral", icon: str = "", url: str = "") -> dict[str, Any]:
    """Draw a state as a word in its colour. Raises: ValueError for a meaning that the map does not know."""
    return {"word": word, "meaning": Meaning(meaning or "neutral").value, "icon": icon, "url": url}


def deadline_light(colour: str, words: str, due: date | None = None) -> dict[str, Any]:
    """Draw the deadline light: green, yellow, orange, red, done or none, always with its words."""
    return {"meaning": LIGHT_MEANING[colour or "none"].value, "words": words, "due": due}


def due(day: date, lines: Sequence[str], colour: str = "", words: str = "") -> dict[str, Any]:
    """Draw a due date with its light; tapping it opens the lines of its arithmetic."""
    return {"day": day, "lines": lines, "colour": colour, "words": words}


def file_link(url: str, name: str, kind: str = "", note: str = "") -> dict[str, Any]:
    """Draw a link to a file; `kind` is word, sheet, pdf or another."""
    return {"url": url, "name": name, "icon": FILE_ICONS.get(kind, "file"), "note": note}


def long_date(value: date | datetime | None) -> str:
    """2026年3月12日, for running text."""
    day = _local(value)
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def short_date(value: date | datetime | None) -> str:
    """3月12日, for lists; with the year when it is not this one."""
    day = _local(value)
    return "" if day is None else f"{_other_year(day)}{day.month}月{day.day}日"


def month_day(value: date | datetime | None) -> str:
    """3月12日, where the year is plain from the text."""
    day = _local(value)
    return "" if day is None else f"{day.month}月{day.day}日"


def moment(value: datetime | date | None) -> str:
    """3月12日 14:30; with the year when it is not this one. A day alone is printed as such."""
    if not isinstance(value, datetime):
        return short_date(value)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{_other_year(local)}{local.month}月{local.day}日 {local:%H:%M}"


def weekday(value: date | datetime | None) -> str:
    """星期日."""
    day = _local(value)
    return "" if day is None else f"星期{WEEKDAYS[day.weekday()]}"


def _other_year(day: date) -> str:
    return "" if day.year == timezone.localdate().year else f"{day.year}年"


def _local(value: date | datetime | None) -> date | None:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
