"""The list of logins as the administrators see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import timezone

from yizheng.kernel import scoping, secrets
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from . import locking
from .models import RoleGrant, User
from .phones import masked, normal_phone
from .subjects import logins_visible_to

PER_PAGE = 50


@dataclass(frozen=True)
class AccountRow:
    """One login in the list."""

    user: User
    phone: str
    roles: str
    state: str
    meaning: str
    has_second_step: bool
    is_here: bool


def account_rows(actor: Actor, sought: str, page: str | None, *, at: datetime) -> Page[Any]:
    """Return a page of rows by name; a login of another committee is found by its exact name or telephone only."""
    here = logins_visible_to(actor)
    found = here.filter(Q(name__icontains=sought) | Q(username__icontains=sought)) if sought else here
    exact = User.objects.filter(_exactly(sought), is_active=True) if sought else User.objects.none()
    both = User.objects.filter(Q(pk__in=found.values("pk")) | Q(pk__in=exact.values("pk")))
    shown: Page[Any] = Paginator(both.order_by("-is_active", "name", "id"), PER_PAGE).get_page(page)
    shown.object_list = _rows(list(shown.object_list), set(here.values_list("pk", flat=True)), at)
    return shown


def roles_of(user: User) -> list[RoleGrant]:
    """Return every role a login has or had in the open scope's committee, running ones first."""
    grants = RoleGrant.objects.filter(committee_id=scoping.current().committee_id, user=user)
    return sorted(grants, key=lambda grant: (grant.valid_to is not None, grant.rank, grant.pk))


def _exactly(sought: str) -> Q:
    try:
        return Q(username=sought) | Q(phone_digest=secrets.digest(normal_phone(sought)))
    except Refused:
        return Q(username=sought)


def _rows(users: Sequence[User], here: set[int], at: datetime) -> list[AccountRow]:
    ids = [user.pk for user in users]
    second = set(Authenticator.objects.filter(user__in=ids, type="totp").values_list("user_id", flat=True))
    roles, locked = _roles(ids, at), locking.locked_logins(at=at)
    return [
        AccountRow(
            user, masked(user.phone), "、".join(roles[user.pk]), *state_of(user, locked), user.pk in second,
            user.pk in here,
        )
        for user in users
    ]  # fmt: skip


def _roles(ids: list[int], at: datetime) -> dict[int, list[str]]:
    today = timezone.localdate(at)
    running = Q(valid_to__isnull=True) | Q(valid_to__gt=today)
    grants = RoleGrant.objects.filter(running, committee_id=scoping.current().committee_id, user__in=ids)
    found: dict[int, list[str]] = defaultdict(list)
    for grant in grants.order_by("rank", "id"):
        found[grant.user_id].append(grant.label)
    return found


def state_of(user: User, locked: set[str]) -> tuple[str, str]:
    """Return the state of a login in a word, and its meaning."""
    if not user.is_active:
        return "已停用", "over"
    if user.username.lower() in locked:
        return "已锁定", "late"
    if user.must_change_password:
        return "等本人改初始密码", "warn"
    return "正常", "ok"
