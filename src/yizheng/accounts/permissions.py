"""
Who looks after logins: the three administrators, each with a part none of the others has (三员分立).

The system administrator opens logins and gives business roles, the security administrator keeps the door, the audit
administrator reads what happened. None of them reads business by these. Who is one of the three is proposed by one of
the first two and decided by a second person of the three.
"""

from __future__ import annotations

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import add_perm, predicate, wears

from .enums import Role
from .models import AdministratorChange

is_system = wears(Role.SYS_ADMIN)
is_security = wears(Role.SECURITY_ADMIN)
is_audit = wears(Role.AUDIT_ADMIN)
is_one_of_three = is_system | is_security | is_audit


@predicate(name="is_second_person")
def is_second_person(actor: Actor | None, change: AdministratorChange | None) -> bool:
    """Neither who proposed the change nor whom it concerns; without a change: whoever may be such a person."""
    if actor is None or actor.user_id is None or change is None:
        return actor is not None and actor.user_id is not None
    return actor.user_id not in (change.proposed_by_id, change.user_id)


@predicate(name="is_proposer")
def is_proposer(actor: Actor | None, change: AdministratorChange | None) -> bool:
    """Who proposed the change; without a change: whoever may have proposed one."""
    return actor is not None and (change is None or actor.user_id == change.proposed_by_id)


add_perm("accounts.read", is_system | is_security)
add_perm("accounts.open", is_system)
add_perm("accounts.set_phone", is_system)
add_perm("accounts.close", is_system)
add_perm("accounts.issue_password", is_system)
add_perm("accounts.grant_role", is_system)
add_perm("accounts.appoint_first", is_system)
add_perm("accounts.propose_administrator", is_system | is_security)
add_perm("accounts.read_administrators", is_one_of_three)
add_perm("accounts.decide_administrator", is_one_of_three & is_second_person)
add_perm("accounts.withdraw_administrator", is_one_of_three & is_proposer)
add_perm("accounts.end_role", is_system)
add_perm("accounts.unlock", is_security)
add_perm("accounts.reset_second_step", is_security)
add_perm("accounts.see_policy", is_security)
add_perm("accounts.issue_cards", is_system | wears(Role.OFFICE_CLERK))
add_perm("accounts.read_events", is_audit)
add_perm("accounts.read_ledger", is_audit)
