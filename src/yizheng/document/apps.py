from django.apps import AppConfig


class DocumentConfig(AppConfig):
    name = "yizheng.document"
    label = "document"
    verbose_name = "文档"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's permissions, configuration and templates known."""
        from . import keys, letter_of, pages, permissions, purging, subjects  # noqa: F401
        from .templating import shipped

        shipped.register_all()
        subjects.register_all()
        purging.register()
        letter_of.offer_papers()
        pages.offer_pages()
