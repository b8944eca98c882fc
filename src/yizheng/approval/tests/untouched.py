"""Proves that a refused act left everything as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from yizheng.approval.models import Approval, ApprovalStep
from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import ActKey, LedgerEntry, ThreadLink
from yizheng.todo.models import Todo

WATCHED = (Approval, ApprovalStep, LedgerEntry, ThreadLink, Todo, StoredFile, ActKey)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row an act of the approval room could touch."""
    return {model.__name__: list(model._default_manager.order_by("id").values()) for model in WATCHED}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Assert that the block leaves every watched row as it was."""
    before = everything()
    yield
    assert everything() == before
