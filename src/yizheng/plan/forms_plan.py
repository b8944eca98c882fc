"""Input of the acts on a plan as a whole: what goes on its sheet, the notice of the Party committee."""

from __future__ import annotations

from typing import Any

from django import forms

from .reissue import Notice, names_in

SUMMARY_CHARS = 1000


def _day(label: str, required: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "日期请写成 2026-03-03 的样子。"},
    )


class BeginApprovalForm(forms.Form):
    """What stands on the sheet besides the title."""

    summary = forms.CharField(
        label="呈批单上的主要内容（可不写）",
        max_length=SUMMARY_CHARS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": f"主要内容请写在 {SUMMARY_CHARS} 字以内。"},
    )


class ReissueForm(forms.Form):
    """A cover notice as received."""

    by = forms.CharField(
        label="批转机关", max_length=60, help_text="例如：中共云溪区委。",
        error_messages={"required": "请写明是哪个机关批转的。", "max_length": "机关名称请写在 60 字以内。"},
    )  # fmt: skip
    title = forms.CharField(
        label="通知标题", max_length=200,
        error_messages={"required": "请照通知抄录标题。", "max_length": "标题请写在 200 字以内。"},
    )  # fmt: skip
    number = forms.CharField(
        label="通知文号", max_length=60, required=False, help_text="例如：云委〔2026〕5号。没有文号可以留空。",
        error_messages={"max_length": "文号请写在 60 字以内。"},
    )  # fmt: skip
    dated = _day("通知日期", "请填写通知落款的日期。")
    to = forms.CharField(
        label="主送", max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text="照通知抄录。",
        error_messages={"required": "请照通知抄录主送机关。", "max_length": "主送请写在 500 字以内。"},
    )  # fmt: skip
    copies = forms.CharField(
        label="抄送", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="用顿号或换行分开，保存时按党委、人大、政府、政协、监委、法院、检察院、人武部、群团排列。",
        error_messages={"max_length": "抄送请写在 1000 字以内。"},
    )  # fmt: skip
    issued_by = forms.CharField(
        label="印发机关", max_length=60, required=False, help_text="例如：中共云溪区委办公室。",
        error_messages={"max_length": "机关名称请写在 60 字以内。"},
    )  # fmt: skip
    printed = _day("印发日期（可不填）")
    scan = forms.FileField(
        label="通知扫描件（可不附）", required=False, max_length=255,
        error_messages={"empty": "这个文件是空的，请重新选择。", "max_length": "文件名太长，请改短后再传。"},
    )  # fmt: skip

    def notice(self) -> Notice:
        """Return what was typed as the notice it describes."""
        given: dict[str, Any] = self.cleaned_data
        return Notice(
            by=given["by"],
            title=given["title"],
            number=given["number"],
            dated=given["dated"],
            to=given["to"],
            copies=names_in(given["copies"]),
            issued_by=given["issued_by"],
            printed=given["printed"],
        )
