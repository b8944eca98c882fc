"""Codes sent to a telephone: asked for, delivered, answered."""

from __future__ import annotations

import secrets as randomness
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from yizheng.accounts import counting, queries, sms
from yizheng.accounts.locking import policy
from yizheng.accounts.models import SmsCode, User
from yizheng.kernel import secrets
from yizheng.kernel.errors import Refused

CODE_TASK = "accounts.send_code"
DAY = timedelta(days=1)


@transaction.atomic
def ask_code(*, phone: str, address: str, at: datetime) -> SmsCode:
    """
    Make a code for a telephone (获取验证码) and let a job send it.

    A telephone that nobody has is answered alike, down to the job: only the job finds out and sends nothing.
    Raises: Refused `too_soon`, `too_many`, `too_many_here`; no code is made then.
    """
    rules = policy()
    phone_digest = secrets.digest(phone)
    # A refusal undoes the counts with it. The telephone's count also lets two asks at once come one by one.
    if counting.count("sms-address", address, span=timedelta(minutes=5), at=at) > rules.sms_per_address:
        raise Refused("too_many_here", "这个网络地址发短信太多，请过五分钟再试，或者用登录卡登录。")
    if counting.count("sms-phone", phone_digest, span=timedelta(hours=1), at=at) > rules.sms_per_phone_hour:
        raise Refused("too_many", "这个手机号一小时内要的验证码太多，请过一小时再试，或者用登录卡登录。")
    _refuse_too_soon(phone_digest, at)
    code = f"{randomness.randbelow(10**6):06d}"
    made = SmsCode.objects.create(
        phone_digest=phone_digest, user=queries.login_of_phone(phone), code_digest=_code_digest(phone_digest, code),
        sealed=code, made_at=at, ends_at=at + timedelta(minutes=rules.sms_code_minutes),
    )  # fmt: skip
    app.configure_task(CODE_TASK, allow_unknown=False).defer(code_id=made.pk)
    return made


def deliver_code(*, code_id: int, at: datetime) -> None:
    """
    Send a code to its owner, once; what cannot be sent any more is let go.

    Raises: SmsFailed, so that the job is tried again.
    """
    made = SmsCode.objects.select_related("user").filter(pk=code_id, ends_at__gt=at).exclude(sealed="").first()
    if made is not None and made.user is not None and made.user.is_active:
        sms.send(made.user.phone, _words(made), key=f"code-{made.pk}")
    SmsCode.objects.filter(pk=code_id).update(sealed="")


def answer_code(*, code_id: int, answer: str, device: str = "", at: datetime) -> User:
    """
    Take the code a person typed and return whose it is; it holds once.

    The try is counted in a transaction of its own before the code is compared: of many at once no more than
    `sms_code_tries` are. Those of a telephone are counted by the day too, apart for a browser it is known in
    (`device`), so that a stranger cannot use them up.
    Raises: Refused `wrong_code`, `code_over`; only the count is changed then.
    """
    made = _count_answer(code_id, device, at)
    right = randomness.compare_digest(made.code_digest, _code_digest(made.phone_digest, answer))
    if not right or made.user is None or not made.user.is_active:
        raise Refused("wrong_code", "验证码不对，请核对短信后重输。")
    if queries.is_strict(made.user, on=timezone.localdate(at)):
        raise Refused("wrong_code", "验证码不对，请核对短信后重输。")
    if not SmsCode.objects.filter(pk=made.pk, used_at__isnull=True).update(used_at=at):
        raise _over()
    counting.forget("sms-answers", _answers_bucket(made, device))
    return made.user


@transaction.atomic
def _count_answer(code_id: int, device: str, at: datetime) -> SmsCode:
    tries = policy().sms_code_tries
    living = SmsCode.objects.filter(pk=code_id, used_at__isnull=True, ends_at__gt=at, tries__lt=tries)
    if not living.update(tries=F("tries") + 1):
        raise _over()
    made = SmsCode.objects.select_related("user").get(pk=code_id)
    username = made.user.username.lower() if made.user else ""
    answers = counting.count("sms-answers", _answers_bucket(made, device), span=DAY, at=at, username=username)
    if answers > policy().sms_answers_per_day:
        raise Refused("code_over", "这个手机号今天输错太多次。请明天再试，或者用登录卡登录。")
    return made


def _over() -> Refused:
    return Refused("code_over", "验证码已过期，或者输错次数太多。请重新获取验证码。")


def _refuse_too_soon(phone_digest: str, at: datetime) -> None:
    last = SmsCode.objects.filter(phone_digest=phone_digest).order_by("-made_at").first()
    if last is None:
        return
    left = policy().sms_resend_seconds - int((at - last.made_at).total_seconds())
    if left > 0:
        raise Refused("too_soon", f"验证码刚发过，请看短信；没收到请过 {left} 秒再要。")


def _code_digest(phone_digest: str, code: str) -> str:
    return secrets.digest(f"{phone_digest}:{code.strip()}")


def _answers_bucket(made: SmsCode, device: str) -> str:
    return f"{made.phone_digest}|{device}"


def _words(made: SmsCode) -> str:
    if made.user is not None and queries.is_strict(made.user, on=timezone.localdate(made.made_at)):
        return "您的账号要用密码和动态验证码登录，请在登录页选“工作人员”。如不是您本人操作，请忽略。【议政】"
    return f"登录验证码 {made.sealed}，{policy().sms_code_minutes} 分钟内有效。请勿告诉他人。【议政】"
