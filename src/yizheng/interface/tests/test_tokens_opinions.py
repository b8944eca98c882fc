"""Tokens and opinions: reading, handing in and answering slips are scopes of their own; no other scope opens them."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Source
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.token_scopes import Scope
from yizheng.notify import services as notify
from yizheng.opinion.enums import FeedbackKind, OpinionState, TransferState
from yizheng.opinion.models import Opinion, OpinionFeedback, OpinionTransfer
from yizheng.opinion.services import submitting
from yizheng.opinion.tests import factories as make
from yizheng.plan.tests.untouched import nothing_changes
from yizheng.search import indexing

S = OpinionState
TEXT = {
    "title": "公交站太远", "situation": "老人要走一公里。", "problem": "雨天不便。", "suggestion": "增设一站。",
    "declared_unclassified": True,
}  # fmt: skip
OTHERS = (Scope.READ, Scope.PROPOSAL_WRITE, Scope.HANDLING_WRITE, Scope.FEEDBACK_WRITE)
"""What a token could do before opinions had scopes of their own."""


def refused(answer):
    return answer.status_code, answer.json()["code"], answer.json()["scope"]


def test_a_system_of_a_member_hands_in_and_reads_what_came_of_it(program):
    actor = make.as_member(make.member("林晓"))
    system = program(actor, Scope.OPINION_READ, Scope.OPINION_WRITE)

    path = system.post("opinions/", TEXT).json()["url"].removeprefix("/api/yunxi/")
    assert system.post(f"opinions/{Opinion.objects.get().public_id}/submit/").status_code == 200

    assert (system.get(path).json()["number"], system.get("opinions/own/").json()["count"]) == ("2026-0001", 1)
    row = LedgerEntry.objects.get(act="submit_opinion")
    assert (row.source, row.actor_id) == (Source.API, actor.user_id)


def test_a_system_of_a_unit_reads_signs_and_answers_slips(program):
    unit, actor = make.unit("住建局")
    slip = make.slip(to=unit)
    system = program(actor, Scope.OPINION_READ, Scope.SLIP_WRITE)
    at = f"opinion-slips/{slip.public_id}/"

    assert [row["id"] for row in system.get("opinion-slips/").json()["rows"]] == [str(slip.public_id)]
    assert make.SITUATION in system.get(at).json()["text"]
    assert system.post(f"{at}sign-for/").status_code == 200
    assert system.post(f"{at}reply/", {"words": "已选址三处。", "signed_by_name": "贺建平"}).status_code == 200

    slip.refresh_from_db()
    assert (slip.state, slip.reply) == (TransferState.REPLIED, "已选址三处。")


@pytest.mark.parametrize("path", ["opinions/own/", "opinions/calls/"])
def test_reading_other_things_reads_no_opinion(program, path):
    system = program(make.as_member(make.member()), *OTHERS, Scope.OPINION_WRITE)

    assert refused(system.get(path)) == (403, "scope", "opinion.read")


def test_reading_opinions_reads_nothing_else(program):
    system = program(make.as_member(make.member()), Scope.OPINION_READ)

    assert system.get("opinions/own/").status_code == 200
    assert refused(system.get("proposals/")) == (403, "scope", "read")
    assert refused(system.get("notices/")) == (403, "scope", "read")


@pytest.mark.parametrize(("scopes", "count"), [((Scope.READ,), 1), ((Scope.READ, Scope.OPINION_READ), 3)])
def test_notices_quote_no_opinion_to_a_token_that_reads_none(program, now, scopes, count):
    actor = make.as_member(make.member())
    for at in ("opinions/3f/", "opinion-slips/3f/", "meetings/3f/"):
        notify.tell(recipients=[actor.user_id], text=f"在{at}", url=f"/yunxi/{at}", key=at, at=now)

    told = program(actor, *scopes).get("notices/").json()

    assert told["count"] == count
    assert ("opinion" in str(told)) is (count == 3)


def test_only_acting_reads_nothing(program):
    system = program(make.as_member(make.member()), Scope.OPINION_WRITE)

    assert refused(system.get("opinions/own/"))[:2] == (403, "scope")


@pytest.mark.parametrize("scope", [*OTHERS, Scope.OPINION_READ, Scope.SLIP_WRITE])
def test_no_other_scope_hands_in(program, scope):
    author = make.member()
    draft = make.opinion(S.DRAFT, by=author)
    told = OpinionFeedback.objects.create(
        opinion=make.opinion(S.REPLIED, by=author), kind=FeedbackKind.RESULT, text="已办理。", state="given",
        owed_on=make.moment().date(), due_on=make.moment().date(),
    )  # fmt: skip
    system = program(make.as_member(author), scope)
    paths = ("", f"{draft.public_id}/submit/", f"{draft.public_id}/withdraw/", f"feedback/{told.public_id}/see/")

    with nothing_changes():
        answers = [system.post(f"opinions/{path}", TEXT) for path in paths]

    assert {refused(each) for each in answers} == {(403, "scope", "opinion.write")}


@pytest.mark.parametrize("scope", [*OTHERS, Scope.OPINION_READ, Scope.OPINION_WRITE])
@pytest.mark.parametrize("act", ["sign-for", "reply", "decline"])
def test_no_other_scope_answers_slips(program, scope, act):
    unit, actor = make.unit()
    slip = make.slip(to=unit)
    system = program(actor, scope)

    with nothing_changes():
        answer = system.post(
            f"opinion-slips/{slip.public_id}/{act}/", {"words": "办了", "signed_by_name": "甲", "reason": "不归我们"}
        )

    assert refused(answer) == (403, "scope", "slip.write")
    assert OpinionTransfer.objects.get().state == TransferState.SENT


def test_a_scope_gives_no_right_that_the_hat_has_not(program):
    slip, draft = make.slip(), make.opinion(S.DRAFT)
    member = program(make.as_member(make.member()))
    clerk = program(make.as_role(Role.OFFICE_CLERK))

    assert member.get("opinion-slips/").status_code == 403
    assert member.post(f"opinion-slips/{slip.public_id}/sign-for/").status_code == 404
    assert member.post(f"opinions/{draft.public_id}/submit/").status_code == 404
    assert clerk.get("opinions/own/").status_code == 403


def test_what_a_token_does_not_cover_stands_in_no_list_over_all_rooms(program):
    author = make.member()
    piece = make.opinion(S.DRAFT, by=author, title="栈桥护栏松动")
    actor = make.as_member(author)
    piece = submitting.submit(opinion=piece, by=actor, at=make.moment())
    indexing.put(piece)
    office = make.clerk()
    plain, full = (program(actor, *scopes) for scopes in ((Scope.READ,), (Scope.READ, Scope.OPINION_READ)))
    desks = [program(office, *scopes) for scopes in ((Scope.READ,), (Scope.READ, Scope.OPINION_READ))]

    found = [system.get("search/?q=栈桥护栏").json() for system in (plain, full)]
    asked = plain.get("search/?q=栈桥护栏&kind=opinion").json()
    waiting = [desk.get("todos/").json()["count"] for desk in desks]

    assert [(each["count"], each["kinds"]) for each in found] == [(0, {}), (1, {"opinion": 1})]
    assert (asked["count"], asked["rows"], asked["kinds"]) == (0, [], {})
    assert waiting == [0, 1]


def test_every_page_of_the_room_is_among_those_that_are_left_out():
    from yizheng.kernel.token_scopes import _pages
    from yizheng.opinion.urls import urlpatterns

    outside = [str(each.pattern) for each in urlpatterns if not str(each.pattern).startswith(_pages["opinion"])]

    assert outside == []
