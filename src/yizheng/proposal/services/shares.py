"""Which units in which roles make an assignment (handbook 5.6); pure but for the day units are asked about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from yizheng.kernel.errors import Refused
from yizheng.org.models import OrgUnit

from ..enums import ShareRole
from ..models import PlannedShare, Proposal

Share = tuple[OrgUnit, ShareRole]
R = ShareRole
UNPAIRED = {
    R.SEPARATE: "分办要两个以上单位。请再加一个单位，或改成单独办理。",
    R.CO: "有会办单位，还没有主办单位。请先定一个主办单位。",
}


def check_shares(shares: Sequence[Share], on: date) -> None:
    """
    Refuse units that make no assignment: exactly one sole, or one host with its co-handlers, or two and more separate.

    Rule: handbook 5.6. Raises: Refused `no_unit`, `twice`, `closed_unit`, `roles`.
    """
    if not shares:
        raise Refused("no_unit", "还没有选承办单位。请至少选一个单位。")
    for unit, times in Counter(unit for unit, _ in shares).items():
        if times > 1:
            raise Refused("twice", f"{unit}选了两次，同一个单位只能选一次。")
        check_unit(unit, on)
    if sentence := _wrong_roles(Counter(role for _, role in shares)):
        raise Refused("roles", sentence)


def check_unit(unit: OrgUnit, on: date) -> None:
    """Refuse a unit that does not exist on a day, naming who goes on. Raises: Refused `closed_unit`."""
    if unit.valid_from <= on and (unit.valid_to is None or unit.valid_to > on):
        return
    if unit.merged_into is not None:
        raise Refused("closed_unit", f"{unit}已并入{unit.merged_into}，请改选{unit.merged_into}。")
    raise Refused("closed_unit", f"{unit}已经撤销或还没有成立，请改选别的单位。")


def _wrong_roles(count: Counter[ShareRole]) -> str:
    kinds = [bool(count[R.SOLE]), bool(count[R.HOST] or count[R.CO]), bool(count[R.SEPARATE])]
    if sum(kinds) > 1:
        return "单独、主办和会办、分办只能用一种。请只留一种办理方式。"
    if count[R.SOLE] > 1 or count[R.HOST] > 1:
        return "单独办理和主办都只能有一个单位。要几个单位各自答复的，请选分办。"
    if count[R.SEPARATE] == 1:
        return UNPAIRED[R.SEPARATE]
    return UNPAIRED[R.CO] if count[R.CO] and not count[R.HOST] else ""


def planned_rows(proposal: Proposal) -> list[PlannedShare]:
    """Return the rows of units the offices named, in their order; the proposer's wishes are not among them."""
    rows = proposal.planned.exclude(source="proposer").select_related("unit__merged_into")
    return list(rows.order_by("order", "id"))


def planned_shares(proposal: Proposal) -> list[Share]:
    """Return the units the offices named for a proposal with their roles."""
    return [(row.unit, ShareRole(row.role)) for row in planned_rows(proposal)]


def in_words(shares: Sequence[Share]) -> str:
    """Return the units as they are read: 主办区住建局，会办区财政局、区资规局."""
    lines = {role: [str(unit) for unit, each in shares if each == role] for role in ShareRole}
    return "，".join(f"{role.label}{'、'.join(units)}" for role, units in lines.items() if units)


def put(shares: Sequence[Share], unit: OrgUnit, lane: str) -> list[Share]:
    """
    Return the shares after a unit was put into a lane of the board (单独、主办、会办、分办), or taken out.

    What stands there gives way sensibly: a new host makes the old one a co-handler, a second separate unit
    makes the first one separate too, a sole unit that gets a co-handler becomes the host.
    """
    others = [(each, role) for each, role in shares if each != unit]
    if lane not in ShareRole.values:
        return _alone(others)
    role = ShareRole(lane)
    if role == R.SOLE:
        return [(unit, R.SOLE)]
    if role == R.SEPARATE:
        return [*((each, R.SEPARATE) for each, _ in others), (unit, R.SEPARATE)]
    if role == R.HOST:
        return [(unit, R.HOST), *((each, R.CO) for each, _ in others)]
    return [*_hosted(others), (unit, R.CO)]


def _hosted(shares: Sequence[Share]) -> list[Share]:
    """The first one hosts, the rest stand beside it."""
    host = next((unit for unit, role in shares if role == R.HOST), shares[0][0] if shares else None)
    first: list[Share] = [(unit, R.HOST) for unit, _ in shares if unit == host]
    return [*first, *((unit, R.CO) for unit, _ in shares if unit != host)]


def _alone(shares: Sequence[Share]) -> list[Share]:
    """One that is left alone answers alone; co-handlers without a host get the first of them as host."""
    if len(shares) == 1:
        return [(shares[0][0], R.SOLE)]
    return list(shares) if any(role != R.CO for _, role in shares) else _hosted(shares)
