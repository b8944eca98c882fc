"""Input of the duty room."""

from __future__ import annotations

from typing import Any

from django import forms

from .enums import CLAIMED, REGISTERED, DutyKind, DutyRole, GateState, ServiceKind, VisitForm

DATE = {"required": "请选日期。", "invalid": "请写成 2026-03-12 这样的日期。"}


def _date(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), error_messages=DATE
    )


def _kinds(kinds: tuple[DutyKind, ...]) -> list[tuple[str, str]]:
    return [(kind.value, str(kind.label)) for kind in kinds]


def _service() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="社会服务的类别", choices=[("", "不是社会服务"), *ServiceKind.choices], required=False,
        help_text="只有社会服务要选。",
    )  # fmt: skip


class NoForm(forms.Form):
    """Nothing to fill in."""


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。"},
    )  # fmt: skip


class ClaimForm(forms.Form):
    """What a member did outside."""

    kind = forms.ChoiceField(label="做了哪类事", choices=_kinds(CLAIMED))
    on = _date("哪一天")
    title = forms.CharField(
        label="做了什么", max_length=200, help_text="一句话，例如“在云溪社区义诊”。",
        error_messages={"required": "请写明做了什么。"},
    )  # fmt: skip
    service = _service()
    evidence = forms.CharField(
        label="谁可以证明", max_length=300, required=False, help_text="没有人证明的，传一份材料。"
    )
    file = forms.FileField(label="材料（可不传）", required=False, max_length=255)


class AnswerForm(ReasonForm):
    """What shall become of a disputed record."""

    role = forms.ChoiceField(
        label="改成", choices=[("keep", "不改，维持原记录"), *(c for c in DutyRole.choices if c[0])], initial="keep"
    )
    field_order = ("role", "reason")


class RegisterForm(forms.Form):
    """A signed sheet: one kind, one day, one deed, many names."""

    kind = forms.ChoiceField(label="哪类活动", choices=_kinds(REGISTERED))
    on = _date("哪一天")
    title = forms.CharField(
        label="活动名称", max_length=150, help_text="两家合办的写同一个名称，只记一次。",
        error_messages={"required": "请写活动名称。"},
    )  # fmt: skip
    service = _service()
    half_days = forms.IntegerField(label="几个半天", min_value=1, max_value=20, initial=1)
    names = forms.CharField(
        label="参加的委员", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一行一个，或用顿号隔开。也可以传签到表。",
    )  # fmt: skip
    sheet = forms.FileField(
        label="签到表（Excel，姓名在第一列）", required=False, max_length=255,
        error_messages={"empty": "这个文件是空的，请重新选。"},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for names by one of the two ways."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("names", "").strip() and not given.get("sheet"):
            raise forms.ValidationError("请写姓名，或者传签到表。")
        return given


class GateForm(ReasonForm):
    """What people decided about the political and disciplinary side."""

    gate = forms.ChoiceField(
        label="把关结论", choices=[(g.value, g.label) for g in GateState if g != GateState.WAITING]
    )
    field_order = ("gate", "reason")


class BandForm(ReasonForm):
    """Another band; the choices are those of the scheme."""

    band = forms.ChoiceField(label="等次")
    field_order = ("band", "reason")

    def __init__(self, *given: Any, bands: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["band"].choices = bands  # type: ignore[attr-defined]


class NarrativeForm(forms.Form):
    """The own report."""

    words = forms.CharField(
        label="述职",
        required=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="写这一年做了什么，最多5000字。",
    )


class BasisForm(forms.Form):
    """By which meeting."""

    basis = forms.CharField(
        label="哪次会议通过", max_length=200, error_messages={"required": "请写明哪次会议通过的。"},
        help_text="例如：三届二十次主席会议，2026年1月8日。",
    )  # fmt: skip


class VisitFormForm(forms.Form):
    """A visit: who came to whom."""

    visitor = forms.CharField(label="谁去走访", max_length=40, error_messages={"required": "请写走访人的姓名。"})
    member = forms.CharField(label="走访哪位委员", max_length=40, error_messages={"required": "请写委员的姓名。"})
    on = _date("哪一天")
    form = forms.ChoiceField(label="方式", choices=VisitForm.choices)
    matters = forms.CharField(
        label="谈了什么", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    follow_up = forms.CharField(
        label="要跟进的事", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class PairForm(forms.Form):
    """Who keeps in contact with whom."""

    keeper = forms.CharField(label="谁来联系", max_length=40, error_messages={"required": "请写联系人的姓名。"})
    names = forms.CharField(
        label="联系哪些委员", widget=forms.Textarea(attrs={"rows": 4}), help_text="一行一个，或用顿号隔开。",
        error_messages={"required": "请写委员的姓名。"},
    )  # fmt: skip


class LinkForm(forms.Form):
    """Which thing of the house a registered deed was."""

    thing = forms.ChoiceField(
        label="是哪一件", help_text="连上以后只计一次；系统里已经有这个人的记录的，登记的这条作废。",
        error_messages={"required": "请选一件。", "invalid_choice": "请选一件。"},
    )  # fmt: skip

    def __init__(self, *given: Any, things: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["thing"].choices = [("", "请选择"), *things]  # type: ignore[attr-defined]


class SummaryForm(forms.Form):
    """The summary of a unit."""

    unit = forms.ChoiceField(label="哪个单位", error_messages={"required": "请选单位。"})
    words = forms.CharField(
        label="总结", widget=forms.Textarea(attrs={"rows": 14}), help_text="最多10000字；再交一次就替换原来的。",
        error_messages={"required": "请写上总结。"},
    )  # fmt: skip

    def __init__(self, *given: Any, units: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["unit"].choices = units  # type: ignore[attr-defined]
