"""Input of the configuration page: one field by the key's type, and the day it begins."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ..configuration import Key, why_not

YES_NO = (("yes", "是"), ("no", "否"))
REQUIRED = {"required": "请填写新的值。", "invalid": "请填整数。", "invalid_choice": "请从列出的里面选。"}


class SettingForm(forms.Form):
    """A new value and the day from which it holds."""

    valid_from = forms.DateField(
        label="从哪天起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="今天或以后的日子；还没到的，到那天自动改。",
        error_messages={"required": "请填写从哪天起。", "invalid": "日期请写成 2026-12-01 的样子。"},
    )
    field_order = ["value", "valid_from"]

    def __init__(self, *args: Any, key: Key[Any], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key, self.today = key, today
        self.fields["value"] = field_of(key)
        self.fields["valid_from"].widget.attrs["min"] = today.isoformat()
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        """Return the value in the key's type."""
        value = typed(self.key, self.cleaned_data["value"])
        if (sentence := why_not(self.key, value)) is not None:
            raise forms.ValidationError(sentence)
        return value


def field_of(key: Key[Any]) -> forms.Field:
    """Return the field in which a key's value is typed."""
    label = f"改成（{key.unit}）" if key.unit else "改成"
    if isinstance(key.default, list):
        return _list_field(key, label)
    if isinstance(key.default, bool):
        return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect, error_messages=REQUIRED)
    if isinstance(key.default, int):
        return forms.IntegerField(label=label, error_messages=REQUIRED)
    if key.choices:
        return forms.ChoiceField(label=label, choices=key.choices, widget=forms.RadioSelect, error_messages=REQUIRED)
    return forms.CharField(label=label, required=False)


def _list_field(key: Key[Any], label: str) -> forms.Field:
    if key.choices:
        return forms.MultipleChoiceField(
            label=label, choices=key.choices, widget=forms.CheckboxSelectMultiple, required=False,
            error_messages=REQUIRED,
        )  # fmt: skip
    area = forms.Textarea(attrs={"rows": max(8, len(key.default))})
    return forms.CharField(label=label, required=False, help_text=_help(key), widget=area)


def _help(key: Key[Any]) -> str:
    if not key.line_names:
        return "一行一个，按先后次序。"
    names = "、".join(name for _, name in key.line_names)
    return f"一行一项，写成“{key.line_said(key.default[0])}”的样子。可以写的名称：{names}。"


def typed(key: Key[Any], given: Any) -> Any:
    """Return what a field gave as a value of the key's type."""
    if isinstance(key.default, bool):
        return given == "yes"
    if isinstance(key.default, list) and isinstance(given, str):
        return [key.line_read(line) for raw in given.splitlines() if (line := raw.strip())]
    return given


def shown(key: Key[Any], value: Any) -> Any:
    """Return a value as its field shows it."""
    if isinstance(key.default, bool):
        return "yes" if value else "no"
    return "\n".join(map(key.line_said, value)) if isinstance(value, list) and not key.choices else value
