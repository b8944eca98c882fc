"""A unit drafts, has countersigned, issues its reply; it is sent back, given another class (handbook 5.6, 5.7)."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from yizheng.attachment import services as files
from yizheng.deadline.models import Deadline
from yizheng.document import drawing
from yizheng.kernel.acting import Source
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.org.models import Setting
from yizheng.promise.models import Promise
from yizheng.proposal import keys
from yizheng.proposal.enums import AnswerVerdict, ContactMode, ContactStage, ReplyState, ShareRole
from yizheng.proposal.enums import HandlingState as H
from yizheng.proposal.enums import ProposalState as S
from yizheng.proposal.models import Feedback, Reply
from yizheng.proposal.papers.reply import letter_of
from yizheng.proposal.services import contacting, countersigning, drafting, replying
from yizheng.proposal.services import dates as handling_dates

from . import factories as make

pytestmark = pytest.mark.usefixtures("house")
MAY = make.moment(18, 5)


def _words(proposal, **changed):
    answers = [
        drafting.Answer(each.pk, AnswerVerdict.ACCEPTED, f"第{each.order}条已经在办。")
        for each in proposal.suggestions.all()
    ]
    given = {
        "opening": "收悉。",
        "closing": "感谢。",
        "class_mark": "A",
        "answers": answers,
        "doc_no": "云建函〔2026〕8号",
    }
    return drafting.Words(**{**given, **changed})


def _contacted(role=ShareRole.SOLE, proposal=None, **changed):
    handling = make.handling(
        proposal or make.proposal(S.HANDLING), role=role, state=H.CONTACTED, contacted_on=date(2026, 3, 20), **changed
    )
    make.contact(handling)
    handling_dates.start_first_round(handling, by=make.assigner(), at=make.moment(10))
    return handling


def _drafted(handling, **changed):
    by = make.as_unit(handling.unit)
    reply = drafting.write_reply(handling=handling, words=_words(handling.proposal, **changed), by=by, at=MAY)
    drafting.finish_draft(handling=handling, by=by, at=MAY)
    reply.refresh_from_db()
    handling.refresh_from_db()
    return Reply.objects.select_related("handling__proposal", "handling__unit").get(pk=reply.pk)


def _issue(reply, *, by=None, at=MAY, signed="贺建平", **also):
    by = by or make.as_unit(reply.handling.unit, leader=True)
    return replying.issue(reply=reply, signed_by_name=signed, by=by, at=at, **also)


def _host_and_co(co_state=H.SIGNED):
    proposal = make.proposal(S.HANDLING)
    host = _contacted(ShareRole.HOST, proposal)
    return host, make.handling(proposal, role=ShareRole.CO, state=co_state)


def _send_opinion(co):
    opinion = countersigning.Opinion("同意主办单位意见，补充用地安排。", "周文清")
    return countersigning.send_co_opinion(handling=co, opinion=opinion, by=make.as_unit(co.unit), at=make.moment(1, 4))


def _scan(by):
    return files.keep(file=ContentFile(b"%PDF-1.4 sealed"), name="第058号-主办.pdf", by=by, at=MAY)


def _refused(code, call):
    before = (LedgerEntry.objects.count(), Reply.objects.filter(state="issued").count(), Feedback.objects.count())
    with pytest.raises(Refused) as refusal:
        call()
    assert refusal.value.code == code
    after = (LedgerEntry.objects.count(), Reply.objects.filter(state="issued").count(), Feedback.objects.count())
    assert after == before
    return refusal.value.message


def test_issuing_moves_letter_handling_and_proposal_in_one_act_and_asks_for_feedback():
    reply = _drafted(_contacted())

    issued = _issue(reply)

    issued.handling.refresh_from_db()
    issued.handling.proposal.refresh_from_db()
    assert (issued.state, issued.sent_on, issued.class_wording) == ("issued", date(2026, 5, 18), "已经解决或基本解决")
    assert (issued.handling.state, issued.handling.proposal.state) == (H.ISSUED, S.REPLIED)
    acts = LedgerEntry.objects.filter(act__in=["issue_reply", "issue_letter", "note_replied"])
    assert acts.values("act_id").distinct().count() == 1
    assert Feedback.objects.filter(reply=issued).count() == 1
    assert Deadline.objects.get(kind="handling", object_id=issued.handling_id, act="issue_reply").state == "met"


def test_a_late_reply_is_issued_and_its_date_says_so():
    reply = _drafted(_contacted())

    _issue(reply, at=make.moment(11, 6))

    assert Deadline.objects.get(object_id=reply.handling_id, act="issue_reply").state == "missed"


def test_what_is_promised_is_registered_when_the_reply_is_issued():
    promised = [drafting.Commitment("设立维护资金池", date(2026, 10, 31))]
    reply = _drafted(_contacted(), commitments=promised)
    assert Promise.objects.count() == 0

    _issue(reply)

    promise = Promise.objects.get()
    assert (promise.text, promise.due_on, promise.promiser_unit) == (
        "设立维护资金池", date(2026, 10, 31), reply.handling.unit,
    )  # fmt: skip


def test_the_proposal_is_answered_only_with_the_last_of_separate_replies():
    proposal = make.proposal(S.HANDLING)
    first = _drafted(_contacted(ShareRole.SEPARATE, proposal))
    second = _drafted(_contacted(ShareRole.SEPARATE, proposal))

    _issue(first)
    proposal.refresh_from_db()
    assert proposal.state == S.HANDLING
    _issue(second)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.replied_on) == (S.REPLIED, date(2026, 5, 18))


def test_no_talk_no_reply():
    reply = _drafted(_contacted())
    reply.handling.contacts.all().delete()

    assert "面商" in _refused("guarded", lambda: _issue(reply))


def test_a_talk_the_proposer_objects_to_does_not_count_a_silent_one_does():
    reply = _drafted(_contacted())
    reply.handling.contacts.update(confirmation="objected")
    _refused("guarded", lambda: _issue(reply))

    reply.handling.contacts.update(confirmation="silence")
    assert _issue(reply).state == "issued"


def test_no_class_no_reply():
    reply = _drafted(_contacted(), class_mark="")

    assert "类别" in _refused("guarded", lambda: _issue(reply))


def test_a_class_that_the_year_does_not_know_is_refused():
    Setting.objects.create(key=keys.CLASSES.name, value=["A=办结", "B=在办"], valid_from=date(2026, 1, 1))
    handling = _contacted()

    _refused(
        "no_such_class",
        lambda: drafting.write_reply(
            handling=handling, words=_words(handling.proposal, class_mark="C"), by=make.as_unit(handling.unit), at=MAY
        ),
    )


def test_a_reply_needs_a_signature_and_no_date_to_come():
    reply = _drafted(_contacted())

    _refused("unsigned", lambda: _issue(reply, signed=" "))
    _refused("future", lambda: _issue(reply, signed_on=date(2026, 5, 19)))


def test_every_suggestion_is_answered_or_the_units_own_form_is_taken():
    handling = _contacted()
    clerk = make.as_unit(handling.unit)
    some = _words(handling.proposal).answers[:1]
    drafting.write_reply(handling=handling, words=_words(handling.proposal, answers=some), by=clerk, at=MAY)
    said = _refused("unanswered", lambda: drafting.finish_draft(handling=handling, by=clerk, at=MAY))
    assert said.startswith("第2条建议还没有答复")

    own = files.keep(file=ContentFile(b"PK word"), name="答复.docx", by=clerk, at=MAY)
    words = _words(handling.proposal, answers=(), own_file=own)
    drafting.write_reply(handling=handling, words=words, by=clerk, at=MAY)
    assert drafting.finish_draft(handling=handling, by=clerk, at=MAY).state == H.DRAFTED


def test_an_answer_to_another_proposals_suggestion_is_refused():
    handling, other = _contacted(), make.proposal(S.HANDLING)

    _refused(
        "foreign_answer",
        lambda: drafting.write_reply(handling=handling, words=_words(other), by=make.as_unit(handling.unit), at=MAY),
    )


def test_the_host_waits_for_opinions_then_for_countersignatures():
    host, co = _host_and_co()
    clerk = make.as_unit(host.unit)
    reply = drafting.write_reply(handling=host, words=_words(host.proposal), by=clerk, at=MAY)
    said = _refused("opinions_missing", lambda: drafting.finish_draft(handling=host, by=clerk, at=MAY))
    assert said.startswith(str(co.unit))
    _send_opinion(co)
    drafting.finish_draft(handling=host, by=clerk, at=MAY)
    reply = Reply.objects.get(pk=reply.pk)

    assert "会签" in _refused("guarded", lambda: _issue(reply))

    countersigning.countersign(handling=co, by=make.as_unit(co.unit, leader=True), at=MAY)
    host.refresh_from_db()
    assert (host.state, host.countersigned_on) == (H.COUNTERSIGNED, date(2026, 5, 18))
    assert _issue(Reply.objects.get(pk=reply.pk)).state == "issued"


def test_changing_the_draft_voids_what_was_countersigned():
    host, co = _host_and_co()
    _send_opinion(co)
    _drafted(host)
    countersigning.countersign(handling=co, by=make.as_unit(co.unit), at=MAY)

    taken = drafting.take_back_draft(handling=host, by=make.as_unit(host.unit), at=MAY)

    co.refresh_from_db()
    assert (taken.state, co.countersigned_on) == (H.CONTACTED, None)


def test_a_co_handler_neither_drafts_nor_issues_nor_countersigns_too_early():
    host, co = _host_and_co()
    clerk = make.as_unit(co.unit)

    _refused(
        "co_handler",
        lambda: drafting.write_reply(handling=co, words=_words(host.proposal), by=clerk, at=MAY),
    )
    _send_opinion(co)
    co.refresh_from_db()
    _refused("no_draft", lambda: countersigning.countersign(handling=co, by=clerk, at=MAY))
    reply = _drafted(host)
    with pytest.raises(PermissionDenied):
        _issue(reply, by=clerk)


def test_a_reply_is_checked_first_where_the_office_wants_it():
    Setting.objects.create(key=keys.CHECK_BEFORE_ISSUE.name, value=True, valid_from=date(2026, 1, 1))
    reply = _drafted(_contacted())
    _refused("unchecked", lambda: _issue(reply))

    sent = drafting.send_to_check(reply=reply, by=make.as_unit(reply.handling.unit), at=MAY)
    with pytest.raises(PermissionDenied):
        drafting.pass_check(reply=sent, by=make.as_unit(reply.handling.unit), at=MAY)
    passed = drafting.pass_check(reply=sent, by=make.assigner(), at=MAY)

    assert _issue(passed).state == "issued"


def test_a_reply_sent_back_from_its_check_is_drafted_anew():
    reply = _drafted(_contacted())
    sent = drafting.send_to_check(reply=reply, by=make.as_unit(reply.handling.unit), at=MAY)

    back = drafting.return_from_check(reply=sent, reason="没有写完成时间", by=make.assigner(), at=MAY)

    back.handling.refresh_from_db()
    assert (back.state, back.handling.state) == (ReplyState.REJECTED, H.CONTACTED)
    assert _drafted(back.handling).state == ReplyState.DRAFT


def test_an_issued_reply_is_sent_back_with_all_that_came_of_it():
    promised = [drafting.Commitment("设立维护资金池", date(2026, 10, 31))]
    reply = _issue(_drafted(_contacted(), commitments=promised))
    reply.handling.refresh_from_db()

    moved = replying.reject_reply(handling=reply.handling, reason="答非所问", by=make.clerk(), at=make.moment(20, 5))

    reply.refresh_from_db()
    moved.proposal.refresh_from_db()
    assert (moved.state, moved.due_on, reply.state) == (H.REJECTED, date(2026, 6, 19), ReplyState.REJECTED)
    assert (moved.proposal.state, moved.proposal.replied_on) == (S.HANDLING, None)
    assert list(Promise.objects.values_list("state", flat=True)) == ["void"]
    assert not Feedback.objects.filter(state="asked").exists()
    again = _issue(_drafted(moved), at=make.moment(25, 5))
    assert (again.pk, again.state) == (reply.pk, "issued")


def test_a_redone_reply_needs_the_units_leader_in_the_talk():
    handling = _contacted(proposal=make.proposal(S.REDO, round=2), round=2)
    reply = _drafted(handling)
    assert reply.kind == "redo"
    assert "负责同志" in _refused("guarded", lambda: _issue(reply))

    reply.handling.contacts.update(leader_took_part=True)

    assert _issue(reply).state == "issued"


def test_a_class_is_changed_with_its_trace_by_assigner_or_clerk_only():
    reply = _issue(_drafted(_contacted()))
    with pytest.raises(PermissionDenied):
        replying.change_class(
            reply=reply, mark="B", reason="还在办", by=make.as_unit(reply.handling.unit), at=MAY
        )  # fmt: skip

    changed = replying.change_class(reply=reply, mark="B", reason="还在办", by=make.clerk(), at=MAY)

    assert (changed.class_mark, changed.class_wording) == ("B", "正在解决或列入计划")
    assert LedgerEntry.objects.get(act="change_class").reason == "还在办"
    _refused("same_class", lambda: replying.change_class(reply=changed, mark="B", reason="同", by=make.clerk(), at=MAY))


def test_a_closed_proposal_keeps_its_reply_and_is_tracked_when_the_class_becomes_b():
    reply = _issue(_drafted(_contacted()))
    proposal = reply.handling.proposal
    type(proposal).objects.filter(pk=proposal.pk).update(state=S.CLOSED)
    acts = LedgerEntry.objects.count()
    _refused(
        "closed", lambda: replying.reject_reply(handling=reply.handling, reason="答非所问", by=make.clerk(), at=MAY)
    )  # fmt: skip
    assert LedgerEntry.objects.count() == acts

    replying.change_class(reply=reply, mark="B", reason="还在办", by=make.clerk(), at=MAY)

    proposal.refresh_from_db()
    reply.handling.refresh_from_db()
    assert (proposal.state, reply.handling.second_due_on is not None) == (S.TRACKING, True)


def test_a_paper_reply_is_entered_unsplit_with_the_talk_its_sheet_tells_of():
    handling = make.handling(make.proposal(S.ASSIGNED), on_paper=True)
    by = make.assigner()
    talk = contacting.Contact(
        ContactStage.BEFORE, ContactMode.VISIT, date(2026, 4, 2), "区水务局", "林岫", "据纸质记录代录。"
    )
    paper = replying.PaperReply("B", "贺建平", date(2026, 5, 15), _scan(by), doc_no="云水函〔2026〕3号")
    _refused("stale", lambda: replying.enter_paper_reply(handling=handling, paper=paper, contact=None, by=by, at=MAY))

    reply = replying.enter_paper_reply(handling=handling, paper=paper, contact=talk, by=by, at=MAY)

    handling.refresh_from_db()
    assert (reply.state, reply.on_paper, handling.state) == ("issued", True, H.ISSUED)
    row = LedgerEntry.objects.get(act="issue_letter")
    assert (row.source, row.actor_name, row.entered_by_id) == (Source.PAPER, "贺建平", by.user_id)
    assert LedgerEntry.objects.filter(act_id=row.act_id).count() >= 6


def test_the_sealed_scan_can_be_put_in_again():
    reply = _issue(_drafted(_contacted()))
    clerk = make.as_unit(reply.handling.unit)

    for _ in range(2):
        scan = _scan(clerk)
        reply = replying.attach_sealed(reply=reply, scan=scan, by=clerk, at=MAY)

    assert reply.sealed_scan == scan


def test_the_letter_answers_each_suggestion_in_turn_and_carries_the_sheet_for_views():
    reply = _issue(_drafted(_contacted(), contact_person="冉晓彤", contact_phone="0571-5550101"))

    import docx

    document = docx.Document(BytesIO(drawing.word(letter_of(reply))))

    text = [each.text for each in document.paragraphs if each.text]
    assert text[0] == str(reply.handling.unit)
    assert "办理结果：A" in text
    assert any("对三届四次会议第001号提案的答复" in line.replace("\n", "") for line in text)
    assert "一、关于“由街道牵头建立议事会”（采纳）" in text
    assert text.index("第1条已经在办。") < text.index("第2条已经在办。")
    assert "（联系人：冉晓彤　电话：0571-5550101）" in text
    assert "提案办理征询意见表" in text


def test_nothing_is_promised_for_a_day_that_is_over():
    handling = _contacted()
    over = _words(handling.proposal, commitments=[drafting.Commitment("设立资金池", date(2026, 5, 18))])

    _refused(
        "due_past",
        lambda: drafting.write_reply(handling=handling, words=over, by=make.as_unit(handling.unit), at=MAY),
    )
