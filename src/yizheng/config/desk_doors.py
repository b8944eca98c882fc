"""The cards of the three administrators: logins, locks, and what happened at the doors."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from yizheng.accounts import events, locking
from yizheng.accounts.models import User
from yizheng.accounts.subjects import logins_visible_to
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry, SecurityEvent
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps, totals
from yizheng.todo.desk import LINES, MAIN, DeskCard, Line, offer
from yizheng.ui.shapes import Figure

MOST = 6
WEEK = timedelta(days=7)


@Asked
def read_logins(actor: Actor, _on: date) -> Steps[dict[str, int] | None]:
    """Count the logins that work, those whose owner has not changed the first password, those closed."""
    if not may("accounts.open", actor):
        return None
    counted: list[dict[str, int]] = yield totals(
        logins_visible_to(actor),
        active=Count("id", filter=Q(is_active=True)),
        fresh=Count("id", filter=Q(is_active=True, must_change_password=True)),
        closed=Count("id", filter=Q(is_active=False)),
    )
    return counted[0]


def logins(found: dict[str, int]) -> dict[str, Any]:
    """Return the card of the system administrator."""
    url = address("logins:list")
    shown = [Figure(found["active"], "在用账号", url, "个"), Figure(found["fresh"], "等本人改初始密码", url, "个"),
             Figure(found["closed"], "已停用", url, "个")]  # fmt: skip
    return {"title": "账号", "figures": shown, "more": "账号清单", "url": url}


def read_locked(actor: Actor, _on: date) -> list[User] | None:
    """Return the logins of this committee that are locked now."""
    if not may("accounts.unlock", actor):
        return None
    names = locking.locked_logins(at=timezone.now())
    return list(logins_visible_to(actor).filter(username__in=names).order_by("name")[:MOST]) if names else []


def locked(found: list[User]) -> dict[str, Any]:
    """Return the card of the security administrator; that nobody is locked is said too."""
    lines = [Line(user.name, address("logins:one", public_id=user.public_id), "已锁定", "late", user.username)
             for user in found]  # fmt: skip
    nobody = [Line("现在没有账号被锁定", "", "正常", "ok")]
    return {"title": "锁定的账号", "lines": lines or nobody, "more": "账号清单", "url": address("logins:list")}


@Asked
def read_events(actor: Actor, on: date) -> Steps[dict[str, Any] | None]:
    """Return the newest events at the doors and how many acts the ledger took in the last week."""
    if not may("accounts.read_events", actor):
        return None
    newest, [week] = yield (
        SecurityEvent.objects.select_related("user").order_by("-at", "-id")[:MOST],
        totals(LedgerEntry.objects.filter(at__date__gt=on - WEEK), acts=Count("id")),
    )
    return {"newest": newest, **week}


def door_events(found: dict[str, Any]) -> dict[str, Any]:
    """Return the card of the audit administrator."""
    lines = [Line(events.LABELS.get(each.what, each.what), note=_who_when(each)) for each in found["newest"]]
    shown = [Figure(found["acts"], "近一周台账记录", address("logins:ledger"), "条")]
    nothing = [Line("近来没有安全事件", "", "正常", "ok")]
    return {"title": "安全事件", "figures": shown, "lines": lines or nothing, "more": "全部",
            "url": address("logins:events")}  # fmt: skip


def offer_cards() -> None:
    """Put the cards on the administrators' desks."""
    offer(
        DeskCard("door-logins", MAIN, LINES, read_logins, logins),
        DeskCard("door-locked", MAIN, LINES, read_locked, locked),
        DeskCard("door-events", MAIN, LINES, read_events, door_events),
    )


def _who_when(event: SecurityEvent) -> str:
    at = timezone.localtime(event.at)
    return f"{at.month}月{at.day}日 {at:%H:%M} · {event.user.name if event.user else '未登录'}"
