"""What who sent a lead may hear of the piece it became: steps with their days, and what is published (F067, F075)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from yizheng.kernel import quarantine, scoping
from yizheng.ui.public import PublicStep, offer_course

from .enums import OpinionState, TransferState
from .models import Opinion, OpinionTransfer, OpinionVersion
from .public import public_ones
from .queries_following import OPEN
from .workflow.opinions import BEYOND_APPROVAL

USED = {*BEYOND_APPROVAL, OpinionState.ARCHIVED} - {OpinionState.APPROVED}
"""States a piece only comes to when it is used: issued, handed on or reported."""
HANDED_ON = (TransferState.SENT, TransferState.SIGNED, TransferState.REPLIED, TransferState.SENT_BACK,
             TransferState.ACCEPTED)  # fmt: skip


def steps(ids: Collection[int]) -> Iterator[PublicStep]:
    """
    Yield the steps of pieces; one that was merged goes on with the comprehensive piece it went into.

    Which leader, unit or higher committee read it, and why it was not used, is not said; of what is out of sight, or
    not sent in yet, nothing is. Three statements. Rule: handbook 1.6, 6.3; office-practice 1, 3.
    """
    rows = list(_open_rows().filter(pk__in=ids).select_related("merged_into").order_by("id"))
    wholes = {row.pk: row.merged_into or row for row in rows if not getattr(row, "whole_is_closed", False)}
    slips = list(OpinionTransfer.objects.filter(opinion__in=wholes.values()).order_by("id"))
    for row in rows:
        yield from _sent_in(row)
        if row.pk in wholes:
            whole = wholes[row.pk]
            yield from _decided(whole, [slip for slip in slips if slip.opinion_id == whole.pk])
    texts = public_ones().filter(opinion__in={*(row.pk for row in rows), *(each.pk for each in wholes.values())})
    yield from map(_published, texts)


def offer_courses() -> None:
    """Offer the course of the room's kind."""
    offer_course("opinion", steps)


def _open_rows() -> QuerySet[Opinion]:
    closed = quarantine.was_closed("opinion")
    rows = Opinion.objects.exclude(Exists(closed.filter(object_id=OuterRef("pk"))))
    return rows.annotate(whole_is_closed=Exists(closed.filter(object_id=OuterRef("merged_into"))))


def _sent_in(row: Opinion) -> Iterator[PublicStep]:
    if row.submitted_at is not None and row.state != OpinionState.WITHDRAWN:
        yield PublicStep(timezone.localdate(row.submitted_at), "信息部门已登记")


def _decided(whole: Opinion, slips: Iterable[OpinionTransfer]) -> Iterator[PublicStep]:
    if whole.reject_reason:
        if whole.reviewed_on is not None:
            yield PublicStep(whole.reviewed_on, "信息部门研究后未采用")
        return
    handed = [slip for slip in slips if slip.state in HANDED_ON]
    used_on = _used_on(whole, handed)
    if used_on is not None:
        yield PublicStep(used_on, "信息部门已采用")
    if handed:
        yield PublicStep(min(slip.sent_on for slip in handed), "已转有关单位办理")
    answered = [slip.accepted_on for slip in handed if slip.accepted_on is not None]
    if answered:
        waits = any(slip.state in OPEN for slip in handed)
        yield PublicStep(max(answered), "部分单位已反馈办理情况" if waits else "有关单位已反馈办理情况")


def _used_on(whole: Opinion, handed: Iterable[OpinionTransfer]) -> date | None:
    """An issue says that a piece is used, or the first slip; where it only went up, the day it was approved."""
    days = [whole.issued_on, *(slip.sent_on for slip in handed)]
    known = [day for day in days if day is not None]
    if known:
        return min(known)
    return whole.approved_on if whole.state in USED else None


def _published(row: OpinionVersion) -> PublicStep:
    day = row.opinion.published_on
    assert day is not None, "what is public has a day"
    slug = scoping.current().slug
    url = reverse("opinion_public:opinion", kwargs={"public_slug": slug, "public_id": row.public_id})
    return PublicStep(day, "内容已在网站公开", row.title, url)
