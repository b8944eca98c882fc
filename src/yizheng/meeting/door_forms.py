"""What is typed at the door."""

from __future__ import annotations

from django import forms

from .enums import AttendanceStatus

OFFERED = [
    (status.value, status.label)
    for status in AttendanceStatus
    if status not in (AttendanceStatus.EXPECTED, AttendanceStatus.OBSERVING, AttendanceStatus.LEAVE_APPROVED)
]


class MarkForm(forms.Form):
    """What it should be, and why."""

    status = forms.ChoiceField(label="改为", choices=OFFERED)
    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
