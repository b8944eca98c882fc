from django.apps import AppConfig


class DocumentConfig(AppConfig):
    name = "yizheng.document"
    label = "document"
    verbose_name = "文档"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's permissions and configuration known."""
        from . import keys, permissions  # noqa: F401
