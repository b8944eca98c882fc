"""Input about a plenary, turned into values a service takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.meeting.forms import DateInput, TimeInput

from . import queries
from .enums import Attends, FacilityKind, GroupKind, GuestKind, Part, PresidiumRole
from .models import Attendee, Brief, Facility, Group, Pack, ScheduleItem
from .naming import Roll, spoken, typed_again
from .services import Basics, GroupWording, Line, Sitting, Where, Wording


def _choice(label: str, queryset: Any, **more: Any) -> Any:
    words = {"required": f"请选择{label}。", "invalid_choice": f"请从单子里选择{label}。"}
    return forms.ModelChoiceField(
        label=label, queryset=queryset, to_field_name="public_id", error_messages=words, **more
    )


class BeginForm(forms.Form):
    """For which plenary."""

    session = _choice("哪次全会", None, empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = queries.sessions_without_pack()  # type: ignore[attr-defined]


class BasicsForm(forms.Form):
    """Where, whom to ring, the hall, the rules of leave."""

    place = forms.CharField(label="会场", max_length=120, required=False)
    contact = forms.CharField(label="会务联系人和电话", max_length=120, required=False)
    rows = forms.IntegerField(label="会场排数", min_value=0, help_text="不算主席台。")
    seats_a_row = forms.IntegerField(label="每排座位", min_value=0)
    stage_seats = forms.IntegerField(label="主席台座位", min_value=0)
    leave_rules = forms.CharField(
        label="请假规定", required=False, widget=forms.Textarea(attrs={"rows": 5}), help_text="一行一条，印进会议手册。"
    )

    def basics(self) -> Basics:
        """Return them as the services take them."""
        return Basics(**self.cleaned_data)


def first_basics(pack: Pack) -> dict[str, Any]:
    """Return what stands in the fields of a pack."""
    return {name: getattr(pack, name) for name in BasicsForm.base_fields}


class ProposeForm(forms.Form):
    """Into how many groups."""

    groups = forms.IntegerField(label="分成几个小组", min_value=1, initial=8)
    joint = forms.IntegerField(label="合成几个联组", min_value=0, initial=0, help_text="不设联组的填 0。")


class GroupForm(forms.Form):
    """Name, who convenes, who records, where it meets, with whom."""

    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请写上小组的名称。"})
    convener = _choice("召集人", None, required=False, empty_label="还没有定")
    recorder = forms.ChoiceField(label="记录员", required=False)
    room = _choice("讨论地点", None, required=False, empty_label="还没有定")
    joint = _choice("所属联组", None, required=False, empty_label="不参加联组")

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack, members = group.pack, [row.pk for row in queries.members_of(group)]
        self._recorders = queries.possible_recorders(pack, timezone.localdate())
        fields: dict[str, Any] = self.fields
        fields["convener"].queryset = Attendee.objects.filter(pk__in=members).select_related("membership__person")
        fields["recorder"].choices = [("", "还没有定"), *((str(pk), words) for pk, words in self._recorders.items())]
        fields["room"].queryset = pack.facilities.filter(kind=FacilityKind.MEETING_ROOM)
        fields["joint"].queryset = pack.groups.filter(kind=GroupKind.JOINT)
        if group.kind == GroupKind.JOINT:
            del fields["joint"]

    def wording(self) -> GroupWording:
        """Return it as the services take it."""
        given, convener = self.cleaned_data, self.cleaned_data["convener"]
        recorder = User.objects.get(pk=int(given["recorder"])) if given["recorder"] else None
        return GroupWording(
            name=given["name"], convener=convener.membership if convener else None, recorder=recorder,
            room=given["room"], joint=given.get("joint"),
        )  # fmt: skip


def first_group(group: Group) -> dict[str, Any]:
    """Return what stands in the fields of a group."""
    convener = group.pack.attendees.filter(membership=group.convener_id).first() if group.convener_id else None
    return {
        "name": group.name, "convener": convener.public_id if convener else None,
        "recorder": str(group.recorder_id or ""), "room": group.room.public_id if group.room else None,
        "joint": group.joint.public_id if group.joint else None,
    }  # fmt: skip


class MoveForm(forms.Form):
    """Into which group, room and bus."""

    group = _choice("小组", None, required=False, empty_label="不分组")
    lodging = _choice("住宿", None, required=False, empty_label="不安排")
    bus = _choice("车辆", None, required=False, empty_label="不安排")

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = pack.groups.filter(kind=GroupKind.SMALL)
        fields["lodging"].queryset = pack.facilities.filter(kind=FacilityKind.LODGING)
        fields["bus"].queryset = pack.facilities.filter(kind=FacilityKind.BUS)


class GuestForm(forms.Form):
    """Who, from where, as what."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请写明姓名。"})
    where = forms.CharField(label="单位和职务", max_length=80, required=False, help_text="同名的人靠它分开。")
    kind = forms.ChoiceField(label="以什么身份", choices=GuestKind, initial=GuestKind.OBSERVER)


class FacilityForm(forms.Form):
    """What it is called, where and when, for how many."""

    kind = forms.ChoiceField(label="种类", choices=FacilityKind)
    name = forms.CharField(label="名称", max_length=60, error_messages={"required": "请写上名称。"})
    note = forms.CharField(
        label="地点或发车时间",
        max_length=200,
        required=False,
        help_text="例如：二楼东侧；2月24日8:00区政协大门口发车。",
    )
    capacity = forms.IntegerField(label="人数", min_value=0, initial=0, help_text="0 表示不限。")

    def where(self) -> Where:
        """Return it as the services take it."""
        given = self.cleaned_data
        return Where(FacilityKind(given["kind"]), given["name"], given["note"], given["capacity"])


def first_facility(facility: Facility) -> dict[str, Any]:
    """Return what stands in the fields of a room or bus."""
    return {name: getattr(facility, name) for name in FacilityForm.base_fields}


class SendForm(forms.Form):
    """Which group is sent there."""

    group = _choice("小组", None, empty_label=None)

    def __init__(self, *args: Any, pack: Pack, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = pack.groups.filter(kind=GroupKind.SMALL)  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line of the schedule."""

    day = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填日期。"})
    starts = forms.TimeField(label="开始时间", widget=TimeInput, error_messages={"required": "请填开始时间。"})
    title = forms.CharField(label="内容", max_length=200, error_messages={"required": "请写上这项日程的内容。"})
    place = forms.CharField(label="地点", max_length=120, required=False)
    attends = forms.ChoiceField(label="谁参加", choices=Attends)

    def line(self) -> Line:
        """Return it as the services take it."""
        given = self.cleaned_data
        return Line(given["day"], given["starts"], given["title"], given["place"], Attends(given["attends"]))


def first_line(item: ScheduleItem) -> dict[str, Any]:
    """Return what stands in the fields of a line."""
    return {name: getattr(item, name) for name in LineForm.base_fields}


class SwapForm(forms.Form):
    """Which two change seats, by their names: quicker than the chart in a large hall."""

    one = forms.CharField(label="甲", max_length=60, error_messages={"required": "请写上姓名。"})
    other = forms.CharField(label="乙", max_length=60, error_messages={"required": "请写上姓名。"})

    def pair(self, roll: Roll) -> tuple[Attendee, Attendee]:
        """Return the two. Raises: Refused for a name that is not on the roll."""
        return roll.find(self.cleaned_data["one"]), roll.find(self.cleaned_data["other"])


class PresidiumForm(forms.Form):
    """The presidium as it was elected, names as they stand on paper."""

    executive = forms.CharField(label="常务主席", required=False, widget=forms.Textarea(attrs={"rows": 2}))
    secretary_general = forms.CharField(label="秘书长", required=False, max_length=60)
    members = forms.CharField(
        label="主席团成员", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="按选举结果的次序写姓名，用顿号、空格或换行分开；常务主席和秘书长不再重复。",
    )  # fmt: skip

    def chosen(self, roll: Roll) -> dict[str, Any]:
        """Return the three lists. Raises: Refused for a name that is not on the roll."""
        given = self.cleaned_data
        heads = roll.several(given["secretary_general"])
        return {
            "executive": roll.several(given["executive"]), "secretary_general": heads[0] if heads else None,
            "members": [*heads[1:], *roll.several(given["members"])],
        }  # fmt: skip


def first_presidium(sitting: Sequence[Attendee], roll: Roll) -> dict[str, str]:
    """Return what stands in the fields: the names of each list."""

    def names(role: PresidiumRole) -> str:
        return "、".join(roll.typed(row.membership) for row in sitting if row.presidium == role and row.membership)

    return {
        "executive": names(PresidiumRole.EXECUTIVE), "members": names(PresidiumRole.MEMBER),
        "secretary_general": names(PresidiumRole.SECRETARY_GENERAL),
    }  # fmt: skip


class SittingForm(forms.Form):
    """When the presidium met, and how many came."""

    day = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填日期。"})
    part = forms.ChoiceField(label="上午或下午", choices=Part)
    present = forms.IntegerField(label="实到人数", min_value=0, error_messages={"required": "请填实到人数。"})
    note = forms.CharField(label="说明", max_length=200, required=False)

    def sitting(self) -> Sitting:
        """Return it as the services take it."""
        given = self.cleaned_data
        return Sitting(given["day"], Part(given["part"]), given["present"], given["note"])


class BriefForm(forms.Form):
    """When the group met, what it came to, who said what."""

    day = forms.DateField(label="讨论日期", widget=DateInput, error_messages={"required": "请填讨论的日期。"})
    part = forms.ChoiceField(label="上午或下午", choices=Part)
    summary = forms.CharField(label="综述", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    statements = forms.CharField(
        label="发言要点", required=False, widget=forms.Textarea(attrs={"rows": 10}),
        help_text="一人一行，写成“姓名：要点”；要点分段的，下一行接着写。",
    )  # fmt: skip

    def wording(self, roll: Roll) -> Wording:
        """Return it as the services take it. Raises: Refused for a name that is not in the group."""
        given = self.cleaned_data
        return Wording(given["day"], Part(given["part"]), given["summary"], spoken(given["statements"], roll))


def first_brief(brief: Brief) -> dict[str, Any]:
    """Return what stands in the fields of a draft."""
    said = brief.statements.select_related("membership__person", "membership__sector")
    roll = Roll(queries.members_of(brief.group))
    statements = typed_again((roll.typed(row.membership), row.gist) for row in said)
    return {"day": brief.day, "part": brief.part, "summary": brief.summary, "statements": statements}
