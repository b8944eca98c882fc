"""What the search knows of meetings and activities, and who may find them."""

from __future__ import annotations

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.subjects import Indexed
from yizheng.search.audience import role, scoped

from .enums import ActivityState, MeetingState
from .models import Activity, Meeting
from .permissions import HOSTS, READERS


def meeting_indexed(meeting: Meeting) -> Indexed:
    """Tell of a meeting: the offices find all, whoever was called finds it once the notice went out."""
    return Indexed(
        meeting.title, body="\n".join([meeting.topic, meeting.agenda, meeting.place]),
        status=meeting.get_state_display(), happened_on=timezone.localdate(meeting.starts_at),
        audience=frozenset(map(role, READERS)) | _called(meeting),
    )  # fmt: skip


def activity_indexed(activity: Activity) -> Indexed:
    """Tell of an activity: the offices and its hosts find all, members what was published."""
    published = activity.state != ActivityState.DRAFT
    hosts = list(activity.hosts.select_related("body", "sector"))
    units = {scoped("body", each.body_id) for each in hosts if each.body_id}
    units |= {scoped("sector", each.sector_id) for each in hosts if each.sector_id}
    return Indexed(
        activity.theme, body="\n".join([activity.content, activity.place, activity.summary]),
        units=tuple(map(str, hosts)), status=activity.get_state_display(),
        happened_on=timezone.localdate(activity.starts_at),
        audience=frozenset(map(role, READERS)) | units
        | (frozenset(map(role, (*HOSTS, Role.MEMBER))) if published else frozenset()),
    )  # fmt: skip


def _called(meeting: Meeting) -> frozenset[str]:
    if meeting.state == MeetingState.PLANNED:
        return frozenset()
    users = meeting.invitations.filter(person__user__isnull=False).values_list("person__user", flat=True)
    return frozenset(f"user:{user}" for user in users)
