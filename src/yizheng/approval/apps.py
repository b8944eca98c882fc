from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "yizheng.approval"
    label = "approval"
    verbose_name = "呈批"
    default_auto_field = "django.db.models.BigAutoField"
