"""Writes of review: precheck, first review, the second pair of eyes, return for change, edits of the text (审查)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yizheng.deadline import services as deadlines
from yizheng.deadline.models import Unit
from yizheng.kernel import workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value

from ..enums import Outcome, ReasonCode, ReviewStage, ShareSource
from ..keys import CATEGORIES, REVISE_WORKDAYS
from ..models import PlannedShare, Proposal, ProposalVersion, ReviewRecord, Suggestion
from ..models.proposals import MOST_TITLE_CHARS
from ..workflow import proposals as table
from .shares import Share, check_shares

MOST_KEYWORDS = 8


@dataclass(frozen=True)
class Opinion:
    """What one reader proposes: the outcome, the reason where it is not to be filed, and words."""

    outcome: Outcome
    reason_code: str = ""
    words: str = ""


@dataclass(frozen=True)
class Wording:
    """The text of a proposal as a clerk edits it."""

    title: str
    background: str
    analysis: str
    suggestions: tuple[str, ...]


@transaction.atomic
def precheck(*, proposal: Proposal, opinion: Opinion, by: Actor, at: datetime) -> Proposal:
    """
    Note what a convener or the secretariat's proposal group thinks before first review (预审); nothing moves.

    The convener of the proposer's sector writes it in person, or the office does for them. It decides nothing, nobody
    waits for it, and the office alone reads it beside whoever wrote it. Rule: handbook 1.6, 5.2 (stage precheck).
    Raises: PermissionDenied; Refused `stale`, `no_reason_code`; nothing is changed then.
    """
    _check(opinion)
    require(table.PRECHECK.permission, by, proposal)
    _note(proposal, ReviewStage.PRECHECK, opinion, by, at)  # before the act is told: the convener's to-do goes with it
    return workflow.apply(table.PRECHECK, proposal, by=by, at=at)


@transaction.atomic
def first_review(
    *,
    proposal: Proposal,
    category: str,
    keywords: Sequence[str],
    opinion: Opinion,
    units: Sequence[Share],
    by: Actor,
    at: datetime,
    is_comprehensive: bool | None = None,
) -> Proposal:
    """
    Do the first review of a proposal (初审): category, keywords, proposed outcome, planned units.

    `is_comprehensive` says whether it is a comprehensive proposal (综合性提案, F051), None leaves it open. The units
    replace what a clerk planned before; what the proposer suggested stays beside them.
    Rule: handbook 5.5; key `proposal.categories`.
    Raises: Refused `stale`, `category`, `no_reason_code`, and as `check_shares`; nothing is changed then.
    """
    _check(opinion)
    _check_category(category, at)
    if units:
        check_shares(units, timezone.localdate(at))
    changes = {
        "category": category,
        "keywords": [word.strip() for word in keywords if word.strip()][:MOST_KEYWORDS],
        "review_outcome": opinion.outcome,
        "review_reason_code": opinion.reason_code,
        "reviewed_by_id": by.user_id,
    }
    if is_comprehensive is not None:
        changes["is_comprehensive"] = is_comprehensive
    moved = workflow.apply(table.FIRST_REVIEW, proposal, by=by, at=at, changes=changes)
    _note(moved, ReviewStage.FIRST, opinion, by, at)
    _plan(moved, units)
    return moved


@transaction.atomic
def mark_comprehensive(*, proposal: Proposal, is_comprehensive: bool, by: Actor, at: datetime) -> Proposal:
    """
    Say that a proposal is comprehensive, or is not after all (定综合性提案), until it is assigned.

    Such a proposal usually goes to several units, each of which is followed by itself. Rule: F051.
    Raises: PermissionDenied; Refused `same`, `stale`; nothing is changed then.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.is_comprehensive == is_comprehensive:
        raise Refused("same", "没有改动：它本来就是这样定的。")
    return workflow.apply(
        table.MARK_COMPREHENSIVE, locked, by=by, at=at, changes={"is_comprehensive": is_comprehensive}
    )


@transaction.atomic
def second_review(*, proposal: Proposal, opinion: Opinion, by: Actor, at: datetime) -> Proposal:
    """
    Read a proposal as the second pair of eyes (复审); its opinion is the one the review body gets.

    Rule: handbook 5.5; another person than who read it first.
    Raises: Refused `stale`, `same_person`, `no_reason_code`; nothing is changed then.
    """
    _check(opinion)
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.reviewed_by_id is not None and locked.reviewed_by_id == by.user_id:
        raise Refused("same_person", "初审是您做的，复审要换一个人。请交给另一位同事。")
    changes = {"review_outcome": opinion.outcome, "review_reason_code": opinion.reason_code}
    moved = workflow.apply(table.SECOND_REVIEW, proposal, by=by, at=at, changes=changes)
    _note(moved, ReviewStage.SECOND, opinion, by, at)
    return moved


def back_to_first(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """Give a proposal back to first review, saying why (退回初审). Raises: Refused `stale`, `no_reason`."""
    return workflow.apply(table.BACK_TO_FIRST, proposal, by=by, at=at, reason=reason)


@transaction.atomic
def return_for_change(*, proposal: Proposal, reason: str, by: Actor, at: datetime) -> Proposal:
    """
    Return a proposal to its proposer, who changes it within so many working days (退回修改).

    It keeps its reception number. Rule: handbook 5.5; key `proposal.revise_days`.
    Raises: Refused `stale`, `no_reason`; nothing is changed then.
    """
    return send_back(table.RETURN, proposal, reason=reason, reason_code="", by=by, at=at)


def send_back(
    row: workflow.Transition, proposal: Proposal, *, reason: str, reason_code: str, by: Actor, at: datetime
) -> Proposal:
    """Let a proposal go back to its proposer by one row of the machine, with its deadline. Call it inside an act."""
    today = timezone.localdate(at)
    deadline = deadlines.start(
        subject=proposal, act="resubmit", starts_on=today, unit=Unit.WORKDAYS,
        amount=value(REVISE_WORKDAYS, on=today), by=by, at=at,
    )  # fmt: skip
    changes = {"revise_by": deadline.due_on, "review_reason_code": reason_code}
    _note(proposal, ReviewStage.FIRST, Opinion(Outcome.RETURN, reason_code, reason), by, at)
    return workflow.apply(row, proposal, by=by, at=at, reason=reason, changes=changes)


@transaction.atomic
def edit_text(*, proposal: Proposal, wording: Wording, reason: str, by: Actor, at: datetime) -> Proposal:
    """
    Change the wording of a proposal under review (文字修改): a new version, the old one stays to compare.

    A second review that was before the change has to be done again. Rule: handbook 2.3 (versions, redline).
    Raises: Refused `stale`, `no_reason`, `no_title`, `long_title`, `no_suggestion`, `same_text`; nothing is
    changed then.
    """
    locked = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    before = wording_of(locked)
    _check_wording(wording, before)
    _keep_version(locked, before, locked.submitted_at or at, locked.proposer_name, only_first=True)
    changes = {
        "title": wording.title, "background": wording.background, "analysis": wording.analysis,
        "edition": locked.edition + 1, "touched_at": at,
    }  # fmt: skip
    moved = workflow.apply(table.EDIT_TEXT, locked, by=by, at=at, reason=reason, changes=changes)
    moved.suggestions.all().delete()
    Suggestion.objects.bulk_create(
        Suggestion(proposal=moved, order=order, text=text) for order, text in enumerate(wording.suggestions, start=1)
    )
    _keep_version(moved, wording, at, by.name)
    return moved


def wording_of(proposal: Proposal) -> Wording:
    """Return the text of a proposal as it stands."""
    texts = tuple(proposal.suggestions.order_by("order").values_list("text", flat=True))
    return Wording(proposal.title, proposal.background, proposal.analysis, texts)


def _check(opinion: Opinion) -> None:
    if opinion.outcome not in Outcome.values:
        raise Refused("outcome", "请选择审查意见：立案、不予立案、转送、并案或退回修改。")
    if opinion.outcome == Outcome.NOT_FILE and opinion.reason_code not in ReasonCode.values:
        raise Refused("no_reason_code", "不予立案要选一条理由。")


def _check_category(category: str, at: datetime) -> None:
    if category not in value(CATEGORIES, on=timezone.localdate(at)):
        raise Refused("category", "请从提案类别中选一类。")


def _plan(proposal: Proposal, shares: Sequence[Share]) -> None:
    """Write the units; who planned none leaves them to the assignment."""
    proposal.planned.filter(source=ShareSource.CLERK).delete()
    PlannedShare.objects.bulk_create(
        PlannedShare(proposal=proposal, unit=unit, role=role, source=ShareSource.CLERK, order=order)
        for order, (unit, role) in enumerate(shares, start=1)
    )


def _note(proposal: Proposal, stage: ReviewStage, opinion: Opinion, by: Actor, at: datetime) -> None:
    assert by.user_id is not None, "people review"
    ReviewRecord.objects.create(
        proposal=proposal, stage=stage, outcome=opinion.outcome, reason_code=opinion.reason_code,
        opinion=opinion.words, reviewer_id=by.user_id, reviewer_name=by.name, at=at,
    )  # fmt: skip


def _check_wording(wording: Wording, before: Wording) -> None:
    if not wording.title.strip():
        raise Refused("no_title", "案由不能为空。")
    if len(wording.title) > MOST_TITLE_CHARS:
        raise Refused("long_title", f"案由最多{MOST_TITLE_CHARS}字，现在有{len(wording.title)}字。")
    if not wording.suggestions:
        raise Refused("no_suggestion", "至少要有一条建议。")
    if wording == before:
        raise Refused("same_text", "文字没有改动，不用保存。")


def _keep_version(
    proposal: Proposal, text: Wording, at: datetime, who: str, *, only_first: bool = False
) -> ProposalVersion | None:
    last = proposal.versions.order_by("-ordinal").values_list("ordinal", flat=True).first() or 0
    if only_first and last:
        return None
    return ProposalVersion.objects.create(
        proposal=proposal, ordinal=last + 1, title=text.title, background=text.background, analysis=text.analysis,
        suggestions=list(text.suggestions), made_at=at, made_by_name=who,
    )  # fmt: skip
