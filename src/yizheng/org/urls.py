"""Addresses of the organisation inside a committee."""

from django.urls import URLPattern, URLResolver, path

from .views import acting, house, house_acts, member_acts, people

app_name = "org"
urlpatterns: list[URLPattern | URLResolver] = [
    path("org/members/", people.members, name="members"),
    path("org/mine/", people.own_page, name="mine"),
    path("org/people/<uuid:public_id>/", people.person, name="person"),
    path("org/people/<uuid:public_id>/read/", people.read, name="read"),
    path("org/people/<uuid:public_id>/ring/", people.ring, name="ring"),
    path("org/choices/", people.choices, name="choices"),
    path("org/composition/", house.composition, name="composition"),
    path("org/terms/", house.terms, name="terms"),
    path("org/sectors/", house.sectors, name="sectors"),
    path("org/sectors/<uuid:public_id>/", house.sector, name="sector"),
    path("org/bodies/", house.bodies, name="bodies"),
    path("org/bodies/<uuid:public_id>/", house.body, name="body"),
    path("org/grassroots/", house.grassroots, name="grassroots"),
    path("org/units/", house.units, name="units"),
    path("org/units/<uuid:public_id>/", house.unit, name="unit"),
    path("org/parties/", house.parties, name="parties"),
    path("org/parties/<uuid:public_id>/", house.participating, name="participating"),
    path("org/associations/", house.associations, name="associations"),
    path("org/associations/<uuid:public_id>/", house.association, name="association"),
    path("org/superior/", house.superior, name="superior"),
    *(path(act.path, acting.view_of(act), name=act.url_name) for act in (*member_acts.ACTS, *house_acts.ACTS)),
]
