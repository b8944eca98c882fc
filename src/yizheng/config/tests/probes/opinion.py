"""Probes of the opinion room's keys: dates, limits, categories, periodicals, points, what leaders read."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from yizheng.config.tests.probing import AT, TODAY, Probe, sentence_of
from yizheng.kernel.acting import Actor
from yizheng.opinion import points, queries, sourcing_figures
from yizheng.opinion.enums import FeedbackKind, OpinionState, PointEvent
from yizheng.opinion.models import Opinion, OpinionTransfer, PointEntry
from yizheng.opinion.notifications import completing
from yizheng.opinion.services import editing, feeding_back, laying_out, scoring, submitting, taking_over, transferring
from yizheng.opinion.tests import factories as make
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership

S = OpinionState


def _draft(**changed: object) -> tuple[Opinion, Actor]:
    member = make.member()
    return make.opinion(S.DRAFT, by=member, **changed), make.as_member(member)


def _review_due() -> date | None:
    draft, by = _draft()
    return submitting.submit(opinion=draft, by=by, at=AT).review_due


def _urgent_due() -> date | None:
    draft, by = _draft(urgency="urgent", urgent_reason="汛期")
    return submitting.submit(opinion=draft, by=by, at=AT).review_due


def _urgent_stays_urgent() -> str:
    draft, by = _draft(urgency="urgent", urgent_reason="汛期")
    return submitting.submit(opinion=draft, by=by, at=AT).urgency


def _long() -> str:
    draft, by = _draft(situation="长" * 200)
    return sentence_of(lambda: submitting.submit(opinion=draft, by=by, at=AT))


def _least(role: MembershipRole) -> int:
    member: Membership = make.member()
    member.role = role
    return sourcing_figures.least_of(member, TODAY)


def _slip_due() -> date:
    transferring.transfer(
        opinion=make.opinion(S.APPROVED), units=[make.UnitFactory()], asked_action="请研究办理", by=make.clerk(), at=AT
    )
    return OpinionTransfer.objects.get().due_on


def _feedback_due() -> date:
    piece = make.opinion(S.ISSUED)
    feeding_back.owe(opinion=piece, kind=FeedbackKind.ADOPTION, text="已采用", by=make.clerk(), at=AT)
    return piece.feedback.get().due_on


def _reminded_after_five() -> int:
    """Return how many authors are reminded five working days after their proposal became a draft."""
    words = taking_over.Words("甲", "乙")
    taking_over.keep_from_proposal(column="membership", pk=make.member().pk, words=words, by=make.clerk(), at=AT)
    return completing.remind(at=AT + timedelta(days=7))


def _edit_as_urban() -> str:
    edited = editing.Edited(title="甲", body="乙", category="城乡建设")
    piece = make.opinion(S.EDITING)
    return sentence_of(
        lambda: editing.keep_edit(opinion=piece, edited=edited, working_edition=0, by=make.clerk(), at=AT)
    )


def _lay_out() -> str:
    layout = laying_out.Layout("社情民意", items=[make.opinion(S.APPROVED)], addressees=["区委办公室"])
    return sentence_of(lambda: laying_out.lay_out(layout=layout, by=make.clerk(), at=AT))


def _adopted(piece: Opinion) -> Opinion:
    for event in (PointEvent.ADOPTED_SELF, PointEvent.ADOPTED_CITY):
        scoring.award(opinion=piece, event=event, by=make.clerk(), at=AT)
    return piece


def _city_points() -> Decimal:
    _adopted(make.opinion(S.ISSUED))
    return PointEntry.objects.get(event=PointEvent.ADOPTED_CITY).points


def _year_of_one() -> Decimal:
    return points.by_author(points.entries_of_year(TODAY.year), points.rule_of(TODAY.year, TODAY))[0].total


def _counted_adoptions() -> Decimal:
    _adopted(make.opinion(S.ISSUED))
    return _year_of_one()


def _counted_submissions() -> Decimal:
    member = make.member()
    for _ in range(3):
        scoring.award(opinion=make.opinion(by=member), event=PointEvent.SUBMITTED, by=make.clerk(), at=AT)
    return _year_of_one()


def _main_share() -> list[Decimal]:
    piece = make.opinion(S.ISSUED)
    make.co_author(piece)
    _adopted(piece)
    return sorted(PointEntry.objects.values_list("points", flat=True))


def _leader_reads() -> int:
    make.opinion(S.ISSUED)
    return queries.opinions_visible_to(make.leader()).count()


PROBES = [
    Probe("opinion.review_workdays", 5, 3, _review_due),
    Probe("opinion.urgent_review_workdays", 1, 2, _urgent_due),
    Probe("opinion.urgent_per_year", 12, 0, _urgent_stays_urgent),
    Probe("opinion.max_chars", 1500, 100, _long),
    Probe("opinion.min_per_year.standing", 3, 4, lambda: _least(MembershipRole.STANDING_MEMBER)),
    Probe("opinion.min_per_year.member", 1, 2, lambda: _least(MembershipRole.MEMBER)),
    Probe("opinion.transfer_workdays", 15, 10, _slip_due),
    Probe("opinion.feedback_workdays", 5, 3, _feedback_due),
    Probe("opinion.completion_remind_workdays", 5, 6, _reminded_after_five),
    Probe("opinion.categories", ["城乡建设"], ["经济建设"], _edit_as_urban),
    Probe("opinion.periodicals", ["社情民意"], ["政协直通车"], _lay_out),
    Probe("opinion.scoring.points", ["adopted_city=10"], ["adopted_city=12"], _city_points),
    Probe("opinion.scoring.cumulative", False, True, _counted_adoptions),
    Probe("opinion.scoring.submitted_cap", 5, 1, _counted_submissions),
    Probe("opinion.scoring.merged_main_percent", 60, 70, _main_share),
    Probe("opinion.leaders_read_all", False, True, _leader_reads),
]
