"""Probes of the notice room's keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from yizheng.accounts.enums import Role
from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.kernel.acting import SYSTEM
from yizheng.notify.addressees import Addressee
from yizheng.notify.escalation import escalate
from yizheng.notify.links import site
from yizheng.notify.models import Recipient
from yizheng.notify.services import send
from yizheng.notify.timing import hours, next_time, not_at_night
from yizheng.plan.tests.factories import seat
from yizheng.todo.reminding import Steps, steps

MIDNIGHT = AT + timedelta(hours=14)


def _texted_at_midnight() -> datetime:
    return not_at_night(MIDNIGHT, hours(on=TODAY).quiet)


def _chased_after_thirty_hours() -> list[tuple[datetime | None, datetime | None]]:
    reader = seat(Role.MEMBER)
    to = [Addressee(user_id=reader.user_id)]
    send(key="probe", title="通知", text="请参加会议。", url="/", to=to, by=SYSTEM, at=AT)
    escalate(at=AT + timedelta(hours=30))
    return list(Recipient.objects.values_list("texted_at", "to_call_from"))


def _steps() -> Steps:
    return steps(on=TODAY)


PROBES = [
    Probe("notify.resend_hours", 24, 72, _chased_after_thirty_hours),
    Probe("notify.remind_workdays", ["10", "3", "1", "0"], ["5"], lambda: _steps().before),
    Probe("notify.remind_late_every", 5, 2, lambda: _steps().late_every),
    Probe("notify.escalation_units", ["unit_leader"], ["assigner"], lambda: _steps().units),
    Probe("notify.escalation_office", ["office_clerk"], ["secretary_general"], lambda: _steps().office),
    Probe("notify.quiet_hours", "22:00-07:30", "", _texted_at_midnight),
    Probe("notify.digest_at", "08:00", "09:00", lambda: next_time(AT, hours(on=TODAY).digest_at)),
    Probe("notify.site_address", "", "https://yunxi.example", lambda: site(on=TODAY)),
]
