"""Writes: inspections of how units handle proposals (提案办理视察; F059)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.org.models import OrgUnit

from ..models import Handling, HandlingInspection, InspectedProposal, InspectedUnit, Proposal


@dataclass(frozen=True)
class Inspection:
    """An inspection: when, led by whom, who took part, what it came to."""

    title: str
    happened_on: date
    led_by: str
    participants: str = ""
    summary: str = ""


@transaction.atomic
def record_inspection(*, given: Inspection, by: Actor, at: datetime) -> HandlingInspection:
    """Record an inspection of handling (登记办理视察). Raises: PermissionDenied; Refused `future`."""
    require("inspection.keep", by)
    if given.happened_on > timezone.localdate(at):
        raise Refused("future", "视察日期不能晚于今天，请核对。")
    made = HandlingInspection.objects.create(**vars(given), year=given.happened_on.year)
    ledger.record("record_inspection", made, by=by, at=at, fields={"happened_on": given.happened_on})
    return made


@transaction.atomic
def record_finding(
    *, inspection: HandlingInspection, unit: OrgUnit, proposals: Sequence[Proposal], finding: str, advice: str,
    by: Actor, at: datetime,
) -> InspectedUnit:  # fmt: skip
    """
    Enter what was found at one unit (记录一个单位的情况), and which of its proposals were looked at.

    Raises: PermissionDenied; Refused `twice`, `not_theirs`; nothing is kept then.
    """
    require("inspection.keep", by, inspection)
    if inspection.units.filter(unit=unit).exists():
        raise Refused("twice", f"{unit}的情况已经记过了。")
    theirs = set(Handling.objects.filter(unit=unit, proposal__in=proposals).values_list("proposal_id", flat=True))
    strange = [each for each in proposals if each.pk not in theirs]
    if strange:
        raise Refused("not_theirs", f"{strange[0].number}不由{unit}承办，请核对。")
    made = InspectedUnit.objects.create(
        inspection=inspection, unit=unit, finding=finding.strip(), advice=advice.strip()
    )
    InspectedProposal.objects.bulk_create(InspectedProposal(at_unit=made, proposal=each) for each in proposals)
    thread.link_all([(each, inspection, "inspected") for each in proposals], at=at)
    fields = {"unit": unit.pk, "proposals": len(proposals)}
    ledger.record("record_finding", inspection, by=by, at=at, fields=fields)
    return made
