"""Addresses inside a committee: `/<slug>/…`."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_urlconf, reverse

from . import scoping


def address(name: str, **kwargs: Any) -> str:
    """Return the path of a named page in the open scope's committee."""
    slug = scoping.current().slug
    if not kwargs:
        return _of_page(get_urlconf() or settings.ROOT_URLCONF, name, slug)
    return reverse(name, kwargs={"committee": slug, **kwargs})


@lru_cache(4096)
def _of_page(urlconf: str, name: str, slug: str) -> str:
    return reverse(name, urlconf, kwargs={"committee": slug})
