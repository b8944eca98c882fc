"""What is printed after a reply, and whose it is; the content of feedback and promises goes with the proposal."""

from datetime import date

import pytest
from django.http import Http404

from yizheng.kernel import purging_kinds
from yizheng.promise import services as promises
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.papers.following import BOXES, feedback_form, look_backs, tracked

from . import factories as make

S, H = ProposalState, HandlingState


def asked(**changed):
    of = make.proposal(S.TRACKING)
    return make.feedback(
        make.reply(make.handling(of, state=H.ISSUED), class_mark="B", class_wording="列入计划"), **changed
    )


def test_the_sheet_has_boxes_where_nothing_was_said(house, now):
    row = asked()

    paper = feedback_form(make.clerk(), {"feedback": str(row.public_id)})

    lines = dict(paper.rows)
    assert (lines["办理态度"], lines["办理结果"], lines["办理结果类别"]) == (BOXES, BOXES, "B类　列入计划")
    assert "落实情况" not in lines
    assert paper.notes[1] == "请于2026年6月10日前交提案委员会。"


def test_the_sheet_is_for_whoever_sees_the_question(house):
    row = asked()

    with pytest.raises(Http404):
        feedback_form(make.as_member(make.member()), {"feedback": str(row.public_id)})
    with pytest.raises(Http404):
        feedback_form(make.clerk(), {"feedback": "x"})


def test_the_lists_are_printed_as_they_are_shown(house, now):
    row = asked()

    (line,) = tracked(make.clerk(), {}).rows

    assert line[1:4] == (str(row.reply.handling.unit), "B", "没有承诺")
    assert look_backs(make.clerk(), {"year": "2026"}).subtitle == "还没有回访"


def test_what_was_said_and_promised_goes_with_the_proposal(house):
    row = asked(comment="没有答到点上。", implementation_comment="还没有动。")
    unit = row.reply.handling
    made = promises.make(
        origin=row.reply, text="完成试点", due_on=date(2026, 10, 30), promiser=unit.unit, by=make.as_unit(unit.unit),
        at=make.moment(),
    )  # fmt: skip
    promises.note_progress(promise=made, words="已完成设计", by=make.clerk(), at=make.moment())

    parts = {(type(each.row).__name__, each.fields) for each in purging_kinds.parts_of(row.proposal)}

    assert ("Feedback", ("comment", "implementation_comment")) in parts
    assert ("Promise", ("text", "evidence_words", "explanation")) in parts
    assert ("PromiseNote", ("words",)) in parts
