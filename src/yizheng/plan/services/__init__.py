"""Writes of the plan room: one public function an act."""

from .approval import begin_approval
from .plans import adopt, adopt_by_chain, close, issue, open_tasks, set_public
from .preparing import add_preparations
from .reissue import record_reissue
from .tasks import (
    Evidence,
    add_task,
    cancel,
    confirm,
    give_delay_reason,
    link_item,
    mark_delayed,
    report_done,
    reschedule,
    send_back,
    start,
)

__all__ = [
    "Evidence",
    "add_preparations",
    "add_task",
    "adopt",
    "adopt_by_chain",
    "begin_approval",
    "cancel",
    "close",
    "confirm",
    "give_delay_reason",
    "issue",
    "link_item",
    "mark_delayed",
    "open_tasks",
    "record_reissue",
    "report_done",
    "reschedule",
    "send_back",
    "set_public",
    "start",
]
