"""Input of the plan room: what a page asks for, turned into values a service takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile

from yizheng.org.models import Body, Person

from .enums import EvidenceKind, PartyRole, TaskState
from .filters import MOVING, TaskFilter
from .models import PlanItem, TaskParty, WorkPlan
from .queries import named_in
from .schedule import Months

NOTE_CHARS = 300
CONTENT_CHARS = 500
MONTH_CHOICES = [(str(month), f"{month}月") for month in range(1, 13)]
STATE_CHOICES = [("", "全部状态"), *TaskState.choices, (MOVING, "进行中和待核对")]


class BoardFilterForm(forms.Form):
    """Narrow a board or list by state, department and leader; anything unknown is not asked for."""

    state = forms.ChoiceField(label="状态", choices=STATE_CHOICES, required=False)
    department = forms.ChoiceField(label="责任部门", required=False)
    leader = forms.ChoiceField(label="分管领导", required=False)

    def __init__(self, *args: Any, plan: WorkPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = named_in(plan)
        self._choices("department", "全部部门", named[PartyRole.DEPARTMENT])
        self._choices("leader", "全部领导", named[PartyRole.LEADER])

    def task_filter(self) -> TaskFilter:
        """Return what is asked for."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        ids = {name: forms.UUIDField().clean(chosen[name]) for name in ("department", "leader") if name in chosen}
        return TaskFilter(**{**chosen, **ids})

    def _choices(self, name: str, everything: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", everything), *options]


class TaskFilterForm(BoardFilterForm):
    """The same for a list, with month and the marks a number may ask for; those stay hidden."""

    month = forms.TypedChoiceField(
        label="月份", choices=[("", "全年"), *MONTH_CHOICES], coerce=int, empty_value=None, required=False
    )
    item = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ["month", "state", "department", "leader"]
    MARKS: ClassVar[tuple[str, ...]] = ("late", "delayed", "added", "base", "counted", "on_time", "undated")

    def task_filter(self) -> TaskFilter:
        """Return what is asked for, marks included."""
        marks = {name: True for name in self.MARKS if self.data.get(name) == "1"}
        linked = self.data.get("linked", "")
        return replace(super().task_filter(), **marks, linked=linked if linked in ("yes", "no") else "")  # type: ignore[arg-type]

    def kept(self) -> dict[str, str]:
        """Return the marks that narrowing further must keep."""
        return {name: "1" for name in self.MARKS if self.data.get(name) == "1"}


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由",
        max_length=NOTE_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。", "max_length": "理由请写在 300 字以内。"},
    )


class NoForm(forms.Form):
    """An act that asks nothing."""


class ReturnForm(ReasonForm):
    """Why the evidence does not suffice."""

    field_order = ["reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "还缺什么"
        self.fields["reason"].help_text = "责任部门会看到这句话，并据此补充。"


class MonthForm(ReasonForm):
    """Another month, and why; the months that are over are not offered."""

    new_month = forms.ChoiceField(label="改到", choices=MONTH_CHOICES, error_messages={
        "required": "请选择月份。", "invalid_choice": "这个月份不能选，请选择本月或以后的月份。",
    })  # fmt: skip
    field_order = ["new_month", "reason"]

    def __init__(self, *args: Any, months: list[tuple[str, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if months is not None:
            field = self.fields["new_month"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = months

    def clean_new_month(self) -> int:
        """Return the month as a number."""
        return int(self.cleaned_data["new_month"])


class ReportForm(forms.Form):
    """What shows that a task was done: a kind, a day, one line; a file where there is one."""

    kind = forms.ChoiceField(label="依据种类", choices=EvidenceKind)
    happened_on = forms.DateField(
        label="完成日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写完成日期。", "invalid": "日期请写成 2026-11-22 的样子。"},
    )
    note = forms.CharField(
        label="一句话说明",
        max_length=NOTE_CHARS,
        required=False,
        help_text="例如：见11月5日主席会议记录。",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"max_length": "说明请写在 300 字以内。"},
    )
    file = forms.FileField(
        label="附件（可不附）",
        required=False,
        error_messages={"empty": "这个文件是空的，请重新选择。", "max_length": "文件名太长，请改短后再传。"},
        max_length=255,
    )

    def clean(self) -> dict[str, Any]:
        """A line or a file has to be there: evidence that says nothing proves nothing."""
        cleaned = super().clean() or {}
        if not cleaned.get("note") and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("note", "请写一句说明，或者附上一个文件。")
        return cleaned

    def clean_kind(self) -> EvidenceKind:
        """Return the kind as its enum."""
        return EvidenceKind(self.cleaned_data["kind"])


class PaperCancellationForm(ReasonForm):
    """A decision signed on paper, entered by a clerk (代录): who signed, when, why, the scan."""

    signed_by = forms.ChoiceField(label="谁签的", error_messages={"required": "请选择签字的领导。"})
    signed_on = forms.DateField(
        label="签字日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写签字日期。", "invalid": "日期请写成 2026-11-22 的样子。"},
    )
    scan = forms.FileField(
        label="签字页扫描件", required=False, error_messages={"empty": "这个文件是空的，请重新选择。"}, max_length=255
    )
    field_order = ["signed_by", "signed_on", "reason", "scan"]

    def __init__(self, *args: Any, signers: list[tuple[str, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["signed_by"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *signers]

    def clean_signed_on(self) -> date:
        """A decision is entered after it was signed."""
        day: date = self.cleaned_data["signed_on"]
        if day > self.today:
            raise forms.ValidationError("签字日期还没有到，请填实际签字的那一天。")
        return day


class ItemChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice among the items of a plan: 第9项 抓好提案办理."""

    def label_from_instance(self, obj: PlanItem) -> str:
        """Return the item's number and heading."""
        return f"{obj.label} {obj.heading}"


class ItemForm(forms.Form):
    """Which item of the plan a task belongs to."""

    item = ItemChoiceField(
        queryset=PlanItem.objects.none(),
        label="归到哪一项",
        to_field_name="public_id",
        empty_label="请选择",
        error_messages={"required": "请选择一项要点。", "invalid_choice": "这一项要点不在该任务所属的工作要点里。"},
    )

    def __init__(self, *args: Any, plan: WorkPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = plan.items.order_by("order")


class AddTaskForm(forms.Form):
    """A task added after adoption."""

    content = forms.CharField(
        label="任务内容",
        max_length=CONTENT_CHARS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明任务内容。", "max_length": "任务内容请写在 500 字以内。"},
    )
    month_start = forms.ChoiceField(label="从几月", choices=MONTH_CHOICES)
    month_end = forms.ChoiceField(label="到几月", choices=MONTH_CHOICES, help_text="当月做完的，两处选同一个月。")
    department = forms.ChoiceField(label="责任部门", error_messages={"required": "请选择责任部门，任务总要有人承担。"})
    helpers = forms.MultipleChoiceField(label="配合部门", required=False, widget=forms.CheckboxSelectMultiple)
    leader = forms.ChoiceField(label="分管领导", required=False)
    item = ItemChoiceField(
        queryset=PlanItem.objects.none(),
        label="属于哪一项要点",
        required=False,
        to_field_name="public_id",
        empty_label="暂不归到要点",
    )

    def __init__(
        self, *args: Any, plan: WorkPlan, departments: list[Body], leaders: list[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._bodies = {str(body.public_id): body for body in departments}
        self._people = {str(person.public_id): person for person in leaders}
        bodies = [(key, str(body)) for key, body in self._bodies.items()]
        self._offer("department", [("", "请选择"), *bodies])
        self._offer("helpers", bodies)
        self._offer("leader", [("", "不指定"), *((key, p.name) for key, p in self._people.items())])
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = plan.items.order_by("order")

    def clean(self) -> dict[str, Any]:
        """The months must stand in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("month_start"), cleaned.get("month_end")
        if first and last and int(first) > int(last):
            self.add_error("month_end", "结束的月份早于开始的月份，请改正。")
        return cleaned

    @property
    def months(self) -> Months:
        """Return when the task runs."""
        first, last = int(self.cleaned_data["month_start"]), int(self.cleaned_data["month_end"])
        return Months(first, last, all_year=(first, last) == (1, 12))

    def parties(self) -> list[TaskParty]:
        """Return unsaved rows: the responsible department first, those who help after it, the leader."""
        lead = self.cleaned_data["department"]
        keys = [lead, *(key for key in self.cleaned_data["helpers"] if key != lead)]
        rows = [_party(PartyRole.DEPARTMENT, order, body=self._bodies[key]) for order, key in enumerate(keys)]
        leader = self.cleaned_data["leader"]
        return [*rows, _party(PartyRole.LEADER, 0, person=self._people[leader])] if leader else rows

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options


def _party(role: PartyRole, order: int, *, body: Body | None = None, person: Person | None = None) -> TaskParty:
    return TaskParty(role=role, order=order, body=body, person=person, display_text=str(body or person))


class AdoptionForm(forms.Form):
    """When and by which meeting a plan was adopted."""

    adopted_on = forms.DateField(
        label="通过日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写通过日期。", "invalid": "日期请写成 2026-03-03 的样子。"},
    )
    meeting = forms.CharField(
        label="在哪次会议上通过",
        max_length=120,
        error_messages={"required": "请写明是哪次会议通过的。", "max_length": "会议名称请写在 120 字以内。"},
    )


class IssueForm(forms.Form):
    """The document number given by the office's OA; a plan may be issued without one."""

    doc_number = forms.CharField(
        label="文号",
        max_length=60,
        required=False,
        help_text="例如：云溪协〔2026〕3号。没有文号可以留空。",
        error_messages={"max_length": "文号请写在 60 字以内。"},
    )


def uploaded(form: forms.Form, name: str) -> UploadedFile | None:
    """Return the file a form was given, None without one."""
    file = form.cleaned_data.get(name)
    return file if isinstance(file, UploadedFile) else None
