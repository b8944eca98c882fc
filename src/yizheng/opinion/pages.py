"""The opinion room in everybody's navigation."""

from __future__ import annotations

from yizheng.ui.navigation import MEMBER, OFFICE, UNIT, NavItem, register


def offer_pages() -> None:
    """Offer the room's pages; each area's list is named in its own line."""
    register(
        NavItem(
            "建言", "社情民意", "opinion:opinions", "message", permission="opinion.see_desk",
            covers=("opinions/",),
        ),
        NavItem(
            "建言", "社情民意", "opinion:mine", "message", permission="opinion.see_own_points",
            audience=(MEMBER, OFFICE), covers=("opinions/",),
        ),
        NavItem(
            "建言", "社情民意刊物", "opinion:issues", "book", permission="issue.read",
            covers=("opinion-issues/",), place=1,
        ),
        NavItem(
            "建言", "社情民意转办", "opinion:slips", "move", permission="slip.read", audience=(OFFICE, UNIT),
            covers=("opinion-slips/",), place=1,
        ),
        NavItem(
            "建言", "反馈作者", "opinion:feedback-owed", "return", permission="opinion.follow",
            covers=("opinion-feedback/",), place=1,
        ),
        NavItem(
            "建言", "上报和采用", "opinion:reports", "send", permission="opinion.see_desk",
            covers=("opinion-reports/",), place=1,
        ),
        NavItem(
            "建言", "社情民意积分", "opinion:points", "star", permission="opinion.see_desk",
            covers=("opinion-points/",), place=2,
        ),
        NavItem("建言", "约稿", "opinion:calls", "bulb", permission="call.keep", covers=("calls/",), place=1),
        NavItem(
            "建言", "信息员", "opinion:officers", "people", permission="officer.read",
            covers=("officers/",), place=2,
        ),
        NavItem(
            "组织", "来访事项", "opinion:matters", "message", permission="matter.read",
            covers=("matters/",), place=2,
        ),
        NavItem("建言", "社情民意统计", "opinion:figures", "chart", permission="opinion.see_figures", place=2),
    )  # fmt: skip
