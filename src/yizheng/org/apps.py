from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "yizheng.org"
    label = "org"
    verbose_name = "组织"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds known."""
        from yizheng.kernel import subjects

        from .subjects import SUBJECTS

        subjects.register(*SUBJECTS)
