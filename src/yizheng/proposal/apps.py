from django.apps import AppConfig


class ProposalConfig(AppConfig):
    name = "yizheng.proposal"
    label = "proposal"
    verbose_name = "提案"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, keys, pages and papers known."""
        from yizheng.todo.agenda.entries import offer

        from . import assignment_imports, desk, keys, learning, pages, papers, permissions, public, purging, subjects  # noqa: F401
        from .diary import own_supervision
        from .importing import history_kind
        from .public import course
        from .webhook_kinds import offer_kinds

        subjects.register_all()
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
        assignment_imports.offer_imports()
        history_kind.offer_history()
        desk.offer_cards()
        public.offer_blocks()
        public.offer_projection()
        course.offer_courses()
        offer_kinds()
        learning.offer_sources()
        offer(own_supervision)
