"""An activity from draft to duty record: places in order, one a member, and what each refusal leaves alone."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from yizheng.accounts.enums import Role
from yizheng.duty.enums import DutyKind, RecordState
from yizheng.duty.models import DutyRecord
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import LedgerEntry, ThreadLink
from yizheng.kernel.scoping import scope
from yizheng.meeting import activity_queries, services
from yizheng.meeting.enums import ActivityKind, ActivityState, Audience, Came, SignupState
from yizheng.meeting.models import Activity, ActivityHost, ActivitySignup
from yizheng.meeting.tests import factories as make
from yizheng.notify.models import Message
from yizheng.opinion.enums import OpinionState
from yizheng.opinion.models import Opinion
from yizheng.org.enums import MembershipRole, MembershipState
from yizheng.org.models import Membership, Term
from yizheng.plan.tests import factories as plan
from yizheng.todo.models import Todo

A, U = ActivityState, SignupState
EARLY, BEFORE, AFTER = make.moment(1), make.moment(8), make.moment(11)


@pytest.fixture(autouse=True)
def committee(db):
    with scope(plan.CommitteeFactory()):
        yield


def rows():
    tables = (Activity, ActivityHost, ActivitySignup, Message, DutyRecord, LedgerEntry)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def sign(activity, member, at=EARLY):
    return services.sign_up(activity=activity, membership=member, by=make.worn(member), at=at)


def states(activity):
    return list(activity.signups.order_by("id").values_list("membership", "state"))


def held(**given):
    activity, clerk, people = make.published(**given)
    signups = [sign(activity, each) for each in people]
    services.close_signup(activity=activity, by=clerk, at=BEFORE)
    return services.hold_activity(activity=activity, by=clerk, at=make.moment(10)), clerk, signups


def recorded(came=(0,), excused=(), **given):
    activity, clerk, signups = held(**given)
    moved = services.record_activity(
        activity=activity, came=[signups[n].pk for n in came], excused=[signups[n].pk for n in excused],
        summary="看了三个小区，提出四条建议。", by=clerk, at=AFTER,
    )  # fmt: skip
    return moved, clerk, signups


def test_a_published_activity_is_told_to_whoever_may_sign_up():
    activity, _, people = make.published()

    message = Message.objects.get()
    assert activity.state == A.PUBLISHED
    assert "名额2个，请在12月7日下午6:00前报名" in message.text
    assert {each.person_id for each in message.recipients.all()} == {each.person_id for each in people}


def test_five_working_days_ahead_or_a_written_reason():
    activity, clerk, _ = make.drafted()
    before = rows()

    with pytest.raises(Refused, match="离活动只有4个工作日，少于规定的5个"):
        services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=make.moment(4))
    with pytest.raises(Refused, match="同意发布"):
        services.publish_activity(activity=activity, agreed_by=" ", by=clerk, at=EARLY)
    with pytest.raises(Refused, match="时间已经过了"):
        services.publish_activity(activity=activity, agreed_by="沈若松", by=clerk, at=BEFORE)
    assert rows() == before

    services.publish_activity(
        activity=activity, agreed_by="沈若松", short_notice="市里临时安排", by=clerk, at=make.moment(4)
    )
    assert LedgerEntry.objects.get(act="publish_activity").reason == "市里临时安排"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"theme": " "}, "主题"),
        ({"place": ""}, "地点"),
        ({"quota": 0}, "名额"),
        ({"ends_at": make.moment(10)}, "核对时间"),
        ({"signup_until": make.moment(10, 10)}, "核对时间"),
    ],
)
def test_an_outline_that_cannot_be_is_refused(wrong, said):
    clerk, sector = plan.seat(), make.SectorFactory()
    before = rows()

    with pytest.raises(Refused, match=said):
        services.draft_activity(outline=make.outline(**wrong), hosts=[sector], by=clerk, at=EARLY)
    with pytest.raises(Refused, match="主办单位"):
        services.draft_activity(outline=make.outline(), hosts=[], by=clerk, at=EARLY)

    assert rows() == before


def test_a_narrowed_hat_drafts_and_changes_for_its_own_unit_only():
    own, other = plan.BodyFactory(), plan.BodyFactory()
    clerk = plan.seat(Role.COMMITTEE_CLERK, body=own)
    activity, _, _ = make.drafted(hosts=[own, other], by=clerk)
    assert (activity.keeper_role, activity.keeper_scope_id) == (Role.COMMITTEE_CLERK, own.pk)
    stranger = plan.seat(Role.COMMITTEE_CLERK, body=plan.BodyFactory(), name="邵立群")
    before = rows()

    with pytest.raises(PermissionDenied):
        services.draft_activity(outline=make.outline(), hosts=[other], by=clerk, at=EARLY)
    with pytest.raises(PermissionDenied):
        services.change_activity(activity=activity, outline=make.outline(), hosts=[other], by=clerk, at=EARLY)
    for act in (services.close_signup, services.hold_activity, services.confirm_activity):
        with pytest.raises(PermissionDenied):
            act(activity=activity, by=stranger, at=AFTER)
    with pytest.raises(PermissionDenied):
        services.publish_activity(activity=activity, agreed_by="沈若松", by=stranger, at=EARLY)
    assert rows() == before

    services.change_activity(activity=activity, outline=make.outline(quota=9), hosts=[own], by=clerk, at=EARLY)
    activity.refresh_from_db()
    assert (activity.quota, activity.hosts.count()) == (9, 1)


def test_places_go_in_order_and_the_first_who_waits_moves_up():
    activity, _, (one, two, three) = make.published()
    first, _, last = sign(activity, one), sign(activity, two), sign(activity, three)
    assert states(activity) == [(one.pk, U.PLACED), (two.pk, U.PLACED), (three.pk, U.WAITING)]
    assert activity_queries.turn_of(last) == 1

    services.withdraw_signup(signup=first, by=make.worn(one), at=BEFORE)
    late = services.withdraw_signup(signup=ActivitySignup.objects.get(pk=last.pk), by=make.worn(three), at=BEFORE)

    assert states(activity) == [(one.pk, U.WITHDRAWN), (two.pk, U.PLACED), (three.pk, U.WITHDRAWN)]
    assert late.state == U.WITHDRAWN
    moved = LedgerEntry.objects.get(act="move_up")
    assert (moved.object_id, moved.actor_name) == (last.pk, "系统")
    told = Message.objects.exclude(title__contains="开始报名").get()
    assert [each.person_id for each in told.recipients.all()] == [three.person_id]


def test_who_waited_and_withdraws_moves_nobody():
    activity, _, (one, two, three) = make.published(quota=1)
    sign(activity, one)
    second = sign(activity, two)
    sign(activity, three)

    services.withdraw_signup(signup=second, by=make.worn(two), at=EARLY)

    assert states(activity) == [(one.pk, U.PLACED), (two.pk, U.WITHDRAWN), (three.pk, U.WAITING)]


def test_pressed_again_it_is_the_same_place_and_after_withdrawing_a_new_turn():
    activity, _, (one, two, three) = make.published()
    first = sign(activity, one)
    assert sign(activity, one) == first
    assert (activity.signups.count(), LedgerEntry.objects.filter(act="sign_up").count()) == (1, 1)

    services.withdraw_signup(signup=first, by=make.worn(one), at=EARLY)
    sign(activity, two)
    sign(activity, three)

    assert sign(activity, one).state == U.WAITING


def test_sign_up_ends_at_the_deadline_before_any_job_ran():
    activity, clerk, (one, two, _) = make.published()
    sign(activity, one, at=make.moment(7, 17, minute=59))
    before = rows()

    with pytest.raises(Refused, match="报名已于12月7日下午6:00截止"):
        sign(activity, two, at=make.moment(7, 18))
    with pytest.raises(Refused, match="已于"):
        services.sign_up(activity=activity, membership=two, by=clerk, at=make.moment(7, 18))

    assert rows() == before


@pytest.mark.parametrize("state", [each for each in A if each != A.PUBLISHED])
def test_one_signs_up_to_what_is_published_only(state):
    activity, _, (one, *_) = make.published()
    Activity.objects.filter(pk=activity.pk).update(state=state)
    before = rows()

    with pytest.raises(Refused, match="不能报名"):
        sign(activity, one)

    assert rows() == before


def test_who_may_sign_up():
    activity, clerk, (one, two, _) = make.published(audience=Audience.HOSTS)
    outsider = make.MemberFactory(sector__term=one.term, person=make.person(with_login=True))
    before = rows()

    with pytest.raises(Refused, match="只面向主办单位的委员"):
        sign(activity, outsider)
    with pytest.raises(PermissionDenied):
        services.sign_up(activity=activity, membership=one, by=make.worn(two), at=EARLY)
    with pytest.raises(PermissionDenied):
        services.sign_up(activity=activity, membership=one, by=make.worn(one, Role.OBSERVER), at=EARLY)
    assert rows() == before

    assert services.sign_up(activity=activity, membership=two, by=clerk, at=EARLY).state == U.PLACED


def test_nobody_withdraws_for_another_or_once_it_started():
    activity, _, (one, two, _) = make.published()
    signup = sign(activity, one)
    before = rows()

    with pytest.raises(PermissionDenied):
        services.withdraw_signup(signup=signup, by=make.worn(two), at=EARLY)
    with pytest.raises(Refused, match="已经开始或结束"):
        services.withdraw_signup(signup=signup, by=make.worn(one), at=make.moment(10))

    assert rows() == before


def test_the_house_closes_what_is_due_once():
    activity, _, _ = make.published()

    assert services.close_due(at=make.moment(7, 17)) == []
    assert services.close_due(at=make.moment(7, 18)) == [activity]
    assert services.close_due(at=make.moment(7, 19)) == []

    activity.refresh_from_db()
    assert activity.state == A.SIGNUP_CLOSED
    assert LedgerEntry.objects.filter(act="close_signup").count() == 1


def test_it_is_held_after_it_started_and_lies_on_the_keepers_desk():
    activity, clerk, _ = make.published()
    services.close_signup(activity=activity, by=clerk, at=BEFORE)
    before = rows()
    with pytest.raises(Refused, match="还没有开始"):
        services.hold_activity(activity=activity, by=clerk, at=BEFORE)
    assert rows() == before

    services.hold_activity(activity=activity, by=clerk, at=make.moment(10))

    todo = Todo.objects.get(kind="activity", closed_at__isnull=True)
    assert (todo.act, todo.due_on) == ("record_activity", make.moment(17).date())


def test_confirmed_it_stands_in_the_duty_records_once_a_member():
    activity, clerk, (one, two, _) = recorded(came=[0])
    assert [each.came for each in activity.signups.order_by("id")] == [Came.CAME, Came.MISSED, ""]
    assert not DutyRecord.objects.exists()

    services.confirm_activity(activity=activity, by=clerk, at=AFTER)

    found = DutyRecord.objects.order_by("id").values_list("membership", "kind", "deed")
    deed = f"activity:{activity.pk}"
    assert list(found) == [
        (one.membership_id, DutyKind.INSPECTION, deed), (two.membership_id, DutyKind.ACTIVITY_MISSED, deed),
    ]  # fmt: skip


def test_who_waited_and_came_counts_and_who_is_excused_does_not():
    activity, clerk, (one, _, three) = recorded(came=[0, 2], excused=[1])

    services.confirm_activity(activity=activity, by=clerk, at=AFTER)

    found = DutyRecord.objects.values_list("membership", "kind")
    assert set(found) == {(each.membership_id, DutyKind.INSPECTION) for each in (one, three)}


def test_a_correction_lets_the_records_follow():
    activity, clerk, (one, two, _) = recorded(came=[0])
    services.confirm_activity(activity=activity, by=clerk, at=AFTER)
    before = rows()
    with pytest.raises(Refused, match="理由"):
        services.correct_activity(activity=activity, came=[two.pk], excused=[], reason="", by=clerk, at=AFTER)
    assert rows() == before

    services.correct_activity(
        activity=activity, came=[two.pk], excused=[one.pk], reason="签到表看错了行", by=clerk, at=AFTER
    )

    standing = DutyRecord.objects.exclude(state=RecordState.VOID).values_list("membership", "kind")
    assert list(standing) == [(two.membership_id, DutyKind.INSPECTION)]


def test_a_sheet_that_cannot_be_is_refused():
    activity, clerk, (one, _, three) = held()
    gone = ActivitySignup.objects.get(pk=three.pk)
    ActivitySignup.objects.filter(pk=gone.pk).update(state=U.WITHDRAWN)
    given = {"activity": activity, "by": clerk, "at": AFTER}
    before = rows()

    with pytest.raises(Refused, match="小结"):
        services.record_activity(came=[one.pk], excused=[], summary=" ", **given)
    with pytest.raises(Refused, match="既到场又请假"):
        services.record_activity(came=[one.pk], excused=[one.pk], summary="好", **given)
    with pytest.raises(Refused, match="已经退出或没有报名"):
        services.record_activity(came=[gone.pk], excused=[], summary="好", **given)

    assert rows() == before


def test_cancelled_it_is_told_to_those_who_signed_up():
    activity, clerk, (one, *_) = make.published()
    sign(activity, one)
    before = rows()
    with pytest.raises(Refused, match="理由"):
        services.cancel_activity(activity=activity, reason="", by=clerk, at=EARLY)
    assert rows() == before

    services.cancel_activity(activity=activity, reason="雨雪", by=clerk, at=EARLY)

    told = Message.objects.get(title__contains="取消")
    assert [each.person_id for each in told.recipients.all()] == [one.person_id]
    assert "取消：雨雪" in told.text


def test_an_activity_of_three_hosts_counts_once_overall_and_once_a_host():
    hosts = [plan.BodyFactory(), plan.BodyFactory(), make.SectorFactory()]
    activity, clerk, _ = recorded(sector=hosts[2], hosts=hosts, came=[0, 1])
    services.confirm_activity(activity=activity, by=clerk, at=AFTER)

    found = activity_queries.year_of_activities(2026)

    assert (found.overall, found.people) == (1, 2)
    assert sorted((line.name, line.number, line.people) for line in found.by_host) == sorted(
        (str(each), 1, 2) for each in hosts
    )


def test_each_number_of_the_year_opens_the_activities_it_counted():
    sector = make.SectorFactory()
    served, clerk, _ = recorded(
        campaign="七大战役", community="望江社区", kind=ActivityKind.INSPECTION, came=[0], sector=sector
    )
    services.confirm_activity(activity=served, by=clerk, at=AFTER)
    other, clerk, _ = recorded(came=[0, 1], sector=sector)
    services.confirm_activity(activity=other, by=clerk, at=AFTER)
    recorded(campaign="七大战役", sector=sector)  # not confirmed: not counted

    found = activity_queries.year_of_activities(2026)

    lines = [*found.by_campaign, *found.by_community, *found.by_kind, *found.by_host]
    assert [(line.name, line.number, line.people) for line in found.by_campaign] == [("七大战役", 1, 1)]
    assert [(line.name, line.number) for line in found.by_community] == [("望江社区", 1)]
    for line in lines:
        given = {**dict.fromkeys(activity_queries.NARROWING, ""), "year": "2026", line.narrowing[0]: line.narrowing[1]}
        assert activity_queries.narrowed(Activity.objects.all(), given).count() == line.number


def test_eight_inspections_of_a_year_are_eight_in_its_list():
    sector = make.SectorFactory()
    for number in range(8):
        made, clerk, _ = recorded(theme=f"主席视察之{number}", kind=ActivityKind.INSPECTION, came=[0], sector=sector)
        services.confirm_activity(activity=made, by=clerk, at=AFTER)
    lecture, clerk, _ = recorded(kind=ActivityKind.LECTURE, came=[0], sector=sector)
    services.confirm_activity(activity=lecture, by=clerk, at=AFTER)

    told = {line.name: line.number for line in activity_queries.year_of_activities(2026).by_kind}
    given = {**dict.fromkeys(activity_queries.NARROWING, ""), "year": "2026", "kind": "inspection"}
    listed = activity_queries.narrowed(Activity.objects.all(), given)

    assert told == {"视察": 8, "委员宣讲": 1}
    assert sorted(each.theme for each in listed) == [f"主席视察之{number}" for number in range(8)]


@pytest.mark.parametrize(
    "given",
    [
        {"host": "body:x"},
        {"host": "nobody:1"},
        {"host": "body:" + "9" * 30},
        {"year": "99999"},
        {"year": "0000"},
        {"kind": "x"},
    ],
)
def test_what_narrows_to_nothing_known_breaks_nothing(given):
    asked = {**dict.fromkeys(activity_queries.NARROWING, ""), **given}

    assert activity_queries.narrowed(Activity.objects.all(), asked).count() == 0


def test_what_was_said_becomes_the_draft_of_an_opinion_of_the_first_host():
    """Features F121: a salon's output can become an opinion."""
    activity, clerk, _ = recorded(came=[0])
    before = rows()
    with pytest.raises(Refused, match="标题"):
        services.convert_outcome(activity=activity, title=" ", text="公交末班车太早。", by=clerk, at=AFTER)
    assert rows() == before
    assert not Opinion.objects.exists()

    services.convert_outcome(activity=activity, title="末班车太早", text="公交末班车太早。", by=clerk, at=AFTER)

    made = Opinion.objects.get()
    assert (made.title, made.situation, made.state) == ("末班车太早", "公交末班车太早。", OpinionState.DRAFT)
    link = ThreadLink.objects.get(origin_kind="activity", origin_id=activity.pk)
    assert (link.relation, link.outcome_kind, link.outcome_id) == ("converted", "opinion", made.pk)


@pytest.mark.parametrize("audience", [Audience.NEW, Audience.STANDING])
def test_a_course_for_a_group_is_for_its_members_alone(audience):
    """Features F120: courses for new members and for standing members."""
    sector = make.SectorFactory()
    activity, _clerk, (one, out, _) = make.published(audience=audience, sector=sector)
    if audience == Audience.STANDING:
        Membership.objects.filter(pk=one.pk).update(role=MembershipRole.STANDING_MEMBER)
    else:
        earlier = Term.objects.create(ordinal=sector.term.ordinal - 1, start_date=date(2016, 1, 1), member_quota=9)
        make.MemberFactory(
            person=out.person, sector=make.SectorFactory(term=earlier), state=MembershipState.EXPIRED,
            left_on=date(2021, 12, 31),
        )  # fmt: skip
    before = rows()

    with pytest.raises(Refused):
        sign(activity, out)

    assert rows() == before
    assert sign(activity, one).state == U.PLACED
    on = EARLY.date()
    assert activity_queries.joinable_by(make.worn(one), on).filter(pk=activity.pk).exists()
    assert not activity_queries.joinable_by(make.worn(out), on).filter(pk=activity.pk).exists()


def test_a_member_sees_no_draft_and_a_host_its_own():
    own = plan.BodyFactory()
    activity, _, (one, *_) = make.drafted(hosts=[own])
    host = plan.seat(Role.COMMITTEE_CLERK, body=own)
    convener = plan.seat(Role.SECTOR_CONVENER, name="孟凡")

    def seen(actor):
        return list(activity_queries.activities_visible_to(actor))

    assert seen(host) == [activity]
    assert seen(make.worn(one)) == seen(convener) == seen(make.worn(one, Role.UNIT_CLERK)) == []
    assert seen(SYSTEM) == [activity]
    services.publish_activity(activity=activity, agreed_by="沈若松", by=host, at=EARLY - timedelta(days=1))
    assert seen(make.worn(one)) == [activity]
