"""Reads about what follows a reply: which ones stand, who still has to rate them, what was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value
from yizheng.promise.enums import PromiseState
from yizheng.promise.models import Promise
from yizheng.promise.queries import OPEN, made_in_all

from .. import askable, joint_rule, keys
from ..enums import ANSWERING, FeedbackSource, FeedbackState, ProposalState, Rating, ReplyKind, ReplyState
from ..models import GONE, Feedback, Handling, LookBack, Proposal, Reply
from . import feedback_visible_to, proposals_visible_to


def standing_replies(proposal: Proposal) -> list[Reply]:
    """Return the reply that stands of each answering unit: its last issued one that is no second reply."""
    return last_of_each(first_replies(proposal))


def first_replies(proposal: Proposal) -> QuerySet[Reply]:
    """Return the issued replies of the answering units, second ones left out, later rounds last."""
    rows = Reply.objects.filter(handling__proposal=proposal, handling__role__in=ANSWERING, state=ReplyState.ISSUED)
    rows = rows.exclude(handling__state__in=GONE).exclude(kind=ReplyKind.SECOND)
    return rows.select_related("handling__unit", "handling__proposal").order_by("handling__order", "round", "id")


def last_of_each(replies: Iterable[Reply]) -> list[Reply]:
    """Return of each handling the last of its replies."""
    last: dict[int, Reply] = {}
    for row in replies:
        last[row.handling_id] = row
    return list(last.values())


def is_fully_answered(proposal: Proposal, replies: Iterable[Reply]) -> bool:
    """Tell whether there is a standing reply of every unit that answers."""
    answering = proposal.handlings.filter(role__in=ANSWERING).exclude(state__in=GONE)
    return {each.handling_id for each in replies} == set(answering.values_list("pk", flat=True)) != set()


def last_of(replies: Iterable[Reply]) -> Reply | None:
    """Return the latest issued one of several replies of one handling, a second reply included."""
    issued = [each for each in replies if each.state == ReplyState.ISSUED]
    return max(issued, key=lambda each: (each.sent_on or date.min, each.pk)) if issued else None


def last_replies(year: int) -> list[Reply]:
    """Return the latest issued reply of each answering unit, second replies included, of a year's proposals."""
    rows = Reply.objects.filter(handling__proposal__year=year, handling__role__in=ANSWERING, state=ReplyState.ISSUED)
    rows = rows.exclude(handling__state__in=GONE).select_related("handling__unit", "handling__proposal")
    by_handling: dict[int, list[Reply]] = {}
    for row in rows.order_by("handling__proposal__filed_no", "handling__order", "id"):
        by_handling.setdefault(row.handling_id, []).append(row)
    return [last for each in by_handling.values() if (last := last_of(each)) is not None]


def of_class(year: int, mark: str) -> list[Reply]:
    """Return the latest replies of a year's proposals that have a class."""
    return [each for each in last_replies(year) if each.class_mark == mark]


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


def feedback_listed(actor: Actor) -> QuerySet[Feedback]:
    """Return the feedback of the office's list, with what its rows show."""
    rows = feedback_visible_to(actor).exclude(state=FeedbackState.TAKEN_BACK)
    return rows.select_related("proposal", "signer", "reply__handling__unit")


def dissatisfied() -> Q:
    """Keep what is rated 不满意 and still waits for a decision; a unit that answered anew is judged by that."""
    of_the_round = Q(reply__round=F("reply__handling__round"), proposal__state=ProposalState.REPLIED)
    return of_the_round & Q(state=FeedbackState.GIVEN, result_rating=Rating.NOT_SATISFIED)


def tracked(actor: Actor) -> QuerySet[Proposal]:
    """Return what is tracked, this year's or carried over, that a person may see (F063)."""
    rows = proposals_visible_to(actor).filter(state__in=[ProposalState.TRACKING, ProposalState.CARRIED])
    return rows.order_by("year", "filed_no", "id")


def with_course(proposals: Iterable[Proposal]) -> list[Any]:
    """Return proposals with their `units`, `marks`, `made` and `kept` promises and the `next_on` date; three reads."""
    found: list[Any] = list(proposals)
    handlings = _by(answering_of(found), "proposal_id")
    replies = _by(Reply.objects.filter(handling__proposal__in=found, state=ReplyState.ISSUED), "handling_id")
    ids = {each.pk: each for rows in replies.values() for each in rows}
    made = _by(made_in_all("reply", list(ids)), "origin_id")
    for proposal in found:
        own = handlings.get(proposal.pk, [])
        letters = [reply for each in own for reply in replies.get(each.pk, [])]
        proposal.units = [str(each.unit) for each in own]
        proposal.marks = [last.class_mark for each in own if (last := last_of(replies.get(each.pk, []))) is not None]
        promised = [each for letter in letters for each in made.get(letter.pk, [])]
        proposal.made, proposal.kept = len(promised), sum(each.state == PromiseState.KEPT for each in promised)
        days = [each.second_due_on for each in own] + [each.due_on for each in promised if each.state in OPEN]
        proposal.next_on = min((day for day in days if day is not None), default=None)
    return found


def answering_of(proposals: Iterable[Proposal]) -> QuerySet[Handling]:
    """Return the handlings of proposals that answer the proposer, in order."""
    rows = Handling.objects.filter(proposal__in=[each.pk for each in proposals], role__in=ANSWERING)
    return rows.exclude(state__in=GONE).select_related("unit").order_by("order", "id")


def look_backs(actor: Actor, year: int) -> QuerySet[LookBack]:
    """Return the look-backs of a year that a person may see."""
    rows = LookBack.objects.filter(year=year, proposal__in=proposals_visible_to(actor))
    return rows.select_related("proposal", "handling__unit").order_by("visited_on", "proposal__filed_no", "id")


def _by(rows: Iterable[Any], field: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, field), []).append(row)
    return found
