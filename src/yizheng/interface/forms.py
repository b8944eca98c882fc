"""Input of the interface room, turned into values a service takes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from yizheng.kernel.token_scopes import Scope

from .enums import Event
from .reaching import BAD_URL, MOST_CHARS

NO_NAME = "请写明给哪个系统用。"


class NothingForm(forms.Form):
    """Nothing to fill in."""


class TokenForm(forms.Form):
    """For which system, for what, and until when."""

    name = forms.CharField(
        label="给哪个系统用", max_length=60, help_text="例如：本局办公系统。以后凭它认出这个令牌。",
        error_messages={"required": NO_NAME, "max_length": "请写在 60 字以内。"},
    )  # fmt: skip
    scopes = forms.TypedMultipleChoiceField(
        label="这个系统可以办什么", choices=Scope.choices, coerce=Scope, widget=forms.CheckboxSelectMultiple,
        help_text="只选用得着的。选了也不会超出您当前身份的权限。",
        error_messages={"required": "请至少选一项。", "invalid_choice": "请在所列的几项中选。"},
    )  # fmt: skip
    valid_until = forms.DateField(
        label="用到哪一天", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "请填日期。", "invalid": "请填日期，例如 2026-12-31。"},
    )  # fmt: skip

    def __init__(self, data: Any, *, today: date, days: int) -> None:
        until = today + timedelta(days=days)
        super().__init__(data, initial={"valid_until": until, "scopes": [Scope.READ]})
        self.fields["valid_until"].help_text = f"最长 {days} 天，到期另做一个。"


class WebhookForm(forms.Form):
    """Where to, and what is told."""

    name = forms.CharField(
        label="推送给哪个系统", max_length=60,
        error_messages={"required": "请写明推送给哪个系统。", "max_length": "请写在 60 字以内。"},
    )  # fmt: skip
    url = forms.CharField(
        label="对方的网址", max_length=MOST_CHARS, widget=forms.TextInput(attrs={"inputmode": "url"}),
        help_text="以 https:// 开头，外网能访问。", error_messages={"required": BAD_URL, "max_length": BAD_URL},
    )  # fmt: skip
    events = forms.TypedMultipleChoiceField(
        label="推送什么", choices=Event.choices, coerce=Event, widget=forms.CheckboxSelectMultiple,
        help_text="只推编号和状态，不推正文；只推您当前身份看得到的。",
        error_messages={"required": "请至少选一种。", "invalid_choice": "请在所列的几种中选。"},
    )  # fmt: skip
