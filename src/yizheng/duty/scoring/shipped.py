"""Schemes that come with the house: the default and three published ones as examples (handbook 10.5, 10.6)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .scheme import Scheme, parse

FOLDER = Path(__file__).parent.parent / "schemes"
NAMES = ("default", "jinan-2015", "anqing-2018", "tongcheng-2019")


def text_of(name: str) -> dict[str, Any]:
    """Return the data of a shipped scheme. Raises: LookupError for an unknown name."""
    if name not in NAMES:
        raise LookupError(f"no such scheme: {name}")
    data: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return data


@cache
def shipped(name: str) -> Scheme:
    """Return a shipped scheme, read and checked."""
    return parse(text_of(name))
