"""Handling units out of a sheet: read, judged, written (导入承办单位)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from yizheng.intake.models import RowVerdict
from yizheng.intake.sheets.table import TableRow
from yizheng.intake.sheets.values import folded, phones, written_name
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor

from ..enums import UnitCategory
from ..models import OrgUnit, UnitAlias, UnitContact, in_force
from . import phrases
from .choices import NAMESAKES, OUT, Choices
from .columns import UNIT_FIELDS
from .findings import Entry, FieldChange, Finding, problem, warning
from .roll_judging import rows_words

LABELS = {field.name: field.label for field in UNIT_FIELDS}
LONGEST_NAME = 80
CONTACT_DUTY = "联络员"
_CATEGORIES = (
    (re.compile("垂管|垂直|中省|驻"), UnitCategory.VERTICAL),
    (re.compile("法院|检察|法检|两院|监委"), UnitCategory.JUDICIARY),
    (re.compile("街道|[镇乡]"), UnitCategory.STREET),
    (re.compile("群团|人民团体|团体|工会|妇联|团委|科协|残联|工商联"), UnitCategory.PEOPLE_ORG),
    (re.compile("企业|公司|集团"), UnitCategory.ENTERPRISE),
    (re.compile("党委|党群|区委|县委|市委|组织部|宣传部|统战部|政法委|纪委"), UnitCategory.PARTY),
    (re.compile("政府|行政|局|委|办|中心|事业"), UnitCategory.GOVERNMENT),
)


@dataclass
class UnitWorld:
    """The units the committee already knows, by every name they go by."""

    choices: Choices
    on: date

    @cached_property
    def units(self) -> dict[str, OrgUnit]:
        """Return the units in force by official name, and by the short names that mean one unit only."""
        rows = list(OrgUnit.objects.filter(in_force(self.on)).select_related("parent").order_by("order", "id"))
        by_id = {unit.pk: unit for unit in rows}
        meant: dict[str, set[int]] = {}
        for text, pk in UnitAlias.objects.filter(in_force(self.on), unit__in=rows).values_list("text", "unit_id"):
            meant.setdefault(text, set()).add(pk)
        called = {text: by_id[next(iter(ids))] for text, ids in meant.items() if len(ids) == 1}
        return {**called, **{unit.name: unit for unit in rows}}

    @cached_property
    def aliases(self) -> dict[int, set[str]]:
        """Return the names beside the official one."""
        found: dict[int, set[str]] = {}
        for pk, text in UnitAlias.objects.filter(in_force(self.on)).values_list("unit_id", "text"):
            found.setdefault(pk, set()).add(text)
        return found

    @cached_property
    def contacts(self) -> dict[int, list[UnitContact]]:
        """Return whom one rings at each unit."""
        found: dict[int, list[UnitContact]] = {}
        for contact in UnitContact.objects.filter(in_force(self.on)).order_by("id"):
            found.setdefault(contact.unit_id, []).append(contact)
        return found


def read_row(row: TableRow, world: UnitWorld) -> tuple[dict[str, str], list[Finding]]:
    """Return what a row says of a unit."""
    found = [warning(phrases.HIDDEN)] if row.is_hidden else []
    found += [warning(phrases.FORMULA.format(label=LABELS[name])) for name in row.formulas]
    found += [problem(phrases.UNRECKONED.format(label=LABELS[name])) for name in row.unreckoned]
    given = {name: "".join(folded(text).split()) for name, text in row.texts.items()}
    values = {"name": given.get("name", "")}
    if not values["name"]:
        found.append(problem(phrases.NO_NAME.format(label="单位名称")))
    _read_category(given, row.section, values, found)
    for name in ("short_name", "parent"):
        if given.get(name):
            values[name] = given[name]
    for name in ("name", "short_name", "parent"):
        _check_length(name, values, found)
    _read_contact(row, values, found)
    _read_order(given.get("order", ""), row, values, found)
    return values, found


def _read_category(given: dict[str, str], section: str, values: dict[str, str], found: list[Finding]) -> None:
    text = given.get("category") or "".join(section.split())
    labels = {category.label: category for category in UnitCategory}
    category = labels.get(text) or next((one for shape, one in _CATEGORIES if text and shape.search(text)), None)
    if category is not None:
        values["category"] = category
        return
    guessed = next((one for shape, one in _CATEGORIES if shape.search(given.get("name", ""))), UnitCategory.GOVERNMENT)
    values["guessed"] = guessed
    sentence = phrases.BAD_CATEGORY if text else phrases.NO_CATEGORY
    found.append(warning(sentence.format(text=text, category=guessed.label)))


def _check_length(name: str, values: dict[str, str], found: list[Finding]) -> None:
    text = values.get(name, "")
    if len(text) > LONGEST_NAME:
        found.append(problem(phrases.LONG_NAME.format(label=LABELS[name], text=text[:12], most=LONGEST_NAME)))
        values[name] = text[:LONGEST_NAME]


def _read_contact(row: TableRow, values: dict[str, str], found: list[Finding]) -> None:
    name, text = written_name(row.texts.get("contact", "")).name[:40], row.texts.get("phone", "")
    numbers = phones(text)
    if text and not numbers:
        found.append(warning(phrases.BAD_PHONE.format(text=text)))
    if numbers and not name:
        found.append(warning(phrases.CONTACT_WITHOUT_NAME))
    if name:
        values["contact"] = name
        values["phone"] = next(iter(numbers), "")


def _read_order(text: str, row: TableRow, values: dict[str, str], found: list[Finding]) -> None:
    if text.isascii() and text.isdecimal() and len(text) < 7:
        values["order"] = text
    else:
        values["row_order"] = str(row.number)
        if text:
            found.append(warning(phrases.BAD_ORDER.format(text=text)))


def judge(entries: Sequence[Entry], world: UnitWorld) -> None:
    """Say of each entry what it would do."""
    for entry in entries:
        entry.found, entry.changes = [], []
        unit = world.units.get(entry.values["name"])
        entry.target = unit.pk if unit else None
        _look_at_doubles(entry, world.choices)
        if unit is not None:
            entry.changes = _changes(entry, unit, world)
        if OUT in world.choices.words(entry.number):
            entry.verdict = RowVerdict.LEFT_OUT
        elif entry.has_problem:
            entry.verdict = RowVerdict.PROBLEM
        elif unit is None:
            entry.verdict = RowVerdict.NEW
        else:
            entry.verdict = RowVerdict.CHANGED if entry.changes else RowVerdict.UNCHANGED


def _look_at_doubles(entry: Entry, choices: Choices) -> None:
    others = [peer[0] for peer in entry.peers if not choices.is_out(peer[0])]
    if others and NAMESAKES not in choices.words(entry.number):
        rows = rows_words([entry.number, *others])
        entry.found.append(problem(f"{rows}是同一个单位名称。请只留一行，其余的选择不导入。"))


def _changes(entry: Entry, unit: OrgUnit, world: UnitWorld) -> list[FieldChange]:
    values, changes = entry.values, []
    category = values.get("category", "")
    if category and category != unit.category:
        changes.append(FieldChange("类别", unit.get_category_display(), UnitCategory(category).label))
    short = values.get("short_name", "")
    if short and short != unit.name and short not in world.aliases.get(unit.pk, set()):
        changes.append(FieldChange("简称", "、".join(sorted(world.aliases.get(unit.pk, set()))), short))
    if values.get("order") and int(values["order"]) != unit.order:
        changes.append(FieldChange("顺序", str(unit.order), values["order"]))
    parent = values.get("parent", "")
    if parent and parent != unit.name and (unit.parent is None or world.units.get(parent) != unit.parent):
        changes.append(FieldChange("上级单位", unit.parent.name if unit.parent else "", parent))
    return [*changes, *_contact_changes(values, world.contacts.get(unit.pk, []))]


def _contact_changes(values: dict[str, str], contacts: list[UnitContact]) -> list[FieldChange]:
    name, phone = values.get("contact", ""), values.get("phone", "")
    held = next((contact for contact in contacts if contact.name == name), None)
    if not name or (held is not None and (not phone or phone == held.phone)):
        return []
    if held is None:
        return [FieldChange("联系人", "、".join(contact.name for contact in contacts), f"{name} {phone}".strip(), True)]
    return [FieldChange("电话", held.phone, phone, True)]


class UnitWriter:
    """Writes the units of a confirmed list; parents after all units are there."""

    def __init__(self, world: UnitWorld, *, by: Actor, at: datetime) -> None:
        self._world, self._by, self._at = world, by, at
        self._act = uuid.uuid4()
        self._parents: list[tuple[OrgUnit, str]] = []

    def write(self, entries: Sequence[Entry]) -> None:
        """Write what the entries say."""
        for entry in entries:
            unit = self._world.units.get(entry.values["name"])
            unit = self._new(entry) if unit is None else self._changed(entry, unit)
            self._name(unit, entry.values.get("short_name", ""))
            self._contact(unit, entry.values)
            if entry.values.get("parent"):
                self._parents.append((unit, entry.values["parent"]))

    def finish(self) -> None:
        """Set the units above others, now that every unit of the sheet is known."""
        for unit, name in self._parents:
            parent = self._world.units.get(name)
            if parent is not None and parent.pk not in (unit.pk, unit.parent_id):
                unit.parent = parent
                unit.save(update_fields=["parent"])
                self._record("set_parent_unit", unit, {"parent": parent.name})

    def _new(self, entry: Entry) -> OrgUnit:
        values = entry.values
        unit = OrgUnit.objects.create(
            name=values["name"], category=values.get("category") or values["guessed"],
            order=int(values.get("order") or values["row_order"]), valid_from=self._world.on,
        )  # fmt: skip
        self._world.units[unit.name] = unit
        self._record("import_unit", unit, {"name": unit.name, "category": str(unit.category)})
        return unit

    def _changed(self, entry: Entry, unit: OrgUnit) -> OrgUnit:
        told: dict[str, Any] = {}
        category, order = entry.values.get("category", ""), int(entry.values.get("order") or unit.order)
        if category and category != unit.category:
            told["category"] = (unit.category, str(category))
            unit.category = category
        if order != unit.order:
            told["order"] = (unit.order, order)
            unit.order = order
        if told:
            unit.save(update_fields=list(told))
            self._record("correct_unit_by_import", unit, told)
        return unit

    def _name(self, unit: OrgUnit, short: str) -> None:
        known = self._world.aliases.setdefault(unit.pk, set())
        if short and short != unit.name and short not in known:
            UnitAlias.objects.create(unit=unit, text=short, valid_from=unit.valid_from)
            known.add(short)
            self._record("name_unit_by_import", unit, {"alias": short})

    def _contact(self, unit: OrgUnit, values: dict[str, str]) -> None:
        name, phone = values.get("contact", ""), values.get("phone", "")
        contacts = self._world.contacts.setdefault(unit.pk, [])
        if not _contact_changes(values, contacts):
            return
        held = next((contact for contact in contacts if contact.name == name), None)
        if held is None:
            held = UnitContact(unit=unit, name=name, duty=CONTACT_DUTY, phone=phone, valid_from=self._world.on)
            held.save()
            contacts.append(held)
        else:
            held.phone = phone
            held.save(update_fields=["phone", "phone_digest"])
        self._record("contact_unit_by_import", unit, {"contact": "*"})

    def _record(self, act: str, unit: OrgUnit, fields: dict[str, Any]) -> None:
        ledger.record(act, unit, by=self._by, at=self._at, fields=fields, act_id=self._act)
