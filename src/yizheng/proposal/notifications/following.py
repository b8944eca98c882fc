"""Who is told what after a reply: asked, reminded, answered, ordered to redo, closed (handbook 5.5, 5.8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import holders, holders_in
from yizheng.kernel import subjects
from yizheng.kernel.subjects import Owed
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.ui.tags.marks import month_day

from ..enums import Rating
from ..models import Feedback, Handling, Proposal, Signer
from ..subjects.following import to_owner
from .handling import users_of_proposer

MOST_TEXT = 300
MOST_TITLE = 60
Words = Callable[[Moved, date], tuple[Iterable[int], str]]


def tell(moved: Moved) -> None:
    """Tell the people whom an act of this area concerns; all other acts concern nobody here."""
    if moved.act not in _WORDS or not isinstance(moved.obj, Feedback | Proposal | Handling):
        return
    people, text = _WORDS[moved.act](moved, timezone.localdate(moved.at))
    key = f"{moved.act}-{moved.kind}-{moved.obj.pk}-{moved.at.isoformat()}"
    others = [user for user in people if user != moved.by.user_id]
    notify.tell(
        recipients=others, text=text[:MOST_TEXT], url=subjects.of(moved.obj).url(moved.obj), key=key, at=moved.at
    )


def users_of_signer(signer: Signer, on: date) -> list[int]:
    """Return the users who speak for a signer: the member, or whoever wears the hat of the body."""
    if signer.membership is not None:
        user = signer.membership.person.user_id
        return [user] if user else []
    asked = to_owner(signer, Owed("give_feedback", ""))
    return [user for each in asked for user in holders(each.role, each.scope_kind, each.scope_id, on=on)]


def _asked(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    row = _feedback(moved)
    what = "请您评价" if row.is_asked else "您也可以评价"
    words = f"{_unit(row)}已答复《{_title(row.proposal)}》，{what}，{month_day(row.due_on)}前都可以填，一分钟就好。"
    return users_of_signer(row.signer, on), words


def _reminded(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    row = _feedback(moved)
    if not row.is_asked:
        return [], ""
    words = f"《{_title(row.proposal)}》的答复还等您评价（{_unit(row)}）。再过一段时间仍未评价，会记为未表态。"
    return users_of_signer(row.signer, on), words


def _given(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    row = _feedback(moved)
    unit = holders_in("org_unit", row.reply.handling.unit_id, on=on)
    clerks = holders(Role.PROPOSAL_CLERK, "", None, on=on) if row.result_rating == Rating.NOT_SATISFIED else []
    rating = row.get_result_rating_display()
    words = f"{row.signer.display_name}对{_unit(row)}办理《{_title(row.proposal)}》的结果评价：{rating}。"
    return [*unit, *clerks], words


def _implementation(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    row = _feedback(moved)
    if not row.is_asked or row.implementation_due_on is None:
        return [], ""
    due = month_day(row.implementation_due_on)
    words = f"{_unit(row)}已二次答复《{_title(row.proposal)}》，请您在{due}前评价落实情况。"
    return users_of_signer(row.signer, on), words


def _redo(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    proposal = _proposal(moved)
    return users_of_proposer(proposal, on), f"您不满意的《{_title(proposal)}》已要求重新办理，单位负责人会与您面商。"


def _closed(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    proposal = _proposal(moved)
    return users_of_proposer(proposal, on), f"《{_title(proposal)}》{_CLOSED[moved.act]}。"


def _second(moved: Moved, on: date) -> tuple[Iterable[int], str]:
    handling = moved.obj
    assert isinstance(handling, Handling), "the machine of handlings moves handlings"
    due = handling.second_due_on or on
    words = f"{_called(handling)}已转入跟踪，请在{month_day(due)}前二次答复，逐条写明承诺的进展。"
    return holders_in("org_unit", handling.unit_id, on=on), words


def tell_of_overdue_second(handling: Handling, *, on: date, key: str, at: datetime) -> None:
    """Tell a unit, and the clerk, once that its second reply is overdue (F058)."""
    due = handling.second_due_on or on
    text = f"{_called(handling)}的二次答复{month_day(due)}已到期，{handling.unit}还没有答复。"
    people = [*holders_in("org_unit", handling.unit_id, on=on), *holders(Role.PROPOSAL_CLERK, "", None, on=on)]
    notify.tell(recipients=people, text=text[:MOST_TEXT], url=subjects.of(handling).url(handling), key=key, at=at)


def _feedback(moved: Moved) -> Feedback:
    assert isinstance(moved.obj, Feedback), "the machine of feedback moves feedback"
    return moved.obj


def _proposal(moved: Moved) -> Proposal:
    assert isinstance(moved.obj, Proposal), "the machine of proposals moves proposals"
    return moved.obj


def _unit(feedback: Feedback) -> str:
    return str(feedback.reply.handling.unit)


def _called(handling: Handling) -> str:
    return f"{handling.proposal.number}《{_title(handling.proposal)}》"


def _title(proposal: Proposal) -> str:
    return proposal.title if len(proposal.title) <= MOST_TITLE else f"{proposal.title[: MOST_TITLE - 1]}…"


_CLOSED = {
    "close": "已办结",
    "close_disputed": "已办结，您的不同意见一并记录",
    "settle": "承诺的事项已经落实",
    "carry": "转入下一年继续跟踪",
}
_WORDS: dict[str, Words] = {
    "ask_for_feedback": _asked,
    "ask_again": _asked,
    "remind_of_feedback": _reminded,
    "give_feedback": _given,
    "ask_implementation": _implementation,
    "order_redo": _redo,
    "handle_again": _redo,
    "schedule_second_reply": _second,
    **dict.fromkeys(_CLOSED, _closed),
}
