"""How a person wants to be told."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yizheng.kernel.errors import Refused

from ..enums import Timing
from ..models import ChannelChoice

EMAIL_TIMINGS = (Timing.AT_ONCE, Timing.DIGEST, Timing.NEVER)
SMS_TIMINGS = (Timing.AT_ONCE, Timing.IF_UNREAD, Timing.DIGEST, Timing.NEVER)


@transaction.atomic
def choose_channels(*, user_id: int, email: Timing, sms: Timing, at: datetime) -> ChannelChoice:
    """
    Keep how a person wants to be told in this committee (通知方式). The inbox and mandatory notices stay.

    It holds for notices sent from now on. Raises: Refused `other_timing`.
    """
    if email not in EMAIL_TIMINGS or sms not in SMS_TIMINGS:
        raise Refused("other_timing", "请在所列的方式中选一种。")
    choice, _ = ChannelChoice.objects.update_or_create(user_id=user_id, defaults={"email": email, "sms": sms})
    return choice
