"""Cells that tell several numbers of one matter in a sentence; each number opens its records."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.html import format_html, format_html_join

from yizheng.ui.shapes import Cell

from .noticing import Deeds

Opens = Callable[[str], str]
"""From what is counted (`listing.WHAT`) to the page that lists it; an empty address opens nothing."""


def meetings(deeds: Deeds, opens: Opens, first: str = "") -> Cell:
    """Tell how many half-days of those due were attended (or a rate instead), then leave and absence."""
    return _told(
        (first or f"{deeds.came}/{deeds.due}", opens("meetings") if deeds.due else "", ""),
        _more("请假{}", deeds.leave, opens("leave")),
        _more("缺席{}", deeds.absent, opens("absent"), "over-text"),
    )


def proposals(deeds: Deeds, opens: Opens) -> Cell:
    """Tell how many proposals a member led, then those co-signed."""
    return _told(_first("{}件", deeds.proposals, opens("proposals")),
                 _more("联名{}件", deeds.co_signed, opens("co_signed")))  # fmt: skip


def opinions(deeds: Deeds, opens: Opens) -> Cell:
    """Tell how many opinions were handed in, then how many adoptions there were."""
    return _told(_first("{}条", deeds.opinions, opens("opinions")), _more("采用{}条", deeds.adopted, opens("adopted")))


def activities(deeds: Deeds, opens: Opens, unit: str = "次") -> Cell:
    """Tell the activities, then the social service."""
    return _told(_first(f"{{}}{unit}", deeds.activities, opens("activities")),
                 _more("社会服务{}次", deeds.services, opens("services")))  # fmt: skip


def visited(deeds: Deeds, opens: Opens, visits: str) -> Cell:
    """Tell the activities, then how often the member was visited; `visits` lists these."""
    return _told(_first("{}次", deeds.activities, opens("activities")), _more("受访{}次", deeds.visits, visits))


Part = tuple[str, str, str]
"""Words, where they lead, how they look."""


def _first(words: str, number: int, url: str) -> Part:
    """Return the number a cell is about: told also when it is nought, which opens nothing."""
    return words.format(number), url if number else "", ""


def _more(words: str, number: int, url: str, look: str = "") -> Part:
    """Return what is told besides, if there is any."""
    return (*_first(words, number, url)[:2], look) if number else ("", "", "")


def _told(*parts: Part) -> Cell:
    return Cell(format_html_join("，", "{}", ((_linked(*each),) for each in parts if each[0])))


def _linked(words: str, url: str, look: str) -> str:
    if not url:
        return words
    looks = format_html(' class="{}"', look) if look else ""
    return format_html('<a{} href="{}">{}</a>', looks, url, words)
