"""Names as they are printed: two Chinese characters stand as wide as three (office-practice 14)."""

from __future__ import annotations

from yizheng.org.names import bare_name, padded


def as_printed(name: str) -> str:
    """Return a two-character Chinese name padded; any other text as it is."""
    bare = bare_name(name)
    return padded(bare) if len(bare) == 2 and not bare.isascii() else name
