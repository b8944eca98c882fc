"""What a reviewing body decided, as a clerk types it in, and what makes it valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yizheng.kernel.errors import Refused

from ..enums import DecidingBody
from ..models import Decision


@dataclass(frozen=True)
class Ruling:
    """A decision of a meeting: which, when; `whole` counts all members of the deciding body, present or not."""

    body: DecidingBody
    meeting: str
    decided_on: date
    whole: int | None = None
    present: int | None = None
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None


def record_decision(ruling: Ruling, *, today: date) -> Decision:
    """
    Keep what was decided.

    Raises: Refused `no_meeting`, `future`, `miscounted` when more voted than were there.
    """
    if not ruling.meeting.strip():
        raise Refused("no_meeting", "请写明是哪次会议决定的。")
    if ruling.decided_on > today:
        raise Refused("future", "决定的日期还没有到，请填会议实际召开的那一天。")
    _check_counts(ruling)
    return Decision.objects.create(**{**vars(ruling), "meeting": ruling.meeting.strip()})


def require_majority_of_whole(ruling: Ruling) -> None:
    """
    Check that more than half of all members of the deciding body were in favour.

    Rule: handbook 1.3, 18.3 case 11: of 45, 40 present, 22 in favour is not enough; it needs 23.
    Raises: Refused `no_counts`, `no_majority`.
    """
    if not ruling.whole or ruling.in_favour is None:
        raise Refused("no_counts", "撤销资格要登记常委会组成人员总数和赞成票数。")
    needed = ruling.whole // 2 + 1
    if ruling.in_favour < needed:
        raise Refused(
            "no_majority",
            f"常委会组成人员{ruling.whole}人，全体过半数要{needed}票赞成，现在是{ruling.in_favour}票，不能登记撤销资格。",
        )


def _check_counts(ruling: Ruling) -> None:
    votes = sum(count or 0 for count in (ruling.in_favour, ruling.against, ruling.abstained))
    if ruling.present is not None and votes > ruling.present:
        raise Refused("miscounted", f"票数合计{votes}，多于到会的{ruling.present}人，请核对。")
    if ruling.whole is not None and ruling.present is not None and ruling.present > ruling.whole:
        raise Refused("miscounted", f"到会{ruling.present}人，多于组成人员{ruling.whole}人，请核对。")
