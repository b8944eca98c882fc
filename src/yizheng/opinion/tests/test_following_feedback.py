"""Authors hear what became of a piece, at once or within the days of the key; nothing is forgotten (6.5; F078)."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.instruction import services as instructions
from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.models import Instruction
from yizheng.kernel import thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion import own
from yizheng.opinion.enums import FeedbackKind, FeedbackState, OpinionState, PointEvent
from yizheng.opinion.models import FeedbackSeen, Opinion, OpinionFeedback, PointEntry
from yizheng.opinion.services import feeding_back, instructing, issuing, reviewing
from yizheng.todo.models import Todo

from . import factories as make

S, F = OpinionState, FeedbackState
LATER = make.moment(23)


def facts(level=InstructionLevel.DISTRICT_PARTY, kind=InstructionKind.SUBSTANTIVE, **more):
    return instructions.Facts(level, kind, date(2026, 3, 16), **more)


def instruct(piece, given=None, by=None, assigned=()):
    return instructing.record(
        opinion=piece, facts=given or facts(), assigned=assigned, by=by or make.clerk(), at=make.moment()
    )


def owed(piece, text="您反映的事项已办理。"):
    return feeding_back.owe(opinion=piece, kind=FeedbackKind.RESULT, text=text, by=make.clerk(), at=make.moment())


def test_a_rejected_author_hears_the_reason_at_once_and_where_petitions_go(house):
    author = make.member()
    piece = make.opinion(S.SUBMITTED, by=author)

    reviewing.reject(opinion=piece, reason_code="petition", by=make.clerk(), at=LATER)

    told = OpinionFeedback.objects.get()
    assert (told.kind, told.state, told.given_on) == (FeedbackKind.REJECTED, F.GIVEN, date(2026, 3, 23))
    assert "属于信访事项" in told.text
    assert "12345" in told.text
    assert (
        Notice.objects.filter(
            recipient_id=author.person.user_id, receipt__message__text__contains="这次没有采用"
        ).count()
        == 1
    )
    assert not Todo.objects.filter(kind="opinion_feedback").exists()


def test_an_issued_piece_is_told_at_once_to_all_authors_and_earns_points(house):
    one, two = make.member(), make.member()
    piece = make.opinion(S.APPROVED, by=one)
    make.co_author(piece, two)

    issuing.issue(issue=make.issue(piece, state="signing"), by=make.secretary_general(), at=LATER)

    assert OpinionFeedback.objects.get().text.endswith("已编发采用。感谢您的反映。")
    told = Notice.objects.filter(receipt__message__text__contains="已编发采用").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([one.person.user_id, two.person.user_id])
    assert PointEntry.objects.filter(event=PointEvent.ADOPTED_SELF).count() == 2


def test_an_instruction_owes_the_author_its_level_and_nothing_else(house):
    piece = make.opinion(S.ISSUED)

    made = instruct(piece, facts(InstructionLevel.CITY, leader_name="贺建平", leader_post="市长", gist="请住建局办"))

    piece.refresh_from_db()
    told = OpinionFeedback.objects.get()
    assert (piece.state, told.text) == (S.INSTRUCTED, f"您反映的“{make.TITLE}”收到市级领导批示。")
    assert (told.due_on, told.state) == (date(2026, 3, 23), F.OWED)
    assert PointEntry.objects.get().event == PointEvent.INSTRUCTED_CITY
    assert [end.obj for end in thread.led_to(piece, make.clerk())] == [made]


def test_circling_counts_as_seen_never_as_an_instruction(house):
    piece = make.opinion(S.ISSUED)

    instruct(piece, facts(kind=InstructionKind.CIRCLED))

    piece.refresh_from_db()
    assert (piece.state, OpinionFeedback.objects.count(), PointEntry.objects.count()) == (S.ISSUED, 0, 0)


def test_the_central_level_leaves_no_trace_on_the_piece(house):
    piece = make.opinion(S.ISSUED)
    with pytest.raises(Refused) as refused:
        instruct(piece, facts(InstructionLevel.CENTRE, gist="要点"))

    instruct(piece, facts(InstructionLevel.CENTRE, register_reference="办文12号"))

    piece.refresh_from_db()
    assert (refused.value.code, Instruction.objects.count()) == ("central", 1)
    assert (piece.state, OpinionFeedback.objects.count(), PointEntry.objects.count()) == (S.ISSUED, 0, 0)
    assert thread.led_to(piece, make.clerk()) == []


@pytest.mark.parametrize("state", [S.SUBMITTED, S.EDITING, S.SIGNING])
def test_what_is_not_signed_has_no_instruction(house, state):
    with pytest.raises(Refused) as refused:
        instruct(make.opinion(state))

    assert (refused.value.code, Instruction.objects.count()) == ("not_signed", 0)


def test_one_tap_sends_the_prepared_sentence(browser):
    office, author = make.clerk(), make.member()
    row = owed(make.opinion(S.REPLIED, by=author))
    client = browser(office)
    page = f"/yunxi/opinion-feedback/{row.public_id}/"

    assert row.text in client.get(page).content.decode()
    given = {"hat": office.hat.grant_id, "act_key": uuid.uuid4()}
    for _ in range(2):
        assert client.post(f"{page}send/", given).status_code == 302

    row.refresh_from_db()
    assert row.state == F.GIVEN
    assert Notice.objects.filter(recipient_id=author.person.user_id, receipt__message__text=row.text).count() == 1


def test_what_is_owed_and_late_is_on_the_list_until_it_is_told_or_dropped(browser):
    office = make.clerk()
    late, soon, dropped = (owed(make.opinion(S.REPLIED, edited_title=name)) for name in ("甲事", "乙事", "丙事"))
    OpinionFeedback.objects.filter(pk=late.pk).update(due_on=date(2026, 3, 13))
    feeding_back.drop(feedback=dropped, reason="已当面说明", by=office, at=make.moment())
    client = browser(office)

    listed = client.get("/yunxi/opinion-feedback/").content.decode()
    overdue = client.get("/yunxi/opinion-feedback/?show=late").content.decode()

    assert ("甲事" in listed, "乙事" in listed, "丙事" in listed) == (True, True, False)
    assert ("甲事" in overdue, "乙事" in overdue, "逾期3天" in overdue) == (True, False, True)
    assert soon.state == F.OWED


def test_an_author_says_that_they_saw_it_and_nobody_else_can(house):
    author = make.member()
    row = owed(make.opinion(S.REPLIED, by=author))
    given = feeding_back.give(feedback=row, text=row.text, by=make.clerk(), at=LATER)

    for other in (make.as_member(make.member()), make.clerk(), make.leader()):
        with pytest.raises(PermissionDenied):
            feeding_back.see(feedback=given, by=other, at=LATER)
    first = feeding_back.see(feedback=given, by=make.as_member(author), at=LATER)
    again = feeding_back.see(feedback=given, by=make.as_member(author), at=make.moment(30))

    assert first.seen_at == again.seen_at == LATER


def test_each_author_of_a_merged_piece_sees_it_for_themself(house):
    one, other, part = make.member("林书远"), make.member("许知行"), make.opinion(S.MERGED)
    piece = make.opinion(S.REPLIED, by=one)
    make.co_author(piece, other, part=part)
    make.co_author(piece, one, part=part)
    row = owed(piece)
    feeding_back.give(feedback=row, text=row.text, by=make.clerk(), at=LATER)
    first, second = make.as_member(one), make.as_member(other)

    feeding_back.see(feedback=row, by=first, at=LATER)

    assert [own.with_marks(Opinion.objects.filter(pk=piece.pk), by).get().has_news for by in (first, second)] == [
        False, True,
    ]  # fmt: skip
    assert [[each.seen_by_me for each in own.told(piece, by)] for by in (first, second)] == [[LATER], [None]]
    feeding_back.see(feedback=row, by=second, at=make.moment(30))
    row.refresh_from_db()
    assert row.seen_at == LATER
    assert list(FeedbackSeen.objects.order_by("id").values_list("author__name", "author__part", "seen_at")) == [
        ("林书远", None, LATER), ("许知行", part.pk, make.moment(30)),
    ]  # fmt: skip
    assert LedgerEntry.objects.filter(act="see_feedback").count() == 2


def test_seeing_it_again_is_no_act(house):
    author = make.member()
    row = owed(make.opinion(S.REPLIED, by=author))
    feeding_back.give(feedback=row, text=row.text, by=make.clerk(), at=LATER)

    for day in (20, 30):
        feeding_back.see(feedback=row, by=make.as_member(author), at=make.moment(day))

    assert FeedbackSeen.objects.count() == LedgerEntry.objects.filter(act="see_feedback").count() == 1


def test_what_one_author_was_told_alone_is_no_others(house):
    one, other = make.member(), make.member()
    piece = make.opinion(S.REPLIED, by=one)
    mine = make.co_author(piece, other)
    row = owed(piece)
    OpinionFeedback.objects.filter(pk=row.pk).update(author=mine)
    feeding_back.give(feedback=row, text=row.text, by=make.clerk(), at=LATER)
    row.refresh_from_db()

    with pytest.raises(PermissionDenied):
        feeding_back.see(feedback=row, by=make.as_member(one), at=LATER)
    assert (own.told(piece, make.as_member(one)), FeedbackSeen.objects.count()) == ([], 0)
    feeding_back.see(feedback=row, by=make.as_member(other), at=LATER)

    assert FeedbackSeen.objects.get().author == mine


def test_the_office_reads_who_has_seen_it(browser):
    one = make.member("林书远")
    piece = make.opinion(S.REPLIED, by=one)
    make.co_author(piece, make.member("许知行"))
    row = owed(piece)
    feeding_back.give(feedback=row, text=row.text, by=make.clerk(), at=make.moment())
    feeding_back.see(feedback=row, by=make.as_member(one), at=make.moment())
    client = browser(make.clerk())

    page = client.get(f"/yunxi/opinion-feedback/{row.public_id}/").content.decode()
    listed = client.get("/yunxi/opinion-feedback/?show=given").content.decode()

    assert ("3月16日已看" in page, "还没看" in page, "1人已看，共2人" in listed) == (True, True, True)


def test_the_list_of_feedback_reads_as_often_for_three_as_for_one(browser):
    client, read = browser(make.clerk()), []
    client.get("/yunxi/opinion-feedback/?show=given")
    for number in (1, 2):
        for _ in range(number):
            row = owed(make.opinion(S.REPLIED))
            feeding_back.give(feedback=row, text=row.text, by=make.clerk(), at=make.moment())
        with CaptureQueriesContext(connection) as found:
            assert client.get("/yunxi/opinion-feedback/?show=given").status_code == 200
        read.append(len(found))

    assert read[0] == read[1]


@pytest.mark.parametrize("by", [make.secretary_general, make.leader, lambda: make.as_member(make.member())])
def test_only_the_information_office_tells_authors(house, by):
    row = owed(make.opinion(S.REPLIED))

    with pytest.raises(PermissionDenied):
        feeding_back.give(feedback=row, text="已办。", by=by(), at=LATER)
    with pytest.raises(PermissionDenied):
        feeding_back.drop(feedback=row, reason="不说", by=by(), at=LATER)

    row.refresh_from_db()
    assert row.state == F.OWED


@pytest.mark.parametrize(("text", "code"), [("　", "no_text"), ("字" * 501, "long_text")])
def test_an_empty_or_endless_word_is_not_sent(house, text, code):
    row = owed(make.opinion(S.REPLIED))

    with pytest.raises(Refused) as refused:
        feeding_back.give(feedback=row, text=text, by=make.clerk(), at=LATER)

    row.refresh_from_db()
    assert (refused.value.code, row.state) == (code, F.OWED)


def test_the_page_of_the_piece_tells_the_office_what_is_owed_and_the_author_only_what_was_said(browser):
    author = make.member()
    piece = make.opinion(S.ISSUED, by=author)
    instruct(piece, facts(leader_name="贺建平", leader_post="区长", gist="请住建局办"))
    page = f"/yunxi/opinions/{piece.public_id}/"

    inner = browser(make.clerk()).get(page).content.decode()
    outer = browser(make.as_member(author)).get(page).content.decode()

    assert "本级党委领导批示" in inner
    assert "去反馈" in inner
    for word in ("贺建平", "请住建局办", "去反馈"):
        assert word not in outer
