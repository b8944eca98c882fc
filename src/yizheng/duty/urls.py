"""Addresses of the duty room inside a committee."""

from django.urls import URLPattern, path

from .views import acting, keeping, office, own, schemes

app_name = "duty"
urlpatterns: list[URLPattern] = [
    path("duty/", own.own, name="own"),
    path("duty/claim/", own.claim, name="claim"),
    path("duty/members/", office.members, name="members"),
    path("duty/members/<uuid:public_id>/", office.member, name="member"),
    path("duty/notices/", office.notices, name="notices"),
    path("duty/waiting/", office.waiting, name="waiting"),
    path("duty/register/", keeping.register, name="register"),
    path("duty/visits/", keeping.visits, name="visits"),
    path("duty/visits/new/", keeping.visit, name="visit"),
    path("duty/records/<uuid:public_id>/", office.record, name="record"),
    *(
        path(f"duty/records/<uuid:public_id>/{each.name}/", acting.view_of(each), name=f"record-{each.name}")
        for each in acting.RECORD_ACTS
    ),
    path("duty/sheets/generate/", office.generate, name="generate"),
    *(path(f"duty/sheets/all/{each.name}/", office.step_view(each), name=f"all-{each.name}") for each in office.STEPS),
    path("duty/sheets/<uuid:public_id>/", office.sheet, name="sheet"),
    *(
        path(f"duty/sheets/<uuid:public_id>/{each.name}/", acting.view_of(each), name=f"sheet-{each.name}")
        for each in (*acting.SHEET_ACTS, acting.CORRECT_FROZEN)
    ),
    path("duty/year/close/", office.close_year, name="close-year"),
    path("duty/schemes/", schemes.schemes, name="schemes"),
    path("duty/schemes/draft/<slug:code>/", schemes.draft, name="draft-scheme"),
    path("duty/schemes/<uuid:public_id>/", schemes.scheme, name="scheme"),
    path("duty/schemes/<uuid:public_id>/try/", schemes.try_scheme, name="scheme-try"),
    path("duty/schemes/<uuid:public_id>/what-if/", schemes.what_if, name="what-if"),
    path("duty/schemes/<uuid:public_id>/adopt/", acting.view_of(acting.ADOPT), name="scheme-adopt"),
]
