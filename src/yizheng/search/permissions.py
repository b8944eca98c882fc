"""Who may search: everybody in a hat of the committee; what they find is asked of each thing found."""

from __future__ import annotations

from yizheng.accounts.enums import Role
from yizheng.kernel.permissions import add_perm, wears

add_perm("search.use", wears(*Role))
