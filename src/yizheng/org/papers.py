"""The papers of the organisation, offered to the room that draws them (handbook 1.7)."""

from __future__ import annotations

from yizheng.kernel.papers import Format, PaperOffer, offer
from yizheng.ui.navigation import NavItem, register

from .rolls import bodies, contacts, members

PRINT, SEALED = "org.print_rolls", "org.print_sealed_rolls"
ON_PAPER: tuple[Format, ...] = ("docx", "pdf")

GROUPS: tuple[tuple[str, tuple[PaperOffer, ...]], ...] = (
    (
        "委员名册",
        (
            PaperOffer("roll-by-sector", "委员名单（按界别）", SEALED, members.by_sector),
            PaperOffer("roll-standing", "常务委员名单", SEALED, members.standing),
            PaperOffer("roll-makeup", "委员构成表", SEALED, members.makeup),
            PaperOffer("roll-quota", "各界别名额和在任人数", PRINT, members.quota),
        ),
    ),
    (
        "机构名册",
        (
            PaperOffer("roll-seats", "专委会组成人员名单", PRINT, bodies.seats),
            PaperOffer("roll-conveners", "界别召集人名单", PRINT, bodies.conveners),
            PaperOffer("roll-grassroots", "街道工委和联络处人员名单", PRINT, bodies.grassroots),
            PaperOffer("roll-units", "承办单位名单", PRINT, bodies.units),
        ),
    ),
    (
        "桌签",
        (
            PaperOffer("cards-members", "全体委员桌签", PRINT, contacts.member_cards, ON_PAPER),
            PaperOffer("cards-standing", "常委桌签", PRINT, contacts.standing_cards, ON_PAPER),
        ),
    ),
    (
        "通讯录",
        (
            PaperOffer("book-public", "公开：姓名和界别", PRINT, contacts.public_book),
            PaperOffer("book-internal", "内部：另有单位和职务", PRINT, contacts.internal_book),
            PaperOffer("book-confidential", "保密：另有电话，取出有记录", SEALED, contacts.confidential_book),
        ),
    ),
)

OF_A_DAY = frozenset({"roll-by-sector", "roll-quota", "roll-seats", "roll-conveners", "roll-grassroots"})
"""Rolls that can be printed as of an earlier day (`?on=`): all they show is kept with its days."""


def offer_papers() -> None:
    """Offer every roll, the cards and the address books."""
    offer(*(paper for _, papers in GROUPS for paper in papers))


def offer_pages() -> None:
    """Offer the page of the papers."""
    register(NavItem("组织", "名册与打印", "rolls:rolls", "printer", permission=PRINT))
