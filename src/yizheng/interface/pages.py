"""The room's entries in the navigation; members, whose phone has few tabs, come from 我的."""

from yizheng.ui.navigation import ASSIGNER, OFFICE, UNIT, NavItem, register


def offer_pages() -> None:
    """Offer one's own tokens, far down, and all of them to the security administrator."""
    register(
        NavItem(
            "管理", "接口令牌", "interface:tokens", "link", permission="interface.use",
            audience=(OFFICE, UNIT, ASSIGNER), covers=("webhooks/",), place=9,
        ),
        NavItem("管理", "全部令牌", "interface:all-tokens", "lock", permission="interface.read_all_tokens", place=5),
    )  # fmt: skip
