"""Who is told what after which act of a unit (handbook 5.6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import grants_in_force, holders, holders_in
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.ui.tags.marks import month_day

from ..models import ContactRecord, Handling, Proposal, Reply
from ..services.countersigning import host_of
from ..standing import SIDES, speakers

MOST_TEXT = 300


def tell_of_handling(moved: Moved) -> None:
    """Tell the people whom an act of a unit concerns; acts on other kinds concern nobody here."""
    if not isinstance(moved.obj, Handling | ContactRecord | Reply) or moved.act not in _WORDS:
        return
    obj, (words, audience) = moved.obj, _WORDS[moved.act]
    handling = obj if isinstance(obj, Handling) else obj.handling
    day = timezone.localdate(moved.at)
    due = handling.due_on
    text = words.format(
        proposal=handling.proposal.number, title=handling.proposal.title, unit=handling.unit,
        due=month_day(due), contact=obj if isinstance(obj, ContactRecord) else "",
    )  # fmt: skip
    notify.tell(
        recipients=[user for user in audience(handling, day) if user != moved.by.user_id], text=text[:MOST_TEXT],
        url=subjects.of(obj).url(obj), key=f"{moved.act}-{moved.kind}-{obj.pk}-{moved.at.isoformat()}", at=moved.at,
    )  # fmt: skip


def proposers(handling: Handling, on: date) -> Iterable[int]:
    """Return the users of the first proposer: the member, or whoever keeps the body's hat."""
    return users_of_proposer(handling.proposal, on)


def users_of_proposer(proposal: Proposal, on: date) -> Iterable[int]:
    """Return the users who speak for the first proposer of a proposal."""
    first = proposal.first_proposer
    if first is not None:
        return [first.person.user_id] if first.person.user_id else []
    return [user for role, kind, pk in speakers(proposal, proposal) for user in holders(role, kind, pk, on=on)]


def _unit(handling: Handling, on: date) -> Iterable[int]:
    return holders_in("org_unit", handling.unit_id, on=on)


def _host(handling: Handling, on: date) -> Iterable[int]:
    host = host_of(handling)
    return holders_in("org_unit", host.unit_id, on=on) if host else ()


def _unit_and_proposer(handling: Handling, on: date) -> Iterable[int]:
    return {*_unit(handling, on), *proposers(handling, on)}


def _assigners(handling: Handling, on: date) -> Iterable[int]:
    side = next(number for number, each in SIDES.items() if each == handling.side)
    return {*holders_of_all(on), *holders(Role.ASSIGNER, "side", side, on=on)}


def holders_of_all(on: date) -> list[int]:
    """Return the assigners whose hat covers both sides."""
    rows = grants_in_force(on).filter(role=Role.ASSIGNER, scope_kind="")
    return list(rows.values_list("user_id", flat=True).distinct())


Audience = Callable[[Handling, date], Iterable[int]]
_WORDS: dict[str, tuple[str, Audience]] = {
    "write_contact": ("{unit}记下了与您的{contact}（{proposal}）。属实请确认，不符请提出。", proposers),
    "object_to_contact": ("提案人对{contact}的记录有异议（{proposal}），请与提案人再沟通。", _unit),
    "send_co_opinion": ("{unit}送来了{proposal}提案的会办意见。", _host),
    "ask_for_countersignature": ("{proposal}提案的答复已拟好，请会签。", _unit),
    "void_countersignature": ("{proposal}提案的答复要修改，原来的会签作废，改好后再请会签。", _unit),
    "note_countersigned": ("{proposal}提案已会签完毕，可以签发。", _unit),
    "reject_reply": ("{proposal}提案的答复被退改，请在{due}前重新答复。", _unit),
    "reject_letter": ("{proposal}提案的答复未通过，理由见办理页。", _unit),
    "pass_check": ("{proposal}提案的答复审核通过，可以签发。", _unit),
    "change_class": ("{proposal}提案的办理结果类别有调整。", _unit_and_proposer),
    "extend": ("{unit}办理的{proposal}提案延期到{due}。", _unit_and_proposer),
    "ask_extension": ("{unit}就{proposal}提案申请延期，请答复。", _assigners),
    "refuse_extension": ("{proposal}提案的延期申请没有同意，期限仍是{due}。", _unit),
    "stop": ("{proposal}提案停办，请不要再办。", _unit),
}
