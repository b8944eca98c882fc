"""People with roles in committees."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel import scoping
from yizheng.kernel.models import Committee

PASSWORD = "three-bridges-in-rain"
_numbers = count(1)


def make_committee(slug: str, **fields: Any) -> Committee:
    return Committee.objects.create(slug=slug, short_name=f"{slug}政协", full_name=f"政协{slug}委员会", **fields)


def make_user(name: str = "周晓兰", password: str | None = None, **fields: Any) -> User:
    user = User.objects.create_user(f"login-{next(_numbers)}", name, password)
    for field, value in fields.items():
        setattr(user, field, value)
    user.save()
    return user


def grant(user: User, committee: Committee, role: str = "office_clerk", **fields: Any) -> RoleGrant:
    usual = {"label": "办公室", "valid_from": date(2020, 1, 1)}
    with scoping.scope(committee):
        return RoleGrant.objects.create(user=user, role=role, **{**usual, **fields})
