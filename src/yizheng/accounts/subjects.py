"""What the shared rooms must know of a granted role."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject

from .enums import Role
from .models import RoleGrant


def visible_to(actor: Actor) -> QuerySet[RoleGrant]:
    """Return who holds which role: the administrator sees all, everybody else their own."""
    # A person's own grants in other committees are readable too (own-person table): leave them out by name.
    grants = RoleGrant.objects.filter(committee_id=scoping.current().committee_id)
    if actor.wears(Role.SYS_ADMIN):
        return grants
    return grants.none() if actor.user_id is None else grants.filter(user_id=actor.user_id)


ROLE_GRANT = Subject(
    kind="role_grant",
    model=RoleGrant,
    label="身份",
    url=lambda _grant: address("todo:desk"),
    visible_to=visible_to,
)
