from django.apps import AppConfig


class PromiseConfig(AppConfig):
    name = "yizheng.promise"
    label = "promise"
    verbose_name = "承诺"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kind, pages and content known."""
        from . import pages, papers, permissions, purging, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
