"""Writes: authors are owed word of what became of a piece, get it, and say that they saw it (handbook 6.5; F078)."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.configuration import value

from ..enums import FeedbackKind, FeedbackState, SourceKind, UpLevel
from ..keys import FEEDBACK_WORKDAYS
from ..models import FeedbackSeen, Opinion, OpinionAdoption, OpinionFeedback
from ..phrases_following import issued_of, rejected_of
from ..queries_following import authors_of_hat, standing_adoptions
from ..workflow import feedback as table
from . import following_dates as dates

MOST_CHARS = 500


@transaction.atomic
def owe(
    *,
    opinion: Opinion,
    kind: FeedbackKind,
    text: str,
    by: Actor,
    at: datetime,
    act_id: uuid.UUID | None = None,
    adoption: OpinionAdoption | None = None,
) -> OpinionFeedback | None:
    """
    Note that the authors are to be told, with a sentence prepared (应反馈); part of the act they shall hear of.

    `adoption` is what the sentence speaks of, so that it goes when that is voided. Due within
    opinion.feedback_workdays. Nothing is owed for a piece that only a lower committee sent: what is decided goes back
    to it by itself. Rule: handbook 6.3, 6.5.
    """
    if not has_own_authors(opinion):
        return None
    today = timezone.localdate(at)
    row = OpinionFeedback.objects.create(
        opinion=opinion, kind=kind, text=text[:MOST_CHARS], owed_on=today, due_on=today, adoption=adoption
    )
    workdays = value(FEEDBACK_WORKDAYS, on=today)
    row.due_on = dates.start(row, dates.TELL, workdays, by=by, at=at)
    row.save(update_fields=["due_on"])
    _tell(row, "owe_feedback", by=by, at=at, act_id=act_id)
    _note_on(opinion)
    return row


@transaction.atomic
def tell_at_once(
    *, opinion: Opinion, kind: FeedbackKind, text: str, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> OpinionFeedback | None:
    """Note that a plain fact was told the authors by a notice in the same act: adopted, not adopted and why."""
    if not has_own_authors(opinion):
        return None
    today = timezone.localdate(at)
    row = OpinionFeedback.objects.create(
        opinion=opinion, kind=kind, text=text[:MOST_CHARS], owed_on=today, due_on=today, given_on=today,
        state=FeedbackState.GIVEN,
    )  # fmt: skip
    _tell(row, "tell_author", by=by, at=at, act_id=act_id)
    _note_on(opinion)
    return row


@transaction.atomic
def give(*, feedback: OpinionFeedback, text: str, by: Actor, at: datetime) -> OpinionFeedback:
    """
    Send the authors the prepared sentence, as it is or changed (反馈作者).

    Raises: PermissionDenied; Refused `stale`, `no_text`, `long_text`; nothing is sent then.
    """
    said = text.strip()
    if not said:
        raise Refused("no_text", "请写明告诉作者什么。")
    if len(said) > MOST_CHARS:
        raise Refused("long_text", f"反馈最多{MOST_CHARS}字，现在有{len(said)}字，请精简。")
    changes = {"text": said, "given_on": timezone.localdate(at)}
    moved = workflow.apply(table.GIVE, feedback, by=by, at=at, changes=changes)
    dates.meet(moved, by=by, at=at)
    _note_on(moved.opinion)
    return moved


@transaction.atomic
def drop(
    *, feedback: OpinionFeedback, reason: str, by: Actor, at: datetime, act_id: uuid.UUID | None = None
) -> OpinionFeedback:
    """Let an author not be told after all (不再反馈). Raises: PermissionDenied; Refused `stale`, `no_reason`."""
    moved = workflow.apply(table.DROP, feedback, by=by, at=at, reason=reason, act_id=act_id)
    dates.cancel(moved, reason, by=by, at=at)
    _note_on(moved.opinion)
    return moved


@transaction.atomic
def see(*, feedback: OpinionFeedback, by: Actor, at: datetime) -> OpinionFeedback:
    """
    Note that an author saw it (知道了): each author for themself, the first time counts and later ones are no act.

    Raises: PermissionDenied; Refused `stale`; nothing is noted then.
    """
    locked = OpinionFeedback.objects.select_for_update(of=("self",)).get(pk=feedback.pk)
    require("opinion.see_feedback", by, locked)
    mine = authors_of_hat(by).filter(opinion=locked.opinion_id)
    if locked.seen.filter(author__in=mine).exists():
        return locked
    moved = workflow.apply(table.SEE, locked, by=by, at=at, changes={"seen_at": locked.seen_at or at})
    author = mine.filter(pk=locked.author_id) if locked.author_id else mine.order_by("order", "id")
    FeedbackSeen.objects.create(feedback=moved, author=author[0], seen_at=at)
    return moved


def follow(moved: Moved) -> None:
    """Tell authors at once what is plain: adopted here, or not and why; wired to every act (handbook 6.3)."""
    if not isinstance(moved.obj, Opinion):
        return
    opinion, by, at = moved.obj, moved.by, moved.at
    if moved.act == "reject_opinion":
        text = rejected_of(opinion, opinion.reject_reason)
        tell_at_once(opinion=opinion, kind=FeedbackKind.REJECTED, text=text, by=by, at=at)
    elif moved.act in ("issue_opinion", "issue_opinion_too") and not _was_adopted_here(opinion):
        tell_at_once(opinion=opinion, kind=FeedbackKind.ADOPTION, text=issued_of(opinion), by=by, at=at)


def _was_adopted_here(opinion: Opinion) -> bool:
    """The adoption of the issue that is being signed is written after its pieces moved."""
    return standing_adoptions().filter(opinion=opinion, level=UpLevel.SELF).exists()


def has_own_authors(opinion: Opinion) -> bool:
    """Tell whether there is somebody here to tell: not for what a lower committee sent alone, or the public."""
    if opinion.source_kind not in (SourceKind.COUNTY_COMMITTEE, SourceKind.PUBLIC_LEAD):
        return True
    columns = ("membership", "party_body", "body", "sector", "officer")
    return any(opinion.authors.exclude(**{column: None}).exists() for column in columns)


def _note_on(opinion: Opinion) -> None:
    """Keep on the piece by when something is owed next, and when its authors heard last."""
    rows = OpinionFeedback.objects.filter(opinion=opinion)
    next_due = rows.filter(state=FeedbackState.OWED).aggregate(due=Min("due_on"))["due"]
    last = rows.filter(state=FeedbackState.GIVEN).order_by("-given_on").values_list("given_on", flat=True).first()
    Opinion.objects.filter(pk=opinion.pk).update(feedback_due=next_due, fed_back_on=last)


def _tell(row: OpinionFeedback, act: str, *, by: Actor, at: datetime, act_id: uuid.UUID | None) -> None:
    fields = {"kind": row.kind, "opinion": row.opinion_id}
    ledger.record(act, row, by=by, at=at, to_state=row.state, fields=fields, act_id=act_id)
    events.publish(Moved("opinion_feedback", row, act, "", row.state, by, at, fields))
