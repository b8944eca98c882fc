"""Sending a piece in, sending it in again after it came back, taking it back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.deadline import acts as deadline_acts
from yizheng.deadline.queries import running
from yizheng.kernel import workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.models import Suspension, in_force
from yizheng.org.queries import in_office

from ..authorship import main_author, same_author
from ..enums import AuthorRole, OpinionState, Urgency, VersionKind
from ..keys import MAX_CHARS, URGENT_PER_YEAR
from ..models import Opinion, OpinionAuthor, OpinionVersion
from ..texts import joined, next_ordinal
from ..workflow import opinions as table
from . import limits
from .numbering import give_number
from .writing import check_whose, locked, text_of

PARTS = (("title", "标题"), ("situation", "情况"), ("problem", "问题"), ("suggestion", "建议"))


@transaction.atomic
def submit(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """
    Send a piece in (报送): number, first version, the date by which it is read.

    Urgent pieces beyond the yearly limit of their main author go in as normal ones with the reason kept; the
    editors may still mark them urgent. Numbers have no gap: a refused act gives its number back.
    Rule: handbook 6.3, 6.5; keys opinion.max_chars, opinion.urgent_per_year, opinion.review_workdays,
    opinion.urgent_review_workdays.
    Raises: PermissionDenied; Refused `stale`, `not_yours`, `gone`, `incomplete`, `too_long`, `not_declared`,
    `no_reason`, `not_in_office`, `suspended`, `ended`; nothing is changed then.
    """
    draft, on = locked(opinion), timezone.localdate(at)
    require("opinion.submit", by, draft)
    changes: dict[str, Any] = {}
    if draft.state == OpinionState.DRAFT:
        _check(draft, by, on)
        given = give_number(on.year)
        changes = {"year": on.year, "seq": given.seq, "number": given.number, **_sent(draft, by, on, at)}
    moved = workflow.apply(table.SUBMIT, draft, by=by, at=at, changes=changes)
    _keep_version(moved, by, at)
    return moved


@transaction.atomic
def resubmit(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """
    Send a returned piece in again (补充后报送): the same number, the next version, a new date to read it by.

    Raises: PermissionDenied; Refused as `submit`; nothing is changed then.
    """
    held, on = locked(opinion), timezone.localdate(at)
    require("opinion.submit", by, held)
    changes: dict[str, Any] = {}
    if held.state == OpinionState.RETURNED:
        _check(held, by, on)
        changes = {"reviewed_on": None, **_sent(held, by, on, at)}
    moved = workflow.apply(table.RESUBMIT, held, by=by, at=at, changes=changes)
    _keep_version(moved, by, at)
    return moved


@transaction.atomic
def withdraw(*, opinion: Opinion, by: Actor, at: datetime) -> Opinion:
    """
    Take a piece back that nobody edits yet (撤回); its number stays used.

    Raises: PermissionDenied; Refused `stale`, `not_yours`, `gone`; nothing is changed then.
    """
    held = locked(opinion)
    require("opinion.withdraw", by, held)
    check_whose(held, by)
    moved = workflow.apply(table.WITHDRAW, held, by=by, at=at)
    for deadline in running().filter(kind="opinion", object_id=moved.pk, act=limits.REVIEW):
        deadline_acts.cancel(deadline=deadline, reason="作者已撤回", by=SYSTEM, at=at)
    return moved


def urgent_left(opinion: Opinion, on: date) -> int:
    """Return how many urgent pieces the main author may still send in this year. Key opinion.urgent_per_year."""
    author = main_author(opinion)
    return value(URGENT_PER_YEAR, on=on) if author is None else _left(author, opinion, on)


def _left(author: OpinionAuthor, opinion: Opinion, on: date) -> int:
    own = OpinionAuthor.objects.filter(same_author(author), role=AuthorRole.MAIN, opinion__urgency=Urgency.URGENT)
    own = own.filter(opinion__submitted_at__isnull=False, opinion__year=on.year).exclude(opinion=opinion)
    sent = own.exclude(opinion__state=OpinionState.WITHDRAWN).count()
    return max(0, value(URGENT_PER_YEAR, on=on) - sent)


def _check(draft: Opinion, by: Actor, on: date) -> None:
    check_whose(draft, by)
    missing = "、".join(label for name, label in PARTS if not getattr(draft, name).strip())
    if missing:
        raise Refused("incomplete", f"还没有写{missing}，补上以后再报送。")
    most, now = value(MAX_CHARS, on=on), text_of(draft).chars
    if now > most:
        raise Refused("too_long", f"正文最多{most}字，现在有{now}字，请精简；详细材料可以拍照附上。")
    if not draft.declared_unclassified:
        raise Refused("not_declared", "请确认内容不涉密。涉密和工作秘密的内容不能在这里写，请按保密规定走纸质渠道。")
    if draft.urgency == Urgency.URGENT and not draft.urgent_reason.strip():
        raise Refused("no_reason", "请写明为什么紧急，一句话即可；不紧急的请关掉“紧急”。")
    _check_author(draft, on)


def _check_author(draft: Opinion, on: date) -> None:
    author = main_author(draft)
    if author is None:
        return
    if author.membership_id is not None and not in_office(on).filter(pk=author.membership_id).exists():
        if Suspension.objects.filter(in_force(on), membership=author.membership_id).exists():
            raise Refused("suspended", "作者正在暂停履职，现在不能报送。草稿会留着，恢复履职后可以报送。")
        raise Refused("not_in_office", "作者已不在任，不能再报送。可以把内容交给在任的委员报送。")
    if author.officer is not None and author.officer.ended_on is not None and author.officer.ended_on <= on:
        raise Refused("ended", "信息员聘期已经结束，不能再报送。请联系信息科。")


def _sent(draft: Opinion, by: Actor, on: date, at: datetime) -> dict[str, Any]:
    asked = draft.urgency == Urgency.URGENT
    is_urgent = asked and urgent_left(draft, on) > 0
    due = limits.start_review(draft, is_urgent=is_urgent, starts_on=on, by=by, at=at)
    facts: dict[str, Any] = {"submitted_at": at, "touched_at": at, "review_due": due}
    return facts | {"urgency": Urgency.NORMAL} if asked and not is_urgent else facts


def _keep_version(opinion: Opinion, by: Actor, at: datetime) -> OpinionVersion:
    return OpinionVersion.objects.create(
        opinion=opinion, ordinal=next_ordinal(opinion), kind=VersionKind.AUTHOR, title=opinion.title,
        body=joined(opinion), made_at=at, made_by_name=by.name,
    )  # fmt: skip
