from django.apps import AppConfig


class ApprovalConfig(AppConfig):
    name = "yizheng.approval"
    label = "approval"
    verbose_name = "呈批"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Make approvals known, offer the sheet and the list."""
        from yizheng.kernel import papers, subjects

        from . import desk, pages, permissions, purging  # noqa: F401
        from .sheet import SHEET
        from .subjects import APPROVAL, STEP

        subjects.register(APPROVAL, STEP)
        purging.register()
        papers.offer(SHEET)
        pages.offer_pages()
        desk.offer_cards()
