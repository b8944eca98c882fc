"""Codes by which the sender of a lead shows that a telephone is theirs (后台实名; office-practice 6)."""

from __future__ import annotations

import secrets as randomness
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from procrastinate.contrib.django import app

from yizheng.accounts import counting, sms
from yizheng.accounts.locking import policy
from yizheng.kernel import scoping, secrets
from yizheng.kernel.errors import Refused

from ..models import LeadCode

CODE_TASK = "proposal.send_lead_code"
HOUR = timedelta(hours=1)
MOST_PER_ADDRESS = 100
"""Codes an hour for one network address: whole offices and mobile networks share one (our decision)."""


@transaction.atomic
def ask_lead_code(*, phone: str, address: str, at: datetime) -> LeadCode:
    """
    Make a code for whoever wants to send a lead, and let a job send it by the gateway of the house.

    A telephone gets as many an hour as at the door, counted apart. Rule: office-practice 6.
    Raises: Refused `no_outlet`, `too_many_here`, `too_many`; no code is made then.
    """
    if not sms.is_open():
        raise Refused("no_outlet", "现在发不了短信验证码，请打电话或写信给提案委员会办公室。")
    rules, digest = policy(), secrets.digest(phone)
    if counting.count("lead-address", address, span=HOUR, at=at) > MOST_PER_ADDRESS:
        raise Refused("too_many_here", "这个网络地址要的验证码太多，请过一小时再试。")
    if counting.count("lead-phone", digest, span=HOUR, at=at) > rules.sms_per_phone_hour:
        raise Refused("too_many", "这个手机号一小时内要的验证码太多，请过一小时再试。")
    LeadCode.objects.filter(ends_at__lt=at - HOUR).delete()  # telephones are not kept beyond their use
    code = f"{randomness.randbelow(10**6):06d}"
    made = LeadCode.objects.create(
        phone=phone, code=code, code_digest=_digest(phone, code), made_at=at,
        ends_at=at + timedelta(minutes=rules.sms_code_minutes),
    )  # fmt: skip
    _enqueue(CODE_TASK, committee_id=scoping.current().committee_id or 0, code_id=made.pk)
    return made


def deliver_lead_code(*, code_id: int, at: datetime) -> None:
    """Send a code once; what cannot be sent any more is let go. Raises: SmsFailed, so that the job tries again."""
    made = LeadCode.objects.filter(pk=code_id, ends_at__gt=at).exclude(code="").first()
    if made is None:
        return
    words = f"提案线索验证码 {made.code}，{policy().sms_code_minutes} 分钟内有效。请勿告诉他人。【议政】"
    sms.send(made.phone, words, key=f"lead-code-{made.public_id}")
    made.code = ""
    made.save(update_fields=["code"])


def use_lead_code(*, code: LeadCode, answer: str, at: datetime) -> str:
    """
    Take the code a sender typed and return the telephone it was sent to; it holds once.

    The try is counted in a transaction of its own before the code is compared.
    Raises: Refused `code_over`, `wrong_code`; only the count is changed then.
    """
    living = LeadCode.objects.filter(
        pk=code.pk, used_at__isnull=True, ends_at__gt=at, tries__lt=policy().sms_code_tries
    )
    if not living.update(tries=F("tries") + 1):
        raise _over()
    if not randomness.compare_digest(code.code_digest, _digest(code.phone, answer)):
        raise Refused("wrong_code", "验证码不对，请核对短信后重输。")
    if not LeadCode.objects.filter(pk=code.pk, used_at__isnull=True).update(used_at=at, phone=""):
        raise _over()
    return code.phone


def _over() -> Refused:
    return Refused("code_over", "验证码已过期，或者输错次数太多。请回到上一步重新获取。")


def _digest(phone: str, code: str) -> str:
    return secrets.digest(f"lead:{phone}:{code.strip()}")


def _enqueue(task: str, **ids: int) -> None:
    app.configure_task(task, allow_unknown=False).defer(**ids)
