"""Document numbers (发文字号): 云溪协〔2026〕12号, typed from the office's OA or given in an own series."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.sequences import next_number
from yizheng.org import configuration

from .enums import NumberSource
from .keys import NUMBER_SOURCE, PREFIXES
from .models import GivenNumber

FORM = "{prefix}〔{year}〕{seq}号"
_TYPED = re.compile(r"(?P<prefix>.+?)〔(?P<year>\d{4})〕(?P<seq>[1-9]\d{0,5})号")
_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "【": "〔", "】": "〕", "（": "〔", "）": "〕", "(": "〔", ")": "〕"})


@transaction.atomic
def give_number(*, prefix: str, year: int, typed: str = "", by: Actor, at: datetime) -> str:
    """
    Give a document number in the transaction of the act that needs it, and return it.

    By default `typed` is what the office's OA gave: it is checked and registered. With an own series the
    next number of prefix and year is given: no gap, no number twice; an act that is undone gives it back.

    Rule: handbook 2.2; GB/T 9704-2012, 7.2.5; office-practice 10; keys document.number_source, document.prefixes.
    Raises: Refused `no_prefix`, `no_number`, `malformed`, `number_taken`, `own_series`; nothing is registered then.
    """
    day = timezone.localdate(at)
    prefix = _known_prefix(prefix, configuration.value(PREFIXES, on=day))
    source = configuration.value(NUMBER_SOURCE, on=day)
    seq = _next(prefix, year, typed) if source == NumberSource.OWN else _read(typed, prefix, year)
    number = FORM.format(prefix=prefix, year=year, seq=seq)
    _register(GivenNumber(number=number, prefix=prefix, year=year, seq=seq, source=source), by, at)
    return number


def _known_prefix(prefix: str, allowed: list[str]) -> str:
    prefix = prefix.strip()
    if not prefix:
        raise Refused("no_prefix", "请填写机关代字，例如“云溪协”。")
    if allowed and prefix not in allowed:
        raise Refused("no_prefix", f"机关代字“{prefix}”没有登记。可用的是：{'、'.join(allowed)}。")
    return prefix


def _next(prefix: str, year: int, typed: str) -> int:
    """The next of the own series; numbers typed before the series was switched on are not given again."""
    if typed.strip():
        raise Refused("own_series", "发文字号由本系统连续编号，不用填写。请把字号一栏留空再办。")
    highest = GivenNumber.objects.filter(prefix=prefix, year=year, source=NumberSource.MANUAL).aggregate(m=Max("seq"))
    return next_number(f"document:{prefix}:{year}", after=highest["m"] or 0)


def _read(typed: str, prefix: str, year: int) -> int:
    """Return the number before 号; brackets as keyboards have them are taken for 〔〕."""
    text = "".join(typed.split()).translate(_BRACKETS)
    example = FORM.format(prefix=prefix, year=year, seq=12)
    if not text:
        raise Refused("no_number", f"请照录发文字号，例如“{example}”。")
    found = _TYPED.fullmatch(text)
    if found is None or found["prefix"] != prefix or int(found["year"]) != year:
        raise Refused(
            "malformed",
            f"“{typed.strip()}”不是{prefix}{year}年的发文字号。应写作“{example}”：年份用〔〕，号前不加“第”，不编虚位。",
        )
    return int(found["seq"])


def _register(row: GivenNumber, by: Actor, at: datetime) -> None:
    row.given_by_id, row.given_at = by.user_id, at
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused("number_taken", f"发文字号“{row.number}”已经用过，请核对后填写另一个号。") from None
