from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "yizheng.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the permission known, and fill the slot above every page."""
        from yizheng.ui import navigation

        from . import permissions, purging  # noqa: F401  permissions make themselves known

        purging.register()

        navigation.offer_search("search:search")
