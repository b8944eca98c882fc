from django.apps import AppConfig


class MeetingConfig(AppConfig):
    name = "yizheng.meeting"
    label = "meeting"
    verbose_name = "会议"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, keys, pages and papers known."""
        from yizheng.todo.agenda.entries import offer

        from . import keys, pages, papers, permissions, subjects  # noqa: F401
        from .diary import own_meetings

        subjects.register_all()
        pages.offer_pages()
        papers.offer_papers()
        offer(own_meetings)
