"""Drafts that nobody touches: a warning on day 23, deletion on day 30 (our decision)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import quarantine
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify
from yizheng.notify.models import Notice
from yizheng.ui.tags.marks import month_day

from .enums import ProposalState
from .models import Proposal
from .services import writing

WARN_DAYS = 23
KEEP_DAYS = 30
GRACE = timedelta(days=KEEP_DAYS - WARN_DAYS)


def sweep(*, at: datetime) -> tuple[int, int]:
    """
    Warn of old drafts, then delete those whose warning is a week old; return how many of each.

    A draft is never deleted without a warning before: where the round did not run on day 23, it waits.
    Drafts under which somebody was asked to sign are acts and stay. Safe to run twice.
    """
    old = Proposal.objects.filter(state=ProposalState.DRAFT, touched_at__lte=at - timedelta(days=WARN_DAYS))
    old = old.exclude(quarantine.is_closed("proposal"))
    warned = deleted = 0
    for draft in old.select_related("first_proposer__person").order_by("id"):
        if _was_warned(draft, at - GRACE) and draft.touched_at <= at - timedelta(days=KEEP_DAYS):
            deleted += _delete(draft, at)
        elif not _was_warned(draft, at):
            warned += _warn(draft, at)
    return warned, deleted


def _key(draft: Proposal) -> str:
    return f"proposal-draft-{draft.pk}-{draft.edition}"


def _was_warned(draft: Proposal, by_then: datetime) -> bool:
    return Notice.objects.filter(key=_key(draft), sent_at__lte=by_then).exists()


def _warn(draft: Proposal, at: datetime) -> int:
    first = draft.first_proposer.person.user_id if draft.first_proposer else None
    users = {user for user in (draft.started_by_id, first) if user is not None}
    day = timezone.localdate(max(draft.touched_at + timedelta(days=KEEP_DAYS), at + GRACE))
    notify.tell(
        recipients=users, key=_key(draft), at=at, url=address("proposal:write", public_id=draft.public_id),
        text=f"提案草稿“{draft}”很久没有动了，{month_day(day)}会自动删除。还要的话，打开保存一次即可。",
    )  # fmt: skip
    return 1 if users else 0


@transaction.atomic
def _delete(draft: Proposal, at: datetime) -> int:
    held = writing.locked(draft)
    if held.state != ProposalState.DRAFT or held.edition != draft.edition:
        return 0
    writing.destroy(held, by=SYSTEM, at=at)
    return 1
