"""The recorder's to-do: it stands before the brief is begun and is gone once the brief is handed in."""

from datetime import time, timedelta

import pytest

from yizheng.accounts.enums import Role
from yizheng.plenary import services
from yizheng.plenary.enums import Attends, GroupKind, Part
from yizheng.plenary.services import GroupWording, Wording
from yizheng.plenary.tests import factories as make
from yizheng.todo.models import Todo

AT = make.AT
pytestmark = pytest.mark.usefixtures("house")


def owed(user):
    rows = Todo.objects.filter(closed_at__isnull=True, user=user).order_by("due_on", "act")
    return [(row.label, row.due_on, row.note) for row in rows]


def discussion(pack, clerk, days=0, hour=14, attends=Attends.GROUP):
    line = make.line(day=make.OPENS + timedelta(days=days), starts=time(hour), title="小组讨论", attends=attends)
    return services.put_item(pack=pack, line=line, by=clerk, at=AT)


FIRST = ("写讨论简报", make.OPENS, "12月10日下午的讨论")
SECOND = ("写讨论简报", make.OPENS + timedelta(days=1), "12月11日上午的讨论")


@pytest.fixture
def group():
    """A published plenary with two half-days of discussion; returns pack, clerk, group, recorder."""
    pack, clerk, _ = make.arranged()
    discussion(pack, clerk)
    discussion(pack, clerk, days=1, hour=9)
    _, recorder = make.recorder_of(pack, clerk, Role.COMMITTEE_CLERK)
    before = owed(recorder.user_id)
    pack = services.publish(pack=pack, by=clerk, at=AT)
    assert before == []
    return pack, clerk, make.group_of(pack), recorder


def test_each_half_day_of_discussion_is_owed_until_its_brief_is_handed_in(group):
    _, _, row, recorder = group
    steps = [owed(recorder.user_id)]

    brief = services.begin_brief(group=row, wording=make.wording(row, "加装电梯。"), by=recorder, at=AT)
    steps.append(owed(recorder.user_id))
    services.submit_brief(brief=brief, by=recorder, at=AT)
    steps.append(owed(recorder.user_id))

    assert steps == [[FIRST, SECOND], [("写完简报送核", make.OPENS, ""), SECOND], [SECOND]]


def test_a_brief_of_another_half_day_leaves_the_first_owed(group):
    _, _, row, recorder = group
    wrong = Wording(make.OPENS, Part.AM, "讨论热烈。")

    brief = services.begin_brief(group=row, wording=wrong, by=recorder, at=AT)
    before = owed(recorder.user_id)
    services.change_brief(brief=brief, wording=make.wording(row), by=recorder, at=AT)

    assert FIRST in before
    assert FIRST not in owed(recorder.user_id)


def test_what_is_owed_follows_the_schedule_and_the_recorder(group):
    pack, clerk, row, recorder = group
    later = discussion(pack, clerk, days=2)
    assert len(owed(recorder.user_id)) == 3
    services.drop_item(item=later, by=clerk, at=AT)
    assert owed(recorder.user_id) == [FIRST, SECOND]

    _, other = make.recorder_of(pack, clerk, Role.OPINION_CLERK)
    assert owed(recorder.user_id) == []
    assert owed(other.user_id) == [FIRST, SECOND]
    services.change_group(group=make.group_of(pack), wording=GroupWording(row.name), by=clerk, at=AT)
    assert owed(other.user_id) == []


def test_nothing_is_owed_after_the_end_of_the_plenary(group):
    pack, clerk, _, recorder = group

    services.close_pack(pack=pack, by=clerk, at=AT)

    assert owed(recorder.user_id) == []


def test_the_recorder_of_a_joint_group_owes_its_own_discussion_only():
    pack, clerk, _ = make.arranged(joint=1)
    joint = pack.groups.get(kind=GroupKind.JOINT)
    _, recorder = make.recorder_of(pack, clerk, Role.COMMITTEE_CLERK)
    user = make.group_of(pack).recorder
    services.change_group(group=make.group_of(pack), wording=GroupWording("第一组"), by=clerk, at=AT)
    services.change_group(group=joint, wording=GroupWording("第一联组", recorder=user), by=clerk, at=AT)
    discussion(pack, clerk)
    discussion(pack, clerk, days=2, hour=14, attends=Attends.JOINT)

    services.publish(pack=pack, by=clerk, at=AT)

    assert owed(recorder.user_id) == [("写讨论简报", make.OPENS + timedelta(days=2), "12月12日下午的讨论")]
