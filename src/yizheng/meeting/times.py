"""Times of the day as they are said."""

from __future__ import annotations

from datetime import datetime

NOON = 12
PARTS_OF_DAY = ((NOON, "上午"), (13, "中午"), (19, "下午"), (24, "晚上"))
"""Until which hour each part lasts (exclusive)."""


def spoken_time(moment: datetime) -> str:
    """Return 上午9:00, 中午12:30, 下午2:30 or 晚上7:00 for a moment of the office's own time."""
    part = next(name for ends, name in PARTS_OF_DAY if moment.hour < ends)
    hour = moment.hour - NOON if moment.hour > NOON else moment.hour
    return f"{part}{hour}:{moment:%M}"
