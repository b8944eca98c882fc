"""What happened to a piece, from the ledger of it, as its reader may know it."""

from __future__ import annotations

from yizheng.kernel.acting import SOURCE_LABELS, Actor, Source
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.quarantine import ACT_WORDS
from yizheng.ui.shapes import TimelineEntry

from .models import Opinion
from .standing import EDITORS, is_author
from .workflow import OPINION_MACHINE
from .workflow.opinions import VOID_ADOPTION, VOID_ADOPTION_TOO

MOST_ENTRIES = 200
_WORDS = {
    **ACT_WORDS,
    **{row.name: row.label for row in OPINION_MACHINE.transitions},
    "begin_opinion": "起草",
    "begin_whole": "合成综合稿",
    "take_over_speech": "由大会发言转来",
    "take_over_outcome": "由活动转来",
    "take_over_proposal": "由提案转来",
    "take_over_public_lead": "由公众线索转来",
    "adopt_here": "本级采用",
    "award_points": "记分",
    "take_back_points": "积分收回",
}
OF_READERS = frozenset({
    "submit_opinion", "resubmit_opinion", "approve_opinion", "issue_opinion", "issue_opinion_too",
    "archive_opinion", "publish_opinion",
})  # fmt: skip
"""What everybody may know who reads the piece at all; without the reasons given."""

OF_AUTHORS = OF_READERS | {
    "begin_opinion", "take_over_speech", "take_over_outcome", "take_over_proposal", "withdraw_opinion",
    "return_opinion", "reject_opinion",
    "take_up_opinion", "merge_opinion", "take_out_opinion", "begin_whole", "adopt_here", "transfer_opinion",
    "transfer_opinion_too",
    "report_opinion_up", "report_opinion_up_too", "adopt_opinion_up", "adopt_opinion_up_too", "instruct_opinion",
    "instruct_opinion_too", "reply_opinion", "convert_opinion", *(row.name for row in VOID_ADOPTION.values()),
    VOID_ADOPTION_TOO.name,
}  # fmt: skip
"""What an author is told: how the desk and the signers talked among themselves is not."""

WITH_REASON = frozenset({"return_opinion", "reject_opinion"})


def entries(opinion: Opinion, actor: Actor) -> list[TimelineEntry]:
    """Return what happened, newest first. One statement for the ledger."""
    rows = LedgerEntry.objects.filter(kind="opinion", object_id=opinion.pk).select_related("entered_by")
    if actor.wears(*EDITORS):
        return [_entry(row, shows_reason=True) for row in rows.order_by("-id")[:MOST_ENTRIES]]
    known = OF_AUTHORS if is_author(actor, opinion) else OF_READERS
    told = rows.filter(act__in=known).order_by("-id")[:MOST_ENTRIES]
    return [_entry(row, shows_reason=row.act in WITH_REASON) for row in told]


def _entry(row: LedgerEntry, *, shows_reason: bool) -> TimelineEntry:
    on_paper = row.source in (Source.PAPER, Source.SYSTEM)
    return TimelineEntry(
        act=_WORDS.get(row.act, row.act),
        who=row.actor_name,
        at=row.at,
        hat="" if on_paper else row.hat_label,
        source="" if row.source == Source.WEB else SOURCE_LABELS[Source(row.source)],
        entered_by=row.entered_by.name if row.entered_by else "",
        reason=row.reason if shows_reason else "",
    )
