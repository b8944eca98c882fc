from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "yizheng.plan"
    label = "plan"
    verbose_name = "工作要点"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds known, and offer its pages and desk cards."""
        from . import approving, desk, imports, learning, pages, papers, public, purging, reissue_papers, subjects

        purging.register()
        subjects.register_all()
        desk.offer_cards()
        pages.offer_pages()
        imports.offer_imports()
        approving.offer_chain()
        reissue_papers.offer_papers()
        papers.offer_papers()
        public.offer_blocks()
        learning.offer_sources()
