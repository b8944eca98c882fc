"""Drafts that nobody touches: a warning on day 23, deletion on day 30 (design 5)."""

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

from .authorship import main_author
from .enums import OpinionState, SourceKind
from .models import Opinion
from .services import writing

WARN_DAYS = 23
KEEP_DAYS = 30
GRACE = timedelta(days=KEEP_DAYS - WARN_DAYS)


def sweep(*, at: datetime) -> tuple[int, int]:
    """
    Warn of old drafts, then delete those whose warning is a week old; return how many of each. Safe to run twice.

    A draft is never deleted without a warning before: where the round did not run on day 23, it waits.
    """
    old = Opinion.objects.filter(state=OpinionState.DRAFT, touched_at__lte=at - timedelta(days=WARN_DAYS))
    warned = deleted = 0
    old = old.exclude(source_kind=SourceKind.PUBLIC_LEAD)  # the house owes the public an end of it
    for draft in old.exclude(quarantine.is_closed("opinion")).order_by("id"):
        if _was_warned(draft, at - GRACE) and draft.touched_at <= at - timedelta(days=KEEP_DAYS):
            deleted += _delete(draft, at)
        elif not _was_warned(draft, at):
            warned += _warn(draft, at)
    return warned, deleted


def _key(draft: Opinion) -> str:
    return f"opinion-draft-{draft.pk}-{draft.edition}"


def _was_warned(draft: Opinion, by_then: datetime) -> bool:
    return Notice.objects.filter(key=_key(draft), sent_at__lte=by_then).exists()


def _warn(draft: Opinion, at: datetime) -> int:
    author = main_author(draft)
    member = author.membership.person.user_id if author is not None and author.membership is not None else None
    users = {user for user in (draft.started_by_id, member) if user is not None}
    day = timezone.localdate(max(draft.touched_at + timedelta(days=KEEP_DAYS), at + GRACE))
    notify.tell(
        recipients=users, key=_key(draft), at=at, url=address("opinion:write", public_id=draft.public_id),
        text=f"社情民意草稿“{draft}”很久没有动了，{month_day(day)}会自动删除。还要的话，打开保存一次即可。",
    )  # fmt: skip
    return 1 if users else 0


@transaction.atomic
def _delete(draft: Opinion, at: datetime) -> int:
    held = writing.locked(draft)
    if held.state != OpinionState.DRAFT or held.edition != draft.edition:
        return 0
    writing.destroy(held, by=SYSTEM, at=at)
    return 1
