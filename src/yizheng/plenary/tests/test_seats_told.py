"""The first screen of a member's phone knows the seat once the plenary's pack is published."""

from __future__ import annotations

from yizheng.meeting import services as meetings
from yizheng.meeting.enums import MeetingKind
from yizheng.meeting.places import places_of
from yizheng.meeting.tests.factories import particulars
from yizheng.plenary.enums import SHOWN
from yizheng.plenary.models import Attendee, Pack

from . import factories as make


def test_a_seat_is_told_once_the_pack_is_published(house):
    pack, clerk, people = make.arranged()
    meeting = meetings.plan_meeting(
        kind=MeetingKind.PLENARY, term=people[0].term, ordinal=5, particulars=particulars(), by=clerk, at=make.AT
    )
    invited = list(meeting.invitations.select_related("meeting"))
    before = places_of(invited)

    Pack.objects.filter(pk=pack.pk).update(state=next(iter(SHOWN)))

    seated = {row.membership_id: row.seat for row in Attendee.objects.filter(seat_row__isnull=False)}
    assert before == {}
    assert places_of(invited) == {each.pk: seated[each.membership_id] for each in invited}
    assert all(seat.endswith(("座", "号")) for seat in seated.values())


def test_another_meeting_of_the_day_has_no_seats(house):
    pack, clerk, people = make.arranged()
    Pack.objects.filter(pk=pack.pk).update(state=next(iter(SHOWN)))
    briefing = meetings.plan_meeting(
        kind=MeetingKind.BRIEFING, term=people[0].term, ordinal=1, particulars=particulars(), by=clerk, at=make.AT
    )

    assert places_of(list(briefing.invitations.select_related("meeting"))) == {}
