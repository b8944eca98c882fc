"""What people type at the door."""

from __future__ import annotations

from typing import Any

from django import forms

from yizheng.kernel.errors import Refused

from . import naming
from .enums import ADMINISTRATORS, Role
from .phones import normal_phone


class PhoneForm(forms.Form):
    """A telephone to which a code is sent."""

    phone = forms.CharField(
        label="手机号",
        max_length=30,
        help_text="填您留给政协办公室的手机号",
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national", "autofocus": True}),
        error_messages={"required": "请填手机号。", "max_length": "请填 11 位手机号，例如 13800000000。"},
    )

    def clean_phone(self) -> str:
        """Return the 11 digits."""
        try:
            return normal_phone(self.cleaned_data["phone"])
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class CodeForm(forms.Form):
    """The six digits of a short message."""

    code = forms.CharField(
        label="短信里的 6 位数字",
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}),
        error_messages={"required": "请填短信里的 6 位数字。", "max_length": "验证码是 6 位数字，请核对短信后重输。"},
    )


class CardForm(forms.Form):
    """The code of a printed card."""

    code = forms.CharField(
        label="卡号",
        max_length=40,
        help_text="卡上印的 8 位字母和数字，大小写都可以",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "autofocus": True}),
        error_messages={"required": "请填卡号。", "max_length": "卡号是 8 位字母和数字，请核对后重输。"},
    )


class OpenForm(forms.Form):
    """A login to be opened."""

    name = forms.CharField(label="姓名", max_length=60)
    username = forms.CharField(label="账号", max_length=60, help_text="登录时用，例如姓名拼音；以后不能改")
    phone = forms.CharField(
        label="手机号", max_length=30, required=False, help_text="委员用它收登录验证码；工作人员可以不填"
    )


class NewPhoneForm(forms.Form):
    """Another telephone."""

    phone = forms.CharField(label="新手机号", max_length=30, required=False, help_text="留空就是不再留手机号")


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class NothingForm(forms.Form):
    """An act that asks nothing more."""


class RoleForm(forms.Form):
    """A role to be given; administrators are appointed on a page of their own."""

    role = forms.ChoiceField(label="身份", choices=naming.business_roles())
    label = forms.CharField(label="显示名称", max_length=80, required=False, help_text="例如“文史委”；不填就用身份名")
    scope = forms.ChoiceField(
        label="限于", required=False, help_text="专委会、承办单位的经办人请选本单位；召集人请选本界别或本小组"
    )
    valid_from = forms.DateField(label="从哪天起", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    valid_to = forms.DateField(
        label="到哪天止", required=False, help_text="这一天起不再有效；不填就是一直有效",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *args: Any, scopes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["scope"].choices = [("", "不限"), *scopes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning, and a narrow role without its unit."""
        given = super().clean() or {}
        start, end = given.get("valid_from"), given.get("valid_to")
        if start and end and end <= start:
            self.add_error("valid_to", "截止日期要晚于开始日期。")
        if given.get("role") in (Role.UNIT_CLERK, Role.UNIT_LEADER) and not given.get("scope"):
            self.add_error("scope", "承办单位的身份要选是哪个单位。")
        return given


class AdministratorForm(ReasonForm):
    """One of the three administrators to be proposed."""

    role = forms.ChoiceField(label="任命为", choices=[(r.value, r.label) for r in ADMINISTRATORS])
    field_order = ["role", "reason"]
