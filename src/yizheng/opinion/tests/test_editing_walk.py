"""One piece from the list to an issue, by the pages as people walk them."""

from __future__ import annotations

import pytest

from yizheng.kernel.models import LedgerEntry
from yizheng.opinion.enums import OpinionState, UpLevel
from yizheng.opinion.models import Opinion, OpinionIssue

from . import factories as make

S = OpinionState
ROOM = "/yunxi/opinions/"
ISSUES = "/yunxi/opinion-issues/"


def page_of(opinion):
    return f"{ROOM}{opinion.public_id}/"


def edited(opinion, **changed):
    given = {
        "working_edition": opinion.working_edition, "title": "老旧小区充电桩难装", "body": make.BODY, "level": "city",
        "category": "城乡建设", "secrecy": "internal", "facts": "已电话向街道核实", "is_secrecy_checked": "on",
    }  # fmt: skip
    return {**given, **changed}


def test_a_piece_is_taken_up_edited_signed_and_issued(house, now, browser):
    clerk, chief, piece = make.clerk(), make.secretary_general(), make.opinion()
    at_desk, at_top = browser(clerk), browser(chief)

    assert make.TITLE in at_desk.get(ROOM).content.decode()
    assert at_desk.post(f"{page_of(piece)}take-up/").status_code == 302
    assert at_desk.get(f"{page_of(piece)}edit/").status_code == 200
    kept = at_desk.post(f"{page_of(piece)}edit/", {**edited(piece), "send": "1"})
    assert kept.headers["Location"] == f"{page_of(piece)}send-to-sign/"
    assert at_desk.post(kept.headers["Location"], {"signer": chief.user_id}).status_code == 302
    assert "同意" in at_top.get(page_of(piece)).content.decode()
    assert at_top.post(f"{page_of(piece)}sign-opinion/").status_code == 302
    assert at_desk.get(f"{ISSUES}new/?chosen={piece.public_id}").status_code == 200
    head = {"periodical": "社情民意", "kind": "regular", "readers": [chief.user_id], "copies": "区政府\n区委"}
    begun = at_desk.post(f"{ISSUES}new/", {**head, "chosen": [piece.public_id]})
    issue = OpinionIssue.objects.get()
    assert begun.headers["Location"] == f"{ISSUES}{issue.public_id}/lay-out/"
    assert at_desk.get(begun.headers["Location"]).status_code == 200
    at_desk.post(f"{ISSUES}{issue.public_id}/send-issue-to-sign/", {"signer": chief.user_id})
    at_top.post(f"{ISSUES}{issue.public_id}/sign-issue/")

    issue.refresh_from_db()
    piece.refresh_from_db()
    assert (issue.state, issue.year_no, issue.running_no, issue.signed_by_name) == ("issued", 1, 1, chief.name)
    assert (piece.state, piece.edited_title) == (S.ISSUED, "老旧小区充电桩难装")
    assert list(piece.adoptions.values_list("level", flat=True)) == [UpLevel.SELF]
    assert list(issue.recipients.values_list("name", "is_copy")) == [
        (chief.name, False), ("区委", True), ("区政府", True),
    ]  # fmt: skip
    rows = LedgerEntry.objects.filter(kind="opinion", object_id=piece.pk).exclude(act="award_points")
    assert list(rows.order_by("id").values_list("act", flat=True)) == [
        "take_up_opinion", "keep_opinion_edit", "send_opinion_to_sign", "approve_opinion", "issue_opinion",
        "adopt_here",
    ]  # fmt: skip
    for who in (at_desk, at_top):
        assert who.get(f"{ISSUES}{issue.public_id}/").status_code == 200
        assert who.get(page_of(piece)).status_code == 200


@pytest.mark.parametrize("state", [S.SUBMITTED, S.EDITING, S.SIGNING, S.APPROVED, S.ISSUED, S.REJECTED, S.ARCHIVED])
def test_the_page_of_a_piece_opens_in_every_state(house, now, browser, state):
    piece = make.opinion(state)

    people = (make.clerk(), make.secretary_general(), make.leader(), make.as_member(make.member()))
    seen = {who.hat.role: browser(who).get(page_of(piece)).status_code for who in people}

    assert seen == {"opinion_clerk": 200, "secretary_general": 200, "leader": 404, "member": 404}
    assert Opinion.objects.get(pk=piece.pk).state == state
