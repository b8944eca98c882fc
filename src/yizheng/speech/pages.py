"""The speech room in everybody's navigation."""

from yizheng.ui.navigation import MEMBER, OFFICE, NavItem, register


def offer_pages() -> None:
    """Offer the speeches of the plenaries; on a member's phone proposals and opinions stay before them."""
    register(
        NavItem(
            "建言", "大会发言", "speech:speeches", "mic", permission="speech.read", audience=(OFFICE, MEMBER),
            covers=("speeches/",), place=1,
        ),
    )  # fmt: skip
