"""Reported to a higher committee of the house and back: frozen rows, taken exactly once (design 4; F076)."""

from __future__ import annotations

import threading
import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from yizheng.instruction import services as instructions
from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.models import Instruction
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee, Dispatch, Level, SecurityEvent
from yizheng.opinion.enums import AdoptionKind, AdoptionState, OpinionState, PointEvent, ReportState, UpLevel
from yizheng.opinion.models import (
    IncomingOpinion,
    Opinion,
    OpinionAdoption,
    OpinionFeedback,
    OpinionReport,
    PointEntry,
    TakenDispatch,
)
from yizheng.opinion.services import (
    adopting,
    instructing,
    issuing,
    receiving,
    reporting_up,
    reviewing,
    transferring,
    voiding,
)
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.todo.models import Todo

from . import factories as make

S, R = OpinionState, ReportState
LATER = make.moment(20)


@pytest.fixture
def city(db):
    return CommitteeFactory(slug="shi", short_name="江州市政协", level=Level.PREFECTURE)


@pytest.fixture
def district(city):
    return CommitteeFactory(slug="yunxi", short_name="云溪区政协", parent=city)


def report(district, by=None, **changed):
    """Report a signed piece of the district up; return its report."""
    with tenancy.scope(district):
        piece = make.opinion(S.APPROVED, by=by, **changed)
        return reporting_up.report(opinion=piece, to=reporting_up.parent(), by=make.clerk(), at=make.moment())


def take(committee, at=LATER):
    with tenancy.scope(committee):
        return receiving.take_all(at=at)


def arrived(city):
    with tenancy.scope(city):
        return Opinion.objects.get()


def test_a_reported_piece_arrives_once_as_an_own_piece_of_the_higher_committee(city, district):
    sent = report(district)

    assert [take(city), take(city)] == [1, 0]

    with tenancy.scope(city):
        piece, incoming = Opinion.objects.get(), IncomingOpinion.objects.get()
        assert (piece.state, piece.source_kind, piece.source_name) == (S.SUBMITTED, "county_committee", "云溪区政协")
        assert (piece.title, piece.situation, piece.category) == (make.TITLE, make.BODY, "城乡建设")
        assert piece.number.endswith("-0001")
        assert [author.name for author in piece.authors.all()] == ["云溪区政协"]
        assert (incoming.opinion, incoming.dispatch_key, incoming.from_name) == (piece, sent.dispatch_key, "云溪区政协")
        assert Todo.objects.get(closed_at=None).act == "review_opinion"


def test_neither_reads_the_others_rows_and_no_author_goes_along(city, district):
    with tenancy.scope(district):
        author = make.member("林书远")
    report(district, by=author)
    take(city)

    with tenancy.scope(city):
        assert (OpinionReport.objects.count(), Opinion.objects.count()) == (0, 1)
        assert "林书远" not in str(Dispatch.objects.get().payload)
    with tenancy.scope(district):
        assert (IncomingOpinion.objects.count(), Opinion.objects.count()) == (0, 1)
        assert Opinion.objects.get().source_name == "林书远"
    with tenancy.scope(CommitteeFactory(slug="elsewhere")):
        assert (Dispatch.objects.count(), Opinion.objects.count()) == (0, 0)


def test_what_the_higher_committee_issues_is_an_adoption_here_with_points_and_word_owed(city, district):
    sent = report(district)
    take(city)
    issue_there(city)

    assert [take(district), take(district)] == [1, 0]

    with tenancy.scope(district):
        adoption, report_ = OpinionAdoption.objects.get(), OpinionReport.objects.get(pk=sent.pk)
        assert (adoption.level, adoption.kind, adoption.organ) == (UpLevel.CITY, AdoptionKind.SINGLE, "江州市政协")
        assert adoption.reference == "《社情民意》2026年第1期"
        assert (report_.state, report_.result_on, adoption.report) == (R.ADOPTED, date(2026, 3, 20), report_)
        assert Opinion.objects.get().state == S.ADOPTED_UP
        assert PointEntry.objects.get().event == PointEvent.ADOPTED_CITY
        assert "被江州市政协单篇采用（市级）" in OpinionFeedback.objects.get().text


def issue_there(city):
    """Let the city issue what was reported to it; return the issue."""
    with tenancy.scope(city):
        piece = Opinion.objects.get()
        Opinion.objects.filter(pk=piece.pk).update(state=S.APPROVED, edited_title=piece.title, edited_body="正文")
        issue = make.issue(Opinion.objects.get(), state="signing")
        return issuing.issue(issue=issue, by=make.secretary_general(), at=LATER)


def test_an_issue_that_is_recalled_there_voids_the_adoption_here(city, district):
    sent = report(district)
    take(city)
    issue = issue_there(city)
    take(district)
    with tenancy.scope(city):
        issuing.recall(issue=issue, reason="有误", by=make.secretary_general(), at=make.moment(23))

    assert [take(district), take(district)] == [1, 0]

    with tenancy.scope(district):
        assert OpinionAdoption.objects.get().state == AdoptionState.VOIDED
        assert OpinionReport.objects.get(pk=sent.pk).state == R.WAITING
        assert Opinion.objects.get().state == S.REPORTED_UP
        assert PointEntry.objects.get().is_void is True
        assert "刊物已收回" in OpinionFeedback.objects.get(kind="correction").text


def test_a_mistaken_adoption_still_higher_is_voided_in_both_houses(city, district):
    report(district)
    take(city)
    issue_there(city)
    with tenancy.scope(city):
        adopted = adopting.Adopted(UpLevel.PROVINCE, AdoptionKind.SINGLE, date(2026, 3, 20), "省政协", "第9期")
        made = adopting.record(opinion=Opinion.objects.get(), adopted=adopted, by=make.clerk(), at=LATER)
    take(district)
    with tenancy.scope(city):
        voiding.void(adoption=made, reason="登记错了", by=make.clerk(), at=make.moment(23))

    assert take(district) == 1

    with tenancy.scope(district):
        standing = OpinionAdoption.objects.filter(state=AdoptionState.STANDING)
        assert [(each.level, each.organ) for each in standing] == [(UpLevel.CITY, "江州市政协")]
        assert OpinionAdoption.objects.get(state=AdoptionState.VOIDED).organ == "省政协"
        assert list(PointEntry.objects.filter(is_void=False).values_list("event", flat=True)) == ["adopted_city"]


def test_what_it_does_not_adopt_comes_back_with_the_reason(city, district):
    sent = report(district)
    take(city)
    with tenancy.scope(city):
        reviewing.reject(opinion=Opinion.objects.get(), reason_code="old", by=make.clerk(), at=LATER)

    take(district)

    with tenancy.scope(district):
        found = OpinionReport.objects.get(pk=sent.pk)
        assert (found.state, found.result_note) == (R.NOT_ADOPTED, "情况已过时或已解决")
        assert OpinionAdoption.objects.count() == 0


def test_an_instruction_there_comes_back_as_its_level_only(city, district):
    report(district)
    take(city)
    with tenancy.scope(city):
        piece = Opinion.objects.get()
        Opinion.objects.filter(pk=piece.pk).update(state=S.ISSUED)
        facts = instructions.Facts(
            InstructionLevel.DISTRICT_GOV, InstructionKind.SUBSTANTIVE, date(2026, 3, 19), leader_name="贺建平",
            leader_post="市长", gist="请住建局研究",
        )  # fmt: skip
        instructing.record(opinion=Opinion.objects.get(), facts=facts, by=make.clerk(), at=LATER)

    take(district)

    with tenancy.scope(district):
        made = Instruction.objects.get()
        assert (made.level, made.leader_name, made.leader_post, made.gist) == (InstructionLevel.CITY, "", "", "")
        assert OpinionFeedback.objects.get().text == f"您反映的“{make.TITLE}”收到市级领导批示。"
        assert PointEntry.objects.get().event == PointEvent.INSTRUCTED_CITY
        assert "贺建平" not in str(list(Dispatch.objects.values_list("payload", flat=True)))


def test_a_part_of_a_comprehensive_piece_is_adopted_with_it(city, district):
    sent = report(district)
    take(city)
    with tenancy.scope(city):
        part = Opinion.objects.get()
        whole = make.opinion(S.APPROVED)
        Opinion.objects.filter(pk=part.pk).update(state=S.MERGED, merged_into=whole)
        transferring.transfer(
            opinion=whole, units=[make.UnitFactory()], asked_action="请研究", by=make.clerk(), at=LATER
        )

    take(district)

    with tenancy.scope(district):
        assert OpinionAdoption.objects.get().kind == AdoptionKind.INTEGRATED
        assert OpinionReport.objects.get(pk=sent.pk).state == R.ADOPTED


def test_a_committee_that_is_no_child_reports_nothing_here_and_the_guess_is_noted(city, district):
    stranger = CommitteeFactory(slug="stranger", short_name="外区政协")
    with tenancy.scope(stranger):
        Dispatch.objects.create(
            to_committee=city, kind="opinion_report", object_id=1, payload={"title": "题", "body": "文"}, label="1",
            sent_at=LATER,
        )  # fmt: skip

    assert take(city) == 1

    with tenancy.scope(city):
        assert (Opinion.objects.count(), TakenDispatch.objects.get().refused) == (0, "no_child")
        assert SecurityEvent.objects.get().what == "foreign_dispatch"


@pytest.mark.parametrize("knows_key", [True, False])
def test_a_foreign_committee_cannot_answer_for_the_one_asked(city, district, knows_key):
    sent = report(district)
    stranger = CommitteeFactory(slug="stranger", short_name="外区政协")
    answers = str(sent.dispatch_key if knows_key else uuid.uuid4())
    with tenancy.scope(stranger):
        Dispatch.objects.create(
            to_committee=district, kind="opinion_result", object_id=1, label="1", sent_at=LATER,
            payload={"answers": answers, "result": "adopted", "kind": "single", "level": "nation", "on": "2026-03-20"},
        )  # fmt: skip

    take(district)

    with tenancy.scope(district):
        assert OpinionReport.objects.get(pk=sent.pk).state == R.WAITING
        assert (OpinionAdoption.objects.count(), TakenDispatch.objects.get().refused) == (0, "never_sent")
        assert SecurityEvent.objects.get().what == "foreign_dispatch"


@pytest.mark.parametrize("payload", [[], {}, {"title": 3, "body": "文"}, {"title": "题", "body": "  "}, "题"])
def test_what_cannot_be_read_is_noted_and_makes_nothing(city, district, payload):
    with tenancy.scope(district):
        Dispatch.objects.create(
            to_committee=city, kind="opinion_report", object_id=1, payload=payload, label="1", sent_at=LATER
        )

    take(city)

    with tenancy.scope(city):
        assert (Opinion.objects.count(), TakenDispatch.objects.get().refused) == (0, "unreadable")


def test_two_jobs_at_once_make_one_piece(own_database):
    city = CommitteeFactory(slug="shi", short_name="江州市政协", level=Level.PREFECTURE)
    district = CommitteeFactory(slug="yunxi", short_name="云溪区政协", parent=city)
    report(district)
    start = threading.Barrier(2)

    def job():
        try:
            start.wait()
            take(Committee.objects.get(pk=city.pk))
        finally:
            connections.close_all()

    jobs = [threading.Thread(target=job) for _ in range(2)]
    for each in jobs:
        each.start()
    for each in jobs:
        each.join()

    with tenancy.scope(city):
        assert (Opinion.objects.count(), IncomingOpinion.objects.count(), TakenDispatch.objects.count()) == (1, 1, 1)


def test_reports_go_to_the_parent_only_and_not_twice(city, district):
    other = CommitteeFactory(slug="other", level=Level.PROVINCE)
    sent = report(district)
    with tenancy.scope(district):
        piece, by = Opinion.objects.get(), make.clerk()
        codes = []
        for above in (
            reporting_up.Above(UpLevel.PROVINCE, other.short_name, other), reporting_up.parent(),
            reporting_up.Above(UpLevel.SELF, "本会"), reporting_up.Above(UpLevel.CITY, " "),
        ):  # fmt: skip
            with pytest.raises(Refused) as refused:
                reporting_up.report(opinion=piece, to=above, by=by, at=LATER)
            codes.append(refused.value.code)
        with pytest.raises(Refused) as taken_back:
            reporting_up.recall(report=sent, reason="报错了", by=by, at=LATER)

        assert codes == ["not_above", "waiting", "own_level", "no_name"]
        assert (taken_back.value.code, OpinionReport.objects.count(), Dispatch.objects.count()) == ("guarded", 1, 1)


def test_a_report_on_paper_is_settled_by_the_clerk_with_its_proof(house):
    piece, by = make.opinion(S.ISSUED), make.clerk()
    to = reporting_up.Above(UpLevel.PROVINCE, "省政协信息处")
    sent = reporting_up.report(opinion=piece, to=to, by=by, at=make.moment())
    plain = adopting.Adopted(UpLevel.PROVINCE, AdoptionKind.SINGLE, date(2026, 3, 18), "省政协")
    with pytest.raises(Refused) as unproven:
        reporting_up.note_adopted(report=sent, adopted=plain, by=by, at=LATER)

    proven = adopting.Adopted(UpLevel.PROVINCE, AdoptionKind.SINGLE, date(2026, 3, 18), "省政协", "第9期")
    found = reporting_up.note_adopted(report=sent, adopted=proven, by=by, at=LATER)

    assert (unproven.value.code, found.state) == ("no_proof", R.ADOPTED)
    assert (Dispatch.objects.count(), PointEntry.objects.get().event) == (0, PointEvent.ADOPTED_PROVINCE)
    with pytest.raises(Refused) as again:
        adopting.record(opinion=piece, adopted=proven, by=by, at=LATER)
    assert again.value.code == "twice"


@pytest.mark.parametrize("who", ["secretary-general", "leader", "member", "unit"])
def test_only_the_information_office_reports_and_records(house, who):
    people = {
        "secretary-general": make.secretary_general, "leader": make.leader, "unit": lambda: make.unit()[1],
        "member": lambda: make.as_member(make.member()),
    }  # fmt: skip
    piece, by = make.opinion(S.ISSUED), people[who]()
    adopted = adopting.Adopted(UpLevel.CITY, AdoptionKind.SINGLE, date(2026, 3, 16), "市政协", "第1期")

    with pytest.raises(PermissionDenied):
        reporting_up.report(opinion=piece, to=reporting_up.Above(UpLevel.CITY, "市"), by=by, at=LATER)
    with pytest.raises(PermissionDenied):
        adopting.record(opinion=piece, adopted=adopted, by=by, at=LATER)

    assert (OpinionReport.objects.count(), OpinionAdoption.objects.count()) == (0, 0)


def test_the_page_of_reports_counts_what_lower_committees_sent(city, district):
    report(district)
    take(city)
    with tenancy.scope(city):
        from yizheng.opinion.views.following import _senders

        assert _senders(2026) == [{"from_name": "云溪区政协", "sent": 1, "used": 0}]
