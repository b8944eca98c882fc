"""When a proposal comes in: for which session, as 大会提案 or 平时提案, counted in which year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from yizheng.kernel.errors import Refused
from yizheng.kernel.prepared import Reading
from yizheng.org.configuration import value
from yizheng.org.models import Session
from yizheng.org.queries import current_term

from . import keys
from .enums import PeriodKind

AHEAD = timedelta(days=60)
"""So long before it opens, a plenary already takes proposals."""


@dataclass(frozen=True)
class Period:
    """Where a proposal that comes in at a moment is counted."""

    session: Session
    kind: PeriodKind
    year: int


def session_for(on: date) -> Session | None:
    """
    Return the session a proposal of a day belongs to: the latest of the term that has opened, or opens soon.

    Rule: our decision, 60 days.
    """
    term = current_term(on)
    if term is None:
        return None
    return _SESSION.first(term=term.pk, by=on + AHEAD)


def _session(*, term: int, by: date) -> QuerySet[Session]:
    return Session.objects.filter(term=term, opens__lte=by).select_related("term").order_by("-opens")[:1]


_SESSION = Reading(_session)


def session_of_draft(on: date) -> Session | None:
    """Return the session a draft stands under until it is submitted: also one that is still far ahead."""
    term = current_term(on)
    return session_for(on) or (term.sessions.order_by("opens").first() if term else None)


def cut_off(session: Session, on: date) -> datetime:
    """Return the last moment for proposals of a session; where none is set, by the keys of the day."""
    if session.cut_off is not None:
        return session.cut_off
    day = session.opens + timedelta(days=value(keys.CUTOFF_DAY, on=on) - 1)
    return timezone.make_aware(datetime.combine(day, time(min(value(keys.CUTOFF_HOUR, on=on), 23))))


def period(at: datetime) -> Period:
    """
    Return where what comes in at a moment is counted. The moment of the cut-off itself is in time.

    Rule: handbook 5.1 (later is 平时提案, not lost); keys proposal.cutoff_day, proposal.cutoff_hour,
    proposal.allow_between_session.
    Raises: Refused `no_session`, `not_between` when the office takes none between sessions.
    """
    on = timezone.localdate(at)
    session = session_for(on)
    if session is None:
        raise Refused("no_session", "还没有登记本届的全体会议，暂时不能提交。请办公室先在“届次”里登记。")
    if at <= cut_off(session, on):
        return Period(session, PeriodKind.PLENARY, session.opens.year)
    if not value(keys.ALLOW_BETWEEN, on=on):
        raise Refused("not_between", "大会提案已经截止，本会不收平时提案。草稿会留着，下次全会前可以提交。")
    return Period(session, PeriodKind.BETWEEN, on.year)


def sits(session: Session, on: date) -> bool:
    """Tell whether a plenary sits on a day, its first and last day included."""
    return session.opens <= on <= session.closes
