"""Addresses of the plenary room inside a committee."""

from django.urls import URLPattern, path

from .views import book, briefs, groups, guests, packs, presidium, rooms, schedule, seats

app_name = "plenary"
urlpatterns: list[URLPattern] = [
    path("plenary/", packs.packs, name="packs"),
    path("plenary/mine/", packs.mine, name="mine"),
    path("plenary/new/", packs.begin, name="begin"),
    path("plenary/<uuid:public_id>/", packs.pack, name="pack"),
    path("plenary/<uuid:public_id>/mine/", packs.own, name="own"),
    path("plenary/<uuid:public_id>/basics/", packs.basics, name="basics"),
    *(path(f"plenary/<uuid:public_id>/{each.name}/", packs.view_of(each), name=each.name) for each in packs.ACTS),
    path("plenary/<uuid:public_id>/groups/", groups.groups, name="groups"),
    path("plenary/<uuid:public_id>/groups/propose/", groups.propose, name="propose"),
    path("plenary/groups/<uuid:public_id>/", groups.group, name="group"),
    path("plenary/groups/<uuid:public_id>/change/", groups.change, name="change-group"),
    path("plenary/groups/<uuid:public_id>/briefs/new/", briefs.new, name="new-brief"),
    path("plenary/<uuid:public_id>/guests/", guests.guests, name="guests"),
    path("plenary/<uuid:public_id>/guests/add/", guests.add, name="add-guest"),
    path("plenary/<uuid:public_id>/guests/draw/", packs.view_of(packs.DRAW_GUESTS), name="draw-guests"),
    path("plenary/people/<uuid:public_id>/take-off/", guests.take_off, name="take-off-guest"),
    path("plenary/people/<uuid:public_id>/move/", groups.move, name="move"),
    path("plenary/people/<uuid:public_id>/phone/", book.phone, name="phone"),
    path("plenary/<uuid:public_id>/schedule/", schedule.schedule, name="schedule"),
    path("plenary/<uuid:public_id>/schedule/new/", schedule.new, name="new-item"),
    path("plenary/schedule/<uuid:public_id>/change/", schedule.change, name="change-item"),
    path("plenary/schedule/<uuid:public_id>/drop/", schedule.drop, name="drop-item"),
    path("plenary/<uuid:public_id>/rooms/", rooms.rooms, name="rooms"),
    path("plenary/<uuid:public_id>/rooms/new/", rooms.new, name="new-room"),
    path("plenary/rooms/<uuid:public_id>/", rooms.room, name="room"),
    path("plenary/rooms/<uuid:public_id>/change/", rooms.change, name="change-room"),
    path("plenary/rooms/<uuid:public_id>/send/", rooms.send, name="send"),
    path("plenary/<uuid:public_id>/seats/", seats.seats, name="seats"),
    path("plenary/<uuid:public_id>/seats/assign/", seats.assign, name="assign-seats"),
    path("plenary/<uuid:public_id>/seats/move/", seats.move, name="move-seat"),
    path("plenary/<uuid:public_id>/seats/swap/", seats.swap, name="swap-seats"),
    path("plenary/<uuid:public_id>/presidium/", presidium.presidium, name="presidium"),
    path("plenary/<uuid:public_id>/presidium/enter/", presidium.enter, name="set-presidium"),
    path("plenary/<uuid:public_id>/presidium/sitting/", presidium.sitting, name="sitting"),
    path("plenary/<uuid:public_id>/briefs/", briefs.briefs, name="briefs"),
    path("plenary/briefs/<uuid:public_id>/", briefs.brief, name="brief"),
    path("plenary/briefs/<uuid:public_id>/change/", briefs.change, name="change-brief"),
    *(
        path(f"plenary/briefs/<uuid:public_id>/{each.name}/", briefs.view_of(each), name=each.name)
        for each in briefs.ACTS
    ),
    path("plenary/<uuid:public_id>/book/", book.book, name="book"),
]
