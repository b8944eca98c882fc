"""Units are named, put before the conference, and say what they think."""

from hashlib import sha256

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.models import PlannedShare
from yizheng.proposal.services import assigning
from yizheng.proposal.tests import factories as make


def rows(proposal):
    return [(each.unit.name, each.role, each.source) for each in proposal.planned.order_by("order", "id")]


def test_a_clerk_names_units_and_the_proposers_wish_stays(house, now):
    proposal = make.proposal(S.FILED)
    make.planned(proposal, make.UnitFactory(name="区教育局"), source="proposer")
    housing, finance = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区财政局")

    assigning.plan_units(proposal=proposal, shares=[(housing, R.HOST), (finance, R.CO)], by=make.clerk(), at=now)

    assert rows(proposal) == [
        ("区教育局", "sole", "proposer"), ("区住建局", "host", "clerk"), ("区财政局", "co", "clerk"),
    ]  # fmt: skip
    entry = LedgerEntry.objects.get(act="plan_units")
    assert (entry.object_id, entry.reason) == (proposal.pk, "主办区住建局，会办区财政局")


def test_a_unit_that_stays_keeps_what_it_said_and_the_assigner_signs_for_the_new_one(house, now):
    proposal = make.proposal(S.PRE_ASSIGNED)
    housing, finance = make.UnitFactory(name="区住建局"), make.UnitFactory(name="区财政局")
    make.planned(proposal, housing, comment="没有异议")

    assigning.plan_units(proposal=proposal, shares=[(finance, R.HOST), (housing, R.CO)], by=make.assigner(), at=now)

    assert rows(proposal) == [("区财政局", "host", "assigner"), ("区住建局", "co", "clerk")]
    assert proposal.planned.get(unit=housing).comment == "没有异议"


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ASSIGNED, S.HANDLING, S.WITHDRAWN])
def test_units_cannot_be_named_before_the_review_or_after_the_assignment(house, now, state):
    proposal = make.proposal(state)

    with pytest.raises(Refused) as refusal:
        assigning.plan_units(proposal=proposal, shares=[(make.UnitFactory(), R.SOLE)], by=make.clerk(), at=now)

    assert refusal.value.code == "stale"
    assert (rows(proposal), LedgerEntry.objects.count()) == ([], 0)


def test_a_unit_cannot_name_units(house, now):
    proposal, unit = make.proposal(S.FILED), make.UnitFactory()

    with pytest.raises(PermissionDenied):
        assigning.plan_units(proposal=proposal, shares=[(unit, R.SOLE)], by=make.as_unit(unit), at=now)

    assert rows(proposal) == []


def test_a_batch_is_pre_assigned_in_one_act_and_each_unit_is_told_once(house, now):
    unit = make.UnitFactory()
    clerk_of_unit = make.as_unit(unit)
    batch = [make.proposal(S.FILED) for _ in range(2)]
    for each in batch:
        make.planned(each, unit)

    assigning.pre_assign(proposals=batch, by=make.clerk(), at=now)

    entries = LedgerEntry.objects.filter(act="pre_assign")
    assert (entries.count(), entries.values("act_id").distinct().count()) == (2, 1)
    assert {each.state for each in type(batch[0]).objects.all()} == {S.PRE_ASSIGNED}
    notice = Notice.objects.get(recipient_id=clerk_of_unit.user_id)
    assert notice.text == "有2件提案拟交贵单位办理，请在交办会以前提出意见。"


def test_one_proposal_without_units_holds_the_whole_batch_back_and_is_named(house, now):
    good, bare = make.proposal(S.FILED), make.proposal(S.FILED)
    make.planned(good)

    with pytest.raises(Refused) as refusal:
        assigning.pre_assign(proposals=[good, bare], by=make.clerk(), at=now)

    assert refusal.value.message == f"{bare.number}：还没有选承办单位。请至少选一个单位。"
    good.refresh_from_db()
    assert (good.state, LedgerEntry.objects.count(), Notice.objects.count()) == (S.FILED, 0, 0)


def test_what_was_pre_assigned_is_taken_back_with_a_reason(house, now):
    proposal = make.proposal(S.PRE_ASSIGNED)

    assigning.take_back(proposal=proposal, reason="并案", by=make.clerk(), at=now)

    proposal.refresh_from_db()
    assert proposal.state == S.FILED


@pytest.fixture
def share(house):
    """A unit is named for a proposal that waits for the conference."""
    return make.planned(make.proposal(S.PRE_ASSIGNED), make.UnitFactory(name="区住建局"))


def test_a_unit_objects_with_words_and_another_unit(share, now):
    said = assigning.comment(
        share=share, objects=True, words="职责已划转。", suggested=make.UnitFactory(name="区城管局"),
        by=make.as_unit(share.unit), at=now,
    )  # fmt: skip

    assert (said.objects_to_it, said.comment) == (True, "建议由区城管局办理。职责已划转。")
    assert (said.commented_by_name, said.commented_at) == ("冉晓彤", now)
    row = LedgerEntry.objects.get(act="comment_share")
    assert row.object_id == share.proposal_id
    assert row.reason == "认为不该由本单位办"


def test_the_ledger_keeps_the_digest_of_what_a_unit_said_and_no_word_of_it(share, now):
    assigning.comment(share=share, objects=False, words="暗礁一带另有安排", by=make.as_unit(share.unit), at=now)

    row = LedgerEntry.objects.get(act="comment_share")
    assert row.reason == ""
    assert row.fields["words"] == {"sha256": sha256("暗礁一带另有安排".encode()).hexdigest(), "chars": 8}
    assert "暗礁" not in str(row.fields)


def test_an_objection_needs_words(share, now):
    with pytest.raises(Refused, match="请写明为什么不该由贵单位办理"):
        assigning.comment(share=share, objects=True, words=" ", by=make.as_unit(share.unit), at=now)

    assert PlannedShare.objects.get().commented_at is None


def test_another_unit_cannot_speak_for_it_but_the_assigner_may_note_what_it_said(share, now):
    with pytest.raises(Refused, match="请由该单位提意见"):
        assigning.comment(share=share, objects=False, words="", by=make.as_unit(make.UnitFactory()), at=now)
    assert PlannedShare.objects.get().commented_at is None

    said = assigning.comment(share=share, objects=False, words="电话：没有异议", by=make.assigner(), at=now)

    assert (said.comment, said.commented_by_name) == ("电话：没有异议", "葛明远")


def test_after_the_assignment_it_is_too_late_to_speak(house, now):
    share = make.planned(make.proposal(S.ASSIGNED))

    with pytest.raises(Refused, match="意见已经收齐"):
        assigning.comment(share=share, objects=False, words="", by=make.as_unit(share.unit), at=now)

    assert LedgerEntry.objects.count() == 0
