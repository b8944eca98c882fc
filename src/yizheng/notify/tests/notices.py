"""
An invented office that sends notices: 松溪区政协, a clerk, persons with and without a login or a telephone.

Everything is made inside the open scope.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.notify import services
from yizheng.notify.models import Message
from yizheng.notify.services import Addressee
from yizheng.org.models import Person, Setting

MORNING = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""Friday 10:00 in Asia/Shanghai."""
NIGHT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
"""Friday 23:00 in Asia/Shanghai, within the quiet hours."""

_numbers = count(1)


def committee(slug: str = "songxi") -> Committee:
    """Make a committee; outside a scope."""
    return Committee.objects.create(slug=slug, full_name="中国人民政治协商会议松溪区委员会", short_name="松溪区政协")


def login(name: str = "周文清", *, email: str = "", phone: str = "") -> User:
    """Make a login."""
    return User.objects.create(username=f"login-{next(_numbers)}", name=name, email=email, phone=phone)


def member(name: str = "林书", *, phone: str = "", user: User | None = None) -> Person:
    """Make a human being; with `phone` a text reaches them, with `user` the inbox."""
    return Person.objects.create(name=name, sort_key=name, stroke_key=f"{next(_numbers):04}", phone=phone, user=user)


def seat(role: Role = Role.OFFICE_CLERK, name: str = "周文清", **scope: Any) -> Actor:
    """Make a person in a role, as the services see them."""
    user = login(name)
    grant = RoleGrant.objects.create(user=user, role=role, label=role.label, valid_from=date(2020, 1, 1), **scope)
    return Actor(user_id=user.pk, name=user.name, hat=grant.hat(), hats=(grant.hat(),))


def send(*people: Person | User, by: Actor, key: str = "notice-1", at: datetime = MORNING, **given: Any) -> Message:
    """Send a notice."""
    to = [Addressee(person_id=p.pk) if isinstance(p, Person) else Addressee(user_id=p.pk) for p in people]
    words = {"title": "关于召开座谈会的通知", "text": "定于12月3日上午召开座谈会，请准时参加。", "url": ""}
    return services.send(key=key, to=to, by=by, at=at, **{**words, **given})


def no_quiet_hours() -> None:
    """Let texts go at any hour."""
    Setting.objects.create(key="notify.quiet_hours", value="", valid_from=date(2020, 1, 1))
