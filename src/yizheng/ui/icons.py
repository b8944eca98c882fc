"""The icons of the sprite: the same list that the front-end build reads."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_LIST = Path(__file__).parent / "assets" / "icons.json"


@cache
def names() -> frozenset[str]:
    """Return the names a page may use."""
    return frozenset(json.loads(_LIST.read_text(encoding="utf-8")))
