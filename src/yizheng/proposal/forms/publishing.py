"""Forms of publication."""

from __future__ import annotations

from typing import Any

from django import forms


class PublicTextForm(forms.Form):
    """The public copy as it will stand."""

    title = forms.CharField(label="标题", max_length=80)
    text = forms.CharField(label="提案内容", required=False, widget=forms.Textarea(attrs={"rows": 10}))
    reply_text = forms.CharField(label="答复内容", required=False, widget=forms.Textarea(attrs={"rows": 10}))


class ReviewForm(forms.Form):
    """The confidentiality review of the first reading."""

    confidentiality_review = forms.CharField(
        label="保密审查", max_length=120, help_text="写明结论、审查人和日期，例如：不涉密，许岚，2026年6月12日。",
        error_messages={"required": "请写明保密审查的结论、审查人和日期。"},
    )  # fmt: skip


class LeaderForm(forms.Form):
    """Whose word it is published on."""

    leader = forms.CharField(
        label="批准公开的领导", max_length=60, error_messages={"required": "请写明是哪位领导批准公开的。"}
    )


class FindForm(forms.Form):
    """What somebody looks for among the published proposals."""

    q = forms.CharField(label="案由、编号、提案人或单位", max_length=40, required=False)
    year = forms.TypedChoiceField(label="年度", required=False, coerce=int, empty_value=None)
    category = forms.ChoiceField(label="类别", required=False)

    def __init__(self, *args: Any, years: list[int], categories: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", "全部"), *((year, f"{year}年") for year in years)]  # type: ignore[attr-defined]
        self.fields["category"].choices = [("", "全部"), *((each, each) for each in categories)]  # type: ignore[attr-defined]
