"""Reads of review: what waits at which step, and the figures of a session (审查)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Least, TruncDate

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import grants_in_force
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.together import rows_of
from yizheng.org.models import Membership, Session

from .. import queries
from ..enums import Outcome, ProposalState, ReviewStage
from ..figures.counting import FIGURES, TO_NUMBER, Counted, counts
from ..models import ConsentAsk, PlannedShare, Proposal, ProposalVersion, ReviewRecord

S = ProposalState


@dataclass(frozen=True)
class Queue:
    """One step at which proposals wait: its code in the address, its word, what waits there."""

    code: str
    label: str
    condition: Q
    act: str


FIRST = Queue("first", "待初审", Q(state=S.SUBMITTED), "初审")
READ = Q(state=S.FIRST_REVIEWED)
"""Asked before `read_twice`, which looks at four other rows: the database stops at the first that is false."""

SECOND = Queue("second", "待复审", READ & Q(read_twice=False), "复审")
FINAL = Queue("final", "待审定", READ & Q(read_twice=True), "看意见")
NUMBER = Queue("number", "待编号", TO_NUMBER.condition, "看提案")
RETURNED = Queue("returned", "退回修改中", Q(state=S.RETURNED), "看提案")
APART = Queue("apart", "不予立案", Q(state=S.NOT_FILED), "转送")
QUEUES = {each.code: each for each in (FIRST, SECOND, FINAL, NUMBER, RETURNED, APART)}


HAND_IN = "hand_in_review_report"


def report_handed_in(session: Session) -> LedgerEntry | None:
    """Return the ledger row that says the report on the review was handed to the plenary (office-practice 29)."""
    return ledger.history("session", session.pk).filter(act=HAND_IN).first()


def returns_of(proposal: Proposal) -> QuerySet[ReviewRecord]:
    """Return with what a proposal was sent back, the last first; who looked beforehand (预审) sends nothing back."""
    return proposal.reviews.filter(outcome=Outcome.RETURN).exclude(stage=ReviewStage.PRECHECK).order_by("-id")


def look_awaited(proposal: Proposal, on: date) -> tuple[Membership, set[int]] | None:
    """
    Return the member who proposes what nobody has looked at or reviewed since it came in, and the users who convene
    the member's sector; None where nothing is awaited. One statement.

    What comes in again after a return is looked at again; what went back to first review is not.
    """
    if proposal.first_proposer_id is None or proposal.submitted_at is None:
        return None
    read = ReviewRecord.objects.filter(proposal=proposal.pk, stage__in=(ReviewStage.PRECHECK, ReviewStage.FIRST))
    unread = ~Exists(read.filter(at__gte=proposal.submitted_at))
    member = Membership.objects.filter(unread, pk=proposal.first_proposer_id, sector__isnull=False)
    convening = grants_in_force(on).filter(role=Role.SECTOR_CONVENER, scope_kind="sector")
    convening = convening.filter(scope_id__in=member.values("sector"))
    members, users = rows_of(member.select_related("person"), convening.values_list("user_id", flat=True))
    return (members[0], set(users)) if members else None


def under_review(actor: Actor, session: Session | None) -> QuerySet[Proposal]:
    """
    Return the proposals of a session, each with `read_twice`: the second reading is behind the last first one
    and behind the last change of the text, as the guard of filing asks it.
    """
    own = ReviewRecord.objects.filter(proposal=OuterRef("pk")).order_by("-pk")
    made = ProposalVersion.objects.filter(proposal=OuterRef("pk")).order_by("-made_at").values("made_at")
    rows = queries.proposals_visible_to(actor).filter(session=session).annotate(
        last_first=Subquery(own.filter(stage="first").values("pk")[:1]),
        last_second=Subquery(own.filter(stage="second").values("pk")[:1]),
        read_at=Subquery(own.filter(stage="second").values("at")[:1]),
        last_made=Subquery(made[:1]),
    )  # fmt: skip
    behind_first = Q(last_first__isnull=True) | Q(last_second__gt=F("last_first"))
    behind_text = Q(last_made__isnull=True) | Q(read_at__gte=F("last_made"))
    read = Q(last_second__isnull=False) & Q(read_at__gte=F("submitted_at")) & behind_first & behind_text
    return rows.annotate(read_twice=Case(When(read, then=Value(True)), default=Value(False)))


def in_queue(actor: Actor, session: Session | None, queue: Queue) -> QuerySet[Proposal]:
    """Return what waits at a step, by reception, with the units that are planned."""
    planned = PlannedShare.objects.exclude(source="proposer").select_related("unit").order_by("order", "id")
    rows = under_review(actor, session).filter(queue.condition)
    return rows.order_by("reception_no", "pk").prefetch_related(Prefetch("planned", planned, to_attr="units"))


def queue_counts(actor: Actor, session: Session | None) -> dict[str, int]:
    """Return how many wait at each step, in one statement."""
    asked = {each.code: Count("pk", filter=each.condition) for each in QUEUES.values()}
    found: dict[str, int] = under_review(actor, session).order_by().aggregate(**asked)
    return found


def next_in(actor: Actor, proposal: Proposal, queue: Queue) -> Proposal | None:
    """Return the next one that waits at a step behind this one, from the front again after the last."""
    rows = under_review(actor, proposal.session).filter(queue.condition).exclude(pk=proposal.pk)
    rows = rows.order_by("reception_no", "pk")
    return rows.filter(reception_no__gt=proposal.reception_no).first() or rows.first()


def queue_of(actor: Actor, proposal: Proposal) -> Queue | None:
    """Return the step a proposal waits at, None when it is no affair of review."""
    rows = under_review(actor, proposal.session).filter(pk=proposal.pk)
    return next((each for each in QUEUES.values() if rows.filter(each.condition).exists()), None)


def sessions(on: date) -> QuerySet[Session]:
    """Return the sessions, the newest first."""
    return Session.objects.select_related("term").order_by("-opens")


def current_session(on: date) -> Session | None:
    """
    Return the session whose proposals are reviewed on a day: the newest that proposals came in for.

    Proposals come in before a plenary opens; where none came in at all, it is the last that has opened.
    """
    rows = sessions(on)
    came = Proposal.objects.filter(FIGURES["received"].condition, session=OuterRef("pk"))
    return rows.filter(Exists(came)).first() or rows.filter(opens__lte=on).first() or rows.last()


def open_asks(actor: Actor, session: Session | None) -> QuerySet[ConsentAsk]:
    """Return the questions of consent that wait for an answer, the oldest first."""
    rows = ConsentAsk.objects.filter(agreed__isnull=True, proposal__in=queries.proposals_visible_to(actor))
    return rows.filter(proposal__session=session).select_related("proposal", "target").order_by("asked_at", "pk")


@dataclass(frozen=True)
class Line:
    """One line of the figures: who or what, and the number of each figure."""

    group: str
    name: str
    numbers: dict[str, int]


GROUPS = (
    ("党派团体", "party_body__order", "party_body__name", Q(party_body__isnull=False)),
    ("专委会", "body__order", "body__full_name", Q(collective_kind="special_committee")),
    ("界别（集体）", "sector__order", "sector__name", Q(sector__isnull=False)),
    ("委员小组和基层单位", "body__order", "body__full_name", Q(collective_kind__in=["group", "grassroots"])),
    ("委员（按界别）", "first_proposer__sector__order", "first_proposer__sector__name",
     Q(first_proposer__sector__isnull=False)),
    ("类别", "category", "category", Q()),
)  # fmt: skip


def session_lines(session: Session, figures: Sequence[Counted]) -> list[Line]:
    """
    Return the figures of a session by party, committee, sector, member's sector and category.

    One statement a group; within a group every received proposal of the group is in exactly one line.
    Rule: office-practice 29; handbook 5.11.
    """
    asked = {each.code: Count("pk", filter=each.condition, distinct=True) for each in figures}
    received = Proposal.objects.filter(FIGURES["received"].condition, session=session)
    lines = []
    for group, order, name, condition in GROUPS:
        rows = received.filter(condition).order_by().values(order, name).annotate(**asked).order_by(order, name)
        lines += [Line(group, row[name] or "还没有分类", {code: row[code] for code in asked}) for row in rows]
    return lines


def day_lines(session: Session, figures: Sequence[Counted]) -> list[Line]:
    """
    Return the figures of a session by the day on which proposals first came in; a later resubmission moves none.

    Rule: office-practice 29.
    """
    asked = {each.code: Count("pk", filter=each.condition, distinct=True) for each in figures}
    received = Proposal.objects.filter(FIGURES["received"].condition, session=session, submitted_at__isnull=False)
    made = ProposalVersion.objects.filter(proposal=OuterRef("pk"), ordinal=1).values("made_at")[:1]
    came = Least("submitted_at", Subquery(made))
    rows = received.order_by().annotate(day=TruncDate(came)).values("day").annotate(**asked).order_by("day")
    return [Line("收到日期", f"{row['day'].month}月{row['day'].day}日", {c: row[c] for c in asked}) for row in rows]


def session_counts(session: Session) -> dict[str, int]:
    """Return every figure of a session, in one statement."""
    return counts(Proposal.objects.filter(session=session))
