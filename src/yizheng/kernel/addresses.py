"""Addresses inside a committee: `/<slug>/…`."""

from typing import Any

from django.urls import reverse

from . import scoping


def address(name: str, **kwargs: Any) -> str:
    """Return the path of a named page in the open scope's committee."""
    return reverse(name, kwargs={"committee": scoping.current().slug, **kwargs})
