"""Input of the organisation: what a page asks for, turned into values a service takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone

from .enums import AFFILIATIONS, ContactLevel, DecidingBody
from .services import Ruling

REASON_CHARS = 300
BIRTH = "写到月或日：1968-05、1968-05-12；只知道年份写 1968。"
_DAY = {"required": "请选日期。", "invalid": "日期看不明白，请写成 2026-03-12 这样。"}
_PICK = {"required": "请选一项。", "invalid_choice": "这一项不能选，请刷新后重新选。"}


class NoForm(forms.Form):
    """An act that asks nothing."""


def day(label: str, *, required: bool = True) -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, required=required, error_messages=_DAY)


def words(label: str, longest: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """Return a field for one line of words."""
    messages = {"required": f"请写{label}。", "max_length": f"{label}最多{longest}字。"}
    return forms.CharField(
        label=label, max_length=longest, required=required, help_text=help_text, error_messages=messages
    )


def number(label: str, *, required: bool = True, least: int = 0, most: int = 9999) -> forms.IntegerField:
    """Return a field for a whole number."""
    messages = {
        "required": f"请填{label}。", "invalid": f"{label}请填数字。",
        "min_value": f"{label}至少填{least}。", "max_value": f"{label}最多填{most}。",
    }  # fmt: skip
    return forms.IntegerField(label=label, required=required, min_value=least, max_value=most, error_messages=messages)


def reason(label: str = "理由", *, required: bool = True) -> forms.CharField:
    """Return a field for a sentence why."""
    messages = {"required": f"请写明{label}。", "max_length": f"{label}请写在{REASON_CHARS}字以内。"}
    return forms.CharField(
        label=label, required=required, max_length=REASON_CHARS, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages=messages,
    )  # fmt: skip


def pick(label: str, choices: Iterable[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    """Return a field for one of several words."""
    head = [] if required else [("", "不填")]
    return forms.ChoiceField(label=label, choices=[*head, *choices], required=required, error_messages=_PICK)


class RowField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One row of several; its address, never its number, stands in the page."""

    def __init__(self, rows: QuerySet[Any], *, label: str, **kwargs: Any) -> None:
        super().__init__(rows, label=label, to_field_name="public_id", error_messages=_PICK, **kwargs)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Some rows of several, ticked."""

    def __init__(self, rows: QuerySet[Any], *, label: str, **kwargs: Any) -> None:
        messages = {**_PICK, "required": "请至少选一项。"}
        super().__init__(
            rows, label=label, to_field_name="public_id", widget=forms.CheckboxSelectMultiple,
            error_messages=messages, **kwargs,
        )  # fmt: skip


class AskedForm(forms.Form):
    """A form whose fields are put together for one act; days begin with today."""

    def __init__(self, *args: Any, asked: dict[str, forms.Field], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(asked)
        for name, each in asked.items():
            if isinstance(each, forms.DateField) and each.required and name not in self.initial:
                self.initial[name] = timezone.localdate()

    def values(self) -> dict[str, Any]:
        """Return what was typed, as values of services."""
        return self.cleaned_data


def ruling_fields(*, counted: bool = False, whole: int | None = None) -> dict[str, forms.Field]:
    """Return the fields of a decision of a meeting; with counts where a majority matters."""
    fields: dict[str, forms.Field] = {
        "meeting": words("会议", 80, help_text="如：五届三次常委会议"),
        "decided_on": day("会议日期"),
    }
    if counted:
        fields |= {
            "whole": number("常委会组成人员总数"),
            "present": number("到会人数"),
            "in_favour": number("赞成票"),
            "against": number("反对票"),
            "abstained": number("弃权票"),
        }
        fields["whole"].initial = whole
    return fields


RULING_FIELDS = ("meeting", "decided_on", "whole", "present", "in_favour", "against", "abstained")


def ruling_of(values: dict[str, Any], body: DecidingBody) -> Ruling:
    """Return the decision that was typed in."""
    return Ruling(body=body, **{name: values[name] for name in RULING_FIELDS if name in values})


def person_fields(person: Model | None = None) -> dict[str, forms.Field]:
    """Return the fields of a person; sealed ones are typed blind: an empty one keeps what is there."""
    fields: dict[str, forms.Field] = {
        "name": words("姓名", 20),
        "gender": pick("性别", [("m", "男"), ("f", "女")], required=False),
        "employer": words("单位", 120, required=False),
        "title": words("职务", 80, required=False),
        "phone": words("电话", 30, required=False),
        "contact_level": pick("谁能看电话", ContactLevel.choices),
        "affiliation": pick("政治面貌", [(name, name) for name in AFFILIATIONS], required=False),
        "ethnicity": words("民族", 20, required=False),
        "birth_date": words("出生年月", 20, required=False, help_text=BIRTH),
        "education": words("学历", 40, required=False),
        "address": words("住址", 120, required=False),
        "consented_on": day("本人同意收集信息的日期", required=False),
    }
    if person is not None:
        for name in ("name", "gender", "employer", "title", "contact_level", "consented_on"):
            fields[name].initial = getattr(person, name)
        for name in ("phone", "affiliation", "ethnicity", "birth_date", "education", "address"):
            fields[name].help_text = f"不改就留空。{fields[name].help_text}"
    return fields


def person_values(values: dict[str, Any], *, only_filled: bool = False) -> dict[str, Any]:
    """Return the fields of a person as services take them."""
    taken = dict(values)
    if only_filled:
        sealed = ("phone", "affiliation", "ethnicity", "birth_date", "education", "address")
        taken = {name: value for name, value in taken.items() if value or name not in sealed}
    return taken


class RollFilterForm(forms.Form):
    """Narrow the roll by name, sector, body and state; anything unknown is not asked for."""

    q = forms.CharField(label="姓名", required=False, max_length=20)
    sector = forms.ChoiceField(label="界别", required=False)
    body = forms.ChoiceField(label="专委会、工委", required=False)
    state = forms.ChoiceField(label="状态", required=False)

    def __init__(
        self, *args: Any, sectors: Iterable[tuple[str, str]], bodies: Iterable[tuple[str, str]],
        states: Iterable[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self._choices("sector", "全部界别", sectors)
        self._choices("body", "全部", bodies)
        self._choices("state", "在任", states)

    def wanted(self) -> dict[str, str]:
        """Return what is asked for, without what is empty or unknown."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def _choices(self, name: str, everything: str, options: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *options]
