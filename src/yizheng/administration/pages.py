"""The room in the navigation, and what it prints."""

from __future__ import annotations

from collections.abc import Mapping

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Table, offer
from yizheng.ui.navigation import NavItem, register

from . import queries
from .enums import HonourLevel, HonourState


def offer_pages() -> None:
    """Offer the library, the register of honours and the appraisals."""
    register(
        NavItem("管理", "制度库", "administration:rules", "book", permission="administration.read_rules"),
        NavItem("管理", "荣誉", "administration:honours", "star", permission="administration.read_honours"),
        NavItem("管理", "年度考核", "administration:appraisals", "clipboard", permission="administration.appraise"),
    )


def offer_papers() -> None:
    """Offer the register of honours as a table: a chapter of the year's report."""
    offer(PaperOffer("honours", "荣誉登记表", "administration.read_honours", honour_table))


def honour_table(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the honours of a year (`year`), or of all years, the highest level first."""
    rows = queries.honours_visible_to(actor).filter(state=HonourState.STANDING)
    year = asked.get("year", "")
    if year.isdecimal():
        rows = rows.filter(year=int(year))
    ranks = {level: place for place, level in enumerate(HonourLevel.values)}
    shown = sorted(rows, key=lambda each: (-each.year, ranks[each.level], each.awarded_on))
    columns = (
        Column("荣誉", 2.4), Column("级别", 0.8), Column("授予单位", 1.6), Column("授予日期", 1.2),
        Column("获得者", 1.2),
    )  # fmt: skip
    table = tuple(
        (each.title, each.get_level_display(), each.awarded_by, f"{each.awarded_on:%Y-%m-%d}", each.holder)
        for each in shown
    )
    return Table(f"{year}年荣誉登记表" if year.isdecimal() else "荣誉登记表", columns, table)
