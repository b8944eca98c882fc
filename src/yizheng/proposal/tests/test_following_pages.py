"""The pages after a reply: one question, the office's lists, the second reply, the look-back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.accounts.enums import Role
from yizheng.kernel.models import LedgerEntry
from yizheng.promise import services as promises
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import Feedback, LookBack, Reply
from yizheng.proposal.services import look_back, redoing

from . import factories as make

S, H = ProposalState, HandlingState
BASE = "/yunxi"


def asked(stage=S.REPLIED, **changed):
    """Make a question for feedback about one issued reply."""
    of = make.proposal(stage, replied_on=date(2026, 3, 12))
    reply = make.reply(make.handling(of, state=H.ISSUED), sent_on=date(2026, 3, 12), class_mark="B")
    return make.feedback(reply, due_on=date(2026, 4, 2), **changed)


def page(browser, actor, path, **sent):
    client = browser(actor)
    hat = {"hat": actor.hat.grant_id, **sent}
    return client.post(f"{BASE}{path}", hat) if sent else client.get(f"{BASE}{path}")


def test_a_member_rates_under_the_reply_and_at_the_old_address(browser):
    row = asked()
    member = make.as_member(row.signer.membership)
    act = f"/feedback/{row.public_id}/feedback-give/"
    shown = page(browser, member, f"/feedback/{row.public_id}/").content.decode()
    assert shown.index(row.reply.opening) < shown.index(f'action="{BASE}{act}"')
    assert [text.count('type="radio"') for text in (shown, page(browser, member, act).content.decode())] == [6, 6]
    key = shown.split('name="act_key" value="')[-1].split('"')[0]

    sent = {"attitude": "satisfied", "result": "basic", "comment": "", "act_key": key}
    answers = [page(browser, member, act, **sent) for _ in range(2)]

    row.refresh_from_db()
    assert [each.status_code for each in answers] == [302, 302]
    assert (row.result_rating, row.source) == ("basic", "self")
    assert LedgerEntry.objects.filter(act="give_feedback").count() == 1
    assert 'type="radio"' not in page(browser, member, f"/feedback/{row.public_id}/").content.decode()


def test_what_was_carried_out_is_rated_under_the_second_reply(browser):
    row = asked(state="given", result_rating="basic", implementation_asked_on=date(2026, 3, 16))
    make.reply(row.reply.handling, kind="second", body="试点已完成。", sent_on=date(2026, 3, 16))

    Reply.objects.filter(pk=row.reply_id).update(body="第一次的答复。")
    here = f"/feedback/{row.public_id}/"

    shown = page(browser, make.as_member(row.signer.membership), here).content.decode()

    assert shown.index("试点已完成。") < shown.index(f'action="{BASE}{here}feedback-implementation/"')
    assert "第一次的答复。" not in shown


def test_the_clerk_and_whoever_only_reads_see_no_form(browser):
    row = asked()
    for actor, links in ((make.clerk(), 1), (make.as_role(Role.LEADER), 0)):
        shown = page(browser, actor, f"/feedback/{row.public_id}/").content.decode()
        assert (shown.count('type="radio"'), shown.count("feedback-give/")) == (0, links)


def test_what_was_typed_stays_when_the_reason_is_missing(browser):
    row = asked()

    answer = page(
        browser, make.as_member(row.signer.membership), f"/feedback/{row.public_id}/feedback-give/",
        attitude="satisfied", result="not_satisfied",
    )  # fmt: skip

    row.refresh_from_db()
    assert (answer.status_code, row.state) == (409, "asked")
    assert "请写一句原因" in answer.content.decode()


@pytest.mark.parametrize("act", ["", "feedback-give/", "feedback-confirm/", "feedback-implementation/"])
def test_somebody_elses_question_does_not_exist(browser, act):
    row = asked()

    answer = page(browser, make.as_member(make.member()), f"/feedback/{row.public_id}/{act}")

    assert answer.status_code == 404


def test_a_unit_reads_what_was_said_and_cannot_say_it(browser):
    row = asked(state="given", result_rating="basic", attitude_rating="basic", submitted_on=date(2026, 3, 14))
    row.proposal.feedback.update(state="given", result_rating="basic")
    unit = make.as_unit(row.reply.handling.unit)

    assert page(browser, unit, f"/feedback/{row.public_id}/").status_code == 200
    assert page(browser, unit, f"/feedback/{row.public_id}/feedback-give/").status_code == 403


def test_the_clerk_enters_the_paper_form(browser):
    row = asked()
    scan = SimpleUploadedFile("征询意见表.pdf", b"%PDF-1.4 paper", content_type="application/pdf")

    done = page(
        browser, make.clerk(), f"/feedback/{row.public_id}/feedback-give/", attitude="satisfied", result="satisfied",
        scan=scan,
    )  # fmt: skip

    row.refresh_from_db()
    assert (done.status_code, row.source, row.scan.name) == (302, "clerk", "征询意见表.pdf")


def test_the_clerk_confirms_and_orders_a_redo(browser):
    row = asked(state="given", result_rating="not_satisfied", attitude_rating="satisfied", comment="没有答到点上。")
    clerk = make.clerk()
    of, unit = row.proposal, row.reply.handling
    assert page(browser, clerk, f"/feedback/{row.public_id}/feedback-confirm/", go="1").status_code == 302
    assert "要求重新办理" in page(browser, clerk, f"/proposals/{of.public_id}/").content.decode()

    done = page(browser, clerk, f"/proposals/{of.public_id}/order-redo/", units=str(unit.public_id), reason="答非所问")

    of.refresh_from_db()
    assert (done.status_code, of.state, of.round) == (302, S.REDO, 2)
    again = page(browser, clerk, f"/proposals/{of.public_id}/order-redo/", units=str(unit.public_id), reason="再来")
    assert again.status_code in (200, 409)
    assert redoing.dissatisfied_replies(of) == [row.reply]


@pytest.mark.parametrize("path", ["/feedback/", "/proposals/look-backs/"])
@pytest.mark.parametrize("role", [Role.UNIT_CLERK, Role.MEMBER, Role.ASSIGNER])
def test_the_offices_lists_are_the_offices(browser, path, role):
    assert page(browser, make.as_role(role), path).status_code == 403


@pytest.mark.parametrize("path", ["/feedback/?year=2026", "/proposals/tracked/"])
def test_the_lists_take_the_same_number_of_statements(browser, path):
    client, counts = browser(make.clerk()), []
    client.get(f"{BASE}{path}")
    for more in (1, 2):
        for _ in range(more):
            row = asked(S.TRACKING)
            promises.make(
                origin=row.reply, text="完成试点", due_on=date(2026, 10, 30), promiser=row.reply.handling.unit,
                by=make.as_unit(row.reply.handling.unit), at=make.moment(),
            )  # fmt: skip
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"{BASE}{path}").status_code == 200
        counts.append(sum("SAVEPOINT" not in each["sql"] for each in caught.captured_queries))

    assert counts[0] == counts[1] <= 12


def test_the_list_shows_the_two_rates_with_their_denominators(browser):
    asked(state="given", result_rating="satisfied", attitude_rating="satisfied")
    asked(state="no_feedback")

    text = page(browser, make.clerk(), "/feedback/?show=given").content.decode()

    assert "办理满意率" in text
    assert "落实满意率" in text
    assert "1/1，未表态1，待评价0" in text


def test_a_unit_writes_its_second_reply(browser):
    row = asked(S.TRACKING, state="given", result_rating="satisfied")
    unit = row.reply.handling
    promise = promises.make(
        origin=row.reply, text="完成试点", due_on=date(2026, 10, 30), promiser=unit.unit, by=make.as_unit(unit.unit),
        at=make.moment(),
    )  # fmt: skip
    sent = {
        f"words-{promise.pk}": "两部电梯已运行", f"kept-{promise.pk}": "on", "body": "试点已完成。", "class_mark": "A",
        "signed_by_name": "贺建平",
    }  # fmt: skip
    path = f"/handlings/{unit.public_id}/second-reply/"
    assert page(browser, make.as_unit(make.UnitFactory()), path, **sent).status_code == 404

    done = page(browser, make.as_unit(unit.unit), path, **sent)

    promise.refresh_from_db()
    assert (done.status_code, promise.state) == (302, "reported")
    assert Reply.objects.get(kind="second").class_mark == "A"
    assert Feedback.objects.get().implementation_asked_on == date(2026, 3, 16)
    shown = page(browser, make.clerk(), f"/proposals/{row.proposal.public_id}/").content.decode()
    assert "试点已完成。" in shown


def test_the_clerk_draws_and_visits(browser):
    make.reply(make.handling(make.proposal(S.TRACKING, year=2025), state=H.ISSUED), class_mark="B")
    clerk = make.clerk()
    assert page(browser, clerk, "/proposals/look-backs/sample/", year="2026").status_code == 302
    row = LookBack.objects.get()

    done = page(
        browser, clerk, f"/proposals/look-backs/{row.public_id}/", visited_on="2026-03-16", finding="已经运行。",
        class_now="A",
    )  # fmt: skip

    assert done.status_code == 302
    assert "1/1件成为A类（100.0%）" in page(browser, clerk, "/proposals/look-backs/?year=2026").content.decode()


def test_a_leader_reads_a_look_back_and_records_none(browser):
    make.reply(make.handling(make.proposal(S.TRACKING, year=2025), state=H.ISSUED), class_mark="B")
    (row,) = look_back.sample(year=2026, by=make.clerk(), at=make.moment())
    path = f"/proposals/look-backs/{row.public_id}/"
    leader = make.as_role(Role.LEADER)

    assert page(browser, leader, path).status_code == 200
    sent = {"visited_on": "2026-03-16", "finding": "好", "class_now": "A"}
    assert page(browser, leader, path, **sent).status_code == 403
    assert LookBack.objects.get().visited_on is None


def test_the_year_is_carried_over_from_the_list(browser):
    asked(S.TRACKING, state="given", result_rating="satisfied")

    refused = page(browser, make.clerk(), "/proposals/tracked/carry/", year="2026")

    assert refused.status_code == 409
    assert "12月起" in refused.content.decode()
