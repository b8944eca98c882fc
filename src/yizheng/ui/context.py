"""The context processor: what every page shows around its content."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import keeping, navigation
from .preferences import look_of


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the layouts who looks, where and how, and the navigation, which is read only when drawn."""
    actor = getattr(request, "actor", None)
    sections = SimpleLazyObject(lambda: navigation.sections(request))
    return {
        "look": look_of(request),
        "committee": getattr(request, "committee", None),
        "actor": actor,
        "holder": keeping.holder(actor),
        "nav_audience": navigation.audience_of(actor),
        "nav_sections": sections,
        "nav_links": SimpleLazyObject(lambda: navigation.without_headings(sections)),
        "nav_year": SimpleLazyObject(lambda: navigation.year_words(request)),
        "nav_inbox": SimpleLazyObject(lambda: navigation.inbox(request)),
        "nav_search": SimpleLazyObject(lambda: navigation.search_url(request)),
    }
