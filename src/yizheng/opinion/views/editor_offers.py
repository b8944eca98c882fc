"""Which acts of the editors and signers the page of a piece offers, and what stands beside it while it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.workflow import Transition
from yizheng.org.configuration import value

from ..alike import judged, published_elsewhere
from ..enums import ConsentState, OpinionState
from ..keys import PUBLISHING
from ..models import Opinion
from ..texts import text_of
from ..workflow import opinions as table
from .acting import PageAct, url_of
from .editor_acts import (
    ASK_CONVERSION,
    CONVERT,
    MAKE_MAIN,
    MARK_URGENCY,
    NAME_READERS,
    PUBLISH,
    REJECT,
    RETURN,
    SEND_BACK,
    SEND_TO_SIGN,
    SIGN_ON_PAPER,
    TAKE_DOWN,
    TAKE_OUT,
    TAKE_UP,
)
from .offers import offer
from .sections import section

ROWS: tuple[tuple[Transition, PageAct[Any], str, str], ...] = (
    (table.TAKE_UP, TAKE_UP, "开始编辑", "primary"),
    (table.RETURN, RETURN, "退回补充", ""),
    (table.REJECT, REJECT, "不采用", ""),
    (table.SEND_TO_SIGN, SEND_TO_SIGN, "送审签", ""),
    (table.APPROVE, SIGN_ON_PAPER, "录入纸质签批", "primary"),
    (table.SEND_BACK, SEND_BACK, "退回修改", ""),
    (table.MARK_URGENCY, MARK_URGENCY, "改缓急", ""),
    (table.NAME_READERS, NAME_READERS, "定阅看人", ""),
    (table.TAKE_OUT, TAKE_OUT, "从综合稿取出", ""),
)
"""Acts that hang on the state and the permission alone: row, page, word, look."""


@offer
def desk_acts(opinion: Opinion, actor: Actor) -> Iterator[tuple[str, str, str]]:
    """Offer what the desk and the signers can do now."""
    if opinion.state in table.KEEP_EDIT.sources and may("opinion.edit", actor, opinion):
        yield address("opinion:edit", public_id=opinion.public_id), "编辑", "primary"
    for row, page, label, look in ROWS:
        if opinion.state in row.sources and may(page.permission, actor, opinion):
            yield url_of(page, opinion), label, look
    if opinion.state in table.MERGE_AWAY.sources and may("opinion.edit", actor, opinion):
        yield f"{address('opinion:merge')}?chosen={opinion.public_id}", "并成综合稿", ""
    if opinion.state == OpinionState.APPROVED and may("issue.lay_out", actor):
        yield f"{address('opinion:new-issue')}?chosen={opinion.public_id}", "编成一期", "primary"
    yield from _whole_acts(opinion, actor)
    yield from _conversion_acts(opinion, actor)
    yield from _public_acts(opinion, actor)


def _public_acts(opinion: Opinion, actor: Actor) -> Iterator[tuple[str, str, str]]:
    if not may("opinion.publish", actor, opinion):
        return
    if opinion.published_on is not None and opinion.state in table.TAKE_DOWN.sources:
        yield url_of(TAKE_DOWN, opinion), "撤下网站公开", "danger"
    elif opinion.state in table.PUBLISH.sources and value(PUBLISHING, on=timezone.localdate()):
        yield url_of(PUBLISH, opinion), "在网站公开", ""


def _whole_acts(opinion: Opinion, actor: Actor) -> Iterator[tuple[str, str, str]]:
    if opinion.state == OpinionState.EDITING and may("opinion.edit", actor, opinion) and opinion.authors.count() > 1:
        yield url_of(MAKE_MAIN, opinion), "定主要作者", ""


def _conversion_acts(opinion: Opinion, actor: Actor) -> Iterator[tuple[str, str, str]]:
    if opinion.state not in table.CONVERT.sources or not may("opinion.edit", actor, opinion):
        return
    last = opinion.conversions.order_by("-id").first()
    if last is not None and last.state == ConsentState.AGREED:
        yield url_of(CONVERT, opinion), f"转{last.get_target_display()}", ""
    elif last is None or last.state != ConsentState.ASKED:
        yield url_of(ASK_CONVERSION, opinion), "征求转化意见", ""


@section
def similar_pieces(opinion: Opinion, actor: Actor) -> tuple[str, dict[str, Any]] | None:
    """Show the editors what else was sent in on the same matter while a piece is read or edited."""
    if opinion.state not in table.MERGE_AWAY.sources or not may("opinion.edit", actor, opinion):
        return None
    asked = f"{opinion}\n{text_of(opinion)}"
    found, others = judged(asked, actor, exclude=opinion), published_elsewhere(asked)
    rows = [
        {
            "words": f"{each.opinion.number}　{each.opinion}",
            "url": address("opinion:opinion", public_id=each.opinion.public_id),
            "why": f"{each.opinion.get_state_display()}，都讲到{'、'.join(each.shared)}",
            "number": each.opinion.number,
            "public_id": each.opinion.public_id,
            "verdict": each.verdict or "",
            "merge": _merge_with(opinion, each.opinion),
        }
        for each in found
    ]
    if not rows and not others:
        return None
    may_judge = may("assist.judge", actor)
    return "opinion/editor/similar.html", {
        "similar": rows, "elsewhere": others, "piece": opinion, "may_judge": may_judge
    }  # fmt: skip


def _merge_with(opinion: Opinion, other: Opinion) -> str:
    if other.state not in table.MERGE_AWAY.sources or other.merged_into_id == opinion.pk:
        return ""
    return f"{address('opinion:merge')}?chosen={opinion.public_id}&chosen={other.public_id}"
