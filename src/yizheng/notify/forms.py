"""Input of the notice room."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from .groups import Group
from .models import Recipient
from .services.choosing import EMAIL_TIMINGS, SMS_TIMINGS
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


class NoticeForm(forms.Form):
    """A notice to a group. `key` goes with the form, so that a second press sends nothing again."""

    title = forms.CharField(
        label="标题", max_length=200,
        error_messages={"required": "请写标题。", "max_length": "标题请写在 200 字以内。"},
    )  # fmt: skip
    text = forms.CharField(
        label="正文", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}),
        help_text="短信里放前 120 字和链接，点开看全文。不要写工作秘密。",
        error_messages={"required": "请写正文。", "max_length": "正文请写在 5000 字以内。"},
    )  # fmt: skip
    group = forms.ChoiceField(
        label="发给", error_messages={"required": "请选择发给谁。", "invalid_choice": "请在所列的范围里选一个。"}
    )
    answers = forms.CharField(
        label="可选的回复", max_length=200, required=False,
        help_text="例如“能参加、请假”，用顿号隔开；不填就由收件人自己写。",
    )  # fmt: skip
    wants_receipt = forms.BooleanField(
        label="要回执", required=False, initial=True, help_text="没读的过一天补发短信，再过一天列入电话告知名单。"
    )
    is_mandatory = forms.BooleanField(
        label="重要通知", required=False, help_text="个人设置了不收短信、只收汇总的，也立即发。"
    )
    notice_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: list[Group], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"notice_key": uuid4()})
        super().__init__(*args, **kwargs)
        self._offered = {each.code: each for each in offered}
        field = self.fields["group"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *((each.code, each.label) for each in offered)]

    def chosen_group(self) -> Group:
        """Return the group asked for."""
        return self._offered[self.cleaned_data["group"]]

    def key(self) -> str:
        """Return what this notice is known by."""
        return f"written:{self.cleaned_data['notice_key']}"

    def words(self) -> dict[str, Any]:
        """Return the words as the service takes them."""
        said = self.cleaned_data
        answers = [word.strip() for word in said["answers"].replace(",", "、").replace("，", "、").split("、")]
        return {
            "title": said["title"], "text": said["text"], "url": "", "answers": [word for word in answers if word],
            "wants_receipt": said["wants_receipt"], "is_mandatory": said["is_mandatory"],
        }  # fmt: skip


class CallForm(forms.Form):
    """One telephone call: reached or not, when, what was answered."""

    reached = forms.ChoiceField(
        label="打通了没有", choices=[("yes", "打通了，已告知"), ("no", "没有打通")], widget=forms.RadioSelect,
        error_messages={"required": "请选打通了没有。"},
    )  # fmt: skip
    called_at = forms.DateTimeField(
        label="通话时间", widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "请填通话时间。", "invalid": "请填通话的日期和时间，例如 2026-03-12 09:05。"},
    )  # fmt: skip

    def __init__(self, *args: Any, words: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            options = [("", "没有答复"), *((word, word) for word in words)]
            self.fields["answer"] = forms.ChoiceField(label="对方的答复", choices=options, required=False)
        else:
            self.fields["answer"] = forms.CharField(
                label="对方的答复", max_length=ANSWER_CHARS, required=False, error_messages={"max_length": TOO_LONG}
            )


class ChoicesForm(forms.Form):
    """When e-mails and texts may come."""

    sms = forms.ChoiceField(
        label="短信", choices=[(each.value, each.label) for each in SMS_TIMINGS], widget=forms.RadioSelect,
        error_messages={"required": "请选一种。", "invalid_choice": "请在所列的方式中选一种。"},
    )  # fmt: skip
    email = forms.ChoiceField(
        label="电子邮件", choices=[(each.value, each.label) for each in EMAIL_TIMINGS], widget=forms.RadioSelect,
        error_messages={"required": "请选一种。", "invalid_choice": "请在所列的方式中选一种。"},
    )  # fmt: skip
