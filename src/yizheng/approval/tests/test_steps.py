"""The acts of an approval: begin, sign, enter from paper, send back, withdraw; what is refused changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.approval import queries, services
from yizheng.approval.enums import ApprovalState, StepState
from yizheng.approval.models import Approval, ApprovalStep
from yizheng.approval.services import Signer
from yizheng.attachment.models import StoredFile
from yizheng.kernel import purging_kinds, thread
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Body, Setting
from yizheng.plan.tests.factories import UserFactory, moment, seat
from yizheng.todo.models import Todo

from .untouched import nothing_changes

DAY = date(2026, 11, 21)
MEETING = "区政协三届八次主席会议"


def step(approval: Approval, order: int) -> ApprovalStep:
    return approval.steps.get(order=order)


def owed(approval: Approval) -> list[tuple[str, str, str]]:
    rows = Todo.objects.filter(kind="approval", object_id=approval.pk, closed_at__isnull=True)
    return sorted(rows.values_list("role", "label", "note"))


def ledger() -> list[tuple[str, str, str, str, str]]:
    rows = LedgerEntry.objects.order_by("id")
    return list(rows.values_list("kind", "act", "from_state", "to_state", "actor_name"))


def signed(approval: Approval, chief: Actor) -> None:
    services.approve(step=step(approval, 1), by=chief, at=moment(21))


def met(approval: Approval, office: Actor, **given: Any) -> ApprovalStep:
    values = {"meeting": MEETING, "decided_on": DAY, **given}
    return services.record_meeting(step=step(approval, 2), by=office, at=moment(22), **values)


def test_an_approval_copies_the_steps_of_its_day(approval: Approval) -> None:
    Setting.objects.create(key="approval.test_steps", value=["会议：党组会议"], valid_from=date(2026, 11, 1))

    assert list(approval.steps.order_by("order").values_list("label", "kind", "role", "state")) == [
        ("秘书长审签", "decision", "secretary_general", "pending"),
        ("主席会议", "meeting", "", "pending"),
        ("同级党委", "report", "", "pending"),
    ]


def test_an_approval_begun_later_takes_the_steps_of_its_own_day(matter: Body, office: Actor) -> None:
    Setting.objects.create(key="approval.test_steps", value=["会议：党组会议"], valid_from=date(2026, 11, 1))

    begun = services.begin(subject=matter, chain="test", title="设立经科委", by=office, at=moment(20))

    assert list(begun.steps.values_list("label", flat=True)) == ["党组会议"]


def test_the_signer_and_the_clerk_are_both_asked_until_one_of_them_acts(approval: Approval, chief: Actor) -> None:
    assert owed(approval) == [
        ("office_clerk", "打印呈批单、录入签批件", "秘书长审签"),
        ("secretary_general", "签批", "秘书长审签"),
    ]

    signed(approval, chief)

    assert owed(approval) == [("office_clerk", "登记会议结果", "主席会议")]


def test_the_whole_chain_passes(approval: Approval, office: Actor, chief: Actor) -> None:
    signed(approval, chief)
    met(approval, office)

    services.record_reply(
        step=step(approval, 3),
        replied_by="中共云溪区委",
        decided_on=DAY,
        note="云委〔2026〕5号",
        by=office,
        at=moment(22),
    )

    approval.refresh_from_db()
    assert (approval.state, approval.ended_at, owed(approval)) == (ApprovalState.PASSED, moment(22), [])
    assert ledger() == [
        ("approval", "begin_approval", "", "running", "周文清"),
        ("approval_step", "approve_step", "pending", "approved", "程远行"),
        ("approval_step", "record_meeting", "pending", "approved", "主席会议"),
        ("approval_step", "record_reply", "pending", "approved", "中共云溪区委"),
        ("approval", "pass_approval", "running", "passed", "中共云溪区委"),
    ]
    last = LedgerEntry.objects.order_by("-id")[:2]
    assert last[0].act_id == last[1].act_id


def test_both_names_of_a_paper_decision_stand_in_the_ledger(
    approval: Approval, office: Actor, scan: StoredFile
) -> None:
    signer = UserFactory(name="程远行")

    done = services.record_paper_decision(
        step=step(approval, 1), signer=Signer("程远行", signer.pk), decided_on=DAY, scan=scan, note="同意，提请审议。",
        by=office, at=moment(22),
    )  # fmt: skip

    row = LedgerEntry.objects.get(act="record_decision")
    assert (row.actor_name, row.actor_id, row.source) == ("程远行", signer.pk, "paper")
    assert row.entered_by_id == office.user_id
    assert (done.decided_by_name, done.entered_by_name, done.decided_on, done.source) == (
        "程远行", "周文清", DAY, "paper",
    )  # fmt: skip
    assert done.scan == scan
    scan.refresh_from_db()
    assert (scan.kind, scan.object_id) == ("approval", approval.pk)


def test_the_words_of_a_remark_are_content_and_the_ledger_keeps_their_digest_only(
    approval: Approval, chief: Actor
) -> None:
    services.approve(step=step(approval, 1), note="同意，提请审议。", by=chief, at=moment(21))

    kept = LedgerEntry.objects.get(act="approve_step").fields["note"]
    assert kept.keys() == {"sha256", "chars"}
    parts = {(type(part.row).__name__, part.fields) for part in purging_kinds.parts_of(approval)}
    assert parts == {
        ("Approval", ("title", "summary")), ("ApprovalStep", ("note", "meeting")), ("Todo", ("title", "note")),
    }  # fmt: skip


def test_a_step_sent_back_ends_the_approval_and_it_can_begin_anew(
    approval: Approval, matter: Body, office: Actor, chief: Actor
) -> None:
    services.return_(step=step(approval, 1), reason="缺经费来源", by=chief, at=moment(21))

    approval.refresh_from_db()
    assert (approval.state, step(approval, 1).state, owed(approval)) == (
        ApprovalState.RETURNED, StepState.RETURNED, [],
    )  # fmt: skip
    again = services.begin(subject=matter, chain="test", title="设立经科委", by=office, at=moment(22))
    assert queries.current_step(again) == step(again, 1)


def test_a_meeting_that_did_not_agree_sends_it_back_with_its_reason(
    approval: Approval, office: Actor, chief: Actor
) -> None:
    signed(approval, chief)

    met(approval, office, agreed=False, note="再征求意见")

    approval.refresh_from_db()
    assert approval.state == ApprovalState.RETURNED
    row = LedgerEntry.objects.get(act="record_refusal")
    assert (row.actor_name, row.reason, row.to_state) == ("主席会议", "再征求意见", "returned")


def test_a_withdrawn_approval_asks_nobody_any_more(approval: Approval, office: Actor) -> None:
    services.withdraw(approval=approval, reason="文稿要改", by=office, at=moment(21))

    approval.refresh_from_db()
    assert (approval.state, owed(approval)) == (ApprovalState.WITHDRAWN, [])


def test_the_object_and_its_approval_know_each_other(approval: Approval, matter: Body, office: Actor) -> None:
    assert [end.obj for end in thread.led_to(matter, office)] == [approval]
    assert [end.obj for end in thread.came_from(approval, office)] == [matter]


def test_an_object_is_not_sent_twice(approval: Approval, matter: Body, office: Actor) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.begin(subject=matter, chain="test", title="设立经科委", by=office, at=moment(21))

    assert refused.value.code == "running"


def test_no_step_is_skipped(approval: Approval, office: Actor) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        met(approval, office)

    assert refused.value.message == "还没有轮到这一步，请先办“秘书长审签”。"


def test_a_decided_step_is_not_decided_again(approval: Approval, office: Actor, chief: Actor) -> None:
    signed(approval, chief)

    with nothing_changes(), pytest.raises(Refused) as refused:
        signed(approval, chief)

    assert refused.value.code == "stale"
    assert refused.value.message.startswith("程远行已于11月21日处理过该呈批步骤")


def test_a_withdrawn_approval_takes_no_more_decisions(approval: Approval, office: Actor, chief: Actor) -> None:
    services.withdraw(approval=approval, reason="文稿要改", by=office, at=moment(21))

    with nothing_changes(), pytest.raises(Refused) as refused:
        signed(approval, chief)

    assert refused.value.message == "该呈批件现在是“已撤回”，不能再办。请刷新后查看。"


def test_a_returned_approval_takes_no_more_decisions(approval: Approval, office: Actor, chief: Actor) -> None:
    services.return_(step=step(approval, 1), reason="缺经费来源", by=chief, at=moment(21))

    with nothing_changes(), pytest.raises(Refused) as refused:
        met(approval, office)
    assert refused.value.code == "guarded"
    with nothing_changes(), pytest.raises(Refused) as refused:
        services.withdraw(approval=approval, reason="再撤", by=office, at=moment(22))
    assert refused.value.code == "stale"


Bad = Callable[[Approval, Actor, StoredFile], object]


def paper(approval: Approval, office: Actor, scan: StoredFile | None, **given: Any) -> object:
    values = {"signer": Signer("程远行"), "decided_on": DAY, "scan": scan, **given}
    return services.record_paper_decision(step=step(approval, 1), by=office, at=moment(22), **values)


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (lambda a, by, _scan: paper(a, by, None), "no_scan"),
        (lambda a, by, scan: paper(a, by, scan, signer=Signer("　")), "no_signer"),
        (lambda a, by, scan: paper(a, by, scan, decided_on=date(2026, 11, 23)), "future"),
        (lambda a, by, scan: paper(a, by, scan, agreed=False), "no_reason"),
        (lambda a, by, _scan: services.withdraw(approval=a, reason=" ", by=by, at=moment(22)), "no_reason"),
    ],
)
def test_what_paper_cannot_say_is_refused(
    bad: Bad, code: str, approval: Approval, office: Actor, scan: StoredFile
) -> None:
    with nothing_changes(), pytest.raises(Refused) as refused:
        bad(approval, office, scan)

    assert refused.value.code == code


def test_a_meeting_has_a_name(approval: Approval, office: Actor, chief: Actor) -> None:
    signed(approval, chief)

    with nothing_changes(), pytest.raises(Refused) as refused:
        met(approval, office, meeting="　")

    assert refused.value.code == "no_meeting"


@pytest.mark.parametrize("role", [Role.OFFICE_CLERK, Role.LEADER, Role.MEMBER, Role.COMMITTEE_CLERK])
def test_nobody_signs_for_another_role(role: Role, approval: Approval) -> None:
    by = seat(role)

    with nothing_changes(), pytest.raises(PermissionDenied):
        services.approve(step=step(approval, 1), by=by, at=moment(21))


@pytest.mark.parametrize("role", [Role.SECRETARY_GENERAL, Role.LEADER, Role.MEMBER, Role.COMMITTEE_CLERK])
def test_only_the_clerks_of_the_chain_begin_enter_and_withdraw(
    role: Role, approval: Approval, matter: Body, scan: StoredFile
) -> None:
    by = seat(role)

    with nothing_changes():
        with pytest.raises(PermissionDenied):
            services.begin(subject=matter, chain="test", title="设立经科委", by=by, at=moment(21))
        with pytest.raises(PermissionDenied):
            paper(approval, by, scan)
        with pytest.raises(PermissionDenied):
            services.withdraw(approval=approval, reason="文稿要改", by=by, at=moment(21))


def test_a_meeting_s_step_takes_no_signature(approval: Approval, office: Actor, chief: Actor, scan: StoredFile) -> None:
    signed(approval, chief)
    second = step(approval, 2)

    with nothing_changes(), pytest.raises(PermissionDenied):
        services.record_paper_decision(
            step=second, signer=Signer("程远行"), decided_on=DAY, scan=scan, by=office, at=moment(22)
        )
