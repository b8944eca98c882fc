"""What the screen in the hall shows at a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from yizheng.kernel.addresses import address

from . import codes
from .enums import RUNNING, VoteState
from .models import HallScreen, Meeting, Vote
from .quorum import kept_quorum, quorum_of, running_half_day


def shown(meeting: Meeting, *, site: str, at: datetime) -> dict[str, Any]:
    """Return the parts of the screen; `site` is the address before the path, for the code on the wall."""
    screen = HallScreen.objects.select_related("item", "vote").filter(meeting=meeting).first()
    half_day = running_half_day(meeting, at=at)
    line = quorum_of(meeting, at=at, on=timezone.localdate(at))
    return {
        "half_day": half_day,
        "items": [(row, screen is not None and screen.item_id == row.pk) for row in meeting.items.all()],
        "quorum": line,
        "kept": kept_quorum(meeting, on=timezone.localdate(at)),
        "speaker": screen.speaker if screen else "",
        "ends": _ends(screen),
        "vote": vote_lines(screen.vote) if screen and screen.vote else None,
        **_code(meeting, half_day, site, at),
    }


def vote_lines(vote: Vote) -> dict[str, Any]:
    """Return one vote with its denominators in words, and its lines."""
    lines = list(vote.lines.all())
    return {
        "vote": vote,
        "is_single": len(lines) == 1 and lines[0].name == vote.title,
        "is_open": vote.state == VoteState.OPEN,
        "words": f"{vote.get_base_display()}{vote.total}人，到会{vote.present}人，赞成满{vote.needed}票通过",
        "lines": lines,
    }


def _ends(screen: HallScreen | None) -> str:
    if screen is None or screen.speaking_since is None:
        return ""
    return (screen.speaking_since + timedelta(minutes=screen.speaking_minutes)).isoformat()


def _code(meeting: Meeting, half_day: Any, site: str, at: datetime) -> dict[str, Any]:
    if half_day is None or meeting.state not in RUNNING:
        return {"drawing": "", "code_seconds": 0}
    path = address("meeting:check-in", public_id=meeting.public_id, code=codes.hall_code(half_day, at))
    return {"drawing": codes.drawn(f"{site}{path}"), "code_seconds": codes.seconds_left(half_day, at)}
