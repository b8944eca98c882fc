"""Addresses of the plan room inside a committee."""

from django.urls import URLPattern, URLResolver, include, path

from .views import acts, board, checklist, exports, items, lists, plan_acts, plans, tasks, timeline

app_name = "plan"
urlpatterns: list[URLPattern | URLResolver] = [
    path("plan/", board.board, name="board"),
    path("plan/tasks/", lists.task_list, name="tasks"),
    path("plan/timeline/", timeline.timeline, name="timeline"),
    path("plan/late/", lists.late, name="late"),
    path("plan/progress/", lists.progress, name="progress"),
    path("plan/leaders/", lists.by_leader, name="by-leader"),
    path("plan/leaders/<uuid:public_id>/", lists.leader, name="leader"),
    path("plan/departments/", lists.by_department, name="by-department"),
    path("plan/departments/<uuid:public_id>/", lists.department, name="department"),
    path("plan/items/<uuid:public_id>/", items.item, name="item"),
    path("plan/tasks/<uuid:public_id>/", tasks.task, name="task"),
    *(
        path(f"plan/tasks/<uuid:public_id>/{each.path or each.name}/", acts.view_of(each), name=each.name)
        for each in acts.TASK_ACTS
    ),
    path("plan/imports/", include("yizheng.plan.import_urls")),
    path("plan/<uuid:public_id>/", plans.plan, name="plan"),
    *(
        path(f"plan/<uuid:public_id>/{each.name}/", plan_acts.view_of(each), name=each.name)
        for each in plan_acts.PLAN_ACTS
    ),
    path("plan/<uuid:public_id>/publish/", plans.publish, name="publish"),
    path("plan/<uuid:public_id>/tasks/new/", tasks.add, name="add-task"),
    path("plan/<uuid:public_id>/checklist/", checklist.checklist, name="checklist"),
    path("plan/<uuid:public_id>/annex.docx", exports.annex_docx, name="annex-docx"),
    path("plan/<uuid:public_id>/annex.xlsx", exports.annex_xlsx, name="annex-xlsx"),
]
