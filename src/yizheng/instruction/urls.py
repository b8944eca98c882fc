"""Addresses of the instruction room inside a committee."""

from django.urls import URLPattern, path

from .views import acting, lists

app_name = "instruction"
urlpatterns: list[URLPattern] = [
    path("instructions/", lists.ledger, name="ledger"),
    path("instructions/tasks/", lists.tasks, name="tasks"),
    path("instructions/tasks/<uuid:public_id>/", lists.task, name="task"),
    path("instructions/<uuid:public_id>/", lists.instruction, name="instruction"),
    path("instructions/<uuid:public_id>/void/", acting.view_of(acting.VOID), name="void"),
    *(
        path(f"instructions/tasks/<uuid:public_id>/{each.name}/", acting.view_of(each), name=each.name)
        for each in acting.TASK_ACTS
    ),
]
