"""A mistaken adoption is voided with all that it brought; refused, nothing changes (our decision)."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion import bulletin, counting, own
from yizheng.opinion.enums import (
    AdoptionKind,
    AdoptionState,
    FeedbackKind,
    FeedbackState,
    OpinionState,
    ReportState,
    TransferState,
    UpLevel,
)
from yizheng.opinion.models import Opinion, OpinionAdoption, OpinionFeedback, OpinionReport, PointEntry
from yizheng.opinion.services import adopting, feeding_back, reporting_up, voiding
from yizheng.opinion.trends import Month
from yizheng.plan.tests.factories import CommitteeFactory

from . import factories as make

S, F, A = OpinionState, FeedbackState, AdoptionState
LATER = make.moment(20)
REASON = "登记错了，采用的是另一件"
FACTS = (Opinion, OpinionAdoption, OpinionFeedback, OpinionReport, PointEntry, LedgerEntry, Notice)


def adopt(piece, level=UpLevel.CITY, organ="市政协", reference="2026年第3期"):
    adopted = adopting.Adopted(level, AdoptionKind.SINGLE, date(2026, 3, 16), organ, reference)
    return adopting.record(opinion=piece, adopted=adopted, by=make.clerk(), at=make.moment())


def void(row, by=None, reason=REASON):
    return voiding.void(adoption=row, reason=reason, by=by or make.clerk(), at=LATER)


def everything():
    """Return every row that the act could touch."""
    return [list(model.objects.order_by("pk").values()) for model in FACTS]


def live_points():
    return {row.event: row.points for row in PointEntry.objects.filter(is_void=False)}


def test_a_voided_adoption_takes_its_points_back_and_tells_the_author(house):
    author = make.member("林书远")
    piece = make.opinion(S.ISSUED, by=author, call=make.call())
    row = adopt(piece)
    assert set(live_points()) == {"adopted_city", "solicited"}

    voided = void(row)

    piece.refresh_from_db()
    assert (voided.state, voided.voided_on, piece.state) == (A.VOIDED, date(2026, 3, 20), S.ISSUED)
    assert live_points() == {}
    assert [(each.kind, each.state) for each in piece.feedback.order_by("id")] == [
        (FeedbackKind.ADOPTION, F.DROPPED), (FeedbackKind.CORRECTION, F.GIVEN),
    ]  # fmt: skip
    told = piece.feedback.get(kind=FeedbackKind.CORRECTION).text
    assert told == f"您反映的“{piece}”此前登记的市政协单篇采用（市级）有误，已作废，相应积分收回。原因：{REASON}。"
    assert Notice.objects.filter(recipient_id=author.person.user_id, receipt__message__text=told).count() == 1


def test_it_is_one_act_with_one_ledger_row_an_object(house):
    row = adopt(make.opinion(S.ISSUED))
    before = LedgerEntry.objects.order_by("-id").first().pk

    void(row)

    rows = LedgerEntry.objects.filter(pk__gt=before, kind__startswith="opinion").exclude(to_state="").order_by("id")
    assert [(each.kind, each.act) for each in rows] == [
        ("opinion_adoption", "void_adoption"), ("opinion", "void_adoption_to_issued"),
        ("opinion_feedback", "drop_feedback"), ("opinion_feedback", "tell_author"),
    ]  # fmt: skip
    act = rows.get(act="void_adoption")
    assert (act.reason, act.from_state, act.to_state) == (REASON, A.STANDING, A.VOIDED)
    assert {each.act_id for each in rows} == {act.act_id}


def test_a_voided_adoption_counts_in_no_list_and_no_figure_and_may_be_recorded_anew(house):
    author = make.member()
    piece = make.opinion(S.ISSUED, by=author)
    void(adopt(piece))

    shown = own.with_marks(Opinion.objects.filter(pk=piece.pk), make.as_member(author)).get()
    assert own.adopted(shown.adoptions.all()) == ""
    assert counting.counts(Opinion.objects.all())[counting.ADOPTED_UP.code] == 0
    assert bulletin.adoptions_of(Month(2026, 3)) == 0

    again = adopt(piece)
    assert again.state == A.STANDING
    assert live_points() == {"adopted_city": Decimal("10.00")}


@pytest.mark.parametrize(
    ("made", "state"),
    [
        (lambda piece: make.slip(piece), S.TRANSFERRED),
        (lambda piece: reported(piece), S.REPORTED_UP),
        (lambda piece: make.slip(piece, state=TransferState.ACCEPTED), S.TRANSFERRED),
        (lambda piece: None, S.ISSUED),
    ],
)
def test_the_piece_goes_back_to_where_it_had_come(house, made, state):
    piece = make.opinion(S.ISSUED)
    made(piece)
    row = adopt(piece)

    void(row)

    piece.refresh_from_db()
    assert piece.state == state


def reported(piece):
    return OpinionReport.objects.create(
        opinion=piece, level=UpLevel.CITY, to_name="市政协", label=str(piece), reported_on=date(2026, 3, 16)
    )


@pytest.mark.parametrize("state", [S.INSTRUCTED, S.REPLIED, S.ARCHIVED])
def test_what_has_gone_on_stays_where_it_is(house, state):
    piece = make.opinion(state)

    void(adopt(piece))

    piece.refresh_from_db()
    assert piece.state == state


def test_another_adoption_of_the_level_keeps_the_points_and_the_state(house):
    piece = make.opinion(S.ISSUED)
    wrong, _right = adopt(piece), adopt(piece, organ="市委办公室")

    void(wrong)

    piece.refresh_from_db()
    assert (piece.state, live_points()) == (S.ADOPTED_UP, {"adopted_city": Decimal("10.00")})
    assert "积分收回" not in piece.feedback.get(kind=FeedbackKind.CORRECTION).text


def test_the_report_waits_again_or_names_the_adoption_that_stands(house):
    piece = make.opinion(S.ISSUED)
    sent = reported(piece)
    rows = []
    for level in (UpLevel.CITY, UpLevel.PROVINCE):
        adopted = adopting.Adopted(level, AdoptionKind.SINGLE, date(2026, 3, 16), "上级政协", "第3期")
        reporting_up.note_adopted(report=sent, adopted=adopted, by=make.clerk(), at=make.moment())
        rows.append(OpinionAdoption.objects.order_by("-id").first())

    void(rows[1])
    sent.refresh_from_db()
    assert (sent.state, sent.result_note) == (ReportState.ADOPTED, "市级单篇采用")
    void(rows[0])

    sent.refresh_from_db()
    assert (sent.state, sent.result_on, sent.result_note) == (ReportState.WAITING, None, "")


def test_what_was_sent_already_stays_said_and_the_correction_follows(house):
    piece = make.opinion(S.ISSUED)
    row = adopt(piece)
    sent = piece.feedback.get()
    feeding_back.give(feedback=sent, text=sent.text, by=make.clerk(), at=make.moment(18))

    void(row)

    assert list(piece.feedback.order_by("id").values_list("kind", "state")) == [
        ("adoption", "given"), ("correction", "given"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "by", [make.secretary_general, make.leader, make.archivist, lambda: make.as_member(make.member())]
)
def test_only_the_information_office_voids(house, by):
    row = adopt(make.opinion(S.ISSUED))
    who = by()
    before = everything()

    with pytest.raises(PermissionDenied):
        void(row, by=who)

    assert everything() == before


@pytest.mark.parametrize(("reason", "code"), [("", "no_reason"), ("　", "no_reason"), ("字" * 501, "long_reason")])
def test_it_is_not_voided_without_a_reason(house, reason, code):
    row, clerk = adopt(make.opinion(S.ISSUED)), make.clerk()
    before = everything()

    with pytest.raises(Refused) as refused:
        void(row, by=clerk, reason=reason)

    assert (refused.value.code, everything()) == (code, before)


def test_it_is_voided_once(house):
    row, clerk = adopt(make.opinion(S.ISSUED)), make.clerk()
    void(row, by=clerk)
    before = everything()

    with pytest.raises(Refused) as refused:
        void(row, by=clerk)

    assert (refused.value.code, everything()) == ("stale", before)


def test_our_own_adoption_goes_with_its_issue_only(house):
    piece, clerk = make.opinion(S.ISSUED), make.clerk()
    row = OpinionAdoption.objects.create(
        opinion=piece, level=UpLevel.SELF, adopted_on=date(2026, 3, 13), issue=make.issue(piece),
        recorded_by_name="任守仁",
    )  # fmt: skip
    before = everything()

    with pytest.raises(Refused) as refused:
        void(row, by=clerk)

    assert (refused.value.code, everything()) == ("guarded", before)


def test_what_the_higher_committee_told_only_it_takes_back(house):
    piece, clerk = make.opinion(S.ISSUED), make.clerk()
    row = adopt(piece)
    row.report = reported(piece)
    row.report.to_committee = CommitteeFactory(slug="shi", short_name="江州市政协")
    row.report.save()
    row.save()
    before = everything()

    with pytest.raises(Refused) as refused:
        void(row, by=clerk)

    assert (refused.value.code, everything()) == ("comes_itself", before)


def test_the_office_voids_on_the_page_of_the_piece(browser):
    piece, office = make.opinion(S.ISSUED), make.clerk()
    row = adopt(piece)
    client = browser(office)
    page, asks = f"/yunxi/opinions/{piece.public_id}/", f"/yunxi/opinion-adoptions/{row.public_id}/void-adoption/"
    assert asks in client.get(page).content.decode()
    given = {"hat": office.hat.grant_id, "act_key": uuid.uuid4()}

    refused = client.post(asks, {**given, "reason": ""})
    for _ in range(2):
        assert client.post(asks, {**given, "reason": REASON}).status_code == 302

    assert (refused.status_code, "请写明理由" in refused.content.decode()) == (200, True)
    shown = client.get(page).content.decode()
    assert ("已作废" in shown, asks in shown) == (True, False)
    assert LedgerEntry.objects.filter(act="void_adoption").count() == 1


def test_nobody_else_finds_the_page(browser):
    author = make.member()
    row = adopt(make.opinion(S.ISSUED, by=author))
    asks = f"/yunxi/opinion-adoptions/{row.public_id}/void-adoption/"

    assert browser(make.as_member(author)).get(asks).status_code == 404
    assert browser(make.leader()).get(asks).status_code == 404
