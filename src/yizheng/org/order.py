"""The official order of names by strokes (姓氏笔画), kept beside each person."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec


def stroke_key_of(name: str) -> str:
    """Return the key by which a name stands in stroke order; the table of strokes is read only when needed."""
    if find_spec("yizheng.org.strokes") is None:
        return ""
    key: str = import_module("yizheng.org.strokes").stroke_key(name)
    return key
