"""The house of a plenary evening: who is there, what lies before each of them, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bench.stage import Stage, tell
from bench.visits import session_of

CLERK_USERS = range(12, 17)
"""Logins of a committee's staff that review this evening; the first of them is its proposal clerk anyway."""
HANDLINGS_A_UNIT = 4
WAITING = 60
MATTERS = ("老旧小区加装电梯", "社区养老服务", "校园周边交通", "河道清淤", "小微企业用工", "乡村公路养护")
BACKGROUND = "近年来群众反映较多，现有做法不统一，资金和力量都不够，进展较慢。" * 6
SUGGESTIONS = ("由主管部门牵头摸清底数，列出清单。", "安排专项资金，分三年实施。", "建立长效管护机制。")


@dataclass(frozen=True)
class Evening:
    """Who takes part: the cookie of each, and what the member's draft or the unit's handlings are."""

    slug: str
    members: list[dict[str, Any]]
    units: list[dict[str, Any]]
    clerks: list[dict[str, Any]]


def prepare(stage: Stage, *, members: int, units: int, at: datetime) -> Evening:
    """Open the plenary of today and lay out drafts, handlings to sign for and proposals to review."""
    from yizheng.kernel import secrets, tenancy
    from yizheng.kernel.models import Committee

    if not secrets.ring_path().exists():
        secrets.write_ring(secrets.ring_path(), secrets.new_ring())
    committee = Committee.objects.get(slug="c1")
    first_member = stage.scale.staff + stage.scale.units
    with tenancy.scope(committee):
        _open_plenary(at)
        _make_clerks()
        waiting = _submitted(first_member, at)
        by_unit = _handlings(stage, units, waiting, at)
        drafts = {number: _draft(first_member + number, at) for number in range(1, members + 1)}
    tell(f"{len(drafts)} drafts, {sum(map(len, by_unit.values()))} handlings, {len(waiting)} to review")
    return Evening(
        committee.slug,
        [{"cookie": session_of(first_member + n, strict=False), "draft": draft} for n, draft in drafts.items()],
        [{"cookie": session_of(stage.scale.staff + n), "handlings": found} for n, found in by_unit.items()],
        [{"cookie": session_of(user)} for user in CLERK_USERS],
    )


def _open_plenary(at: datetime) -> None:
    from yizheng.org.models import Session

    today = at.date()
    newest = Session.objects.order_by("-ordinal").first()
    assert newest is not None, "the rows of a committee have its plenaries"
    newest.opens, newest.closes, newest.cut_off = today, today + timedelta(days=3), at + timedelta(days=1)
    newest.save()


def _make_clerks() -> None:
    from yizheng.accounts.models import RoleGrant

    rows = RoleGrant.objects.filter(user__in=list(CLERK_USERS))
    rows.update(role="proposal_clerk", label="提案委", scope_kind="", scope_id=None)


def _actor(user: int, role: str) -> Any:
    from yizheng.accounts.models import RoleGrant
    from yizheng.kernel.acting import Actor

    grant = RoleGrant.objects.select_related("user").get(user=user, role=role)
    return Actor(user_id=user, name=grant.user.name, hat=grant.hat(), hats=(grant.hat(),))


def _begun(user: int, at: datetime) -> tuple[Any, Any]:
    from yizheng.proposal.services import writing

    by = _actor(user, "member")
    text = writing.Text(
        title=f"关于做好{MATTERS[user % len(MATTERS)]}工作的建议", background=BACKGROUND, analysis=BACKGROUND,
        suggestions=SUGGESTIONS, declared_unclassified=True,
    )  # fmt: skip
    return writing.begin(text=text, by=by, at=at), by


def _draft(user: int, at: datetime) -> str:
    return str(_begun(user, at)[0].public_id)


def _submitted(first_member: int, at: datetime) -> list[Any]:
    from yizheng.proposal.services import submitting

    found = []
    for number in range(1, WAITING + 1):
        draft, by = _begun(first_member + number, at)
        found.append(submitting.submit(proposal=draft, by=by, at=at))
    return found


def _handlings(stage: Stage, units: int, waiting: list[Any], at: datetime) -> dict[int, list[str]]:
    """Give each unit proposals of an earlier meeting, which wait for its signature."""
    made: dict[int, list[str]] = {}
    for number in range(1, units + 1):
        made[number] = [_handling(number, stage, at) for _ in range(HANDLINGS_A_UNIT)]
    return made


def _handling(number: int, stage: Stage, at: datetime) -> str:
    from yizheng.org.models import OrgUnit
    from yizheng.proposal.enums import ProposalState, ShareRole, Side
    from yizheng.proposal.models import Proposal
    from yizheng.proposal.services import handling

    draft, _ = _begun(stage.scale.staff + stage.scale.units + number, at)
    last = Proposal.objects.filter(filed_no__isnull=False).count()
    given = {"state": ProposalState.ASSIGNED, "filed_no": last + 1, "assigned_on": _day(at), "category": "社会事业"}
    Proposal.objects.filter(pk=draft.pk).update(submitted_at=at, filed_on=_day(at), **given)
    draft.refresh_from_db()
    opened = handling.open_handling(
        proposal=draft, unit=OrgUnit.objects.get(pk=number), role=ShareRole.SOLE, side=Side.GOVERNMENT,
        by=_actor(4, "assigner"), at=at,
    )  # fmt: skip
    return str(opened.public_id)


def _day(at: datetime) -> date:
    return at.date()
