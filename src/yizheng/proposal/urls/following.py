"""Addresses of feedback, second replies, look-back and tracking."""

from django.urls import URLPattern, path

from ..views import following, following_lists, following_second
from ..views.acting import view_of
from ..views.following_acts import FOLLOWING_ACTS

urlpatterns: list[URLPattern] = [
    path("feedback/", following_lists.feedback_list, name="feedback-list"),
    path("feedback/<uuid:public_id>/", following.feedback, name="feedback"),
    path("proposals/tracked/", following_lists.tracked, name="tracked"),
    path("proposals/tracked/carry/", following_lists.carry, name="carry"),
    path("proposals/look-backs/", following_lists.look_back_list, name="look-backs"),
    path("proposals/look-backs/sample/", following_lists.sample, name="look-back-sample"),
    path("proposals/look-backs/<uuid:public_id>/", following_lists.look_back, name="look-back"),
    path("handlings/<uuid:public_id>/second-reply/", following_second.second_reply, name="second-reply"),
    *(
        path(f"feedback/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in following.FEEDBACK_ACTS
    ),
    *(path(f"proposals/<uuid:public_id>/{each.name}/", view_of(each), name=each.name) for each in FOLLOWING_ACTS),
]
