from django.apps import AppConfig


class OpinionConfig(AppConfig):
    name = "yizheng.opinion"
    label = "opinion"
    verbose_name = "社情民意"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the room's kinds, keys, pages and papers known."""
        from yizheng.kernel import token_scopes

        from . import desk, keys, learning, pages, papers, permissions, public, public_course, purging, subjects  # noqa: F401

        subjects.register_all()
        token_scopes.guard_room(
            "opinion", token_scopes.Scope.OPINION_READ,
            pages=("opinions/", "opinion-", "calls/", "matters/", "officers/"),
        )  # fmt: skip
        purging.register()
        pages.offer_pages()
        papers.offer_papers()
        public.offer_blocks()
        public.offer_projection()
        public_course.offer_courses()
        desk.offer_cards()
        learning.offer_sources()
