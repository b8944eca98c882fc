from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "yizheng.intake"
    label = "intake"
    verbose_name = "导入"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kind "import" and its permissions known."""
        from yizheng.kernel import subjects

        from . import (
            permissions,  # noqa: F401
            purging,
        )
        from .subjects import IMPORT

        subjects.register(IMPORT)
        purging.register()
