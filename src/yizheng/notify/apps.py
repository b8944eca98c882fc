from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "yizheng.notify"
    label = "notify"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the bell with the unread notices above every page."""
        from yizheng.ui.navigation import offer_inbox

        from .queries import unread_of

        offer_inbox("notify:inbox", unread_of)
