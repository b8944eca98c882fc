"""Input of the units' acts: what a page asks for, turned into values a service takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from .. import reply_wording as wording
from ..enums import AnswerVerdict, ContactMode, ContactStage, PublicLevel
from ..models import Handling, Reply, Suggestion
from ..services.contacting import Contact
from ..services.countersigning import Opinion
from ..services.drafting import Answer, Commitment, Words

DATE_ERRORS = {"required": "请选日期。", "invalid": "请写成 2026-03-12 这样的日期。"}
FILE_ERRORS = {"empty": "这个文件是空的，请重新选。", "required": "请选文件。"}
SPARE_COMMITMENTS = 2
MOST_COMMITMENTS = 12


def date_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return the field of a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, widget=widget, help_text=help_text, error_messages=DATE_ERRORS
    )


def text_field(label: str, *, rows: int = 3, required: bool = True, most: int = 10_000) -> forms.CharField:
    """Return the field of a text of several lines."""
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": f"请写{label}。"},
    )  # fmt: skip


def line_field(label: str, most: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """Return the field of one line."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        error_messages={"required": f"请写{label}。"},
    )  # fmt: skip


class ContactForm(forms.Form):
    """How the unit spoke with the proposer."""

    stage = forms.ChoiceField(label="阶段", choices=ContactStage.choices)
    mode = forms.ChoiceField(label="方式", choices=ContactMode.choices)
    happened_on = date_field("哪天")
    unit_people = line_field("本单位谁参加", 120)
    proposer_people = line_field("提案人一方谁参加", 120)
    notes = text_field("谈了什么、商定了什么", rows=4)
    leader_took_part = forms.BooleanField(label="单位负责同志参加了", required=False)

    def contact(self) -> Contact:
        """Return the talk."""
        given = {**self.cleaned_data}
        return Contact(
            **{**given, "stage": ContactStage(given["stage"]), "mode": ContactMode(given["mode"])}
        )  # fmt: skip


class ObjectionForm(forms.Form):
    """What the record gets wrong."""

    words = text_field("哪里不符", most=300)


class OpinionForm(forms.Form):
    """A co-handler's opinion."""

    text = text_field("会办意见", rows=8)
    signed_by_name = line_field("签发人", 40)
    doc_no = line_field("文号", 60, required=False, help_text="没有就留空。")

    def opinion(self) -> Opinion:
        """Return the opinion."""
        return Opinion(**self.cleaned_data)


class IssueForm(forms.Form):
    """Who signed the reply, and when."""

    signed_by_name = line_field("签发人", 40, help_text="在纸上签发的单位负责同志。")
    signed_on = date_field("签发日期")


class ExtendForm(forms.Form):
    """How long, who agreed, why."""

    to = date_field("延到哪天")
    granted_by = line_field("谁同意的", 60)
    reason = text_field("理由", most=500)


class AskExtensionForm(forms.Form):
    """Until when, and why."""

    to = date_field("申请延到哪天")
    reason = text_field("理由", most=500)


class ClassForm(forms.Form):
    """Another class, and why."""

    mark = forms.ChoiceField(label="调整为", widget=forms.RadioSelect)
    reason = text_field("理由", most=500)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_classes(self.fields["mark"], on)


class SealedForm(forms.Form):
    """The scan of the sealed letter."""

    scan = forms.FileField(label="盖章件（扫描件）", error_messages=FILE_ERRORS, max_length=255)


class PaperReplyForm(forms.Form):
    """A reply that came on paper, and the talk before it where none is recorded."""

    class_mark = forms.ChoiceField(label="办理结果", widget=forms.RadioSelect)
    signed_by_name = line_field("签发人", 40)
    signed_on = date_field("签发日期")
    doc_no = line_field("文号", 60, required=False)
    contact_person = line_field("联系人", 40, required=False)
    contact_phone = line_field("联系电话", 30, required=False)
    scan = forms.FileField(label="盖章的答复（扫描件）", error_messages=FILE_ERRORS, max_length=255)
    happened_on = date_field("面商日期", required=False, help_text="系统里已经有面商记录的，这两项不填。")
    mode = forms.ChoiceField(label="面商方式", required=False, choices=[("", "不填"), *ContactMode.choices])

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_classes(self.fields["class_mark"], on)

    def clean(self) -> dict[str, Any]:
        """A talk has a day and a way, or neither."""
        given = super().clean() or {}
        if bool(given.get("happened_on")) != bool(given.get("mode")):
            self.add_error("mode", "面商日期和方式要么都填，要么都不填。")
        return given

    def contact(self, handling: Handling) -> Contact | None:
        """Return the talk that the sheet tells of, None where it says nothing."""
        day = self.cleaned_data["happened_on"]
        if day is None:
            return None
        return Contact(
            stage=ContactStage.BEFORE, mode=ContactMode(self.cleaned_data["mode"]), happened_on=day,
            unit_people=str(handling.unit), proposer_people=handling.proposal.proposer_name,
            notes="据纸质答复所附记录代录。",
        )  # fmt: skip


class ReplyForm(forms.Form):
    """The whole reply: opening, an answer a suggestion, promises, closing, class, number, whom to ring."""

    opening = text_field("开头", rows=2, required=False)
    body = text_field("其他要说的", rows=4, required=False)
    closing = text_field("结尾", rows=2, required=False)
    class_mark = forms.ChoiceField(label="办理结果", required=False, widget=forms.RadioSelect)
    doc_no = line_field("文号", 60, required=False, help_text="由本单位办公系统编，没有就先空着。")
    contact_person = line_field("联系人", 40, required=False)
    contact_phone = line_field("联系电话", 30, required=False, help_text="只印在答复上，不对外公开。")
    public_level = forms.ChoiceField(label="本单位对公开的意见", choices=PublicLevel.choices)
    copies = text_field("抄送", rows=2, required=False)
    own_file = forms.FileField(
        label="本单位自己的答复文件", required=False, error_messages=FILE_ERRORS, max_length=255,
        help_text="已经按本单位格式写好的，上传后不用逐条填。",
    )  # fmt: skip

    def __init__(self, *args: Any, suggestions: list[Suggestion], on: date, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestions, self.rows = suggestions, min(rows + SPARE_COMMITMENTS, MOST_COMMITMENTS)
        _offer_classes(self.fields["class_mark"], on)
        for each in suggestions:
            self.fields[f"verdict_{each.pk}"] = forms.ChoiceField(label="结论", choices=AnswerVerdict.choices)
            self.fields[f"answer_{each.pk}"] = text_field("怎么办、什么时候办到、为什么", rows=4, required=False)
        for number in range(1, self.rows + 1):
            self.fields[f"promise_{number}"] = line_field("承诺的事", 300, required=False)
            self.fields[f"promise_due_{number}"] = date_field("完成日期", required=False)

    def clean(self) -> dict[str, Any]:
        """A promise has a text and a day, or neither."""
        given = super().clean() or {}
        for number in range(1, self.rows + 1):
            text, due = given.get(f"promise_{number}"), given.get(f"promise_due_{number}")
            if bool(text) != bool(due) and f"promise_due_{number}" not in self.errors:
                self.add_error(f"promise_due_{number}", "承诺的事和完成日期要一起填。")
        return given

    def answer_fields(self) -> list[tuple[Suggestion, forms.BoundField, forms.BoundField]]:
        """Return each suggestion with its two fields."""
        return [(each, self[f"verdict_{each.pk}"], self[f"answer_{each.pk}"]) for each in self.suggestions]

    def promise_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the rows of promises."""
        return [(self[f"promise_{n}"], self[f"promise_due_{n}"]) for n in range(1, self.rows + 1)]

    def letter_fields(self) -> list[forms.BoundField]:
        """Return what stands at the head and foot of the letter."""
        names = ("doc_no", "contact_person", "contact_phone", "public_level", "copies", "own_file")
        return [self[name] for name in names]

    def words(self) -> Words:
        """Return the words of the reply, without the uploaded file."""
        given = self.cleaned_data
        plain = ("opening", "body", "closing", "class_mark", "doc_no", "contact_person", "contact_phone")
        return Words(
            **{name: given[name] for name in plain}, public_level=PublicLevel(given["public_level"]),
            copies=[line.strip() for line in given["copies"].splitlines() if line.strip()],
            answers=[
                Answer(each.pk, AnswerVerdict(given[f"verdict_{each.pk}"]), given[f"answer_{each.pk}"])
                for each in self.suggestions
            ],
            commitments=[
                Commitment(given[f"promise_{n}"], given[f"promise_due_{n}"])
                for n in range(1, self.rows + 1)
                if given[f"promise_{n}"]
            ],
        )  # fmt: skip


def first_words(handling: Handling, reply: Reply | None, writer: str) -> dict[str, Any]:
    """Return what the form of a reply holds at first: what was written, else the set phrases."""
    if reply is None:
        proposal = handling.proposal
        return {
            "opening": wording.opening(proposal), "closing": wording.closing(proposal), "contact_person": writer,
            "copies": "\n".join(wording.copies()), "public_level": PublicLevel.SUMMARY,
        }  # fmt: skip
    names = (
        "opening", "body", "closing", "class_mark", "doc_no", "contact_person", "contact_phone", "public_level",
    )  # fmt: skip
    first: dict[str, Any] = {name: getattr(reply, name) for name in names}
    first["copies"] = "\n".join(reply.copies)
    for answer in reply.answers.all():
        first |= {f"verdict_{answer.suggestion_id}": answer.verdict, f"answer_{answer.suggestion_id}": answer.text}
    for number, row in enumerate(reply.commitments, start=1):
        first |= {f"promise_{number}": row["text"], f"promise_due_{number}": row["due_on"]}
    return first


def first_contact(handling: Handling, *, writer: str, today: date) -> dict[str, Any]:
    """Return what the form of a talk holds at first."""
    stage = ContactStage.BEFORE if handling.contacted_on is None else ContactStage.DURING
    if handling.issued_on is not None:
        stage = ContactStage.AFTER
    return {
        "stage": stage, "happened_on": today, "unit_people": writer,
        "proposer_people": handling.proposal.proposer_name,
    }  # fmt: skip


def _offer_classes(field: forms.Field, on: date) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [(mark, f"{mark}类：{words}") for mark, words in wording.classes(on)]
