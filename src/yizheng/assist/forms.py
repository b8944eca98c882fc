"""Input of the room, turned into values a service takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from django import forms

from yizheng.kernel.errors import Refused
from yizheng.org.models import OrgUnit, UnitAlias, in_force
from yizheng.org.queries import units_in_force

MOST_CHARS = 200_000
_SPLIT = re.compile(r"\t|[：:]")
_NUMBERING = re.compile(r"^\s*(?:[（(]?[0-9一二三四五六七八九十百]+[)）、.．\s])\s*")


class PasteForm(forms.Form):
    """Duties pasted from Excel (two columns) or Word (单位：职责)."""

    text = forms.CharField(
        label="单位和职责", max_length=MOST_CHARS, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="从 Excel 复制两列（单位、职责）贴进来，或者从 Word 贴“单位：职责”。一个单位的职责可以分几行写。",
        error_messages={"required": "请先把单位和职责贴进来。"},
    )  # fmt: skip


class DutyForm(forms.Form):
    """What one unit is there for."""

    text = forms.CharField(
        label="主要职责", required=False, max_length=8_000, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="照三定规定写主要职责。清空就是不再按职责推荐这个单位。",
    )  # fmt: skip


def read_duties(text: str, on: date) -> dict[OrgUnit, str]:
    """
    Read pasted duties: a line that begins with a unit's name begins its duties, the lines below go on with them.

    Raises: Refused `no_units` (no line begins with a unit), `twice` (one unit in two places), each with what to do.
    """
    known, found = _names(on), dict[OrgUnit, list[str]]()
    current: OrgUnit | None = None
    strangers: list[str] = []
    for line in text.splitlines():
        name, rest = _begins(line, known)
        if name is not None:
            if name in found:
                raise Refused("twice", f"{name}出现了两次，请把它的职责并在一起再贴。")
            current, found[name] = name, [rest]
        elif current is not None:
            found[current].append(line.strip().strip('"'))
        elif line.strip():
            strangers.append(line.strip()[:20])
    if not found:
        first = f"“{strangers[0]}”" if strangers else "贴进来的文字"
        raise Refused("no_units", f"没有认出单位：{first}不是承办单位名单上的名称或简称。请每个单位从新的一行开始。")
    return {unit: "\n".join(line for line in lines if line).strip() for unit, lines in found.items()}


def _begins(line: str, known: dict[str, OrgUnit]) -> tuple[OrgUnit | None, str]:
    """Return the unit a line begins with, alone or before a tab or a colon, and what follows."""
    parts = _SPLIT.split(_NUMBERING.sub("", line.strip()), maxsplit=1)
    unit = known.get("".join(parts[0].split()).strip('"'))
    return (unit, parts[1].strip().strip('"') if unit and len(parts) > 1 else "") if unit else (None, "")


def _names(on: date) -> dict[str, OrgUnit]:
    """Return the units of today by name and by each short name that belongs to one alone."""
    units: Sequence[OrgUnit] = list(units_in_force(on))
    by_id = {unit.pk: unit for unit in units}
    called: dict[str, set[int]] = {}
    for text, pk in UnitAlias.objects.filter(in_force(on), unit__in=units).values_list("text", "unit_id"):
        called.setdefault(text, set()).add(pk)
    found = {text: by_id[next(iter(pks))] for text, pks in called.items() if len(pks) == 1}
    return found | {unit.name: unit for unit in units}
