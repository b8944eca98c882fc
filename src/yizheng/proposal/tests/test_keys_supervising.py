"""A key proposal from plan to look-back, the leader's signature on paper, and who may do what (handbook 5.9)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.accounts.enums import Role
from yizheng.attachment import services as files
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.papers import offered
from yizheng.proposal.enums import KeyStage, LeaderSide, LeadingRole, ProposalState, SupervisionMode, Tier
from yizheng.proposal.models import KeyAssignment, KeyLeader
from yizheng.proposal.services import key_proposals
from yizheng.todo.models import Todo

from . import factories as make

PLAN = key_proposals.Plan("五月到现场看一次。", SupervisionMode.ON_SITE, date(2026, 3, 20), "提案人、区建设局")


def activity(*, in_person=True, day=date(2026, 3, 16)):
    """Return one activity."""
    return key_proposals.Activity(SupervisionMode.ON_SITE, day, "朝阳小区", "贺建平", in_person)


def key(state=KeyStage.SELECTED, tier=Tier.KEY, body=None, year=2026):
    """Make a key proposal in a state, led by the district head."""
    row = KeyAssignment.objects.create(
        proposal=make.proposal(ProposalState.HANDLING), tier=tier, year=year, state=state, supervising_body=body,
        decided_by="主席会议", decided_on=date(2026, 3, 13),
    )  # fmt: skip
    KeyLeader.objects.create(
        assignment=row, role=LeadingRole.LEAD, side=LeaderSide.GOVERNMENT, name="贺建平", post="区长", order=1
    )
    return row


def standing(row):
    """Return what may not change when an act is refused."""
    row.refresh_from_db()
    return row.state, row.plan_text, row.result_text, row.activities.count(), LedgerEntry.objects.count()


def test_a_key_proposal_goes_from_plan_to_result(house, now):
    clerk, row = make.clerk(), key()

    row = key_proposals.make_plan(assignment=row, plan=PLAN, by=clerk, at=now)
    key_proposals.record_activity(assignment=row, activity=activity(), by=clerk, at=now)
    row = key_proposals.report_result(
        assignment=row, text="已装 31 部。", reported_to="主席会议", reported_on=date(2026, 3, 16), by=clerk, at=now
    )

    assert (row.state, row.reported_to) == (KeyStage.RESULT, "主席会议")
    history = LedgerEntry.objects.filter(kind="key_assignment").order_by("id")
    assert list(history.values_list("act", flat=True)) == ["plan_key", "record_key_activity", "report_key_result"]


def test_no_result_before_the_leader_led_an_activity_in_person(house, now):
    clerk, row = make.clerk(), key(KeyStage.PLAN)
    key_proposals.record_activity(assignment=row, activity=activity(in_person=False), by=clerk, at=now)
    before = standing(row)

    with pytest.raises(Refused) as refused:
        key_proposals.report_result(
            assignment=row, text="已办。", reported_to="主席会议", reported_on=date(2026, 3, 16), by=clerk, at=now
        )

    assert (refused.value.code, standing(row)) == ("guarded", before)
    assert "领导亲自参加" in refused.value.message


def test_an_important_one_needs_no_leader_there(house, now):
    clerk, row = make.clerk(), key(KeyStage.PLAN, Tier.IMPORTANT, make.BodyFactory())
    key_proposals.record_activity(assignment=row, activity=activity(in_person=False), by=clerk, at=now)

    done = key_proposals.report_result(
        assignment=row, text="已办。", reported_to="主席会议", reported_on=date(2026, 3, 16), by=clerk, at=now
    )

    assert done.state == KeyStage.RESULT


def test_a_plan_invites_somebody_and_an_activity_is_not_of_tomorrow(house, now):
    clerk, row = make.clerk(), key()
    before = standing(row)
    nobody = key_proposals.Plan("看一次。", SupervisionMode.ON_SITE, date(2026, 5, 8), "区建设局")
    codes = []
    for act in (
        lambda: key_proposals.make_plan(assignment=row, plan=nobody, by=clerk, at=now),
        lambda: key_proposals.record_activity(
            assignment=row, activity=activity(day=date(2026, 3, 17)), by=clerk, at=now
        ),
        lambda: key_proposals.record_activity(assignment=row, activity=activity(), by=clerk, at=now),
    ):
        with pytest.raises(Refused) as refused:
            act()
        codes.append(refused.value.code)

    assert codes == ["no_proposer", "future", "stale"]
    assert standing(row) == before


def test_the_look_back_waits_for_the_following_year(house, now):
    clerk, this_year, last_year = make.clerk(), key(KeyStage.RESULT), key(KeyStage.RESULT, year=2025)

    with pytest.raises(Refused) as refused:
        key_proposals.look_back(assignment=this_year, text="都做了。", by=clerk, at=now)
    done = key_proposals.look_back(assignment=last_year, text="都做了。", by=clerk, at=now)

    this_year.refresh_from_db()
    assert (refused.value.code, this_year.state) == ("too_early", KeyStage.RESULT)
    assert (done.state, done.looked_back_on) == (KeyStage.LOOKBACK, date(2026, 3, 16))


def test_the_supervising_committee_owes_and_does_the_next_step_no_other(house, now):
    body, other = make.BodyFactory(), make.BodyFactory()
    row = key(body=body)
    theirs = make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body.pk)
    strange = make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=other.pk)
    before = standing(row)
    with pytest.raises(PermissionDenied):
        key_proposals.make_plan(assignment=row, plan=PLAN, by=strange, at=now)
    assert standing(row) == before

    key_proposals.make_plan(assignment=row, plan=PLAN, by=theirs, at=now)

    owed = Todo.objects.get(kind="key_assignment", object_id=row.pk, closed_at=None)
    assert (owed.act, owed.scope_kind, owed.scope_id, owed.due_on) == (
        "record_key_activity", "body", body.pk, PLAN.planned_for,
    )  # fmt: skip


@pytest.mark.parametrize("role", [Role.LEADER, Role.ASSIGNER, Role.SECRETARY_GENERAL])
def test_no_other_office_supervises(browser, now, role):
    row = key()
    before = standing(row)

    answer = browser(make.as_role(role)).post(f"/yunxi/proposals/keys/{row.public_id}/plan-key/", {})

    assert (answer.status_code, standing(row)) == (403, before)


def test_a_committee_sees_only_what_it_supervises_or_may_read(browser, now):
    body = make.BodyFactory()
    ours, theirs = key(body=body), key()
    page = browser(make.as_role(Role.COMMITTEE_CLERK, scope_kind="body", scope_id=body.pk))

    assert page.get(f"/yunxi/proposals/keys/{ours.public_id}/").status_code == 200
    assert page.get(f"/yunxi/proposals/keys/{theirs.public_id}/").status_code == 404


def test_a_leader_signs_on_paper_and_both_names_stand_in_the_ledger(house, now):
    clerk, row = make.clerk(), key()
    scan = files.keep(file=SimpleUploadedFile("qianpi.pdf", b"%PDF-1.4 1"), name="签批.pdf", by=clerk, at=now)
    asked = {"leader": row.leaders.get(), "signed_on": date(2026, 3, 15), "words": "圈阅", "by": clerk, "at": now}
    with pytest.raises(Refused) as refused:
        key_proposals.enter_signature(scan=None, **asked)

    key_proposals.enter_signature(scan=scan, **asked)

    entry = LedgerEntry.objects.get(act="enter_leader_signature")
    assert refused.value.code == "no_scan"
    assert (entry.actor_name, entry.entered_by_id, entry.source) == ("贺建平", clerk.user_id, "paper")
    assert (row.leaders.get().signed_on, row.leaders.get().signed_words) == (date(2026, 3, 15), "圈阅")


def test_the_sheet_for_signature_has_a_box_for_each_leader(house, now):
    row = key()

    letter = offered("key-sheet").build(make.clerk(), {"id": str(row.public_id)})

    assert letter.template == "approval_sheet"
    assert [(step["label"], step["words"]) for step in letter.context["steps"]] == [("区长　贺建平", "")]
