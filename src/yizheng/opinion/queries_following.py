"""Reads of what became of pieces: slips, reports, adoptions, feedback owed, by whom they may be seen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from yizheng.kernel.acting import Actor

from .enums import AdoptionState, FeedbackState, IssueState, TransferState
from .models import FeedbackSeen, OpinionAdoption, OpinionAuthor, OpinionFeedback, OpinionReport, OpinionTransfer
from .queries import opinions_visible_to, own_opinions, reports_visible_to, slips_visible_to
from .standing import EDITORS, owner

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
    """Return what authors are told: editors all, an author what was given on the own pieces to all or to them."""
    rows = OpinionFeedback.objects.select_related("opinion")
    if actor.wears("system", *EDITORS):
        return rows.filter(opinion__in=opinions_visible_to(actor).values("pk"))
    mine = authors_of_hat(actor).values("pk")
    given = rows.filter(state=FeedbackState.GIVEN, opinion__in=own_opinions(actor).values("pk"))
    return given.filter(Q(author=None) | Q(author__in=mine))


def authors_of_hat(actor: Actor) -> QuerySet[OpinionAuthor]:
    """Return the author rows of the worn hat, in any piece; none for a hat that writes for nobody."""
    mine = owner(actor)
    return OpinionAuthor.objects.none() if mine is None else OpinionAuthor.objects.filter(**mine)


def feedback_to(actor: Actor) -> QuerySet[Any]:
    """
    Return what authors were told as the worn hat reads it: `seen_by_me` is when this author saw it first.

    For a hat that writes for nobody (the office that entered a piece for others) it is when the first author did.
    """
    rows = OpinionFeedback.objects.filter(state=FeedbackState.GIVEN)
    if owner(actor) is None:
        return rows.annotate(seen_by_me=F("seen_at"))
    mine = authors_of_hat(actor).values("pk")
    seen = FeedbackSeen.objects.filter(feedback=OuterRef("pk"), author__in=mine).order_by("id")
    rows = rows.filter(Q(author=None) | Q(author__in=mine))
    return rows.annotate(seen_by_me=Subquery(seen.values("seen_at")[:1]))


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
