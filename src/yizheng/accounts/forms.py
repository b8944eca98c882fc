"""What people type at the door."""

from __future__ import annotations

from django import forms

from yizheng.kernel.errors import Refused

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
