"""First review, the second pair of eyes, return for change, edits: what the office does before it decides."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.deadline.models import Deadline
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal.enums import Outcome, ShareRole
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import Proposal, ReviewRecord
from yizheng.proposal.services import reviewing
from yizheng.proposal.services.reviewing import Opinion, Wording
from yizheng.proposal.tests import factories as make
from yizheng.todo.models import Todo

TO_FILE = Opinion(Outcome.FILE, "", "内容具体，建议立案。")


def first(proposal, by, at, **changed):
    given = {"category": "城乡建设", "keywords": ["电梯"], "opinion": TO_FILE, "units": [], **changed}
    return reviewing.first_review(proposal=proposal, by=by, at=at, **given)


def as_it_stands(proposal):
    return (
        Proposal.objects.filter(pk=proposal.pk).values().get(), proposal.planned.count(), ReviewRecord.objects.count(),
        LedgerEntry.objects.count(), Deadline.objects.count(), proposal.versions.count(),
    )  # fmt: skip


def refused(proposal, code, act):
    before = as_it_stands(proposal)
    with pytest.raises(Refused) as refusal:
        act()
    assert (refusal.value.code, as_it_stands(proposal)) == (code, before)


def test_first_review_names_category_units_and_what_is_proposed(house, now):
    proposal, clerk = make.proposal(S.SUBMITTED), make.clerk()
    host, beside = make.UnitFactory(), make.UnitFactory()
    make.planned(proposal, host, source="proposer")

    moved = first(proposal, clerk, now, units=[(host, ShareRole.HOST), (beside, ShareRole.CO)])

    assert (moved.state, moved.category, moved.keywords, moved.review_outcome) == (
        S.FIRST_REVIEWED, "城乡建设", ["电梯"], "file",
    )  # fmt: skip
    planned = list(proposal.planned.order_by("source", "order").values_list("unit_id", "role", "source"))
    assert planned == [
        (host.pk, "host", "clerk"), (beside.pk, "co", "clerk"), (host.pk, "sole", "proposer"),
    ]  # fmt: skip
    record = ReviewRecord.objects.get()
    assert (record.stage, record.outcome, record.reviewer_id) == ("first", "file", clerk.user_id)
    assert LedgerEntry.objects.filter(kind="proposal", act="first_review").count() == 1
    todo = Todo.objects.get(kind="proposal", closed_at__isnull=True)
    assert (todo.act, todo.due_on) == ("decide", date(2026, 3, 20))


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"category": "没有的类"}, "category"),
        ({"opinion": Opinion(Outcome.NOT_FILE)}, "no_reason_code"),
        ({"opinion": Opinion("")}, "outcome"),
    ],
)
def test_first_review_is_refused_without_what_it_needs(house, now, changed, code):
    proposal = make.proposal(S.SUBMITTED)

    refused(proposal, code, lambda: first(proposal, make.clerk(), now, **changed))


@pytest.mark.parametrize("roles", [("host", "host"), ("sole", "co"), ("co",), ("sole", "sole")])
def test_planned_units_have_one_that_answers_first(house, now, roles):
    proposal = make.proposal(S.SUBMITTED)
    units = [(make.UnitFactory(), ShareRole(role)) for role in roles]

    refused(proposal, "roles", lambda: first(proposal, make.clerk(), now, units=units))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEADER, Role.ASSIGNER, Role.UNIT_CLERK])
def test_nobody_but_the_proposal_office_reviews(house, now, role):
    proposal = make.proposal(S.SUBMITTED)
    before = as_it_stands(proposal)

    with pytest.raises(PermissionDenied):
        first(proposal, make.as_role(role), now)

    assert as_it_stands(proposal) == before


def test_a_proposal_that_was_returned_is_not_reviewed(house, now):
    proposal = make.proposal(S.RETURNED)

    refused(proposal, "stale", lambda: first(proposal, make.clerk(), now))


def test_another_person_reads_it_the_second_time(house, now):
    proposal, clerk, other = make.proposal(S.SUBMITTED), make.clerk(), make.clerk("苏敏")
    first(proposal, clerk, now)

    refused(
        proposal, "same_person", lambda: reviewing.second_review(proposal=proposal, opinion=TO_FILE, by=clerk, at=now)
    )
    moved = reviewing.second_review(
        proposal=proposal, opinion=Opinion(Outcome.NOT_FILE, "empty", "没有具体建议。"), by=other, at=now
    )

    assert (moved.state, moved.review_outcome, moved.review_reason_code) == (S.FIRST_REVIEWED, "not_file", "empty")
    assert list(ReviewRecord.objects.order_by("id").values_list("stage", flat=True)) == ["first", "second"]


def test_a_precheck_is_noted_and_moves_nothing(house, now):
    proposal = make.proposal(S.SUBMITTED)

    reviewing.precheck(proposal=proposal, opinion=Opinion(Outcome.FILE, "", "界别同意。"), by=make.clerk(), at=now)

    proposal.refresh_from_db()
    assert (proposal.state, ReviewRecord.objects.get().stage) == (S.SUBMITTED, "precheck")


def test_a_proposal_goes_back_to_its_proposer_for_five_working_days(house, now):
    member = make.member("毛进")
    proposal = make.proposal(S.SUBMITTED, first=member)

    moved = reviewing.return_for_change(proposal=proposal, reason="请补充调研情况。", by=make.clerk(), at=now)

    assert (moved.state, moved.revise_by, moved.reception_no) == (S.RETURNED, date(2026, 3, 23), proposal.reception_no)
    deadline = Deadline.objects.get(kind="proposal", object_id=proposal.pk)
    assert (deadline.act, deadline.due_on) == ("resubmit", date(2026, 3, 23))
    told = Notice.objects.get(recipient=member.person.user_id)
    assert told.text == "您的提案《关于做好老旧小区加装电梯的建议》退回修改：请补充调研情况。请在3月23日前改好再交。"
    assert Todo.objects.get(closed_at__isnull=True).act == "resubmit"


def test_a_return_says_why(house, now):
    proposal = make.proposal(S.SUBMITTED)

    refused(
        proposal, "no_reason",
        lambda: reviewing.return_for_change(proposal=proposal, reason=" ", by=make.clerk(), at=now),
    )  # fmt: skip


def test_an_edit_keeps_the_old_text_beside_the_new_one(house, now):
    proposal = make.proposal(S.SUBMITTED)
    wording = Wording(proposal.title, proposal.background, "改写的分析。", ("由街道牵头", "定期公布进展"))

    moved = reviewing.edit_text(proposal=proposal, wording=wording, reason="与提案人商定", by=make.clerk(), at=now)

    assert reviewing.wording_of(moved) == wording
    versions = list(proposal.versions.values_list("ordinal", "analysis", "suggestions"))
    assert versions == [
        (1, "主要是资金和意见协调两个难点。", list(make.SUGGESTIONS)), (2, "改写的分析。", list(wording.suggestions)),
    ]  # fmt: skip
    assert LedgerEntry.objects.get(act="edit_text").reason == "与提案人商定"


def test_whoever_signed_hears_that_the_office_changed_the_text(house, now):
    proposal = make.proposal(S.SUBMITTED)
    along = make.signer(proposal, make.member(), consent="agreed")
    make.signer(proposal, make.member(), order=3, consent="declined")
    wording = Wording(proposal.title, proposal.background, "改写的分析。", make.SUGGESTIONS)

    reviewing.edit_text(proposal=proposal, wording=wording, reason="精简", by=make.clerk(), at=now)

    told = Notice.objects.filter(text__startswith="提案委改了提案《").values_list("recipient_id", flat=True)
    both = (proposal.first_proposer, along.membership)
    assert sorted(told) == sorted(each.person.user_id for each in both)


@pytest.mark.parametrize(
    ("changed", "code"),
    [({}, "same_text"), ({"title": " "}, "no_title"), ({"title": "长" * 81}, "long_title"),
     ({"suggestions": ()}, "no_suggestion")],
)  # fmt: skip
def test_an_edit_that_says_nothing_is_refused(house, now, changed, code):
    proposal = make.proposal(S.SUBMITTED)
    same = reviewing.wording_of(proposal)
    wording = Wording(
        **{**{n: getattr(same, n) for n in ("title", "background", "analysis", "suggestions")}, **changed}
    )

    refused(
        proposal, code,
        lambda: reviewing.edit_text(proposal=proposal, wording=wording, reason="改", by=make.clerk(), at=now),
    )  # fmt: skip


def test_back_to_first_review_asks_for_both_readings_again(house, now):
    proposal, clerk, other = make.proposal(S.SUBMITTED), make.clerk(), make.clerk("苏敏")
    first(proposal, clerk, now)
    reviewing.second_review(proposal=proposal, opinion=TO_FILE, by=other, at=now)

    moved = reviewing.back_to_first(proposal=proposal, reason="类别不对", by=other, at=now)

    assert moved.state == S.SUBMITTED
    first(proposal, clerk, now + timedelta(minutes=5), category="社会事业")
    from yizheng.kernel import workflow
    from yizheng.proposal.workflow.proposals import FILE

    refused(proposal, "guarded", lambda: workflow.apply(FILE, proposal, by=clerk, at=now))


def test_a_text_edited_after_the_second_review_is_read_again_before_it_is_filed(house, now):
    from yizheng.kernel import workflow
    from yizheng.proposal.workflow.proposals import FILE

    proposal, clerk, other = make.proposal(S.SUBMITTED), make.clerk(), make.clerk("苏敏")
    first(proposal, clerk, now)
    reviewing.second_review(proposal=proposal, opinion=TO_FILE, by=other, at=now)
    later = now + timedelta(hours=1)
    wording = Wording("关于加装电梯的建议", "情况", "分析", ("一条建议",))
    reviewing.edit_text(proposal=proposal, wording=wording, reason="精简", by=clerk, at=later)

    refused(proposal, "guarded", lambda: workflow.apply(FILE, proposal, by=clerk, at=later))
    reviewing.second_review(proposal=proposal, opinion=TO_FILE, by=other, at=later + timedelta(hours=1))

    assert workflow.apply(FILE, proposal, by=clerk, at=later + timedelta(hours=2)).state == S.FILED
