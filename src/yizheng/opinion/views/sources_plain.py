"""What a timeline of the sources calls the acts on them."""

from __future__ import annotations

from django.db.models import Model

from yizheng.kernel.quarantine import ACT_WORDS
from yizheng.ui import plain
from yizheng.ui.shapes import TimelineEntry

WORDS = {
    **ACT_WORDS, "make_call": "约稿", "change_call": "修改约稿", "close_call": "截止", "appoint_officer": "聘任",
    "change_officer": "更正", "end_officer": "解聘", "hold_training": "登记培训", "correct_presence": "更正到会",
    "note_matter": "登记来访", "explain_matter": "当面答复", "raise_matter": "转社情民意",
    "refer_matter": "引导信访渠道",
    "free_matter": "草稿已删，重新处理",
}  # fmt: skip


def timeline_of(obj: Model) -> list[TimelineEntry]:
    """Return the ledger of a source, newest first."""
    return plain.timeline_of(obj, WORDS)
