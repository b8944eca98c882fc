"""A plenary's speeches from the call to the archive, and everything that is refused on the way (handbook 9.6)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from yizheng.accounts.enums import Role
from yizheng.duty.enums import DutyKind
from yizheng.duty.models import DutyRecord
from yizheng.duty.scoring.shipped import shipped
from yizheng.kernel import quarantine, thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting.enums import MeetingKind
from yizheng.meeting.services import Particulars, plan_meeting
from yizheng.notify.models import Notice
from yizheng.opinion.enums import EntrySource
from yizheng.opinion.models import Opinion
from yizheng.proposal.models import ProposalLead
from yizheng.speech import queries
from yizheng.speech.enums import CallState, SpeechForm, SpeechState, VersionKind
from yizheng.speech.models import Speech, SpeechCall, SpeechVersion
from yizheng.speech.services import calling, following, holding, selecting, taking_over, writing
from yizheng.speech.services.calling import Wanted
from yizheng.speech.services.selecting import Edited, PaperApproval
from yizheng.speech.standing import owner_of
from yizheng.speech.tests import factories as make
from yizheng.speech.tests.factories import AT, as_member, as_role, member, moment
from yizheng.todo.models import Todo

S = SpeechState
pytestmark = pytest.mark.usefixtures("house")


def everything():
    models = (SpeechCall, Speech, SpeechVersion, LedgerEntry, Todo, Notice, DutyRecord, Opinion, ProposalLead)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def refused(code, act):
    before = everything()
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act()
    assert refusal.value.code == code
    assert everything() == before


def forbidden(act):
    before = everything()
    with pytest.raises(PermissionDenied), transaction.atomic():
        act()
    assert everything() == before


def told(person):
    return list(Notice.objects.filter(recipient=person.user_id).order_by("id").values_list("text", flat=True))


def owed(kind):
    return sorted(Todo.objects.filter(kind=kind, closed_at__isnull=True).values_list("act", "role"))


def as_now(row):
    return type(row).objects.get(pk=row.pk)


def test_a_call_keeps_the_length_it_began_with_and_tells_members():
    someone, clerk = as_member(member()), make.office()

    call = make.call(clerk)

    assert (call.state, call.max_chars, call.minutes, call.due_on) == (CallState.OPEN, 2500, 8, make.DUE)
    assert told(someone) == ["三届五次会议大会发言开始征集，4月5日前提交，正文2500字以内。"]
    assert told(clerk) == []
    assert owed("speech_call") == [("close_speech_call", "office_clerk")]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [("no_theme", Wanted(" \n", make.DUE)), ("long_theme", Wanted("字" * 61, make.DUE)),
     ("past", Wanted("养老", date(2026, 3, 15))), ("too_late", Wanted("养老", date(2026, 4, 20)))],
)  # fmt: skip
def test_a_call_names_themes_and_a_day_that_leaves_time_to_select(code, wanted):
    session, clerk = make.session(), make.office()

    refused(code, lambda: calling.call_for_speeches(session=session, wanted=wanted, by=clerk, at=AT))


def test_a_plenary_asks_once_and_before_it_opens():
    call, clerk = make.call(), make.office()
    past = make.SessionFactory(ordinal=4)

    refused("called", lambda: calling.call_for_speeches(session=call.session, wanted=make.WANTED, by=clerk, at=AT))
    refused("opened", lambda: calling.call_for_speeches(session=past, wanted=make.WANTED, by=clerk, at=AT))


def test_a_speech_handed_in_is_a_version_and_waits_to_be_read():
    author = as_member(member())

    speech = make.handed_in(make.call(), author)

    assert (speech.state, speech.who, speech.form) == (S.SUBMITTED, author.name, "")
    assert list(speech.versions.values_list("ordinal", "kind", "text")) == [(1, VersionKind.AUTHOR, make.TEXT)]
    assert owed("speech") == [("check_speech", "office_clerk")]
    assert LedgerEntry.objects.filter(kind="speech").values_list("act", "from_state", "to_state").get() == (
        "submit_speech", "draft", "submitted",
    )  # fmt: skip


def test_what_is_too_long_or_empty_is_kept_and_not_handed_in():
    call, author = make.call(), as_member(member())
    empty = writing.begin(call=call, words=make.words(text=" "), by=author, at=AT)
    long = writing.begin(call=call, words=make.words(text="字" * 2501), by=author, at=AT)
    fits = writing.begin(call=call, words=make.words(text="字 " * 2500), by=author, at=AT)

    refused("no_text", lambda: writing.submit(speech=empty, by=author, at=AT))
    refused("too_long", lambda: writing.submit(speech=long, by=author, at=AT))
    assert writing.submit(speech=fits, by=author, at=AT).state == S.SUBMITTED


def test_after_the_last_day_only_the_office_enters_and_what_was_returned_may_come_back():
    call, author, clerk = make.call(), as_member(member()), make.office()
    speech, other = make.handed_in(call, author), member()
    selecting.return_speech(speech=speech, reason="数字请核对", by=clerk, at=AT)
    late = moment(6, month=4)

    refused("late", lambda: writing.begin(call=call, words=make.words(), by=author, at=late))
    owner = owner_of(as_member(other), late.date())
    entered = writing.enter_for(call=call, owner=owner, words=make.words(), by=clerk, at=late)
    assert writing.submit(speech=entered, by=clerk, at=late).speaker == other
    assert writing.submit(speech=speech, by=author, at=late).state == S.SUBMITTED


def test_who_stands_for_nobody_writes_nothing():
    call = make.call()

    refused("no_owner", lambda: writing.begin(call=call, words=make.words(), by=as_role(Role.MEMBER), at=AT))
    forbidden(lambda: writing.begin(call=call, words=make.words(), by=make.office(), at=AT))


def test_two_tabs_never_overwrite_each_other():
    author = as_member(member())
    draft = writing.begin(call=make.call(), words=make.words(), by=author, at=AT)
    writing.write(speech=draft, words=make.words("新题目"), edition=1, by=author, at=AT)

    refused("elsewhere", lambda: writing.write(speech=draft, words=make.words("旧题目"), edition=1, by=author, at=AT))
    assert as_now(draft).title == "新题目"


def test_a_draft_is_thrown_away_without_a_trace_and_a_speech_is_withdrawn():
    author, call = as_member(member()), make.call()
    draft = writing.begin(call=call, words=make.words(), by=author, at=AT)
    speech = make.handed_in(call, author)

    refused("sent", lambda: writing.discard(speech=speech, by=author, at=AT))
    writing.discard(speech=draft, by=author, at=AT)
    writing.withdraw(speech=speech, by=author, at=AT)

    assert list(Speech.objects.values_list("state", flat=True)) == [S.WITHDRAWN]
    assert owed("speech") == []


def test_a_returned_speech_goes_back_to_its_author_with_the_reason():
    author = as_member(member())
    speech = make.handed_in(make.call(), author)

    selecting.return_speech(speech=speech, reason="数字请核对", by=make.office(), at=AT)

    todo = Todo.objects.get(kind="speech", closed_at__isnull=True)
    assert (todo.act, todo.user_id) == ("submit_speech", author.user_id)
    assert told(author)[-1] == f"您的大会发言《{speech}》退回修改，意见见发言页。"


def test_nobody_checks_the_own_speech():
    one = member()
    speech = make.handed_in(make.call(), as_member(one))
    clerk = make.office()
    own = clerk.__class__(one.person.user_id, one.person.name, clerk.hat, clerk.hats)

    forbidden(lambda: selecting.check(speech=speech, by=own, at=AT))


def test_the_approved_list_makes_each_speech_what_was_proposed_parties_first():
    call, clerk = make.call(), make.office()
    mine = make.listed(call)
    of_party = make.listed(call, by=make.as_party(make.party()))
    written = make.listed(call, "written")
    left = selecting.check(speech=make.handed_in(call), by=clerk, at=AT)

    done = make.settled(call)

    rows = [as_now(each) for each in (of_party, mine, written, left)]
    assert [(row.state, row.form, row.order, row.minutes) for row in rows] == [
        (S.ORAL_SELECTED, "oral", 1, 8), (S.ORAL_SELECTED, "oral", 2, 8), (S.WRITTEN_SELECTED, "written", None, None),
        (S.NOT_SELECTED, "", None, None),
    ]  # fmt: skip
    assert (done.state, done.settled_by_name, done.settled_on) == (CallState.SETTLED, "沈若松", AT.date())
    acts = LedgerEntry.objects.filter(act_id=LedgerEntry.objects.get(act="approve_speech_list").act_id)
    assert acts.count() == 5


def test_a_list_approved_on_paper_names_the_leader_and_the_clerk():
    call, clerk = make.call(), make.office()
    speech = make.listed(call)
    closed = calling.close_call(call=call, by=clerk, at=AT)
    proposed = selecting.propose_list(call=closed, by=clerk, at=AT)
    paper = PaperApproval("林远", AT.date(), "办字12号")

    forbidden(lambda: selecting.approve_list(call=proposed, by=clerk, at=AT))
    refused("no_leader", lambda: selecting.record_approval(
        call=proposed, paper=PaperApproval(" ", AT.date()), by=clerk, at=AT))  # fmt: skip
    refused("future", lambda: selecting.record_approval(
        call=proposed, paper=PaperApproval("林远", AT.date() + timedelta(1)), by=clerk, at=AT))  # fmt: skip
    selecting.record_approval(call=proposed, paper=paper, by=clerk, at=AT)

    row = LedgerEntry.objects.get(act="select_oral_speech")
    assert (row.source, row.actor_name, row.actor_id, row.entered_by_id) == ("paper", "林远", None, clerk.user_id)
    assert as_now(speech).state == S.ORAL_SELECTED


def test_a_list_is_not_proposed_empty_or_with_something_unread_and_then_stands_still():
    call, clerk = make.call(), make.office()
    closed = calling.close_call(call=call, by=clerk, at=AT)
    refused("guarded", lambda: selecting.propose_list(call=closed, by=clerk, at=AT))
    calling.reopen_call(call=closed, due_on=make.DUE, reason="稿子少", by=clerk, at=AT)
    speech, unread = make.listed(call), make.handed_in(call)
    calling.close_call(call=call, by=clerk, at=AT)
    refused("guarded", lambda: selecting.propose_list(call=call, by=clerk, at=AT))
    selecting.check(speech=unread, by=clerk, at=AT)
    selecting.propose_list(call=call, by=clerk, at=AT)

    refused("listed", lambda: selecting.drop(speech=speech, by=clerk, at=AT))
    refused("listed", lambda: selecting.shortlist(speech=unread, form="oral", by=clerk, at=AT))
    refused("listed", lambda: selecting.return_speech(speech=speech, reason="再改", by=clerk, at=AT))
    selecting.send_back_list(call=call, reason="少一家党派", by=make.leader(), at=AT)
    assert selecting.drop(speech=speech, by=clerk, at=AT).wanted == ""


def oral(count=2):
    call = make.call()
    speeches = [make.listed(call) for _ in range(count)]
    return make.settled(call), [as_now(each) for each in speeches]


def test_the_order_is_kept_with_its_minutes_and_knows_who_is_gone():
    call, (one, two) = oral()
    clerk = make.office()

    holding.set_order(call=call, places=[(two.pk, 6), (one.pk, 8)], by=clerk, at=AT)

    assert list(queries.in_order(call).values_list("pk", "order", "minutes")) == [(two.pk, 1, 6), (one.pk, 2, 8)]
    refused("changed", lambda: holding.set_order(call=call, places=[(one.pk, 8)], by=clerk, at=AT))
    refused("minutes", lambda: holding.set_order(call=call, places=[(one.pk, 0), (two.pk, 8)], by=clerk, at=AT))


def test_one_speaks_at_a_time_and_what_was_given_is_in_the_duty_record():
    call, (one, two) = oral()
    clerk = make.office()
    holding.begin_speaking(speech=one, by=clerk, at=AT)

    refused("speaking", lambda: holding.begin_speaking(speech=two, by=clerk, at=AT))
    holding.deliver(speech=one, by=clerk, at=AT)
    holding.begin_speaking(speech=two, by=clerk, at=AT)

    record = DutyRecord.objects.get()
    assert (record.kind, record.membership_id, record.on, record.state) == (
        DutyKind.SPEECH_ORAL, one.speaker_id, AT.date(), "generated",
    )  # fmt: skip
    holding.set_order(call=call, places=[(two.pk, 8)], by=clerk, at=AT)
    assert list(queries.in_order(call).values_list("pk", "order")) == [(one.pk, 1), (two.pk, 2)]


def test_a_mistaken_mark_is_taken_back_and_the_record_with_it():
    _call, (one,) = oral(1)
    clerk = make.office()
    given = holding.deliver(speech=one, by=clerk, at=AT)

    holding.undo_delivery(speech=given, reason="点错了", by=clerk, at=AT)
    assert DutyRecord.objects.get().state == "void"
    holding.deliver(speech=one, by=clerk, at=AT)

    assert sorted(DutyRecord.objects.values_list("state", flat=True)) == ["generated", "void"]


def test_written_speeches_are_handed_out_at_once_and_count_as_written():
    call = make.call()
    written = [make.listed(call, "written") for _ in range(2)]
    done, clerk = make.settled(call), make.office()

    holding.distribute(call=done, by=clerk, at=AT)

    assert {as_now(each).state for each in written} == {S.DELIVERED}
    assert list(DutyRecord.objects.values_list("kind", flat=True)) == [DutyKind.SPEECH_WRITTEN] * 2
    refused("none", lambda: holding.distribute(call=done, by=clerk, at=AT))
    refused("guarded", lambda: holding.undo_delivery(speech=written[0], reason="点错", by=clerk, at=AT))


def test_the_default_scheme_knows_what_both_forms_are_worth():
    rates = next(item for item in shipped("default").items if item.code == "G").rates

    assert (rates["speech_oral"].points, rates["speech_written"].points) == (500, 300)


def test_the_speech_of_a_party_counts_for_the_member_who_gave_it():
    call, speaker = make.call(), member()
    make.listed(call, by=make.as_party(make.party()), speaker=speaker)
    done = make.settled(call)

    holding.deliver(speech=queries.in_order(done).get(), by=make.office(), at=AT)

    assert DutyRecord.objects.values_list("membership", "kind").get() == (speaker.pk, DutyKind.SPEECH_ORAL)
    assert f"您的大会发言《{Speech.objects.get()}》已在大会上发言，记入履职记录。" in told(as_member(speaker))


def test_who_cannot_come_gives_way_to_who_can():
    call = make.call()
    one, two = make.listed(call), make.listed(call, "written")
    make.settled(call)
    clerk = make.office()

    selecting.to_written(speech=one, reason="生病", by=clerk, at=AT)
    refused("no_leader", lambda: selecting.to_oral(speech=two, leader="", reason="递补", by=clerk, at=AT))
    selecting.to_oral(speech=two, leader="林远", reason="递补", by=clerk, at=AT)

    assert [(as_now(each).form, as_now(each).order) for each in (one, two)] == [("written", None), ("oral", 1)]
    assert LedgerEntry.objects.get(act="change_to_oral").actor_name == "林远"


def test_each_edit_is_a_version_and_the_authors_own_stays():
    _call, (one,) = oral(1)
    clerk = make.office()

    selecting.edit(
        speech=one, edited=Edited("让老楼装上电梯", "改过的正文", "压缩"), edition=one.edition, by=clerk, at=AT
    )

    assert list(one.versions.values_list("kind", "text")) == [("author", make.TEXT), ("edit", "改过的正文")]
    refused("elsewhere", lambda: selecting.edit(
        speech=one, edited=Edited("另一个", "正文"), edition=one.edition, by=clerk, at=AT))  # fmt: skip
    refused("no_text", lambda: selecting.edit(
        speech=one, edited=Edited("题目", " "), edition=one.edition + 1, by=clerk, at=AT))  # fmt: skip


def given():
    _call, (one,) = oral(1)
    return holding.deliver(speech=one, by=make.office(), at=AT)


def test_a_speech_becomes_a_lead_that_leads_back_to_it():
    speech = given()

    moved = following.convert(speech=speech, target="proposal_lead", by=make.office(), at=AT)

    lead = ProposalLead.objects.get()
    assert (moved.state, lead.title, lead.text, lead.sender_label) == (S.CONVERTED, speech.title, make.TEXT, "大会发言")
    assert thread.origin_ids(lead, "speech") == [speech.pk]
    refused("target", lambda: following.convert(speech=speech, target="poem", by=make.office(), at=AT))
    refused("stale", lambda: following.convert(speech=speech, target="opinion", by=make.office(), at=AT))


def test_a_speech_becomes_the_draft_of_an_opinion_by_the_same_author():
    speech = given()

    following.convert(speech=speech, target="opinion", by=make.office(), at=AT)

    piece = Opinion.objects.get()
    assert (piece.title, piece.situation, piece.state, piece.source) == (
        speech.title, make.TEXT, "draft", EntrySource.CLERK,
    )  # fmt: skip
    assert piece.authors.get().membership_id == speech.membership_id
    assert thread.origin_ids(piece, "speech") == [speech.pk]


def test_an_opinion_becomes_the_draft_of_a_speech_while_one_is_asked_for():
    author = member()
    owner = {"column": "membership", "pk": author.pk, "title": "共享换电柜进小区", "text": "情况\n建议"}
    nothing = taking_over.keep_from_opinion(**owner, by=make.office(), at=AT)
    call = make.call()

    draft = taking_over.keep_from_opinion(**owner, by=make.office(), at=AT)

    assert nothing is None
    assert (draft.call, draft.state, draft.speaker, draft.text) == (call, S.DRAFT, author, "情况\n建议")
    assert told(as_member(author))[-1] == "您的社情民意已转为大会发言的草稿《共享换电柜进小区》，请改好后提交。"


def test_the_result_is_told_and_waits_until_its_author_has_read_it():
    speech = given()
    author, clerk = as_member(speech.membership), make.office()
    refused("no_words", lambda: following.feed_back(speech=speech, result=" ", by=clerk, at=AT))
    refused("no_result", lambda: following.see_result(speech=speech, by=author, at=AT))

    told_now = following.feed_back(speech=speech, result="已列入明年改造计划。", by=clerk, at=AT)

    assert told(author)[-1] == f"您的大会发言《{speech}》有了结果：已列入明年改造计划。"
    todo = Todo.objects.get(kind="speech", closed_at__isnull=True)
    assert (todo.act, todo.user_id) == ("see_speech_result", author.user_id)
    forbidden(lambda: following.see_result(speech=told_now, by=as_member(member()), at=AT))
    following.see_result(speech=told_now, by=author, at=AT)
    assert owed("speech") == []
    assert not LedgerEntry.objects.filter(fields__result__contains="改造").exists()


def test_nothing_is_archived_before_it_was_given_and_answered():
    call, (one,) = oral(1)
    clerk = make.office()
    refused("guarded", lambda: following.archive_call(call=call, by=clerk, at=AT))
    spoken = holding.deliver(speech=one, by=clerk, at=AT)
    refused("guarded", lambda: following.archive_call(call=call, by=clerk, at=AT))
    following.feed_back(speech=spoken, result="已采纳。", by=clerk, at=AT)

    following.archive_call(call=call, by=clerk, at=AT)

    assert (as_now(call).state, as_now(one).state) == (CallState.ARCHIVED, S.ARCHIVED)
    assert DutyRecord.objects.get().state == "generated"


@pytest.mark.parametrize("is_planned_first", [True, False])
def test_the_call_and_the_meeting_of_a_plenary_stand_in_one_thread(is_planned_first):
    session, clerk = make.session(), make.office()

    def plan():
        day = Particulars(starts_at=moment(20, month=4), ends_at=moment(24, month=4), place="区礼堂", agenda="开幕")
        return plan_meeting(kind=MeetingKind.PLENARY, term=session.term, ordinal=5, particulars=day, by=clerk, at=AT)

    meeting = plan() if is_planned_first else None
    call = make.call(clerk)
    meeting = meeting or plan()

    assert thread.origin_ids(call, "meeting") == [meeting.pk]


def seen(actor):
    return {each.pk for each in queries.speeches_visible_to(actor)}


def test_a_member_sees_the_own_and_the_others_once_the_list_is_approved():
    call, author = make.call(), as_member(member())
    draft = writing.begin(call=call, words=make.words(), by=author, at=AT)
    mine, other = make.listed(call, by=author), make.listed(call, "written")
    left = selecting.check(speech=make.handed_in(call), by=make.office(), at=AT)
    reader, clerk, outside = as_member(member()), make.office(), as_role(Role.UNIT_CLERK)
    before = [seen(each) for each in (author, reader, clerk, make.leader(), outside)]

    make.settled(call)

    assert before == [{draft.pk, mine.pk}, set(), {mine.pk, other.pk, left.pk}, {mine.pk, other.pk, left.pk}, set()]
    after = [seen(each) for each in (author, reader, outside)]
    assert after == [{draft.pk, mine.pk, other.pk}, {mine.pk, other.pk}, set()]


ACTS = {
    "check": (lambda s, by: selecting.check(speech=s, by=by, at=AT), {"office"}),
    "return": (lambda s, by: selecting.return_speech(speech=s, reason="改", by=by, at=AT), {"office"}),
    "withdraw": (lambda s, by: writing.withdraw(speech=s, by=by, at=AT), {"office", "author"}),
    "shortlist": (lambda s, by: selecting.shortlist(speech=s, form=SpeechForm.ORAL, by=by, at=AT), set()),
    "close": (lambda s, by: calling.close_call(call=s.call, by=by, at=AT), {"office"}),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["office", "author", "member", "leader", "secretary", "committee", "unit"])
def test_who_may_do_what_to_a_speech_that_was_handed_in(act, who):
    author = as_member(member())
    speech = make.handed_in(make.call(), author)
    people = {
        "office": make.office, "author": lambda: author, "member": lambda: as_member(member()), "leader": make.leader,
        "secretary": lambda: as_role(Role.SECRETARY_GENERAL), "unit": lambda: as_role(Role.UNIT_CLERK),
        "committee": lambda: as_role(Role.COMMITTEE_CLERK),
    }  # fmt: skip
    perform, allowed = ACTS[act]
    by = people[who]()

    if who in allowed:
        perform(speech, by)
    else:
        with pytest.raises((PermissionDenied, Refused)):
            perform(speech, by)
        assert (as_now(speech).state, as_now(speech.call).state) == (S.SUBMITTED, CallState.OPEN)


def test_nothing_is_written_over_a_speech_that_is_closed():
    author, clerk, guard = as_member(member()), make.office(), as_role(Role.SECURITY_ADMIN)
    speech = make.handed_in(make.call(), author)
    speech = selecting.return_speech(speech=speech, reason="请写短一些", by=clerk, at=AT)
    closure = quarantine.quarantine(subject=speech, by=guard, reason="误传涉密内容", at=AT)
    speech.refresh_from_db()

    edition = speech.edition
    refused("closed", lambda: writing.write(speech=speech, words=make.words(), edition=edition, by=clerk, at=AT))
    refused("closed", lambda: writing.submit(speech=speech, by=author, at=AT))
    refused("closed", lambda: writing.discard(speech=speech, by=clerk, at=AT))

    quarantine.lift(closure=closure, by=guard, reason="查清", at=AT)
    speech.refresh_from_db()
    assert speech.text == make.TEXT


def test_once_the_list_is_approved_nobody_waits_for_what_never_came_back():
    call, clerk, author = make.call(), make.office(), as_member(member())
    make.listed(call)
    returned = selecting.return_speech(speech=make.handed_in(call, author), reason="请写短一些", by=clerk, at=AT)
    waiting = Todo.objects.filter(kind="speech", object_id=returned.pk, closed_at__isnull=True)
    assert list(waiting.values_list("user", flat=True)) == [author.user_id]

    make.settled(call)

    assert not waiting.exists()
    returned.refresh_from_db()
    assert returned.state == S.RETURNED
