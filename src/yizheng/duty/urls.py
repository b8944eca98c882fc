"""Addresses of the duty room inside a committee."""

from django.urls import URLPattern, path

from .views import acting, contacts, figures, keeping, linking, office, own, schemes, summaries, supposed

app_name = "duty"
urlpatterns: list[URLPattern] = [
    path("duty/", own.own, name="own"),
    path("duty/claim/", own.claim, name="claim"),
    path("duty/members/", office.members, name="members"),
    path("duty/members/<uuid:public_id>/", office.member, name="member"),
    path("duty/notices/", office.notices, name="notices"),
    path("duty/waiting/", office.waiting, name="waiting"),
    path("duty/register/", keeping.register, name="register"),
    path("duty/statistics/", figures.statistics, name="statistics"),
    path("duty/statistics/week/", figures.week, name="week"),
    path("duty/pairs/", contacts.pairs, name="pairs"),
    path("duty/pairs/new/", contacts.pair, name="pair"),
    path("duty/pairs/<uuid:keeper>/<uuid:member>/end/", contacts.unpair, name="unpair"),
    path("duty/summaries/", summaries.summaries, name="summaries"),
    path("duty/summaries/new/", summaries.hand_in, name="hand-in"),
    path("duty/summaries/remind/", summaries.remind, name="remind-units"),
    path("duty/summaries/<uuid:public_id>/", summaries.summary, name="summary"),
    path("duty/visits/", keeping.visits, name="visits"),
    path("duty/visits/new/", keeping.visit, name="visit"),
    path("duty/records/", figures.records, name="records"),
    path("duty/records/<uuid:public_id>/", office.record, name="record"),
    *(
        path(f"duty/records/<uuid:public_id>/{each.name}/", acting.view_of(each), name=f"record-{each.name}")
        for each in acting.RECORD_ACTS
    ),
    path("duty/records/<uuid:public_id>/link/", linking.link, name="link"),
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
    path("duty/schemes/<uuid:public_id>/revise/", schemes.revise, name="scheme-revise"),
    path("duty/schemes/<uuid:public_id>/what-if/", schemes.what_if, name="what-if"),
    path("duty/schemes/<uuid:public_id>/what-if/members/", supposed.members, name="what-if-members"),
    path("duty/schemes/<uuid:public_id>/what-if/members/<uuid:member>/", supposed.member, name="what-if-member"),
    path("duty/schemes/<uuid:public_id>/adopt/", acting.view_of(acting.ADOPT), name="scheme-adopt"),
]
