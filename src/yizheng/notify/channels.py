"""
The ways out of the house: e-mail and short messages, behind one act that says how it ended.

What a provider surely did not take may be tried again; what it may have taken is never sent blindly again.
"""

from __future__ import annotations

import smtplib
import socket
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, runtime_checkable

from django.conf import settings
from django.core.mail import EmailMessage

from yizheng.accounts import sms

from .enums import Channel

_SURELY_NOT_SENT = (
    smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, smtplib.SMTPHeloError,
    smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError, ConnectionRefusedError, socket.gaierror,
)  # fmt: skip


class End(Enum):
    """How handing a message to a provider ended."""

    TAKEN = "taken"
    REFUSED = "refused"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Outcome:
    """The end, the provider's own number of the message, and why it was not taken (for the clerk)."""

    end: End
    provider_id: str = ""
    why: str = ""


@dataclass(frozen=True)
class Parcel:
    """One delivery ready to leave: `key` is the same at every try."""

    channel: Channel
    key: str
    to: str
    title: str
    text: str


@runtime_checkable
class Accountable(Protocol):
    """A gateway that can say what became of a key."""

    def was_taken(self, key: str) -> bool | None:
        """Return whether a message with this key was taken; None when it cannot tell."""


def is_open(channel: Channel) -> bool:
    """Tell whether this deployment can send by a channel at all."""
    if channel == Channel.SMS:
        return sms.is_open()
    return channel == Channel.INBOX or bool(settings.EMAIL_HOST)


def hand_over(parcel: Parcel) -> Outcome:
    """Give one message to its provider; call it outside any transaction."""
    return _text(parcel) if parcel.channel == Channel.SMS else _mail(parcel)


def was_taken(channel: Channel, key: str) -> bool | None:
    """Ask the provider whether it took a message; None when nobody can tell."""
    gateway: object = sms.gateway() if channel == Channel.SMS else None
    return gateway.was_taken(key) if isinstance(gateway, Accountable) else None


def _text(parcel: Parcel) -> Outcome:
    try:
        sms.send(parcel.to, parcel.text, parcel.key)
    except sms.SmsUnclear as failure:
        return Outcome(End.UNCLEAR, why=f"短信网关没有答复：{failure}"[:200])
    except sms.SmsFailed as failure:
        return Outcome(End.REFUSED, why=f"短信网关没有接收：{failure}"[:200])
    return Outcome(End.TAKEN)


def _mail(parcel: Parcel) -> Outcome:
    # The same Message-ID at every try: mail systems drop what they have already seen.
    headers = {"Message-ID": f"<{parcel.key}@{_domain()}>"}
    letter = EmailMessage(parcel.title, parcel.text, to=[parcel.to], headers=headers)
    try:
        letter.send()
    except _SURELY_NOT_SENT as failure:
        return Outcome(End.REFUSED, why=f"邮件服务器没有接收：{type(failure).__name__}")
    except (smtplib.SMTPException, OSError) as failure:
        return Outcome(End.UNCLEAR, why=f"邮件服务器没有答复：{type(failure).__name__}")
    return Outcome(End.TAKEN, provider_id=headers["Message-ID"])


def _domain() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
