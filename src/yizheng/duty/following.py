"""What the duty room does when something happens elsewhere; `wiring.py` says what it hears."""

from __future__ import annotations

from yizheng.administration.models import Honour
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.meeting.events import ActivityConfirmed, AttendanceCorrected, MeetingHeld
from yizheng.meeting.models import Meeting
from yizheng.notify import services as notify
from yizheng.opinion.models import Opinion
from yizheng.proposal.models import AwardSelection, Proposal
from yizheng.proposal.workflow import proposals as proposal_table

from . import deeds
from .models import DutyRecord, ScoreSheet
from .services import recording

MARK_KEY = "mark_key"
PUBLISH_AWARDS = "publish_awards"
PROPOSAL_ACTS = {MARK_KEY} | frozenset(
    row.name for row in proposal_table.PROPOSAL_MACHINE.transitions if row.target in (
        *deeds.NOT_SUBMITTED, deeds.P.SUBMITTED, deeds.P.FILED, deeds.P.NOT_FILED, deeds.P.CONVERTED, deeds.P.MERGED,
    )
)  # fmt: skip
"""Moves after which a proposal says something else of its signers."""
MEETING_ACTS = frozenset({"cancel_meeting", "postpone_meeting"})


def follow_moved(moved: Moved) -> None:
    """A proposal, a piece or a meeting went on: its members' records follow."""
    obj = moved.obj
    if isinstance(obj, Proposal) and moved.act in PROPOSAL_ACTS:
        recording.follow(subject=obj, deeds=deeds.of_proposal(obj), at=moved.at)
    elif isinstance(obj, Opinion):
        recording.follow(subject=obj, deeds=deeds.of_opinion(obj), at=moved.at)
    elif isinstance(obj, Honour):
        recording.follow(subject=obj, deeds=deeds.of_honour(obj), at=moved.at)
    elif isinstance(obj, AwardSelection) and moved.act == PUBLISH_AWARDS:
        for proposal in Proposal.objects.filter(nominations__selection=obj, nominations__is_awarded=True):
            recording.follow(subject=proposal, deeds=deeds.of_proposal(proposal), at=moved.at)
    elif isinstance(obj, Meeting) and moved.act in MEETING_ACTS:
        recording.follow(subject=obj, deeds=deeds.of_meeting(obj), at=moved.at)


def follow_held(held: MeetingHeld) -> None:
    """A meeting was held: who was due has a record of each half-day."""
    recording.follow(subject=held.meeting, deeds=deeds.of_meeting(held.meeting), at=held.at)


def follow_corrected(told: AttendanceCorrected) -> None:
    """What was said of one person at a meeting was wrong: their records are what it says now."""
    member = told.attendance.invitation.membership_id
    if member is not None:
        found = deeds.of_meeting(told.meeting, membership_id=member)
        recording.follow(subject=told.meeting, deeds=found, at=told.at, membership_id=member)


def follow_activity(told: ActivityConfirmed) -> None:
    """Who came to an activity is settled or corrected: the records of its members are what it says now."""
    recording.follow(subject=told.activity, deeds=deeds.of_activity(told.activity), at=told.at)


_RECORD_WORDS = {
    "accept_claim": "您申报的“{what}”已采纳，记入履职记录。",
    "reject_claim": "您申报的“{what}”没有采纳，理由见记录页。",
    "uphold_record": "您对“{what}”的异议已复核：维持原记录，理由见记录页。",
    "correct_record": "您对“{what}”的异议已复核：记录已更正。",
}
_SHEET_WORDS = {
    "generate_sheet": "{year}年度考核表已生成，请核对后确认；有不同意见可以申诉。",
    "answer_appeal": "您对{year}年度考核表的申诉已答复。",
    "publish_sheet": "{year}年度履职考核等次已公布，请看考核表。",
}


def tell(moved: Moved) -> None:
    """Tell the member what was done to the own record or sheet."""
    obj = moved.obj
    if isinstance(obj, DutyRecord) and moved.act in _RECORD_WORDS:
        _tell(obj, _RECORD_WORDS[moved.act].format(what=obj.title[:40]), moved)
    elif isinstance(obj, ScoreSheet) and moved.act in _SHEET_WORDS:
        _tell(obj, _SHEET_WORDS[moved.act].format(year=obj.year), moved)


def _tell(obj: DutyRecord | ScoreSheet, words: str, moved: Moved) -> None:
    user = obj.membership.person.user_id
    if user is None or user == moved.by.user_id:
        return
    notify.tell(
        recipients=[user], text=words, url=subjects.of(obj).url(obj),
        key=f"{moved.act}-{moved.kind}-{obj.pk}-{moved.at.isoformat()}", at=moved.at,
    )  # fmt: skip
