"""Writes: what the review body decides about a batch in its meeting (审查决定)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from yizheng.kernel import events, ledger, thread, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Moved
from yizheng.org.models import Body, Session

from ..enums import Outcome, ReasonCode, ReviewBody, Secrecy
from ..models import DecisionLine, Proposal, ReviewDecision
from ..queries.review import HAND_IN, report_handed_in
from ..workflow import proposals as table

BATCH = {Outcome.FILE: table.FILE, Outcome.NOT_FILE: table.NOT_FILE}
"""What a batch can decide; converting, merging and returning ask the proposers and are acts of their own."""


@dataclass(frozen=True)
class Decided:
    """What the meeting decided about one proposal."""

    proposal: Proposal
    outcome: Outcome
    reason_code: str = ""


def right_body(session: Session, on: date) -> ReviewBody:
    """
    Return the body that files: the review committee while the first plenary of a term sits, until the proposal
    committee of the term is there; the proposal committee otherwise. Rule: handbook 5.1.
    """
    if session.ordinal != 1 or on > session.closes:
        return ReviewBody.PROPOSAL_COMMITTEE
    made = Body.objects.filter(
        kind="special_committee",
        full_name__contains="提案",
        valid_from__gte=session.term.start_date,
        valid_from__lte=on,
    )
    return ReviewBody.PROPOSAL_COMMITTEE if made.exists() else ReviewBody.REVIEW_COMMITTEE


@transaction.atomic
def decide_batch(
    *,
    session: Session,
    body: ReviewBody,
    decided_on: date,
    persons: str,
    lines: Sequence[Decided],
    by: Actor,
    at: datetime,
    note: str = "",
    meeting: Model | None = None,
) -> ReviewDecision:
    """
    Record what the review body decided in a meeting about a batch of proposals (审定): all of it or nothing.

    One row of the ledger a proposal, all with one act id. `meeting` is the one it was decided in, where it is kept
    in the house; the thread leads from it to the decision. Rule: handbook 5.3, 5.5.
    Raises: PermissionDenied; Refused `nothing_chosen`, `no_persons`, `later`, `twice`, `other_session`,
    `not_in_batch`, `no_reason_code`, and what the machine refuses, naming the proposal; nothing is changed then.
    """
    require("proposal.decide", by)
    _check(session, decided_on, persons, lines, at)
    decision = ReviewDecision.objects.create(
        session=session, body=body, decided_on=decided_on, persons=persons.strip(), note=note.strip()
    )
    act_id = uuid.uuid4()
    for line in sorted(lines, key=lambda each: each.proposal.pk):
        _decide(line, decided_on, act_id, by=by, at=at)
    DecisionLine.objects.bulk_create(
        DecisionLine(
            decision=decision, proposal=line.proposal, outcome=line.outcome, reason_code=_reason(line)
        )
        for line in lines
    )  # fmt: skip
    if meeting is not None:
        thread.link(meeting, decision, relation="decided", at=at)
    ledger.record("decide_batch", decision, by=by, at=at, fields={"proposals": len(lines)}, act_id=act_id)
    events.publish(Moved("review_decision", decision, "decide_batch", "", "", by, at))
    return decision


@transaction.atomic
def share_with_members(*, proposals: Iterable[Proposal], by: Actor, at: datetime) -> list[Proposal]:
    """
    Let all members read what was filed (审查结果已公布，委员可见); inner ones stay inner, what is shared stays so.

    Rule: office-practice 1. Raises: Refused `nothing_to_share`, `stale`; nothing is changed then.
    """
    act_id, today = uuid.uuid4(), timezone.localdate(at)
    rows = [each for each in proposals if each.shared_on is None and each.secrecy != Secrecy.INTERNAL]
    if not rows:
        raise Refused("nothing_to_share", "没有要公布的提案：已立案的都公布了，或者是内部件。")
    return [
        workflow.apply(table.SHARE, each, by=by, at=at, changes={"shared_on": today}, act_id=act_id)
        for each in sorted(rows, key=lambda row: row.pk)
    ]


@transaction.atomic
def note_report_handed_in(*, session: Session, by: Actor, at: datetime) -> None:
    """
    Note that the report on the review was handed to the plenary (已交大会): a row of the session's ledger.

    Rule: office-practice 29. Raises: PermissionDenied; Refused `not_yet`, `handed_in`; nothing is changed then.
    """
    require("proposal.review", by)
    locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if timezone.localdate(at) < locked.opens:
        raise Refused("not_yet", "大会还没有开幕，审查情况报告开会以后才交。")
    if report_handed_in(locked) is not None:
        raise Refused("handed_in", "审查情况报告已经交过大会，不用再记。")
    ledger.record(HAND_IN, locked, by=by, at=at)


def _check(session: Session, decided_on: date, persons: str, lines: Sequence[Decided], at: datetime) -> None:
    if not lines:
        raise Refused("nothing_chosen", "还没有勾选提案。")
    if not persons.strip():
        raise Refused("no_persons", "请写明出席审定会议的人员。")
    if decided_on > timezone.localdate(at):
        raise Refused("later", "审定日期不能晚于今天；会开过以后再录入。")
    if len({line.proposal.pk for line in lines}) != len(lines):
        raise Refused("twice", "同一件提案写了两次，请去掉一个。")
    for line in lines:
        _check_line(line, session)


def _check_line(line: Decided, session: Session) -> None:
    number = line.proposal.number
    if line.proposal.session_id != session.pk:
        raise Refused("other_session", f"{number}不是{session.label}的提案，请分开审定。")
    if line.outcome not in BATCH:
        raise Refused("not_in_batch", f"{number}要转送、并案或退回的，请在该件提案的页面上办。")
    if line.outcome == Outcome.NOT_FILE and line.reason_code not in ReasonCode.values:
        raise Refused("no_reason_code", f"{number}不予立案，要选一条理由。")


def _decide(line: Decided, decided_on: date, act_id: uuid.UUID, *, by: Actor, at: datetime) -> None:
    changes = {"decided_on": decided_on, "review_outcome": line.outcome, "review_reason_code": _reason(line)}
    if line.outcome == Outcome.FILE:
        changes["filed_on"] = decided_on
    try:
        workflow.apply(BATCH[line.outcome], line.proposal, by=by, at=at, changes=changes, act_id=act_id)
    except Refused as refusal:
        raise Refused(refusal.code, f"{line.proposal.number}：{refusal.message}") from refusal


def _reason(line: Decided) -> str:
    return line.reason_code if line.outcome == Outcome.NOT_FILE else ""
