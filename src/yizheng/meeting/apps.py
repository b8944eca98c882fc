from django.apps import AppConfig


class MeetingConfig(AppConfig):
    name = "yizheng.meeting"
    label = "meeting"
    verbose_name = "会议"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, keys, pages and papers known."""
        from yizheng.todo.agenda.entries import offer

        from . import desk, keys, pages, papers, permissions, public, purging, subjects  # noqa: F401
        from .diary import own_activities, own_meetings

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
        offer(own_meetings)
        offer(own_activities)
        desk.offer_cards()
        public.offer_blocks()
