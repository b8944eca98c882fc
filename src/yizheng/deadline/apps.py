from django.apps import AppConfig


class DeadlineConfig(AppConfig):
    name = "yizheng.deadline"
    label = "deadline"
    verbose_name = "期限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds and keys known."""
        from yizheng.kernel import subjects
        from yizheng.ui.navigation import NavItem, register

        from . import keys, permissions, purging  # noqa: F401  they make themselves known
        from .subjects import DEADLINE

        subjects.register(DEADLINE)
        purging.register()
        register(NavItem("管理", "工作日历", "deadline:work-days", "calendar", permission="deadline.read_calendar"))
