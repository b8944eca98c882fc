"""What the shared rooms must know of a granted role."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject

from .enums import Role
from .models import RoleGrant


def visible_to(actor: Actor) -> QuerySet[RoleGrant]:
    """Return who holds which role: the administrator sees all, everybody else their own."""
    grants = RoleGrant.objects.all()
    return grants if actor.wears(Role.SYS_ADMIN) else grants.filter(user_id=actor.user_id)


ROLE_GRANT = Subject(
    kind="role_grant",
    model=RoleGrant,
    label="身份",
    url=lambda _grant: address("todo:desk"),
    visible_to=visible_to,
)
