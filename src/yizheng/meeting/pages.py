"""The meeting room in everybody's navigation."""

from yizheng.ui.navigation import MEMBER, OFFICE, NavItem, register


def offer_pages() -> None:
    """Offer the list of meetings."""
    register(
        NavItem(
            "年度工作", "会议", "meeting:meetings", "calendar", permission="meeting.read", audience=(OFFICE, MEMBER)
        )
    )
