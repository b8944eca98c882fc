"""Sending in: number, version, date to read it by, receipt, to-do; what is refused leaves everything as it was."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.config.tests.probing import ADMIN
from yizheng.deadline.models import Deadline
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.notify.models import Notice
from yizheng.opinion import authorship, own, queries
from yizheng.opinion.enums import EntrySource, OpinionState, Urgency
from yizheng.opinion.models import Opinion, OpinionVersion
from yizheng.opinion.services import submitting, writing
from yizheng.opinion.services.writing import Text
from yizheng.org.configuration import get
from yizheng.org.configuring.services import change_setting
from yizheng.todo.models import Todo

from . import factories as make

S = OpinionState
NOW = make.moment()
TEXT = Text(
    title=" 充电桩安装难 ", situation="小区没有端口。", problem="审批要跑三处。", suggestion="一窗受理。",
    declared_unclassified=True,
)  # fmt: skip


def everything():
    """Return what an act of sending in could touch."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Opinion, OpinionVersion, LedgerEntry, Deadline, Todo, Notice)
    ]


def refused(code, act):
    before = everything()
    with pytest.raises(Refused) as caught:
        act()
    assert caught.value.code == code
    assert everything() == before
    return caught.value.message


def setting(key, given):
    change_setting(key=get(key), value=given, valid_from=date(2026, 3, 16), by=ADMIN, at=NOW)


def test_a_piece_gets_its_number_version_date_todo_and_receipt(house):
    member = make.member("林晓")
    by = make.as_member(member)
    draft = writing.begin(text=TEXT, by=by, at=NOW)
    assert LedgerEntry.objects.count() == 0

    sent = submitting.submit(opinion=draft, by=by, at=NOW)

    assert (sent.state, sent.number, sent.title) == (S.SUBMITTED, "2026-0001", "充电桩安装难")
    assert sent.review_due == date(2026, 3, 23)
    assert [each.body for each in sent.versions.all()] == ["小区没有端口。\n审批要跑三处。\n一窗受理。"]
    assert [
        (row.act, row.from_state, row.to_state)
        for row in LedgerEntry.objects.filter(kind="opinion").exclude(to_state="")
    ] == [("submit_opinion", "draft", "submitted")]
    assert [(row.label, row.due_on, row.role) for row in Todo.objects.filter(closed_at=None)] == [
        ("审核", date(2026, 3, 23), "opinion_clerk")
    ]
    assert list(Notice.objects.values_list("recipient", "text")) == [(by.user_id, "已收到社情民意")]


@pytest.mark.parametrize("kind", ["member", "party", "committee", "grassroots", "sector", "officer"])
def test_every_source_kind_sends_in_for_its_own_owner(house, kind):
    by = make.everybody()[kind]
    draft = writing.begin(text=TEXT, by=by, at=NOW)

    sent = submitting.submit(opinion=draft, by=by, at=NOW)

    assert (sent.source_kind, sent.authors.count(), sent.state) == (kind, 1, S.SUBMITTED)


def test_an_urgent_piece_is_read_on_the_next_working_day(house):
    by = make.as_member(make.member())
    draft = writing.begin(text=_urgent(), by=by, at=NOW)

    sent = submitting.submit(opinion=draft, by=by, at=NOW)

    assert (sent.urgency, sent.review_due) == (Urgency.URGENT, date(2026, 3, 17))


def test_beyond_the_yearly_limit_an_urgent_piece_goes_in_as_normal_with_its_reason(house):
    setting("opinion.urgent_per_year", 1)
    member = make.member()
    by = make.as_member(member)
    make.urgent(by=member)
    make.urgent(by=make.member())

    sent = submitting.submit(opinion=writing.begin(text=_urgent(), by=by, at=NOW), by=by, at=NOW)

    assert (sent.urgency, sent.urgent_reason, sent.review_due) == ("normal", "汛期将至", date(2026, 3, 23))


def test_a_withdrawn_urgent_piece_does_not_use_the_limit(house):
    setting("opinion.urgent_per_year", 1)
    member = make.member()
    make.urgent(S.WITHDRAWN, by=member)
    draft = make.opinion(S.DRAFT, by=member, urgency="urgent", urgent_reason="汛期")

    assert submitting.urgent_left(draft, date(2026, 3, 16)) == 1


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "incomplete"), ({"situation": ""}, "incomplete"), ({"problem": ""}, "incomplete"),
        ({"suggestion": "\n"}, "incomplete"), ({"declared_unclassified": False}, "not_declared"),
        ({"urgency": "urgent", "urgent_reason": " "}, "no_reason"), ({"situation": "长" * 1501}, "too_long"),
    ],
)  # fmt: skip
def test_what_is_incomplete_is_not_sent_in_and_keeps_the_number_free(house, changed, code):
    member = make.member()
    by = make.as_member(member)
    draft = make.opinion(S.DRAFT, by=member, **changed)

    refused(code, lambda: submitting.submit(opinion=draft, by=by, at=NOW))

    other = make.opinion(S.DRAFT, by=member)
    assert submitting.submit(opinion=other, by=by, at=NOW).number == "2026-0001"


def test_a_member_no_longer_in_office_and_an_officer_whose_time_is_over_send_nothing_in(house):
    member, officer = make.member(), make.officer(ended_on=date(2026, 3, 1))
    draft, other = make.opinion(S.DRAFT, by=member), make.opinion(S.DRAFT, by=officer)
    member.left_on = date(2026, 3, 1)
    member.save()

    refused("not_in_office", lambda: submitting.submit(opinion=draft, by=make.as_member(member), at=NOW))
    refused("ended", lambda: submitting.submit(opinion=other, by=make.as_officer(officer), at=NOW))
    refused("ended", lambda: writing.begin(by=make.as_officer(officer), at=NOW))


@pytest.mark.parametrize("state", [state for state in S if state not in (S.DRAFT, S.RETURNED)])
def test_what_was_sent_in_is_not_sent_in_again(house, state):
    member = make.member()
    piece = make.opinion(state, by=member)

    refused("stale", lambda: submitting.submit(opinion=piece, by=make.as_member(member), at=NOW))
    refused("stale", lambda: submitting.resubmit(opinion=piece, by=make.as_member(member), at=NOW))


def test_strangers_and_co_authors_do_not_send_in(house):
    draft = make.opinion(S.DRAFT)
    along = make.member()
    make.co_author(draft, along)
    before = everything()

    for actor in (make.as_member(make.member()), make.party_clerk(), make.secretary_general(), make.leader()):
        with pytest.raises(PermissionDenied):
            submitting.submit(opinion=draft, by=actor, at=NOW)
    refused("not_yours", lambda: submitting.submit(opinion=draft, by=make.as_member(along), at=NOW))
    refused("not_yours", lambda: submitting.submit(opinion=draft, by=make.clerk(), at=NOW))

    assert everything()[:4] == before[:4]


def test_a_returned_piece_keeps_its_number_gets_a_new_version_and_a_new_date(house):
    member = make.member()
    piece = make.opinion(S.RETURNED, by=member, situation="补上了端口数。")

    sent = submitting.resubmit(opinion=piece, by=make.as_member(member), at=NOW)

    assert (sent.number, sent.state, sent.review_due) == (piece.number, S.SUBMITTED, date(2026, 3, 23))
    assert [each.ordinal for each in sent.versions.all()] == [1, 2]
    assert sent.versions.get(ordinal=2).body.startswith("补上了端口数。")


@pytest.mark.parametrize("state", [S.SUBMITTED, S.RETURNED])
def test_the_author_takes_back_what_nobody_edits_yet(house, state):
    member = make.member()
    piece = make.opinion(state, by=member)

    taken = submitting.withdraw(opinion=piece, by=make.as_member(member), at=NOW)

    assert (taken.state, taken.number) == (S.WITHDRAWN, piece.number)


def test_taking_back_ends_the_date_and_the_todo(house):
    by = make.as_member(make.member())
    sent = submitting.submit(opinion=writing.begin(text=TEXT, by=by, at=NOW), by=by, at=NOW)

    submitting.withdraw(opinion=sent, by=by, at=NOW)

    assert list(Deadline.objects.values_list("state", flat=True)) == ["cancelled"]
    assert not Todo.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize("state", [S.EDITING, S.SIGNING, S.ISSUED, S.REJECTED, S.WITHDRAWN])
def test_what_is_being_edited_is_not_taken_back(house, state):
    member = make.member()
    piece = make.opinion(state, by=member)

    refused("stale", lambda: submitting.withdraw(opinion=piece, by=make.as_member(member), at=NOW))


def test_the_office_enters_for_a_member_who_finds_it_among_the_own(house):
    member = make.member("林晓")

    draft = writing.enter_for(owner=authorship.of_member(member.pk), text=TEXT, by=make.clerk(), at=NOW)
    sent = submitting.submit(opinion=draft, by=make.clerk(), at=NOW)

    assert (sent.source, sent.source_name) == (EntrySource.CLERK, "林晓")
    assert list(own.sent(make.as_member(member))) == [sent]


def test_only_the_office_enters_for_others(house):

    owner = authorship.of_member(make.member().pk)
    with pytest.raises(PermissionDenied):
        writing.enter_for(owner=owner, by=make.as_member(make.member()), at=NOW)
    assert not Opinion.objects.exists()


def test_co_authors_are_told_and_read_the_piece(house):
    along = make.member("方晓雨")
    by = make.as_member(make.member("林晓"))

    text = Text(**{**vars(TEXT), "co_authors": authorship.named("方晓雨、王五", date(2026, 3, 16))})
    sent = submitting.submit(opinion=writing.begin(text=text, by=by, at=NOW), by=by, at=NOW)

    assert [(each.name, each.membership) for each in sent.authors.order_by("order")][1:] == [
        ("方晓雨", along), ("王五", None),
    ]  # fmt: skip
    assert list(queries.opinions_visible_to(make.as_member(along))) == [sent]
    assert Notice.objects.filter(recipient=along.person.user, text="您是一件社情民意的合写人").count() == 1


def test_namesakes_are_told_apart_by_their_sector(house):

    first = make.MemberFactory(person=make.person("李静"))
    sector = make.SectorFactory(term=first.term, name="教育界")
    second = make.MemberFactory(person=make.person("李静"), sector=sector)
    on = date(2026, 3, 16)

    assert "李静（教育界）" in refused("namesakes", lambda: authorship.named("李静", on))
    assert authorship.named("李静（教育界）", on) == (authorship.CoAuthor("李静", second.pk),)


def _urgent():
    return Text(**{**vars(TEXT), "urgency": Urgency.URGENT, "urgent_reason": "汛期将至"})
