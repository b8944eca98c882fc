"""What the page of a piece offers and tells those who sent it in."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may

from .. import own
from ..authorship import is_main
from ..enums import ConsentState, EntrySource, OpinionState, SourceKind
from ..models import Opinion, PointEntry
from ..standing import is_author, owner
from ..workflow.opinions import WITHDRAW
from .offers import offer, offer_on_list
from .sections import section


@offer
def writers_acts(opinion: Opinion, actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer to write on, to send in, to take back, to answer whether it may become something else."""
    key = opinion.public_id
    if own.may_change(opinion, actor):
        yield address("opinion:write", public_id=key), "接着写", "primary"
        if opinion.state == OpinionState.DRAFT and opinion.source_kind != SourceKind.PUBLIC_LEAD:
            yield address("opinion:discard", public_id=key), "删除草稿", "danger"
    entered = opinion.source == EntrySource.CLERK and actor.wears(Role.OPINION_CLERK)
    if opinion.state in WITHDRAW.sources and (entered or is_main(actor, opinion)):
        yield address("opinion:withdraw", public_id=key), "撤回", "danger"
    for asked in opinion.conversions.filter(state=ConsentState.ASKED):
        if may("opinion.answer_conversion", actor, asked):
            yield address("opinion:answer-conversion", public_id=asked.public_id), "答复转化意见", "primary"


@offer_on_list
def writers_begin(actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer to write a piece, or to enter one for others, and the way to one's own."""
    if not may("opinion.begin", actor):
        return
    if actor.wears(Role.OPINION_CLERK):
        yield address("opinion:enter"), "代录信息", ""
        yield address("opinion:secret-papers"), "工作秘密登记", ""
    else:
        yield address("opinion:new"), "写社情民意", "primary"
        yield address("opinion:mine"), "我的社情民意", ""


@section
def told_to_author(opinion: Opinion, actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Tell an author what came of the piece, newest first, and let them say that they know it."""
    if not is_author(actor, opinion):
        return None
    told = own.told(opinion, actor)
    points = _points(opinion, actor)
    if not told and not points:
        return None
    title = "给您的反馈" if told else "记分"
    return "opinion/author/told.html", {"title": title, "told": told, "points": points}


def _points(opinion: Opinion, actor: Actor) -> str:
    mine = owner(actor)
    if mine is None:
        return ""
    rows = PointEntry.objects.filter(opinion=opinion, is_void=False, **{f"author__{k}": v for k, v in mine.items()})
    given = [each.points for each in rows]
    return f"{sum(given, Decimal(0)):.2f}".rstrip("0").rstrip(".") if given else ""
