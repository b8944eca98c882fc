"""Input of the instruction room."""

from __future__ import annotations

from django import forms

DATE_ERRORS = {"required": "请选日期。", "invalid": "请写成 2026-03-12 这样的日期。"}


class NoForm(forms.Form):
    """Nothing to fill in."""


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。"},
    )  # fmt: skip


class FeedBackForm(forms.Form):
    """What was done."""

    words = forms.CharField(
        label="办理情况", widget=forms.Textarea(attrs={"rows": 6}), help_text="做了什么、结果怎样，写一两段即可。",
        error_messages={"required": "请写明办理情况。"},
    )  # fmt: skip
    file = forms.FileField(
        label="附件（可不传）", required=False, max_length=255, error_messages={"empty": "这个文件是空的，请重新选。"}
    )


class PutOffForm(ReasonForm):
    """The new day, and why."""

    to = forms.DateField(
        label="延到哪天", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=DATE_ERRORS
    )
    field_order = ("to", "reason")
