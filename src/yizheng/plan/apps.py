from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "yizheng.plan"
    label = "plan"
    verbose_name = "工作要点"
    default_auto_field = "django.db.models.BigAutoField"
