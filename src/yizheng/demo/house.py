"""What the building of a demo committee hands on: who and what was made, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.org.models import Body, Membership, OrgUnit, Person

from .today import Days


@dataclass
class House:
    """One demo committee as it grows: rows by the name everybody calls them; `office_login` keeps its plans."""

    committee: Committee
    days: Days
    office_login: str
    people: dict[str, Person] = field(default_factory=dict)
    seats: dict[str, Membership] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    units: dict[str, OrgUnit] = field(default_factory=dict)
    grants: list[RoleGrant] = field(default_factory=list)

    def actor(self, username: str) -> Actor:
        """Return a login in its most senior hat. Raises: LookupError."""
        return _acting([grant for grant in self.grants if grant.user.username == username], username)

    def carrying(self, **scope: Any) -> Actor:
        """Return whoever acts for a body or unit (`body_id` or `unit_id`); the office where nobody does."""
        kind, scope_id = ("body", scope["body_id"]) if scope.get("body_id") else ("org_unit", scope.get("unit_id"))
        grants = [grant for grant in self.grants if grant.scope_kind == kind and grant.scope_id == scope_id]
        return _acting(grants, kind) if grants else self.actor(self.office_login)


def _acting(grants: list[RoleGrant], what: str) -> Actor:
    if not grants:
        raise LookupError(f"nobody acts as {what}")
    worn = grants[0]
    hats = tuple(grant.hat() for grant in grants)
    return Actor(user_id=worn.user_id, name=worn.user.name, hat=worn.hat(), hats=hats)


def login(username: str, name: str) -> User:
    """Make a demo login: no password opens it."""
    user = User.objects.create_user(username, name)
    user.is_demo = True
    user.save(update_fields=["is_demo"])
    return user
