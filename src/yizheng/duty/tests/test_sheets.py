"""The assessment of a year: generated, answered, decided, frozen; a frozen year stays as it is (10.7; 18.3)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.duty import noticing, queries, reckoned
from yizheng.duty.deeds import Deed
from yizheng.duty.enums import DutyKind as K
from yizheng.duty.enums import DutySource, RecordState, SheetState, VisitForm
from yizheng.duty.models import ContactVisit, DutyRecord, DutyYear, SchemeVersion, ScoreSheet
from yizheng.duty.scoring.shipped import text_of
from yizheng.duty.services import claiming, recording, schemes, sheets, visiting, years
from yizheng.duty.services.visiting import Visit
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.enums import MembershipRole
from yizheng.proposal.tests import factories as make

S, R = SheetState, RecordState
AT = make.moment(16)
NEXT = make.moment(12, month=1, year=2027)


def office(name: str = "方以诚"):
    return make.as_role(Role.OFFICE_CLERK, name=name)


def secretary():
    return make.as_role(Role.SECRETARY_GENERAL, name="任守仁")


def record(seat, kind, role="", *, deed="", on=date(2026, 3, 10), state=R.CONFIRMED, quantity=100):
    return DutyRecord.objects.create(
        membership=seat, year=on.year, on=on, kind=kind, role=role, deed=deed or f"{kind}:{DutyRecord.objects.count()}",
        title="走访", source=DutySource.AUTO, state=state, recorded_at=AT, quantity=quantity,
    )  # fmt: skip


def full_year(seat):
    record(seat, K.PLENARY, "present", deed="meeting:1/1")
    record(seat, K.PROPOSAL_FILED, "lead")
    record(seat, K.PROPOSAL_FILED, "lead")
    for _ in range(8):
        record(seat, K.RESEARCH)


def generated(seat=None, by=None):
    seat = seat or make.member()
    full_year(seat)
    (sheet,) = sheets.generate_all(year=2026, by=by or office(), at=AT)
    return ScoreSheet.objects.select_related("membership__person").get(pk=sheet.pk)


def published(seat=None):
    sheet = generated(seat)
    by, chief = office("乙"), secretary()
    sheet = sheets.agree(sheet=sheet, by=make.as_member(sheet.membership), at=AT)
    sheet = sheets.review(sheet=sheet, by=by, at=AT)
    sheet = sheets.decide_gate(sheet=sheet, gate="passed", reason="经研究通过", by=chief, at=AT)
    sheet = sheets.approve(sheet=sheet, by=chief, at=AT)
    return sheets.publish(sheet=sheet, by=by, at=AT)


def test_a_sheet_is_the_snapshot_of_every_point(house):
    sheet = generated()

    assert (sheet.state, sheet.total, sheet.band) == (S.GENERATED, 8000, "good")
    assert sum(line["counted"] for line in sheet.lines) == 8000
    assert {line["version"] for line in sheet.lines} == {1}
    assert all(line["record"] for line in sheet.lines)
    assert [line["cut"] for line in sheet.lines].count("cap") == 1


def test_the_course_of_a_sheet_from_generation_to_the_frozen_year(house):
    sheet = published()
    assert (sheet.state, sheet.band) == (S.PUBLISHED, "good")

    year = years.close(year=2026, by=secretary(), at=NEXT)

    sheet.refresh_from_db()
    assert (sheet.state, year.state) == (S.FROZEN, "frozen")
    assert set(DutyRecord.objects.values_list("state", flat=True)) == {R.FROZEN}
    rows = LedgerEntry.objects.filter(act="freeze_record")
    assert rows.count() == DutyRecord.objects.count()
    assert set(rows.values_list("from_state", "to_state")) == {("confirmed", "frozen")}


def everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (DutyRecord, ScoreSheet, SchemeVersion, DutyYear, LedgerEntry)
    ]


def test_nothing_of_a_frozen_year_changes(house):
    sheet = published()
    years.close(year=2026, by=secretary(), at=NEXT)
    row, seat = DutyRecord.objects.select_related("membership__person").first(), sheet.membership
    sheet.refresh_from_db()
    by, chief, own = office("丙"), secretary(), make.as_member(seat)
    before = everything()
    deed = Deed(seat.pk, date(2026, 5, 1), K.RESEARCH, "", "sheet:x", "补记")
    given = claiming.Claim(K.SOCIAL_SERVICE, date(2026, 12, 30), "义诊", "李主任")

    for act in (
        lambda: recording.void(record=row, reason="错", by=by, at=NEXT),
        lambda: recording.confirm(record=row, by=by, at=NEXT),
        lambda: recording.register_sheet(deeds=[deed], by=by, at=NEXT),
        lambda: claiming.claim(given=given, by=own, at=NEXT),
        lambda: claiming.dispute(record=row, reason="错", by=own, at=NEXT),
        lambda: sheets.generate_all(year=2026, by=by, at=NEXT),
        lambda: sheets.override(sheet=sheet, band="excellent", reason="好", by=chief, at=NEXT),
        lambda: sheets.narrate(sheet=sheet, words="补", by=own, at=NEXT),
        lambda: schemes.draft(year=2026, data=text_of("default"), by=by, at=NEXT),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.code == "frozen"
    assert everything() == before

    assert recording.follow(subject=make.proposal(make.S.FILED, first=seat), deeds=[deed], at=NEXT) == []
    assert everything()[0] == before[0]


def test_a_frozen_sheet_is_corrected_by_a_new_version_beside_it(house):
    sheet = published()
    years.close(year=2026, by=secretary(), at=NEXT)
    sheet.refresh_from_db()
    before = ScoreSheet.objects.filter(pk=sheet.pk).values().get()

    made = sheets.correct_frozen(sheet=sheet, band="excellent", reason="漏计全国表彰", by=secretary(), at=NEXT)

    assert ScoreSheet.objects.filter(pk=sheet.pk).values().get() == before
    assert [r.act for r in LedgerEntry.objects.filter(kind="score_sheet", object_id=sheet.pk)][-2:] == [
        "freeze_sheet", "make_corrected_version",
    ]  # fmt: skip
    assert (made.version, made.override_band, made.total, made.state) == (2, "excellent", 8000, S.FROZEN)
    with pytest.raises(Refused) as older:
        sheets.correct_frozen(sheet=sheet, band="good", reason="再改", by=secretary(), at=NEXT)
    assert (older.value.code, ScoreSheet.objects.count()) == ("newer", 2)


@pytest.mark.parametrize(
    ("given", "code"), [("running", "not_over"), ("claim", "open_records"), ("sheet", "open_sheets")]
)
def test_a_year_that_is_not_done_is_not_closed(house, given, code):
    seat = make.member()
    if given == "claim":
        published(seat)
        record(seat, K.SOCIAL_SERVICE, state=R.CLAIMED)
    else:
        generated(seat)

    with pytest.raises(Refused) as refused:
        years.close(year=2026, by=secretary(), at=AT if given == "running" else NEXT)

    assert refused.value.code == code
    assert not queries.is_frozen(2026)
    assert not DutyRecord.objects.filter(state=R.FROZEN).exists()


def test_only_the_secretary_general_closes_a_year(house):
    published()

    with pytest.raises(PermissionDenied):
        years.close(year=2026, by=office("丁"), at=NEXT)

    assert not queries.is_frozen(2026)


def test_a_clerk_does_not_score_the_own_sheet(house):
    by = office("苏明")
    seat, other = make.member(), make.member()
    seat.person.user_id = by.user_id
    seat.person.save(update_fields=["user"])

    made = sheets.generate_all(year=2026, by=by, at=AT)

    assert [each.membership_id for each in made] == [other.pk]
    assert not ScoreSheet.objects.filter(membership=seat).exists()
    (own,) = [each for each in sheets.generate_all(year=2026, by=office("乙"), at=AT) if each.membership_id == seat.pk]
    before = everything()
    for act in (
        lambda: sheets.review(sheet=own, by=by, at=AT + timedelta(days=60)),
        lambda: sheets.answer(sheet=own, words="好", by=by, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert everything() == before


def test_an_appeal_is_answered_from_the_facts_as_they_are_then(house):
    sheet = generated()
    appealed = sheets.appeal(sheet=sheet, reason="少计一次培训", by=make.as_member(sheet.membership), at=AT)
    record(sheet.membership, K.TRAINING, quantity=200)

    answered = sheets.answer(sheet=appealed, words="已补记", by=office("乙"), at=AT)

    answered.refresh_from_db()
    assert (answered.state, answered.total, answered.answer_words) == (S.REVIEWED, 8200, "已补记")
    assert sum(line["counted"] for line in answered.lines) == 8200


def test_an_appeal_comes_in_time_and_a_review_waits_for_the_member(house):
    sheet = generated()

    with pytest.raises(Refused) as late:
        sheets.appeal(sheet=sheet, reason="少", by=make.as_member(sheet.membership), at=AT + timedelta(days=20))
    with pytest.raises(Refused) as waits:
        sheets.review(sheet=sheet, by=office("乙"), at=AT)

    assert (late.value.code, waits.value.code) == ("late", "waits")
    assert sheets.review(sheet=sheet, by=office("乙"), at=AT + timedelta(days=20)).state == S.REVIEWED


def test_the_gate_is_decided_by_people_and_stands_before_points(house):
    sheet = generated()
    sheet = sheets.agree(sheet=sheet, by=make.as_member(sheet.membership), at=AT)
    sheet = sheets.review(sheet=sheet, by=office("乙"), at=AT)
    with pytest.raises(Refused) as undecided:
        sheets.approve(sheet=sheet, by=secretary(), at=AT)

    failed = sheets.decide_gate(sheet=sheet, gate="failed", reason="纪律处分", by=secretary(), at=AT)
    with pytest.raises(Refused) as higher:
        sheets.override(sheet=failed, band="good", reason="贡献大", by=secretary(), at=AT)

    assert (undecided.value.code, higher.value.code) == ("guarded", "gate")
    assert (failed.band, failed.total, failed.sums["by_points"]) == ("incompetent", 8000, "good")


def test_another_band_needs_a_reason_and_leaves_the_points(house):
    sheet = generated()
    sheet = sheets.review(sheet=sheet, by=office("乙"), at=AT + timedelta(days=20))
    with pytest.raises(Refused) as silent:
        sheets.override(sheet=sheet, band="excellent", reason=" ", by=secretary(), at=AT)

    done = sheets.override(sheet=sheet, band="excellent", reason="重大贡献", by=secretary(), at=AT)

    assert (silent.value.code, done.override_band, done.band, done.total) == ("no_reason", "excellent", "good", 8000)


def test_an_adopted_scheme_replaces_the_one_before_and_old_lines_keep_their_version(house):
    first = schemes.draft(year=2026, data=text_of("default"), by=office(), at=AT)
    schemes.adopt(scheme=first, basis="三届二十次主席会议", by=secretary(), at=AT)
    sheet = generated()
    data = text_of("default")
    data["items"][3]["rates"]["research"] = "2"
    second = schemes.draft(year=2026, data=data, by=office("乙"), at=AT)

    schemes.adopt(scheme=second, basis="三届二十一次主席会议", by=secretary(), at=AT)

    first.refresh_from_db()
    assert (first.state, queries.scheme_of(2026).version) == ("replaced", 2)
    assert {line["version"] for line in sheet.lines} == {1}
    assert reckoned.tally_of(sheet.membership, 2026).total == 6600


def test_a_scheme_that_does_not_hold_together_is_refused(house):
    with pytest.raises(Refused) as refused:
        schemes.draft(year=2026, data=text_of("default") | {"items": []}, by=office(), at=AT)

    assert (refused.value.code, SchemeVersion.objects.count()) == ("scheme", 0)


def test_what_if_over_the_facts_of_a_year_changes_nothing(house):
    seat = make.member()
    full_year(seat)
    data = text_of("default")
    data["bands"][0]["from"] = 80
    before = everything()

    seen = reckoned.what_if(2026, schemes.parse(data))

    assert [(s.member, s.band_before, s.band_after) for s in seen.shifts] == [(seat.pk, "良好", "优秀")]
    assert everything() == before


def test_who_joined_in_june_is_measured_by_the_months(house):
    seat = make.member()
    seat.joined_on = date(2026, 6, 1)
    seat.save(update_fields=["joined_on"])

    assert queries.months_served(seat, queries.years().days(2026)) == 7
    record(seat, K.RESEARCH, on=date(2026, 7, 1))
    assert reckoned.tally_of(seat, 2026).items["D"] == 686


def test_who_left_in_october_stays_in_the_year(house):
    seat = make.member()
    seat.left_on = date(2026, 10, 8)
    seat.save(update_fields=["left_on"])
    full_year(seat)

    assert [each.pk for each in queries.members_in(2026)] == [seat.pk]
    assert list(queries.members_in(2027)) == []
    assert reckoned.tallies(2026)[seat.pk].total > 0


def test_all_sheets_go_on_together_and_what_a_rule_refuses_stays_with_its_sentence(house):
    first, second = make.member(), make.member()
    by, chief = office("乙"), secretary()
    sheets.generate_all(year=2026, by=office(), at=AT)
    (sheet,) = ScoreSheet.objects.filter(membership=first).select_related("membership__person")
    sheets.agree(sheet=sheet, by=make.as_member(first), at=AT)

    reviewed = sheets.all_together(step="review", year=2026, by=by, at=AT)
    assert (reviewed.done, list(reviewed.left.values())) == (1, [1])
    later = AT + timedelta(days=20)
    assert sheets.all_together(step="review", year=2026, by=by, at=later).done == 1
    refused = sheets.all_together(step="approve", year=2026, by=chief, at=later)
    assert (refused.done, sum(refused.left.values())) == (0, 2)
    with pytest.raises(Refused):
        sheets.all_together(step="gate", year=2026, by=chief, at=later, reason=" ")
    assert sheets.all_together(step="gate", year=2026, by=chief, at=later, reason="主席会议").done == 2
    assert sheets.all_together(step="approve", year=2026, by=by, at=later).done == 0
    assert sheets.all_together(step="approve", year=2026, by=chief, at=later).done == 2
    assert sheets.all_together(step="publish", year=2026, by=by, at=later).done == 2
    years.close(year=2026, by=chief, at=NEXT)

    assert set(ScoreSheet.objects.values_list("state", "gate")) == {(S.FROZEN, "passed")}
    assert len({row.act_id for row in LedgerEntry.objects.filter(act="publish_sheet")}) == 1
    assert ScoreSheet.objects.filter(membership=second).exists()


def test_early_notice_lists_those_who_did_nothing_of_a_kind(house):
    busy, idle = make.member(), make.member()
    full_year(busy)
    record(busy, K.OPINION_SUBMITTED, "lead")
    record(busy, K.TRAINING)

    named = {name: [seat.pk for seat, _ in noticing.on_list(name, 2026)] for name in noticing.LISTS}

    assert named == {
        "no_proposal": [idle.pk], "no_opinion": [idle.pk], "no_activity": [idle.pk], "untrained": [idle.pk],
        "not_visited": [busy.pk, idle.pk], "absent": [], "term": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("absences", "words"),
    [([("plenary", 1)], noticing.PLENARY_ONCE), ([("plenary", 1), ("plenary", 2)], noticing.PLENARY_TWICE),
     ([("standing", 1), ("standing", 2), ("standing", 3)], noticing.STANDING_YEAR), ([("committee", 1)], "请了解情况")],
)  # fmt: skip
def test_unapproved_absences_come_with_what_the_rules_propose_and_nothing_happens(house, absences, words):
    seat = make.member()
    seat.role = MembershipRole.STANDING_MEMBER
    seat.save(update_fields=["role"])
    for kind, meeting in absences:
        record(seat, kind, "absent", deed=f"meeting:{kind}{meeting}/1")
    before = everything()

    assert noticing.on_list("absent", 2026) == [(seat, words)]
    assert everything() == before


def test_leave_is_not_absence(house):
    seat = make.member()
    record(seat, K.PLENARY, "leave_private", deed="meeting:1/1")

    assert noticing.on_list("absent", 2026) == []


def test_a_visit_covers_the_member_and_is_a_deed_of_the_visitor(house):
    visitor, seat = make.member(), make.member()
    given = Visit(visitor.person, seat, date(2026, 3, 12), VisitForm.CALL, "了解履职困难")

    visiting.visit(given=given, by=office(), at=AT)

    assert noticing.coverage(2026) == (1, 2, 0)
    assert DutyRecord.objects.get().membership_id == visitor.pk
    with pytest.raises(Refused) as twice:
        visiting.visit(given=given, by=office("乙"), at=AT)
    assert (twice.value.code, ContactVisit.objects.count(), DutyRecord.objects.count()) == ("twice", 1, 1)
