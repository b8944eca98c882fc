"""What the notice room tells the house."""

from dataclasses import dataclass
from datetime import datetime

from .models import Message, Recipient


@dataclass(frozen=True)
class NoticeRead:
    """A person has read a notice, by whatever way."""

    message: Message
    recipient: Recipient
    at: datetime


@dataclass(frozen=True)
class NoticeAnswered:
    """A person has answered a notice: by the short link, in the house, or on the telephone."""

    message: Message
    recipient: Recipient
    answer: str
    at: datetime
