"""What the shared rooms must know of a login and of a granted role."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils import timezone

from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject

from . import queries
from .enums import ADMINISTRATORS, ChangeState
from .models import AdministratorChange, RoleGrant, User


def visible_to(actor: Actor) -> QuerySet[RoleGrant]:
    """Return who holds which role: the administrators see all, everybody else their own."""
    # A person's own grants in other committees are readable too (own-person table): leave them out by name.
    grants = RoleGrant.objects.filter(committee_id=scoping.current().committee_id)
    if actor.wears(*ADMINISTRATORS):
        return grants
    return grants.none() if actor.user_id is None else grants.filter(user_id=actor.user_id)


def logins_visible_to(actor: Actor) -> QuerySet[User]:
    """Return the logins of the open scope's committee: administrators see all, everybody else their own."""
    if not actor.wears(*ADMINISTRATORS):
        return User.objects.none() if actor.user_id is None else User.objects.filter(pk=actor.user_id)
    here = scoping.current().committee_id
    with_role = RoleGrant.objects.filter(committee_id=here).values("user_id")
    return User.objects.filter(Q(pk__in=with_role) | Q(opened_in_id=here))


def changes_visible_to(actor: Actor) -> QuerySet[AdministratorChange]:
    """Return the changes among the three administrators: they see all, everybody else none."""
    rows = AdministratorChange.objects.select_related("user", "proposed_by", "decided_by")
    return rows if actor.wears(*ADMINISTRATORS) else rows.none()


def decision_owed(change: AdministratorChange) -> Iterable[Owed]:
    """Return who owes a decision: each of the three roles that a second person holds today."""
    if change.state != ChangeState.PROPOSED:
        return
    others = queries.administrators(timezone.localdate()).exclude(user_id__in=[change.proposed_by_id, change.user_id])
    for role in sorted(set(others.values_list("role", flat=True))):
        yield Owed("confirm_administrator_change", "确认", role=role, note=f"{change.proposed_by.name}提出")


ACCOUNT = Subject(
    kind="account",
    model=User,
    label="账号",
    url=lambda user: address("logins:one", public_id=user.public_id),
    visible_to=logins_visible_to,
)
ROLE_GRANT = Subject(
    kind="role_grant",
    model=RoleGrant,
    label="身份",
    url=lambda grant: address("logins:one", public_id=grant.user.public_id),
    visible_to=visible_to,
)
ADMINISTRATOR_CHANGE = Subject(
    kind="administrator_change",
    model=AdministratorChange,
    label="管理员任免",
    url=lambda change: address("logins:change", public_id=change.public_id),
    visible_to=changes_visible_to,
    owed=decision_owed,
)
