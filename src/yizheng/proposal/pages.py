"""The proposal room in everybody's navigation."""

from yizheng.ui.navigation import ASSIGNER, MEMBER, OFFICE, UNIT, NavItem, register

EVERYBODY = (OFFICE, MEMBER, UNIT, ASSIGNER)


def offer_pages() -> None:
    """Offer the room's pages; each area's list is named in its own line."""
    register(
        NavItem("建言", "提案", "proposal:proposals", "proposal", permission="proposal.read", audience=EVERYBODY),
    )
