"""The system administrator of a committee: the role with which an empty office begins."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.models import Committee
from yizheng.kernel.scoping import scope

from . import services
from .enums import Role
from .models import RoleGrant, User

ADMIN_USERNAME = "admin"


def make_administrator(user: User, committee: Committee, *, at: datetime) -> RoleGrant:
    """Give a login the administrator's role in a committee, from the day of `at`."""
    with scope(committee, user.pk):
        return services.grant_role(
            user=user,
            role=Role.SYS_ADMIN,
            label=Role.SYS_ADMIN.label,
            valid_from=timezone.localdate(at),
            by=SYSTEM,
            at=at,
        )
