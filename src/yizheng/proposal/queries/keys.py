"""Reads of key proposals, coverage, consultations, inspections and quality: who may see which, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Avg, Count, F, Prefetch, QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel import scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.org.configuration import value

from .. import keys
from ..enums import ConsultationLevel, KeyStage, ProposerKind, Tier
from ..models import (
    ConsultedContact,
    Handling,
    HandlingConsultation,
    HandlingInspection,
    InspectedUnit,
    KeyAssignment,
    QualityScore,
    SubordinateCoverage,
)
from ..standing import membership_id, supervised_by
from . import handlings_visible_to, proposals_visible_to

CHOSEN = (KeyStage.SELECTED, KeyStage.PLAN, KeyStage.ACTIVITY, KeyStage.RESULT, KeyStage.LOOKBACK)
"""Stages that count as key or important; candidates are still nobody's choice."""

READABLE = (*CHOSEN, KeyStage.ENDED)
"""What is read by more than those who choose: that a supervision ended with its proposal is no secret either."""


def keys_visible_to(actor: Actor) -> QuerySet[KeyAssignment]:
    """
    Return the key and important proposals a person may see.

    The proposal office and leaders see candidates too; others what was chosen among the proposals they see.
    """
    rows = KeyAssignment.objects.all()
    if actor.wears("system") or may("key.see_selection", actor):
        return rows
    if not may("key.read", actor):
        return rows.none()
    return rows.filter(state__in=READABLE, proposal__in=proposals_visible_to(actor))


@dataclass(frozen=True)
class TierCount:
    """How many proposals of a tier were chosen in a year, of how many intended."""

    tier: Tier
    chosen: int
    target: int
    candidates: int


@Asked
def tier_counts(actor: Actor, year: int, on: date) -> Steps[list[TierCount]]:
    """
    Return the counts of both tiers beside their targets (F049).

    Rule: handbook 5.9; keys proposal.key_count, proposal.important_count.
    """
    rows = yield keys_visible_to(actor).filter(year=year).order_by().values("tier", "state").annotate(n=Count("id"))
    found = {(row["tier"], row["state"]): row["n"] for row in rows}
    targets = {Tier.KEY: value(keys.KEY_COUNT, on=on), Tier.IMPORTANT: value(keys.IMPORTANT_COUNT, on=on)}
    return [
        TierCount(
            tier, sum(found.get((tier, state), 0) for state in CHOSEN), targets[tier],
            found.get((tier, KeyStage.CANDIDATE), 0),
        )
        for tier in Tier
    ]  # fmt: skip


@dataclass(frozen=True)
class Covered:
    """One place of the coverage table; no secretary or no proposal is a gap (空缺)."""

    place: str
    row: SubordinateCoverage | None

    @property
    def is_gap(self) -> bool:
        """Tell whether no Party secretary supervises a key proposal there."""
        return self.row is None or not (self.row.secretary and self.row.proposal_title)


def places(on: date) -> list[str]:
    """Return the places that should be covered: as configured, else the names of the committees below."""
    named = value(keys.SUBORDINATE_PLACES, on=on)
    if named:
        return list(named)
    below = Committee.objects.filter(parent_id=scoping.current().committee_id).order_by("id")
    return [each.short_name for each in below]


def coverage(year: int, on: date) -> list[Covered]:
    """
    Return the coverage of a year, a line a place in the order of the list; what was entered besides comes last.

    Rule: F050 (seed 001 item 15); key proposal.subordinate_places.
    """
    rows = {row.place: row for row in SubordinateCoverage.objects.filter(year=year).order_by("order", "id")}
    due = places(on)
    return [Covered(place, rows.get(place)) for place in (*due, *(each for each in rows if each not in due))]


def coverage_visible_to(actor: Actor) -> QuerySet[SubordinateCoverage]:
    """Return the rows of the coverage table that a person may see."""
    rows = SubordinateCoverage.objects.all()
    return rows if actor.wears("system") or may("coverage.read", actor) else rows.none()


def consultations_visible_to(actor: Actor) -> QuerySet[HandlingConsultation]:
    """Return the consultations about handling that a person may see."""
    rows = HandlingConsultation.objects.all()
    return rows if actor.wears("system") or may("consultation.read", actor) else rows.none()


def covered_by(consultation: HandlingConsultation, actor: Actor) -> QuerySet[ConsultedContact]:
    """Return the contacts a consultation covered, of the proposals the person may see; of no other even the title."""
    rows = consultation.covered.filter(contact__handling__in=handlings_visible_to(actor)).order_by("id")
    return rows.select_related("contact__handling__proposal__session__term", "contact__handling__unit")


@dataclass(frozen=True)
class LevelCount:
    """How many consultations were held on a level, and how many handlings are talked over on it."""

    level: ConsultationLevel
    meetings: int
    handlings: int


def level_counts(actor: Actor, year: int) -> list[LevelCount]:
    """Return the counts of each level of a year (F064): meetings held, handlings they covered."""
    held = consultations_visible_to(actor).filter(happened_on__year=year).order_by()
    rows = held.values("level").annotate(
        n=Count("id", distinct=True), handled=Count("covered__contact__handling", distinct=True)
    )
    found = {row["level"]: row for row in rows}
    return [
        LevelCount(level, found.get(level, {}).get("n", 0), found.get(level, {}).get("handled", 0))
        for level in ConsultationLevel
    ]


def inspections_visible_to(actor: Actor) -> QuerySet[HandlingInspection]:
    """Return the inspections of handling that a person may see."""
    rows = HandlingInspection.objects.all()
    return rows if actor.wears("system") or may("inspection.read", actor) else rows.none()


def inspected_units(inspection: HandlingInspection, actor: Actor) -> QuerySet[InspectedUnit]:
    """Return what was found at each unit, with those proposals looked at that the person may see."""
    seen = Prefetch("proposals", proposals_visible_to(actor).select_related("session__term"))
    return inspection.units.select_related("unit").prefetch_related(seen).order_by("id")


def scores_visible_to(actor: Actor) -> QuerySet[QualityScore]:
    """Return the quality scores a person may see: the office all, a member those of their own proposals."""
    rows = QualityScore.objects.all()
    if actor.wears("system") or may("quality.read", actor):
        return rows
    mine = membership_id(actor)
    return rows.filter(proposal__first_proposer=mine) if mine is not None else rows.none()


@dataclass(frozen=True)
class QualityLine:
    """The mean quality of one group of proposals: how many were scored, their mean of 100."""

    name: str
    count: int
    mean: Decimal


GROUPINGS = {
    "sector": ("按界别", F("proposal__first_proposer__sector__name")),
    "party": ("按党派团体", F("proposal__party_body__name")),
    "body": ("按专委会和街道工委", F("proposal__body__short_name")),
    "category": ("按类别", F("proposal__category")),
    "kind": ("按提案者类型", F("proposal__proposer_kind")),
}


def quality_by(actor: Actor, grouping: str, year: int) -> list[QualityLine]:
    """
    Return the mean quality of a year by sector, party, body or category, in the order of names (F070).

    Groups without a name are left out. Never by member: office-practice 24 (no ranking of members).
    """
    _, field = GROUPINGS[grouping]
    rows = (
        scores_visible_to(actor).filter(proposal__year=year).annotate(named=field).exclude(named=None).exclude(named="")
    )
    found = rows.order_by().values("named").annotate(n=Count("id"), mean=Avg("total")).order_by("named")
    words = dict(ProposerKind.choices) if grouping == "kind" else {}
    return [
        QualityLine(str(words.get(row["named"], row["named"])), row["n"], row["mean"].quantize(Decimal("0.1")))
        for row in found
    ]


def open_handlings(actor: Actor) -> QuerySet[Handling]:
    """Return the handlings that a consultation can cover: signed for, not ended; a committee those it supervises."""
    rows = handlings_visible_to(actor).exclude(state__in=["assigned", "adjusting", "reassigned", "stopped"])
    rows = rows.filter(proposal__state__in=["handling", "redo", "replied"])
    if actor.wears(Role.COMMITTEE_CLERK):
        return rows.filter(proposal__in=supervised_by(actor.hat.scope_id).values("proposal"))
    return rows
