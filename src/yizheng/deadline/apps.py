from django.apps import AppConfig


class DeadlineConfig(AppConfig):
    name = "yizheng.deadline"
    label = "deadline"
    verbose_name = "期限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kind known."""
        from yizheng.kernel import subjects

        from .subjects import DEADLINE

        subjects.register(DEADLINE)
