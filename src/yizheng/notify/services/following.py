"""What the sender's office does after a notice went out: telephone, paper, links, doubtful deliveries, the end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from yizheng.kernel import ledger, subjects, workflow
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require

from ..enums import DeliveryState, MessageState, ReadHow
from ..models import Call, Delivery, Message, Recipient
from ..outbox_jobs import enqueue
from ..workflow import CLOSE
from .receiving import answer as take_answer
from .receiving import confirm_read


@transaction.atomic
def record_call(
    *, recipient: Recipient, reached: bool, answer: str = "", called_at: datetime, by: Actor, at: datetime
) -> Call:
    """
    Record one telephone call (电话通知记录): who rang, when, what was answered.

    A call that reached the person counts as read. Rule: office-practice 22.
    Raises: Refused `over`, `future`, `answer_unreached`, and as `answer`; nothing is changed then.
    """
    message = _open(recipient)
    require("notify.record_call", by, message)
    if called_at > at:
        raise Refused("future", "通话时间不能晚于现在，请改成实际通话的时间。")
    if answer.strip() and not reached:
        raise Refused("answer_unreached", "没有打通，就没有答复；请改为“打通了”，或去掉答复。")
    assert by.user_id is not None, "a call is made by a person"
    call = Call.objects.create(
        recipient=recipient, called_by_id=by.user_id, called_by_name=by.name, called_at=called_at,
        reached=reached, answer=answer.strip()[:200],
    )  # fmt: skip
    if reached:
        confirm_read(recipient=recipient, how=ReadHow.TELEPHONE, at=called_at)
    if answer.strip():
        take_answer(recipient=recipient, words=answer, how=ReadHow.TELEPHONE, at=at)
    fields = {"recipient": recipient.pk, "reached": reached, "has_answer": bool(answer.strip())}
    ledger.record("record_call", message, by=by, at=at, fields=fields)
    return call


@transaction.atomic
def record_paper(*, recipient: Recipient, by: Actor, at: datetime) -> Recipient:
    """Record that the printed notice was handed over (纸质送达); it counts as read. Raises: Refused `over`."""
    message = _open(recipient)
    require("notify.record_call", by, message)
    row = confirm_read(recipient=recipient, how=ReadHow.PRINTED, at=at)
    ledger.record("record_paper", message, by=by, at=at, fields={"recipient": recipient.pk})
    return row


@transaction.atomic
def revoke_link(*, recipient: Recipient, by: Actor, at: datetime) -> Recipient:
    """Let a short link that went astray open nothing any longer (停用链接). Raises: Refused `revoked`."""
    require("notify.revoke_link", by, recipient.message)
    row = Recipient.objects.select_for_update(of=("self",)).get(pk=recipient.pk)
    if row.link_revoked_at is not None:
        raise Refused("revoked", "这个链接已经停用了。")
    row.link_revoked_at = at
    row.save(update_fields=["link_revoked_at"])
    ledger.record("revoke_link", recipient.message, by=by, at=at, fields={"recipient": row.pk})
    return row


@transaction.atomic
def revoke_group_link(*, message: Message, by: Actor, at: datetime) -> Message:
    """Let the link for the chat group open nothing any longer (停用群链接). Raises: Refused `revoked`."""
    require("notify.revoke_link", by, message)
    row = Message.objects.select_for_update(of=("self",)).get(pk=message.pk)
    if row.link_revoked_at is not None:
        raise Refused("revoked", "群里的链接已经停用了。")
    row.link_revoked_at = at
    row.save(update_fields=["link_revoked_at"])
    ledger.record("revoke_link", row, by=by, at=at, fields={"group": True})
    return row


@transaction.atomic
def settle_doubt(*, delivery: Delivery, was_sent: bool, by: Actor, at: datetime) -> Delivery:
    """
    Decide about a delivery of which nobody could tell whether it went (核实发送): it did, or it goes once more.

    It goes under the same key, so that a gateway which knows keys still sends it once.
    Raises: Refused `settled`; nothing is changed then.
    """
    require("notify.settle", by, delivery.message)
    row = Delivery.objects.select_for_update(of=("self",)).select_related("message").get(pk=delivery.pk)
    if row.state != DeliveryState.UNCERTAIN:
        raise Refused("settled", "这条短信或邮件已经核实过了，请刷新后查看。")
    row.state = DeliveryState.SENT if was_sent else DeliveryState.WAITING
    row.settled_at, row.due_at, row.why = at, at, ""
    row.save(update_fields=["state", "settled_at", "due_at", "why"])
    enqueue([row], at=at)
    fields = {"recipient": row.recipient_id, "was_sent": was_sent}
    ledger.record("settle_delivery", row.message, by=by, at=at, fields=fields)
    return row


def close(*, message: Message, by: Actor, at: datetime) -> Message:
    """End the matter of a notice (办结): its links open nothing, nobody is reminded. Raises: Refused `stale`."""
    return workflow.apply(CLOSE, message, by=by, at=at, changes={"over_at": at})


@transaction.atomic
def close_all_about(*, subject: Model, by: Actor, at: datetime) -> int:
    """End every open notice about an object, when its own room says that the matter is over; return how many."""
    rows = Message.objects.filter(kind=subjects.kind_of(subject), object_id=subject.pk, state=MessageState.SENT)
    return len([close(message=row, by=by, at=at) for row in rows])


def _open(recipient: Recipient) -> Message:
    message = Message.objects.get(pk=recipient.message_id)
    if message.state == MessageState.OVER:
        raise Refused("over", "这件事已经办结，不用再通知。")
    return message
