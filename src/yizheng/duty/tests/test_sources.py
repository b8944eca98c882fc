"""Excellent proposals and honours are facts once; they end with what they stand on. Words go where a purge reaches."""

from __future__ import annotations

from datetime import date

import pytest

from yizheng.accounts.enums import Role
from yizheng.administration import services as administration
from yizheng.administration.enums import HonourLevel
from yizheng.administration.services import Holder
from yizheng.duty import contacts, following, noticing, papers, showing
from yizheng.duty.deeds import Deed, of_honour, of_proposal
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import DutySource, RecordState, SheetState
from yizheng.duty.models import ContactPair, DutyRecord, Saying, ScoreSheet, YearSummary
from yizheng.duty.scoring.shipped import text_of
from yizheng.duty.services import claiming, recording, schemes, sheets, summarising, visiting
from yizheng.duty.services.claiming import Answer
from yizheng.kernel import purging, quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.workflow import Moved
from yizheng.meeting.enums import ActivityState, Came
from yizheng.meeting.models import ActivitySignup
from yizheng.meeting.tests import factories as meeting_make
from yizheng.org.models import Membership
from yizheng.proposal.models import AwardSelection, AwardState, Nomination
from yizheng.proposal.tests import factories as make

from .test_sheets import AT, office, record, secretary

R = RecordState


def standing(kind):
    rows = DutyRecord.objects.filter(kind=kind).exclude(state=R.VOID)
    return list(rows.order_by("id").values_list("membership_id", "role", "on"))


def awarded(first):
    proposal = make.proposal(make.S.FILED, first=first)
    selection = AwardSelection.objects.create(
        year=2026, title="评选", state=AwardState.PUBLISHED, decided_on=date(2026, 3, 12)
    )
    Nomination.objects.create(selection=selection, proposal=proposal, nominated_by="提案委", is_awarded=True)
    return proposal, selection


def test_an_excellent_proposal_is_a_fact_once_and_void_when_the_proposal_is_withdrawn(house):
    seat = make.member()
    proposal, selection = awarded(seat)
    told = Moved("award_selection", selection, "publish_awards", "decided", "published", office(), AT)

    following.follow_moved(told)
    following.follow_moved(told)
    assert standing(K.PROPOSAL_EXCELLENT) == [(seat.pk, "lead", date(2026, 3, 12))]

    type(proposal).objects.filter(pk=proposal.pk).update(state=make.S.WITHDRAWN)
    proposal.refresh_from_db()
    recording.follow(subject=proposal, deeds=of_proposal(proposal), at=AT)
    assert standing(K.PROPOSAL_EXCELLENT) == []


def test_a_decided_but_not_published_award_says_nothing(house):
    proposal, selection = awarded(make.member())
    AwardSelection.objects.filter(pk=selection.pk).update(state=AwardState.DECIDED)

    assert K.PROPOSAL_EXCELLENT not in {deed.kind for deed in of_proposal(proposal)}


def honoured(seat, level=HonourLevel.PROVINCE, on=date(2026, 3, 2)):
    return administration.register_honour(
        title="全省优秀政协委员", level=level, awarded_by="省政协", awarded_on=on, holder=Holder(person=seat.person),
        by=office(), at=AT,
    )  # fmt: skip


def test_an_honour_is_a_fact_of_its_level_and_void_when_it_is_taken_back(house):
    seat = make.member()

    honour = honoured(seat)
    assert standing(K.HONOUR_PROVINCE) == [(seat.pk, "", date(2026, 3, 2))]
    assert noticing.deeds_in(2026)[seat.pk].honours == 1

    administration.withdraw_honour(honour=honour, reason="弄虚作假", by=office(), at=AT)
    assert standing(K.HONOUR_PROVINCE) == []
    assert set(DutyRecord.objects.values_list("state", flat=True)) == {R.VOID}


def test_honours_of_bodies_and_of_days_without_a_seat_are_nobodys_record(house):
    seat = make.member()
    honour = honoured(seat, on=date(2021, 5, 1))
    Membership.objects.filter(pk=seat.pk).update(left_on=date(2026, 2, 1))

    assert of_honour(honour) == []
    assert of_honour(honoured(seat)) == []


def confirmed_activity(seat):
    activity, *_ = meeting_make.published(members=1, theme="视察老旧小区改造", sector=seat.sector)
    type(activity).objects.filter(pk=activity.pk).update(state=ActivityState.CONFIRMED)
    ActivitySignup.objects.create(activity=activity, membership=seat, state="placed", came=Came.CAME, signed_at=AT)
    activity.refresh_from_db()
    return activity


def test_a_sheet_deed_joined_to_its_activity_is_counted_once_from_the_page(browser):
    seat, by = make.member(), office()
    activity = confirmed_activity(seat)
    deed = Deed(seat.pk, date(2026, 12, 9), K.INSPECTION, "", "sheet:x", "视察小区")
    DutyRecord.objects.all().delete()
    (row,) = recording.take_over(deeds=[deed], by=by, at=AT)
    client, path = browser(by), f"/yunxi/duty/records/{row.public_id}/link/"

    assert "视察老旧小区改造" in client.get(path).content.decode()
    wrong = client.post(path, {"thing": "activity:0", "hat": by.hat.grant_id})
    done = client.post(path, {"thing": f"activity:{activity.pk}", "hat": by.hat.grant_id})
    following.recording.follow(subject=activity, deeds=following.deeds.of_activity(activity), at=AT)

    assert (wrong.status_code, done.status_code) == (200, 302)
    assert list(DutyRecord.objects.values_list("deed", "state", "source")) == [
        (f"activity:{activity.pk}", R.CONFIRMED, DutySource.CLERK)
    ]
    assert client.get(path).status_code == 404


def test_the_other_order_voids_the_sheet_deed_and_keeps_the_words_apart(house):
    seat, by = make.member(), office()
    activity = confirmed_activity(seat)
    recording.follow(subject=activity, deeds=following.deeds.of_activity(activity), at=AT)
    deed = Deed(seat.pk, date(2026, 12, 9), K.INSPECTION, "", "sheet:x", "视察小区")
    (row,) = recording.take_over(deeds=[deed], by=by, at=AT)

    recording.link(record=row, subject=activity, by=by, at=AT)

    assert DutyRecord.objects.exclude(state=R.VOID).count() == 1
    assert Saying.objects.get(object_id=row.pk).words == recording.SAME


def test_what_the_house_recorded_itself_is_joined_to_nothing_else(browser):
    seat, by = make.member(), office()
    activity = confirmed_activity(seat)
    (row,) = recording.follow(subject=activity, deeds=following.deeds.of_activity(activity), at=AT)
    before, form = DutyRecord.objects.values().get(), {"thing": f"activity:{activity.pk}", "hat": by.hat.grant_id}

    answer = browser(by).post(f"/yunxi/duty/records/{row.public_id}/link/", form)
    with pytest.raises(Refused) as refused:
        recording.link(record=row, subject=activity, by=by, at=AT)

    assert (answer.status_code, refused.value.code) == (404, "linked")
    assert DutyRecord.objects.values().get() == before


def test_an_honour_of_another_level_than_was_claimed_is_not_counted_twice(browser):
    seat, by = make.member(), office()
    honour = honoured(seat)
    given = Deed(seat.pk, date(2026, 3, 2), K.HONOUR_CITY, "", "sheet:h", "优秀政协委员")
    (row,) = recording.take_over(deeds=[given], by=by, at=AT)

    client, path = browser(by), f"/yunxi/duty/records/{row.public_id}/link/"
    client.post(path, {"thing": f"honour:{honour.pk}", "hat": by.hat.grant_id})

    row.refresh_from_db()
    assert (row.state, row.deed) == (R.VOID, "sheet:h")
    assert [kind for (kind,) in DutyRecord.objects.exclude(state=R.VOID).values_list("kind")] == [K.HONOUR_PROVINCE]


def test_what_counts_as_another_kind_is_found_by_the_kind_it_counts_as(browser):
    seat, by = make.member(), office()
    activity = confirmed_activity(seat)
    type(activity).objects.filter(pk=activity.pk).update(kind="salon")
    DutyRecord.objects.all().delete()
    given = Deed(seat.pk, date(2026, 12, 9), K.CONSULTATION, "", "sheet:x", "小区沙龙")
    (row,) = recording.take_over(deeds=[given], by=by, at=AT)

    client, path = browser(by), f"/yunxi/duty/records/{row.public_id}/link/"
    client.post(path, {"thing": f"activity:{activity.pk}", "hat": by.hat.grant_id})
    activity.refresh_from_db()
    recording.follow(subject=activity, deeds=following.deeds.of_activity(activity), at=AT)

    assert list(DutyRecord.objects.values_list("kind", "deed")) == [(K.CONSULTATION, f"activity:{activity.pk}")]


SECRET = "那天我在医院陪护"


def test_a_purge_reaches_the_words_of_a_dispute_and_the_chain_still_says_it_was_made(house, settings, tmp_path):
    settings.PURGE_REGISTER_FILE = tmp_path / "register"
    seat, by, second = make.member(), office("甲"), office("乙")
    row = record(seat, K.PLENARY, "absent", deed="meeting:1/1", state=R.GENERATED)
    disputed = claiming.dispute(record=row, reason=SECRET, by=make.as_member(seat), at=AT)
    disputed = claiming.propose(record=disputed, answer=Answer(role="present"), reason=f"{SECRET}属实", by=by, at=AT)
    claiming.decide(record=disputed, reason=f"同意，{SECRET}", by=second, at=AT)
    assert [entry.reason for entry in showing.timeline("duty_record", row.pk)][:3] == [
        f"同意，{SECRET}", f"{SECRET}属实", SECRET,
    ]  # fmt: skip
    assert SECRET not in repr(list(LedgerEntry.objects.values()))

    row.refresh_from_db()
    closure = quarantine.quarantine(subject=row, reason="误写病情", by=secretary(), at=AT)
    asked = purging.ask_purge(closure=closure, reason="误写病情", by=office(), at=AT)
    purging.confirm_purge(closure=asked, by=make.as_role(Role.SECRETARY_GENERAL, name="许岚"), at=AT)

    left = repr([list(model.objects.values()) for model in (DutyRecord, Saying, LedgerEntry)])
    assert SECRET not in left
    assert LedgerEntry.objects.filter(kind="duty_record", act="dispute_record").count() == 1


def test_the_gate_keeps_its_reason_apart(house):
    seat = make.member()
    sheet = ScoreSheet.objects.create(membership=seat, year=2026, state=SheetState.REVIEWED)

    sheets.decide_gate(sheet=sheet, gate="failed", reason="受到党纪处分", by=secretary(), at=AT)

    assert LedgerEntry.objects.get(act="decide_gate").reason == ""
    assert showing.timeline("score_sheet", sheet.pk)[0].reason == "受到党纪处分"


def test_the_best_band_goes_to_its_share_and_no_further(house):
    schemes.adopt(
        scheme=schemes.draft(year=2026, data=text_of("default"), by=office(), at=AT), basis="主席会议", by=secretary(),
        at=AT,
    )  # fmt: skip
    seats = [make.member() for _ in range(5)]
    rows = [
        ScoreSheet.objects.create(membership=s, year=2026, state=SheetState.REVIEWED, gate="passed", band="excellent")
        for s in seats[:2]
    ]
    sheets.approve(sheet=rows[0], by=secretary(), at=AT)
    before = LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        sheets.approve(sheet=rows[1], by=secretary(), at=AT)

    assert (refused.value.code, LedgerEntry.objects.count()) == ("quota", before)
    rows[1].refresh_from_db()
    assert rows[1].state == SheetState.REVIEWED
    sheets.override(sheet=rows[1], band="good", reason="名额已满", by=secretary(), at=AT)
    assert sheets.approve(sheet=rows[1], by=secretary(), at=AT).state == SheetState.APPROVED


def test_a_pair_has_one_ledger_row_and_one_more_when_it_ends(house):
    seat, by = make.member(), office()
    keeper = make.member("沈怀远").person

    pair = visiting.pair(year=2026, keeper=keeper, membership=seat, by=by, at=AT)
    visiting.pair(year=2026, keeper=keeper, membership=seat, by=by, at=AT)
    visiting.unpair(pair=pair, by=by, at=AT)

    acts = list(LedgerEntry.objects.filter(kind="contact_pair").order_by("id").values_list("act", flat=True))
    assert (acts, ContactPair.objects.count()) == (["pair_contact", "unpair_contact"], 0)
    pair.pk = 1
    with pytest.raises(Refused) as refused:
        visiting.unpair(pair=pair, by=by, at=AT)
    assert refused.value.code == "gone"


def test_a_convener_hands_in_for_the_own_sector_only(house):
    mine = meeting_make.SectorFactory()
    other = meeting_make.SectorFactory(term=mine.term)
    by = make.as_role(Role.SECTOR_CONVENER, scope_kind="sector", scope_id=mine.pk)

    made = summarising.hand_in(unit=mine, year=2026, words="全年活动六次", by=by, at=AT)
    summarising.hand_in(unit=mine, year=2026, words="全年活动七次", by=by, at=AT)
    before = list(YearSummary.objects.values()), LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        summarising.hand_in(unit=other, year=2026, words="代写", by=by, at=AT)

    assert refused.value.code == "not_own"
    assert (list(YearSummary.objects.values()), LedgerEntry.objects.count()) == before
    made.refresh_from_db()
    assert made.words == "全年活动七次"


def test_nothing_is_written_over_a_summary_that_is_closed(house):
    mine, guard = meeting_make.SectorFactory(), make.as_role(Role.SECURITY_ADMIN)
    by = make.as_role(Role.SECTOR_CONVENER, scope_kind="sector", scope_id=mine.pk)
    made = summarising.hand_in(unit=mine, year=2026, words=SECRET, by=by, at=AT)
    closure = quarantine.quarantine(subject=made, by=guard, reason="误传", at=AT)
    before = list(YearSummary.objects.values()), LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        summarising.hand_in(unit=mine, year=2026, words="再交一次", by=by, at=AT)

    assert refused.value.code == "closed"
    assert (list(YearSummary.objects.values()), LedgerEntry.objects.count()) == before
    quarantine.lift(closure=closure, by=guard, reason="查清", at=AT)
    made.refresh_from_db()
    assert made.words == SECRET


def test_a_convener_of_no_sector_hands_in_for_nobody(house):
    other = meeting_make.SectorFactory()
    by, before = make.as_role(Role.SECTOR_CONVENER), LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        summarising.hand_in(unit=other, year=2026, words="代写", by=by, at=AT)

    assert (refused.value.code, contacts.units_of(by, 2026)) == ("not_own", [])
    assert (YearSummary.objects.count(), LedgerEntry.objects.count()) == (0, before)


def test_honours_and_cases_stand_on_the_card_by_name(house):
    seat = make.member()
    honoured(seat)
    record(seat, K.TYPICAL_CASE)

    asked = {"member": str(seat.public_id), "year": "2026"}
    report = papers.card(office(), asked)

    (told,) = [part for part in report.parts if getattr(part, "heading", "") == "表彰和典型"]
    assert told.lines == ("省级表彰：全省优秀政协委员", "典型事迹：走访")
