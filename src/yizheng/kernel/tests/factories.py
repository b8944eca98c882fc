"""Committees, people and ledger rows for the tests of the kernel."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from itertools import count
from typing import Any

from yizheng.accounts.models import User
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.models import Committee, LedgerEntry

_numbers = count(1)
AT = datetime(2026, 3, 12, 2, 30, 15, 250000, tzinfo=UTC)
"""2026年3月12日 10:30 in Shanghai."""


def make_committee(slug: str, **fields: Any) -> Committee:
    return Committee.objects.create(slug=slug, short_name=f"{slug}政协", full_name=f"政协{slug}委员会", **fields)


def make_user(name: str = "周晓兰", **fields: Any) -> User:
    return User.objects.create(username=f"user-{next(_numbers)}", name=name, **fields)


def actor(user: User | None = None, role: str = "office_clerk", **hat: Any) -> Actor:
    worn = Hat(role=role, label="办公室", **hat)
    return Actor(user_id=None if user is None else user.pk, name="周晓兰" if user is None else user.name, hat=worn)


def make_entry(**fields: Any) -> LedgerEntry:
    """Write a ledger row in the open scope, past the registry of subjects; every column has a value."""
    usual = {
        "at": AT, "act": "confirm_task", "act_id": uuid.uuid4(), "kind": "plan_task", "object_id": next(_numbers),
        "from_state": "done", "to_state": "confirmed", "actor_name": "周晓兰", "hat": "office_clerk",
        "hat_label": "办公室", "source": "web", "fields": {"done_on": "2026-03-11", "months": [3, 4]},
        "reason": "已核对会议记录",
    }  # fmt: skip
    return LedgerEntry.objects.create(**{**usual, **fields})
