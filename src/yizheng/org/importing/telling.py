"""How a row of a roll or of a list of units is told in short, and what their templates show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from ..enums import AFFILIATIONS, MembershipRole, UnitCategory
from ..models import Sector
from ..queries import current_term

_ROLL_SUMMARY = (
    "gender", "ethnicity", "birth_date", "affiliation", "sector", "role", "employer", "title", "phone", "education",
)  # fmt: skip
_UNIT_SUMMARY = ("short_name", "category", "parent", "contact", "phone", "order")
ROLES = ("委员", "常委", "特邀委员")
ROLL_EXAMPLE = (
    "示例：王　明（填写时删去这一行）", "女", "回族", "1968年5月", "民盟", "教育", "委员", "", "云溪区第一中学", "校长",
    "13800000000", "大学", "", "", "",
)  # fmt: skip
UNIT_EXAMPLE = (
    "示例：云溪区教育局（填写时删去这一行）", "区教育局", "政府部门", "", "李文", "0571-80000000", "1", "",
)  # fmt: skip


def roll(values: Mapping[str, str]) -> str:
    """Return a row of a roll in short."""
    return _summary(values, _ROLL_SUMMARY)


def unit(values: Mapping[str, str]) -> str:
    """Return a row of a list of units in short."""
    return _summary(values, _UNIT_SUMMARY)


def roll_words() -> Mapping[str, Sequence[str]]:
    """Return the drop-downs of an empty roll."""
    sectors = Sector.objects.filter(term=current_term(timezone.localdate())).order_by("order", "id")
    return {
        "gender": ("男", "女"), "affiliation": AFFILIATIONS, "sector": tuple(sectors.values_list("name", flat=True)),
        "role": ROLES,
    }  # fmt: skip


def unit_words() -> Mapping[str, Sequence[str]]:
    """Return the drop-downs of an empty list of units."""
    return {"category": tuple(str(category.label) for category in UnitCategory)}


def _summary(values: Mapping[str, str], names: Iterable[str]) -> str:
    return " · ".join(_said(name, values[name]) for name in names if values.get(name))


def _said(name: str, text: str) -> str:
    if name == "gender":
        return "男" if text == "m" else "女"
    if name == "role":
        return str(MembershipRole(text).label)
    if name == "category":
        return str(UnitCategory(text).label)
    if name == "birth_date":
        parts = text.split("-")
        return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    return text
