"""Input of the room, turned into values a service takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from yizheng.org.models import Body, Person
from yizheng.org.queries import bodies_in_force

from .enums import Grade, HonourLevel, RuleKind

TEXT_CHARS = 60_000
PEOPLE_OFFERED = 500


class DateInput(forms.DateInput):
    """A date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WordingForm(forms.Form):
    """One version of a rule."""

    text = forms.CharField(
        label="正文", required=False, max_length=TEXT_CHARS, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="从 Word 里复制过来就行；也可以只附文件。",
    )  # fmt: skip
    upload = forms.FileField(label="文件", required=False)
    adopted_on = forms.DateField(label="通过日期", widget=DateInput, error_messages={"required": "请填通过日期。"})
    adopted_by = forms.CharField(
        label="由哪个会议通过", max_length=120, error_messages={"required": "请填是哪个会议通过的。"}
    )
    doc_number = forms.CharField(label="发文字号", max_length=60, required=False)
    valid_from = forms.DateField(label="施行日期", widget=DateInput, error_messages={"required": "请填施行日期。"})
    valid_until = forms.DateField(
        label="有效期至", widget=DateInput, required=False, help_text="没有期限就空着；到期前会提醒办公室续期或废止。"
    )
    note = forms.CharField(label="说明", max_length=300, required=False)


class NewRuleForm(WordingForm):
    """A rule and its first version."""

    title = forms.CharField(label="制度名称", max_length=200, help_text="不用写书名号。")
    kind = forms.ChoiceField(label="类别", choices=RuleKind)
    keeper = forms.ModelChoiceField(
        label="由谁管", queryset=Body.objects.none(), required=False, to_field_name="public_id",
        empty_label="办公室统一管",
    )  # fmt: skip
    field_order = ["title", "kind", "keeper"]

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["keeper"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies_in_force(on)

    def clean_title(self) -> str:
        """Take the book marks off: pages print them."""
        title: str = self.cleaned_data["title"]
        return title.strip().strip("《》")


class ExtendForm(forms.Form):
    """Until when, and why."""

    valid_until = forms.DateField(
        label="新的有效期至", widget=DateInput, required=False, help_text="空着就是不再设期限。"
    )
    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RepealForm(forms.Form):
    """From when, and why."""

    on = forms.DateField(label="废止日期", widget=DateInput)
    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由。"},
    )


class HonourForm(forms.Form):
    """An honour as it stands on the certificate."""

    title = forms.CharField(label="荣誉名称", max_length=200)
    level = forms.ChoiceField(label="级别", choices=HonourLevel)
    awarded_by = forms.CharField(label="授予单位", max_length=120)
    awarded_on = forms.DateField(label="授予日期", widget=DateInput)
    body = forms.ModelChoiceField(
        label="授予哪个机构", queryset=Body.objects.none(), required=False, to_field_name="public_id",
        empty_label="不是机构的荣誉",
    )  # fmt: skip
    person_name = forms.CharField(
        label="授予谁", max_length=40, required=False, help_text="机构和姓名都空着，就是本会的荣誉。"
    )
    upload = forms.FileField(label="证书或文件", required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies_in_force(on)

    def clean_person_name(self) -> Person | None:
        """Find the one person of this name."""
        return _person(self.cleaned_data["person_name"])

    def clean(self) -> dict[str, Any]:
        """An honour has one holder."""
        given = super().clean() or {}
        if given.get("body") and given.get("person_name"):
            self.add_error("person_name", "机构和个人只能选一个，请空着另一个。")
        return given


class AppraisalForm(forms.Form):
    """The grade of one member of staff for one year."""

    person_name = forms.CharField(label="姓名", max_length=40)
    year = forms.IntegerField(label="年度", min_value=1990, max_value=2999)
    grade = forms.ChoiceField(label="等次", choices=Grade)
    decided_on = forms.DateField(label="确定日期", widget=DateInput)
    decided_by = forms.CharField(label="由谁确定", max_length=120)
    remark = forms.CharField(label="评语", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_person_name(self) -> Person:
        """Find the one person of this name."""
        found = _person(self.cleaned_data["person_name"])
        if found is None:
            raise forms.ValidationError("请填姓名。")
        return found


def _person(name: str) -> Person | None:
    plain = name.replace(" ", "").replace("\u3000", "")
    if not plain:
        return None
    found = list(Person.objects.filter(name=plain)[:2])
    if not found:
        raise forms.ValidationError(f"名册里没有“{plain}”，请核对姓名。")
    if len(found) > 1:
        raise forms.ValidationError(f"名册里有不止一位“{plain}”，请由系统管理员先在名册里区分。")
    return found[0]
