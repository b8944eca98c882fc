"""The three administrators (三员) change by two persons: one proposes, a second of the three decides."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.accounts import queries
from yizheng.accounts import workflow as table
from yizheng.accounts.enums import Change, ChangeState, Role
from yizheng.accounts.models import AdministratorChange, RoleGrant, User
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .roles import end_grant, give_grant, refuse_two_of_three

FEWEST = 2
OWN = "不能办理由自己提出的或者关于自己的任免，请另一位管理员来办。"


@transaction.atomic
def propose_appointment(*, user: User, role: Role, reason: str, by: Actor, at: datetime) -> AdministratorChange:
    """
    Propose that a login become one of the three administrators (提出任命); it has no effect until it is confirmed.

    Raises: PermissionDenied; Refused `own`, `no_reason`, `nobody_confirms`, `held`, `two_of_three`, `waiting`.
    """
    require("accounts.propose_administrator", by)
    if user.pk == by.user_id:
        raise Refused("own", "不能提出任命自己，请另一位管理员来办。")
    _refuse_unconfirmable(by, at)
    _refuse_held(user, role, at)
    return _propose(Change.APPOINT, user, role, None, reason, by, at)


@transaction.atomic
def propose_dismissal(*, grant: RoleGrant, reason: str, by: Actor, at: datetime) -> AdministratorChange:
    """
    Propose that one of the three administrators be no longer one (提出免去); one may propose it of oneself.

    Raises: PermissionDenied; Refused `no_administrator`, `no_reason`, `too_few`, `waiting`.
    """
    require("accounts.propose_administrator", by)
    if not queries.administrators(timezone.localdate(at)).filter(pk=grant.pk).exists():
        raise Refused("no_administrator", f"{grant.user.name}现在不是“{grant.label}”，不用免去。")
    _refuse_too_few(at)
    return _propose(Change.DISMISS, grant.user, Role(grant.role), grant, reason, by, at)


@transaction.atomic
@ledger.one_act()
def confirm(*, change: AdministratorChange, by: Actor, at: datetime) -> AdministratorChange:
    """
    Let a proposed change take effect from today (确认任免).

    Rule: GB/T 22239 (等保), separation of duties; our decision: a second of the three, neither who proposed it nor
    whom it concerns. A proposal of somebody who is no longer an administrator is void.
    Raises: PermissionDenied; Refused `own`, `stale`, `proposer_gone`, `closed`, `held`, `two_of_three`, `ended`,
    `too_few`; nothing is changed then.
    """
    _refuse_own(change, by)
    on = timezone.localdate(at)
    # Of two decisions at once the second waits here, so that no two of them leave a house without administrators.
    standing = list(queries.administrators(on).select_for_update(of=("self",)))
    decided = workflow.apply(table.CONFIRM, change, by=by, at=at, changes=_decided(by, at))
    if decided.proposed_by_id not in {each.user_id for each in standing}:
        raise Refused("proposer_gone", "提出的人已经不是管理员，这条任免作废。请选“不同意”，需要时重新提出。")
    _carry_out(decided, by, at)
    return decided


@transaction.atomic
def refuse(*, change: AdministratorChange, reason: str, by: Actor, at: datetime) -> AdministratorChange:
    """
    Turn a proposed change down (不同意).

    Raises: PermissionDenied; Refused `own`, `stale`, `no_reason`, `long_reason`; nothing is changed then.
    """
    _refuse_own(change, by)
    return workflow.apply(table.REFUSE, change, by=by, at=at, reason=reason, changes=_decided(by, at))


@transaction.atomic
def withdraw(*, change: AdministratorChange, by: Actor, at: datetime) -> AdministratorChange:
    """
    Take one's own proposal back (撤回).

    Raises: PermissionDenied; Refused `stale`; nothing is changed then.
    """
    return workflow.apply(table.WITHDRAW, change, by=by, at=at, changes=_decided(by, at))


@transaction.atomic
def appoint_first(*, user: User, by: Actor, at: datetime) -> RoleGrant:
    """
    Make a login the first security administrator of a house in which the system administrator stands alone.

    Rule: our decision: with one administrator nobody could confirm; this ends with the second one, and no dismissal
    brings it back (`too_few`).
    Raises: PermissionDenied; Refused `two_persons`, `own`, `held`, `two_of_three`; nothing is changed then.
    """
    require("accounts.appoint_first", by)
    if queries.has_second_administrator(by, on=timezone.localdate(at)):
        raise Refused("two_persons", "已经有别的管理员，任命要由两个人办理：一人提出，另一位管理员确认。")
    role = Role.SECURITY_ADMIN
    return give_grant(user=user, role=role, label=role.label, valid_from=timezone.localdate(at), by=by, at=at)


def _propose(
    what: Change, user: User, role: Role, grant: RoleGrant | None, reason: str, by: Actor, at: datetime
) -> AdministratorChange:  # fmt: skip
    if not (kept := reason.strip()[: ledger.MAX_REASON_CHARS]):
        raise Refused("no_reason", "请写明理由，例如“岗位调整”。")
    # Of two proposals at once the second waits here and then sees the first.
    User.objects.select_for_update().get(pk=user.pk)
    if AdministratorChange.objects.filter(user=user, role=role, state=ChangeState.PROPOSED).exists():
        raise Refused("waiting", f"{user.name}的“{role.label}”任免已经有人提出，正等着确认，不用再提。")
    assert by.user_id is not None, "a person answers for it"
    made = AdministratorChange.objects.create(
        what=what, user=user, role=role, grant=grant, reason=kept, proposed_by_id=by.user_id, proposed_at=at
    )
    fields = {"what": what.value, "user": user.pk, "role": role.value}
    act = "propose_administrator_change"
    ledger.record(act, made, by=by, at=at, to_state=made.state, fields=fields, reason=kept)
    events.publish(workflow.Moved("administrator_change", made, act, "", made.state, by, at, fields))
    return made


def _carry_out(change: AdministratorChange, by: Actor, at: datetime) -> None:
    on, role = timezone.localdate(at), Role(change.role)
    if not change.user.is_active:
        raise Refused("closed", f"{change.user.name}的账号已停用，这条任免办不了。请选“不同意”。")
    if change.what == Change.APPOINT:
        give_grant(user=change.user, role=role, label=role.label, valid_from=on, by=by, at=at)
        return
    _refuse_too_few(at)
    assert change.grant is not None, "a dismissal names what it ends"
    end_grant(grant=change.grant, on=on, reason=change.reason, by=by, at=at)


def _decided(by: Actor, at: datetime) -> dict[str, object]:
    return {"decided_by_id": by.user_id, "decided_at": at}


def _refuse_own(change: AdministratorChange, by: Actor) -> None:
    if by.user_id in (change.proposed_by_id, change.user_id):
        raise Refused("own", OWN)


def _refuse_unconfirmable(by: Actor, at: datetime) -> None:
    if not queries.has_second_administrator(by, on=timezone.localdate(at)):
        raise Refused("nobody_confirms", "现在只有您一位管理员，没有人能确认。请先任命安全管理员。")


def _refuse_held(user: User, role: Role, at: datetime) -> None:
    on = timezone.localdate(at)
    if queries.administrators(on).filter(user=user, role=role).exists():
        raise Refused("held", f"{user.name}已经是“{role.label}”，不用重复任命。")
    refuse_two_of_three(user, role, on)


def _refuse_too_few(at: datetime) -> None:
    people = queries.administrators(timezone.localdate(at)).values_list("user_id", flat=True)
    if len(set(people)) <= FEWEST:
        raise Refused("too_few", "现在只有两位管理员。请先任命接替的人，再免去这一位：管理员至少要有两位。")
