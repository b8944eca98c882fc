"""Addresses of the meeting room inside a committee."""

from django.urls import URLPattern, path

from .views import activities, attendance, door, invited, leaves, lists, menus, minuting, office, sitting, voting

app_name = "meeting"
urlpatterns: list[URLPattern] = [
    path("activities/", activities.activities, name="activities"),
    path("activities/new/", activities.draft, name="new-activity"),
    path("activities/hosts/", activities.hosts_of_year, name="activity-hosts"),
    path("activities/menu/", menus.menu, name="menu"),
    path("activities/menu/draft/", menus.draft, name="draft-menu"),
    path("activities/menu/<uuid:public_id>/items/new/", menus.add_item, name="add-menu-item"),
    path("activities/menu/<uuid:public_id>/move/<str:word>/", menus.move, name="move-menu"),
    path("activities/menu/items/<uuid:public_id>/link/", menus.link, name="link-menu-item"),
    path("activities/menu/items/<uuid:public_id>/choose/", menus.choose, name="choose-item"),
    path("activities/menu/items/<uuid:public_id>/drop/", menus.drop, name="drop-item"),
    path("activities/<uuid:public_id>/", activities.activity, name="activity"),
    path("activities/<uuid:public_id>/change/", activities.change, name="change-activity"),
    path("activities/<uuid:public_id>/sign-up/", activities.sign_up, name="sign-up"),
    path("activities/<uuid:public_id>/enter/", activities.enter_signup, name="enter-signup"),
    path("activities/<uuid:public_id>/withdraw/", activities.withdraw, name="withdraw-signup"),
    path("activities/<uuid:public_id>/record/", activities.record, name="record-activity"),
    path("activities/<uuid:public_id>/correct/", activities.correct, name="correct-activity"),
    *(
        path(f"activities/<uuid:public_id>/{each.name}/", activities.view_of(each), name=each.name)
        for each in activities.ACTIVITY_ACTS
    ),
    path("meetings/", lists.meetings, name="meetings"),
    path("meetings/new/", office.plan_meeting, name="new"),
    path("meetings/leaves/", leaves.leaves, name="leaves"),
    path("meetings/leaves/<uuid:public_id>/", leaves.leave, name="leave"),
    path("meetings/leaves/<uuid:public_id>/decide/", leaves.decide, name="decide-leave"),
    path("meetings/leaves/<uuid:public_id>/withdraw/", leaves.withdraw, name="withdraw-leave"),
    path("meetings/<uuid:public_id>/leave/", leaves.ask, name="ask-leave"),
    path("meetings/door/<uuid:public_id>/enter/", door.enter_one, name="enter-one"),
    path("meetings/door/<uuid:public_id>/<int:half>/correct/", door.correct_one, name="correct-one"),
    path("meetings/decisions/<uuid:public_id>/done/", minuting.decision_done, name="decision-done"),
    path("meetings/<uuid:public_id>/agenda/", sitting.agenda, name="agenda"),
    path("meetings/<uuid:public_id>/hall/", sitting.hall, name="hall"),
    path("meetings/<uuid:public_id>/hall/speak/", sitting.speak, name="speak"),
    path("meetings/<uuid:public_id>/check-in/<str:code>/", door.check_in, name="check-in"),
    path("meetings/<uuid:public_id>/own-code/", door.own_code, name="own-code"),
    path("meetings/<uuid:public_id>/door/", door.door, name="door"),
    path("meetings/<uuid:public_id>/desk/", door.desk, name="desk"),
    path("meetings/<uuid:public_id>/desk/send/", door.desk_send, name="desk-send"),
    path("meetings/<uuid:public_id>/desk/worker.js", door.desk_worker, name="desk-worker"),
    path("meetings/<uuid:public_id>/votes/", voting.votes, name="votes"),
    path("meetings/<uuid:public_id>/votes/open/", voting.open_vote, name="open-vote"),
    path("meetings/<uuid:public_id>/votes/<uuid:vote>/close/", voting.close_vote, name="close-vote"),
    path("meetings/<uuid:public_id>/votes/<uuid:vote>/void/", voting.void_vote, name="void-vote"),
    path("meetings/<uuid:public_id>/votes/<uuid:vote>/by-name/", voting.by_name, name="by-name"),
    path("meetings/<uuid:public_id>/minutes/", minuting.minutes, name="minutes"),
    path("meetings/<uuid:public_id>/minutes/decide/", minuting.decide, name="decide"),
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
