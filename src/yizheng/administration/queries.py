"""Reads: the library with what has run out, honours by year."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

from .enums import RuleState
from .models import Honour, Rule, RuleVersion, StaffAppraisal


def rules_visible_to(actor: Actor) -> QuerySet[Rule]:
    """Return the rules with the number and the last day of their newest version."""
    if not may("administration.read_rules", actor) and not actor.wears("system"):
        return Rule.objects.none()
    newest = _newest()
    return Rule.objects.select_related("keeper").annotate(
        version=Subquery(newest.values("number")[:1]),
        valid_until=Subquery(newest.values("valid_until")[:1]),
        valid_from=Subquery(newest.values("valid_from")[:1]),
    )


def expired(rules: QuerySet[Rule], on: date) -> QuerySet[Rule]:
    """Return the rules in force whose last day is past (F039)."""
    dated = rules.filter(state=RuleState.IN_FORCE).alias(last_day=Subquery(_newest().values("valid_until")[:1]))
    return dated.filter(last_day__lt=on)


def _newest() -> QuerySet[RuleVersion]:
    return RuleVersion.objects.filter(rule=OuterRef("pk")).order_by("-number")


def honours_visible_to(actor: Actor) -> QuerySet[Honour]:
    """Return the register of honours, the newest first."""
    if not may("administration.read_honours", actor) and not actor.wears("system"):
        return Honour.objects.none()
    return Honour.objects.select_related("body", "person").order_by("-awarded_on", "-id")


def appraisals_visible_to(actor: Actor) -> QuerySet[StaffAppraisal]:
    """Return the appraisals of staff: for the secretary-general alone."""
    if not may("administration.appraise", actor):
        return StaffAppraisal.objects.none()
    return StaffAppraisal.objects.select_related("person").order_by("-year", "person__sort_key")
