"""Writes: two-way appraisal rounds (提案办理双向评议; handbook 5.9)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import events, ledger, workflow
from yizheng.kernel.acting import SYSTEM, Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from .. import grading, keys
from ..models import AppraisalRound, AppraisalScore, RoundState, ScoreSide
from ..queries import appraisal as queries_appraisal
from ..workflow import appraising as table
from .basis import Basis
from .quarantined import refuse_quarantined


@transaction.atomic
def prepare_round(*, year: int, title: str, closes_on: date, by: Actor, at: datetime) -> AppraisalRound:
    """
    Prepare a round of two-way appraisal (筹备双向评议); criteria and grades are copied as they hold today.

    Rule: handbook 5.9; keys proposal.quality_criteria, proposal.handling_criteria, proposal.grades.
    Raises: PermissionDenied; Refused `criteria`, `past`; nothing is made then.
    """
    require("appraisal.run", by)
    today = timezone.localdate(at)
    if closes_on < today:
        raise Refused("past", "截止日期不能早于今天。")
    made = AppraisalRound.objects.create(
        year=year, title=title.strip()[:80], closes_on=closes_on, criteria=_criteria(today),
        grades=value(keys.GRADES, on=today),
    )  # fmt: skip
    ledger.record("prepare_round", made, by=by, at=at, to_state=made.state, fields={"year": year})
    events.publish(workflow.Moved("appraisal_round", made, "prepare_round", "", made.state, by, at))
    return made


def _criteria(on: date) -> dict[str, list[str]]:
    both = {ScoreSide.PROPOSER: keys.HANDLING_CRITERIA, ScoreSide.UNIT: keys.PROPOSAL_CRITERIA}
    copied = {side.value: value(key, on=on) for side, key in both.items()}
    if not all(grading.adds_up(lines) for lines in copied.values()):
        raise Refused("criteria", "评分项加起来不是100分，请先到“设置”里改好。")
    return copied


@transaction.atomic
def open_round(*, round_: AppraisalRound, by: Actor, at: datetime) -> AppraisalRound:
    """
    Open a round (开始评议): both sides are asked about each answered handling of the year.

    Raises: Refused `nothing`, `past`, `stale`; nothing is changed then.
    """
    today = timezone.localdate(at)
    if round_.closes_on < today:
        raise Refused("past", "截止日期已经过了，请另外筹备一轮。")
    moved = workflow.apply(table.OPEN_ROUND, round_, by=by, at=at, changes={"opened_on": today})
    handlings = list(queries_appraisal.to_appraise(moved.year))
    if not handlings:
        raise Refused("nothing", f"{moved.year}年还没有已答复的提案，不用评议。")
    asked = AppraisalScore.objects.bulk_create(
        AppraisalScore(round=moved, handling=handling, side=side)
        for handling in handlings
        for side in (ScoreSide.PROPOSER, ScoreSide.UNIT)
    )
    _tell(asked, "ask_score", by, at)
    return moved


def _tell(scores: list[AppraisalScore], act: str, by: Actor, at: datetime) -> None:
    act_id = uuid.uuid4()
    ledger.record_all(ledger.draft(act, each, by=by, at=at, act_id=act_id) for each in scores)
    for each in scores:
        events.publish(workflow.Moved("appraisal_score", each, act, "", "", by, at))


@transaction.atomic
def score(*, asked: AppraisalScore, points: Mapping[str, int], comment: str, by: Actor, at: datetime) -> AppraisalScore:
    """
    Score a handling or a proposal (评分); it can be changed until the round closes.

    `points` maps each criterion to whole points, 0 to its weight. The ledger holds that it was scored, never how.
    Raises: PermissionDenied; Refused `not_open`, `incomplete`, `out_of_range`; nothing is changed then.
    """
    standing = AppraisalRound.objects.select_for_update().get(pk=asked.round_id)
    locked = AppraisalScore.objects.select_for_update(of=("self",)).select_related("handling__proposal").get(
        pk=asked.pk
    )  # fmt: skip
    require("appraisal.score", by, locked)
    refuse_quarantined(locked.handling.proposal_id)
    if standing.state != RoundState.OPEN:
        raise Refused("not_open", f"“{standing.title}”现在是“{standing.get_state_display()}”，不能评分。")
    _check(points, dict(grading.parsed(standing.criteria[locked.side])))
    locked.scores, locked.total = dict(points), Decimal(sum(points.values()))
    locked.comment, locked.scored_on, locked.scored_by_name = comment.strip()[:500], timezone.localdate(at), by.name
    locked.save(update_fields=["scores", "total", "comment", "scored_on", "scored_by_name"])
    _tell([locked], "score", by, at)
    return locked


def _check(points: Mapping[str, int], criteria: Mapping[str, int]) -> None:
    if set(points) != set(criteria):
        raise Refused("incomplete", "还有评分项没有填，请填完再交。")
    for name, given in points.items():
        if not 0 <= given <= criteria[name]:
            raise Refused("out_of_range", f"“{name}”请填0到{criteria[name]}之间的分数。")


@transaction.atomic
def close_round(*, round_: AppraisalRound, by: Actor, at: datetime) -> AppraisalRound:
    """Close a round (结束评议): scores stand, both sides may read them; who gave none is asked no more."""
    moved = workflow.apply(table.CLOSE_ROUND, round_, by=by, at=at, changes={"closed_on": timezone.localdate(at)})
    for each in moved.scores.filter(scored_on__isnull=True).select_related("round", "handling__proposal"):
        events.publish(workflow.Moved("appraisal_score", each, "close_round", "", "", by, at))
    return moved


@transaction.atomic
def publish_round(*, round_: AppraisalRound, basis: Basis, by: Actor, at: datetime) -> AppraisalRound:
    """
    Publish the units' grades of a round (公布评议结果) after the recorded decisions of both sides.

    Rule: office-practice 4: grades, not ranks, unless proposal.show_unit_ranks says so.
    Raises: Refused `no_basis`, `future`, `stale`; nothing is changed then.
    """
    basis.check(timezone.localdate(at))
    changes = {"published_on": timezone.localdate(at), "publish_basis": basis.sentence()}
    return workflow.apply(table.PUBLISH_ROUND, round_, by=by, at=at, changes=changes)


def close_due_rounds(*, on: date, at: datetime) -> int:
    """Close the rounds whose last day has passed; return how many. Safe to run twice."""
    due = list(AppraisalRound.objects.filter(state=RoundState.OPEN, closes_on__lt=on).order_by("id"))
    for each in due:
        close_round(round_=each, by=SYSTEM, at=at)
    return len(due)
