"""Where the content of an import lies: what was read from its sheet, and the rows that are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import ImportBatch, ImportRow


def _rows(batch: ImportBatch) -> Iterator[Part]:
    for row in ImportRow.objects.filter(batch=batch):
        yield Part(row, ("cells", "judged"), instead={"cells": "[]", "judged": json.dumps(_emptied(row.judged))})


def _emptied(judged: str) -> dict[str, Any]:
    """Return a judgement that can still be read and counted, and says nothing of what stood in the row."""
    return {name: _nothing_of(value) for name, value in json.loads(judged).items()}


def _nothing_of(value: Any) -> Any:
    if isinstance(value, dict):
        return dict.fromkeys(value, "")
    return [] if isinstance(value, list) else value


def register() -> None:
    """Tell the house; called when it starts. The file itself is found by the room of files."""
    purging_kinds.register(Content("import", ("reading", "tree", "failure"), _rows))
