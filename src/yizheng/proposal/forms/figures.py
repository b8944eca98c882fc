"""Forms of the pages of numbers."""

from __future__ import annotations

from django import forms


class FreezeForm(forms.Form):
    """Which year is frozen, and for which paper."""

    year = forms.IntegerField(label="年度", min_value=1950, max_value=2100)
    label = forms.CharField(
        label="用在哪里", max_length=80, help_text="例如：2026年提案工作情况报告",
        error_messages={"required": "请写明这份统计用在哪里。"},
    )  # fmt: skip
