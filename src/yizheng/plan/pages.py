"""The plan room in everybody's navigation, and the line under the committee's name."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from yizheng.org.queries import current_term
from yizheng.ui.navigation import ASSIGNER, MEMBER, OFFICE, NavItem, describe_year, register


def offer_pages() -> None:
    """Offer the pages of the room."""
    section = "年度工作"
    rates = "plan.read_rates"
    register(
        NavItem(section, "要点与任务", "plan:board", "calendar", permission=rates, audience=(OFFICE, ASSIGNER)),
        NavItem(section, "谁的事晚了", "plan:late", "alert", permission=rates),
        NavItem(section, "分管领导", "plan:by-leader", "person", permission=rates),
        NavItem(section, "责任部门", "plan:by-department", "building", permission=rates),
        NavItem(section, "导入要点", "plan:imports", "upload", permission="plan.import"),
        NavItem(section, "全年", "plan:board", "calendar", permission=rates, audience=MEMBER),
    )
    describe_year(year_words)


def year_words(request: HttpRequest) -> str:
    """Return 第三届 · 2026年度."""
    today = timezone.localdate()
    term = current_term(today)
    return f"{term} · {today.year}年度" if term else f"{today.year}年度"
