"""The pages in the navigation."""

from yizheng.ui.navigation import NavItem, register


def offer_pages() -> None:
    """Offer the list to whoever may read what was closed."""
    register(NavItem("管理", "封存与销毁", "closing:closures", "lock", permission="kernel.read_closures"))
