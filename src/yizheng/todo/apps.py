from django.apps import AppConfig


class TodoConfig(AppConfig):
    name = "yizheng.todo"
    label = "todo"
    verbose_name = "待办"
    default_auto_field = "django.db.models.BigAutoField"
