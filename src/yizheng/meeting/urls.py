"""Addresses of the meeting room inside a committee."""

from django.urls import URLPattern, path

from .views import attendance, invited, lists, office

app_name = "meeting"
urlpatterns: list[URLPattern] = [
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", office.plan_meeting, name="new"),
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
