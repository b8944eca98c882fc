"""Addresses of the organisation inside a committee."""

from django.urls import URLPattern, URLResolver, path

from .views import acting, bodies, groups, house, house_acts, member_acts, people, units

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
    path("org/bodies/", bodies.bodies, name="bodies"),
    path("org/bodies/<uuid:public_id>/", bodies.body, name="body"),
    path("org/grassroots/", bodies.grassroots, name="grassroots"),
    path("org/units/", units.units, name="units"),
    path("org/units/<uuid:public_id>/", units.unit, name="unit"),
    path("org/parties/", groups.parties, name="parties"),
    path("org/parties/<uuid:public_id>/", groups.participating, name="participating"),
    path("org/associations/", groups.associations, name="associations"),
    path("org/associations/<uuid:public_id>/", groups.association, name="association"),
    path("org/superior/", house.superior, name="superior"),
    *(path(act.path, acting.view_of(act), name=act.url_name) for act in (*member_acts.ACTS, *house_acts.ACTS)),
]
