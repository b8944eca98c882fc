from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "yizheng.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the permission known, and fill the slot above every page."""
        from yizheng.ui import navigation

        from . import permissions  # noqa: F401  it makes itself known

        navigation.offer_search("search:search")
