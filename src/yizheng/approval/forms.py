"""Input of the approval room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from . import phrases

NOTE_CHARS = 500
AGREED = (("yes", "同意"), ("no", "不同意，退回"))


def _day(label: str, required: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "日期请写成 2026-03-03 的样子。"},
    )


def _scan(*, required: bool, help_text: str = "") -> forms.FileField:
    return forms.FileField(
        label="扫描件" if required else "扫描件（可不附）",
        required=required,
        help_text=help_text,
        max_length=255,
        error_messages={
            "required": phrases.NO_SCAN,
            "empty": "这个文件是空的，请重新选择。",
            "max_length": "文件名太长，请改短后再传。",
        },
    )


def _note(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=NOTE_CHARS,
        required=False,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"请写在 {NOTE_CHARS} 字以内。"},
    )


class ApproveForm(forms.Form):
    """A decision in favour on screen: a remark where there is one."""

    note = _note("批注（可不写）")


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由",
        max_length=NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。", "max_length": f"理由请写在 {NOTE_CHARS} 字以内。"},
    )


class RecordForm(forms.Form):
    """What was decided away from the screen: the day, the result, a remark, the scan."""

    decided_on = _day("日期", "请填写作出决定的日期。")
    agreed = forms.ChoiceField(label="结果", choices=AGREED, widget=forms.RadioSelect, initial="yes")
    note = _note("批注或意见", "退回的，请写明理由。")
    scan = _scan(required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_decided_on(self) -> date:
        """A decision is entered after it was taken."""
        day: date = self.cleaned_data["decided_on"]
        if day > self.today:
            raise forms.ValidationError(phrases.FUTURE)
        return day

    def clean(self) -> dict[str, Any]:
        """Whoever sends something back says why."""
        cleaned = super().clean() or {}
        if cleaned.get("agreed") == "no" and not cleaned.get("note", "").strip():
            self.add_error("note", "退回须写明理由，一句话即可。")
        return cleaned

    @property
    def is_agreed(self) -> bool:
        """Tell whether the decision was in favour."""
        return bool(self.cleaned_data["agreed"] == "yes")

    def upload(self) -> UploadedFile | None:
        """Return the scan, None without one."""
        file = self.cleaned_data.get("scan")
        return file if isinstance(file, UploadedFile) else None


class PaperDecisionForm(RecordForm):
    """A sheet signed on paper: who signed."""

    signed_by = forms.ChoiceField(label="谁签的", error_messages={"required": "请选择签字的领导。"})
    scan = _scan(required=True, help_text="签字页的扫描件或照片。")
    field_order = ["signed_by", "decided_on", "agreed", "note", "scan"]

    def __init__(self, *args: Any, signers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signed_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *signers]


class MeetingForm(RecordForm):
    """What a meeting decided: its name."""

    meeting = forms.CharField(
        label="会议名称",
        max_length=120,
        help_text="例如：区政协三届八次主席会议。",
        error_messages={"required": phrases.NO_MEETING, "max_length": "会议名称请写在 120 字以内。"},
    )
    scan = _scan(required=False, help_text="党组会议的材料一般不在这里留存。")
    field_order = ["meeting", "decided_on", "agreed", "note", "scan"]


class ReplyForm(RecordForm):
    """What the organ answered to which the matter was reported."""

    replied_by = forms.CharField(
        label="谁批复的",
        max_length=60,
        help_text="例如：中共云溪区委。",
        error_messages={"required": phrases.NO_SIGNER, "max_length": "请写在 60 字以内。"},
    )
    note = _note("批复文号或意见", "退回的，请写明理由。")
    field_order = ["replied_by", "decided_on", "agreed", "note", "scan"]
