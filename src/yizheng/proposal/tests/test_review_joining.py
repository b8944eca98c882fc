"""Merge, withdraw, convert, split, each with the consent it needs (handbook 5.4; 18.3 cases 5, 6, 18)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.deadline.models import Deadline
from yizheng.kernel import tenancy, thread
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, ThreadLink
from yizheng.kernel.tests.threads import run_at_once
from yizheng.notify.models import Notice
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.promise import services as promises
from yizheng.promise.models import Promise
from yizheng.proposal.enums import Consent, ConversionKind, HandlingState, ReplyState
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.figures import counting
from yizheng.proposal.models import (
    ConsentAsk,
    Conversion,
    Handling,
    KeyAssignment,
    Proposal,
    Reply,
    ReplyAnswer,
    Signer,
)
from yizheng.proposal.services import consenting, contacting, drafting, joining, replying, reviewing
from yizheng.proposal.tests import factories as make
from yizheng.todo import services as todos
from yizheng.todo.models import Todo


def stands():
    return [
        list(model.objects.order_by("pk").values()) for model in (Proposal, ConsentAsk, Conversion, Signer, Handling)
    ] + [LedgerEntry.objects.count(), ThreadLink.objects.count()]


def refused(code, act):
    before = stands()
    with pytest.raises(Refused) as refusal:
        act()
    assert (refusal.value.code, stands()) == (code, before)


def agreed_all(main, others, by, at):
    for ask in consenting.ask_to_merge(main=main, others=others, words="内容相近", by=by, at=at):
        consenting.answer(ask=ask, agreed=True, by=by, at=at, is_paper=True)


def test_two_merged_proposals_have_one_number_and_two_sets_of_signers(house, now):
    """Handbook 18.3 case 5: received 2, filed 1."""
    clerk, main, other = make.clerk(), make.proposal(S.FILED), make.proposal(S.FILED)
    co = make.signer(other, make.member("沈静"), consent=Consent.AGREED)
    make.signer(other, make.member("不来"), order=3, consent=Consent.DECLINED)
    agreed_all(main, [other], clerk, now)

    head = joining.merge(main=main, others=[other], by=clerk, at=now)

    other.refresh_from_db()
    assert (other.state, other.merged_into, other.filed_no, head.filed_no) == (S.MERGED, main, 2, 1)
    signers = list(head.signers.values_list("order", "membership", "came_from", "role", "consent"))
    assert signers == [
        (1, main.first_proposer_id, None, "first", "agreed"),
        (2, other.first_proposer_id, other.pk, "first", "agreed"),
        (3, co.membership_id, other.pk, "co", "agreed"),
    ]
    assert [end.obj for end in thread.came_from(head, SYSTEM)] == [other]
    found = counting.counts(Proposal.objects.all())
    assert (found["received"], found["filed"], found["merged"]) == (2, 1, 1)
    acts = LedgerEntry.objects.filter(act__in=["merge", "take_in"])
    assert sorted(acts.values_list("object_id", "act")) == [(main.pk, "take_in"), (other.pk, "merge")]
    assert acts.values("act_id").distinct().count() == 1
    words = dict(Notice.objects.filter(key__startswith="merge-").values_list("recipient__name", "text"))
    assert len(words) == 2


def test_three_become_one_and_who_signed_two_stays_once(house, now):
    clerk = make.clerk()
    main, one, two = (make.proposal(S.FIRST_REVIEWED) for _ in range(3))
    make.signer(main, one.first_proposer, consent=Consent.AGREED)
    agreed_all(main, [one, two], clerk, now)

    joining.merge(main=main, others=[one, two], by=clerk, at=now)

    assert list(main.signers.values_list("membership", "came_from", "role")) == [
        (main.first_proposer_id, None, "first"), (one.first_proposer_id, one.pk, "first"),
        (two.first_proposer_id, two.pk, "first"),
    ]  # fmt: skip
    assert main.merged.count() == 2


def test_first_proposers_are_asked_on_their_phones_and_answer_themselves(house, now):
    clerk, main, other = make.clerk(), make.proposal(S.FILED), make.proposal(S.FILED)

    asks = consenting.ask_to_merge(main=main, others=[other], words="", by=clerk, at=now)

    assert [(ask.proposal, ask.target) for ask in asks] == [(main, main), (other, main)]
    owed = Todo.objects.filter(kind="consent_ask", closed_at__isnull=True)
    assert set(owed.values_list("act", "user_id")) == {
        ("answer_consent", each.first_proposer.person.user_id) for each in (main, other)
    }
    consenting.answer(ask=asks[1], agreed=True, by=make.as_member(other.first_proposer), at=now)
    assert owed.count() == 1
    assert consenting.agreed_to_merge(other, main) is True


def test_a_stranger_cannot_answer_and_nobody_answers_twice(house, now):
    clerk, main, other = make.clerk(), make.proposal(S.FILED), make.proposal(S.FILED)
    ask = consenting.ask_to_merge(main=main, others=[other], words="", by=clerk, at=now)[1]
    before = stands()

    with pytest.raises(PermissionDenied):
        consenting.answer(ask=ask, agreed=True, by=make.as_member(main.first_proposer), at=now)
    assert stands() == before

    consenting.answer(ask=ask, agreed=False, by=make.as_member(other.first_proposer), at=now)
    refused("answered", lambda: consenting.answer(ask=ask, agreed=True, by=clerk, at=now))


def test_a_merger_waits_for_the_consent_of_every_first_proposer(house, now):
    clerk, main, other = make.clerk(), make.proposal(S.FILED), make.proposal(S.FILED)
    refused("no_consent", lambda: joining.merge(main=main, others=[other], by=clerk, at=now))
    asks = consenting.ask_to_merge(main=main, others=[other], words="", by=clerk, at=now)
    consenting.answer(ask=asks[0], agreed=True, by=clerk, at=now)
    consenting.answer(ask=asks[1], agreed=False, by=clerk, at=now)

    refused("no_consent", lambda: joining.merge(main=main, others=[other], by=clerk, at=now))


def test_what_cannot_go_together_is_refused(house, now):
    clerk, main, other = make.clerk(), make.proposal(S.FIRST_REVIEWED), make.proposal(S.FILED)
    elsewhere = make.proposal(S.FILED, session=make.SessionFactory(ordinal=3))
    agreed_all(main, [other], clerk, now)

    refused("itself", lambda: joining.merge(main=main, others=[main], by=clerk, at=now))
    refused("nothing_chosen", lambda: joining.merge(main=main, others=[], by=clerk, at=now))
    refused("other_session", lambda: joining.merge(main=main, others=[elsewhere], by=clerk, at=now))
    refused("main_not_filed", lambda: joining.merge(main=main, others=[other], by=clerk, at=now))
    assigned = make.proposal(S.ASSIGNED)
    refused("stale", lambda: consenting.ask_to_merge(main=main, others=[assigned], words="", by=clerk, at=now))
    refused("stale", lambda: joining.merge(main=assigned, others=[other], by=clerk, at=now))


def test_a_main_proposal_is_not_merged_away_with_those_it_took_in(house, now):
    clerk = make.clerk()
    main, other, third = (make.proposal(S.FILED) for _ in range(3))
    agreed_all(main, [other], clerk, now)
    joining.merge(main=main, others=[other], by=clerk, at=now)
    agreed_all(third, [main], clerk, now)

    refused("guarded", lambda: joining.merge(main=third, others=[main], by=clerk, at=now))


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEADER, Role.ASSIGNER])
def test_nobody_but_the_proposal_office_asks_merges_and_converts(house, now, role):
    someone, main, other = make.as_role(role), make.proposal(S.FILED), make.proposal(S.FILED)
    not_filed = make.proposal(S.NOT_FILED)
    agreed_all(main, [other], make.clerk(), now)
    before = stands()

    for act in (
        lambda: joining.merge(main=main, others=[other], by=someone, at=now),
        lambda: consenting.ask_to_merge(main=other, others=[main], words="", by=someone, at=now),
        lambda: consenting.ask_to_convert(
            proposal=not_filed, conversion=ConversionKind.OPINION, words="", by=someone, at=now
        ),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert stands() == before


def asked_to_withdraw(proposal, at):
    by = make.as_member(proposal.first_proposer)
    return consenting.ask_to_withdraw(proposal=proposal, reason="情况已经解决", by=by, at=at)


def test_a_filed_proposal_is_withdrawn_and_keeps_its_number(house, now):
    clerk, proposal = make.clerk(), make.proposal(S.FILED)
    co = make.member("沈静")
    make.signer(proposal, co, consent=Consent.AGREED)
    ask = asked_to_withdraw(proposal, now)
    assert Todo.objects.get(kind="consent_ask", closed_at__isnull=True).role == "proposal_clerk"

    moved = joining.withdraw(proposal=proposal, reason="提案人书面申请", by=clerk, at=now)

    ask.refresh_from_db()
    assert (moved.state, moved.filed_no, ask.agreed) == (S.WITHDRAWN, 1, True)
    found = counting.counts(Proposal.objects.all())
    assert (found["received"], found["filed"], found["withdrawn"]) == (1, 0, 1)
    told = Notice.objects.filter(recipient=co.person.user_id).order_by("id").values_list("text", flat=True)
    assert list(told) == [
        "第一提案人申请撤案：关于做好老旧小区加装电梯的建议。", "提案《关于做好老旧小区加装电梯的建议》已撤案。",
    ]  # fmt: skip


def test_units_stop_when_an_assigned_proposal_is_withdrawn(house, now):
    proposal = make.proposal(S.HANDLING)
    made = make.handling(proposal, state=HandlingState.SIGNED)
    asked_to_withdraw(proposal, now)

    moved = joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    made.refresh_from_db()
    assert (moved.state, made.state, made.ended_on) == (S.WITHDRAWN, HandlingState.STOPPED, date(2026, 3, 16))
    acts = LedgerEntry.objects.filter(act__in=["withdraw_assigned", "stop"])
    assert (acts.count(), acts.values("act_id").distinct().count()) == (2, 1)


def test_nobody_checks_the_reply_of_a_unit_that_stops(house, now):
    proposal = make.proposal(S.HANDLING)
    reply = make.reply(make.handling(proposal, state=HandlingState.DRAFTED), state="draft")
    drafting.send_to_check(reply=reply, by=make.as_unit(reply.handling.unit), at=now)
    waiting = Todo.objects.filter(kind="reply", closed_at__isnull=True)
    assert waiting.count() == 1
    asked_to_withdraw(proposal, now)

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    assert not waiting.exists()


def test_who_withdraws_is_no_longer_asked_about_the_reply_of_one_of_the_units(house, now):
    proposal = make.proposal(S.HANDLING)
    answered = make.handling(proposal, role="separate", state=HandlingState.ISSUED)
    make.handling(proposal, role="separate", state=HandlingState.SIGNED)
    asked = make.feedback(make.reply(answered, state="issued"))
    asked_to_withdraw(proposal, now)

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    asked.refresh_from_db()
    answered.refresh_from_db()
    assert (asked.state, answered.state) == ("taken_back", HandlingState.ISSUED)
    assert not Todo.objects.filter(kind="feedback", closed_at__isnull=True).exists()


@pytest.fixture
def talked_over(house, now):
    """A key proposal of two units: one answered, promised and did not satisfy; the other's talk is objected to."""
    proposal = make.proposal(S.HANDLING, is_key=True)
    answered = make.handling(proposal, role="separate", state=HandlingState.ISSUED)
    talk = make.contact(make.handling(proposal, role="separate", state=HandlingState.CONTACTED))
    letter = make.reply(answered)
    rated = make.feedback(
        letter, state="given", result_rating="not_satisfied", comment="没有办", submitted_on=now.date()
    )
    contacting.object_to_contact(record=talk, words="没有来过", by=make.as_member(proposal.first_proposer), at=now)
    promised = promises.make(
        origin=letter, text="年内修好", due_on=date(2026, 10, 30), promiser=answered.unit,
        by=make.as_unit(answered.unit), at=now,
    )  # fmt: skip
    KeyAssignment.objects.create(proposal=proposal, tier="important", year=2026, state="selected",
                                 supervising_body=make.BodyFactory())  # fmt: skip
    todos.refresh(rated)
    todos.refresh(proposal.key_assignment)
    asked_to_withdraw(proposal, now)
    return proposal, promised


def test_a_withdrawal_clears_every_desk(talked_over, now):
    proposal, _ = talked_over
    waiting = Todo.objects.filter(closed_at__isnull=True)
    assert set(waiting.values_list("label", flat=True)) >= {"核实不满意", "处理面商异议", "兑现承诺", "定督办方案"}

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    assert list(waiting.values_list("label", flat=True)) == []


def test_supervision_and_open_promises_end_with_a_withdrawal_and_stay_to_be_read(talked_over, now, browser):
    proposal, promised = talked_over

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    promised.refresh_from_db()
    key = KeyAssignment.objects.get()
    assert (key.state, promised.state, promised.ended_on) == ("ended", "ended", now.date())
    rows = LedgerEntry.objects.filter(act__in=["withdraw_assigned", "end_key", "end_promise", "stop"])
    assert sorted(rows.values_list("act", flat=True)) == ["end_key", "end_promise", "stop", "withdraw_assigned"]
    assert rows.values("act_id").distinct().count() == 1
    assert set(rows.filter(act__startswith="end_").values_list("reason", flat=True)) == {"随撤案终止"}
    clerk = browser(make.clerk())
    for page in (
        f"proposals/{proposal.public_id}",
        f"promises/{promised.public_id}",
        f"proposals/keys/{key.public_id}",
    ):
        assert "随撤案终止" in clerk.get(f"/yunxi/{page}/").content.decode(), page
    unit = browser(make.as_unit(promised.promiser_unit))
    assert "随撤案终止" in unit.get(f"/yunxi/promises/{promised.public_id}/").content.decode()


@pytest.mark.parametrize(("before", "after"), [("candidate", "dropped"), ("activity", "ended"), ("result", "result")])
def test_a_candidate_drops_out_and_a_reported_result_stays(house, now, before, after):
    proposal = make.proposal(S.HANDLING)
    KeyAssignment.objects.create(proposal=proposal, tier="important", year=2026, state=before)
    asked_to_withdraw(proposal, now)

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    assert KeyAssignment.objects.get().state == after


def test_a_kept_promise_of_a_withdrawn_proposal_stays_kept(talked_over, now):
    proposal, promised = talked_over
    Promise.objects.update(state="kept", ended_on=now.date())

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=make.clerk(), at=now)

    promised.refresh_from_db()
    assert promised.state == "kept"


def test_a_withdrawal_needs_the_written_request_and_comes_before_the_reply(house, now):
    clerk, proposal, replied = make.clerk(), make.proposal(S.FILED), make.proposal(S.REPLIED)

    refused("not_asked", lambda: joining.withdraw(proposal=proposal, reason="撤", by=clerk, at=now))
    refused("no_reason", lambda: consenting.ask_to_withdraw(proposal=proposal, reason=" ", by=clerk, at=now))
    refused("stale", lambda: consenting.ask_to_withdraw(proposal=replied, reason="撤", by=clerk, at=now))
    asked_to_withdraw(proposal, now)
    refused("asked", lambda: asked_to_withdraw(proposal, now))
    refused("no_reason", lambda: joining.withdraw(proposal=proposal, reason="", by=clerk, at=now))


def test_a_proposer_cannot_withdraw_alone_and_a_request_can_be_refused(house, now):
    clerk, proposal = make.clerk(), make.proposal(S.FILED)
    member = make.as_member(proposal.first_proposer)
    ask = asked_to_withdraw(proposal, now)
    before = stands()

    with pytest.raises(PermissionDenied):
        joining.withdraw(proposal=proposal, reason="撤", by=member, at=now)
    with pytest.raises(PermissionDenied):
        consenting.refuse_withdrawal(proposal=proposal, reason="不宜撤", by=member, at=now)
    assert stands() == before
    refused("not_yours", lambda: consenting.answer(ask=ask, agreed=True, by=member, at=now))

    consenting.refuse_withdrawal(proposal=proposal, reason="已在办理", by=clerk, at=now)
    refused("not_asked", lambda: joining.withdraw(proposal=proposal, reason="撤", by=clerk, at=now))


def test_a_converted_proposal_counts_once_and_never_as_filed(house, now):
    """Handbook 18.3 case 6."""
    clerk, proposal = make.clerk(), make.proposal(S.NOT_FILED)
    ask = consenting.ask_to_convert(
        proposal=proposal, conversion=ConversionKind.OPINION, words="适合报送信息", by=clerk, at=now
    )
    consenting.answer(ask=ask, agreed=True, by=make.as_member(proposal.first_proposer), at=now)

    made = joining.convert(proposal=proposal, kind=ConversionKind.OPINION, sent_to="研究室", note="", by=clerk, at=now)

    assert (made.kind, made.proposal.state) == ("opinion", S.CONVERTED)
    assert made in [end.obj for end in thread.led_to(proposal, SYSTEM)]
    found = counting.counts(Proposal.objects.all())
    assert (found["received"], found["converted"], found["filed"], found["not_filed"]) == (1, 1, 0, 0)


def test_a_conversion_is_what_the_proposer_agreed_to(house, now):
    clerk, proposal = make.clerk(), make.proposal(S.FIRST_REVIEWED)

    def convert(kind):
        return joining.convert(proposal=proposal, kind=kind, sent_to="", note="", by=clerk, at=now)

    refused("guarded", lambda: convert(ConversionKind.OPINION))
    ask = consenting.ask_to_convert(proposal=proposal, conversion=ConversionKind.OPINION, words="", by=clerk, at=now)
    refused("guarded", lambda: convert(ConversionKind.OPINION))
    consenting.answer(ask=ask, agreed=True, by=clerk, at=now, is_paper=True)
    refused("other_kind", lambda: convert(ConversionKind.LETTER))


def test_a_proposal_of_several_matters_is_returned_with_a_draft_a_matter(house, now):
    proposal = make.proposal(S.SUBMITTED)

    drafts = joining.split(
        proposal=proposal,
        titles=["关于维护经费的建议", " ", "关于议事会的建议"],
        reason="一事一案",
        by=make.clerk(),
        at=now,
    )

    proposal.refresh_from_db()
    assert (proposal.state, proposal.review_reason_code) == (S.RETURNED, "not_one_matter")
    assert [(each.title, each.state, each.first_proposer) for each in drafts] == [
        ("关于维护经费的建议", S.DRAFT, proposal.first_proposer),
        ("关于议事会的建议", S.DRAFT, proposal.first_proposer),
    ]  # fmt: skip
    assert [end.obj for end in thread.led_to(proposal, SYSTEM)] == drafts
    assert counting.counts(Proposal.objects.all())["received"] == 1
    refused("no_titles", lambda: joining.split(proposal=proposal, titles=[" "], reason="分", by=make.clerk(), at=now))


def test_nobody_owes_a_change_of_what_was_withdrawn(house, now):
    proposal, clerk = make.proposal(S.SUBMITTED), make.clerk()
    reviewing.return_for_change(proposal=proposal, reason="请补充", by=clerk, at=now)
    asked_to_withdraw(proposal, now)

    joining.withdraw(proposal=proposal, reason="提案人书面申请", by=clerk, at=now)

    assert Deadline.objects.get().state == "cancelled"
    assert not Todo.objects.filter(closed_at__isnull=True).exists()


def test_a_question_lapses_when_the_proposal_goes_another_way(house, now):
    clerk, main, other = make.clerk(), make.proposal(S.FILED), make.proposal(S.FILED)
    asks = consenting.ask_to_merge(main=main, others=[other], words="", by=clerk, at=now)
    asked_to_withdraw(other, now)

    joining.withdraw(proposal=other, reason="书面申请", by=clerk, at=now)

    asks[1].refresh_from_db()
    assert (asks[1].agreed, asks[1].answered_by_name) == (False, "不再需要答复")
    owed = Todo.objects.filter(kind="consent_ask", closed_at__isnull=True)
    assert list(owed.values_list("object_id", flat=True)) == [asks[0].pk]
    refused("stale", lambda: consenting.answer(ask=asks[1], agreed=True, by=clerk, at=now))


def drafted(proposal):
    made = make.handling(proposal, state=HandlingState.DRAFTED, contacted_on=date(2026, 3, 20))
    make.contact(made)
    reply = make.reply(made, ReplyState.DRAFT)
    ReplyAnswer.objects.bulk_create(
        ReplyAnswer(reply=reply, suggestion=each, verdict="accepted", text="已经在办。")
        for each in proposal.suggestions.all()
    )
    return reply


@pytest.mark.parametrize("turn", range(3))
def test_a_withdrawal_and_a_reply_at_once_leave_one_of_the_two(own_database, django_db_blocker, turn):
    with django_db_blocker.unblock():
        house, at = CommitteeFactory(slug="yunxi"), make.moment(18, 5)
        with tenancy.scope(house):
            proposal, clerk = make.proposal(S.HANDLING), make.clerk()
            reply = drafted(proposal)
            leader = make.as_unit(reply.handling.unit, leader=True)
            asked_to_withdraw(proposal, at)

        def withdraw():
            with tenancy.scope(house):
                return joining.withdraw(proposal=proposal, reason="书面申请", by=clerk, at=at).state

        def issue():
            with tenancy.scope(house):
                return replying.issue(reply=reply, signed_by_name="贺建平", by=leader, at=at).state

        ends = run_at_once([withdraw, issue])

        with tenancy.scope(house):
            stands = (Proposal.objects.get().state, Handling.objects.get().state, Reply.objects.get().state)
        assert sum(isinstance(end, Refused | PermissionDenied) for end in ends) == 1, ends
        assert stands in [("withdrawn", "stopped", "draft"), ("replied", "issued", "issued")]


def test_two_clerks_merge_each_others_proposals_at_once_and_one_wins(own_database, django_db_blocker):
    with django_db_blocker.unblock():
        house, at = CommitteeFactory(slug="yunxi"), make.moment()
        with tenancy.scope(house):
            one, two = make.proposal(S.FILED), make.proposal(S.FILED)
            clerks = [make.clerk(), make.clerk("苏敏")]
            agreed_all(one, [two], clerks[0], at)
            agreed_all(two, [one], clerks[1], at)

        def work(main, other, clerk):
            with tenancy.scope(house):
                return joining.merge(main=main, others=[other], by=clerk, at=at).pk

        ends = run_at_once([lambda: work(one, two, clerks[0]), lambda: work(two, one, clerks[1])])

        winners = [end for end in ends if isinstance(end, int)]
        assert len(winners) == 1
        assert [end.code for end in ends if isinstance(end, Refused)] == ["stale"]
        with tenancy.scope(house):
            merged = Proposal.objects.get(state=S.MERGED)
            assert merged.merged_into_id == winners[0]
            assert Proposal.objects.get(pk=winners[0]).merged_into_id is None
            assert Signer.objects.filter(proposal=winners[0]).count() == 2
