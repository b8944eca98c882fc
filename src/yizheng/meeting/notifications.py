"""Who is told what of a meeting; the words people read."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yizheng.kernel import events, scoping
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.notify.services import Addressee

from .enums import Reply
from .models import Activity, Invitation, LeaveRequest, Meeting
from .times import spoken_time


def call(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Send the notice to everybody on the list, and put the answer on the desks of those with a login."""
    invitations = list(meeting.invitations.select_related("person"))
    notify.send(
        key=f"meeting:{meeting.public_id}:notice:{meeting.starts_at:%Y%m%d%H%M}",
        title=f"{meeting.title}通知",
        text=notice_text(meeting),
        url=address("meeting:meeting", public_id=meeting.public_id),
        to=[Addressee(person_id=each.person_id, url=reply_url(each)) for each in invitations],
        subject=meeting,
        by=by,
        at=at,
    )
    for each in invitations:
        events.publish(Moved("invitation", each, "call_to_meeting", "", each.reply, by, at))


def call_one(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Send the notice to one person who was added after it went out."""
    meeting = invitation.meeting
    notify.send(
        key=f"meeting:{meeting.public_id}:notice:{invitation.public_id}",
        title=f"{meeting.title}通知",
        text=notice_text(meeting),
        url=address("meeting:meeting", public_id=meeting.public_id),
        to=[Addressee(person_id=invitation.person_id, url=reply_url(invitation))],
        subject=meeting,
        by=by,
        at=at,
    )
    events.publish(Moved("invitation", invitation, "call_to_meeting", "", invitation.reply, by, at))


def call_off(meeting: Meeting, word: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Tell everybody asked that the meeting is put off or cancelled, and take the answer off the desks."""
    invitations = list(meeting.invitations.select_related("person"))
    notify.send(
        key=f"meeting:{meeting.public_id}:{word}:{at:%Y%m%d%H%M%S}",
        title=f"{meeting.title}{word}",
        text=f"原定{when(meeting)}召开的{meeting.title}{word}：{reason}",
        url=address("meeting:meeting", public_id=meeting.public_id),
        to=[Addressee(person_id=each.person_id) for each in invitations],
        subject=meeting,
        by=by,
        at=at,
    )
    for each in invitations:
        events.publish(Moved("invitation", each, "call_off_meeting", each.reply, each.reply, by, at))


def ask_no_more(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """Take the answer off the desk of somebody who leaves the list; the row itself goes next and is not written."""
    asked, invitation.reply = invitation.reply, Reply.LEAVE
    events.publish(Moved("invitation", invitation, "stop_asking", asked, asked, by, at))


def stop_asking(meeting: Meeting, *, by: Actor, at: datetime) -> None:
    """Take the answer off the desks of those who never gave one: the meeting has begun without it."""
    waiting = meeting.invitations.filter(reply=Reply.WAITING, person__user__isnull=False).select_related("person")
    for each in waiting:
        events.publish(Moved("invitation", each, "stop_asking", each.reply, each.reply, by, at))


def tell_of_leave(leave: LeaveRequest, *, at: datetime) -> None:
    """Tell whoever asked leave what was decided; the reason stands on the page, not in the line."""
    user_id = leave.invitation.person.user_id
    if user_id is None:
        return
    notify.tell(
        recipients=[user_id],
        text=f"{leave.invitation.meeting.title}：您的请假{leave.get_state_display()}",
        url=address("meeting:leave", public_id=leave.public_id),
        key=f"leave:{leave.public_id}:{leave.state}",
        at=at,
    )


def notice_text(meeting: Meeting) -> str:
    """Return the notice as it is read aloud on the telephone."""
    parts = [f"{meeting.title}定于{when(meeting)}在{meeting.place}召开"]
    if meeting.topic:
        parts.append(f"主要议题：{meeting.topic}")
    if meeting.reply_by:
        parts.append(f"请于{meeting.reply_by.month}月{meeting.reply_by.day}日前回复能否参加")
    return "。".join(parts) + "。"


def when(meeting: Meeting | Activity) -> str:
    """Return 2026年12月3日上午9:00, with the last day where there are several."""
    first, last = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    begins = f"{first.year}年{first.month}月{first.day}日{spoken_time(first)}"
    return begins if first.date() == last.date() else f"{begins}（至{last.month}月{last.day}日）"


def reply_url(invitation: Invitation) -> str:
    """Return the address at which one person answers without signing in."""
    return f"/public/{scoping.current().slug}/meetings/{invitation.token}/"
