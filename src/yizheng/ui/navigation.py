"""
Navigation is data: rooms say what they offer, to whom and in which section; the layouts draw it.

Register in a room's `AppConfig.ready` or in `wiring.py`; registration order is kept within a section.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_urlconf, reverse

from yizheng.kernel.acting import Actor
from yizheng.kernel.permissions import may

Count = Callable[[HttpRequest], int | None]
Words = Callable[[HttpRequest], str]

# The order of the side bar. A section nobody registers for is not drawn.
MOST_UNFOLDED = 3
"""A section of more entries folds."""
SECTIONS = ("", "年度工作", "建言", "委员", "组织", "公开", "管理")

OFFICE, MEMBER, UNIT, ASSIGNER = "office", "member", "unit", "assigner"
AUDIENCES: dict[str, str] = {
    "member": MEMBER,
    "sector_convener": MEMBER,
    "unit_clerk": UNIT,
    "unit_leader": UNIT,
    "assigner": ASSIGNER,
}


@dataclass(frozen=True)
class NavItem:
    """
    One entry. `audience` is one of office, member, unit, assigner, or several of them.

    `permission` empty means everybody of that audience. `count` may say how many wait there (None: nothing).
    `covers` names further paths of the committee that lie under the entry: `("org/people/",)`.
    `place` puts what is needed less often further down; entries of one place keep the order of registration.
    """

    section: str
    label: str
    address_name: str
    icon: str
    count: Count | None = None
    permission: str = ""
    audience: str | tuple[str, ...] = OFFICE
    covers: tuple[str, ...] = ()
    place: int = 0

    def is_for(self, audience: str) -> bool:
        """Tell whether this audience sees the entry."""
        return audience in ((self.audience,) if isinstance(self.audience, str) else self.audience)


@dataclass(frozen=True)
class NavLink:
    """An entry as drawn for one request."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None


@dataclass(frozen=True)
class NavSection:
    """The entries under one heading. A section that folds is closed until it is asked for or the page lies in it."""

    label: str
    links: tuple[NavLink, ...]
    folds: bool = False

    @property
    def opens(self) -> bool:
        """Tell whether the page lies in this section."""
        return any(link.current for link in self.links)


_items: list[NavItem] = []
_year_words: list[Words] = []
_search: list[str] = []
_inbox: list[tuple[str, Count]] = []


def register(*items: NavItem) -> None:
    """Offer entries. A label registered twice for one address is offered once."""
    for item in items:
        if item.section not in SECTIONS:
            raise LookupError(f"no such section: {item.section}")
        if item not in _items:
            _items.append(item)


def describe_year(words: Words) -> None:
    """Let a room say the line under the committee's name: 第三届 · 2026年度."""
    _year_words[:] = [words]


def offer_search(address_name: str) -> None:
    """Let the search room fill the slot above every page; it takes a GET with `q`."""
    _search[:] = [address_name]


def offer_inbox(address_name: str, count: Count) -> None:
    """Let the notice room put its bell above every page; `count` says how many are unread."""
    _inbox[:] = [(address_name, count)]


def year_words(request: HttpRequest) -> str:
    """Return the line under the committee's name, empty when no room says one."""
    return _year_words[0](request) if _year_words else ""


def search_url(request: HttpRequest) -> str:
    """Return the address of the search page, empty when there is none."""
    return _address(_search[0], request) if _search else ""


def inbox(request: HttpRequest) -> NavLink | None:
    """Return the bell, None when there is no inbox or nobody is signed in."""
    if not _inbox or getattr(request, "actor", None) is None:
        return None
    name, count = _inbox[0]
    url = _address(name, request)
    return NavLink("消息", url, "bell", request.path.startswith(url), count(request)) if url else None


def audience_of(actor: Actor | None) -> str:
    """Return whose pages the worn hat opens."""
    return OFFICE if actor is None else AUDIENCES.get(actor.hat.role, OFFICE)


def sections(request: HttpRequest) -> tuple[NavSection, ...]:
    """Return what this actor may open, in the order of SECTIONS."""
    items = sorted(_allowed(request), key=lambda item: (SECTIONS.index(item.section), item.place))
    current = _current(request, items)
    groups = [(label, tuple(group)) for label, group in groupby(items, key=lambda item: item.section)]
    daily = next((label for label, _group in groups if label), "")
    return tuple(
        NavSection(label, tuple(_link(item, request, item is current) for item in group), _folds(label, group, daily))
        for label, group in groups
    )


def _folds(label: str, group: tuple[NavItem, ...], daily: str) -> bool:
    """Long sections fold; the first with a heading and 建言 are the daily work and always stand open."""
    return label not in ("", daily, "建言") and len(group) > MOST_UNFOLDED


def links(request: HttpRequest) -> tuple[NavLink, ...]:
    """Return the same entries without headings."""
    return without_headings(sections(request))


def without_headings(found: Iterable[NavSection]) -> tuple[NavLink, ...]:
    """Return the entries of sections: the tabs of a member's phone."""
    return tuple(link for section in found for link in section.links)


def _allowed(request: HttpRequest) -> list[NavItem]:
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return []
    audience = audience_of(actor)
    offered = (item for item in _items if item.is_for(audience) and _address(item.address_name, request))
    return [item for item in offered if not item.permission or may(item.permission, actor)]


def _current(request: HttpRequest, items: Iterable[NavItem]) -> NavItem | None:
    """The entry with the longest address that the page lies under; all lies under the desk, so that must be meant."""
    under = [(len(url), item) for item in items for url in _ground(item, request) if _lies_under(request, url)]
    return max(under, key=lambda pair: pair[0])[1] if under else None


def _ground(item: NavItem, request: HttpRequest) -> list[str]:
    return [_address(item.address_name, request), *(f"{_root(request)}{path}" for path in item.covers)]


def _lies_under(request: HttpRequest, url: str) -> bool:
    return request.path == url or (url != _root(request) and request.path.startswith(url))


def _root(request: HttpRequest) -> str:
    committee = getattr(request, "committee", None)
    return f"/{committee.slug}/" if committee else "/"


def _link(item: NavItem, request: HttpRequest, current: bool) -> NavLink:
    count = item.count(request) if item.count else None
    return NavLink(item.label, _address(item.address_name, request), item.icon, current, count)


def _address(name: str, request: HttpRequest) -> str:
    """The address in the request's committee; empty where the room is not mounted."""
    committee = getattr(request, "committee", None)
    if committee is None:
        return ""
    return _reversed(get_urlconf() or settings.ROOT_URLCONF, name, committee.slug)


@lru_cache(4096)
def _reversed(urlconf: str, name: str, slug: str) -> str:
    """Every page names some thirty addresses, most of them several times."""
    try:
        return reverse(name, urlconf, kwargs={"committee": slug})
    except NoReverseMatch:
        return ""
