"""Names of the task table as printed, each with who that is today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .models import TaskParty


@dataclass(frozen=True)
class PrintedName:
    """A name as it stands in the document, and who it was found to mean; empty where nobody was found."""

    text: str
    means: str = ""


def printed_names(texts: Sequence[str], parties: Sequence[TaskParty]) -> list[PrintedName]:
    """Pair each printed name with the persons, bodies or units it stands for: 各副主席 with four names."""
    return [PrintedName(text, _means(text, parties)) for text in texts]


def _means(text: str, parties: Sequence[TaskParty]) -> str:
    found = [str(p.person or p.body or p.unit) for p in parties if p.display_text == text]
    joined = "、".join(dict.fromkeys(found))
    return "" if joined == text else joined
