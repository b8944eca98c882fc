"""Input of quarantine and purge."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.db.models import Model

from yizheng.kernel import purging_kinds, subjects
from yizheng.kernel.ledger import MAX_REASON_CHARS

NEVER_THE_CONTENT = "理由长期保存，不能销毁，不要写入要封存的内容。"


_NUMBER = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def kinds() -> list[tuple[str, str]]:
    """Return the kinds that can be closed and named by an address, with their labels."""
    known = [one for one in subjects.registered() if purging_kinds.is_registered(one.kind)]
    return [(one.kind, one.label) for one in known if hasattr(one.model, "public_id")]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="理由", max_length=MAX_REASON_CHARS, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NEVER_THE_CONTENT, error_messages={"required": "请写明理由。"},
    )  # fmt: skip


class NumberField(forms.UUIDField):
    """A public id, or an address that holds one."""

    def to_python(self, value: Any) -> Any:
        """Take the number out of what was pasted."""
        found = _NUMBER.findall(str(value or ""))
        return super().to_python(found[-1] if found else value)


class QuarantineForm(ReasonForm):
    """What, and why."""

    kind = forms.ChoiceField(label="哪一类")
    number = NumberField(
        label="编号",
        help_text="打开要封存的页面，编号就在网址里；也可以把整个网址贴进来。",
        error_messages={"required": "请填编号。", "invalid": "这不是编号；请从该页面的网址里复制。"},
    )
    field_order = ["kind", "number", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = kinds()

    def clean(self) -> dict[str, Any]:
        """Find the object; its words are not repeated."""
        given = super().clean() or {}
        if "kind" in given and "number" in given and self.subject() is None:
            self.add_error("number", "本机关没有这个编号的对象；请核对类别和编号。")
        return given

    def subject(self) -> Model | None:
        """Return the object that is meant."""
        given = self.cleaned_data
        model = subjects.get(given["kind"]).model
        return model._default_manager.filter(public_id=given["number"]).first()
