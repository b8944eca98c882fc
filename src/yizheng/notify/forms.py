"""Input of the notice room."""

from __future__ import annotations

from typing import Any

from django import forms

from .models import Recipient
from .services.receiving import ANSWER_CHARS

TOO_LONG = f"回复最多{ANSWER_CHARS}字，请精简后再发。"


class AnswerForm(forms.Form):
    """An answer in one's own words, or one of the words offered."""

    answer = forms.CharField(
        label="回复", max_length=ANSWER_CHARS, widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "请写下您的回复。", "max_length": TOO_LONG},
    )  # fmt: skip

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            self.fields["answer"] = forms.ChoiceField(
                label="回复", choices=[(word, word) for word in words], widget=forms.RadioSelect,
                error_messages={"required": "请选一项。", "invalid_choice": "请在所列的几项中选一项。"},
            )  # fmt: skip


def answer_form(posted: Any, recipient: Recipient) -> AnswerForm:
    """Return the form of one recipient, with what was answered before."""
    return AnswerForm(posted, words=recipient.message.answers, initial={"answer": recipient.answer})
