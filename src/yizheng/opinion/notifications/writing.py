"""Who is told what while a piece is written and sent in (handbook 6.3)."""

from __future__ import annotations

from django.utils import timezone

from yizheng.kernel.workflow import Moved

from ..enums import AuthorRole, Urgency
from ..models import Opinion, OpinionAuthor
from ..services.taking_over import TAKE_OVER_PROPOSAL
from .authors import authors_of, reached, send

RECEIPT = "您报送的社情民意“{title}”已收到，编号{number}，{due}前审核。采用和反馈情况会通知您。"
AGAIN = "您补充的社情民意“{title}”已收到，编号仍是{number}，{due}前审核。"
ALONG = "{who}报送的社情民意“{title}”把您列为合写人，编号{number}。如有出入，请联系信息科。"
TO_COMPLETE = "提案“{title}”已按您的意见转成社情民意草稿。请补齐、确认不涉密，再报送；报送以前别人看不到。"
URGENT = "紧急件，"


def tell(moved: Moved) -> None:
    """Tell authors that their piece has arrived, or waits for them; other acts of writing concern nobody."""
    if isinstance(moved.obj, Opinion) and moved.act in ("submit_opinion", "resubmit_opinion"):
        _tell_receipt(moved.obj, moved)
    elif isinstance(moved.obj, Opinion) and moved.act == TAKE_OVER_PROPOSAL:
        main = reached(_main(authors_of(moved.obj)), timezone.localdate(moved.at))
        send(moved, moved.obj, "请补齐一件社情民意", TO_COMPLETE.format(title=moved.obj), main, "main")


def _tell_receipt(opinion: Opinion, moved: Moved) -> None:
    authors, on = authors_of(opinion), timezone.localdate(moved.at)
    words = RECEIPT if moved.act == "submit_opinion" else AGAIN
    send(moved, opinion, "已收到社情民意", _words(words, opinion), reached(_main(authors), on), "main")
    if moved.act == "submit_opinion":
        along = [each for each in authors if each.role == AuthorRole.CO]
        send(moved, opinion, "您是一件社情民意的合写人", _words(ALONG, opinion), reached(along, on), "co")


def _main(authors: list[OpinionAuthor]) -> list[OpinionAuthor]:
    return [each for each in authors if each.role == AuthorRole.MAIN]


def _words(sentence: str, opinion: Opinion) -> str:
    assert opinion.review_due is not None, "what is sent in is read by a date"
    due = f"{opinion.review_due.month}月{opinion.review_due.day}日"
    marked = URGENT + due if opinion.urgency == Urgency.URGENT else due
    return sentence.format(title=opinion, number=opinion.number, due=marked, who=opinion.source_name)
