"""Addresses of the meeting room inside a committee."""

from django.urls import URLPattern, path

from .views import attendance, invited, leaves, lists, office

app_name = "meeting"
urlpatterns: list[URLPattern] = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", office.plan_meeting, name="new"),
    path("meetings/leaves/", leaves.leaves, name="leaves"),
    path("meetings/leaves/<uuid:public_id>/", leaves.leave, name="leave"),
    path("meetings/leaves/<uuid:public_id>/decide/", leaves.decide, name="decide-leave"),
    path("meetings/leaves/<uuid:public_id>/withdraw/", leaves.withdraw, name="withdraw-leave"),
    path("meetings/<uuid:public_id>/leave/", leaves.ask, name="ask-leave"),
    path("meetings/replies/<uuid:public_id>/record/", invited.record_reply, name="record-reply"),
    path("meetings/<uuid:public_id>/", office.meeting, name="meeting"),
    path("meetings/<uuid:public_id>/replies/", lists.replies, name="replies"),
    path("meetings/<uuid:public_id>/reply/", invited.reply, name="reply"),
    path("meetings/<uuid:public_id>/attendance/", attendance.enter, name="attendance"),
    *(
        path(f"meetings/<uuid:public_id>/{each.name}/", office.view_of(each), name=each.name)
        for each in office.MEETING_ACTS
    ),
]
