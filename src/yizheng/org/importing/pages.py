"""The imports in the office's navigation."""

from __future__ import annotations

from yizheng.ui.navigation import NavItem, register


def offer_pages() -> None:
    """Offer the two lists of imports."""
    register(
        NavItem("委员", "导入名册", "org-import:rolls", "upload", permission="org.import_roll"),
        NavItem("委员", "导入单位", "org-import:units", "upload", permission="org.import_units"),
    )
