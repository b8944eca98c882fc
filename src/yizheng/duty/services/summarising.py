"""Writes: a sector or a body hands in its summary of the year, the others are reminded (界别、小组年终总结; F128)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.queries import holders_in
from yizheng.kernel import ledger, quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.notify import services as notify
from yizheng.org.models import Sector

from .. import contacts, queries
from ..contacts import Unit
from ..models import YearSummary
from .holding import hold_year

MOST_WORDS = 10_000
REMIND = "remind_summaries"


@transaction.atomic
def hand_in(*, unit: Unit, year: int, words: str, by: Actor, at: datetime) -> YearSummary:
    """
    Hand in the summary of a year (交年终总结); handed in again, the new words take the place of the old.

    Whoever speaks for a sector or a body hands in for that one only.
    Raises: PermissionDenied; Refused `not_own`, `no_text`, `long_text`, `future`, `closed`; nothing is written then.
    """
    require("duty.hand_in", by)
    text = words.strip()
    if contacts.key_of(unit) not in {contacts.key_of(each) for each in contacts.units_of(by, year)}:
        raise Refused("not_own", "只能交本单位的总结，其他单位的请由办公室代交。")
    if not text:
        raise Refused("no_text", "请写上总结。")
    if len(text) > MOST_WORDS:
        raise Refused("long_text", f"总结最多{MOST_WORDS}字，现在有{len(text)}字，请精简。")
    if year > queries.year_of(timezone.localdate(at)):
        raise Refused("future", "这一年还没有到。")
    owner: dict[str, Any] = {"sector": unit} if isinstance(unit, Sector) else {"body": unit}
    rows = YearSummary.objects.annotate(content_is_closed=quarantine.is_closed("year_summary"))
    if (standing := rows.filter(year=year, **owner).first()) is not None:
        quarantine.refuse_closed(standing)
    given: dict[str, Any] = {"words": text, "handed_in_on": timezone.localdate(at), "handed_in_by_name": by.name}
    made, is_new = YearSummary.objects.update_or_create(year=year, **owner, defaults=given)
    act = "hand_in_summary" if is_new else "renew_summary"
    ledger.record(act, made, by=by, at=at, fields={"year": year, "chars": len(text)})
    return made


@dataclass(frozen=True)
class Reminded:
    """Which units were told, and which have nobody with a login: somebody rings them up."""

    told: tuple[Unit, ...]
    silent: tuple[Unit, ...]


@transaction.atomic
def remind(*, year: int, by: Actor, at: datetime) -> Reminded:
    """
    Remind the units that have not handed in (催交年终总结); whoever speaks for one is told once a day.

    Raises: PermissionDenied; Refused `complete` when all have handed in, `today` when they were reminded today
    already; nothing is written then.
    """
    require("duty.remind_units", by)
    lacking = [each.unit for each in contacts.missing(contacts.due_of(by, year))]
    if not lacking:
        raise Refused("complete", f"{year}年的总结已经收齐，不用提醒。")
    row, today = hold_year(year), timezone.localdate(at)
    if ledger.history("duty_year", row.pk).filter(act=REMIND, at__date=today).exists():
        raise Refused("today", "今天已经提醒过了，明天再催。")
    users = {contacts.key_of(unit): _speaking_for(unit, today) for unit in lacking}
    told = tuple(unit for unit in lacking if users[contacts.key_of(unit)])
    for unit in told:
        notify.tell(
            recipients=users[contacts.key_of(unit)], text=f"请交{contacts.name_of(unit)}{year}年的总结。",
            url=f"{address('duty:summaries')}?year={year}", at=at,
            key=f"{REMIND}-{year}-{contacts.key_of(unit)}-{today.isoformat()}",
        )  # fmt: skip
    ledger.record(REMIND, row, by=by, at=at, fields={"year": year, "told": len(told), "missing": len(lacking)})
    return Reminded(told, tuple(unit for unit in lacking if unit not in told))


def _speaking_for(unit: Unit, on: date) -> list[int]:
    return holders_in("sector" if isinstance(unit, Sector) else "body", unit.pk, on=on)
