"""The room in the navigation of those who teach it."""

from yizheng.ui.navigation import NavItem, register


def offer_pages() -> None:
    """Offer the record of suggestions."""
    register(
        NavItem(
            "管理", "推荐与学习", "assist:record", "bulb", permission="assist.see_record", covers=("assist/",), place=3
        )
    )
