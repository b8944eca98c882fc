"""The rules of the door as an administrator reads them, each with the variable that sets it."""

from __future__ import annotations

from .policy import PREFIX, DoorPolicy

_WORDS = (
    ("require_totp", "工作人员登录要动态验证码", ""),
    ("password_min_length", "密码最短", "位"),
    ("password_min_kinds", "大写、小写、数字、符号至少", "种"),
    ("password_max_days", "密码多久要换", "天"),
    ("password_history", "不能再用最近的密码", "次"),
    ("idle_minutes", "工作人员不操作多久退出", "分钟"),
    ("member_idle_minutes", "委员不操作多久退出", "分钟"),
    ("lock_tries", "密码输错几次锁定", "次"),
    ("lock_minutes", "锁定多久", "分钟"),
    ("address_wrong_tries", "一个网络地址最多输错", "次"),
    ("sms_code_minutes", "短信验证码有效", "分钟"),
    ("sms_code_tries", "一个验证码最多输", "次"),
    ("sms_resend_seconds", "隔多久才能再发", "秒"),
    ("sms_per_phone_hour", "一个手机号一小时最多发", "条"),
    ("sms_per_address", "一个网络地址五分钟最多发", "条"),
    ("sms_answers_per_day", "一个手机号一天最多连续输错", "次"),
    ("card_days", "登录卡有效", "天"),
)
_SECOND_STEP = {None: "除演示外都要", True: "要", False: "不要"}


def rules_in_words(rules: DoorPolicy) -> list[list[str]]:
    """Return rows of rule, value and variable."""
    return [[words, _value(getattr(rules, name), unit), f"{PREFIX}{name.upper()}"] for name, words, unit in _WORDS]


def _value(value: bool | int | None, unit: str) -> str:
    return f"{value} {unit}" if unit else _SECOND_STEP[value]  # type: ignore[index]
