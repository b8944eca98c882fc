"""A unit asks for another one: the window, the decision and its date, disputes, edge case 7 (handbook 5.6)."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.deadline.models import Deadline
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal.enums import AdjustState, HandlingState, Side
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.enums import ShareRole as R
from yizheng.proposal.models import AdjustRequest, Handling
from yizheng.proposal.services import adjusting, assigning
from yizheng.proposal.services import handling as handlings
from yizheng.proposal.tests import factories as make

DAY_5 = make.moment(23)
"""Assigned on Monday the 16th: the fifth working day is Monday the 23rd."""

TOO_LATE = make.moment(24)


@pytest.fixture
def host(house, now):
    """The handling of a host with a co-handler beside it, assigned on 16 March."""
    proposal = make.proposal(S.PRE_ASSIGNED)
    for order, (name, role) in enumerate((("区住建局", R.HOST), ("区财政局", R.CO)), start=1):
        make.planned(proposal, make.UnitFactory(name=name), role, order=order)
    return assigning.assign_all(proposals=[proposal], by=make.assigner(), at=now)[0]


def ask(handling, at=DAY_5, **changed):
    given = {
        "reason": "职责已划转。", "suggested_unit": None, "signed_by_name": "贺建平", "by": make.as_unit(handling.unit),
    }  # fmt: skip
    return adjusting.request_adjustment(handling=handling, at=at, **{**given, **changed})


def owed(handling):
    return dict(Deadline.objects.filter(kind="handling", object_id=handling.pk).values_list("act", "state"))


def test_a_unit_asks_on_the_last_day_and_the_decision_has_its_date(host):
    request = ask(host, suggested_unit=make.UnitFactory(name="区城管局"))

    host.refresh_from_db()
    assert (host.state, request.state, request.decide_by) == ("adjusting", "asked", datetime.date(2026, 3, 30))
    deadline = Deadline.objects.get(kind="adjust_request", object_id=request.pk)
    assert (deadline.act, deadline.due_on, deadline.state) == ("decide_adjustment", request.decide_by, "running")


def test_the_assigners_of_the_side_are_told_of_a_request_the_other_side_is_not(host):
    government, party = make.assigner("顾清和", side=2), make.assigner("闻正", side=1)

    ask(host)

    text = f"区住建局申请调整{host.proposal.number}提案，请在3月30日前答复。"
    assert Notice.objects.get(recipient_id=government.user_id).text == text
    assert not Notice.objects.filter(recipient_id=party.user_id).exists()


def test_a_late_request_is_void_and_the_date_is_named(host):
    with pytest.raises(Refused) as refusal:
        ask(host, at=TOO_LATE)

    assert refusal.value.message == "申请调整的期限是3月23日，已经过了，不再受理。请按期办理。"
    host.refresh_from_db()
    assert (host.state, AdjustRequest.objects.count()) == ("assigned", 0)


@pytest.mark.parametrize(
    ("changed", "code"), [({"signed_by_name": " "}, "no_signature"), ({"reason": ""}, "no_reason")]
)
def test_a_request_needs_reason_and_signature(host, changed, code):
    with pytest.raises(Refused) as refusal:
        ask(host, **changed)

    host.refresh_from_db()
    assert (refusal.value.code, host.state, AdjustRequest.objects.count()) == (code, "assigned", 0)


def test_a_unit_cannot_suggest_itself_nor_ask_for_another_unit(host):
    with pytest.raises(Refused, match="建议的单位就是本单位"):
        ask(host, suggested_unit=host.unit)
    with pytest.raises(PermissionDenied):
        ask(host, by=make.as_unit(make.UnitFactory()))

    assert AdjustRequest.objects.count() == 0


def test_a_second_request_while_one_is_open_is_refused(host):
    ask(host)

    with pytest.raises(Refused) as refusal:
        ask(host)

    assert (refusal.value.code, AdjustRequest.objects.count()) == ("stale", 1)


def test_reassigned_on_day_five_the_old_dates_are_void_and_new_ones_start(host):
    request, taker = ask(host), make.UnitFactory(name="区城管局")
    assert owed(host) == {"sign_for": "running", "record_first_contact": "running", "issue_reply": "running"}

    new = adjusting.reassign(request=request, unit=taker, reason="职责在城管", by=make.assigner(), at=DAY_5)

    host.refresh_from_db()
    assert (host.state, host.ended_on) == (HandlingState.REASSIGNED, datetime.date(2026, 3, 23))
    assert owed(host) == {"sign_for": "cancelled", "record_first_contact": "cancelled", "issue_reply": "cancelled"}
    assert (new.unit, new.role, new.side, new.replaces_id) == (taker, R.HOST, Side.GOVERNMENT, host.pk)
    assert (new.assigned_on, new.due_on) == (datetime.date(2026, 3, 23), datetime.date(2026, 6, 23))
    running = Deadline.objects.filter(act="issue_reply", state="running")
    assert list(running.values_list("object_id", flat=True)) == [new.pk]


def test_the_co_handler_stays_when_the_host_changes(host):
    co = Handling.objects.get(role=R.CO)

    adjusting.reassign(request=ask(host), unit=make.UnitFactory(), reason="", by=make.assigner(), at=DAY_5)

    co.refresh_from_db()
    assert (co.state, owed(co)) == ("assigned", {"sign_for": "running", "send_co_opinion": "running"})


def test_a_decision_is_one_act_over_request_and_handling(host):
    request = adjusting.keep(request=ask(host), reason="属你局职责", by=make.assigner(), at=DAY_5)

    entries = LedgerEntry.objects.filter(act__in=["refuse_adjustment", "keep_unit"])
    assert (entries.count(), entries.values("act_id").distinct().count()) == (2, 1)
    host.refresh_from_db()
    assert (host.state, host.signed_on, host.due_on) == (
        "signed", datetime.date(2026, 3, 23), datetime.date(2026, 6, 16),
    )  # fmt: skip
    assert (request.state, request.decision_words) == (AdjustState.KEPT, "属你局职责")
    assert Deadline.objects.get(kind="adjust_request").state == "met"
    assert owed(host)["issue_reply"] == "running"


def test_a_unit_that_handles_it_already_cannot_take_it_over(host):
    request, co = ask(host), Handling.objects.get(role=R.CO)

    with pytest.raises(Refused, match="区财政局已经在办这件提案"):
        adjusting.reassign(request=request, unit=co.unit, reason="", by=make.assigner(), at=DAY_5)

    host.refresh_from_db()
    request.refresh_from_db()
    assert (host.state, request.state) == ("adjusting", "asked")


def test_the_other_sides_assigner_and_the_unit_do_not_decide(host):
    request = ask(host)

    for actor in (make.assigner(side=1), make.as_unit(host.unit), make.clerk()):
        with pytest.raises(PermissionDenied):
            adjusting.keep(request=request, reason="不行", by=actor, at=DAY_5)

    request.refresh_from_db()
    assert request.state == "asked"


def test_a_dispute_is_decided_by_a_leader_on_paper_entered_by_name(host):
    request = adjusting.escalate(request=ask(host), reason="两家都说不是", by=make.assigner(), at=DAY_5)
    with pytest.raises(Refused, match="请写明是哪位领导决定的"):
        adjusting.keep(request=request, reason="由住建办", by=make.assigner(), at=DAY_5)

    clerk = make.assigner("乔立行")
    decided = adjusting.keep(request=request, reason="由住建办", leader_name="方正平", by=clerk, at=DAY_5)

    assert (decided.state, decided.leader_name, decided.decided_by_name) == ("kept", "方正平", "乔立行")
    entry = LedgerEntry.objects.get(act="refuse_adjustment")
    assert (entry.source, entry.entered_by_id) == ("paper", clerk.user_id)


def test_what_is_decided_is_not_decided_again(host):
    request = ask(host)
    adjusting.keep(request=request, reason="属你局职责", by=make.assigner(), at=DAY_5)

    with pytest.raises(Refused) as refusal:
        adjusting.reassign(request=request, unit=make.UnitFactory(), reason="", by=make.assigner(), at=DAY_5)

    assert (refusal.value.code, Handling.objects.count()) == ("stale", 2)


def test_everybody_concerned_is_told_once_of_a_change_of_unit(host):
    co = Handling.objects.get(role=R.CO)
    people = {name: make.as_unit(unit).user_id for name, unit in (("old", host.unit), ("co", co.unit))}
    taker = make.UnitFactory(name="区城管局")
    people["new"] = make.as_unit(taker).user_id
    request = ask(host, by=make.assigner("顾清和", side=2))

    adjusting.reassign(request=request, unit=taker, reason="", by=make.assigner(), at=DAY_5)

    number = host.proposal.number
    texts = {name: list(Notice.objects.filter(recipient_id=user).values_list("text", flat=True))
             for name, user in people.items()}  # fmt: skip
    assert texts == {
        "old": [f"{number}提案已改由区城管局办理，贵单位不再承办。"],
        "co": [f"{number}提案的主办单位改为区城管局。"],
        "new": [f"{number}提案已交贵单位办理，请及时签收。"],
    }


def test_when_the_work_is_stopped_an_open_request_is_void_and_its_date_with_it(host):
    request = ask(host)

    handlings.stop_all(proposal=host.proposal, reason="提案人撤案", by=make.clerk(), at=DAY_5)

    request.refresh_from_db()
    assert request.state == AdjustState.VOID
    assert Deadline.objects.get(kind="adjust_request").state == "cancelled"
    with pytest.raises(Refused) as refusal:
        adjusting.keep(request=request, reason="属你局职责", by=make.assigner(), at=DAY_5)
    assert refusal.value.code == "stale"
