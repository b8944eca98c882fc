"""Where a member stands: sector, role, conveners of sectors."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.ui.tags.marks import long_date

from .. import workflow as table
from ..enums import MembershipRole
from ..models import Membership, PastSector, Sector, SectorConvener, Term
from .ending import end_at
from .joining import VOTING_ROLES
from .leaving import check_day


@transaction.atomic
def make_sector(*, term: Term, name: str, quota: int = 0, order: int | None = None, by: Actor, at: datetime) -> Sector:
    """Set up a sector (设立界别) of a term, after the others unless a place is given. Raises: Refused `taken`."""
    require("org.make_sector", by)
    name = name.strip()
    if Sector.objects.filter(term=term, name=name).exists():
        raise Refused("taken", f"{term}已经有“{name}”界别。")
    last = Sector.objects.filter(term=term).aggregate(last=Max("order"))["last"] or 0
    sector = Sector.objects.create(term=term, name=name, quota=quota, order=order or last + 1)
    ledger.record("make_sector", sector, by=by, at=at, fields={"name": name, "quota": quota})
    return sector


@transaction.atomic
def change_sector(
    *, membership: Membership, sector: Sector, on: date, by: Actor, at: datetime, reason: str = ""
) -> Membership:
    """
    Move a member to another sector of the term (调整界别) from a day; they convene the old one no longer.

    The sector of before keeps its days. A change from the very day the present one began corrects it (更正): what was
    entered by mistake held on no day. A nominee has held none. Rule: our decision.
    Raises: Refused `other_term`, `same`, `superior`, `stale`, `before_joining`, `before_change`, `future`.
    """
    require(table.CHANGE_SECTOR.permission, by, membership)
    if membership.role == MembershipRole.RESIDENT_SUPERIOR_MEMBER:
        raise Refused("superior", "辖区上级委员不分界别。")
    if sector.term_id != membership.term_id:
        raise Refused("other_term", "所选界别不是这一届的，请重新选。")
    # Two changes at once must not both close the same days.
    held = Membership.objects.select_for_update(of=("self",)).select_related("person", "sector").get(pk=membership.pk)
    if sector.pk == held.sector_id:
        raise Refused("same", f"{held.person.name}已经在{sector.name}界别，不用调整。")
    changes: dict[str, object] = {"sector": sector}
    if held.state in table.IN_OFFICE:
        _check_day_of_change(held, on, at)
        changes["sector_since"] = _leave_sector(held, sector, on)
    moved = workflow.apply(table.CHANGE_SECTOR, held, by=by, at=at, reason=reason, changes=changes)
    end_at(SectorConvener.objects.filter(membership=moved).exclude(sector=sector), on)
    return moved


def _check_day_of_change(held: Membership, on: date, at: datetime) -> None:
    check_day(held, on, at)
    if on < held.in_sector_since:
        raise Refused(
            "before_change",
            f"{held.person.name}{long_date(held.in_sector_since)}起在{held.sector}界别，所填日期早于这一天，请核对。",
        )


def _leave_sector(held: Membership, to: Sector, on: date) -> date:
    """Keep the days of the sector that a member leaves; return since when they have had the one they go to."""
    assert held.sector is not None, "only guests from higher committees have none"
    since = held.in_sector_since
    if on > since:
        PastSector.objects.create(membership=held, sector=held.sector, valid_from=since, valid_to=on)
        return on
    went_on = PastSector.objects.filter(membership=held, sector=to, valid_to=on).first()
    if went_on is None:
        return on
    # The change itself was the mistake: the sector of before went on without a break.
    went_on.delete()
    return went_on.valid_from


@transaction.atomic
def change_role(
    *, membership: Membership, role: MembershipRole, by: Actor, at: datetime, reason: str = ""
) -> Membership:
    """Make a member a standing member or the other way (调整身份). Raises: Refused `superior`, `same`, `stale`."""
    require(table.CHANGE_ROLE.permission, by, membership)
    if role not in VOTING_ROLES or membership.role == MembershipRole.RESIDENT_SUPERIOR_MEMBER:
        raise Refused("superior", "辖区上级委员另行登记，不能和本级委员互换。")
    if role == membership.role:
        raise Refused("same", f"{membership.person.name}已经是{MembershipRole(role).label}，不用调整。")
    return workflow.apply(table.CHANGE_ROLE, membership, by=by, at=at, reason=reason, changes={"role": str(role)})


@transaction.atomic
def appoint_convener(
    *, sector: Sector, membership: Membership, on: date, duty: str = "召集人", by: Actor, at: datetime
) -> SectorConvener:
    """Let a member of a sector convene it (界别召集人) from a day. Raises: Refused `outsider`, `already`."""
    require("org.name_convener", by, sector)
    if membership.sector_id != sector.pk or membership.state not in table.IN_OFFICE:
        raise Refused("outsider", f"{membership.person.name}不是{sector.name}界别的在任委员，不能任召集人。")
    if SectorConvener.objects.filter(sector=sector, membership=membership, valid_to__isnull=True).exists():
        raise Refused("already", f"{membership.person.name}已经是{sector.name}界别的召集人。")
    row = SectorConvener.objects.create(sector=sector, membership=membership, valid_from=on, duty=duty)
    fields = {"membership_id": membership.pk, "duty": duty, "valid_from": on}
    ledger.record("name_convener", sector, by=by, at=at, fields=fields)
    return row


@transaction.atomic
def end_convener(*, sector: Sector, membership: Membership, on: date, by: Actor, at: datetime) -> None:
    """Let a member convene a sector no longer. Raises: Refused `none`."""
    require("org.name_convener", by, sector)
    rows = SectorConvener.objects.filter(sector=sector, membership=membership, valid_to__isnull=True)
    if not rows.exists():
        raise Refused("none", f"{membership.person.name}现在不是{sector.name}界别的召集人。")
    end_at(rows, on)
    ledger.record("end_convener", sector, by=by, at=at, fields={"membership_id": membership.pk, "valid_to": on})
