"""A member's login follows the seat: opened when they take office, its role ended when they leave."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.accounts.services import end_role, grant_role, open_account
from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved

from ..enums import MembershipState
from ..models import Membership, Person, Term
from ..queries import members_of

LEFT = (
    MembershipState.RESIGNED,
    MembershipState.TRANSFERRED,
    MembershipState.REMOVED,
    MembershipState.DECEASED,
    MembershipState.EXPIRED,
)
MEMBER_ROLES = (Role.MEMBER, Role.SECTOR_CONVENER)


@dataclass(frozen=True)
class Opened:
    """How many logins were opened; `by_card` lists who has no telephone of their own and needs a printed card."""

    opened: int
    by_card: tuple[str, ...]


@transaction.atomic
def open_logins(*, term: Term, by: Actor, at: datetime) -> Opened:
    """
    Open a login for every member in office who has none (开通委员账号), each with its ledger rows.

    Rule: handbook 1.3, "account opened". A telephone that another login has is left out: that member signs in
    by a printed card until the office has asked whose number it is. Raises: Refused `nobody`.
    """
    require("org.open_logins", by)
    waiting = list(members_of(term, timezone.localdate(at)).filter(person__user__isnull=True))
    if not waiting:
        raise Refused("nobody", f"{term}在任的委员都已经有账号了。")
    users = [_open(membership, by, at) for membership in waiting]
    return Opened(len(users), tuple(user.name for user in users if not user.phone))


def follow_seat(moved: Moved) -> None:
    """Open a login with the seat, and end its role with it; wired to the acts on memberships."""
    if moved.kind != "membership" or not isinstance(moved.obj, Membership):
        return
    if moved.to_state == MembershipState.ACTIVE and moved.from_state == MembershipState.PROPOSED:
        if moved.obj.person.user_id is None:
            _open(moved.obj, moved.by, moved.at)
        else:
            _give_role(moved.obj, moved.obj.person.user, moved.by, moved.at)
    elif moved.to_state in LEFT:
        _end_roles(moved.obj, moved.by, moved.at)


def _open(membership: Membership, by: Actor, at: datetime) -> User:
    person = membership.person
    user = _with_phone(person, by, at) or open_account(name=person.name, username=_username(), by=by, at=at)
    person.user = user
    person.save(update_fields=["user"])
    _give_role(membership, user, by, at)
    return user


def _with_phone(person: Person, by: Actor, at: datetime) -> User | None:
    """Return a login with the person's telephone, None when it is no mobile number or another login has it."""
    if not person.phone:
        return None
    try:
        with transaction.atomic():
            return open_account(name=person.name, username=_username(), phone=person.phone, by=by, at=at)
    except Refused as refusal:
        if refusal.code not in ("bad_phone", "phone_taken"):
            raise
        return None


def _give_role(membership: Membership, user: User | None, by: Actor, at: datetime) -> None:
    assert user is not None, "the role belongs to a login"
    if not _held(user.pk, timezone.localdate(at)):
        begins = min(membership.joined_on, timezone.localdate(at))
        label = Role.MEMBER.label
        grant_role(
            user=user, role=Role.MEMBER, label=label, scope_kind="membership", scope_id=membership.pk,
            valid_from=begins, by=by, at=at,
        )  # fmt: skip


def _end_roles(membership: Membership, by: Actor, at: datetime) -> None:
    user_id = membership.person.user_id
    for grant in _held(user_id, timezone.localdate(at)) if user_id else ():
        end_role(grant=grant, on=timezone.localdate(at), reason=membership.get_state_display(), by=by, at=at)


def _held(user_id: int, on: date) -> Iterable[RoleGrant]:
    here = RoleGrant.objects.filter(committee_id=scoping.current().committee_id, user=user_id)
    return list(here.filter(role__in=MEMBER_ROLES, valid_to__isnull=True))


def _username() -> str:
    """Members never type it: they sign in by telephone or card."""
    return f"wy-{secrets.token_hex(5)}"
