"""Input of consultations about handling and of inspections of handling."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from yizheng.org.models import Body, OrgUnit
from yizheng.org.queries import units_in_force

from ..enums import ConsultationLevel
from ..models import Handling, Proposal
from ..services.consulting import Consultation
from ..services.inspecting import Inspection
from .key import special_committees
from .leads import DateInput, text_area


class ConsultationForm(forms.Form):
    """A consultation, the handlings it covered, and whose proposer was there."""

    title = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填名称。"})
    level = forms.ChoiceField(label="层级", choices=ConsultationLevel)
    host_body = forms.ModelChoiceField(
        label="牵头的专委会", queryset=Body.objects.none(), required=False, to_field_name="public_id",
        empty_label="不是专委会牵头",
    )  # fmt: skip
    category = forms.CharField(label="类别", max_length=20, required=False)
    happened_on = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填日期。"})
    place = forms.CharField(label="地点", max_length=120, error_messages={"required": "请填地点。"})
    participants = forms.CharField(label="参加的人", max_length=300, required=False)
    notes = forms.CharField(label="协商情况", widget=text_area(6), error_messages={"required": "请写协商情况。"})
    handlings = forms.MultipleChoiceField(
        label="协商了哪些办理", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择这次协商了哪些提案的办理。"},
    )  # fmt: skip
    present = forms.MultipleChoiceField(
        label="哪些提案人到会", widget=forms.CheckboxSelectMultiple, required=False,
        help_text="到会的算已确认；没到会的，等提案人确认。",
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Iterable[Handling], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(each.public_id): each for each in rows}
        labels = {key: f"{each.proposal.number}《{each.proposal.title}》 {each}" for key, each in self.rows.items()}
        names = {key: f"{each.proposal.number} {each.proposal.proposer_name}" for key, each in self.rows.items()}
        chosen, there, body = self.fields["handlings"], self.fields["present"], self.fields["host_body"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        assert isinstance(there, forms.MultipleChoiceField)
        assert isinstance(body, forms.ModelChoiceField)
        chosen.choices, there.choices = list(labels.items()), list(names.items())
        body.queryset = special_committees(on)

    def consultation(self) -> Consultation:
        """Return the meeting as the service takes it."""
        given = {k: v for k, v in self.cleaned_data.items() if k not in ("handlings", "present")}
        return Consultation(**{**given, "level": ConsultationLevel(given["level"])})

    def talked_over(self) -> list[Handling]:
        """Return what was talked over."""
        return [self.rows[key] for key in self.cleaned_data["handlings"]]

    def came(self) -> set[int]:
        """Return the handlings whose proposer was there."""
        return {self.rows[key].pk for key in self.cleaned_data["present"]}


class InspectionForm(forms.Form):
    """An inspection of handling."""

    title = forms.CharField(label="名称", max_length=80, error_messages={"required": "请填名称。"})
    happened_on = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填日期。"})
    led_by = forms.CharField(label="谁带队", max_length=60, error_messages={"required": "请填带队的人。"})
    participants = forms.CharField(label="参加的人", max_length=300, required=False)
    summary = forms.CharField(label="总的情况", required=False, widget=text_area(6))

    def inspection(self) -> Inspection:
        """Return it as the service takes it."""
        return Inspection(**self.cleaned_data)


class FindingForm(forms.Form):
    """What was found at one unit."""

    unit = forms.ModelChoiceField(
        label="单位", queryset=OrgUnit.objects.none(), to_field_name="public_id",
        error_messages={"required": "请选单位。"},
    )  # fmt: skip
    numbers = forms.CharField(
        label="看了哪几件提案", required=False, help_text="填提案号，用逗号隔开，例如 12，58。", max_length=200
    )
    finding = forms.CharField(label="看到的情况", widget=text_area(5), error_messages={"required": "请写看到的情况。"})
    advice = forms.CharField(label="建议", max_length=500, required=False, widget=text_area(3))

    def __init__(self, *args: Any, rows: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        field = self.fields["unit"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = units_in_force(on)

    def clean_numbers(self) -> list[Proposal]:
        """Find the newest proposals of these numbers among those the clerk sees."""
        typed = self.cleaned_data["numbers"].replace("，", ",").replace("、", ",").split(",")
        wanted = [each.strip() for each in typed if each.strip()]
        if not all(each.isdecimal() and len(each) < 6 for each in wanted):
            raise forms.ValidationError("只填提案号的数字，用逗号隔开。")
        found = [self.rows.filter(filed_no=int(each)).order_by("-id").first() for each in wanted]
        if None in found:
            raise forms.ValidationError(f"没有找到第{wanted[found.index(None)]}号提案，请核对。")
        return found
