"""The meeting room in everybody's navigation."""

from yizheng.ui.navigation import MEMBER, OFFICE, NavItem, register


def offer_pages() -> None:
    """Offer the lists of meetings and of activities; on a member's phone proposals stay among the first."""
    register(
        NavItem(
            "年度工作", "会议", "meeting:meetings", "meeting", permission="meeting.read", audience=(OFFICE, MEMBER)
        ),
        NavItem(
            "年度工作", "活动", "meeting:activities", "people", permission="meeting.read_activities",
            covers=("activities/",),
        ),
        NavItem(
            "委员", "活动", "meeting:activities", "people", permission="meeting.read_activities", audience=MEMBER,
            covers=("activities/",),
        ),
    )  # fmt: skip
