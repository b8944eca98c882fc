"""Who may import rolls and units: the office, which keeps them."""

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

add_perm("org.import_roll", wears(Role.OFFICE_CLERK))
add_perm("org.import_units", wears(Role.OFFICE_CLERK))
