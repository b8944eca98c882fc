"""Addresses of the area `assigning`: the conference, requests for another unit, progress, lists and scans."""

from django.urls import URLPattern, path

from ..views import assigning, assigning_adjust, assigning_files, assigning_progress, assigning_units
from ..views.acting import view_of

urlpatterns: list[URLPattern] = [
    path("assignment/", assigning.conference, name="assignment-board"),
    path("assignment/all/", assigning.assign_all, name="assignment-all"),
    path("assignment/pre-assign/", assigning.pre_assign, name="pre-assign"),
    path("assignment/assign/", assigning.assign_ticked, name="assign-ticked"),
    path("assignment/named/", assigning_units.named, name="named-for-unit"),
    path("assignment/shares/<int:share_id>/", assigning_units.comment, name="comment-share"),
    path("assignment/progress/", assigning_progress.progress, name="assignment-progress"),
    path("assignment/calls/", assigning_progress.calls, name="assignment-calls"),
    path("assignment/adjustments/", assigning_adjust.requests, name="adjust-requests"),
    path("assignment/adjustments/<uuid:public_id>/", assigning_adjust.adjust_request, name="adjust-request"),
    path("assignment/files/", assigning_files.files, name="assignment-files"),
    path("assignment/files/sheet/", assigning_files.read_sheet, name="assignment-read-sheet"),
    path("assignment/files/scans/", assigning_files.read_scans, name="assignment-read-scans"),
    path("assignment/files/<uuid:public_id>/", assigning_files.batch, name="assignment-batch"),
    path("assignment/files/<uuid:public_id>/confirm/", assigning_files.confirm, name="assignment-confirm"),
    path("assignment/files/<uuid:public_id>/discard/", assigning_files.discard, name="assignment-discard"),
    path("proposals/<uuid:public_id>/put-unit/", assigning.put_unit, name="put-unit"),
    path("proposals/<uuid:public_id>/units/", assigning.plan, name="assignment-plan"),
    *(
        path(f"proposals/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in assigning.ACTS
    ),
    *(
        path(f"handlings/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in assigning_units.ACTS
    ),
    *(
        path(f"assignment/adjustments/<uuid:public_id>/{each.name}/", view_of(each), name=each.name)
        for each in assigning_adjust.ACTS
    ),
]  # fmt: skip
