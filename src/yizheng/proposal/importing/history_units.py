"""The units of a row of an old register: 承办, 主办, 会办, 分办, each by any name it ever bore."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from yizheng.org.importing.findings import Finding, problem, warning

from ..enums import ShareRole
from . import history_phrases as phrases
from .history_world import HistoryWorld

_SPLIT = re.compile(r"[、，,；;/\s]+")
_REMARK = re.compile(r"^(?:(主办|会办|协办|分办|承办)[:：])?(.*?)(?:[(（](主办|牵头|会办|协办|分办|单独)[)）])?$")
_ROLES = {
    "主办": ShareRole.HOST, "牵头": ShareRole.HOST, "会办": ShareRole.CO, "协办": ShareRole.CO,
    "分办": ShareRole.SEPARATE, "单独": ShareRole.SOLE, "承办": ShareRole.SOLE,
}  # fmt: skip
_ORDER = (ShareRole.SOLE, ShareRole.HOST, ShareRole.SEPARATE, ShareRole.CO)
COLUMNS = (("host", ShareRole.HOST), ("units", None), ("separate", ShareRole.SEPARATE), ("co", ShareRole.CO))


def read_units(
    given: dict[str, str], world: HistoryWorld, on: date, values: dict[str, str], found: list[Finding]
) -> None:
    """Note the units of a row as ids with their roles, and as words; what no unit is called is a problem."""
    roles: dict[int, ShareRole | None] = {}
    for name, role in _named(given):
        unit = world.unit_called(name, on)
        if unit is None:
            found.append(problem(phrases.UNKNOWN_UNIT.format(text=name), unknown_sector=name))
        elif unit.pk in roles and roles[unit.pk] and role and roles[unit.pk] != role:
            found.append(warning(phrases.UNIT_TWICE.format(unit=unit.name)))
        else:
            roles[unit.pk] = roles.get(unit.pk) or role
    if not roles:
        return
    settled = _settled(roles)
    hosts = [pk for pk, role in settled.items() if role in (ShareRole.HOST, ShareRole.SOLE)]
    if len(hosts) > 1:
        names = "、".join(world.unit_names[pk] for pk in hosts)
        found.append(problem(phrases.TWO_HOSTS.format(units=names)))
        return
    values["unit_ids"] = ";".join(f"{pk}:{role.value}" for pk, role in settled.items())
    values["units"] = words((world.unit_names[pk], role) for pk, role in settled.items())


def _named(given: dict[str, str]) -> Iterator[tuple[str, ShareRole | None]]:
    for column, role in COLUMNS:
        for part in _SPLIT.split(given.get(column, "")):
            read = _REMARK.fullmatch(part)
            if read and read[2]:
                said = _ROLES.get(read[1] or "") or _ROLES.get(read[3] or "")
                yield read[2], role or said


def _settled(roles: dict[int, ShareRole | None]) -> dict[int, ShareRole]:
    """
    Give every unit its role: one answering unit is alone, or the host where others help; several answer apart.

    Rule: our decision: several units in 承办单位 without a word beside them are host and co-handlers in their order.
    """
    open_ones = [pk for pk, role in roles.items() if role is None]
    has_host = any(role in (ShareRole.HOST, ShareRole.SOLE) for role in roles.values())
    for place, pk in enumerate(open_ones):
        roles[pk] = ShareRole.CO if has_host or place else ShareRole.HOST
    kept = {pk: role for pk, role in roles.items() if role is not None}
    if len(kept) == 1:
        return dict.fromkeys(kept, ShareRole.SOLE)
    told = {pk: ShareRole.HOST if role == ShareRole.SOLE else role for pk, role in kept.items()}
    return dict(sorted(told.items(), key=lambda each: _ORDER.index(each[1])))


def shares_of(text: str) -> list[tuple[int, ShareRole]]:
    """Read what `read_units` noted."""
    parts = (part.partition(":") for part in text.split(";") if part)
    return [(int(pk), ShareRole(role)) for pk, _, role in parts]


def words(shares: Iterator[tuple[str, ShareRole]]) -> str:
    """Return units with their roles as lists print them."""
    return "、".join(f"{name}（{role.label}）" for name, role in shares)
