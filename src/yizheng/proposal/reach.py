"""Whom one reaches at a unit: those with a login, and whether there is anybody at all (office-practice 19)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from yizheng.accounts.queries import grants_in_force


def logins_of_units(on: date) -> dict[int, list[int]]:
    """Return the users of every unit that has any, by unit; one query for all."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = grants_in_force(on).filter(scope_kind="org_unit", scope_id__isnull=False)
    for unit, user in rows.values_list("scope_id", "user_id"):
        if unit is not None and user not in found[unit]:
            found[unit].append(user)
    return dict(found)
