"""Writes: proposers are asked what they think of a reply, and say it (handbook 5.8; office-practice 21)."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value
from yizheng.promise import services as promises

from .. import askable, keys
from ..enums import FeedbackSource, FeedbackState, Rating, ReplyKind
from ..models import Feedback, Proposal, Reply, Signer
from ..workflow import feedback as table
from . import closing
from .locking import lock_handlings

MOST_COMMENT = 1000
BLANK: dict[str, Any] = {
    "attitude_rating": "", "result_rating": "", "comment": "", "source": "", "submitted_on": None,
    "reminded_on": None, "confirmed_on": None, "scan": None,
}  # fmt: skip
"""A question as it is before anybody answered."""


@dataclass(frozen=True)
class Ratings:
    """What a proposer says of a reply: attitude, result, and words; words are compulsory with 不满意."""

    attitude: str
    result: str
    comment: str = ""


@transaction.atomic
def ask_for_feedback(*, reply: Reply, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> list[Feedback]:
    """
    Ask the proposers what they think of a reply that was just issued (征询意见); return the questions.

    The first proposer (or the collective's contact) is asked, and the first one of each merged proposal; co-signers
    may add theirs. A second reply asks for the rating of the implementation instead. Part of the act that issues.
    Rule: handbook 5.8; office-practice 21; edge case 5; key proposal.feedback_workdays.
    """
    if reply.kind == ReplyKind.SECOND:
        return ask_implementation(reply=reply, by=by, at=at, act_id=act_id)
    signers, shared = askable.signers_of(reply.handling.proposal), act_id or uuid.uuid4()
    asked, today = askable.first_of_each(signers), timezone.localdate(at)
    due_on = _due(today, "答复")
    standing = {each.signer_id: each for each in reply.feedback.all()}
    return [
        _ask_again(standing[each.pk], due_on, by=by, at=at, act_id=shared) if each.pk in standing
        else _ask(reply, each, each.pk in asked, due_on, by=by, at=at, act_id=shared)
        for each in signers
    ]  # fmt: skip


@transaction.atomic
def take_back(
    *, reply: Reply, by: Actor, at: datetime, reason: str = "答复退改", act_id: uuid.UUID | None = None
) -> int:
    """
    Take the questions about a reply back, and its promises with it, when the reply is sent back (退改).

    What was answered stays in the ledger; the new version of the reply is asked about anew. Return how many.
    """
    shared = act_id or uuid.uuid4()
    rows = reply.feedback.exclude(state=FeedbackState.TAKEN_BACK).order_by("id")
    for row in rows:
        workflow.apply(table.TAKE_BACK, row, by=by, at=at, reason=reason, act_id=shared)
    promises.void_all(origin=reply, reason=reason, by=by, at=at, act_id=shared)
    return len(rows)


@transaction.atomic
def call_off(*, proposal: Proposal, reason: str, by: Actor, at: datetime, act_id: uuid.UUID) -> int:
    """
    Call off what proposers are still asked about a proposal that is withdrawn; what they said stays. Return how many.

    Rule: our decision, nobody owes a rating of what they took back.
    """
    rows = proposal.feedback.filter(state=FeedbackState.ASKED).order_by("id")
    for row in rows:
        workflow.apply(table.TAKE_BACK, row, by=by, at=at, reason=reason, act_id=act_id)
    return len(rows)


@transaction.atomic
@ledger.one_act()
def give(*, feedback: Feedback, ratings: Ratings, by: Actor, at: datetime, scan: StoredFile | None = None) -> Feedback:
    """
    Say what one thinks of a reply (评价); the clerk enters the paper form with its scan.

    Units never fill it in for members. When everybody asked has answered, the proposal closes by itself or waits
    for the clerk. Rule: handbook 5.8 (R35); office-practice 8, 21.
    Raises: PermissionDenied; Refused `no_rating`, `no_comment`, `long_comment`, `no_scan`, `guarded`, `stale`.
    """
    _check(ratings.attitude, ratings.result, ratings.comment)
    on_paper = by.wears(Role.PROPOSAL_CLERK)
    if on_paper and scan is None:
        raise Refused("no_scan", "代录评价要附上征询意见表的扫描件。")
    changes = {
        "attitude_rating": ratings.attitude, "result_rating": ratings.result, "comment": ratings.comment.strip(),
        "submitted_on": timezone.localdate(at), "scan": scan,
        "source": FeedbackSource.CLERK if on_paper else FeedbackSource.SELF,
    }  # fmt: skip
    lock_handlings(feedback.proposal_id)
    moved = workflow.apply(table.GIVE, feedback, by=_by_which_way(by, feedback), at=at, changes=changes)
    if scan is not None:
        files.attach(file=scan, subject=moved)
    closing.settle(proposal=moved.proposal, at=at)
    return moved


@transaction.atomic
def ask_implementation(*, reply: Reply, by: Actor, at: datetime, act_id: uuid.UUID | None = None) -> list[Feedback]:
    """
    Ask those who were asked about the reply how its implementation stands (征询落实情况), after a second reply.

    Rule: handbook 5.8, F056: a rate of its own. Part of the act that writes the second reply.
    """
    first = (
        reply.handling.replies.filter(state="issued").exclude(kind=ReplyKind.SECOND).order_by("-round", "-id").first()
    )
    if first is None:
        return []
    today, shared = timezone.localdate(at), act_id or uuid.uuid4()
    changes = {
        "implementation_asked_on": today, "implementation_due_on": _due(today, "二次答复"), "implementation_rating": "",
        "implementation_comment": "", "implementation_given_on": None, "implementation_closed_on": None,
    }  # fmt: skip
    rows = first.feedback.exclude(state=FeedbackState.TAKEN_BACK).order_by("id")
    return [workflow.apply(table.ASK_IMPLEMENTATION, row, by=by, at=at, changes=changes, act_id=shared) for row in rows]


@transaction.atomic
def rate_implementation(*, feedback: Feedback, rating: str, comment: str, by: Actor, at: datetime) -> Feedback:
    """
    Say how satisfied one is with what was carried out (评价落实情况). Never mixed with the rating of the reply.

    Raises: PermissionDenied; Refused `no_rating`, `no_comment`, `long_comment`, `guarded`.
    """
    _check(rating, rating, comment)
    changes = {
        "implementation_rating": rating, "implementation_comment": comment.strip(),
        "implementation_given_on": timezone.localdate(at),
    }  # fmt: skip
    way = _by_which_way(by, feedback)
    return workflow.apply(table.RATE_IMPLEMENTATION, feedback, by=way, at=at, changes=changes)


@transaction.atomic
def confirm_dissatisfied(*, feedback: Feedback, by: Actor, at: datetime) -> Feedback:
    """
    Confirm with the proposer that they are not satisfied (确认不满意), before a redo is ordered.

    Raises: PermissionDenied; Refused `stale`, `guarded`.
    """
    changes = {"confirmed_on": timezone.localdate(at)}
    moved = workflow.apply(table.CONFIRM_DISSATISFIED, feedback, by=by, at=at, changes=changes)
    proposal = moved.proposal
    events.publish(Moved("proposal", proposal, "confirm_dissatisfied", proposal.state, proposal.state, by, at))
    return moved


def _ask(
    reply: Reply, signer: Signer, is_asked: bool, due_on: date, *, by: Actor, at: datetime, act_id: uuid.UUID
) -> Feedback:
    today = timezone.localdate(at)
    made = Feedback.objects.create(
        proposal=reply.handling.proposal, reply=reply, signer=signer, is_asked=is_asked, asked_on=today, due_on=due_on
    )
    fields = {"due_on": due_on, "is_asked": is_asked}
    ledger.record("ask_for_feedback", made, by=by, at=at, to_state=made.state, fields=fields, act_id=act_id)
    events.publish(Moved("feedback", made, "ask_for_feedback", "", made.state, by, at, fields))
    return made


def _ask_again(row: Feedback, due_on: date, *, by: Actor, at: datetime, act_id: uuid.UUID) -> Feedback:
    if row.state != FeedbackState.TAKEN_BACK:
        return row
    changes = {**BLANK, "asked_on": timezone.localdate(at), "due_on": due_on}
    return workflow.apply(table.ASK_AGAIN, row, by=by, at=at, changes=changes, act_id=act_id)


def _due(today: date, event: str) -> date:
    return add_workdays(today, value(keys.FEEDBACK_WORKDAYS, on=today), work_calendar(), event=event).due_on


def _by_which_way(by: Actor, feedback: Feedback) -> Actor:
    """On paper the proposer speaks and the clerk enters: both names stand in the ledger (office-practice 8)."""
    if not by.wears(Role.PROPOSAL_CLERK):
        return by
    return replace(
        by, user_id=None, name=feedback.signer.display_name[:60], source=Source.PAPER, entered_by_id=by.user_id
    )


def _check(attitude: str, result: str, comment: str) -> None:
    if attitude not in Rating.values or result not in Rating.values:
        raise Refused("no_rating", "请在满意、基本满意、不满意中各选一项。")
    if Rating.NOT_SATISFIED in (attitude, result) and not comment.strip():
        raise Refused("no_comment", "选了不满意，请写一句原因，方便单位改进。")
    if len(comment.strip()) > MOST_COMMENT:
        raise Refused("long_comment", f"意见最多{MOST_COMMENT}字，现在有{len(comment.strip())}字，请精简。")
