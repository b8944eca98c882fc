"""Input of what follows a reply: ratings, orders to redo, second replies, look-backs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yizheng.promise.models import Promise
from yizheng.ui.tags.marks import long_date

from .. import reply_wording
from ..enums import Rating
from ..models import Handling
from ..services.feedback import MOST_COMMENT, Ratings
from ..services.following import Progress
from .handling import FILE_ERRORS, date_field, line_field, text_field

CHOOSE = {"required": "请选一项。", "invalid_choice": "请选一项。"}


def rating_field(label: str) -> forms.ChoiceField:
    """Return the three words as three big choices."""
    return forms.ChoiceField(label=label, choices=Rating.choices, widget=forms.RadioSelect, error_messages=CHOOSE)


class CommentedForm(forms.Form):
    """Words beside a rating: compulsory with 不满意."""

    comment = forms.CharField(
        label="想说的话", required=False, max_length=MOST_COMMENT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="选了不满意的，请写一句原因；别的可以不写。",
    )  # fmt: skip


class FeedbackForm(CommentedForm):
    """What a proposer says of a reply; one minute on the telephone."""

    attitude = rating_field("办理态度")
    result = rating_field("办理结果")
    field_order: tuple[str, ...] = ("attitude", "result", "comment")

    def ratings(self) -> Ratings:
        """Return what was said."""
        return Ratings(self.cleaned_data["attitude"], self.cleaned_data["result"], self.cleaned_data["comment"])


class PaperFeedbackForm(FeedbackForm):
    """The same from the paper form, with its scan."""

    scan = forms.FileField(label="征询意见表（扫描件）", max_length=255, error_messages=FILE_ERRORS)
    field_order = ("attitude", "result", "comment", "scan")


class ImplementationForm(CommentedForm):
    """What a proposer says of what was carried out."""

    rating = rating_field("落实情况")
    field_order = ("rating", "comment")


class UnitsForm(forms.Form):
    """Which units, and why."""

    units = forms.MultipleChoiceField(
        label="由哪个单位办", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选定单位。"}
    )
    reason = text_field("理由", most=500)

    def __init__(self, *args: Any, handlings: Sequence[Handling], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.handlings = {str(each.public_id): each for each in handlings}
        choices: Any = self.fields["units"]
        choices.choices = [(key, str(each.unit)) for key, each in self.handlings.items()]
        if len(self.handlings) == 1:
            choices.initial = list(self.handlings)

    def chosen(self) -> list[Handling]:
        """Return the handlings that were ticked."""
        return [self.handlings[key] for key in self.cleaned_data["units"]]


class CarryForm(forms.Form):
    """Which year ends."""

    year = forms.IntegerField(
        label="哪一年的", min_value=2000, max_value=2100, error_messages={"required": "请填年份。"}
    )


class VisitForm(forms.Form):
    """What was found at a look-back, and the class it has now."""

    visited_on = date_field("回访日期")
    finding = text_field("看到的情况", rows=5, most=2000)
    class_now = forms.ChoiceField(label="现在的类别", widget=forms.RadioSelect, error_messages=CHOOSE)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_classes(self.fields["class_now"], on)


class SecondReplyForm(forms.Form):
    """A second reply: a line on each promise and whether it is kept, the letter, the class now."""

    body = text_field("二次答复正文", rows=8)
    class_mark = forms.ChoiceField(label="现在的类别", widget=forms.RadioSelect, error_messages=CHOOSE)
    signed_by_name = line_field("签发人", 40, help_text="签发的单位负责同志。")
    doc_no = line_field("文号", 60, required=False, help_text="没有就留空。")
    evidence = forms.FileField(label="证明材料或盖章件（可不传）", required=False, max_length=255)

    def __init__(self, *args: Any, promises: Sequence[Promise], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promises = promises
        offer_classes(self.fields["class_mark"], on)
        for each in promises:
            due = long_date(each.due_on)
            self.fields[f"words-{each.pk}"] = text_field(f"进展：{each.text[:60]}（{due}前）", rows=2, most=500)
            self.fields[f"kept-{each.pk}"] = forms.BooleanField(label="这一项已经兑现", required=False)
        first = [name for each in promises for name in (f"words-{each.pk}", f"kept-{each.pk}")]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])

    def progress(self) -> list[Progress]:
        """Return how each promise stands."""
        given = self.cleaned_data
        return [Progress(each, given[f"words-{each.pk}"], given[f"kept-{each.pk}"]) for each in self.promises]


def offer_classes(field: Any, on: date) -> None:
    """Offer the classes of the day in their words."""
    field.choices = [(mark, f"{mark}　{words}") for mark, words in reply_wording.classes(on)]
