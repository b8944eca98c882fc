from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "yizheng.notify"
    label = "notify"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the bell with the unread notices above every page; make the kind, keys and permissions known."""
        from yizheng.kernel import subjects
        from yizheng.ui.navigation import offer_inbox

        from . import keys as keys
        from . import permissions as permissions
        from . import purging
        from .queries import unread_of
        from .subjects import MESSAGE

        subjects.register(MESSAGE)

        purging.register()
        offer_inbox("notify:inbox", unread_of)
