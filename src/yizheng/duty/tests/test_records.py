"""Records arise from facts, once each, and end with them; two persons correct them (handbook 10.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.duty import following
from yizheng.duty.deeds import Deed, of_meeting, of_opinion, of_proposal
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import DutySource, RecordState
from yizheng.duty.models import DutyRecord
from yizheng.duty.services import claiming, recording
from yizheng.duty.services.claiming import Answer, Claim
from yizheng.kernel import quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.workflow import Moved
from yizheng.meeting import services as meetings
from yizheng.meeting.enums import AttendanceStatus
from yizheng.meeting.tests import factories as meeting_make
from yizheng.notify.models import Notice
from yizheng.opinion.enums import OpinionState, PointEvent
from yizheng.opinion.services import scoring
from yizheng.opinion.tests import factories as opinion_make
from yizheng.proposal.enums import Consent, ProposalState
from yizheng.proposal.tests import factories as make
from yizheng.todo.models import Todo

S, R = ProposalState, RecordState
AT = make.moment(16)


def office(name: str = "方以诚"):
    return make.as_role(Role.OFFICE_CLERK, name=name)


def follow(proposal):
    return recording.follow(subject=proposal, deeds=of_proposal(proposal), at=AT)


def standing():
    rows = DutyRecord.objects.exclude(state__in=[R.VOID, R.REJECTED]).order_by("id")
    return list(rows.values_list("kind", "role", "state"))


def joint(state=S.FILED, **changed):
    first, second = make.member(), make.member()
    proposal = make.proposal(state, first=first, **changed)
    make.signer(proposal, second, consent=Consent.AGREED)
    make.signer(proposal, make.member(), order=3)
    return proposal, first, second


def test_a_filed_proposal_gives_each_who_signed_a_record_and_who_was_only_asked_none(house):
    proposal, first, second = joint()

    follow(proposal)

    assert standing() == [
        (K.PROPOSAL_SUBMITTED, "lead", R.GENERATED), (K.PROPOSAL_SUBMITTED, "co", R.GENERATED),
        (K.PROPOSAL_FILED, "lead", R.GENERATED), (K.PROPOSAL_FILED, "co", R.GENERATED),
    ]  # fmt: skip
    assert set(DutyRecord.objects.values_list("parts", "membership")) == {(2, first.pk), (2, second.pk)}


def test_told_twice_it_is_one_record_and_one_ledger_row(house):
    proposal, *_ = joint()
    follow(proposal)
    before = LedgerEntry.objects.count(), DutyRecord.objects.count()

    assert follow(proposal) == []

    assert (LedgerEntry.objects.count(), DutyRecord.objects.count()) == before
    assert before[1] == LedgerEntry.objects.filter(kind="duty_record").count() == 4


def test_a_withdrawn_proposal_takes_its_records_with_it(house):
    proposal, *_ = joint()
    follow(proposal)

    type(proposal).objects.filter(pk=proposal.pk).update(state=S.WITHDRAWN)
    proposal.refresh_from_db()
    follow(proposal)

    assert standing() == []
    assert set(DutyRecord.objects.values_list("state", flat=True)) == {R.VOID}


def test_a_merged_proposal_counts_for_its_own_signers_only(house):
    main, *_ = joint()
    merged, first, _ = joint(S.MERGED, merged_into=main, decided_on=date(2026, 3, 6))
    make.Signer.objects.create(
        proposal=main, came_from=merged, membership=first, order=4, role="co", consent=Consent.AGREED, display_name="x"
    )

    follow(main)
    follow(merged)

    filed = DutyRecord.objects.filter(kind=K.PROPOSAL_FILED)
    assert filed.count() == 4
    assert filed.filter(membership=first).count() == 1


def test_a_converted_proposal_is_converted_and_not_filed(house):
    proposal, *_ = joint(S.CONVERTED, decided_on=date(2026, 3, 6))

    follow(proposal)

    assert {kind for kind, *_ in standing()} == {K.PROPOSAL_SUBMITTED, K.PROPOSAL_CONVERTED}


def test_the_act_of_withdrawing_is_heard(house):
    proposal, *_ = joint(S.SUBMITTED)
    by = office()
    following.follow_moved(Moved("proposal", proposal, "submit", "draft", "submitted", by, AT))
    assert len(standing()) == 2

    proposal.state = S.WITHDRAWN
    proposal.save(update_fields=["state"])
    following.follow_moved(Moved("proposal", proposal, "withdraw", "submitted", "withdrawn", by, AT))

    assert standing() == []


def test_an_opinion_gives_its_authors_what_its_room_says(house):
    piece = opinion_make.opinion(OpinionState.ISSUED)
    other = opinion_make.member()
    opinion_make.co_author(piece, other)
    for event in (PointEvent.SUBMITTED, PointEvent.ADOPTED_SELF):
        scoring.award(opinion=piece, event=event, by=opinion_make.clerk(), at=AT)

    recording.follow(subject=piece, deeds=of_opinion(piece), at=AT)

    assert sorted(standing()) == [
        (K.OPINION_ADOPTED_OWN, "co", R.GENERATED), (K.OPINION_ADOPTED_OWN, "lead", R.GENERATED),
        (K.OPINION_SUBMITTED, "co", R.GENERATED), (K.OPINION_SUBMITTED, "lead", R.GENERATED),
    ]  # fmt: skip
    scoring.take_back(opinion=piece, event=PointEvent.ADOPTED_SELF, by=opinion_make.clerk(), at=AT)
    recording.follow(subject=piece, deeds=of_opinion(piece), at=AT)
    assert {kind for kind, *_ in standing()} == {K.OPINION_SUBMITTED}


def held(house):
    meeting, clerk = meeting_make.planned(members=2)
    meetings.send_notice(meeting=meeting, by=clerk, at=meeting_make.moment(13, month=11))
    first, second = meeting.invitations.order_by("id")
    half = meeting.half_days.get()
    sheet = {
        first.pk: {half.pk: AttendanceStatus.PRESENT},
        second.pk: {half.pk: AttendanceStatus.ABSENT},
    }
    done = meetings.enter_attendance(meeting=meeting, sheet=sheet, by=clerk, at=meeting_make.moment(11))
    return done, clerk, first, second


def test_a_meeting_gives_who_was_due_a_record_of_each_half_day(house):
    meeting, *_ = held(house)

    assert sorted(standing()) == [(K.PLENARY, "absent", R.GENERATED), (K.PLENARY, "present", R.GENERATED)]
    before = LedgerEntry.objects.count()
    recording.follow(subject=meeting, deeds=of_meeting(meeting), at=AT)
    assert LedgerEntry.objects.count() == before


def test_a_corrected_sheet_ends_the_old_record_and_begins_the_right_one(house):
    meeting, clerk, _, second = held(house)
    half = meeting.half_days.get()
    sheet = {second.pk: {half.pk: AttendanceStatus.LEAVE_APPROVED}}

    meetings.correct_attendance(meeting=meeting, sheet=sheet, reason="补到假条", by=clerk, at=meeting_make.moment(12))

    mine = DutyRecord.objects.filter(membership=second.membership_id).order_by("id")
    assert list(mine.values_list("role", "state")) == [("absent", R.VOID), ("leave_private", R.GENERATED)]


def sheet_of(member, *, title="走访园区企业", on=date(2026, 3, 12), kind=K.RESEARCH):
    deed = recording.sheet_deed(kind, on.isoformat(), title)
    return Deed(member.pk, on, kind, "", deed, title)


def test_one_deed_on_the_sheets_of_two_hosts_is_one_record(house):
    member = make.member()
    first = recording.register_sheet(deeds=[sheet_of(member)], by=office("甲"), at=AT)
    again = recording.register_sheet(
        deeds=[sheet_of(member, title="走访 园区企业")], by=make.as_role(Role.COMMITTEE_CLERK), at=AT
    )

    assert (len(first), again, DutyRecord.objects.count()) == (1, [], 1)


def test_a_registered_deed_is_linked_later_without_counting_twice(house):
    member, by = make.member(), office()
    proposal = make.proposal(S.FILED)
    (row,) = recording.register_sheet(deeds=[sheet_of(member)], by=by, at=AT)

    linked = recording.link(record=row, subject=proposal, by=by, at=AT)

    assert (linked.deed, linked.state) == (f"proposal:{proposal.pk}", R.CONFIRMED)
    (other,) = recording.register_sheet(deeds=[sheet_of(member, title="另一张表")], by=by, at=AT)
    assert recording.link(record=other, subject=proposal, by=by, at=AT).state == R.VOID


def test_a_claim_of_what_the_house_knows_becomes_the_houses_record(house):
    member, by = make.member(), office()
    proposal = make.proposal(S.FILED)
    row = claimed(member)

    matched = recording.link(record=row, subject=proposal, by=by, at=AT)

    assert (matched.state, matched.deed) == (R.GENERATED, f"proposal:{proposal.pk}")
    again = claimed(member, title="另一次义诊")
    assert recording.link(record=again, subject=proposal, by=by, at=AT).state == R.REJECTED


def test_the_title_goes_out_of_sight_with_the_proposal(house):
    proposal, *_ = joint()
    follow(proposal)

    quarantine.quarantine(subject=proposal, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=AT)

    assert not DutyRecord.objects.filter(title__contains="加装电梯").exists()
    assert DutyRecord.objects.count() == 4


def test_what_the_house_recorded_is_confirmed_after_a_week_and_once(house):
    proposal, first, _ = joint()
    follow(proposal)
    row = DutyRecord.objects.filter(membership=first).first()
    claiming.dispute(record=row, reason="不对", by=make.as_member(first), at=AT)
    later = AT + timedelta(days=7)

    assert recording.confirm_old(on=later.date() - timedelta(days=1), at=later) == 0
    assert recording.confirm_old(on=later.date(), at=later) == 3
    assert recording.confirm_old(on=later.date(), at=later) == 0

    assert sorted(DutyRecord.objects.values_list("state", flat=True)) == ["confirmed"] * 3 + ["disputed"]
    assert LedgerEntry.objects.filter(act="confirm_record", from_state="generated", to_state="confirmed").count() == 3


def test_what_a_person_ended_does_not_come_back(house):
    proposal, first, _ = joint()
    follow(proposal)
    row = DutyRecord.objects.get(membership=first, kind=K.PROPOSAL_FILED)

    recording.void(record=row, reason="重复计", by=office(), at=AT)
    follow(proposal)

    assert not DutyRecord.objects.filter(membership=first, kind=K.PROPOSAL_FILED).exclude(state=R.VOID).exists()


def claimed(member, **changed):
    given = {
        "kind": K.SOCIAL_SERVICE,
        "on": date(2026, 3, 10),
        "title": "社区义诊",
        "evidence": "云溪社区李主任",
        **changed,
    }
    return claiming.claim(given=Claim(**given), by=make.as_member(member), at=AT)


def test_a_claim_counts_once_the_office_accepted_it(house):
    member = make.member()
    row = claimed(member)
    todo = Todo.objects.get(kind="duty_record", closed_at=None)
    assert (row.state, row.source, todo.label) == (R.CLAIMED, DutySource.SELF, "审核自主申报")

    done = claiming.accept(record=row, by=office(), at=AT)

    assert done.state == R.CONFIRMED
    assert not Todo.objects.filter(kind="duty_record", closed_at=None).exists()
    assert Notice.objects.get(recipient=member.person.user).text.startswith("您申报的“社区义诊”已采纳")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": K.PLENARY}, "kind"), ({"on": date(2026, 3, 17)}, "future"), ({"on": date(2026, 2, 13)}, "late"),
        ({"title": " "}, "no_text"), ({"evidence": " "}, "no_evidence"), ({"on": date(2021, 3, 1)}, "no_seat"),
    ],
)  # fmt: skip
def test_a_claim_that_cannot_stand_is_refused_and_nothing_is_written(house, changed, code):
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        claimed(make.member(), **changed)

    assert (refused.value.code, DutyRecord.objects.count(), LedgerEntry.objects.count()) == (code, 0, before)


def test_the_same_claim_twice_is_refused(house):
    member = make.member()
    claimed(member)

    with pytest.raises(Refused) as refused:
        claimed(member)

    assert (refused.value.code, DutyRecord.objects.count()) == ("twice", 1)


def own_clerk():
    """Return an office clerk who is a member too, and their seat."""
    by = office("苏明")
    seat = make.member()
    seat.person.user_id = by.user_id
    seat.person.save(update_fields=["user"])
    return by, seat


def test_a_clerk_decides_nothing_about_the_own_records(house):
    by, seat = own_clerk()
    row = DutyRecord.objects.create(
        membership=seat, year=2026, on=date(2026, 3, 10), kind=K.SOCIAL_SERVICE, deed="x", title="义诊",
        source="self", state=R.CLAIMED, recorded_at=AT,
    )  # fmt: skip
    done = DutyRecord.objects.create(
        membership=seat, year=2026, on=date(2026, 3, 10), kind=K.RESEARCH, deed="y", title="调研", source="auto",
        recorded_at=AT,
    )  # fmt: skip
    before = LedgerEntry.objects.count()

    for act in (
        lambda: claiming.accept(record=row, by=by, at=AT),
        lambda: claiming.reject(record=row, reason="x", by=by, at=AT),
        lambda: recording.confirm(record=done, by=by, at=AT),
        lambda: recording.void(record=done, reason="x", by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()
    with pytest.raises(Refused) as refused:
        recording.register_sheet(deeds=[sheet_of(seat)], by=by, at=AT)

    assert refused.value.code == "own"
    assert set(DutyRecord.objects.values_list("state", flat=True)) == {R.CLAIMED, R.GENERATED}
    assert LedgerEntry.objects.count() == before


def disputed():
    proposal, first, _ = joint()
    follow(proposal)
    row = DutyRecord.objects.get(membership=first, kind=K.PROPOSAL_FILED)
    return claiming.dispute(record=row, reason="我是唯一提案人", by=make.as_member(first), at=AT), first


def test_a_dispute_is_corrected_by_two_persons(house):
    row, first = disputed()
    one, other = office("甲"), make.as_role(Role.SECRETARY_GENERAL, name="任守仁")

    with pytest.raises(PermissionDenied):
        claiming.decide(record=row, reason="同意", by=other, at=AT)
    proposed = claiming.propose(record=row, answer=Answer(role="main"), reason="核对了签名", by=one, at=AT)
    with pytest.raises(PermissionDenied):
        claiming.decide(record=proposed, reason="同意", by=one, at=AT)
    assert DutyRecord.objects.get(pk=row.pk).state == R.DISPUTED

    done = claiming.decide(record=proposed, reason="同意", by=other, at=AT)

    assert (done.state, done.role) == (R.CORRECTED, "main")
    assert Notice.objects.filter(recipient=first.person.user, text__contains="记录已更正").count() == 1


def test_a_dispute_may_end_with_the_record_as_it_was(house):
    row, _ = disputed()
    proposed = claiming.propose(record=row, answer=Answer(), reason="与签名表一致", by=office("甲"), at=AT)

    done = claiming.decide(record=proposed, reason="同意", by=office("乙"), at=AT)

    assert (done.state, done.role) == (R.CONFIRMED, "lead")


def test_what_two_persons_corrected_is_not_undone_by_the_house(house):
    row, _ = disputed()
    proposed = claiming.propose(record=row, answer=Answer(role="main"), reason="核对", by=office("甲"), at=AT)
    claiming.decide(record=proposed, reason="同意", by=office("乙"), at=AT)

    from yizheng.proposal.models import Proposal

    follow(Proposal.objects.get(pk=row.subject_id))

    assert DutyRecord.objects.get(pk=row.pk).state == R.CORRECTED


def test_a_dispute_comes_in_time_and_from_the_member_alone(house):
    proposal, first, second = joint()
    follow(proposal)
    row = DutyRecord.objects.get(membership=first, kind=K.PROPOSAL_FILED)

    with pytest.raises(PermissionDenied):
        claiming.dispute(record=row, reason="不对", by=make.as_member(second), at=AT)
    with pytest.raises(Refused) as late:
        claiming.dispute(record=row, reason="不对", by=make.as_member(first), at=AT + timedelta(days=15))

    assert late.value.code == "late"
    assert DutyRecord.objects.get(pk=row.pk).state == R.GENERATED
