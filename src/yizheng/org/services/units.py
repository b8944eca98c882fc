"""Outside units: founded, renamed, merged, closed; their aliases and contacts."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import UnitCategory
from ..models import OrgUnit, UnitAlias, UnitContact, in_force
from ..phones import bare_phone
from .ending import end_at


@transaction.atomic
def found_unit(
    *,
    name: str,
    category: UnitCategory,
    valid_from: date,
    aliases: Sequence[str] = (),
    parent: OrgUnit | None = None,
    by: Actor,
    at: datetime,
) -> OrgUnit:
    """Register an outside unit (登记承办单位), last of its category. Raises: Refused `taken`, `empty`."""
    require("org.found_unit", by)
    name = _free_name(name, valid_from)
    last = OrgUnit.objects.aggregate(last=Max("order"))["last"] or 0
    unit = OrgUnit.objects.create(name=name, category=category, order=last + 1, parent=parent, valid_from=valid_from)
    UnitAlias.objects.bulk_create(UnitAlias(unit=unit, text=text, valid_from=valid_from) for text in aliases)
    ledger.record("found_unit", unit, by=by, at=at, fields={"name": name, "valid_from": valid_from})
    return unit


@transaction.atomic
def rename_unit(*, unit: OrgUnit, name: str, on: date, by: Actor, at: datetime) -> OrgUnit:
    """
    Give a unit a new name (更名) from a day; the old one goes on as a former name and still finds it.

    Raises: Refused `closed`, `backwards`, `same`, `taken`, `empty`.
    """
    require("org.rename_unit", by, unit)
    locked = _running(unit, on)
    if locked.name == name.strip():
        raise Refused("same", "新名称和现在的一样，不用更名。")
    old, locked.name = locked.name, _free_name(name, on)
    since = locked.aliases.filter(is_former=True).aggregate(last=Max("valid_to"))["last"] or locked.valid_from
    UnitAlias.objects.create(unit=locked, text=old, valid_from=since, valid_to=on, is_former=True)
    locked.save(update_fields=["name"])
    ledger.record("rename_unit", locked, by=by, at=at, fields={"name": (old, locked.name), "on": on})
    return locked


@transaction.atomic
def merge_units(*, units: Sequence[OrgUnit], into: OrgUnit, on: date, by: Actor, at: datetime) -> OrgUnit:
    """
    Merge units into one (并入) on a day: each keeps its row and ends; its names lead to the heir from then on.

    Rule: handbook 1.2. Raises: Refused `itself`, `none`, `closed`, `backwards`; nothing is changed then.
    """
    require("org.merge_units", by, into)
    if not units:
        raise Refused("none", "请选定要并入的单位。")
    if into.pk in {unit.pk for unit in units}:
        raise Refused("itself", "单位不能并入自己，请重新选。")
    heir, act_id = _running(into, on), uuid.uuid4()
    for unit in units:
        _merge(_running(unit, on), heir, on, by, at, act_id)
    fields = {"merged_ids": [unit.pk for unit in units], "on": on}
    ledger.record("take_over_units", heir, by=by, at=at, fields=fields, act_id=act_id)
    return heir


def _merge(unit: OrgUnit, heir: OrgUnit, on: date, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    names = {unit.name, *unit.aliases.filter(in_force(on), is_former=False).values_list("text", flat=True)}
    known = {heir.name, *heir.aliases.filter(in_force(on)).values_list("text", flat=True)}
    end_at(unit.aliases.all(), on)
    end_at(unit.contacts.all(), on)
    UnitAlias.objects.bulk_create(UnitAlias(unit=heir, text=text, valid_from=on) for text in sorted(names - known))
    unit.merged_into, unit.valid_to = heir, on
    unit.save(update_fields=["merged_into", "valid_to"])
    fields = {"merged_into_id": heir.pk, "valid_to": on}
    ledger.record("merge_unit", unit, by=by, at=at, fields=fields, act_id=act_id)


@transaction.atomic
def close_unit(*, unit: OrgUnit, on: date, by: Actor, at: datetime, reason: str = "") -> OrgUnit:
    """Note that a unit exists no longer (撤销), from a day. Raises: Refused `closed`, `backwards`."""
    require("org.close_unit", by, unit)
    locked = _running(unit, on)
    locked.valid_to = on
    locked.save(update_fields=["valid_to"])
    end_at(locked.aliases.all(), on)
    end_at(locked.contacts.all(), on)
    ledger.record("close_unit", locked, by=by, at=at, fields={"valid_to": on}, reason=reason)
    return locked


@transaction.atomic
def add_unit_alias(*, unit: OrgUnit, text: str, valid_from: date, by: Actor, at: datetime) -> UnitAlias:
    """Note another name that a unit goes by (简称). Raises: Refused `same`, `empty`."""
    require("org.rename_unit", by, unit)
    text = text.strip()
    if not text:
        raise Refused("empty", "请写简称。")
    if text == unit.name or unit.aliases.filter(in_force(valid_from), text=text).exists():
        raise Refused("same", f"{unit.name}已经有这个名称。")
    alias = UnitAlias.objects.create(unit=unit, text=text, valid_from=valid_from)
    ledger.record("add_unit_alias", unit, by=by, at=at, fields={"text": text, "valid_from": valid_from})
    return alias


@transaction.atomic
def add_unit_contact(
    *, unit: OrgUnit, name: str, duty: str, phone: str, valid_from: date, by: Actor, at: datetime
) -> UnitContact:
    """Note whom to ring at a unit (联络员) from a day. Raises: Refused `closed`, `empty`, `phone`."""
    require("org.add_unit_contact", by, unit)
    locked = _running(unit, valid_from)
    if not name.strip():
        raise Refused("empty", "请写联络员的姓名。")
    contact = UnitContact.objects.create(
        unit=locked, name=name.strip(), duty=duty, phone=bare_phone(phone), valid_from=valid_from
    )
    ledger.record("add_unit_contact", locked, by=by, at=at, fields={"duty": duty, "valid_from": valid_from})
    return contact


@transaction.atomic
def end_unit_contact(*, contact: UnitContact, on: date, by: Actor, at: datetime) -> UnitContact:
    """Note that somebody is no longer whom to ring, from a day. Raises: Refused `ended`."""
    require("org.add_unit_contact", by, contact.unit)
    if contact.valid_to is not None:
        raise Refused("ended", f"{contact.name}已经不是联络员，不用再办。")
    contact.valid_to = max(on, contact.valid_from)
    contact.save(update_fields=["valid_to"])
    ledger.record("end_unit_contact", contact.unit, by=by, at=at, fields={"duty": contact.duty, "valid_to": on})
    return contact


def _running(unit: OrgUnit, on: date) -> OrgUnit:
    locked = OrgUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if locked.valid_to is not None:
        raise Refused("closed", f"{locked.name}已经撤并，不能再改。")
    if on < locked.valid_from:
        raise Refused("backwards", f"所填日期早于{locked.name}登记的日期，请核对。")
    return locked


def _free_name(name: str, on: date) -> str:
    name = name.strip()
    if not name:
        raise Refused("empty", "请写单位名称。")
    if OrgUnit.objects.filter(in_force(on), name=name).exists():
        raise Refused("taken", f"已经有“{name}”，请核对。")
    return name
