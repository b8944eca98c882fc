"""The plenary in everybody's navigation."""

from yizheng.ui.navigation import MEMBER, NavItem, register


def offer_pages() -> None:
    """Offer the packs to the offices, the own part of the plenary to members."""
    register(
        NavItem("年度工作", "全会会务", "plenary:packs", "people", permission="plenary.read", place=1),
        NavItem("委员", "我的全会", "plenary:mine", "people", permission="plenary.read", audience=MEMBER, place=1,
                covers=("plenary/",)),
    )  # fmt: skip
