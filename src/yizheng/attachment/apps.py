from django.apps import AppConfig


class AttachmentConfig(AppConfig):
    name = "yizheng.attachment"
    label = "attachment"
    verbose_name = "附件"
    default_auto_field = "django.db.models.BigAutoField"
