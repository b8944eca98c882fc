"""Probes of the organisation's keys."""

from __future__ import annotations

from datetime import date

from yizheng.config.tests.probing import AT, TODAY, Probe
from yizheng.kernel.acting import SYSTEM
from yizheng.org import services
from yizheng.org.queries.groups import warned_until
from yizheng.org.services.seats import seats_allowed
from yizheng.org.views import house_acts
from yizheng.org.views.acting import Asked


def _asked() -> Asked:
    return Asked(obj=None, by=SYSTEM, at=AT)


def _sectors_of_a_new_term() -> list[str]:
    term = services.open_term(ordinal=3, start_date=date(2026, 11, 24), with_sectors=True, by=SYSTEM, at=AT)
    return list(term.sectors.order_by("order").values_list("name", flat=True))


PROBES = [
    Probe("org.multi_seat_allowed", True, False, lambda: seats_allowed(TODAY)),
    Probe("org.max_seats_per_member", 2, 3, lambda: seats_allowed(TODAY)),
    Probe("org.member_quota", 250, 300, lambda: house_acts._open_term_fields(_asked())["member_quota"].initial),
    Probe("org.sectors", ["中共", "经济"], ["经济", "中共"], _sectors_of_a_new_term),
    Probe(
        "org.grassroots_types", ["liaison_office"], ["workstation"],
        lambda: list(house_acts._found_grassroots(_asked())["kind"].choices),
    ),
    Probe("org.association_warning_months", 6, 3, lambda: warned_until(TODAY)),
]  # fmt: skip
