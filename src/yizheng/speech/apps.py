from django.apps import AppConfig


class SpeechConfig(AppConfig):
    name = "yizheng.speech"
    label = "speech"
    verbose_name = "大会发言"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, keys, pages and papers known."""
        from . import keys, pages, papers, permissions, purging, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
