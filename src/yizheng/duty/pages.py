"""The duty room in the navigation: the member's own year, the office's list."""

from yizheng.ui.navigation import MEMBER, OFFICE, NavItem, register


def offer_pages() -> None:
    """Offer the own year and the office's list."""
    register(
        NavItem("委员", "我的履职", "duty:own", "star", permission="duty.read_own", audience=MEMBER, covers=("duty/",)),
        NavItem("委员", "委员履职", "duty:members", "star", permission="duty.read", audience=OFFICE, covers=("duty/",)),
        NavItem("委员", "年终总结", "duty:summaries", "clipboard", permission="duty.hand_in", audience=MEMBER, place=1,
                covers=("duty/summaries/",)),
    )  # fmt: skip
