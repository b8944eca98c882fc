"""Terms and their plenaries: opened, closed, counted."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from yizheng.kernel import ledger, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from .. import configuration
from .. import workflow as table
from ..keys import SECTORS
from ..models import Membership, Sector, Session, Term
from .ending import end_duties


@transaction.atomic
def open_term(
    *,
    ordinal: int,
    start_date: date,
    end_date: date | None = None,
    member_quota: int = 250,
    reserved_quota: int = 0,
    basis: str = "",
    with_sectors: bool = False,
    by: Actor,
    at: datetime,
) -> Term:
    """
    Open a term (开启新一届); `with_sectors` sets up the sectors of the configured dictionary in its order.

    Rule: handbook 1.2, terms do not overlap; key `org.sectors`.
    Raises: Refused `overlap`, `taken`, `backwards`; nothing is changed then.
    """
    require("org.open_term", by)
    if end_date is not None and end_date <= start_date:
        raise Refused("backwards", "任期的结束日期要在开始日期之后，请核对。")
    if overlapping := _overlapping(start_date, end_date):
        raise Refused("overlap", f"{overlapping}的任期与所填日期重叠，请核对起止日期。")
    if Term.objects.filter(ordinal=ordinal).exists():
        raise Refused("taken", f"已经有第{ordinal}届了，请核对届数。")
    term = Term.objects.create(
        ordinal=ordinal, start_date=start_date, end_date=end_date, member_quota=member_quota,
        reserved_quota=reserved_quota, opening_basis=basis.strip(),
    )  # fmt: skip
    ledger.record("open_term", term, by=by, at=at, fields={"ordinal": ordinal, "start_date": start_date})
    if with_sectors:
        _set_up_sectors(term)
    return term


@transaction.atomic
def close_term(*, term: Term, on: date, basis: str, by: Actor, at: datetime) -> Term:
    """
    Close a term (闭届) with its last day `on`: every membership expires, each with its own ledger row.

    Seats, sector conveners and stays in grassroots units of its members end with it; posts are ended one by
    one, because leaders go on until the new plenary has elected.
    Rule: handbook 1.3. Raises: Refused `closed`, `backwards`, `future`; nothing is changed then.
    """
    require("org.close_term", by, term)
    locked = Term.objects.select_for_update().get(pk=term.pk)
    _check_closing(locked, on, timezone.localdate(at))
    locked.end_date, locked.closed_on, locked.closing_basis = on, on, basis.strip()
    locked.save(update_fields=["end_date", "closed_on", "closing_basis"])
    act_id = uuid.uuid4()
    ledger.record("close_term", locked, by=by, at=at, fields={"closed_on": on}, act_id=act_id)
    _expire(locked, on + timedelta(days=1), by, at, act_id)
    return locked


def _expire(term: Term, first_day_out: date, by: Actor, at: datetime, act_id: uuid.UUID) -> None:
    running = Membership.objects.filter(term=term, state__in=table.IN_OFFICE).order_by("id")
    rows = list(running)
    changes = {"left_on": first_day_out, "leave_basis": "届满"}
    for row in rows:
        workflow.apply(table.EXPIRE, row, by=by, at=at, changes=changes, act_id=act_id)
    end_duties(rows, first_day_out)


def _check_closing(term: Term, on: date, today: date) -> None:
    if term.closed_on is not None:
        raise Refused("closed", f"{term}已经闭届，不用再办。")
    if on < term.start_date:
        raise Refused("backwards", "闭届的日期早于任期开始，请核对。")
    if on > today:
        raise Refused("future", "闭届的日期还没有到，请到那一天再办。")


@transaction.atomic
def open_session(
    *, term: Term, ordinal: int, opens: date, closes: date, cut_off: datetime | None = None, by: Actor, at: datetime
) -> Session:
    """
    Set down a plenary (次会议) of a term; `cut_off` is the last moment for its proposals.

    Rule: handbook 1.1, sessions are counted per term. Raises: Refused `closed`, `backwards`, `outside`, `taken`.
    """
    require("org.open_session", by, term)
    _check_session(term, ordinal, opens, closes)
    session = Session.objects.create(term=term, ordinal=ordinal, opens=opens, closes=closes, cut_off=cut_off)
    fields = {"label": session.label, "opens": opens, "closes": closes, "cut_off": cut_off}
    ledger.record("open_session", session, by=by, at=at, fields=fields)
    return session


def _check_session(term: Term, ordinal: int, opens: date, closes: date) -> None:
    if term.closed_on is not None:
        raise Refused("closed", f"{term}已经闭届，不能再加次会议。")
    if closes < opens:
        raise Refused("backwards", "闭幕日期早于开幕日期，请核对。")
    if opens < term.start_date or (term.end_date is not None and closes > term.end_date):
        raise Refused("outside", f"会期不在{term}的任期之内，请核对日期。")
    if Session.objects.filter(term=term, ordinal=ordinal).exists():
        raise Refused("taken", f"{term}已经有这一次会议了，请核对次数。")


def _set_up_sectors(term: Term) -> None:
    names = configuration.value(SECTORS, on=term.start_date)
    Sector.objects.bulk_create(Sector(term=term, name=name, order=order) for order, name in enumerate(names, start=1))


def _overlapping(start_date: date, end_date: date | None) -> Term | None:
    later_end = Term.objects.exclude(end_date__lt=start_date)
    return (later_end.filter(start_date__lte=end_date) if end_date else later_end).first()
