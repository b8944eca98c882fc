from django.apps import AppConfig


class TodoConfig(AppConfig):
    name = "yizheng.todo"
    label = "todo"
    verbose_name = "待办"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the desk first in everybody's navigation."""
        from yizheng.kernel import subjects
        from yizheng.ui.navigation import ASSIGNER, MEMBER, OFFICE, UNIT, NavItem, register

        from . import purging
        from .subjects import CALENDAR_FEED

        purging.register()
        subjects.register(CALENDAR_FEED)
        register(
            NavItem("", "工作台", "todo:desk", "home", audience=(OFFICE, UNIT, ASSIGNER), covers=("todos/",)),
            NavItem("", "今天", "todo:desk", "home", audience=MEMBER, covers=("todos/",)),
            NavItem("", "日历", "todo:calendar", "calendar", audience=(OFFICE, UNIT, ASSIGNER, MEMBER)),
        )
