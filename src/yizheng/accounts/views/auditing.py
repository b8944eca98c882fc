"""What the audit administrator reads: events at the doors, and the ledger. Nobody writes here."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from yizheng.accounts import events
from yizheng.accounts.locking import policy
from yizheng.accounts.policy_words import rules_in_words
from yizheng.kernel import quarantine, subjects
from yizheng.kernel.models import LedgerEntry, SecurityEvent
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Cell, Column

PER_PAGE = 50
EVENT_COLUMNS = (Column("时间", "date"), Column("账号"), Column("发生了什么"), Column("地址"), Column("权限或方式"))
LEDGER_COLUMNS = (
    Column("时间", "date"), Column("谁"), Column("身份"), Column("办了什么"), Column("对象"), Column("状态"),
    Column("理由"),
)  # fmt: skip


@require_GET
def security_events(request: Any) -> HttpResponse:
    """List sign-ins, locks, refusals and guessed addresses, newest first."""
    require("accounts.read_events", request.actor)
    found = _between(SecurityEvent.objects.select_related("user").order_by("-at", "-id"), request)
    what, who = request.GET.get("what", ""), request.GET.get("q", "").strip()[:60]
    found = found.filter(what=what) if what in events.LABELS else found
    found = found.filter(user__name__icontains=who) if who else found
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [[_moment(e.at), e.user.name if e.user else "", _what(e), e.path, e.permission] for e in page]
    choices = sorted(events.LABELS.items())
    return _list(request, "安全事件", page, EVENT_COLUMNS, rows, choices=choices, what=what)


@require_GET
def ledger(request: Any) -> HttpResponse:
    """List the ledger, newest first: who moved what, in which hat."""
    require("accounts.read_ledger", request.actor)
    found = _between(LedgerEntry.objects.order_by("-id"), request)
    kinds = {one.kind: one.label for one in subjects.registered()}
    kind, who = request.GET.get("what", ""), request.GET.get("q", "").strip()[:60]
    found = found.filter(kind=kind) if kind in kinds else found
    found = found.filter(actor_name__icontains=who) if who else found
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    closed = quarantine.closed_among({(entry.kind, entry.object_id) for entry in page})
    rows = [_ledger_row(entry, kinds, closed) for entry in page]
    return _list(request, "台账", page, LEDGER_COLUMNS, rows, choices=sorted(kinds.items()), what=kind)


@require_GET
def door_policy(request: Any) -> HttpResponse:
    """Show the rules of the door as this deployment sets them."""
    require("accounts.see_policy", request.actor)
    return render(request, "accounts/keeping/policy.html", {"rules": rules_in_words(policy())})


def _list(request: Any, title: str, page: Any, columns: Any, rows: list[Any], **more: Any) -> HttpResponse:
    context = {"title": title, "page": page, "columns": columns, "rows": rows, **more}
    return render(request, "accounts/keeping/audit.html", context)


def _between(rows: QuerySet[Any], request: Any) -> QuerySet[Any]:
    since, until = _day(request.GET.get("since", "")), _day(request.GET.get("until", ""))
    rows = rows.filter(at__gte=since) if since else rows
    return rows.filter(at__lt=until + timedelta(days=1)) if until else rows


def _day(text: str) -> datetime | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _what(event: SecurityEvent) -> str:
    return events.LABELS.get(event.what, event.what)


def _ledger_row(entry: LedgerEntry, kinds: dict[str, str], closed: set[tuple[str, int]]) -> list[Cell | str]:
    """Return one row; what was said about an object under quarantine or destroyed is read by nobody."""
    states = f"{entry.from_state} → {entry.to_state}" if entry.to_state else ""
    subject = f"{kinds.get(entry.kind, entry.kind)} {entry.object_id}"
    is_closed = bool(entry.reason) and (entry.kind, entry.object_id) in closed
    reason = quarantine.CLOSED_WORD if is_closed else entry.reason
    return [_moment(entry.at), entry.actor_name, entry.hat_label, entry.act, subject, states, reason]


def _moment(when: datetime) -> str:
    return timezone.localtime(when).strftime("%Y年%-m月%-d日 %H:%M:%S")
