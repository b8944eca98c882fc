"""Who may do what concerns the house as a whole (office-practice 3; the separation of administrators)."""

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

# Our decision: whoever may ask is not a role that may confirm, and two persons are asked for besides.
add_perm("kernel.quarantine", wears(Role.SECURITY_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL))
add_perm("kernel.ask_purge", wears(Role.SECURITY_ADMIN, Role.OFFICE_CLERK))
add_perm("kernel.confirm_purge", wears(Role.SECRETARY_GENERAL, Role.AUDIT_ADMIN))
add_perm(
    "kernel.read_closures",
    wears(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL),
)
add_perm("kernel.see_upkeep", wears(Role.SYS_ADMIN))
