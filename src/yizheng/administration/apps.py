from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    name = "yizheng.administration"
    label = "administration"
    verbose_name = "机关建设"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, pages and papers known."""
        from . import pages, permissions, public, purging, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        pages.offer_papers()
        public.offer_blocks()
