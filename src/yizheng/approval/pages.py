"""The approval room in the navigation of those who begin, sign and enter."""

from __future__ import annotations

from yizheng.ui.navigation import NavItem, register


def offer_pages() -> None:
    """Offer the list of approvals."""
    register(NavItem("年度工作", "呈批", "approval:approvals", "clipboard", permission="approval.read", place=1))
