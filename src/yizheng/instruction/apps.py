from django.apps import AppConfig


class InstructionConfig(AppConfig):
    name = "yizheng.instruction"
    label = "instruction"
    verbose_name = "批示"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, pages, papers and content known."""
        from . import pages, papers, permissions, purging, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
