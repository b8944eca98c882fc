"""What is typed to ask leave, and to decide on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from .enums import LeaveKind
from .models import HalfDay

GRANT, REFUSE = "grant", "refuse"


class AskForm(forms.Form):
    """From which half-days, of which kind, why; afterwards with what proves it."""

    half_days = forms.MultipleChoiceField(
        label="哪几个半天",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择哪几个半天请假。"},
    )
    kind = forms.ChoiceField(label="请假类别", choices=LeaveKind)
    reason = forms.CharField(label="事由", max_length=200, help_text="一句话即可，只有批假的人和办公室看得到。")
    evidence = forms.CharField(
        label="凭据", max_length=200, required=False, help_text="会后补假要写，如出差通知的文号；附了证明材料可以不写。"
    )
    proof = forms.FileField(
        label="证明材料", required=False,
        help_text="病假条等，照片或PDF。只有批假的人能打开，每次打开都有记录，撤回请假或年度关闭时销毁。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )  # fmt: skip

    def __init__(self, *args: Any, half_days: Sequence[HalfDay], is_over: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._half_days = {str(each.pk): each for each in half_days}
        field = self.fields["half_days"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, str(each)) for key, each in self._half_days.items()]
        field.initial = list(self._half_days)
        self._is_over = is_over

    def clean(self) -> dict[str, Any]:
        """Afterwards something proves it, in words or as a file."""
        given = super().clean() or {}
        if self._is_over and not given.get("evidence") and not given.get("proof") and "proof" not in self.errors:
            self.add_error("evidence", "会后补假要写明凭据，或在下面附上证明材料。")
        return given

    def chosen(self) -> list[HalfDay]:
        """Return the half-days that were ticked."""
        return [self._half_days[key] for key in self.cleaned_data["half_days"]]


class DecideForm(forms.Form):
    """Granted or not, why not, and who signed where a clerk enters it."""

    answer = forms.ChoiceField(
        label="准不准假", choices=[(GRANT, "准假"), (REFUSE, "不准假")], widget=forms.RadioSelect,
        error_messages={"required": "请选择准假或不准假。"},
    )  # fmt: skip
    reason = forms.CharField(label="不准假的理由", max_length=300, required=False)
    signed_by = forms.CharField(
        label="谁批的", max_length=40, required=False, help_text="纸上签批或口头同意的，写批假人的姓名。"
    )

    def __init__(self, *args: Any, needs_signer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_signer:
            self.fields["signed_by"].required = True
        else:
            del self.fields["signed_by"]

    def clean(self) -> dict[str, Any]:
        """A refusal has its reason."""
        given = super().clean() or {}
        if given.get("answer") == REFUSE and not given.get("reason", "").strip():
            self.add_error("reason", "请写明不准假的理由。")
        return given

    @property
    def is_granted(self) -> bool:
        """Tell whether leave was granted."""
        return bool(self.cleaned_data["answer"] == GRANT)
