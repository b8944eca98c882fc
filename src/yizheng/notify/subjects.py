"""What the shared rooms must know of notices."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject

from . import queries
from .models import Message


def calls_owed(message: Message) -> Iterator[Owed]:
    """Return the telephone calls that the sender owes (电话告知). Rule: handbook 2.5, the last of three steps."""
    if message.sender_id is None or not message.wants_receipt:  # only who owes a receipt is ever to be called
        return
    count = queries.to_call(message).count()
    if count:
        yield Owed("record_call", f"电话告知{count}人", user_id=message.sender_id, note="短信和消息都没有读")


MESSAGE = Subject(
    "message",
    Message,
    "通知",
    url=lambda message: address("notify:sent-message", public_id=message.public_id),
    visible_to=queries.messages_visible_to,
    title=lambda message: message.title,
    caption=lambda message: message.get_state_display(),
    owed=calls_owed,
)
