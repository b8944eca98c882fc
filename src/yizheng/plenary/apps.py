from django.apps import AppConfig


class PlenaryConfig(AppConfig):
    name = "yizheng.plenary"
    label = "plenary"
    verbose_name = "全会"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, pages and papers known, and say who sits where."""
        from yizheng.meeting import places

        from . import pages, papers, permissions, purging, seats, subjects  # noqa: F401

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
        places.offer(seats.seats_of)
