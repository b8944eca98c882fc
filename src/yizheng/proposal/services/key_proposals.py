"""Writes: key and important proposals, from nomination to look-back (handbook 5.9; office-practice 8, 9)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.attachment import services as files
from yizheng.attachment.models import StoredFile
from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import Actor, Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.models import Body, Person

from .. import keys
from ..enums import KeyStage, LeaderSide, LeadingRole, SupervisionMode, Tier
from ..models import KeyActivity, KeyAssignment, KeyLeader, Proposal
from ..queries import EVER_FILED
from ..workflow import keys as table
from .locking import lock_proposals
from .quarantined import refuse_quarantined

CRITERIA = ("战略性全局性", "群众关注", "年内可办", "兼顾界别和领域", "集体提案")
"""What a recommendation may name (handbook 5.9)."""


@dataclass(frozen=True)
class Leader:
    """A leader behind a key proposal: role, side, name and post; `person` where it is one of ours."""

    role: LeadingRole
    side: LeaderSide
    name: str
    post: str
    person: Person | None = None


@dataclass(frozen=True)
class Choice:
    """One decided candidate: its leaders, or the committee that supervises it."""

    assignment: KeyAssignment
    leaders: Sequence[Leader] = ()
    body: Body | None = None


@dataclass(frozen=True)
class Plan:
    """How a key proposal is supervised: when, by which means, who is invited (the proposer among them)."""

    text: str
    mode: SupervisionMode
    planned_for: date
    invitees: str


@dataclass(frozen=True)
class Activity:
    """One supervision activity that took place."""

    mode: SupervisionMode
    happened_on: date
    place: str
    led_by: str
    led_in_person: bool
    participants: str = ""
    notes: str = ""


@transaction.atomic
def nominate(
    *, proposal: Proposal, tier: Tier, recommended_by: str, criteria: Sequence[str], by: Actor, at: datetime
) -> KeyAssignment:
    """
    Recommend a filed proposal as key or important (推荐遴选); what was dropped may be recommended again.

    Rule: handbook 5.9. Raises: PermissionDenied; Refused `not_filed`, `nominated`; nothing is changed then.
    """
    require("key.nominate", by)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    refuse_quarantined(locked.pk)
    if locked.state not in EVER_FILED:
        raise Refused("not_filed", "只有立案的提案才能推荐为重点或重要提案。")
    facts = {"tier": tier, "recommended_by": recommended_by.strip()[:80], "criteria": list(criteria)}
    standing = KeyAssignment.objects.filter(proposal=locked).first()
    year = timezone.localdate(at).year
    if standing is not None:
        if standing.state != KeyStage.DROPPED:
            raise Refused("nominated", f"这件提案已经是{standing.get_tier_display()}“{standing.get_state_display()}”。")
        return workflow.apply(table.NOMINATE_AGAIN, standing, by=by, at=at, changes={**facts, "year": year})
    made = KeyAssignment.objects.create(proposal=locked, year=year, **facts)
    ledger.record("nominate_key", made, by=by, at=at, to_state=made.state, fields={"tier": tier.value})
    events.publish(workflow.Moved("key_assignment", made, "nominate_key", "", made.state, by, at))
    return made


@transaction.atomic
def decide(
    *, chosen: Sequence[Choice], dropped: Sequence[KeyAssignment], meeting: str, decided_on: date, by: Actor,
    at: datetime,
) -> list[KeyAssignment]:  # fmt: skip
    """
    Enter which candidates a meeting chose (审定重点、重要提案), in one act; the proposals are marked.

    The meeting decided, the clerk enters it: the ledger names both (source 纸质). Rule: handbook 5.9;
    office-practice 7–9; key proposal.key_leading_roles.
    Raises: PermissionDenied; Refused `no_meeting`, `future`, `no_leader`, `role_missing`, `no_body`, `stale`;
    nothing is changed then, for none of them.
    """
    require("key.decide", by)
    _check_meeting(meeting, decided_on, at)
    decider = _on_paper(by, meeting)
    act_id = uuid.uuid4()
    lock_proposals([each.proposal_id for each in (*dropped, *(choice.assignment for choice in chosen))])
    facts = {"decided_by": meeting.strip()[:80], "decided_on": decided_on}
    for each in dropped:
        workflow.apply(table.DROP, each, by=decider, at=at, changes=facts, act_id=act_id)
    return [_choose(each, facts, decider, at, act_id, place) for place, each in enumerate(chosen, start=1)]


@transaction.atomic
def enter_signature(
    *, leader: KeyLeader, signed_on: date, words: str, scan: StoredFile | None, by: Actor, at: datetime
) -> KeyAssignment:
    """
    Enter what a leader signed on the printed sheet (录入领导签批), with its scan.

    The ledger names the leader as the one who acted and the clerk as the one who entered it.
    Rule: office-practice 8. Raises: PermissionDenied; Refused `no_scan`, `future`, `stale`.
    """
    if scan is None:
        raise Refused("no_scan", "请附上签批件的扫描件或照片。")
    _not_in_future(signed_on, at)
    signer = _on_paper(by, leader.name, leader.person.user_id if leader.person else None)
    moved = workflow.apply(table.SIGN, leader.assignment, by=signer, at=at)
    leader.signed_on, leader.signed_words = signed_on, words.strip()[:300]
    leader.save(update_fields=["signed_on", "signed_words"])
    files.attach(file=scan, subject=moved)
    return moved


@transaction.atomic
def change_leaders(
    *, assignment: KeyAssignment, leaders: Sequence[Leader], reason: str, by: Actor, at: datetime
) -> KeyAssignment:
    """
    Change who stands behind a key proposal after the decision (调整领导), with the reason.

    Who stays in the same role and post keeps what they signed. Rule: office-practice 9; that the clerk does it on a
    reason, without a second meeting, is our decision.
    Raises: PermissionDenied; Refused `no_leader`, `role_missing`, `same`, `no_reason`, `guarded`, `stale`.
    """
    if not reason.strip():
        raise Refused("no_reason", "请写明调整领导的理由。")
    check_leaders(Choice(assignment, leaders), timezone.localdate(at))
    locked = KeyAssignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    before = "、".join(f"{each.get_role_display()}{each}" for each in locked.leaders.all())
    _replace_leaders(locked, leaders)
    said = f"{reason.strip()}（原为{before}）"
    return workflow.apply(table.CHANGE_LEADERS, locked, by=by, at=at, reason=said)


def _replace_leaders(assignment: KeyAssignment, leaders: Sequence[Leader]) -> None:
    standing = {_seat(each): each for each in assignment.leaders.all()}
    wanted = [_seat(each) for each in leaders]
    if list(standing) == wanted:
        raise Refused("same", "领导没有变动。请改好以后再提交。")
    assignment.leaders.exclude(pk__in=[row.pk for seat, row in standing.items() if seat in wanted]).delete()
    for order, leader in enumerate(leaders, start=1):
        kept = standing.get(_seat(leader))
        if kept is None:
            KeyLeader.objects.create(assignment=assignment, order=order, **vars(leader))
        else:
            KeyLeader.objects.filter(pk=kept.pk).update(order=order)


def _seat(leader: Leader | KeyLeader) -> tuple[str, str, str, str]:
    return str(leader.role), str(leader.side), leader.post, leader.name


@transaction.atomic
def make_plan(*, assignment: KeyAssignment, plan: Plan, by: Actor, at: datetime) -> KeyAssignment:
    """
    Set how a key proposal is supervised (定督办方案); it can be changed until the first activity.

    Rule: handbook 5.9, the proposer is invited (提案人参与). Raises: Refused `no_proposer`, `stale`.
    """
    if "提案人" not in plan.invitees and assignment.proposal.proposer_name not in plan.invitees:
        raise Refused("no_proposer", "邀请的人里要有提案人。请写上“提案人”或姓名。")
    changes = {
        "plan_text": plan.text.strip(), "plan_mode": plan.mode, "planned_for": plan.planned_for,
        "invitees": plan.invitees.strip()[:300],
    }  # fmt: skip
    return workflow.apply(table.PLAN, assignment, by=by, at=at, changes=changes)


@transaction.atomic
def record_activity(*, assignment: KeyAssignment, activity: Activity, by: Actor, at: datetime) -> KeyActivity:
    """Record a supervision activity that took place (记录督办活动). Raises: Refused `future`, `stale`."""
    _not_in_future(activity.happened_on, at)
    moved = workflow.apply(table.ACTIVITY, assignment, by=by, at=at)
    return KeyActivity.objects.create(assignment=moved, **vars(activity))


@transaction.atomic
def report_result(
    *, assignment: KeyAssignment, text: str, reported_to: str, reported_on: date, by: Actor, at: datetime
) -> KeyAssignment:
    """
    Report what the supervision came to (报督办结果), to the chairpersons' meeting by default.

    Rule: handbook 5.9: a leader led at least one activity of a key proposal in person.
    Raises: Refused `no_text`, `future`, `guarded`, `stale`; nothing is changed then.
    """
    if not text.strip():
        raise Refused("no_text", "请写明办理和督办的结果。")
    _not_in_future(reported_on, at)
    changes = {"result_text": text.strip(), "reported_to": reported_to.strip()[:80], "reported_on": reported_on}
    return workflow.apply(table.RESULT, assignment, by=by, at=at, changes=changes)


@transaction.atomic
def look_back(*, assignment: KeyAssignment, text: str, by: Actor, at: datetime) -> KeyAssignment:
    """
    Enter what was found the year after (回访). Rule: handbook 5.9, following year.

    Raises: Refused `too_early`, `no_text`, `stale`; nothing is changed then.
    """
    today = timezone.localdate(at)
    if today.year <= assignment.year:
        raise Refused("too_early", f"{assignment.year}年的重点提案到下一年再回访。")
    if not text.strip():
        raise Refused("no_text", "请写明回访看到的情况。")
    changes = {"lookback_text": text.strip(), "looked_back_on": today}
    return workflow.apply(table.LOOK_BACK, assignment, by=by, at=at, changes=changes)


def _choose(
    choice: Choice, facts: dict[str, object], by: Actor, at: datetime, act_id: uuid.UUID, place: int
) -> KeyAssignment:
    assignment = KeyAssignment.objects.select_for_update(of=("self",)).get(pk=choice.assignment.pk)
    if assignment.tier == Tier.KEY:
        check_leaders(choice, timezone.localdate(at))
    elif choice.body is None:
        raise Refused("no_body", f"“{assignment}”是重要提案，要由一个专委会督办。请先选专委会。")
    if assignment.state == KeyStage.CANDIDATE:
        assignment.leaders.all().delete()
        KeyLeader.objects.bulk_create(
            KeyLeader(assignment=assignment, order=order, **vars(leader))
            for order, leader in enumerate(choice.leaders, start=1)
        )
        KeyAssignment.objects.filter(pk=assignment.pk).update(supervising_body=choice.body)
    changes = {**facts, "supervising_body": choice.body, "order": place}
    moved = workflow.apply(table.SELECT, assignment, by=by, at=at, changes=changes, act_id=act_id)
    _mark(moved, by, at, act_id)
    return moved


def _mark(assignment: KeyAssignment, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=assignment.proposal_id)
    proposal.is_key, proposal.is_important = assignment.tier == Tier.KEY, assignment.tier == Tier.IMPORTANT
    proposal.save(update_fields=["is_key", "is_important"])
    fields = {"is_key": proposal.is_key, "is_important": proposal.is_important}
    state = proposal.state
    ledger.record("mark_key", proposal, by=by, at=at, from_state=state, to_state=state, fields=fields, act_id=act_id)
    events.publish(workflow.Moved("proposal", proposal, "mark_key", state, state, by, at, fields))


def check_leaders(choice: Choice, on: date) -> None:
    """
    Check that the leaders behind a choice fill the compulsory roles; at least one leader by default.

    Rule: office-practice 9; key proposal.key_leading_roles. Raises: Refused `no_leader`, `role_missing`.
    """
    title = choice.assignment.proposal.title
    if not choice.leaders:
        raise Refused("no_leader", f"“{title}”还没有领导领办或督办。请先填领导，再确定。")
    wanted: list[str] = value(keys.LEADING_ROLES, on=on)
    missing = set(wanted) - {str(leader.role) for leader in choice.leaders}
    if missing:
        words = "、".join(role.label for role in LeadingRole if role.value in missing)
        raise Refused("role_missing", f"“{title}”还缺{words}的领导。请补上，再确定。")


def _check_meeting(meeting: str, decided_on: date, at: datetime) -> None:
    if not meeting.strip():
        raise Refused("no_meeting", "请写明由哪次会议审定。")
    _not_in_future(decided_on, at)


def _not_in_future(day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise Refused("future", "日期不能晚于今天，请核对。")


def _on_paper(by: Actor, name: str, user_id: int | None = None) -> Actor:
    """The one who decided, in the clerk's hat: that hat is what the permission asks for."""
    return replace(
        by, user_id=user_id, name=name.strip()[:60], source=Source.PAPER, entered_by_id=by.entered_by_id or by.user_id
    )
