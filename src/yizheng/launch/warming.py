"""What a worker does before its first visitor comes: read the addresses and the templates."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import reverse

WARM = ("ui", "todo", "notify", "proposal")
"""Whose pages people come for by the hundred; those of other rooms are read when first asked for."""

log = logging.getLogger("yizheng.warming")


def warm_up() -> None:
    """Do beforehand what would hold up the first visitors of each worker for seconds."""
    reverse("account_login")  # imports every room's views
    for name in _names():
        try:
            get_template(name)
        except TemplateSyntaxError:  # one broken page must not keep all others from being served
            log.exception("the template %s cannot be read", name)


def _names() -> Iterator[str]:
    """Return the names of our templates that many will ask for."""
    for folder in map(Path, get_app_template_dirs("templates")):
        for room in WARM:
            for file in sorted((folder / room).rglob("*.html")):
                yield file.relative_to(folder).as_posix()
