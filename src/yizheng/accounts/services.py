"""Writes: open a login, give a role."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yizheng.kernel import ledger, scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

from .enums import Role
from .models import RoleGrant, User


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    label: str,
    scope_kind: str = "",
    scope_id: int | None = None,
    valid_from: date,
    valid_to: date | None = None,
    rank: int = 0,
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """
    Give a login a role in the open scope's committee (授予身份), narrowed to a body, unit or membership.

    It holds from `valid_from` (inclusive) to `valid_to` (exclusive; empty = until it is ended).

    Raises: Refused `held` when the role is held already; nothing is changed then.
    """
    # The wall lets a person read their own grants elsewhere too: ask for this committee's alone.
    standing = RoleGrant.objects.filter(committee_id=scoping.current().committee_id, valid_to__isnull=True)
    if standing.filter(user=user, role=role, scope_kind=scope_kind, scope_id=scope_id).exists():
        raise Refused("held", f"{user.name}已经有“{label}”身份，不用重复授予。")
    grant = RoleGrant.objects.create(
        user=user, role=role, label=label, scope_kind=scope_kind, scope_id=scope_id,
        valid_from=valid_from, valid_to=valid_to, rank=rank,
    )  # fmt: skip
    fields = {"user": user.pk, "role": role.value, "scope_kind": scope_kind, "scope_id": scope_id}
    ledger.record("grant_role", grant, by=by, at=at, fields=fields)
    return grant
