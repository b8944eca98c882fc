from django.apps import AppConfig


class MeetingConfig(AppConfig):
    name = "yizheng.meeting"
    label = "meeting"
    verbose_name = "会议"
    default_auto_field = "django.db.models.BigAutoField"
