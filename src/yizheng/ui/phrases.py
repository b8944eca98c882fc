"""What is wrong with a field, as a clerk would say it, in place of Django's own sentences."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import BoundField, ChoiceField, DateField, DateTimeField, FileField, ModelChoiceField
from django.utils.functional import Promise

WRONG: dict[str, str] = {
    "required": "请填写{label}。",
    "max_length": "最多写 {limit_value} 个字，现在有 {show_value} 个，请删去一些。",
    "min_length": "至少写 {limit_value} 个字，现在有 {show_value} 个。",
    "max_value": "不能大于 {limit_value}。",
    "min_value": "不能小于 {limit_value}。",
    "invalid_choice": "这一项已经不在可选范围里，请重新选择。",
    "invalid_list": "请从列出的各项中选择。",
    "empty": "这个文件是空的，请换一个文件。",
    "missing": "没有收到文件，请重新选择。",
    "null_characters_not_allowed": "里面有看不见的字符，请重新输入。",
}
WRONG_DATE = "日期写法不对，请写成 2026-03-12 这样。"
WRONG_INPUT = "{label}的写法不对，请核对。"


def complaints(bound: BoundField) -> list[str]:
    """Return the sentences under a field. A sentence that a room wrote itself is kept as it is."""
    return [sentence for error in bound.errors.as_data() for sentence in _sentences(error, bound)]


def _sentences(error: ValidationError, bound: BoundField) -> list[str]:
    # Django's own sentences are lazily translated; what a room writes is a plain string.
    if not isinstance(error.message, Promise):
        return list(error.messages)
    return [_phrase(error, bound).format(label=bound.label, **(error.params or {}))]


def _phrase(error: ValidationError, bound: BoundField) -> str:
    field = bound.field
    if error.code == "required" and isinstance(field, ChoiceField | ModelChoiceField | FileField):
        return "请选择{label}。"
    if error.code == "invalid" and isinstance(field, DateField | DateTimeField):
        return WRONG_DATE
    return WRONG.get(error.code or "", WRONG_INPUT)
