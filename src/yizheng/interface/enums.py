"""Words of the interface room."""

from django.db.models import TextChoices


class Event(TextChoices):
    """What a webhook is told of; each covers all moves of one kind of object."""

    PROPOSAL = "proposal.moved", "提案状态变化"
    HANDLING = "handling.moved", "办理状态变化"
    REPLY = "reply.moved", "答复状态变化"
    FEEDBACK = "feedback.moved", "评价状态变化"


class DeliveryState(TextChoices):
    """Where a delivery stands."""

    WAITING = "waiting", "待送"
    SENT = "sent", "已送达"
    FAILED = "failed", "没有送到"


TEST = "test"
"""The kind of a delivery that the owner asks for, to try the address."""
