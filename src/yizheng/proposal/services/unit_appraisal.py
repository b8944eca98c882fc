"""Writes: appraisal meetings of units and the appraisal of key proposals' handling (民主评议; handbook 5.9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.ballot import services as ballots
from yizheng.ballot.enums import BallotState
from yizheng.ballot.models import Ballot
from yizheng.ballot.services import Question
from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit

from .. import grading, keys
from ..enums import Rating
from ..models import AppraisalSubject, AppraisedUnit, Proposal, RoundState, UnitAppraisal
from ..workflow import appraising as table
from .basis import Basis
from .quarantined import refuse_quarantined

OPTIONS = {each.value: str(each.label) for each in Rating}


@dataclass(frozen=True)
class Meeting:
    """What is appraised at a meeting, when, and who votes (user id → name)."""

    title: str
    held_on: date
    voters: Mapping[int, str]
    units: Sequence[OrgUnit] = field(default=())
    proposals: Sequence[Proposal] = field(default=())


@transaction.atomic
def prepare_appraisal(*, meeting: Meeting, by: Actor, at: datetime) -> UnitAppraisal:
    """
    Prepare an appraisal meeting (筹备民主评议) of units, or of the handling of key proposals, with its secret ballot.

    Rule: handbook 5.9; office-practice 13. Raises: PermissionDenied; Refused `nothing`; nothing is made then.
    """
    require("unit_appraisal.run", by)
    things: list[OrgUnit | Proposal] = [*meeting.units, *meeting.proposals]
    if not things or (meeting.units and meeting.proposals):
        raise Refused("nothing", "请选出要评议的承办单位；评议重点提案办理时，请选提案。")
    subject = AppraisalSubject.UNITS if meeting.units else AppraisalSubject.KEYS
    made = UnitAppraisal.objects.create(
        year=meeting.held_on.year, title=meeting.title.strip()[:80], held_on=meeting.held_on, subject=subject
    )
    AppraisedUnit.objects.bulk_create(
        AppraisedUnit(appraisal=made, order=order, **_thing(each)) for order, each in enumerate(things, start=1)
    )
    fields = {"things": len(things), "voters": len(meeting.voters)}
    ledger.record("prepare_unit_appraisal", made, by=by, at=at, to_state=made.state, fields=fields)
    _ballot(made, meeting.voters, by, at)
    events.publish(workflow.Moved("unit_appraisal", made, "prepare_unit_appraisal", "", made.state, by, at))
    return made


def _thing(each: OrgUnit | Proposal) -> dict[str, Any]:
    return {"unit": each} if isinstance(each, OrgUnit) else {"proposal": each}


def _ballot(appraisal: UnitAppraisal, voters: Mapping[int, str], by: Actor, at: datetime) -> None:
    items = {str(entry.pk): _name(entry) for entry in appraisal.units.select_related("unit", "proposal")}
    ballot = ballots.prepare(
        title=appraisal.title, question=Question(items, OPTIONS), voters=voters, by=by, at=at
    )  # fmt: skip
    appraisal.ballot_id = ballot.pk
    appraisal.save(update_fields=["ballot_id"])
    thread.link(appraisal, ballot, relation="ballot", at=at)


def _name(entry: AppraisedUnit) -> str:
    return f"{entry.proposal.number} {entry.proposal.title}" if entry.proposal else str(entry.unit)


def ballot_of(appraisal: UnitAppraisal) -> Ballot:
    """Return the secret ballot of an appraisal."""
    return Ballot.objects.get(pk=appraisal.ballot_id or 0)


@transaction.atomic
def open_vote(*, appraisal: UnitAppraisal, by: Actor, at: datetime) -> UnitAppraisal:
    """Open the secret ballot (开始投票); it may have been opened on its own page. Raises: Refused; as `apply`."""
    moved = workflow.apply(table.OPEN_VOTE, appraisal, by=by, at=at)
    ballot = ballot_of(moved)
    if ballot.state == BallotState.PREPARED:
        ballots.open_ballot(ballot=ballot, by=by, at=at)
    return moved


@transaction.atomic
def close_vote(*, appraisal: UnitAppraisal, by: Actor, at: datetime) -> UnitAppraisal:
    """
    Close the ballot (结束投票): counts, scores and grades of each unit stand; unit and leaders are told.

    Score: 满意 100, 基本满意 75, 不满意 0, by the valid answers about this unit (our decision). Rule: handbook 5.9;
    key proposal.grades. Raises: Refused `void`, `stale`; nothing is changed then.
    """
    appraisal = UnitAppraisal.objects.select_for_update(of=("self",)).get(pk=appraisal.pk)
    ballot = ballot_of(appraisal)
    if ballot.state == BallotState.OPEN:
        ballot = ballots.close_ballot(ballot=ballot, by=by, at=at)
    if ballot.state != BallotState.CLOSED:
        raise Refused("void", f"这次投票现在是“{ballot.get_state_display()}”，没有可用的结果。")
    _take_counts(appraisal, ballot.counts["items"], value(keys.GRADES, on=timezone.localdate(at)))
    return workflow.apply(table.CLOSE_VOTE, appraisal, by=by, at=at)


def _take_counts(appraisal: UnitAppraisal, items: Mapping[str, Mapping[str, int]], grades: list[str]) -> None:
    entries = list(appraisal.units.all())
    for entry in entries:
        counts = items[str(entry.pk)]
        entry.satisfied, entry.basic, entry.not_satisfied = (counts[each.value] for each in Rating)
        entry.score = grading.score_of(counts)
        entry.grade = grading.grade_of(entry.score, grades)
    AppraisedUnit.objects.bulk_update(entries, ["satisfied", "basic", "not_satisfied", "score", "grade"])


@transaction.atomic
def publish_vote(*, appraisal: UnitAppraisal, basis: Basis, by: Actor, at: datetime) -> UnitAppraisal:
    """
    Publish the result (公布民主评议结果) after the recorded decisions of both sides; grades, not ranks, by default.

    Rule: office-practice 4; key proposal.show_unit_ranks, as it stands today, is kept with the result.
    Raises: Refused `no_basis`, `future`, `guarded`, `stale`; nothing is changed then.
    """
    today = timezone.localdate(at)
    basis.check(today)
    changes = {
        "decided_by_cppcc": basis.by_cppcc.strip()[:120], "decided_by_office": basis.by_office.strip()[:120],
        "decided_on": basis.decided_on, "show_ranks": value(keys.SHOW_RANKS, on=today), "published_on": today,
    }  # fmt: skip
    return workflow.apply(table.PUBLISH_VOTE, appraisal, by=by, at=at, changes=changes)


@transaction.atomic
def hand_in_report(*, entry: AppraisedUnit, text: str, by: Actor, at: datetime) -> AppraisedUnit:
    """Hand in a unit's self-report (自查报告), by or for it, until the vote opens. Raises: Refused `too_late`."""
    locked = _locked("appraised_unit.report", entry, by)
    if locked.appraisal.state != RoundState.PREPARED:
        raise Refused("too_late", "投票已经开始，自查报告不能再改。")
    return _noted(locked, "hand_in_self_report", {"self_report": text.strip()}, by, at)


@transaction.atomic
def note_questions(*, entry: AppraisedUnit, text: str, by: Actor, at: datetime) -> AppraisedUnit:
    """Note what was asked and answered at the meeting (记录询问)."""
    locked = _locked("unit_appraisal.run", entry, by)
    return _noted(locked, "note_appraisal_questions", {"questions": text.strip()}, by, at)


@transaction.atomic
def ask_to_improve(*, entry: AppraisedUnit, words: str, by_day: date, by: Actor, at: datetime) -> AppraisedUnit:
    """
    Ask a unit to improve its handling by a day (提出改进意见).

    Rule: handbook 5.9; the wording of office-practice 12. Raises: Refused `not_closed`, `past`.
    """
    locked = _locked("unit_appraisal.run", entry, by)
    if locked.appraisal.state not in (RoundState.CLOSED, RoundState.PUBLISHED):
        raise Refused("not_closed", "投票结束、有了结果以后再提改进意见。")
    if by_day < timezone.localdate(at):
        raise Refused("past", "改进的期限不能早于今天。")
    return _noted(locked, "ask_to_improve", {"put_right_words": words.strip(), "put_right_by": by_day}, by, at)


@transaction.atomic
def report_improvement(*, entry: AppraisedUnit, text: str, by: Actor, at: datetime) -> AppraisedUnit:
    """Report what a unit improved (报改进情况). Raises: Refused `not_asked`."""
    locked = _locked("appraised_unit.report", entry, by)
    if locked.put_right_by is None or locked.looked_back_on is not None:
        raise Refused("not_asked", "现在没有待报的改进意见。")
    return _noted(locked, "report_improvement", {"put_right_report": text.strip()}, by, at)


@transaction.atomic
def look_back(*, entry: AppraisedUnit, words: str, by: Actor, at: datetime) -> AppraisedUnit:
    """Look back at what a unit was asked to improve (回头看). Raises: Refused `not_asked`."""
    locked = _locked("unit_appraisal.run", entry, by)
    if locked.put_right_by is None or locked.looked_back_on is not None:
        raise Refused("not_asked", "没有提过改进意见，或者已经回头看过了。")
    changes = {"looked_back_on": timezone.localdate(at), "looked_back_words": words.strip()}
    return _noted(locked, "look_back_at_unit", changes, by, at)


def _locked(permission: str, entry: AppraisedUnit, by: Actor) -> AppraisedUnit:
    rows = AppraisedUnit.objects.select_for_update(of=("self",)).select_related("appraisal", "unit", "proposal")
    locked = rows.get(pk=entry.pk)
    require(permission, by, locked)
    if locked.proposal_id is not None:
        refuse_quarantined(locked.proposal_id)
    return locked


def _noted(entry: AppraisedUnit, act: str, changes: dict[str, Any], by: Actor, at: datetime) -> AppraisedUnit:
    for name, given in changes.items():
        setattr(entry, name, given)
    entry.save(update_fields=list(changes))
    ledger.record(act, entry, by=by, at=at, fields=changes)
    events.publish(workflow.Moved("appraised_unit", entry, act, "", "", by, at))
    return entry
