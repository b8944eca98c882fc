"""What a proposal that was imported says now, in the words of a register: held against the next import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch

from ..enums import ANSWERING, FeedbackState, ReplyKind, ShareRole, SignerRole
from ..models import GONE, Feedback, Handling, Proposal, Reply, Signer
from .history_units import words

Picture = dict[str, str]


def proposals_of(ids: Iterable[int]) -> list[Any]:
    """Return proposals with their handlings in force, their first replies and the feedback on them."""
    replies = Reply.objects.filter(kind=ReplyKind.FIRST).prefetch_related(
        Prefetch("feedback", Feedback.objects.order_by("id"), to_attr="ratings")
    )
    handlings = Handling.objects.exclude(state__in=GONE).select_related("unit").order_by("order", "id")
    rows = Proposal.objects.filter(pk__in=list(ids)).prefetch_related(
        Prefetch("handlings", handlings.prefetch_related(Prefetch("replies", replies, to_attr="first_replies")),
                 to_attr="open_handlings"),
        Prefetch("signers", Signer.objects.filter(came_from=None).order_by("order"), to_attr="all_signers"),
    )  # fmt: skip
    return list(rows)


def picture_of(proposal: Any) -> Picture:
    """Return a proposal by the names of a register's columns; what it does not know is empty."""
    reply = _reply_of(proposal)
    shares = [(each.unit.name, ShareRole(each.role)) for each in proposal.open_handlings]
    cosigners = [each.display_name for each in proposal.all_signers if each.role == SignerRole.CO]
    return {
        "name": proposal.title, "number": str(proposal.filed_no or ""), "proposer": proposal.proposer_name,
        "cosigners": "、".join(cosigners), "category": proposal.category, "units": words(iter(shares)),
        "filed_on": _iso(proposal.filed_on or proposal.decided_on), "assigned_on": _iso(proposal.assigned_on),
        "due_on": _iso(reply.due_on) if reply else "", "replied_on": _iso(proposal.replied_on),
        "doc_no": reply.doc_no if reply else "", "mark": reply.class_mark if reply else "",
        "rating": _rating_of(reply), "key": "1" if proposal.is_key else "",
    }  # fmt: skip


def _reply_of(proposal: Any) -> Any:
    answering = (each for each in proposal.open_handlings if each.role in ANSWERING)
    return next((reply for each in answering for reply in each.first_replies), None)


def _rating_of(reply: Any) -> str:
    given = [each for each in reply.ratings if each.state == FeedbackState.GIVEN] if reply else []
    return str(given[0].result_rating) if given else ""


def _iso(day: Any) -> str:
    return day.isoformat() if day else ""
