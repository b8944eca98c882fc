"""Writes: change a setting from a day on, take a change back before it begins."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.ui.tags.marks import long_date

from ..configuration import Key, value, why_not
from ..models import Setting

T = TypeVar("T")


@transaction.atomic
def change_setting(*, key: Key[T], value: T, valid_from: date, by: Actor, at: datetime) -> Setting:
    """
    Let a value hold from a day on (改配置); what already runs keeps the value it started with.

    A second change for the same day takes the place of the first. Rule: handbook 16; design decision 9.
    Raises: PermissionDenied; Refused `past` for a day that is over, `value` when it cannot stand, `same` when
    that day would have it anyway; nothing is changed then.
    """
    require("org.configure", by)
    _check(key, value, valid_from, timezone.localdate(at))
    old = _before(key, valid_from)
    if old == value:
        raise Refused("same", f"“{key.label}”到{long_date(valid_from)}本来就是这个值，不用改。")
    row = _row_of(key, valid_from)
    row.value = value
    row.save()
    fields = {"key": key.name, "value": (old, value), "valid_from": valid_from}
    ledger.record("change_setting", row, by=by, at=at, fields=fields)
    return row


@transaction.atomic
def withdraw_setting(*, key: Key[Any], valid_from: date, by: Actor, at: datetime) -> Setting:
    """
    Take back a change that has not begun (取消改动).

    Raises: PermissionDenied; Refused `begun`, `gone`; nothing is changed then.
    """
    require("org.configure", by)
    row = _live(key).select_for_update().filter(valid_from=valid_from).first()
    if row is None:
        raise Refused("gone", f"{long_date(valid_from)}起的改动已经取消了，请刷新后查看。")
    if valid_from <= timezone.localdate(at):
        raise Refused("begun", "这个值已经开始用了，不能取消；请另外改一个从今天起的值。")
    row.is_withdrawn = True
    row.save(update_fields=["is_withdrawn"])
    fields = {"key": key.name, "value": row.value, "valid_from": valid_from}
    ledger.record("withdraw_setting", row, by=by, at=at, fields=fields)
    return row


def _check(key: Key[T], given: T, valid_from: date, today: date) -> None:
    if valid_from < today:
        raise Refused("past", f"{long_date(valid_from)}已经过去，请选今天或以后的日子。")
    if (sentence := why_not(key, given)) is not None:
        raise Refused("value", sentence)


def _live(key: Key[Any]) -> QuerySet[Setting]:
    return Setting.objects.filter(key=key.name, is_withdrawn=False)


def _before(key: Key[Any], valid_from: date) -> Any:
    """Return what would hold on a day without the change."""
    return value(key, on=valid_from)


def _row_of(key: Key[Any], valid_from: date) -> Setting:
    found = _live(key).select_for_update().filter(valid_from=valid_from).first()
    return found or Setting(key=key.name, valid_from=valid_from)
