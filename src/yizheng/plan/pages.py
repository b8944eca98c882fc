"""The plan room in everybody's navigation, and the line under the committee's name."""

from __future__ import annotations

from datetime import date
from math import inf
from time import monotonic

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from yizheng.kernel import scoping
from yizheng.org.queries import current_term
from yizheng.ui.navigation import ASSIGNER, MEMBER, OFFICE, NavItem, describe_year, register


def offer_pages() -> None:
    """Offer the pages of the room."""
    section = "年度工作"
    rates = "plan.read_rates"
    register(
        NavItem(section, "要点与任务", "plan:board", "board", permission=rates, audience=(OFFICE, ASSIGNER)),
        NavItem(section, "谁的事晚了", "plan:late", "alert", permission=rates),
        NavItem(section, "分管领导", "plan:by-leader", "person", permission=rates),
        NavItem(section, "责任部门", "plan:by-department", "building", permission=rates),
        NavItem(section, "导入要点", "plan:imports", "upload", permission="plan.import"),
        NavItem(section, "全年", "plan:board", "board", permission=rates, audience=MEMBER),
    )
    describe_year(year_words)


REMEMBERED_SECONDS = 60
MOST_REMEMBERED = 5000
_remembered: dict[tuple[str, int, date], tuple[float, str]] = {}


def year_words(request: HttpRequest) -> str:
    """
    Return 第三届 · 2026年度; nothing on a page that belongs to no committee.

    A term lasts five years: it is asked for once a minute, not for every page.
    """
    committee_id = scoping.current_committee_id()
    if committee_id is None:
        return ""
    today, now = timezone.localdate(), monotonic()
    key = (str(connection.settings_dict["NAME"]), committee_id, today)
    known_at, words = _remembered.get(key, (-inf, ""))
    if now - known_at > REMEMBERED_SECONDS:
        if len(_remembered) >= MOST_REMEMBERED:
            _remembered.clear()
        words = _year_words(today)
        _remembered[key] = (now, words)
    return words


def _year_words(today: date) -> str:
    term = current_term(today)
    return f"{term} · {today.year}年度" if term else f"{today.year}年度"
