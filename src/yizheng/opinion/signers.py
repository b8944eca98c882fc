"""Who signs pieces and issues: the leaders and the secretary-general, in official order (office-practice 14)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.accounts.queries import grants_in_force
from yizheng.org.models import PostHolding, in_force


class Signer(NamedTuple):
    """Who is asked to sign: a name, and the login where that person has one."""

    name: str
    user_id: int | None = None


def signers(on: date) -> list[User]:
    """Return the logins that can sign on a day, by official rank; who holds no ranked post stands behind."""
    ids = grants_in_force(on).filter(role__in=(Role.LEADER, Role.SECRETARY_GENERAL)).values_list("user_id", flat=True)
    posts = PostHolding.objects.filter(in_force(on), person__user__in=ids).order_by("rank", "id")
    ranks: dict[int, int] = {}
    for place, user_id in enumerate(posts.values_list("person__user_id", flat=True)):
        ranks.setdefault(user_id, place)
    return sorted(User.objects.filter(pk__in=ids), key=lambda user: (ranks.get(user.pk, len(ranks)), user.pk))
