"""Where the content of documents lies: their heads and every version; letters and scans are found by the files."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Document

DOCUMENT = ("title", "addressee", "copies", "annexes")
VERSION = ("title", "text", "note")


def _of_document(document: Document) -> Iterator[Part]:
    yield from (Part(version, VERSION) for version in document.versions.all())


def register() -> None:
    """Tell the house; called when it starts. Numbers and dates stay: a number is never given twice."""
    purging_kinds.register(Content("document", DOCUMENT, _of_document))
