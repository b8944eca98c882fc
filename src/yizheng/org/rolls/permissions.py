"""Who may print which roll."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

# Our decision: whoever keeps the rolls prints those with sealed fields; every such print is logged.
add_perm("org.print_rolls", wears(Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.COMMITTEE_CLERK))
add_perm("org.print_sealed_rolls", wears(Role.OFFICE_CLERK))
