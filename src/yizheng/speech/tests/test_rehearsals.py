"""The rehearsal before the plenary: planned, told, timed, remarked; what each refusal leaves alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel import purging_kinds
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.proposal.tests.factories import as_member, as_role, member, moment
from yizheng.speech.models import Rehearsal, RehearsalTurn, Speech
from yizheng.speech.services import holding, rehearsing, selecting
from yizheng.speech.services.rehearsing import Noted, Plan
from yizheng.speech.tests import factories as make

AT = make.AT
WHEN = moment(25)
PLAN = Plan(WHEN, "会议中心201", "请带发言稿")
pytestmark = pytest.mark.usefixtures("house")


def rows():
    return [list(table.objects.order_by("pk").values()) for table in (Rehearsal, RehearsalTurn, LedgerEntry, Notice)]


@pytest.fixture
def settled():
    """A settled list with two oral speeches and a written one; returns call, clerk, the first author."""
    call, author = make.call(), as_member(member())
    for form, by in (("oral", author), ("oral", None), ("written", None)):
        make.listed(call, form, by)
    return make.settled(call), make.office(), author


def planned(settled):
    call, clerk, _ = settled
    return rehearsing.plan_rehearsal(call=call, plan=PLAN, by=clerk, at=AT)


def turn_of(rehearsal, order=1):
    return rehearsal.turns.select_related("speech__call").get(speech__order=order)


def test_all_oral_speeches_are_in_it_and_their_people_are_told_once(settled):
    _, _, author = settled
    row = planned(settled)

    assert sorted(row.turns.values_list("speech__form", flat=True)) == ["oral", "oral"]
    [told] = Notice.objects.filter(recipient=author.user_id, key__startswith="rehearsal-")
    assert "3月25日" in told.text
    assert "在会议中心201试讲。" in told.text
    assert Notice.objects.filter(key__startswith="rehearsal-").count() == 2
    assert LedgerEntry.objects.filter(act="plan_rehearsal").count() == 1


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan(AT - timedelta(days=1), "会议中心"), "已经过了"),
        (Plan(AT + timedelta(days=300), "会议中心"), "闭幕以前"),
        (Plan(WHEN, "  "), "试讲的地点"),
    ],
)
def test_a_rehearsal_that_cannot_be_is_refused(settled, plan, said):
    call, clerk, _ = settled
    row = planned(settled)
    before = rows()

    with pytest.raises(Refused, match=said):
        rehearsing.plan_rehearsal(call=call, plan=plan, by=clerk, at=AT)
    with pytest.raises(Refused, match=said):
        rehearsing.change_rehearsal(rehearsal=row, plan=plan, by=clerk, at=AT)
    assert rows() == before


def test_before_the_list_is_settled_and_without_oral_speeches_nothing_is_planned():
    call, clerk = make.call(), make.office()
    before = rows()
    with pytest.raises(Refused):
        rehearsing.plan_rehearsal(call=call, plan=PLAN, by=clerk, at=AT)
    assert rows() == before
    make.listed(call, "written")
    ready, before = make.settled(call), rows()
    with pytest.raises(Refused, match="没有要讲的口头发言"):
        rehearsing.plan_rehearsal(call=ready, plan=PLAN, by=clerk, at=AT)
    assert rows() == before


def test_what_was_measured_and_remarked_is_kept_and_its_author_is_told(settled):
    _, clerk, author = settled
    turn = turn_of(planned(settled))

    rehearsing.begin_turn(turn=turn, by=clerk, at=WHEN)
    noted = rehearsing.note_turn(turn=turn, noted=Noted(True, 500, " 开头再短些。 "), by=clerk, at=WHEN)

    assert (noted.came, noted.measured, noted.is_over, noted.remark) == (True, "8分20秒", True, "开头再短些。")
    assert noted.begun_at is None
    assert Notice.objects.filter(recipient=author.user_id, text__contains="试讲的用时和意见").count() == 1
    acts = LedgerEntry.objects.filter(act__contains="rehearsal_turn").values_list("act", "kind", "object_id")
    assert list(acts) == [(f"{name}_rehearsal_turn", "speech", turn.speech_id) for name in ("begin", "note")]


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        (Noted(True, 0), "大于0"), (Noted(True, 7201), "两小时"), (Noted(False, 60), "没有来的不用填用时"),
        (Noted(True, 60, "字" * 1001), "最多写1000字"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_not_noted(settled, noted, said):
    _, clerk, _ = settled
    turn = turn_of(planned(settled))
    before = rows()

    with pytest.raises(Refused, match=said):
        rehearsing.note_turn(turn=turn, noted=noted, by=clerk, at=WHEN)
    assert rows() == before


def test_nothing_is_noted_of_a_speech_that_was_given(settled):
    _, clerk, _ = settled
    turn = turn_of(planned(settled))
    holding.deliver(speech=Speech.objects.get(pk=turn.speech_id), by=clerk, at=WHEN)
    before = rows()

    with pytest.raises(Refused):
        rehearsing.note_turn(turn=turn, noted=Noted(True, 60), by=clerk, at=WHEN)
    with pytest.raises(Refused):
        rehearsing.begin_turn(turn=turn, by=clerk, at=WHEN)
    assert rows() == before


def test_a_changed_rehearsal_follows_the_list_and_keeps_what_was_noted(settled):
    call, clerk, _ = settled
    row = planned(settled)
    first, second = turn_of(row, 1), turn_of(row, 2)
    rehearsing.note_turn(turn=first, noted=Noted(False), by=clerk, at=WHEN)
    for each in (first, second):
        selecting.to_written(speech=each.speech, reason="不能到会", by=clerk, at=WHEN)
    written = call.speeches.exclude(pk__in=[first.speech_id, second.speech_id]).get()
    selecting.to_oral(speech=written, leader="沈若松", reason="递补", by=clerk, at=WHEN)
    later = WHEN + timedelta(days=1)

    changed = rehearsing.change_rehearsal(rehearsal=row, plan=Plan(later, "大礼堂"), by=clerk, at=WHEN)

    assert (changed.starts_at, changed.place) == (later, "大礼堂")
    assert set(row.turns.values_list("speech", flat=True)) == {first.speech_id, written.pk}


@pytest.mark.parametrize("role", [Role.MEMBER, Role.LEADER, Role.COMMITTEE_CLERK, Role.SYS_ADMIN])
def test_only_who_runs_the_speeches_rehearses_them(settled, role):
    call, _, _ = settled
    row, other = planned(settled), as_role(role)
    turn, before = turn_of(row), rows()

    for act in (
        lambda: rehearsing.plan_rehearsal(call=call, plan=PLAN, by=other, at=AT),
        lambda: rehearsing.change_rehearsal(rehearsal=row, plan=PLAN, by=other, at=AT),
        lambda: rehearsing.begin_turn(turn=turn, by=other, at=AT),
        lambda: rehearsing.note_turn(turn=turn, noted=Noted(True, 60), by=other, at=AT),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert rows() == before


def test_remarks_are_content_that_a_purge_reaches(settled):
    _, clerk, _ = settled
    turn = turn_of(planned(settled))
    rehearsing.note_turn(turn=turn, noted=Noted(True, 60, "青石坝"), by=clerk, at=WHEN)

    parts = purging_kinds.parts_of(turn.speech)

    assert (RehearsalTurn, ("remark",)) in [(type(each.row), tuple(each.fields)) for each in parts]


def test_the_office_rehearses_on_its_pages_and_the_author_reads_the_remarks(settled, browser):
    call, clerk, author = settled
    page, phone = browser(clerk), browser(author)
    here = f"/yunxi/speeches/calls/{call.public_id}/"
    given = {"day": (timezone.localdate() + timedelta(days=1)).isoformat(), "starts": "14:30", "place": "会议中心201"}

    nowhere = page.post(f"{here}rehearse/", {**given, "place": ""})
    page.post(f"{here}rehearse/", given)
    row = Rehearsal.objects.get()
    there, turn = f"/yunxi/speeches/rehearsals/{row.public_id}/", turn_of(row)
    page.post(f"/yunxi/speeches/turns/{turn.public_id}/begin/", {"x": "1"})
    running = page.get(there).content.decode()
    note = f"/yunxi/speeches/turns/{turn.public_id}/note/"
    page.post(note, {"came": "1", "minutes": "8", "seconds": "20", "remark": "开头再短些。"})
    shown = page.get(there).content.decode()

    assert "请写明试讲的地点" in nowhere.content.decode()
    assert there in page.get(here).content.decode()
    assert "讲完了" in running
    assert [words for words in ("用时8分20秒", "超时", "开头再短些。", "已到 1 人") if words not in shown] == []
    assert "开头再短些。" in phone.get(f"/yunxi/speeches/{turn.speech.public_id}/").content.decode()
    assert [phone.get(there).status_code, phone.post(note, {"came": "1"}).status_code] == [404, 403]


def test_the_page_asks_as_often_for_many_as_for_few(browser):
    call, clerk = make.call(), make.office()
    for _ in range(3):
        make.listed(call, "oral")
    row = rehearsing.plan_rehearsal(call=make.settled(call), plan=PLAN, by=clerk, at=AT)
    page = browser(clerk)

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert page.get(f"/yunxi/speeches/rehearsals/{row.public_id}/").status_code == 200
        return len(seen)

    count()
    many = count()
    row.turns.exclude(speech__order=1).delete()
    assert count() == many
