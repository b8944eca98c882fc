"""Reads of appraisals and awards. Scores are read through `scores_visible_to` and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit

from .. import grading, keys
from ..enums import ANSWERING, HandlingState, ProposerKind, PublicLevel, Secrecy
from ..models import (
    GONE,
    AppraisalRound,
    AppraisalScore,
    AppraisedUnit,
    AwardSelection,
    AwardState,
    Handling,
    Nomination,
    Proposal,
    RoundState,
    ScoreSide,
    UnitAppraisal,
)
from ..standing import OFFICE_READERS, unit_id
from ..standing.appraisal import asked_of, concerns
from . import EVER_FILED, proposals_visible_to

READABLE = (RoundState.CLOSED, RoundState.PUBLISHED)
"""Rounds whose scores may be read by others than who gave them (R17: back to back)."""


def rounds_visible_to(actor: Actor) -> QuerySet[AppraisalRound]:
    """Return the rounds a person may know of: the offices all, others those that have begun."""
    rows = AppraisalRound.objects.all()
    if actor.wears(*OFFICE_READERS, "system"):
        return rows
    return rows.exclude(state=RoundState.PREPARED) if may("appraisal.read", actor) else rows.none()


def scores_visible_to(actor: Actor) -> QuerySet[AppraisalScore]:
    """
    Return the scores a person may read, in the worn hat.

    Until the round is closed everybody reads the own score alone: no clerk, no leader, no other side. Then the
    proposal office and leaders read all, units and proposers what concerns them. Rule: handbook 5.9 (R17).
    """
    rows = AppraisalScore.objects.all()
    closed = Q(round__state__in=READABLE)
    if actor.wears(*OFFICE_READERS):
        return rows.filter(closed)
    return rows.filter(asked_of(actor) | (closed & concerns(actor)))


@dataclass(frozen=True)
class Progress:
    """How many scores of one side are there, of how many asked: never which."""

    side: ScoreSide
    given: int
    asked: int


def progress(of: AppraisalRound) -> list[Progress]:
    """Return how far both sides have come, in one read."""
    counted = of.scores.values("side").annotate(asked=Count("id"), given=Count("scored_on"))
    found = {row["side"]: row for row in counted}
    sides = (ScoreSide.PROPOSER, ScoreSide.UNIT)
    return [Progress(side, found[side]["given"], found[side]["asked"]) for side in sides if side in found]


def to_appraise(year: int) -> QuerySet[Handling]:
    """Return the handlings that were answered, of proposals counted in a year."""
    rows = Handling.objects.filter(role__in=ANSWERING, state=HandlingState.ISSUED, proposal__year=year)
    return rows.filter(proposal__state__in=EVER_FILED).select_related("proposal", "unit").order_by("id")


@dataclass(frozen=True)
class UnitResult:
    """A unit's mean of the proposers' scores in a round, its grade, and from how many."""

    unit: OrgUnit
    score: Decimal | None
    grade: str
    count: int
    rank: int | None = None


def unit_results(of: AppraisalRound, actor: Actor) -> list[UnitResult]:
    """Return each unit's result by the scores the person may read, the best first; none before the round closes."""
    given = scores_visible_to(actor).filter(round=of, round__state__in=READABLE, side=ScoreSide.PROPOSER)
    return _by_unit(given, of.grades)


def public_unit_results(of: AppraisalRound) -> list[UnitResult]:
    """Return what anybody may read of a published round; nothing of any other."""
    given = AppraisalScore.objects.filter(round=of, round__state=RoundState.PUBLISHED, side=ScoreSide.PROPOSER)
    return _by_unit(given, of.grades)


def _by_unit(scores: QuerySet[AppraisalScore], grades: list[str]) -> list[UnitResult]:
    totals: dict[OrgUnit, list[Decimal]] = {}
    for score in scores.filter(total__isnull=False).select_related("handling__unit").order_by("id"):
        assert score.total is not None, "filtered"
        totals.setdefault(score.handling.unit, []).append(score.total)
    means = {unit: grading.mean(given) for unit, given in totals.items()}
    places = dict(zip(means, grading.ranks(list(means.values())), strict=True))
    found = [
        UnitResult(unit, score, grading.grade_of(score, grades), len(totals[unit]), places[unit])
        for unit, score in means.items()
    ]
    return sorted(found, key=lambda each: (each.rank or 0, each.unit.pk))


def low_scores(of: AppraisalRound, actor: Actor) -> QuerySet[AppraisalScore]:
    """Return the proposers' scores in the lowest grade: these replies may be sent back (R17)."""
    bound = min((least for _, least in grading.parsed(of.grades) if least), default=0)
    rows = scores_visible_to(actor).filter(round=of, round__state__in=READABLE, side=ScoreSide.PROPOSER)
    return rows.filter(total__lt=bound).select_related("handling__proposal", "handling__unit").order_by("total", "id")


def unscored_without_login(of: AppraisalRound) -> QuerySet[AppraisalScore]:
    """Return the scores asked of units that have no login, which nobody gives for them: how many, never how."""
    return of.scores.filter(side=ScoreSide.UNIT, handling__on_paper=True, scored_on__isnull=True)


def unit_appraisals_visible_to(actor: Actor) -> QuerySet[UnitAppraisal]:
    """Return the appraisal meetings a person may see; a unit those in which it is appraised."""
    rows = UnitAppraisal.objects.all()
    if actor.wears(*OFFICE_READERS, Role.OFFICE_CLERK, "system"):
        return rows
    unit = unit_id(actor)
    if unit is None:
        return rows.none()
    return rows.filter(Q(units__unit=unit) | Q(units__proposal__in=_answered_by(unit), state__in=READABLE)).distinct()


def entries_visible_to(actor: Actor) -> QuerySet[AppraisedUnit]:
    """Return the appraised units a person may see: a unit itself alone, the offices all."""
    rows = AppraisedUnit.objects.filter(appraisal__in=unit_appraisals_visible_to(actor))
    rows = rows.select_related("appraisal", "unit", "proposal")
    unit = unit_id(actor)
    if unit is None:
        return rows
    return rows.filter(Q(unit=unit) | Q(proposal__in=_answered_by(unit), appraisal__state__in=READABLE))


def _answered_by(unit: int) -> QuerySet[Proposal]:
    """Return the proposals a unit answers; what went to another unit is no longer its affair."""
    rows = Handling.objects.filter(unit=unit, role__in=ANSWERING).exclude(state__in=GONE)
    return Proposal.objects.filter(pk__in=rows.values("proposal"))


def selections_visible_to(actor: Actor) -> QuerySet[AwardSelection]:
    """Return the selections a person may see."""
    return AwardSelection.objects.all() if may("award.read", actor) or actor.wears("system") else _none()


def _none() -> QuerySet[AwardSelection]:
    return AwardSelection.objects.none()


def nominations_visible_to(actor: Actor) -> QuerySet[Nomination]:
    """
    Return the nominations a person may see: the offices all, others those awarded once that is public, of the
    proposals they may read.
    """
    rows = Nomination.objects.filter(selection__in=selections_visible_to(actor))
    if actor.wears(*OFFICE_READERS, "system"):
        return rows
    public = rows.filter(is_awarded=True, selection__state=AwardState.PUBLISHED)
    return public.filter(proposal__in=proposals_visible_to(actor))


def may_be_awarded(year: int) -> QuerySet[Proposal]:
    """
    Return the proposals that can be nominated: filed in the year, or earlier ones handled anew in it.

    Rule: handbook 5.9 (R23). A proposal that was awarded once is not awarded again (our decision).
    """
    anew = Handling.objects.filter(round__gt=1, issued_on__year=year, proposal__year__lt=year).values("proposal")
    rows = Proposal.objects.filter(Q(year=year) | Q(pk__in=anew), state__in=EVER_FILED)
    return rows.exclude(nominations__is_awarded=True)


def filed_in(year: int) -> int:
    """Return how many proposals count as filed in a year."""
    return Proposal.objects.filter(year=year, state__in=EVER_FILED).count()


def is_collective(nomination: Nomination) -> bool:
    """Tell whether a nominated proposal comes from a collective."""
    return nomination.proposal.proposer_kind == ProposerKind.COLLECTIVE


def quota_of(filed: int, on: date) -> tuple[int, int]:
    """
    Return how many may be awarded and how many of them must be collective proposals.

    The quota is the share of the filed ones rounded down, at least one; the collective share rounded up.
    Rule: handbook 5.9; keys proposal.award_percent, proposal.award_collective_percent.
    """
    quota = max(1, filed * value(keys.AWARD_PERCENT, on=on) // 100)
    return quota, -(-quota * value(keys.AWARD_COLLECTIVE_PERCENT, on=on) // 100)


def ranked(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """Order nominations by votes, then by filed number."""
    rows = nominations.select_related("proposal__session__term")
    return rows.order_by(F("votes").desc(nulls_last=True), "proposal__year", "proposal__filed_no", "id")


def public_awards(selection: AwardSelection) -> QuerySet[Nomination]:
    """
    Return the awarded proposals that anybody may read of: none marked inner, none whose proposer wants no publication.

    Rule: office-practice 1, 4.
    """
    rows = selection.nominations.filter(is_awarded=True, selection__state=AwardState.PUBLISHED)
    rows = rows.filter(proposal__secrecy=Secrecy.OPEN).exclude(proposal__publish_consent=PublicLevel.NONE)
    closed = Proposal.objects.filter(quarantine.is_closed("proposal")).values("pk")
    return (
        rows.exclude(proposal__in=closed)
        .select_related("proposal")
        .order_by("proposal__year", "proposal__filed_no", "id")
    )


def own_scores(actor: Actor) -> QuerySet[AppraisalScore]:
    """Return the scores that are the person's own to give."""
    return AppraisalScore.objects.filter(asked_of(actor))
