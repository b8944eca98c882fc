"""Calls for pieces: made, heard of, answered, changed, closed; whom they ask; the reminder before the end (F080)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Message, Notice
from yizheng.opinion import authorship, cross_tables
from yizheng.opinion.enums import CallState, OpinionState, SourceKind
from yizheng.opinion.models import CallInvitee, Opinion, TopicCall
from yizheng.opinion.notifications.sourcing import remind
from yizheng.opinion.services import sourcing, submitting, writing
from yizheng.opinion.services.sourcing import Topic
from yizheng.opinion.services.writing import Text
from yizheng.opinion.subjects.sourcing import calls_visible_to

from . import factories as make

NOW = make.moment()
DUE = date(2026, 3, 18)
S = OpinionState


def path(*parts):
    return "/".join(["/yunxi/calls", *map(str, parts), ""])


def refused(code, act):
    before = [list(model.objects.order_by("pk").values()) for model in (TopicCall, CallInvitee, LedgerEntry, Message)]
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert before == [
        list(model.objects.order_by("pk").values()) for model in (TopicCall, CallInvitee, LedgerEntry, Message)
    ]


def test_a_call_to_everybody_reaches_members_and_officers(house):
    member, officer = make.member(), make.officer()
    make.officer(ended_on=date(2026, 1, 1))

    call = sourcing.make_call(topic=Topic("养老助餐", DUE, "看网点"), by=make.clerk(), at=NOW)

    told = set(Notice.objects.values_list("recipient", flat=True))
    assert told == {member.person.user_id, officer.user_id}
    assert (call.state, call.is_to_all, call.year) == (CallState.OPEN, True, 2026)
    assert [row.act for row in LedgerEntry.objects.filter(kind="topic_call")] == ["make_call"]


def test_a_call_to_some_is_seen_and_heard_by_them_only(house):
    asked, other = make.member(), make.member()
    party = make.party_clerk()
    invitees = [authorship.of_member(asked.pk), authorship.of_party(party.hat.scope_id)]

    call = sourcing.make_call(topic=Topic("助餐", DUE, is_to_all=False, invitees=invitees), by=make.clerk(), at=NOW)

    assert set(Notice.objects.values_list("recipient", flat=True)) == {asked.person.user_id, party.user_id}
    assert list(calls_visible_to(make.as_member(asked))) == [call]
    assert list(calls_visible_to(party)) == [call]
    assert not calls_visible_to(make.as_member(other)).exists()


@pytest.mark.parametrize(
    ("topic", "code"),
    [
        (Topic(" ", DUE), "no_title"), (Topic("助餐", date(2026, 3, 15)), "past"),
        (Topic("助餐", DUE, is_to_all=False), "nobody"), (Topic("助餐", DUE, "长" * 1001), "long_guide"),
    ],
)  # fmt: skip
def test_a_call_that_asks_nothing_is_not_made(house, topic, code):
    by = make.clerk()
    refused(code, lambda: sourcing.make_call(topic=topic, by=by, at=NOW))


def test_only_the_office_calls(house):
    call = make.call()
    for actor in (make.as_member(make.member()), make.secretary_general(), make.party_clerk()):
        with pytest.raises(PermissionDenied):
            sourcing.make_call(topic=Topic("助餐", DUE), by=actor, at=NOW)
        with pytest.raises(PermissionDenied):
            sourcing.close_call(call=call, by=actor, at=NOW)
    assert (TopicCall.objects.count(), LedgerEntry.objects.count()) == (1, 0)


def test_a_piece_that_answers_counts_to_the_call_and_a_closed_call_takes_none(house):
    call, by = make.call(), make.as_member(make.member())
    text = Text("甲", "乙", "丙", "丁", declared_unclassified=True, call=call)
    sent = submitting.submit(opinion=writing.begin(text=text, by=by, at=NOW), by=by, at=NOW)

    sourcing.close_call(call=call, by=make.clerk(), at=NOW)

    assert list(call.pieces.all()) == [sent]
    with pytest.raises(Refused):
        writing.begin(text=text, by=by, at=NOW)
    clerk = make.clerk()
    refused("stale", lambda: sourcing.close_call(call=call, by=clerk, at=NOW))
    refused("stale", lambda: sourcing.change_call(call=call, topic=Topic("别的", DUE), by=clerk, at=NOW))


def test_before_the_end_those_who_sent_nothing_are_reminded_once(house):
    sent, silent = make.member(), make.member()
    invitees = [authorship.of_member(each.pk) for each in (sent, silent)]
    topic = Topic("助餐", DUE, is_to_all=False, invitees=invitees)
    call = sourcing.make_call(topic=topic, by=make.clerk(), at=NOW)
    make.opinion(S.SUBMITTED, by=sent, call=call)
    before = Notice.objects.count()

    remind(at=NOW)
    remind(at=NOW + timedelta(days=1))

    later = Notice.objects.order_by("pk")[before:]
    assert [each.recipient_id for each in later] == [silent.person.user_id]


def test_the_office_makes_a_call_on_the_page_and_copies_its_text(browser):
    page = browser(make.clerk())
    member = make.member("林晓")

    at = page.post(path("new"), {
        "title": "养老助餐", "guide": "看网点", "due_on": "2026-03-18", "invitees": [f"member-{member.pk}"],
    })["Location"]  # fmt: skip
    shown = page.get(at).content.decode()

    assert "信息科就“养老助餐”向您约稿，3月18日前报送。看网点" in shown
    assert CallInvitee.objects.get().membership == member
    assert page.get(path()).status_code == 200


def test_a_member_reads_the_call_and_only_own_pieces_of_it(browser):
    member, call = make.member(), make.call()
    make.opinion(by=member, call=call, title="我应约的")
    make.opinion(call=call, title="别人应约的")

    shown = browser(make.as_member(member)).get(path(call.public_id)).content.decode()

    assert "我应约的" in shown
    assert "别人应约的" not in shown
    assert browser(make.as_member(member)).get(path("new")).status_code == 403


def test_calls_are_not_for_units(browser):
    _unit, clerk = make.unit()

    assert browser(clerk).get(path()).status_code == 403
    assert Opinion.objects.count() == 0


def test_what_answers_a_call_is_of_that_source_and_the_call_counts_it(browser):
    member, call, clerk = make.member(), make.call(), make.clerk()
    page = browser(make.as_member(member))
    shown = page.get(path(call.public_id)).content.decode()
    text = Text("我应约的", "乙", "丙", "丁", declared_unclassified=True, call=call)
    by = make.as_member(member)
    sent = submitting.submit(opinion=writing.begin(text=text, by=by, at=NOW), by=by, at=NOW)

    rows = cross_tables.rows_of(Opinion.objects.all(), cross_tables.cut_by("source"))
    seen = browser(clerk).get(path(call.public_id)).content.decode()

    assert f"/yunxi/opinions/new/?call={call.public_id}" in shown
    assert sent.source_kind == SourceKind.SOLICITED
    assert [(each.label, each.found["received"]) for each in rows] == [("约稿", 1)]
    assert "我应约的" in seen
    assert "1篇" in seen


@pytest.mark.parametrize("kind", list(authorship.COLUMNS))
def test_choosing_a_call_and_leaving_it_again_moves_the_source_with_it(house, kind):
    by, call = make.everybody()[kind], make.call()
    draft = writing.begin(text=Text("甲"), by=by, at=NOW)

    asked = writing.autosave(opinion=draft, text=Text("甲", call=call), edition=1, by=by, at=NOW)
    assert asked.source_kind == SourceKind.SOLICITED
    left = writing.autosave(opinion=asked, text=Text("甲"), edition=2, by=by, at=NOW)

    assert left.source_kind == kind


def test_a_converted_proposal_that_answers_a_call_stays_one_so_that_it_is_credited_once(house):
    member, call = make.member(), make.call()
    draft = make.opinion(S.DRAFT, by=member, source_kind=SourceKind.CONVERTED_PROPOSAL)

    asked = writing.autosave(opinion=draft, text=Text("甲", call=call), edition=1, by=make.as_member(member), at=NOW)

    assert (asked.call, asked.source_kind) == (call, SourceKind.CONVERTED_PROPOSAL)
