"""Who may read and change the configuration."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

# Our decision: the office and the auditors read what holds; the system administrator alone changes it.
READERS = (Role.SYS_ADMIN, Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)

add_perm("org.read_configuration", wears(*READERS))
add_perm("org.configure", wears(Role.SYS_ADMIN))
