"""The organisation in everybody's navigation."""

from __future__ import annotations

from yizheng.ui.navigation import ASSIGNER, MEMBER, OFFICE, NavItem, register

SECTION = "组织"
PEOPLE = ("org/people/", "org/person/", "org/membership/", "org/holding/", "org/new/person/")
BODIES = ("org/body/", "org/seat/", "org/choices/", "org/new/body/")


def offer_pages() -> None:
    """Offer the pages of the room."""
    both, read = (OFFICE, MEMBER), "org.read"
    register(
        NavItem(SECTION, "我的", "org:mine", "person", permission=read, audience=MEMBER),
        NavItem(SECTION, "委员名册", "org:members", "people", permission=read, audience=both, covers=PEOPLE),
        NavItem(SECTION, "委员构成", "org:composition", "chart", permission="org.read_composition"),
        NavItem(SECTION, "界别", "org:sectors", "list", permission=read),
        NavItem(SECTION, "专委会与机构", "org:bodies", "building", permission=read, covers=BODIES),
        NavItem(SECTION, "街道工委与联络处", "org:grassroots", "home", permission=read),
        NavItem(SECTION, "承办单位", "org:units", "inbox", permission="org.read_units", audience=(OFFICE, ASSIGNER)),
        NavItem(SECTION, "党派团体", "org:parties", "flag", permission=read),
        NavItem(SECTION, "社团", "org:associations", "hand", permission=read),
        NavItem(SECTION, "届次", "org:terms", "calendar", permission=read),
        NavItem(SECTION, "辖区上级委员", "org:superior", "person", permission=read),
    )
