"""The document room in the office's navigation."""

from yizheng.ui.navigation import OFFICE, NavItem, register


def offer_pages() -> None:
    """Offer the pages of the room."""
    register(
        NavItem("年度工作", "公文", "document:documents", "file", permission="document.read", audience=OFFICE, place=1),
        NavItem("管理", "公文模板", "document:templates", "file-word", permission="document.templates"),
    )
