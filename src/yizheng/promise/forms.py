"""Input of the promise room, turned into values a service takes."""

from __future__ import annotations

from django import forms

from yizheng.ui.forms import ReasonForm


class DateInput(forms.DateInput):
    """A date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ProgressForm(forms.Form):
    """One line on how it goes."""

    words = forms.CharField(
        label="进展", max_length=500, widget=forms.Textarea(attrs={"rows": 3}), help_text="一两句话，写明做到哪一步。",
        error_messages={"required": "请写一句进展。"},
    )  # fmt: skip


class KeptForm(forms.Form):
    """What shows that it was done."""

    words = forms.CharField(
        label="兑现情况", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写明做成了什么。"},
    )  # fmt: skip
    on = forms.DateField(label="兑现日期", widget=DateInput(), error_messages={"required": "请填兑现日期。"})
    file = forms.FileField(label="证明材料（可不传）", required=False)


class MoveForm(ReasonForm):
    """The new date, and why."""

    to = forms.DateField(label="新的完成日期", widget=DateInput(), error_messages={"required": "请填新的日期。"})
    field_order = ("to", "reason")
