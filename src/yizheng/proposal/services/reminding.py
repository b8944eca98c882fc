"""Writes: the night's round: who has not answered is reminded once, then closed as silent (handbook 5.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils import timezone

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.reckoning import add_workdays
from yizheng.kernel import workflow
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value

from .. import keys
from ..enums import FeedbackSource, FeedbackState, ProposalState, Rating
from ..models import Feedback, Proposal
from ..workflow import feedback as table
from . import closing


@transaction.atomic
def follow_up(*, on: date, at: datetime) -> int:
    """
    Remind of every question that is past its date, and close what stayed silent after that; return how many moved.

    Co-signers who may add theirs are left alone, and so is what is under quarantine. Safe to run twice and after
    missed nights. Rule: handbook 5.8; keys proposal.feedback_workdays, proposal.default_feedback.
    """
    moved = [_undisturbed(_follow, each, on, at) for each in _late(on)]
    moved += [_undisturbed(_close_implementation, each, on, at) for each in _silent_on_implementation(on)]
    for proposal in _nobody_left_to_ask():
        _undisturbed(_settle, proposal, on, at)
    return sum(moved)


def _undisturbed(act: Callable[[Any, date, datetime], bool], obj: Model, on: date, at: datetime) -> bool:
    """Do one of many: what is refused (content under quarantine) must not end the night's round of the others."""
    try:
        with transaction.atomic():
            return act(obj, on, at)
    except Refused:
        return False


def _late(on: date) -> QuerySet[Feedback]:
    rows = Feedback.objects.filter(state=FeedbackState.ASKED, is_asked=True, due_on__lt=on)
    return rows.select_related("proposal", "signer").order_by("id")


def _settle(proposal: Proposal, _on: date, at: datetime) -> bool:
    return closing.settle(proposal=proposal, at=at).state != ProposalState.REPLIED


def _nobody_left_to_ask() -> QuerySet[Proposal]:
    asked = Feedback.objects.filter(proposal=OuterRef("pk"), state=FeedbackState.ASKED, is_asked=True)
    return Proposal.objects.filter(~Exists(asked), state=ProposalState.REPLIED).order_by("id")


def _silent_on_implementation(on: date) -> QuerySet[Feedback]:
    rows = Feedback.objects.filter(implementation_due_on__lt=on, implementation_rating="")
    return rows.filter(implementation_closed_on__isnull=True).order_by("id")


def _close_implementation(feedback: Feedback, _on: date, at: datetime) -> bool:
    changes = {"implementation_closed_on": timezone.localdate(at)}
    workflow.apply(table.CLOSE_IMPLEMENTATION, feedback, by=SYSTEM, at=at, changes=changes)
    return True


def _follow(feedback: Feedback, on: date, at: datetime) -> bool:
    if feedback.reminded_on is None:
        workflow.apply(table.REMIND, feedback, by=SYSTEM, at=at, changes={"reminded_on": timezone.localdate(at)})
        return True
    if last_day(feedback.reminded_on) >= on:
        return False
    _close(feedback, at)
    return True


def last_day(reminded_on: date) -> date:
    """Return the last day on which somebody who was reminded may still answer."""
    return add_workdays(
        reminded_on, value(keys.FEEDBACK_WORKDAYS, on=reminded_on), work_calendar(), event="提醒"
    ).due_on


def _close(feedback: Feedback, at: datetime) -> None:
    """Silence is "not expressed"; an office that counts it as basically satisfied has it marked as its rule."""
    default = value(keys.DEFAULT_FEEDBACK, on=timezone.localdate(at))
    if default == Rating.BASIC:
        changes = {"result_rating": Rating.BASIC, "source": FeedbackSource.DEFAULT}
        workflow.apply(table.CLOSE_BY_DEFAULT, feedback, by=SYSTEM, at=at, changes=changes)
        return
    workflow.apply(table.CLOSE_SILENT, feedback, by=SYSTEM, at=at)
