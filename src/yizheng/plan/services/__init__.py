"""Writes of the plan room: one public function an act."""

from .plans import adopt, close, issue, open_tasks, set_public
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
    "add_task",
    "adopt",
    "cancel",
    "close",
    "confirm",
    "give_delay_reason",
    "issue",
    "link_item",
    "mark_delayed",
    "open_tasks",
    "report_done",
    "reschedule",
    "send_back",
    "set_public",
    "start",
]
