"""Who is told what after a piece was signed: units, the information office, authors (handbook 6.3, 6.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders, holders_in
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.ui.tags.marks import month_day

from ..models import Opinion, OpinionFeedback, OpinionReport, OpinionTransfer
from .authors import authors_of, reached, send

MOST_TEXT = 300
TO_AUTHORS = ("give_feedback", "tell_author")
WARNING = "您报送的“{title}”被认定为抄袭或重复报送，积分作废。请如实、一次性报送。"


def tell(moved: Moved) -> None:
    """Tell the people whom an act of this area concerns; all other acts concern nobody here."""
    obj = moved.obj
    if isinstance(obj, OpinionTransfer) and moved.act in _OF_SLIPS:
        _tell_of_slip(obj, moved)
    elif isinstance(obj, OpinionReport) and moved.act in _OF_REPORTS:
        text = _OF_REPORTS[moved.act].format(to=obj.to_name, title=obj.label)
        _tell(moved, holders(Role.OPINION_CLERK, "", None, on=timezone.localdate(moved.at)), text)
    elif isinstance(obj, OpinionFeedback) and moved.act in TO_AUTHORS:
        _tell_authors(moved, obj.opinion, obj.text)
    elif isinstance(obj, Opinion) and moved.act == "void_opinion_points":
        _tell_authors(moved, obj, WARNING.format(title=obj))


def _tell_of_slip(slip: OpinionTransfer, moved: Moved) -> None:
    words, audience = _OF_SLIPS[moved.act]
    text = words.format(title=slip.opinion, unit=slip.unit, number=slip.number, due=month_day(slip.due_on))
    _tell(moved, audience(slip, timezone.localdate(moved.at)), text)


def _tell_authors(moved: Moved, opinion: Opinion, text: str) -> None:
    people = reached(authors_of(opinion), timezone.localdate(moved.at))
    send(moved, opinion, "社情民意有了反馈", text, people, "authors")


def _tell(moved: Moved, people: Iterable[int], text: str) -> None:
    notify.tell(
        recipients=[user for user in people if user != moved.by.user_id], text=text[:MOST_TEXT],
        url=subjects.of(moved.obj).url(moved.obj),
        key=f"{moved.act}-{moved.kind}-{moved.obj.pk}-{moved.at.isoformat()}", at=moved.at,
    )  # fmt: skip


def _unit(slip: OpinionTransfer, on: date) -> list[int]:
    return holders_in("org_unit", slip.unit_id, on=on)


def _office(_slip: OpinionTransfer, on: date) -> list[int]:
    return holders(Role.OPINION_CLERK, "", None, on=on)


_OF_SLIPS: dict[str, tuple[str, Callable[[OpinionTransfer, date], list[int]]]] = {
    "send_slip": ("转办单{number}：“{title}”转贵单位研究办理，请签收并在{due}前反馈。", _unit),
    "reply_slip": ("{unit}反馈了转办单{number}（{title}），请核对。", _office),
    "decline_slip": ("{unit}退回了转办单{number}（{title}），请另转单位或收回。", _office),
    "send_back_slip": ("转办单{number}的反馈被退回，请在{due}前补充。", _unit),
    "accept_slip": ("转办单{number}的反馈已核对，办结。", _unit),
    "extend_slip": ("转办单{number}的期限延到{due}。", _unit),
    "recall_slip": ("转办单{number}已收回，不用再办。", _unit),
}
_OF_REPORTS = {
    "note_report_adopted": "{to}采用了上报的“{title}”。",
    "note_report_not_adopted": "{to}没有采用上报的“{title}”。",
    "note_report_instructed": "上报{to}的“{title}”收到上级领导批示。",
}
