"""Writes: a sector or a body hands in its summary of the year (界别、小组年终总结; F128)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import Sector

from .. import contacts, queries
from ..contacts import Unit
from ..models import YearSummary

MOST_WORDS = 10_000


@transaction.atomic
def hand_in(*, unit: Unit, year: int, words: str, by: Actor, at: datetime) -> YearSummary:
    """
    Hand in the summary of a year (交年终总结); handed in again, the new words take the place of the old.

    A convener hands in for the own sector only. Raises: PermissionDenied; Refused `not_own`, `no_text`,
    `long_text`, `future`, `closed`; nothing is written then.
    """
    require("duty.hand_in", by)
    text = words.strip()
    if contacts.key_of(unit) not in {contacts.key_of(each) for each in contacts.units_of(by, year)}:
        raise Refused("not_own", "只能交本界别的总结，其他单位的请由办公室代交。")
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
