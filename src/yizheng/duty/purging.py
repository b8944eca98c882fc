"""Where words about members lie in duty records; kinds, days, states and points are facts and stay."""

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content

RECORD = ("title", "evidence", "dispute_words", "proposed_words")
SHEET = ("narrative", "appeal_words", "answer_words", "override_reason")
VISIT = ("matters", "follow_up")


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(
        Content("duty_record", RECORD), Content("score_sheet", SHEET), Content("contact_visit", VISIT)
    )
