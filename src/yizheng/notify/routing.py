"""Which ways one notice goes to one person: pure rules, no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .enums import Channel, DeliveryState, Timing
from .timing import Hours, next_time, not_at_night


@dataclass(frozen=True)
class Reach:
    """By what a person can be reached, and how they chose to be."""

    has_login: bool
    has_email: bool
    has_phone: bool
    email: Timing = Timing.AT_ONCE
    sms: Timing = Timing.IF_UNREAD

    @property
    def is_nowhere(self) -> bool:
        """Tell whether only a telephone call or paper is left."""
        return not (self.has_login or self.has_email or self.has_phone)


@dataclass(frozen=True)
class Way:
    """One delivery to be: its channel, the state it begins in, when it is due."""

    channel: Channel
    state: DeliveryState
    due_at: datetime


def ways(reach: Reach, *, is_mandatory: bool, at: datetime, hours: Hours) -> list[Way]:
    """
    Return the deliveries of a new notice.

    The inbox is always among them for whoever has a login. Whoever has none is texted at once: there is no
    other way. A mandatory notice goes at once where the person chose a digest or nothing for their e-mail.
    Rule: handbook 2.5; which way comes first is our decision.
    """
    found = [Way(Channel.INBOX, DeliveryState.SENT, at)] if reach.has_login else []
    email = _at_least(reach.email, is_mandatory)
    if reach.has_email and email != Timing.NEVER:
        found.append(_way(Channel.EMAIL, email, at, hours))
    sms = reach.sms if reach.has_login else Timing.AT_ONCE
    if is_mandatory and sms == Timing.DIGEST:
        sms = Timing.AT_ONCE
    if reach.has_phone and sms in (Timing.AT_ONCE, Timing.DIGEST):
        found.append(_way(Channel.SMS, sms, at, hours))
    return found


def may_text_unread(reach: Reach, *, is_mandatory: bool) -> bool:
    """Tell whether an unread notice is followed by a text; NEVER stands unless the notice is mandatory."""
    return reach.has_phone and (is_mandatory or reach.sms != Timing.NEVER)


def _at_least(chosen: Timing, is_mandatory: bool) -> Timing:
    return Timing.AT_ONCE if is_mandatory else chosen


def _way(channel: Channel, timing: Timing, at: datetime, hours: Hours) -> Way:
    if timing == Timing.DIGEST:
        return Way(channel, DeliveryState.GATHERED, next_time(at, hours.digest_at))
    return Way(channel, DeliveryState.WAITING, not_at_night(at, hours.quiet))
