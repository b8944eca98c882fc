"""Addresses of the area `leads`."""

from django.urls import URLPattern, path

from ..views import leads
from ..views.acting import view_of, view_of_new
from ..views.leads_acts import BEGIN, LEAD_ACTS, OUTGOING_ACTS, SOLICITATION_ACTS, TOPIC_ACTS

PLACES = {
    "enter-lead": "leads/new/",
    "add-topic": "topics/new/",
    "call-for-proposals": "solicitations/new/",
    "register-outgoing": "outgoing/new/",
}

urlpatterns: list[URLPattern] = [
    *(path(f"proposals/{PLACES[each.name]}", view_of_new(each), name=each.name) for each in BEGIN),
    path("proposals/leads/", leads.leads, name="leads"),
    path("proposals/leads/<uuid:public_id>/", leads.lead, name="lead"),
    *(path(f"proposals/leads/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each, _ in LEAD_ACTS),
    path("proposals/topics/", leads.topics, name="topics"),
    path("proposals/topics/<uuid:public_id>/", leads.topic, name="topic"),
    *(path(f"proposals/topics/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in TOPIC_ACTS),
    path("proposals/solicitations/", leads.solicitations, name="solicitations"),
    path("proposals/solicitations/<uuid:public_id>/", leads.solicitation, name="solicitation"),
    *(
        path(f"proposals/solicitations/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in SOLICITATION_ACTS
    ),
    path("proposals/outgoing/", leads.outgoing, name="outgoing"),
    path("proposals/outgoing/<uuid:public_id>/", leads.outgoing_one, name="outgoing-one"),
    *(
        path(f"proposals/outgoing/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each, _ in OUTGOING_ACTS
    ),
]
