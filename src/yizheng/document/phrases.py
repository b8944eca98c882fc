"""What the document room says: state marks, acts of the ledger, headings."""

from __future__ import annotations

from collections.abc import Mapping

from yizheng.ui.shapes import Meaning

from .enums import DocumentState as S
from .workflow import DOCUMENT_MACHINE

MEANING: Mapping[str, str] = {
    S.DRAFTING: Meaning.NEUTRAL,
    S.SUBMITTED: Meaning.WARN,
    S.RETURNED: Meaning.LATE,
    S.CHECKED: Meaning.BUSY,
    S.COUNTERSIGNED: Meaning.BUSY,
    S.SIGNED: Meaning.BUSY,
    S.NUMBERED: Meaning.BUSY,
    S.ISSUED: Meaning.OK,
    S.ARCHIVED: Meaning.NEUTRAL,
}
ACT_WORDS: Mapping[str, str] = {
    "draft_document": "拟稿",
    **{row.name: row.label for row in DOCUMENT_MACHINE.transitions},
    "record_document_signature": "签发",
}
STEPS = (
    ("拟稿", (S.DRAFTING, S.RETURNED)),
    ("核稿", (S.SUBMITTED,)),
    ("签发", (S.CHECKED, S.COUNTERSIGNED)),
    ("编号", (S.SIGNED,)),
    ("印发", (S.NUMBERED,)),
    ("归档", (S.ISSUED,)),
)
"""The course of a document: each step with the states in which it is the one to do."""


def act_word(act: str) -> str:
    """Name an act of the ledger; an act of a later version is shown as a plain change."""
    return ACT_WORDS.get(act, "有变动")


def list_heading(view: str, count: int) -> str:
    """Say what the list holds."""
    words = {"work": "在办的公文", "sent": "已印发的公文", "all": "公文"}[view]
    return f"{words}有 {count} 件" if count else f"没有{words}"
