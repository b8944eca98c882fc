from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "yizheng.duty"
    label = "duty"
    verbose_name = "履职"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, pages and content known."""
        from . import desk, keys, pages, papers, permissions, purging, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
        desk.offer_cards()
