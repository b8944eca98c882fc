"""Input of the meeting room, turned into values a service takes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from yizheng.org.enums import BodyKind
from yizheng.org.models import Body
from yizheng.org.queries import bodies_in_force

from .enums import LeaveKind, MeetingKind, Reply
from .models import Meeting
from .services import Particulars

REASON_CHARS = 300


class DateInput(forms.DateInput):
    """A date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time field of the browser."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ParticularsForm(forms.Form):
    """When, where and about what."""

    starts_on = forms.DateField(
        label="开始日期",
        widget=DateInput,
        error_messages={"required": "请填开始日期。", "invalid": "日期写成2026-12-03这样。"},
    )
    starts_time = forms.TimeField(label="开始时间", widget=TimeInput, initial=time(9))
    ends_on = forms.DateField(label="结束日期", widget=DateInput, error_messages={"required": "请填结束日期。"})
    ends_time = forms.TimeField(label="结束时间", widget=TimeInput, initial=time(12))
    place = forms.CharField(label="地点", max_length=120, error_messages={"required": "请填开会的地点。"})
    topic = forms.CharField(label="主要议题", max_length=200, required=False)
    agenda = forms.CharField(
        label="议程",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一项；发通知之前写好就行。",
    )
    reply_by = forms.DateField(label="请在这天之前回复", widget=DateInput, required=False)

    def clean(self) -> dict[str, Any]:
        """An answer is asked for before the meeting, and it ends after it starts."""
        given = super().clean() or {}
        if not {"starts_on", "starts_time", "ends_on", "ends_time"} <= given.keys():
            return given
        if _moment(given["ends_on"], given["ends_time"]) <= _moment(given["starts_on"], given["starts_time"]):
            self.add_error("ends_on", "结束要晚于开始，请核对日期和时间。")
        if given.get("reply_by") and given["reply_by"] > given["starts_on"]:
            self.add_error("reply_by", "回复的最后一天不能晚于会议开始。")
        return given

    def particulars(self) -> Particulars:
        """Return them as the services take them."""
        given = self.cleaned_data
        return Particulars(
            starts_at=_moment(given["starts_on"], given["starts_time"]),
            ends_at=_moment(given["ends_on"], given["ends_time"]),
            place=given["place"],
            topic=given["topic"],
            agenda=given["agenda"],
            reply_by=given["reply_by"],
        )


class NewMeetingForm(ParticularsForm):
    """What kind of meeting, its number, and the rest."""

    kind = forms.ChoiceField(label="哪种会议", choices=MeetingKind)
    body = forms.ModelChoiceField(
        label="哪个专委会", queryset=Body.objects.none(), required=False, to_field_name="public_id",
        help_text="只有专委会会议要选。", empty_label="不是专委会会议",
    )  # fmt: skip
    ordinal = forms.IntegerField(label="第几次", min_value=1, max_value=99, error_messages={"required": "请填第几次。"})
    task = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ["kind", "body", "ordinal"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies_in_force(on, BodyKind.SPECIAL_COMMITTEE)

    def clean(self) -> dict[str, Any]:
        """A special committee's meeting names its committee, the others none."""
        given = super().clean()
        needs_body = given.get("kind") == MeetingKind.COMMITTEE
        if needs_body and given.get("body") is None and "body" not in self.errors:
            self.add_error("body", "请选择是哪个专委会的会议。")
        if not needs_body:
            given["body"] = None
        return given


class AskedKindForm(forms.Form):
    """The kind of meeting that an address asks for, and its special committee."""

    kind = forms.ChoiceField(choices=MeetingKind)
    body = forms.ModelChoiceField(queryset=Body.objects.none(), required=False, to_field_name="public_id")

    def __init__(self, *args: Any, on: date) -> None:
        super().__init__(*args)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies_in_force(on, BodyKind.SPECIAL_COMMITTEE)


def asked_kind(asked: QueryDict, *, on: date) -> tuple[MeetingKind, Body | None]:
    """Return the kind and the special committee that an address asks for; a chairpersons' meeting where it does not."""
    form = AskedKindForm(asked, on=on)
    form.is_valid()
    kind = MeetingKind(form.cleaned_data.get("kind", MeetingKind.CHAIRS))
    return kind, form.cleaned_data.get("body") if kind == MeetingKind.COMMITTEE else None


def first_particulars(meeting: Meeting | None, *, today: date) -> dict[str, Any]:
    """Return what stands in the fields first: the meeting's own, or nine o'clock in three weeks."""
    if meeting is None:
        day = today + timedelta(days=21)
        return {"starts_on": day, "ends_on": day}
    begins, ends = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    return {
        "starts_on": begins.date(), "starts_time": begins.time(), "ends_on": ends.date(), "ends_time": ends.time(),
        "place": meeting.place, "topic": meeting.topic, "agenda": meeting.agenda, "reply_by": meeting.reply_by,
    }  # fmt: skip


class ReplyForm(forms.Form):
    """Coming, or on leave with kind and one line why."""

    answer = forms.ChoiceField(
        label="能不能参加",
        choices=[(Reply.ACCEPT, "参加"), (Reply.LEAVE, "请假")],
        widget=forms.RadioSelect,
        error_messages={"required": "请选择参加或请假。"},
    )
    leave_kind = forms.ChoiceField(label="请假类别", choices=[("", "不请假"), *LeaveKind.choices], required=False)
    leave_reason = forms.CharField(
        label="事由", max_length=200, required=False, help_text="一句话即可，只有办公室看得到。"
    )

    def clean(self) -> dict[str, Any]:
        """Leave has a kind."""
        given = super().clean() or {}
        if given.get("answer") == Reply.LEAVE and not given.get("leave_kind"):
            self.add_error("leave_kind", "请选择请假的类别。")
        return given


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由",
        max_length=REASON_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。", "max_length": f"理由请写在{REASON_CHARS}字以内。"},
    )


class NoForm(forms.Form):
    """Nothing to fill in."""


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
