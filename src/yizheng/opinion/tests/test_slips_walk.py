"""A signed piece goes to units by slips; what they answer reaches its author (handbook 6.3; F003, F073)."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.attachment.models import StoredFile
from yizheng.deadline.models import CalendarDay, Deadline
from yizheng.deadline.services import reckon_anew
from yizheng.kernel import thread
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion.enums import FeedbackState, OpinionState, TransferState
from yizheng.opinion.models import OpinionFeedback, OpinionTransfer
from yizheng.opinion.services import feeding_back, replying, transferring
from yizheng.todo.models import Todo

from . import factories as make

S, T = OpinionState, TransferState
ASKED = "请研究办理，并书面反馈。"
LATER = make.moment(23)


def sent(piece, *units, by=None, at=None):
    return transferring.transfer(
        opinion=piece, units=list(units), asked_action=ASKED, by=by or make.clerk(), at=at or make.moment()
    )


def answered(slip, by, words="已选定三处点位，月底动工。", at=LATER):
    signed = replying.sign_for(slip=slip, by=by, at=at)
    return replying.reply(slip=signed, words=words, signed_by_name="冉晓彤", by=by, at=at)


def open_todos(kind):
    return list(Todo.objects.filter(kind=kind, closed_at=None).order_by("id").values_list("act", "role", "scope_id"))


def test_one_act_sends_a_numbered_slip_to_each_unit_and_all_rows_share_the_act(house):
    piece, (one, _), (two, _) = make.opinion(S.APPROVED), make.unit(), make.unit()

    slips = sent(piece, one, two)

    piece.refresh_from_db()
    assert piece.state == S.TRANSFERRED
    assert [(slip.number, slip.unit, slip.state) for slip in slips] == [
        ("2026-001", one, T.SENT), ("2026-002", two, T.SENT)
    ]  # fmt: skip
    rows = LedgerEntry.objects.filter(act__in=["transfer_opinion", "send_slip"])
    assert rows.count() == 3
    assert rows.values("act_id").distinct().count() == 1
    assert open_todos("opinion_transfer") == [
        ("sign_for_slip", "unit_clerk", one.pk), ("sign_for_slip", "unit_clerk", two.pk)
    ]  # fmt: skip


def test_the_date_counts_working_days_from_the_day_after_and_skips_a_holiday(house):
    for day, worked in ((19, False), (20, False), (21, True)):
        CalendarDay.objects.create(date=date(2026, 3, day), is_workday=worked, note="试")
    piece, (unit, _) = make.opinion(S.APPROVED), make.unit()

    (slip,) = sent(piece, unit)

    assert (slip.sent_on, slip.due_on) == (date(2026, 3, 16), date(2026, 4, 7))
    assert Deadline.objects.get(kind="opinion_transfer").due_on == slip.due_on


def test_a_new_calendar_moves_the_date_of_a_slip_and_its_to_do(house):
    piece, (unit, _) = make.opinion(S.APPROVED), make.unit()
    (slip,) = sent(piece, unit)
    before = slip.due_on

    CalendarDay.objects.create(date=date(2026, 3, 30), is_workday=False, note="试")
    reckon_anew(by=SYSTEM, at=LATER)

    slip.refresh_from_db()
    assert (before, slip.due_on, slip.first_due_on) == (date(2026, 4, 6), date(2026, 4, 7), before)
    assert Todo.objects.get(kind="opinion_transfer", closed_at=None).due_on == slip.due_on


def test_a_unit_signs_and_answers_and_the_author_hears_the_result_in_time(house):
    author = make.member()
    piece, (unit, clerk_of_unit), office = make.opinion(S.APPROVED, by=author), make.unit(), make.clerk()
    (slip,) = sent(piece, unit, by=office)

    replied = answered(slip, clerk_of_unit)
    assert open_todos("opinion_transfer") == [("accept_slip", "opinion_clerk", None)]
    accepted = replying.accept(slip=replied, by=office, at=LATER)

    piece.refresh_from_db()
    owed = OpinionFeedback.objects.get()
    assert (accepted.state, piece.state) == (T.ACCEPTED, S.REPLIED)
    assert (owed.state, owed.due_on, piece.feedback_due) == (FeedbackState.OWED, date(2026, 3, 30), date(2026, 3, 30))
    assert owed.text == f"您反映的“{make.TITLE}”已由{unit}办理，结果如下：已选定三处点位，月底动工。"
    assert open_todos("opinion_feedback") == [("give_feedback", "opinion_clerk", None)]

    given = feeding_back.give(feedback=owed, text=owed.text, by=office, at=LATER)
    seen = feeding_back.see(feedback=given, by=make.as_member(author), at=make.moment(24))

    piece.refresh_from_db()
    assert (given.state, piece.fed_back_on, piece.feedback_due) == (FeedbackState.GIVEN, date(2026, 3, 23), None)
    assert seen.seen_at == make.moment(24)
    assert open_todos("opinion_feedback") == []
    told = Notice.objects.filter(recipient_id=author.person.user_id, receipt__message__text__contains="已选定三处点位")
    assert told.count() == 1


def test_the_piece_waits_for_the_last_open_slip(house):
    piece, (one, by_one), (two, by_two), office = make.opinion(S.APPROVED), make.unit(), make.unit(), make.clerk()
    first, second = sent(piece, one, two, by=office)

    replying.accept(slip=answered(first, by_one), by=office, at=LATER)
    piece.refresh_from_db()
    assert piece.state == S.TRANSFERRED
    replying.accept(slip=answered(second, by_two), by=office, at=LATER)

    piece.refresh_from_db()
    assert (piece.state, OpinionFeedback.objects.count()) == (S.REPLIED, 2)


def test_an_answer_that_says_too_little_goes_back_with_a_day_of_its_own(house):
    (slip,) = sent(make.opinion(S.APPROVED), (unit := make.unit())[0])
    replied = answered(slip, unit[1], words="正在研究。")

    back = replying.send_back(slip=replied, to=date(2026, 4, 10), reason="请写明选址和时间", by=make.clerk(), at=LATER)

    assert (back.state, back.due_on, back.first_due_on) == (T.SENT_BACK, date(2026, 4, 10), date(2026, 4, 6))
    assert Todo.objects.get(kind="opinion_transfer", closed_at=None).label == "补充反馈"
    again = replying.reply(slip=back, words="三处，四月动工。", signed_by_name="冉晓彤", by=unit[1], at=make.moment(26))
    assert (again.state, again.reply) == (T.REPLIED, "三处，四月动工。")
    assert sorted(Deadline.objects.filter(kind="opinion_transfer").values_list("state", flat=True)) == ["met", "met"]


def test_what_a_unit_declines_goes_to_another_and_the_slip_is_settled(house):
    piece, (one, by_one), (two, _), office = make.opinion(S.APPROVED), make.unit(), make.unit(), make.clerk()
    (slip,) = sent(piece, one, by=office)
    with pytest.raises(Refused) as silent:
        replying.decline(slip=slip, reason=" ", by=by_one, at=LATER)

    declined = replying.decline(slip=slip, reason="属住建部门职责", by=by_one, at=LATER)
    assert open_todos("opinion_transfer") == [("recall_slip", "opinion_clerk", None)]
    (other,) = sent(piece, two, by=office, at=LATER)

    declined.refresh_from_db()
    assert (silent.value.code, declined.state, other.number) == ("no_reason", T.RECALLED, "2026-002")
    assert open_todos("opinion_transfer") == [("sign_for_slip", "unit_clerk", two.pk)]


def test_a_unit_without_login_is_entered_from_paper_with_its_scan(house):
    unit, office = make.UnitFactory(), make.clerk()
    (slip,) = sent(make.opinion(S.APPROVED), unit, by=office)
    assert slip.is_paper
    assert open_todos("opinion_transfer") == [("enter_paper_reply", "opinion_clerk", None)]
    scan = StoredFile.objects.create(
        name="反馈.pdf", content_type="application/pdf", size_bytes=1, sha256="0" * 64,
        uploaded_by_id=office.user_id, uploaded_at=LATER,
    )  # fmt: skip

    paper = replying.PaperReply("已办。", "贺建平", date(2026, 3, 20), scan)
    replied = replying.enter_paper_reply(slip=slip, paper=paper, by=office, at=LATER)

    rows = LedgerEntry.objects.filter(kind="opinion_transfer", act__in=["sign_for_slip", "reply_slip"])
    assert (replied.state, replied.replied_on, replied.signed_for_on) == (
        T.REPLIED, date(2026, 3, 20), date(2026, 3, 20)
    )  # fmt: skip
    assert {(row.actor_name, row.source, row.entered_by_id) for row in rows} == {("贺建平", "paper", office.user_id)}
    scan.refresh_from_db()
    assert (scan.kind, scan.object_id) == ("opinion_transfer", slip.pk)


@pytest.mark.parametrize(("on", "code"), [(date(2026, 3, 24), "future"), (date(2026, 3, 15), "before_sent")])
def test_the_day_on_a_paper_answer_is_possible(house, on, code):
    office = make.clerk()
    (slip,) = sent(make.opinion(S.APPROVED), make.UnitFactory(), by=office)

    with pytest.raises(Refused) as refused:
        replying.enter_paper_reply(
            slip=slip, paper=replying.PaperReply("已办。", "贺建平", on, None), by=office, at=LATER
        )

    slip.refresh_from_db()
    assert (refused.value.code, slip.state, slip.reply) == (code, T.SENT, "")


def test_a_later_day_keeps_the_first_and_the_reason(house):
    (slip,) = sent(make.opinion(S.APPROVED), make.unit()[0])

    with pytest.raises(Refused) as earlier:
        transferring.extend(slip=slip, to=date(2026, 4, 6), reason="跨部门", by=make.clerk(), at=LATER)
    moved = transferring.extend(slip=slip, to=date(2026, 4, 20), reason="需要会商", by=make.clerk(), at=LATER)

    deadline = Deadline.objects.get(kind="opinion_transfer")
    assert (earlier.value.code, moved.due_on, moved.first_due_on) == ("not_later", date(2026, 4, 20), date(2026, 4, 6))
    assert (deadline.due_on, deadline.extended_from) == (date(2026, 4, 20), date(2026, 4, 6))


def test_a_recalled_slip_leaves_the_unit_and_its_number_stays_used(house):
    piece, (unit, by_unit), office = make.opinion(S.APPROVED), make.unit(), make.clerk()
    (slip,) = sent(piece, unit, by=office)

    transferring.recall(slip=slip, reason="转错单位", by=office, at=LATER)
    (again,) = sent(piece, unit, by=office, at=LATER)

    assert (again.number, open_todos("opinion_transfer")) == ("2026-002", [("sign_for_slip", "unit_clerk", unit.pk)])
    assert Notice.objects.filter(recipient_id=by_unit.user_id, text__contains="已收回").count() == 1


def test_the_thread_leads_from_the_piece_to_its_slips(house):
    piece = make.opinion(S.APPROVED)
    (slip,) = sent(piece, make.unit()[0])

    assert [end.obj for end in thread.led_to(piece, make.clerk())] == [slip]


@pytest.mark.parametrize("state", [S.SUBMITTED, S.EDITING, S.SIGNING, S.REJECTED, S.ARCHIVED, S.MERGED])
def test_what_is_not_signed_goes_to_no_unit(house, state):
    piece, before = make.opinion(state), LedgerEntry.objects.count()

    with pytest.raises(Refused) as refused:
        sent(piece, make.unit()[0])

    assert (refused.value.code, OpinionTransfer.objects.count()) == ("stale", 0)
    assert LedgerEntry.objects.count() == before


def test_a_unit_has_one_open_slip_of_a_piece(house):
    piece, (unit, _) = make.opinion(S.APPROVED), make.unit()
    sent(piece, unit)

    with pytest.raises(Refused) as refused:
        sent(piece, unit)

    assert (refused.value.code, OpinionTransfer.objects.count()) == ("already_there", 1)


@pytest.mark.parametrize(
    ("units", "asked", "code"), [(0, ASKED, "no_unit"), (1, "　", "no_text"), (1, "字" * 501, "long_text")]
)
def test_a_slip_names_a_unit_and_says_what_is_asked(house, units, asked, code):
    chosen = [make.UnitFactory() for _ in range(units)]

    with pytest.raises(Refused) as refused:
        transferring.transfer(
            opinion=make.opinion(S.APPROVED), units=chosen, asked_action=asked, by=make.clerk(), at=make.moment()
        )

    assert (refused.value.code, OpinionTransfer.objects.count()) == (code, 0)


def test_a_closed_unit_gets_no_slip(house):
    with pytest.raises(Refused) as refused:
        sent(make.opinion(S.APPROVED), make.UnitFactory(valid_to=date(2026, 1, 1)))

    assert refused.value.code == "closed_unit"


WHO = {
    "member": lambda: make.as_member(make.member()), "another unit": lambda: make.unit()[1],
    "secretary-general": make.secretary_general, "leader": make.leader, "author": None,
}  # fmt: skip


@pytest.mark.parametrize("who", WHO)
def test_nobody_else_does_the_acts_of_a_slip(house, who):
    author = make.member()
    piece = make.opinion(S.APPROVED, by=author)
    (slip,) = sent(piece, make.unit()[0])
    by = make.as_member(author) if who == "author" else WHO[who]()
    before = LedgerEntry.objects.count()
    acts = [
        lambda: replying.sign_for(slip=slip, by=by, at=LATER),
        lambda: replying.reply(slip=slip, words="已办", signed_by_name="甲", by=by, at=LATER),
        lambda: replying.decline(slip=slip, reason="不属职责", by=by, at=LATER),
        lambda: replying.accept(slip=slip, by=by, at=LATER),
        lambda: replying.send_back(slip=slip, to=date(2026, 4, 20), reason="补充", by=by, at=LATER),
        lambda: transferring.extend(slip=slip, to=date(2026, 4, 20), reason="延", by=by, at=LATER),
        lambda: transferring.recall(slip=slip, reason="收回", by=by, at=LATER),
        lambda: transferring.transfer(opinion=piece, units=[slip.unit], asked_action=ASKED, by=by, at=LATER),
        lambda: replying.enter_paper_reply(
            slip=slip, paper=replying.PaperReply("办", "甲", date(2026, 3, 20), None), by=by, at=LATER
        ),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()

    slip.refresh_from_db()
    assert (slip.state, LedgerEntry.objects.count()) == (T.SENT, before)
