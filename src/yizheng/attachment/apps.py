from django.apps import AppConfig


class AttachmentConfig(AppConfig):
    name = "yizheng.attachment"
    label = "attachment"
    verbose_name = "附件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say what ends when a file is destroyed."""
        from . import purging

        purging.register()
