"""The review body decides a batch in a meeting, numbers are given, results are shown to members."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.kernel import tenancy
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.tests.threads import run_at_once
from yizheng.notify.models import Notice
from yizheng.org.models import Setting
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal import keys
from yizheng.proposal.enums import CollectiveKind, Outcome, ReviewBody, ReviewStage
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import DecisionLine, Proposal, ReviewDecision, ReviewRecord
from yizheng.proposal.services import deciding, numbering
from yizheng.proposal.services.deciding import Decided
from yizheng.proposal.tests import factories as make

COMMITTEE = ReviewBody.PROPOSAL_COMMITTEE


def read_twice(**changed):
    """A proposal that two people have read."""
    proposal = make.proposal(S.FIRST_REVIEWED, **changed)
    reader = make.UserFactory()
    for stage in (ReviewStage.FIRST, ReviewStage.SECOND):
        ReviewRecord.objects.create(
            proposal=proposal, stage=stage, outcome="file", reviewer=reader, reviewer_name=reader.name,
            at=make.moment(9),
        )  # fmt: skip
    return proposal


def decide(by, at, *lines, **changed):
    given = {"body": COMMITTEE, "decided_on": date(2026, 3, 16), "persons": "方以诚、苏敏", **changed}
    return deciding.decide_batch(session=make.SessionFactory(), lines=lines, by=by, at=at, **given)


def stands():
    return (
        list(Proposal.objects.order_by("pk").values()), ReviewDecision.objects.count(), DecisionLine.objects.count(),
        LedgerEntry.objects.count(),
    )  # fmt: skip


def refused(code, act):
    before = stands()
    with pytest.raises(Refused) as refusal:
        act()
    assert (refusal.value.code, stands()) == (code, before)
    return refusal.value.message


def test_a_meeting_decides_a_batch_in_one_act(house, now):
    clerk, filed, not_filed = make.clerk(), read_twice(), read_twice()

    decision = decide(clerk, now, Decided(filed, Outcome.FILE), Decided(not_filed, Outcome.NOT_FILE, "empty"))

    states = dict(Proposal.objects.values_list("pk", "state"))
    assert states == {filed.pk: S.FILED, not_filed.pk: S.NOT_FILED}
    filed.refresh_from_db()
    assert (filed.filed_on, filed.decided_on, filed.filed_no) == (date(2026, 3, 16), date(2026, 3, 16), None)
    assert list(decision.lines.order_by("id").values_list("outcome", "reason_code")) == [
        ("file", ""), ("not_file", "empty"),
    ]  # fmt: skip
    rows = LedgerEntry.objects.filter(act__in=["file", "not_file", "decide_batch"])
    assert sorted(rows.values_list("kind", "act")) == [
        ("proposal", "file"), ("proposal", "not_file"), ("review_decision", "decide_batch"),
    ]  # fmt: skip
    assert rows.values("act_id").distinct().count() == 1


def test_a_proposer_hears_why_it_is_not_filed(house, now):
    member = make.member("毛进")

    decide(make.clerk(), now, Decided(read_twice(first=member), Outcome.NOT_FILE, "judicial"))

    assert Notice.objects.get(recipient=member.person.user_id).text == (
        "您的提案《关于做好老旧小区加装电梯的建议》不予立案：已进入诉讼、仲裁等程序。"
        "内容可以转作社情民意信息或送有关部门参阅，请与提案委联系。"
    )


def test_one_that_nobody_read_twice_stops_the_whole_batch_and_is_named(house, now):
    good, bad = read_twice(), make.proposal(S.FIRST_REVIEWED)

    words = refused("guarded", lambda: decide(make.clerk(), now, *(Decided(p, Outcome.FILE) for p in (good, bad))))

    assert words == f"{bad.number}：还没有复审。请由另一个人复审以后再立案。"


@pytest.mark.parametrize(
    ("code", "changed", "outcome"),
    [
        ("no_persons", {"persons": " "}, Outcome.FILE),
        ("later", {"decided_on": date(2026, 3, 17)}, Outcome.FILE),
        ("no_reason_code", {}, Outcome.NOT_FILE),
        ("not_in_batch", {}, Outcome.CONVERT),
    ],
)
def test_a_batch_is_refused_without_what_a_meeting_has(house, now, code, changed, outcome):
    proposal = read_twice()

    refused(code, lambda: decide(make.clerk(), now, Decided(proposal, outcome), **changed))


def test_a_batch_is_refused_when_empty_doubled_or_of_another_session(house, now):
    clerk, proposal = make.clerk(), read_twice()
    elsewhere = read_twice(session=make.SessionFactory(ordinal=3, opens=date(2025, 3, 3), closes=date(2025, 3, 6)))

    refused("nothing_chosen", lambda: decide(clerk, now))
    refused("twice", lambda: decide(clerk, now, Decided(proposal, Outcome.FILE), Decided(proposal, Outcome.FILE)))
    refused("other_session", lambda: decide(clerk, now, Decided(elsewhere, Outcome.FILE)))


@pytest.mark.parametrize("role", [Role.LEADER, Role.SECRETARY_GENERAL, Role.ASSIGNER, Role.MEMBER])
def test_nobody_but_the_proposal_office_enters_a_decision(house, now, role):
    proposal = read_twice()
    before = stands()

    with pytest.raises(PermissionDenied):
        decide(make.as_role(role), now, Decided(proposal, Outcome.FILE))

    assert stands() == before


def test_the_review_committee_files_until_the_proposal_committee_of_the_term_exists(house):
    first = make.SessionFactory(ordinal=1, opens=date(2022, 3, 3), closes=date(2022, 3, 6))
    first.term.start_date = date(2022, 3, 1)
    first.term.save()
    fourth = make.SessionFactory()

    assert deciding.right_body(first, date(2022, 3, 4)) == ReviewBody.REVIEW_COMMITTEE
    assert deciding.right_body(first, date(2022, 3, 7)) == ReviewBody.PROPOSAL_COMMITTEE
    assert deciding.right_body(fourth, date(2026, 3, 4)) == ReviewBody.PROPOSAL_COMMITTEE
    make.BodyFactory(full_name="提案委员会", valid_from=date(2022, 3, 5))
    assert deciding.right_body(first, date(2022, 3, 4)) == ReviewBody.REVIEW_COMMITTEE
    assert deciding.right_body(first, date(2022, 3, 6)) == ReviewBody.PROPOSAL_COMMITTEE


def filed(**changed):
    return make.proposal(S.FILED, filed_no=None, **changed)


def number(by, at, proposals):
    session = make.SessionFactory()
    return numbering.give_numbers(session=session, order=[each.pk for each in proposals], by=by, at=at)


def test_numbers_stand_in_statutory_order_then_by_category_and_reception(house, now):
    late, early = (filed(category="经济建设", reception_no=f"T3-4-000{n}") for n in (9, 2))
    culture = filed(category="文化建设", reception_no="T3-4-0001")
    between = filed(period_kind="between", category="经济建设")
    bodies = [make.PartyBodyFactory(order=n) for n in (2, 1)]
    parties = [
        filed(party_body=body, proposer_kind="collective", collective_kind=CollectiveKind.PARTY_BODY,
              proposer_name=body.name) for body in bodies
    ]  # fmt: skip

    order = numbering.preview(make.SessionFactory(), now)

    assert order == [parties[1], parties[0], early, late, culture, between]


def test_a_batch_of_numbers_follows_the_order_that_was_dragged(house, now):
    one, two, three = filed(), filed(), filed()

    number(make.clerk(), now, [three, one, two])

    assert dict(Proposal.objects.values_list("pk", "filed_no")) == {three.pk: 1, one.pk: 2, two.pk: 3}
    assert LedgerEntry.objects.filter(act="give_filed_number").values("act_id").distinct().count() == 1


def test_late_filings_follow_and_a_withdrawn_one_keeps_its_number(house, now):
    """Handbook 18.3 case 18."""
    clerk, one, two = make.clerk(), filed(), filed()
    number(clerk, now, [one, two])
    Proposal.objects.filter(pk=two.pk).update(state=S.WITHDRAWN)
    late = filed()

    number(clerk, now, [late])

    assert list(Proposal.objects.order_by("pk").values_list("state", "filed_no")) == [
        (S.FILED, 1), (S.WITHDRAWN, 2), (S.FILED, 3),
    ]  # fmt: skip


def test_numbers_go_on_behind_those_that_were_imported(house, now):
    make.proposal(S.ASSIGNED, filed_no=58)
    proposal = filed()

    number(make.clerk(), now, [proposal])

    proposal.refresh_from_db()
    assert proposal.number == "第059号"


@pytest.mark.parametrize(("own", "numbers"), [(True, ["第001号", "平时第001号"]), (False, ["第001号", "第002号"])])
def test_between_session_proposals_have_a_series_of_their_own_or_not(house, now, own, numbers):
    if not own:
        Setting.objects.create(key=keys.BETWEEN_SERIES.name, value=False, valid_from=date(2026, 1, 1))
    plenary, between = filed(), filed(period_kind="between")

    given = number(make.clerk(), now, [plenary, between])

    assert [each.number for each in given] == numbers


def test_numbers_are_refused_when_the_set_changed_since_the_preview(house, now):
    clerk, one, two = make.clerk(), filed(), filed()

    refused("changed", lambda: number(clerk, now, [one]))
    refused("changed", lambda: number(clerk, now, [one, two, two]))
    refused("nothing_to_number", lambda: number(clerk, now, []))
    with pytest.raises(PermissionDenied):
        number(make.as_role(Role.LEADER), now, [one, two])


def test_a_decision_is_closed_when_its_filed_proposals_have_numbers(house, now):
    clerk, one, two = make.clerk(), read_twice(), read_twice()
    decision = decide(clerk, now, Decided(one, Outcome.FILE), Decided(two, Outcome.NOT_FILE, "empty"))

    number(clerk, now + timedelta(hours=1), [one])

    decision.refresh_from_db()
    assert decision.numbered_at == now + timedelta(hours=1)


def test_results_are_shown_to_members_once_and_inner_ones_never(house, now):
    shown, inner = make.proposal(S.FILED), make.proposal(S.FILED, secrecy="internal")
    clerk = make.clerk()

    moved = deciding.share_with_members(proposals=[shown, inner], by=clerk, at=now)

    assert [(each.pk, each.shared_on) for each in moved] == [(shown.pk, date(2026, 3, 16))]
    inner.refresh_from_db()
    assert inner.shared_on is None
    refused("nothing_to_share", lambda: deciding.share_with_members(proposals=[moved[0], inner], by=clerk, at=now))


def test_two_clerks_number_at_once_without_gap_or_double(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        house = CommitteeFactory(slug="yunxi")
        at = make.moment()
        with tenancy.scope(house):
            waiting = [filed() for _ in range(6)]
            clerks = [make.clerk(), make.clerk("苏敏"), make.clerk("秦川")]

        def work(clerk):
            with tenancy.scope(house):
                return len(number(clerk, at, waiting))

        ends = run_at_once([lambda c=c: work(c) for c in clerks])

        assert [end for end in ends if isinstance(end, int)] == [6]
        assert [end.code for end in ends if not isinstance(end, int)] == ["changed", "changed"]
        with tenancy.scope(house):
            assert sorted(Proposal.objects.values_list("filed_no", flat=True)) == [1, 2, 3, 4, 5, 6]
