"""Reads about what follows a reply: which ones stand, who still has to rate them, what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from yizheng.org.configuration import value
from yizheng.promise.models import Promise
from yizheng.promise.queries import OPEN, made_in_all

from . import askable, joint_rule, keys
from .enums import ANSWERING, FeedbackSource, FeedbackState, ReplyKind, ReplyState
from .models import GONE, Feedback, Proposal, Reply


def standing_replies(proposal: Proposal) -> list[Reply]:
    """Return the reply that stands of each answering unit: its last issued one that is no second reply."""
    rows = Reply.objects.filter(handling__proposal=proposal, handling__role__in=ANSWERING, state=ReplyState.ISSUED)
    rows = rows.exclude(handling__state__in=GONE).exclude(kind=ReplyKind.SECOND)
    last: dict[int, Reply] = {}
    for row in rows.select_related("handling__unit", "handling__proposal").order_by("handling__order", "round", "id"):
        last[row.handling_id] = row
    return list(last.values())


def last_class(replies: Iterable[Reply]) -> str:
    """Return the class of the latest of several replies of one handling, a second reply's included."""
    marked = [each for each in replies if each.state == ReplyState.ISSUED and each.class_mark]
    return max(marked, key=lambda each: (each.sent_on or date.min, each.pk)).class_mark if marked else ""


def still_asked(replies: Iterable[Reply]) -> bool:
    """Tell whether somebody who is asked has neither answered nor been closed as silent."""
    rows = Feedback.objects.filter(reply__in=[each.pk for each in replies], is_asked=True)
    return rows.filter(state=FeedbackState.ASKED).exists()


def overall_of(reply: Reply, *, on: date, rating: str = "result_rating") -> str:
    """
    Return the rating that stands for a reply by the office's rule; of merged proposals the worst of each one's.

    Rule: handbook 5.8, key proposal.joint_rule; edge cases 5 and 9.
    """
    return overall_of_rows(list(reply.feedback.select_related("signer")), value(keys.JOINT_RULE, on=on), rating)


def overall_of_rows(rows: Iterable[Feedback], rule: str, rating: str = "result_rating") -> str:
    """Return the rating that stands for the feedback of one reply."""
    groups: dict[int, list[Feedback]] = {}
    for row in sorted(rows, key=lambda each: askable.place(each.signer)):
        if row.state != FeedbackState.TAKEN_BACK:
            groups.setdefault(row.signer.came_from_id or 0, []).append(row)
    each = [joint_rule.overall([str(getattr(row, rating)) for row in group], rule) for group in groups.values()]
    return joint_rule.worst([one for one in each if one])


def is_default_only(rows: Iterable[Feedback]) -> bool:
    """Tell whether every rating of a reply stands there by rule, because nobody answered."""
    rated = [row for row in rows if row.result_rating]
    return bool(rated) and all(row.source == FeedbackSource.DEFAULT for row in rated)


def promises_of(replies: Iterable[Reply]) -> QuerySet[Promise]:
    """Return the promises made in replies, by date."""
    return made_in_all("reply", [each.pk for each in replies])


def open_promises(replies: Iterable[Reply]) -> QuerySet[Promise]:
    """Return the promises of replies that are neither kept nor given up."""
    return promises_of(replies).filter(state__in=OPEN)
