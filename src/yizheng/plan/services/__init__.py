"""Writes of the plan room: one public function an act."""

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
    "cancel",
    "confirm",
    "give_delay_reason",
    "link_item",
    "mark_delayed",
    "report_done",
    "reschedule",
    "send_back",
    "start",
]
