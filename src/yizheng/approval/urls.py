"""Addresses of the approval room inside a committee."""

from django.urls import path

from .views import approvals, steps

app_name = "approval"
urlpatterns = [
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<uuid:public_id>/", approvals.approval, name="approval"),
    path("approvals/<uuid:public_id>/sheet/", approvals.print_sheet, name="sheet"),
    path("approvals/<uuid:public_id>/withdraw/", approvals.withdraw, name="withdraw"),
    *(
        path(f"approvals/steps/<uuid:public_id>/{each.name}/", steps.view_of(each), name=each.name)
        for each in steps.STEP_ACTS
    ),
]
