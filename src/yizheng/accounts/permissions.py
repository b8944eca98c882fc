"""
Who looks after logins: the three administrators, each with a part none of the others has (三员分立).

The system administrator opens logins and gives business roles, the security administrator keeps the door and
appoints administrators, the audit administrator reads what happened. None of them reads business by these.
"""

from __future__ import annotations

from yizheng.kernel.permissions import add_perm, wears

from .enums import Role

is_system = wears(Role.SYS_ADMIN)
is_security = wears(Role.SECURITY_ADMIN)
is_audit = wears(Role.AUDIT_ADMIN)

add_perm("accounts.read", is_system | is_security)
add_perm("accounts.open", is_system)
add_perm("accounts.set_phone", is_system)
add_perm("accounts.close", is_system)
add_perm("accounts.issue_password", is_system)
add_perm("accounts.grant_role", is_system)
add_perm("accounts.grant_administrator", is_security)
add_perm("accounts.end_role", is_system)
add_perm("accounts.end_administrator", is_security)
add_perm("accounts.unlock", is_security)
add_perm("accounts.reset_second_step", is_security)
add_perm("accounts.see_policy", is_security)
add_perm("accounts.issue_cards", is_system | wears(Role.OFFICE_CLERK))
add_perm("accounts.read_events", is_audit)
add_perm("accounts.read_ledger", is_audit)
