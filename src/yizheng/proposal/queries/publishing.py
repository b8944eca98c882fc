"""Reads of publications: for the office, and for anybody."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Closure

from ..enums import PublicationState, PublicLevel, ReplyState, Secrecy
from ..models import Proposal, Publication, Reply
from ..publishable import ANSWERED
from ..standing import OFFICE_READERS
from . import proposals_visible_to


def publications_visible_to(actor: Actor) -> QuerySet[Publication]:
    """Return the publications a person may see in the house: the office all, others what is public of theirs."""
    if actor.wears(*OFFICE_READERS, "office_clerk", "system"):
        return Publication.objects.all()
    published = Publication.objects.filter(state=PublicationState.PUBLISHED)
    return published.filter(proposal__in=proposals_visible_to(actor))


def public_ones() -> QuerySet[Publication]:
    """Return what anybody may read, the newest first; content under quarantine is off the page at once."""
    closed = Closure.objects.filter(
        kind="proposal", object_id=OuterRef("proposal_id"), state__in=quarantine.OPEN_STATES
    )
    rows = Publication.objects.filter(state=PublicationState.PUBLISHED).exclude(Exists(closed))
    return rows.exclude(level=PublicLevel.NONE).filter(proposal__secrecy=Secrecy.OPEN).order_by("-published_on", "-id")


def waiting(actor: Actor) -> QuerySet[Proposal]:
    """Return the answered proposals that could be public and have no public copy yet, the longest closed first."""
    refused = Reply.objects.filter(
        handling__proposal=OuterRef("pk"), state=ReplyState.ISSUED, public_level=PublicLevel.NONE
    )
    rows = proposals_visible_to(actor).filter(state__in=ANSWERED, secrecy=Secrecy.OPEN, publication__isnull=True)
    open_ones = rows.exclude(publish_consent=PublicLevel.NONE).exclude(Exists(refused))
    return open_ones.exclude(quarantine.is_closed("proposal")).order_by("closed_on", "id")


def matching(rows: QuerySet[Publication], words: str, year: int | None, category: str) -> QuerySet[Publication]:
    """Return those whose title, number, proposer or units hold the words, of a year and category where given."""
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(proposer__icontains=words)
            | Q(units__icontains=words)
        )  # fmt: skip
    if year is not None:
        rows = rows.filter(year=year)
    return rows.filter(category=category) if category else rows
