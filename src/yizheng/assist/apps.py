from django.apps import AppConfig


class AssistConfig(AppConfig):
    name = "yizheng.assist"
    label = "assist"
    verbose_name = "辅助"
    default_auto_field = "django.db.models.BigAutoField"
