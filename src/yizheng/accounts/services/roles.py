"""Roles in a committee: given, ended."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from yizheng.accounts import naming
from yizheng.accounts.enums import ADMINISTRATORS, Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.kernel import ledger, scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused


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

    The three administrators (三员) are appointed by two persons (`appointing`); the house itself, when a committee is
    opened, gives the first of them.
    Raises: Refused `two_persons`, `held` when the role is held already, `two_of_three`, `own`; nothing is changed then.
    """
    if role in ADMINISTRATORS and by.user_id is not None:
        raise Refused("two_persons", "管理员由两个人任命：请在“任命为管理员”里提出，再由另一位管理员确认。")
    return give_grant(
        user=user, role=role, label=label, scope_kind=scope_kind, scope_id=scope_id,
        valid_from=valid_from, valid_to=valid_to, rank=rank, by=by, at=at,
    )  # fmt: skip


def give_grant(
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
    Write a role that was decided on, inside the act that decided.

    Nobody is two of the three administrators in one committee.
    Rule: GB/T 22239 (等保), separation of duties; a role that has ended no longer counts.
    Raises: Refused `held`, `two_of_three`, `own`.
    """
    if user.pk == by.user_id:
        raise Refused("own", "不能给自己授予身份，请另一位管理员来办。")
    refuse_two_of_three(user, role, valid_from)
    label = naming.settled(label, role, scope_kind)
    # The wall lets a person read their own grants elsewhere too: ask for this committee's alone.
    standing = RoleGrant.objects.filter(committee_id=scoping.current().committee_id, valid_to__isnull=True)
    if standing.filter(user=user, role=role, scope_kind=scope_kind, scope_id=scope_id).exists():
        raise Refused("held", f"{user.name}已经有“{label}”身份，不用重复授予。")
    grant = RoleGrant.objects.create(
        user=user, role=role, label=label, scope_kind=scope_kind, scope_id=scope_id,
        valid_from=valid_from, valid_to=valid_to, rank=rank,
    )  # fmt: skip
    # Asked of the row, not of what was read before: of two committees at once the first looks after the login.
    User.objects.filter(pk=user.pk, opened_in__isnull=True).update(opened_in_id=scoping.current().committee_id)
    user.refresh_from_db(fields=["opened_in"])
    fields = {"user": user.pk, "role": role.value, "scope_kind": scope_kind, "scope_id": scope_id}
    ledger.record("grant_role", grant, by=by, at=at, fields=fields)
    return grant


@transaction.atomic
def end_role(*, grant: RoleGrant, on: date, reason: str = "", by: Actor, at: datetime) -> RoleGrant:
    """
    End a role (终止身份): it holds to the day before `on`.

    One of the three administrators loses that role by two persons (`appointing`).
    Raises: Refused `two_persons`, `ended`; nothing is changed then.
    """
    if grant.role in ADMINISTRATORS and by.user_id is not None:
        raise Refused("two_persons", "管理员由两个人免去：请在他的账号页上提出免去，再由另一位管理员确认。")
    return end_grant(grant=grant, on=on, reason=reason, by=by, at=at)


def end_grant(*, grant: RoleGrant, on: date, reason: str, by: Actor, at: datetime) -> RoleGrant:
    """Write the end of a role that was decided on, inside the act that decided. Raises: Refused `ended`."""
    locked = RoleGrant.objects.select_for_update(of=("self",)).select_related("user").get(pk=grant.pk)
    if locked.valid_to is not None and locked.valid_to <= on:
        raise Refused("ended", f"{locked.user.name}的“{locked.label}”身份已经终止，请刷新后查看。")
    locked.valid_to = max(on, locked.valid_from)
    locked.save(update_fields=["valid_to"])
    fields = {"user": locked.user_id, "role": locked.role, "valid_to": locked.valid_to}
    ledger.record("end_role", locked, by=by, at=at, fields=fields, reason=reason.strip()[: ledger.MAX_REASON_CHARS])
    return locked


def refuse_two_of_three(user: User, role: Role, on: date) -> None:
    """Raises: Refused `two_of_three`, when a login is another of the three administrators already."""
    if role not in ADMINISTRATORS:
        return
    # Of two grants at once the second waits here and then sees the first.
    User.objects.select_for_update().get(pk=user.pk)
    here = RoleGrant.objects.filter(committee_id=scoping.current().committee_id, user=user)
    held = here.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), role__in=ADMINISTRATORS).exclude(role=role)
    if other := held.first():
        raise Refused(
            "two_of_three", f"{user.name}已经是“{other.label}”。系统、安全、审计三类管理员不能由一人兼任，请换一个人。"
        )
