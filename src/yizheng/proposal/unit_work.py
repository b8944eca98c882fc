"""What a unit has to do next on each of its handlings, by when, and what it waits for (F163)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yizheng.deadline.calendars import work_calendar
from yizheng.deadline.models import Deadline, DeadlineState
from yizheng.deadline.reckoning import Light, WorkCalendar, light
from yizheng.kernel.addresses import address
from yizheng.org.configuration import value

from . import keys
from .enums import ANSWERING, HandlingState, ReplyState, ShareRole
from .models import GONE, Handling, Reply

H = HandlingState
DATED = {
    H.ASSIGNED: "sign_for", H.SIGNED: "record_first_contact",
}  # fmt: skip


@dataclass(frozen=True)
class Next:
    """The next act: its word, its page, whether one press does it; without a page, what is waited for."""

    label: str
    url: str = ""
    is_direct: bool = False


@dataclass(frozen=True)
class Work:
    """One handling with its next act, the date of that act and its light."""

    handling: Handling
    next: Next
    due_on: date
    light: Light | None


@dataclass(frozen=True)
class _Around:
    """What lies around a number of handlings, read in few queries."""

    dates: dict[tuple[int, str], date]
    replies: dict[int, Reply]
    countersigns_missing: frozenset[int]
    hosts: dict[int, str]
    checks: bool


def work_of(handlings: Sequence[Handling], *, on: date) -> list[Work]:
    """Return the work on handlings in their order; a constant number of queries."""
    around, calendar = _around(handlings, on), work_calendar()
    return [_work(each, around, on, calendar) for each in handlings]


def urgent(works: Sequence[Work], most: int = 3) -> list[Work]:
    """Return what can be done today, the most urgent first."""
    return sorted((each for each in works if each.next.url), key=lambda each: each.due_on)[:most]


def _work(handling: Handling, around: _Around, on: date, calendar: WorkCalendar) -> Work:
    step = _next(handling, around)
    due = around.dates.get((handling.pk, DATED.get(H(handling.state), "")), handling.due_on)
    is_over = handling.state in (H.ISSUED, *GONE) or (handling.state == H.OPINED)
    return Work(handling, step, due, None if is_over else light(due, on, calendar))


def _next(handling: Handling, around: _Around) -> Next:
    state, mine = H(handling.state), handling.public_id
    if state == H.ASSIGNED:
        return Next("签收", address("proposal:sign-for", public_id=mine), is_direct=True)
    if state == H.ADJUSTING:
        return Next("等交办单位决定是否改办")
    if handling.role not in ANSWERING:
        return _next_of_co(handling, around)
    if state == H.SIGNED:
        return Next("联系提案人", address("proposal:contact-new", public_id=mine))
    if state in (H.CONTACTED, H.REJECTED):
        return Next("拟答复" if state == H.CONTACTED else "改答复", address("proposal:reply-write", public_id=mine))
    if state in (H.DRAFTED, H.COUNTERSIGNED):
        return _next_of_draft(handling, around)
    return Next("已经办完" if state == H.ISSUED else handling.get_state_display())


def _next_of_co(handling: Handling, around: _Around) -> Next:
    mine = handling.public_id
    if handling.state in (H.SIGNED, H.CONTACTED):
        return Next("送会办意见", address("proposal:co-opinion", public_id=mine))
    if handling.state == H.OPINED and handling.countersigned_on is None:
        if around.hosts.get(handling.proposal_id) == H.DRAFTED:
            return Next("会签", address("proposal:countersign", public_id=mine))
        return Next("等主办单位拟答复")
    return Next("已经办完" if handling.state == H.OPINED else handling.get_state_display())


def _next_of_draft(handling: Handling, around: _Around) -> Next:
    if handling.proposal_id in around.countersigns_missing and handling.role == ShareRole.HOST:
        return Next("等会办单位会签")
    reply = around.replies.get(handling.pk)
    if reply is not None and reply.state == ReplyState.CHECKING:
        return Next("等审核")
    if reply is not None and around.checks and reply.checked_on is None:
        return Next("送审核", address("proposal:reply-to-check", public_id=reply.public_id), is_direct=True)
    return Next("签发", address("proposal:reply-issue", public_id=handling.public_id))


def _around(handlings: Sequence[Handling], on: date) -> _Around:
    ids, proposals = [each.pk for each in handlings], {each.proposal_id for each in handlings}
    rows = Deadline.objects.filter(kind="handling", object_id__in=ids, state=DeadlineState.RUNNING)
    dates = {(row.object_id, row.act): row.due_on for row in rows}
    replies = {row.handling_id: row for row in Reply.objects.filter(handling__in=ids).order_by("id")}
    beside = Handling.objects.filter(proposal__in=proposals).exclude(state__in=GONE).order_by("id")
    found = list(beside.values_list("proposal_id", "role", "state", "countersigned_on"))
    cos = [row for row in found if row[1] == ShareRole.CO]
    return _Around(
        dates=dates, replies=replies,
        countersigns_missing=frozenset(row[0] for row in cos if row[3] is None),
        hosts={row[0]: row[2] for row in found if row[1] == ShareRole.HOST},
        checks=value(keys.CHECK_BEFORE_ISSUE, on=on),
    )  # fmt: skip
