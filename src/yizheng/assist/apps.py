from django.apps import AppConfig


class AssistConfig(AppConfig):
    name = "yizheng.assist"
    label = "assist"
    verbose_name = "辅助"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, pages and content known."""
        from . import pages, permissions, purging, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
