"""Drafts that nobody touches: a warning a week before, then they are thrown away (key speech.draft_days)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import grants_in_force
from yizheng.kernel import quarantine
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify
from yizheng.notify.models import Notice
from yizheng.org.configuration import value
from yizheng.ui.tags.marks import month_day

from .enums import SpeechState
from .keys import DRAFT_DAYS
from .models import Speech
from .notifications import people_of
from .queries import WITH
from .services import writing

GRACE = timedelta(days=7)


def sweep(*, at: datetime) -> tuple[int, int]:
    """
    Warn of old drafts, then delete those whose warning is a week old; return how many of each. Safe to run twice.

    A draft is never deleted without a warning before: where the round did not run in time, it waits. Whatever was
    handed in once is no draft any more and stays.
    """
    keep = timedelta(days=value(DRAFT_DAYS, on=timezone.localdate(at)))
    old = Speech.objects.filter(state=SpeechState.DRAFT, touched_at__lte=at - keep + GRACE)
    warned = deleted = 0
    for draft in old.exclude(quarantine.is_closed("speech")).select_related(*WITH).order_by("id"):
        if _was_warned(draft, at - GRACE) and draft.touched_at <= at - keep:
            deleted += _delete(draft, at)
        elif not _was_warned(draft, at):
            warned += _warn(draft, max(draft.touched_at + keep, at + GRACE), at)
    return warned, deleted


def _key(draft: Speech) -> str:
    return f"speech-draft-{draft.pk}-{draft.edition}"


def _was_warned(draft: Speech, by_then: datetime) -> bool:
    return Notice.objects.filter(key=_key(draft), sent_at__lte=by_then).exists()


def _warn(draft: Speech, goes_at: datetime, at: datetime) -> int:
    users = set(_writers(draft, timezone.localdate(at)))
    notify.tell(
        recipients=users, key=_key(draft), at=at, url=address("speech:write", public_id=draft.public_id),
        text=f"大会发言草稿“{draft}”很久没有动了，{month_day(timezone.localdate(goes_at))}会自动删除。还要的话，打开保存一次即可。",
    )  # fmt: skip
    return 1 if users else 0


def _writers(draft: Speech, on: date) -> Iterator[int]:
    """The authors; the office too of what it wrote down for somebody."""
    yield from people_of(draft, on)
    if draft.is_entered:
        yield from grants_in_force(on).filter(role=Role.OFFICE_CLERK).values_list("user_id", flat=True)


@transaction.atomic
def _delete(draft: Speech, at: datetime) -> int:
    held = writing.locked(draft)
    if held.state != SpeechState.DRAFT or held.edition != draft.edition:
        return 0
    writing.destroy(held, by=SYSTEM, at=at)
    return 1
