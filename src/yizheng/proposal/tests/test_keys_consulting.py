"""Consultations that close several contact records, coverage, media, inspections, quality (F050, F052, F059–F070)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.config.tests.probing import ADMIN
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.papers import offered
from yizheng.org.configuration import get
from yizheng.org.configuring.services import change_setting
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import ConsultationLevel, ContactConfirmation, ContactMode, HandlingState, ProposalState
from yizheng.proposal.models import (
    ContactRecord,
    HandlingConsultation,
    HandlingInspection,
    InspectedUnit,
    MediaVisit,
    QualityScore,
    SubordinateCoverage,
)
from yizheng.proposal.queries import keys as queries_keys
from yizheng.proposal.services import consulting, coverage, inspecting, quality, visiting

from . import factories as make

S, H = ProposalState, HandlingState
SCORES = {"科学性": 24, "严肃性和调研": 18, "可行性": 23, "规范性": 14, "影响力": 13}


def meeting(level=ConsultationLevel.LEADER, **changed):
    """Return a consultation."""
    given = {
        "title": "重点提案集中协商", "level": level, "happened_on": date(2026, 3, 16), "place": "区政协三楼",
        "participants": "区建设局、区民政局", "notes": "商定分步推进。", **changed,
    }  # fmt: skip
    return consulting.Consultation(**given)


def handling(state=H.SIGNED):
    """Make a handling that is under way."""
    return make.handling(make.proposal(S.HANDLING), state=state)


def test_one_meeting_closes_several_contact_records(house, now):
    there, away = handling(), handling()

    held = consulting.hold_consultation(
        given=meeting(), handlings=[there, away], present={there.pk}, by=make.clerk(), at=now
    )

    records = ContactRecord.objects.order_by("pk")
    assert [(each.handling_id, each.mode, each.confirmation) for each in records] == [
        (there.pk, ContactMode.CONCENTRATED, ContactConfirmation.PROPOSER),
        (away.pk, ContactMode.CONCENTRATED, ContactConfirmation.WAITING),
    ]
    assert list(held.contacts.order_by("pk")) == list(records)
    for each in (there, away):
        each.refresh_from_db()
        assert (each.state, each.consultation_level) == (H.CONTACTED, ConsultationLevel.LEADER)
    acts = LedgerEntry.objects.filter(act__in=["hold_consultation", "record_first_contact", "confirm_by_presence"])
    assert acts.count() == 4
    assert acts.values("act_id").distinct().count() == 1


def test_a_batch_with_one_handling_that_is_not_under_way_keeps_nothing(house, now):
    good, waiting = handling(), handling(H.ASSIGNED)
    clerk = make.clerk()

    with pytest.raises(Refused) as refused:
        consulting.hold_consultation(given=meeting(), handlings=[good, waiting], present=(), by=clerk, at=now)

    assert refused.value.code == "stale"
    assert not HandlingConsultation.objects.exists()
    assert not ContactRecord.objects.exists()
    good.refresh_from_db()
    assert good.state == H.SIGNED


@pytest.mark.parametrize(
    ("changed", "code"),
    [({"level": ConsultationLevel.COMMITTEE}, "level"), ({"happened_on": date(2026, 3, 17)}, "future")],
)
def test_a_consultation_names_its_committee_and_is_not_of_tomorrow(house, now, changed, code):
    row = handling()
    with pytest.raises(Refused) as refused:
        consulting.hold_consultation(given=meeting(**changed), handlings=[row], present=(), by=make.clerk(), at=now)

    assert refused.value.code == code
    assert not HandlingConsultation.objects.exists()


def test_each_level_is_filtered_and_counted(browser, now):
    clerk, body = make.clerk(), make.BodyFactory()
    for given, number in (
        (meeting(title="领导领衔的一次"), 2),
        (meeting(ConsultationLevel.COMMITTEE, title="专委会的一次", host_body=body), 1),
    ):
        rows = [handling() for _ in range(number)]
        consulting.hold_consultation(given=given, handlings=rows, present=(), by=clerk, at=now)

    counted = queries_keys.level_counts(clerk, 2026)
    text = browser(clerk).get("/yunxi/proposals/consultations/?level=committee").content.decode()

    assert [(each.meetings, each.handlings) for each in counted] == [(1, 2), (1, 1), (0, 0)]
    assert "专委会的一次" in text
    assert "领导领衔的一次" not in text


def test_a_clerk_records_a_consultation_on_the_page(browser, now):
    row = handling()
    posted = {
        "title": "集中协商", "level": "unit", "happened_on": "2026-03-16", "place": "区建设局", "notes": "商定。",
        "handlings": [str(row.public_id)], "present": [str(row.public_id)],
    }  # fmt: skip

    answer = browser(make.clerk()).post("/yunxi/proposals/consultations/new/", posted)

    assert answer.url == f"/yunxi/proposals/consultations/{HandlingConsultation.objects.get().public_id}/"
    assert ContactRecord.objects.get().confirmation == ContactConfirmation.PROPOSER


def test_a_missing_place_shows_as_a_gap(browser, house, now):
    for name in ("东岭县政协", "西坪县政协"):
        CommitteeFactory(slug=f"below-{ord(name[0])}", short_name=name, parent=house)
    clerk = make.clerk()
    words = coverage.CoverageWords("东岭县政协", "路致远", "关于山区公路养护的建议")
    coverage.enter_coverage(year=2026, words=words, by=clerk, at=now)

    rows = queries_keys.coverage(2026, now.date())
    text = browser(clerk).get("/yunxi/proposals/coverage/").content.decode()

    assert [(each.place, each.is_gap) for each in rows] == [("东岭县政协", False), ("西坪县政协", True)]
    assert "2 个地方，1 个空缺" in text
    assert "空缺" in text


def test_a_place_that_is_not_on_the_list_is_refused(house, now):
    change_setting(key=get("proposal.subordinate_places"), value=["东岭县"], valid_from=now.date(), by=ADMIN, at=now)
    words = coverage.CoverageWords("别处", "路致远", "关于山区公路养护的建议")

    with pytest.raises(Refused) as refused:
        coverage.enter_coverage(year=2026, words=words, by=make.clerk(), at=now)

    assert refused.value.code == "place"
    assert not SubordinateCoverage.objects.exists()


def test_a_media_visit_stands_on_the_proposals_timeline_and_page(browser, now):
    row, clerk = make.proposal(S.HANDLING), make.clerk()
    visit = visiting.Visit("云溪电视台", "民生直通车", date(2026, 3, 12), "提案人、居民", "看了加装现场")

    visiting.record_visit(proposal=row, visit=visit, by=clerk, at=now)

    assert LedgerEntry.objects.get(kind="proposal", act="record_media_visit").object_id == row.pk
    from yizheng.proposal.views.sections import sections

    facts = [card.context["facts"] for card in sections(row, clerk) if card.context.get("title") == "媒体采访"]
    assert facts == [[("2026年3月12日", "云溪电视台民生直通车采访提案人、居民：看了加装现场")]]


@pytest.mark.parametrize(
    ("state", "changed", "code"),
    [
        (S.SUBMITTED, {}, "not_filed"),
        (S.HANDLING, {"happened_on": date(2026, 3, 17)}, "future"),
        (S.HANDLING, {"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_a_media_visit_that_cannot_be_is_refused(house, now, state, changed, code):
    given = {
        "medium": "电台", "programme": "", "happened_on": date(2026, 3, 12), "interviewed": "居民", "gist": "看了",
        **changed,
    }  # fmt: skip
    with pytest.raises(Refused) as refused:
        visiting.record_visit(proposal=make.proposal(state), visit=visiting.Visit(**given), by=make.clerk(), at=now)

    assert refused.value.code == code
    assert not MediaVisit.objects.exists()


def inspection(at, clerk):
    """Record an inspection."""
    given = inspecting.Inspection("提案办理视察", date(2026, 3, 12), "阮书成", "提案委委员", "总体较好。")
    return inspecting.record_inspection(given=given, by=clerk, at=at)


def test_the_inspection_report_lists_each_unit(house, now):
    clerk, found = make.clerk(), handling()
    row, second = inspection(now, clerk), make.UnitFactory()
    for unit, proposals in ((found.unit, [found.proposal]), (second, [])):
        inspecting.record_finding(
            inspection=row, unit=unit, proposals=proposals, finding="有专人办理。", advice="加快。", by=clerk, at=now
        )

    paper = offered("inspection-report").build(clerk, {"id": str(row.public_id)})

    assert paper.rows == (
        (str(found.unit), found.proposal.number, "有专人办理。", "加快。"),
        (str(second), "", "有专人办理。", "加快。"),
    )


@pytest.mark.parametrize("code", ["twice", "not_theirs"])
def test_a_unit_is_found_once_and_only_with_its_own_proposals(house, now, code):
    clerk, found = make.clerk(), handling()
    row = inspection(now, clerk)
    asked = {"inspection": row, "finding": "好。", "advice": "", "by": clerk, "at": now}
    if code == "twice":
        inspecting.record_finding(unit=found.unit, proposals=[], **asked)
    unit, before = found.unit if code == "twice" else make.UnitFactory(), InspectedUnit.objects.count()

    with pytest.raises(Refused) as refused:
        inspecting.record_finding(unit=unit, proposals=[found.proposal], **asked)

    assert (refused.value.code, InspectedUnit.objects.count()) == (code, before)


@pytest.mark.parametrize("role", [Role.LEADER, Role.COMMITTEE_CLERK, Role.ASSIGNER, Role.MEMBER])
def test_who_reads_is_not_who_records(browser, now, role):
    row = inspection(now, make.clerk())
    page = browser(make.as_role(role))

    assert page.post("/yunxi/proposals/inspections/new/", {}).status_code == 403
    finding = page.post(f"/yunxi/proposals/inspections/{row.public_id}/record-finding/", {}).status_code
    reads = role != Role.MEMBER
    assert finding == (403 if reads else 404)
    assert page.get("/yunxi/proposals/inspections/").status_code == (200 if reads else 403)
    assert HandlingInspection.objects.count() == 1


def test_quality_is_the_sum_of_the_criteria_and_scored_again_it_is_replaced(house, now):
    row, clerk = make.proposal(S.FILED), make.clerk()

    quality.score_quality(proposal=row, scores={**SCORES, "影响力": 1}, by=clerk, at=now)
    quality.score_quality(proposal=row, scores=SCORES, by=clerk, at=now)

    assert QualityScore.objects.get().total == Decimal(92)


@pytest.mark.parametrize(("scores", "code"), [({"科学性": 20}, "criteria"), ({**SCORES, "影响力": 16}, "points")])
def test_points_over_the_criterion_are_refused(house, now, scores, code):
    with pytest.raises(Refused) as refused:
        quality.score_quality(proposal=make.proposal(S.FILED), scores=scores, by=make.clerk(), at=now)

    assert refused.value.code == code
    assert not QualityScore.objects.exists()


def test_quality_by_proposer_is_told_by_sector_and_kind_never_by_member(browser, now):
    clerk, member = make.clerk(), make.member()
    for row, points in (
        (make.proposal(S.FILED, first=member), 13), (make.proposal(S.FILED, first=make.member()), 15),
        (make.collective(S.FILED), 5),
    ):  # fmt: skip
        quality.score_quality(proposal=row, scores={**SCORES, "影响力": points}, by=clerk, at=now)

    sectors = queries_keys.quality_by(clerk, "sector", 2026)
    parties = queries_keys.quality_by(clerk, "party", 2026)
    text = browser(clerk).get("/yunxi/proposals/quality/?by=sector").content.decode()

    assert [(each.name, each.count, each.mean) for each in sectors] == [(member.sector.name, 2, Decimal("93.0"))]
    assert [(each.count, each.mean) for each in parties] == [(1, Decimal("84.0"))]
    assert member.person.name not in text


def test_a_member_sees_their_own_score_only(browser, now):
    clerk, member = make.clerk(), make.member()
    own, other = make.proposal(S.FILED, first=member), make.proposal(S.FILED, shared_on=date(2026, 3, 9))
    for row in (own, other):
        quality.score_quality(proposal=row, scores=SCORES, by=clerk, at=now)
    actor = make.as_member(member)

    assert [each.proposal for each in queries_keys.scores_visible_to(actor)] == [own]
    assert browser(actor).get("/yunxi/proposals/quality/").status_code == 403
    with pytest.raises(PermissionDenied):
        quality.score_quality(proposal=own, scores=SCORES, by=actor, at=now)
