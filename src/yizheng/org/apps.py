from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "yizheng.org"
    label = "org"
    verbose_name = "组织"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make the kinds, permissions and keys known."""
        from yizheng.kernel import subjects

        from . import keys, pages, papers, permissions, public, purging  # noqa: F401  they make themselves known
        from .configuring import permissions as configuring  # noqa: F401
        from .configuring.subjects import SETTING, offer_pages
        from .importing import pages as import_pages
        from .importing import permissions as importing  # noqa: F401
        from .imports import offer_imports
        from .rolls import permissions as rolls  # noqa: F401
        from .subjects import SUBJECTS

        subjects.register(*SUBJECTS, SETTING)
        purging.register()
        pages.offer_pages()
        offer_pages()
        offer_imports()
        papers.offer_papers()
        papers.offer_pages()
        public.offer_blocks()
        import_pages.offer_pages()
