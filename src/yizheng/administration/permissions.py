"""Who keeps the rules, the honours and the appraisals."""

from yizheng.accounts.enums import STAFF, Role
from yizheng.kernel.permissions import add_perm, wears

add_perm("administration.read_rules", wears(*STAFF, Role.LEADER, Role.GRASSROOTS_CLERK, Role.ARCHIVIST, Role.MEMBER))
add_perm("administration.keep_rules", wears(Role.OFFICE_CLERK))
add_perm("administration.read_honours", wears(*STAFF, Role.LEADER, Role.GRASSROOTS_CLERK, Role.ARCHIVIST, Role.MEMBER))
add_perm("administration.keep_honours", wears(Role.OFFICE_CLERK))
add_perm("administration.appraise", wears(Role.SECRETARY_GENERAL))
