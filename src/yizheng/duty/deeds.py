"""What proposals, opinions and meetings say of their members: read anew from the rows, never kept twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from yizheng.administration.enums import HonourLevel, HonourState
from yizheng.administration.models import Honour
from yizheng.meeting.enums import (
    ActivityState,
    AttendanceStatus,
    Came,
    InvitationRole,
    LeaveKind,
    MeetingKind,
    MeetingState,
    duty_kind,
)
from yizheng.meeting.models import Activity, ActivitySignup, Attendance, Meeting
from yizheng.meeting.services.attending import granted_leaves
from yizheng.opinion.enums import AuthorRole, PointEvent
from yizheng.opinion.models import Opinion, PointEntry
from yizheng.org.enums import MembershipRole
from yizheng.org.knowing import NOT_YET
from yizheng.org.models import Membership
from yizheng.proposal.enums import Consent, ProposalState, SignerRole
from yizheng.proposal.models import AwardState, Nomination, Proposal, Signer

from .enums import DutyKind as K
from .enums import DutyRole as Role


@dataclass(frozen=True)
class Deed:
    """One deed of one member as its room knows it; `deed` is the same however often it is told."""

    membership_id: int
    on: date
    kind: str
    role: str
    deed: str
    title: str
    quantity: int = 100
    parts: int = 1
    service: str = ""


P = ProposalState
NOT_SUBMITTED = (P.DRAFT, P.COSIGNING, P.RETURNED, P.WITHDRAWN)
NOT_FILED = (*NOT_SUBMITTED, P.SUBMITTED, P.FIRST_REVIEWED, P.NOT_FILED, P.CONVERTED)


def of_proposal(proposal: Proposal) -> list[Deed]:
    """
    Return what a proposal says of its signers: handed in, filed or converted, key.

    A withdrawn one says nothing (handbook 10.3 `void`); a merged one was filed and counts for its own signers,
    not again at the main one (18.3 cases 5 and 6). Members who signed for their body are its main members.
    An award counts from its publication, on the day it was decided, once however often a proposal is awarded.
    """
    if proposal.state in NOT_SUBMITTED or proposal.submitted_at is None:
        return []
    handed_in = timezone.localdate(proposal.submitted_at)
    kinds = [(K.PROPOSAL_SUBMITTED, handed_in)]
    if proposal.state == P.CONVERTED:
        kinds.append((K.PROPOSAL_CONVERTED, proposal.decided_on or handed_in))
    elif proposal.state not in NOT_FILED:
        kinds.append((K.PROPOSAL_FILED, proposal.filed_on or proposal.decided_on or handed_in))
        if proposal.is_key:
            kinds.append((K.PROPOSAL_KEY, proposal.filed_on or handed_in))
        kinds += [(K.PROPOSAL_EXCELLENT, on) for on in _awarded_on(proposal)[:1]]
    signers = list(_signers(proposal))
    return [
        Deed(signer.membership_id or 0, on, kind, _signs_as(proposal, signer), f"proposal:{proposal.pk}",
             title(proposal), parts=max(1, len(signers)))
        for kind, on in kinds
        for signer in signers
    ]  # fmt: skip


def _signers(proposal: Proposal) -> Iterable[Signer]:
    rows = Signer.objects.filter(proposal=proposal, membership__isnull=False, withdrew_on__isnull=True)
    rows = rows.filter(consent=Consent.AGREED).order_by("order", "id")
    return [each for each in rows if each.came_from_id in (None, proposal.pk)]


def _awarded_on(proposal: Proposal) -> list[date]:
    """Return the days on which published selections decided that the proposal is an excellent one."""
    rows = Nomination.objects.filter(proposal=proposal, is_awarded=True, selection__state=AwardState.PUBLISHED)
    days = rows.order_by("selection__year").values_list("selection__decided_on", flat=True)
    return [day for day in days if day is not None]


def _signs_as(proposal: Proposal, signer: Signer) -> str:
    if signer.role == SignerRole.FIRST:
        return Role.LEAD
    return Role.MAIN if proposal.first_proposer_id is None else Role.CO


def title(proposal: Proposal) -> str:
    """Return what a record calls a proposal."""
    return f"{proposal.number or '未编号'}《{proposal}》"[:200]


EVENTS = {
    PointEvent.SUBMITTED: K.OPINION_SUBMITTED, PointEvent.ADOPTED_SELF: K.OPINION_ADOPTED_OWN,
    PointEvent.ADOPTED_CITY: K.OPINION_ADOPTED_CITY, PointEvent.ADOPTED_PROVINCE: K.OPINION_ADOPTED_PROVINCE,
    PointEvent.ADOPTED_NATION: K.OPINION_ADOPTED_NATION, PointEvent.INSTRUCTED_DISTRICT: K.INSTRUCTION,
    PointEvent.INSTRUCTED_CITY: K.INSTRUCTION, PointEvent.INSTRUCTED_PROVINCE: K.INSTRUCTION,
}  # fmt: skip


def of_opinion(opinion: Opinion) -> list[Deed]:
    """
    Return what a piece says of its authors: sent in, adopted at each level, instructed upon.

    The room of opinions keeps these events itself, void when copied or taken back; its points are not used here.
    Rule: handbook 10.6 E, 18.3 case 15.
    """
    rows = PointEntry.objects.filter(opinion=opinion, is_void=False, author__membership__isnull=False)
    seen: dict[tuple[int, str], Deed] = {}
    entries = list(rows.select_related("author").order_by("id"))
    together = {event: len({e.author_id for e in entries if e.event == event}) for event in PointEvent.values}
    for entry in entries:
        kind = EVENTS.get(PointEvent(entry.event))
        if kind is None:
            continue
        role = Role.LEAD if entry.author.role == AuthorRole.MAIN else Role.CO
        mine = (entry.author.membership_id or 0, kind)
        called = f"{opinion.number}《{opinion}》"[:200]
        deed = Deed(mine[0], entry.earned_on, kind, role, f"opinion:{opinion.pk}", called, parts=together[entry.event])
        seen.setdefault(mine, deed)
    return list(seen.values())


HONOURS = {
    HonourLevel.NATION: K.HONOUR_NATION, HonourLevel.PROVINCE: K.HONOUR_PROVINCE,
    HonourLevel.PREFECTURE: K.HONOUR_CITY, HonourLevel.COUNTY_DISTRICT: K.HONOUR_DISTRICT,
    HonourLevel.OWN: K.HONOUR_DISTRICT,
}  # fmt: skip
"""Our decision: what the committee itself honours counts as the lowest level."""


def of_honour(honour: Honour) -> list[Deed]:
    """
    Return what the register of honours says of a member; nothing of a body, nor once it was taken back.

    Rule: handbook 10.6 (bonus), features F129. Who held no seat on the day has no record of it.
    """
    if honour.state != HonourState.STANDING or honour.person_id is None:
        return []
    seats = Membership.objects.filter(person=honour.person_id, joined_on__lte=honour.awarded_on)
    seats = seats.exclude(role=MembershipRole.RESIDENT_SUPERIOR_MEMBER).exclude(state__in=NOT_YET)
    seat = seats.exclude(left_on__lte=honour.awarded_on).order_by("pk").last()
    if seat is None:
        return []
    kind, title = HONOURS[HonourLevel(honour.level)], honour.title[:200]
    return [Deed(seat.pk, honour.awarded_on, kind, Role.NONE, f"honour:{honour.pk}", title)]


MEETING_KINDS = {
    MeetingKind.PLENARY: K.PLENARY, MeetingKind.STANDING: K.STANDING, MeetingKind.COMMITTEE: K.COMMITTEE,
}  # fmt: skip
STATUS = {
    AttendanceStatus.PRESENT: Role.PRESENT, AttendanceStatus.LATE: Role.LATE,
    AttendanceStatus.LEFT_EARLY: Role.LEFT_EARLY, AttendanceStatus.ABSENT: Role.ABSENT,
}  # fmt: skip
GONE = (MeetingState.PLANNED, MeetingState.NOTIFIED, MeetingState.POSTPONED, MeetingState.CANCELLED)


def of_meeting(meeting: Meeting, *, membership_id: int | None = None) -> list[Deed]:
    """
    Return what a meeting says of who was due: one deed a half-day, with how they were there.

    Approved leave for duty, illness, childbirth and bereavement is told apart from private leave (office-practice
    25); guests are not due and say nothing. A meeting not held says nothing.
    """
    kind = MEETING_KINDS.get(MeetingKind(meeting.kind))
    if kind is None or meeting.state in GONE:
        return []
    rows = Attendance.objects.filter(
        invitation__meeting=meeting, invitation__role=InvitationRole.ATTEND, invitation__membership__isnull=False
    ).select_related("invitation", "half_day")
    if membership_id is not None:
        rows = rows.filter(invitation__membership=membership_id)
    granted = granted_leaves(meeting)
    found = ((each, _there_as(each, granted)) for each in rows.order_by("id"))
    return [
        Deed(row.invitation.membership_id or 0, row.half_day.day, kind, role, f"meeting:{meeting.pk}/{row.half_day_id}",
             f"{meeting.title} {row.half_day}")
        for row, role in found
        if role
    ]  # fmt: skip


def _there_as(row: Attendance, granted: Mapping[tuple[int, int], str]) -> str:
    if row.status == AttendanceStatus.LEAVE_APPROVED:
        kind = granted.get((row.invitation_id, row.half_day_id), "") or row.invitation.leave_kind
        return Role.LEAVE_PRIVATE if kind in ("", LeaveKind.PRIVATE) else Role.LEAVE_EXCUSED
    if row.status == AttendanceStatus.EXEMPT:
        return Role.EXEMPT
    return STATUS.get(AttendanceStatus(row.status), Role.NONE)


def of_activity(activity: Activity) -> list[Deed]:
    """
    Return what a confirmed activity says of who signed up: took part, or missed it without a word.

    One deed a member however many units hosted it. Rule: handbook 10.4, 10.6 D; features F025.
    """
    counted = duty_kind(activity.kind)
    if activity.state != ActivityState.CONFIRMED or not counted:
        return []
    on, called = timezone.localdate(activity.starts_at), activity.theme[:200]
    kinds = {Came.CAME.value: counted, Came.MISSED.value: K.ACTIVITY_MISSED.value}
    rows = ActivitySignup.objects.filter(activity=activity, came__in=kinds).order_by("id")
    return [Deed(row.membership_id, on, kinds[row.came], Role.NONE, f"activity:{activity.pk}", called) for row in rows]
