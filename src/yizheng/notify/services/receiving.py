"""What recipients do: confirm that they know, and answer."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.events import publish

from ..enums import MessageState, ReadHow
from ..events import NoticeAnswered, NoticeRead
from ..models import Notice, Recipient

ANSWER_CHARS = 200


@transaction.atomic
def confirm_read(*, recipient: Recipient, how: ReadHow, at: datetime) -> Recipient:
    """
    Note that a person knows a notice (已读回执); the first time and its way count.

    The line in the inbox is read with it. A notice that is over can still be read.
    """
    row = Recipient.objects.select_for_update(of=("self",)).select_related("message").get(pk=recipient.pk)
    if row.read_at is not None:
        return row
    row.read_at, row.read_how = at, how
    row.save(update_fields=["read_at", "read_how"])
    Notice.objects.filter(receipt=row, read_at__isnull=True).update(read_at=at)
    publish(NoticeRead(row.message, row, at))
    return row


@transaction.atomic
def answer(*, recipient: Recipient, words: str, how: ReadHow, at: datetime) -> Recipient:
    """
    Answer a notice (回复); who answers has read it. Answering again replaces the words.

    Raises: Refused `over` (the matter is closed), `no_answer`, `other_answer` (not one of the words offered),
    `long_answer`; nothing is changed then.
    """
    row = confirm_read(recipient=recipient, how=how, at=at)
    check_answer(row, words)
    row.answer, row.answered_at = words.strip(), at
    row.save(update_fields=["answer", "answered_at"])
    ledger.record("answer_notice", row.message, by=_speaker(row, how), at=at, fields={"recipient": row.pk, "how": how})
    publish(NoticeAnswered(row.message, row, row.answer, at))
    return row


def _speaker(recipient: Recipient, how: ReadHow) -> Actor:
    """The recipient speaks, in whatever way: by a short link nobody is signed in."""
    user_id = recipient.user_id if how == ReadHow.OPENED else None
    return Actor(user_id=user_id, name=recipient.name, hat=Hat("recipient", how.label))


def check_answer(recipient: Recipient, words: str) -> None:
    """Raises: Refused, when these words cannot stand as the answer."""
    message, said = recipient.message, words.strip()
    if message.state == MessageState.OVER:
        raise Refused("over", "这件事已经办结，不再收回复。有话请直接联系发通知的同志。")
    if not said:
        raise Refused("no_answer", "请选择或写下您的回复。")
    if message.answers and said not in message.answers:
        raise Refused("other_answer", f"请在“{'”“'.join(message.answers)}”中选一项。")
    if len(said) > ANSWER_CHARS:
        raise Refused("long_answer", f"回复最多{ANSWER_CHARS}字，现在有{len(said)}字，请精简后再发。")
