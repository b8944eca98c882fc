"""Votes: majorities of all, not of those present; sums that cannot be are refused; minutes and what follows."""

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.kernel import thread
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.scoping import scope
from yizheng.meeting import services
from yizheng.meeting.enums import (
    AgendaKind,
    CheckInMethod,
    Choice,
    FollowKind,
    InvitationRole,
    MeetingState,
    VoteMethod,
)
from yizheng.meeting.models import AgendaItem, Meeting, MeetingDecision, NamedVote, Vote
from yizheng.meeting.services import Count, Decided, Papers
from yizheng.meeting.tests import factories as make
from yizheng.plan.models import PlanTask
from yizheng.plan.tests import factories as plan
from yizheng.todo.models import Todo

NOW = make.moment(10, 10)


@pytest.fixture(autouse=True)
def office(db):
    with scope(plan.CommitteeFactory()):
        yield


def sitting(*, members=3, there=None, agenda="审议工作报告\n人事事项"):
    meeting, clerk = make.planned(members=members, agenda=agenda)
    services.send_notice(meeting=meeting, by=clerk, at=make.moment(13, month=11))
    meeting = services.open_meeting(meeting=meeting, by=clerk, at=make.moment(10, 8))
    half = meeting.half_days.get()
    for each in meeting.invitations.order_by("order")[: members if there is None else there]:
        services.check_in(
            invitation=each, half_day=half, method=CheckInMethod.CLERK, by=clerk, at=make.moment(10, 8, minute=30)
        )
    return services.start_meeting(meeting=meeting, by=clerk, at=make.moment(10)), clerk


def rows():
    return list(Vote.objects.order_by("id").values()), NamedVote.objects.count(), LedgerEntry.objects.count()


def opened(meeting, clerk, method=VoteMethod.HAND, **given):
    return services.open_vote(
        meeting=meeting, title="关于常委会工作报告的决议", method=method, by=clerk, at=NOW, **given
    )


def test_with_45_members_and_40_there_22_are_not_enough():
    meeting, clerk = sitting(members=3)
    vote = opened(meeting, clerk)
    Vote.objects.filter(pk=vote.pk).update(total=45, present=40, needed=23)

    closed = services.close_vote(vote=vote, counts=[Count(22, 10, 8)], by=clerk, at=NOW)

    line = closed.lines.get()
    assert (line.in_favour, line.not_voting, line.is_passed) == (22, 5, False)


def test_the_denominators_are_fixed_when_it_begins():
    meeting, clerk = sitting(members=4, there=3)

    vote = opened(meeting, clerk)

    assert (vote.total, vote.present, vote.needed) == (4, 3, 3)
    assert services.close_vote(vote=vote, counts=[Count(3, 0, 0)], by=clerk, at=NOW).lines.get().is_passed


@pytest.mark.parametrize("counts", [[Count(3, 1, 0)], [Count(-1, 1, 0)], [], [Count(1, 0, 0)] * 2])
def test_hands_that_cannot_be_are_refused(counts):
    meeting, clerk = sitting()
    vote = opened(meeting, clerk)
    before = rows()

    with pytest.raises(Refused):
        services.close_vote(vote=vote, counts=counts, by=clerk, at=NOW)

    assert rows() == before


@pytest.mark.parametrize(
    ("papers", "counts", "said"),
    [
        (Papers(3, 3, 0, ""), [Count(3, 0, 0)], "监票人"),
        (Papers(4, 3, 0, "孟凡"), [Count(3, 0, 0)], "与到会的3人不符"),
        (Papers(2, 3, 0, "孟凡"), [Count(3, 0, 0)], "多于发出的2张"),
        (Papers(3, 3, 4, "孟凡"), [Count(0, 0, 0)], "无效票多于收回的票"),
        (Papers(3, 3, 1, "孟凡"), [Count(3, 0, 0)], "与有效票2张不符"),
        (None, [Count(3, 0, 0)], "监票人"),
    ],
)
def test_paper_ballots_that_cannot_be_are_refused(papers, counts, said):
    meeting, clerk = sitting()
    item = meeting.items.get(title="人事事项")
    assert item.kind == AgendaKind.PERSONNEL
    vote = opened(meeting, clerk, VoteMethod.PAPER, item=item, lines=["林一鸣"])
    before = rows()

    with pytest.raises(Refused, match=said):
        services.close_vote(vote=vote, counts=counts, papers=papers, by=clerk, at=NOW)

    assert rows() == before


def test_an_election_on_paper_keeps_the_order_and_who_watched():
    meeting, clerk = sitting()
    item = AgendaItem.objects.get(title="人事事项")
    vote = opened(meeting, clerk, VoteMethod.PAPER, item=item, lines=["林一鸣", "孟凡"])

    closed = services.close_vote(
        vote=vote, counts=[Count(2, 0, 0), Count(1, 1, 0)], papers=Papers(3, 3, 1, "沈若松、邵立群", "周文清"),
        by=clerk, at=NOW,
    )  # fmt: skip

    assert [(line.name, line.is_passed) for line in closed.lines.all()] == [("林一鸣", True), ("孟凡", False)]
    assert (closed.scrutineers, closed.issued, closed.returned, closed.invalid) == ("沈若松、邵立群", 3, 3, 1)


@pytest.mark.parametrize("method", [VoteMethod.HAND, VoteMethod.NAMED, VoteMethod.SECRET])
def test_personnel_goes_on_paper_only(method):
    meeting, clerk = sitting()
    before = rows()

    with pytest.raises(Refused, match="纸质票"):
        opened(meeting, clerk, method, item=AgendaItem.objects.get(title="人事事项"))

    assert rows() == before


def member_of(invitation):
    seat = plan.seat(plan.Role.MEMBER)
    return type(seat)(invitation.person.user_id, invitation.person.name, seat.hat)


def test_by_name_each_votes_once_and_observers_not_at_all():
    meeting, clerk = sitting(members=4)
    one, two, three, guest = meeting.invitations.order_by("order")
    vote = opened(meeting, clerk, VoteMethod.NAMED)
    guest.role = InvitationRole.OBSERVE
    guest.save()
    for each, choice in ((one, Choice.FOR), (two, Choice.FOR), (three, Choice.ABSTAIN)):
        services.vote_by_name(vote=vote, invitation=each, choice=choice, by=member_of(each), at=NOW)
    before = rows()

    with pytest.raises(Refused, match="已经投过"):
        services.vote_by_name(vote=vote, invitation=one, choice=Choice.AGAINST, by=member_of(one), at=NOW)
    with pytest.raises(PermissionDenied):
        services.vote_by_name(vote=vote, invitation=guest, choice=Choice.FOR, by=member_of(guest), at=NOW)
    with pytest.raises(PermissionDenied):
        services.vote_by_name(vote=vote, invitation=three, choice=Choice.FOR, by=member_of(one), at=NOW)
    assert rows() == before

    closed = services.close_vote(vote=vote, by=clerk, at=NOW)
    line = closed.lines.get()
    assert (line.in_favour, line.abstained, line.not_voting, line.is_passed) == (2, 1, 1, False)
    with pytest.raises(Refused, match="已经结束"):
        services.vote_by_name(vote=vote, invitation=guest, choice=Choice.FOR, by=clerk, at=NOW)


def test_a_meeting_below_its_quorum_votes_on_nothing_and_adjourns_with_no_vote_open():
    meeting, clerk = sitting()
    vote = opened(meeting, clerk)

    with pytest.raises(Refused, match="还没有宣布结果"):
        services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))
    services.void_vote(vote=vote, reason="重新表决", by=clerk, at=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(only_briefing=True)
    before = rows()

    with pytest.raises(Refused, match="只通报情况"):
        opened(meeting, clerk)
    assert rows() == before


def test_a_secret_ballot_is_run_by_the_room_of_ballots():
    meeting, clerk = sitting(members=3)

    vote = opened(meeting, clerk, VoteMethod.SECRET, lines=["优秀提案一", "优秀提案二"])

    from yizheng.ballot.models import Ballot

    ballot = Ballot.objects.get(public_id=vote.ballot)
    assert (ballot.state, ballot.voters.count(), len(ballot.items)) == ("open", 3, 2)


def test_who_abstains_on_the_whole_secret_paper_abstained_on_each_line():
    from yizheng.ballot import services as ballots
    from yizheng.ballot.models import Ballot

    meeting, clerk = sitting(members=3)
    vote = opened(meeting, clerk, VoteMethod.SECRET, lines=["优秀提案一", "优秀提案二"])
    ballot = Ballot.objects.get(public_id=vote.ballot)
    for each, paper in zip(meeting.invitations.order_by("order"), ({"1": "for", "2": "against"}, {}, {}), strict=True):
        ballots.cast(slip=ballots.take_slip(ballot=ballot, by=member_of(each)), paper=paper)

    closed = services.close_vote(vote=vote, by=clerk, at=NOW)

    counted = [(each.in_favour, each.against, each.abstained, each.not_voting) for each in closed.lines.all()]
    assert counted == [(1, 0, 2, 0), (0, 1, 2, 0)]


def minuted(follow, **given):
    meeting, clerk = sitting()
    services.note_decision(
        meeting=meeting, decided=Decided("由经科委牵头开展养老服务调研", follow, **given), by=clerk, at=NOW
    )
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))
    services.write_minutes(meeting=meeting, text="会议由沈若松主持。", by=clerk, at=make.moment(10, 15))
    return services.minute_meeting(meeting=meeting, by=clerk, at=make.moment(11)), clerk


def test_a_decision_opens_a_task_of_the_plan_and_the_thread_leads_there():
    year = plan.PlanFactory()
    body = plan.BodyFactory()

    meeting, clerk = minuted(FollowKind.TASK, body=body, due_on=make.moment(25).date())

    task = PlanTask.objects.get(plan=year)
    assert (task.content, task.month, task.is_added) == ("由经科委牵头开展养老服务调研", 12, True)
    assert [end.obj for end in thread.led_to(meeting, clerk)] == [task]


def test_a_decision_to_follow_stands_on_the_offices_desk_until_it_is_done():
    _, clerk = minuted(FollowKind.FOLLOW_UP, due_on=make.moment(25).date())
    decision = MeetingDecision.objects.get()
    assert Todo.objects.filter(kind="meeting_decision", closed_at__isnull=True).count() == 1

    services.decision_done(decision=decision, note="调研报告已印发", by=clerk, at=make.moment(20))

    assert not Todo.objects.filter(kind="meeting_decision", closed_at__isnull=True).exists()


def test_minutes_without_a_text_are_not_settled():
    meeting, clerk = sitting()
    services.adjourn_meeting(meeting=meeting, by=clerk, at=make.moment(10, 12))

    with pytest.raises(Refused, match="纪要还是空的"):
        services.minute_meeting(meeting=meeting, by=clerk, at=make.moment(11))

    assert Meeting.objects.get().state == MeetingState.ADJOURNED


def test_an_archived_meeting_is_frozen():
    meeting, clerk = minuted(FollowKind.NONE)
    services.archive_meeting(meeting=meeting, by=clerk, at=make.moment(12))
    row = meeting.invitations.first().attendance.get()

    with pytest.raises(Refused, match="不能再改"):
        services.correct_one(attendance=row, status="absent", reason="核对", by=clerk, at=make.moment(13))
    with pytest.raises(Refused):
        services.correct_attendance(meeting=meeting, sheet={}, reason="核对", by=clerk, at=make.moment(13))

    assert meeting.invitations.first().attendance.get().status == "present"
