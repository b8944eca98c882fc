from django.apps import AppConfig


class NotifyConfig(AppConfig):
    name = "yizheng.notify"
    label = "notify"
    verbose_name = "通知"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Put the bell with the unread notices above every page; make the kind, keys and permissions known."""
        from yizheng.kernel import subjects
        from yizheng.ui.navigation import NavItem, offer_inbox, register

        from . import keys as keys
        from . import permissions as permissions
        from . import purging
        from .exports import offer_papers
        from .queries import unread_of
        from .subjects import MESSAGE

        subjects.register(MESSAGE)

        purging.register()
        offer_papers()
        offer_inbox("notify:inbox", unread_of)
        register(
            NavItem("年度工作", "发通知", "notify:sent", "send", permission="notify.send", place=1),
        )
