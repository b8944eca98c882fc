"""Reads that every part of the room shares: what a person may see. Counts and search ask the same."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.org.configuration import value

from .enums import EntrySource, IssueState, OpinionState, TransferState
from .keys import LEADERS_READ_ALL
from .models import (
    IssueItem,
    Opinion,
    OpinionAuthor,
    OpinionIssue,
    OpinionRecipient,
    OpinionReport,
    OpinionTransfer,
)
from .standing import EDITORS, owner, unit_id

PRIVATE = (OpinionState.DRAFT,)
"""Nobody but its author knows of it (handbook 6.3)."""


def opinions_visible_to(actor: Actor) -> QuerySet[Opinion]:
    """
    Return the pieces a person may see in the worn hat.

    Editors see all that was sent in; authors their own and the comprehensive pieces theirs went into; leaders what
    was sent to them to sign, names them as recipient, or stands in an issue that was sent to them; the archivist what
    is archived. Units see slips, never pieces. What is quarantined exists for the information office only, as metadata.
    Rule: handbook 1.6 (visible to author, editors, leaders and named recipients only); office-practice 1, 3, 5.
    """
    rows = Opinion.objects.all()
    if actor.wears("system"):
        return rows
    if actor.wears(Role.OPINION_CLERK):
        return rows.filter(~Q(state__in=PRIVATE) | Q(source=EntrySource.CLERK))
    open_rows = rows.exclude(quarantine.is_closed("opinion"))
    if actor.wears(*EDITORS):
        return open_rows.exclude(state__in=PRIVATE)
    return open_rows.filter(_seen_by(actor))


def _seen_by(actor: Actor) -> Q:
    if actor.wears(Role.LEADER):
        return ~Q(state__in=PRIVATE) & _for_leader(actor)
    if actor.wears(Role.ARCHIVIST):
        return Q(state=OpinionState.ARCHIVED)
    mine = owner(actor)
    if mine is None:
        return Q(pk__in=[])
    own = Q(Exists(OpinionAuthor.objects.filter(opinion=OuterRef("pk"), **mine)))
    return own | (_named(actor.user_id) & ~Q(state__in=PRIVATE) if actor.user_id is not None else Q(pk__in=[]))


def _for_leader(actor: Actor) -> Q:
    if value(LEADERS_READ_ALL, on=timezone.localdate()):
        return Q()
    if actor.user_id is None:
        return Q(pk__in=[])
    return _named(actor.user_id) | _sent_in_an_issue(actor.user_id)


def _named(user_id: int) -> Q:
    return Q(Exists(OpinionRecipient.objects.filter(opinion=OuterRef("pk"), user_id=user_id)))


def _sent_in_an_issue(user_id: int) -> Q:
    items = IssueItem.objects.filter(opinion=OuterRef("pk"), issue__recipients__user_id=user_id)
    return Q(Exists(items.filter(issue__state=IssueState.ISSUED)))


def own_opinions(actor: Actor) -> QuerySet[Opinion]:
    """Return the pieces that are the worn hat's own, drafts and merged ones too."""
    mine = owner(actor)
    if mine is None:
        return Opinion.objects.none()
    own = OpinionAuthor.objects.filter(opinion=OuterRef("pk"), **mine)
    return Opinion.objects.filter(Exists(own)).exclude(quarantine.is_closed("opinion"))


def slips_visible_to(actor: Actor) -> QuerySet[OpinionTransfer]:
    """Return the transfer slips a person may see: editors all, a unit its own as long as they are not recalled."""
    rows = OpinionTransfer.objects.all()
    if actor.wears("system"):
        return rows
    closed = Opinion.objects.filter(quarantine.is_closed("opinion"), pk=OuterRef("opinion"))
    rows = rows.exclude(Exists(closed))
    if actor.wears(*EDITORS):
        return rows
    unit = unit_id(actor)
    if unit is None:
        return rows.none()
    return rows.filter(unit=unit).exclude(state=TransferState.RECALLED)


def issues_visible_to(actor: Actor) -> QuerySet[OpinionIssue]:
    """
    Return the issues a person may see: editors all; leaders those sent to them, or to sign.

    The archivist sees an issue once every piece in it is archived.
    """
    rows = OpinionIssue.objects.all()
    if actor.wears("system", *EDITORS):
        return rows
    if actor.wears(Role.LEADER) and actor.user_id is not None:
        to_sign = Q(state__in=(IssueState.SIGNING, IssueState.ISSUED), signer_user_id=actor.user_id)
        sent = Q(state=IssueState.ISSUED, recipients__user_id=actor.user_id) | to_sign
        return rows.filter(sent).distinct()
    if actor.wears(Role.ARCHIVIST):
        open_items = IssueItem.objects.filter(issue=OuterRef("pk")).exclude(opinion__state=OpinionState.ARCHIVED)
        return rows.filter(~Q(Exists(open_items)), state=IssueState.ISSUED)
    return rows.none()


def reports_visible_to(actor: Actor) -> QuerySet[OpinionReport]:
    """Return the reports to higher committees: whoever sees the piece sees where it was reported."""
    return OpinionReport.objects.filter(opinion__in=opinions_visible_to(actor).values("pk"))
