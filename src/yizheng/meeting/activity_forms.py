"""Input about activities, turned into values a service takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from yizheng.org.enums import GRASSROOTS_KINDS, BodyKind
from yizheng.org.models import Membership
from yizheng.org.queries import bodies_in_force, current_term

from .enums import ActivityKind, Audience, Came, SignupState
from .forms import REASON_CHARS, DateInput, TimeInput
from .models import Activity, ActivitySignup
from .services.activities import MOST_PLACES, HostUnit, Outline

MOST_OUTCOME_CHARS = 3000
HOST_KINDS = (BodyKind.OFFICE, BodyKind.SPECIAL_COMMITTEE, *GRASSROOTS_KINDS)


def host_units(on: date) -> dict[str, HostUnit]:
    """Return the units that may host, in official order: bodies first, then the sectors of the running term."""
    units: dict[str, HostUnit] = {f"body:{body.pk}": body for body in bodies_in_force(on, *HOST_KINDS)}
    term = current_term(on)
    sectors = term.sectors.order_by("order") if term is not None else []
    return {**units, **{f"sector:{sector.pk}": sector for sector in sectors}}


class ActivityForm(forms.Form):
    """What, who hosts it, when, where, for how many."""

    theme = forms.CharField(label="主题", max_length=120, error_messages={"required": "请写明活动主题。"})
    kind = forms.ChoiceField(label="类别", choices=ActivityKind)
    hosts = forms.MultipleChoiceField(
        label="主办单位", widget=forms.CheckboxSelectMultiple, help_text="几家联合主办的，都勾上。",
        error_messages={"required": "请选择主办单位，可以选几家。"},
    )  # fmt: skip
    audience = forms.ChoiceField(label="谁可以报名", choices=Audience)
    starts_on = forms.DateField(label="开始日期", widget=DateInput, error_messages={"required": "请填开始日期。"})
    starts_time = forms.TimeField(label="开始时间", widget=TimeInput)
    ends_on = forms.DateField(label="结束日期", widget=DateInput, error_messages={"required": "请填结束日期。"})
    ends_time = forms.TimeField(label="结束时间", widget=TimeInput)
    place = forms.CharField(label="地点", max_length=120, error_messages={"required": "请写明活动地点。"})
    quota = forms.IntegerField(
        label="名额", min_value=1, max_value=MOST_PLACES, help_text="报满以后的按先后候补。",
        error_messages={"required": "请填名额。"},
    )  # fmt: skip
    until_on = forms.DateField(label="报名截止日期", widget=DateInput, error_messages={"required": "请填截止日期。"})
    until_time = forms.TimeField(label="报名截止时间", widget=TimeInput)
    content = forms.CharField(label="内容和安排", required=False, widget=forms.Textarea(attrs={"rows": 5}))
    contact = forms.CharField(label="联系人和电话", max_length=60, required=False)
    campaign = forms.CharField(
        label="服务的专项工作", max_length=60, required=False, help_text="例如“七大战役”；不属于哪项的不填。"
    )
    community = forms.CharField(
        label="走进的社区（村）", max_length=60, required=False, help_text="在社区、村或联系点举办的填写。"
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = host_units(on)
        field = self.fields["hosts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(unit)) for key, unit in self.units.items()]

    def outline(self) -> Outline:
        """Return what was written as the services take it."""
        given = self.cleaned_data
        return Outline(
            theme=given["theme"], kind=ActivityKind(given["kind"]), place=given["place"], quota=given["quota"],
            signup_until=_moment(given["until_on"], given["until_time"]),
            starts_at=_moment(given["starts_on"], given["starts_time"]),
            ends_at=_moment(given["ends_on"], given["ends_time"]), audience=Audience(given["audience"]),
            content=given["content"], contact=given["contact"], campaign=given["campaign"],
            community=given["community"],
        )  # fmt: skip

    def chosen(self) -> list[HostUnit]:
        """Return the units that host, in official order."""
        return [unit for key, unit in self.units.items() if key in self.cleaned_data["hosts"]]


def first_outline(activity: Activity) -> dict[str, Any]:
    """Return what stands in the fields of a draft."""
    begins, ends = timezone.localtime(activity.starts_at), timezone.localtime(activity.ends_at)
    until = timezone.localtime(activity.signup_until)
    hosts = [f"body:{host.body_id}" if host.body_id else f"sector:{host.sector_id}" for host in activity.hosts.all()]
    return {
        "theme": activity.theme, "kind": activity.kind, "hosts": hosts, "audience": activity.audience,
        "starts_on": begins.date(), "starts_time": begins.time(), "ends_on": ends.date(), "ends_time": ends.time(),
        "until_on": until.date(), "until_time": until.time(), "place": activity.place, "quota": activity.quota,
        "content": activity.content, "contact": activity.contact, "campaign": activity.campaign,
        "community": activity.community,
    }  # fmt: skip


def first_of_new(*, today: date, host: str) -> dict[str, Any]:
    """Return what stands in the fields of a new activity: a morning in two weeks, sign-up until three days before."""
    day = today + timedelta(days=14)
    return {
        "starts_on": day, "starts_time": time(9), "ends_on": day, "ends_time": time(11, 30),
        "until_on": day - timedelta(days=3), "until_time": time(18), "quota": 30, "hosts": [host],
    }  # fmt: skip


class PublishForm(forms.Form):
    """Who agreed, and why it is published late."""

    agreed_by = forms.CharField(
        label="同意发布的负责人", max_length=60, help_text="主办单位的负责人。",
        error_messages={"required": "请写明同意发布的主办单位负责人。"},
    )  # fmt: skip
    short_notice = forms.CharField(
        label="提前天数不足的原因", required=False, max_length=REASON_CHARS, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="离活动的工作日不够时才要写。",
    )  # fmt: skip


class WhoCameForm(forms.Form):
    """Who came and who is excused; everybody else with a place missed it."""

    came = forms.MultipleChoiceField(label="到场的人", required=False, widget=forms.CheckboxSelectMultiple)
    excused = forms.MultipleChoiceField(
        label="请了假的人", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="报上了、没到场也没请假的，记“报名未到”；候补的没来不算。",
    )  # fmt: skip

    def __init__(self, *args: Any, signups: Iterable[ActivitySignup], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = list(signups)
        self.arrived = sum(row.checked_in_at is not None for row in rows)
        first = _ticked(rows)
        for name in ("came", "excused"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(str(row.pk), _named(row)) for row in rows]
        self.fields["came"].initial = [str(row.pk) for row in first]
        self.fields["excused"].initial = [str(row.pk) for row in rows if row.came == Came.EXCUSED]

    def ids(self, name: str) -> set[int]:
        """Return the sign-ups ticked under a name."""
        return {int(pk) for pk in self.cleaned_data[name]}


class RecordForm(WhoCameForm):
    """Who came, and what came of it."""

    summary = forms.CharField(
        label="活动小结", widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "请写上活动小结，几句话即可。"},
    )  # fmt: skip


class OutcomeForm(forms.Form):
    """What members said at an activity, as the draft of an opinion."""

    title = forms.CharField(label="标题", max_length=60, error_messages={"required": "请写明标题。"})
    text = forms.CharField(
        label="反映的情况和建议", widget=forms.Textarea(attrs={"rows": 8}), max_length=MOST_OUTCOME_CHARS,
        error_messages={"required": "请写明反映的情况和建议。"},
    )  # fmt: skip


class CorrectForm(WhoCameForm):
    """Who came, and why it is corrected."""

    reason = forms.CharField(
        label="理由", max_length=REASON_CHARS, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写明更正的理由。"},
    )  # fmt: skip


class MemberForm(forms.Form):
    """Which member telephoned."""

    member = forms.ModelChoiceField(
        label="委员", queryset=Membership.objects.none(), to_field_name="public_id", empty_label="请选择",
        error_messages={"required": "请选择委员。"},
    )  # fmt: skip

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = members


def _ticked(rows: list[ActivitySignup]) -> list[ActivitySignup]:
    """Return who is ticked first: as it was recorded, else who checked in, else everybody with a place."""
    if any(row.came for row in rows):
        return [row for row in rows if row.came == Came.CAME]
    arrived = [row for row in rows if row.checked_in_at is not None]
    return arrived or [row for row in rows if row.state == SignupState.PLACED]


def _named(row: ActivitySignup) -> str:
    waits = "（候补）" if row.state == SignupState.WAITING else ""
    arrived = f"（{timezone.localtime(row.checked_in_at):%-H:%M}签到）" if row.checked_in_at else ""
    return f"{row.membership.person.name}{waits}{arrived}"


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))
