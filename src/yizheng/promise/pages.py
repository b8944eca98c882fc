"""The promises in everybody's navigation."""

from yizheng.ui.navigation import ASSIGNER, UNIT, NavItem, register


def offer_pages() -> None:
    """Offer the list of promises."""
    register(
        NavItem(
            "建言", "承诺跟踪", "promise:promises", "flag", permission="promise.read",
            audience=(UNIT, ASSIGNER), place=2,
        )
    )  # fmt: skip
