"""Where the content of an import lies."""

from __future__ import annotations

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content


def register() -> None:
    """Tell the house; called when it starts. The file itself is found by the room of files."""
    purging_kinds.register(Content("import", ("reading", "tree", "failure")))
