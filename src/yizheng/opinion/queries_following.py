"""Reads of what became of pieces: slips, reports, adoptions, feedback owed, by whom they may be seen."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from yizheng.kernel.acting import Actor

from .enums import AdoptionState, FeedbackState, IssueState, TransferState
from .models import OpinionAdoption, OpinionFeedback, OpinionReport, OpinionTransfer
from .queries import opinions_visible_to, own_opinions, reports_visible_to, slips_visible_to
from .standing import EDITORS

AT_UNIT = (TransferState.SENT, TransferState.SIGNED, TransferState.SENT_BACK)
"""States in which a unit still owes its answer."""
OPEN = (*AT_UNIT, TransferState.REPLIED, TransferState.DECLINED)
"""States in which somebody still owes something."""


def standing_adoptions() -> QuerySet[OpinionAdoption]:
    """Return the adoptions that hold: not voided, and not only said by an issue that was recalled."""
    return OpinionAdoption.objects.filter(state=AdoptionState.STANDING).exclude(issue__state=IssueState.RECALLED)


def adoptions_visible_to(actor: Actor) -> QuerySet[OpinionAdoption]:
    """Return adoptions with their proofs: the information office's; authors are told the fact."""
    rows = OpinionAdoption.objects.select_related("opinion", "issue", "report")
    if actor.wears("system", *EDITORS):
        return rows.filter(opinion__in=opinions_visible_to(actor).values("pk"))
    return rows.none()


def feedback_visible_to(actor: Actor) -> QuerySet[OpinionFeedback]:
    """Return what authors are told: editors all, an author what was given on the own pieces."""
    rows = OpinionFeedback.objects.select_related("opinion")
    if actor.wears("system", *EDITORS):
        return rows.filter(opinion__in=opinions_visible_to(actor).values("pk"))
    return rows.filter(state=FeedbackState.GIVEN, opinion__in=own_opinions(actor).values("pk"))


def slips_in_full(actor: Actor) -> QuerySet[OpinionTransfer]:
    """Return the slips a person may see, ready to be drawn."""
    return slips_visible_to(actor).select_related("opinion", "unit")


def late_slips(on: date) -> Q:
    """Keep slips whose answer was due before a day and is not there."""
    return Q(state__in=AT_UNIT, due_on__lt=on)


def reports_in_full(actor: Actor) -> QuerySet[OpinionReport]:
    """Return the reports to higher committees with their pieces: editors only; authors hear of results."""
    rows = reports_visible_to(actor).select_related("opinion")
    return rows if actor.wears("system", *EDITORS) else rows.none()
