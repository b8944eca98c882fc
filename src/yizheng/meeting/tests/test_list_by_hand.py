"""People added by name, meetings of every kind of 9.1 with their numbers, and half-days on which two bodies meet."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.meeting import queries, services
from yizheng.meeting.enums import InvitationRole, MeetingKind, MeetingState, ReplyWay, duty_kind
from yizheng.meeting.models import Invitation, Meeting
from yizheng.meeting.tests import factories as make
from yizheng.meeting.tests.test_sitting_pages import clock, opened, url
from yizheng.org.enums import PostKind
from yizheng.org.models import Person, PostHolding
from yizheng.plan.tests import factories as plan
from yizheng.todo.models import Todo

__all__ = ["clock", "opened"]

AT = make.moment(12, month=11)
OBSERVE, ATTEND = InvitationRole.OBSERVE, InvitationRole.ATTEND


def of_kind(kind, term, clerk, ordinal=1, **changed):
    return services.plan_meeting(
        kind=kind, term=term, ordinal=ordinal, particulars=make.particulars(**changed), by=clerk, at=AT
    )


def names(meeting):
    return [each.person.name for each in meeting.invitations.order_by("role", "order")]


def test_a_guest_added_by_name_stays_when_the_list_is_drawn_up_anew(house, now, browser):
    meeting, clerk = make.planned(members=2)
    page = browser(clerk.user_id)

    page.post(url(meeting, "guests/"), {"name": "方志远", "where": "区教育局局长", "role": "observe"})
    services.draw_up_list(meeting=meeting, by=clerk, at=AT)
    twice = page.post(url(meeting, "guests/"), {"name": "方志远", "where": "区教育局", "role": "observe"})

    guest = meeting.invitations.get(by_hand=True)
    assert (guest.person.name, guest.person.title, guest.role) == ("方志远", "区教育局局长", OBSERVE)
    assert (twice.status_code, Person.objects.filter(name="方志远").count()) == (409, 1)

    page.post(f"/yunxi/meetings/guests/{guest.public_id}/take-off/", {"x": "1"})
    assert not meeting.invitations.filter(by_hand=True).exists()


def test_nobody_waits_for_the_answer_of_a_guest_who_was_taken_off(house, now):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=AT)
    known = make.person("方志远", with_login=True)
    guest = services.add_by_hand(meeting=meeting, name="方志远", where="", role=OBSERVE, by=clerk, at=AT)
    waiting = Todo.objects.filter(kind="invitation", closed_at__isnull=True)
    assert (guest.person, waiting.filter(user=known.user_id).count(), waiting.count()) == (known, 1, 3)

    services.take_off_list(invitation=guest, by=clerk, at=AT)

    assert (waiting.filter(user=known.user_id).count(), waiting.count()) == (0, 2)


def test_nobody_decides_on_the_leave_of_a_guest_who_was_taken_off(house, now):
    meeting, clerk = make.planned(members=2)
    services.send_notice(meeting=meeting, by=clerk, at=AT)
    guest = services.add_by_hand(meeting=meeting, name="方志远", where="", role=OBSERVE, by=clerk, at=AT)
    asked = services.Asked(list(meeting.half_days.all()), "official", "出差")
    services.ask_leave(invitation=guest, asked=asked, way=ReplyWay.TELEPHONE, by=clerk, at=AT)
    waiting = Todo.objects.filter(kind="leave_request", closed_at__isnull=True)
    assert waiting.count() == 1

    services.take_off_list(invitation=guest, by=clerk, at=AT)

    assert (waiting.count(), meeting.invitations.filter(by_hand=True).count()) == (0, 0)


def test_of_two_with_one_name_the_unit_tells_and_who_is_drawn_by_kind_is_not_taken_off(house, now):
    meeting, clerk = make.planned(members=2)
    for title in ("区教育局局长", "区水利局局长"):
        Person.objects.create(name="方志远", sort_key="fang", title=title)
    drawn = meeting.invitations.first()
    before = Invitation.objects.count(), Person.objects.count(), LedgerEntry.objects.count()

    for name, where, code in (("方志远", "", "several"), ("", "", "no_name"), (drawn.person.name, "", "listed")):
        with pytest.raises(Refused) as refused:
            services.add_by_hand(meeting=meeting, name=name, where=where, role=OBSERVE, by=clerk, at=AT)
        assert refused.value.code == code
    with pytest.raises(Refused, match="手工增加"):
        services.take_off_list(invitation=drawn, by=clerk, at=AT)
    assert (Invitation.objects.count(), Person.objects.count(), LedgerEntry.objects.count()) == before

    made = services.add_by_hand(meeting=meeting, name="方志远", where="水利局", role=OBSERVE, by=clerk, at=AT)
    assert made.person.title == "区水利局局长"


def test_once_people_check_in_only_guests_are_added_and_no_denominator_moves(opened):
    meeting, clerk = opened

    with pytest.raises(Refused, match="只能再增加列席"):
        services.add_by_hand(
            meeting=meeting, name="方志远", where="", role=ATTEND, by=clerk, at=make.moment(10, 8, minute=30)
        )
    services.add_by_hand(
        meeting=meeting, name="方志远", where="", role=OBSERVE, by=clerk, at=make.moment(10, 8, minute=30)
    )

    assert meeting.invitations.filter(role=ATTEND).count() == 3
    assert meeting.invitations.get(by_hand=True).person.name == "方志远"


def test_every_kind_counts_within_its_term_and_calls_its_own_people(house, now):
    plenary, clerk = make.planned(members=2)
    term = plenary.term
    chief, deputy = make.person("秦守正"), make.person("邵立群")
    for rank, (person, post) in enumerate(
        ((make.person("沈若松"), PostKind.CHAIRPERSON), (chief, PostKind.SECRETARY_GENERAL),
         (deputy, PostKind.DEPUTY_SECRETARY_GENERAL))
    ):  # fmt: skip
        PostHolding.objects.create(person=person, post=post, rank=rank, valid_from=plan.FROM)

    secretaries = of_kind(MeetingKind.SECRETARIES, term, clerk)
    party = of_kind(MeetingKind.PARTY_GROUP, term, clerk, ordinal=7)
    briefing = of_kind(MeetingKind.BRIEFING, term, clerk)
    again = of_kind(MeetingKind.BRIEFING, term, clerk, queries.next_ordinal(MeetingKind.BRIEFING, term, None))

    assert names(secretaries) == ["秦守正", "邵立群"]
    assert names(party) == []
    assert len(names(briefing)) == 2
    assert [each.title for each in (secretaries, party, briefing, again)] == [
        "三届一次秘书长会议", "三届七次党组会议", "三届一次政情通报会", "三届二次政情通报会",
    ]  # fmt: skip
    assert queries.next_ordinal(MeetingKind.PARTY_GROUP, term, None) == 8
    with pytest.raises(Refused, match="已经有了"):
        of_kind(MeetingKind.BRIEFING, term, clerk)


def test_the_number_on_the_form_follows_the_kind_and_the_special_committee(house, now, browser):
    meeting, clerk = make.planned(members=1)
    ours = plan.BodyFactory(valid_from=plan.FROM)
    services.plan_meeting(
        kind=MeetingKind.COMMITTEE, term=meeting.term, body=ours, ordinal=6, particulars=make.particulars(),
        by=clerk, at=AT,
    )  # fmt: skip
    page = browser(clerk.user_id)

    def number(asked):
        return page.get(f"/yunxi/meetings/new/?{asked}").context["form"]["ordinal"].value()

    assert number("") == 1
    assert number("kind=plenary") == meeting.ordinal + 1
    assert number(f"kind=committee&body={ours.public_id}") == 7
    assert number("kind=committee") == 1
    assert number("kind=nonsense&body=nonsense") == 1


def test_what_has_no_kind_of_its_own_in_the_duty_records_counts_as_its_nearest():
    assert [duty_kind(each) for each in ("salon", "heart_talk", "research", "social_service", "staff_training")] == [
        "consultation", "consensus", "research", "social_service", "",
    ]  # fmt: skip


def test_two_meetings_on_one_half_day_with_the_same_people_warn_the_office(house, now, browser):
    plenary, clerk = make.planned(members=3)
    later = {"starts_at": make.moment(10, 14), "ends_at": make.moment(10, 16)}
    afternoon = of_kind(MeetingKind.BRIEFING, plenary.term, clerk, **later)
    briefing = of_kind(MeetingKind.BRIEFING, plenary.term, clerk, 2)
    party = of_kind(MeetingKind.PARTY_GROUP, plenary.term, clerk)

    found = queries.clashes(plenary)

    assert [(each.meeting, each.half_day, each.people) for each in found] == [(briefing, "12月10日上午", 3)]
    assert queries.clashes(afternoon) == []
    assert queries.clashes(party) == []
    shown = browser(clerk.user_id).get(url(plenary)).content.decode()
    assert "12月10日上午与“三届二次政情通报会”冲突，3 人两边都在名单上" in shown
    Meeting.objects.filter(pk=briefing.pk).update(state=MeetingState.CANCELLED)
    assert "冲突" not in browser(clerk.user_id).get(url(plenary)).content.decode()
    assert "冲突" not in browser(plan.seat(Role.LEADER).user_id).get(url(plenary)).content.decode()
