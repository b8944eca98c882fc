"""What the editors' desk asks: reasons, the edited text, whom to name, who signs (编辑、审签、并稿、转化)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yizheng.accounts.models import User
from yizheng.org.configuration import value
from yizheng.org.models import OrgUnit
from yizheng.org.queries import units_in_force

from .enums import ConversionTarget, RejectReason, Secrecy, UpLevel, Urgency
from .keys import CATEGORIES
from .models import MOST_TITLE_CHARS, Opinion, OpinionAuthor
from .services.editing import Edited
from .services.signing import PaperSignature
from .signers import Signer, signers

LEVELS = (("", "不建议上报"), *((level, label) for level, label in UpLevel.choices if level != UpLevel.SELF))
MOST_SCAN_BYTES = 15 * 1024 * 1024


class RejectForm(forms.Form):
    """Why a piece is not adopted."""

    reason_code = forms.ChoiceField(
        label="理由", choices=RejectReason.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选一条不采用的理由。"},
        help_text="作者会看到这一条；属于信访事项和个人诉求的，还会看到该找哪个部门。",
    )  # fmt: skip
    words = forms.CharField(label="说明", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class UrgencyForm(forms.Form):
    """Urgent or not, and why."""

    urgency = forms.ChoiceField(label="缓急", choices=Urgency.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label="为什么紧急", required=False, max_length=200, help_text="改成一般件的不用写。")

    def __init__(self, *args: Any, opinion: Opinion) -> None:
        super().__init__(*args)
        self.initial = {"urgency": opinion.urgency, "reason": opinion.urgent_reason}


class EditForm(forms.Form):
    """The editors' text and what was checked; `working_edition` is the count it began from."""

    working_edition = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="标题", max_length=MOST_TITLE_CHARS, error_messages={"required": "请写上标题。"})
    body = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 16}),
        error_messages={"required": "正文还是空的，请先编好正文。"},
    )
    category = forms.ChoiceField(label="类别", required=False)
    topic = forms.CharField(label="主题", required=False, max_length=40, help_text="同一件事用同一个词，用于看趋势。")
    level = forms.ChoiceField(label="建议报送", required=False, choices=LEVELS)
    secrecy = forms.ChoiceField(label="公开属性", choices=Secrecy.choices, initial=Secrecy.INTERNAL)
    units = forms.ModelMultipleChoiceField(
        OrgUnit.objects.none(), label="可以转给哪些单位", required=False, widget=forms.SelectMultiple(attrs={"size": 5})
    )
    facts = forms.CharField(
        label="事实怎么核对的", required=False, max_length=300, help_text="如“已电话向街道核实数字”。送审签前要写。"
    )
    is_secrecy_checked = forms.BooleanField(
        label="已做保密审查：不含国家秘密和工作秘密", required=False, help_text="送审签前要勾。"
    )
    note = forms.CharField(label="这一稿改了什么", required=False, max_length=200)

    def __init__(self, *args: Any, opinion: Opinion, on: date) -> None:
        super().__init__(*args)
        self.initial = first_values(opinion)
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)
        category.choices = [("", "请选择"), *((name, name) for name in value(CATEGORIES, on=on))]
        units = self.fields["units"]
        assert isinstance(units, forms.ModelMultipleChoiceField)
        units.queryset = units_in_force(on)
        if not self.is_bound:
            self.initial["units"] = list(opinion.unit_hints.values_list("unit", flat=True))

    def edited(self) -> Edited:
        """Return what was typed, as the service takes it."""
        given = self.cleaned_data
        names = ("title", "body", "category", "topic", "level", "secrecy", "facts", "is_secrecy_checked", "note")
        return Edited(units=list(given["units"]), **{name: given[name] for name in names})


def first_values(opinion: Opinion) -> dict[str, Any]:
    """Return what the form begins with."""
    return {
        "working_edition": opinion.working_edition, "title": opinion.edited_title, "body": opinion.edited_body,
        "category": opinion.category, "topic": opinion.topic, "level": opinion.level_suggested,
        "secrecy": opinion.secrecy, "facts": opinion.fact_note,
        "is_secrecy_checked": opinion.secrecy_checked_on is not None,
    }  # fmt: skip


class MergeForm(forms.Form):
    """The title of a comprehensive piece and whose piece leads it."""

    title = forms.CharField(
        label="综合稿标题", max_length=MOST_TITLE_CHARS, error_messages={"required": "请写上综合稿的标题。"}
    )
    main = forms.ChoiceField(
        label="主要作者是哪一件的", widget=forms.RadioSelect, help_text="主要作者的积分占得多，其余作者平分剩下的。",
        error_messages={"required": "请选以哪一件为主。"},
    )  # fmt: skip

    def __init__(self, *args: Any, opinions: Sequence[Opinion]) -> None:
        super().__init__(*args)
        self.initial = {"title": str(opinions[0]), "main": str(opinions[0].public_id)} if opinions else {}
        main = self.fields["main"]
        assert isinstance(main, forms.ChoiceField)
        main.choices = [(str(each.public_id), f"{each.number}　{each}（{each.source_name}）") for each in opinions]


class MainAuthorForm(forms.Form):
    """Who is the main author of a comprehensive piece."""

    author = forms.ChoiceField(label="主要作者", widget=forms.RadioSelect, error_messages={"required": "请选一位。"})

    def __init__(self, *args: Any, opinion: Opinion) -> None:
        super().__init__(*args)
        self.rows = {str(each.public_id): each for each in opinion.authors.order_by("-role", "order", "id")}
        field = self.fields["author"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, each.name) for key, each in self.rows.items()]
        self.initial = {"author": next(iter(self.rows), "")}

    def chosen(self) -> OpinionAuthor:
        """Return the author that was chosen."""
        return self.rows[self.cleaned_data["author"]]


class SignerForm(forms.Form):
    """Who is asked to sign: somebody with a login, or another by name."""

    signer = forms.ChoiceField(label="请谁审签", required=False)
    other = forms.CharField(
        label="名单里没有的，写姓名", required=False, max_length=60, help_text="打印呈批单送签，签好后由您录入。"
    )

    def __init__(self, *args: Any, on: date) -> None:
        super().__init__(*args)
        self.people = {str(user.pk): user for user in signers(on)}
        field = self.fields["signer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *((key, user.name) for key, user in self.people.items())]

    def clean(self) -> dict[str, Any]:
        """One of both has to be given."""
        given = super().clean() or {}
        if not given.get("signer") and not given.get("other", "").strip():
            raise forms.ValidationError("请选请谁审签，或者写上姓名。")
        return given

    def chosen(self) -> Signer:
        """Return who was chosen; a typed name stands before the list."""
        typed = self.cleaned_data["other"].strip()
        if typed:
            return Signer(typed)
        user = self.people[self.cleaned_data["signer"]]
        return Signer(user.name, user.pk)


class PaperForm(SignerForm):
    """A signature on the printed sheet: whose, when, what was decided, its proof."""

    agreed = forms.ChoiceField(
        label="怎么批的", choices=[("yes", "同意"), ("no", "退回修改")], widget=forms.RadioSelect, initial="yes"
    )
    signed_on = forms.DateField(
        label="签批日期", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请填签批日期。", "invalid": "请按年-月-日填写日期。"},
    )  # fmt: skip
    scan = forms.FileField(label="签批件扫描件", required=False)
    register_no = forms.CharField(
        label="纸质登记号", required=False, max_length=40, help_text="扫描件和登记号至少有一样。"
    )
    reason = forms.CharField(
        label="退回的意见", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    field_order = ("signer", "other", "agreed", "signed_on", "scan", "register_no", "reason")

    def clean_scan(self) -> Any:
        """A scan of some megabytes is enough."""
        scan = self.cleaned_data["scan"]
        if scan and scan.size > MOST_SCAN_BYTES:
            raise forms.ValidationError("扫描件最大15MB，请降低清晰度再传。")
        return scan

    def paper(self) -> PaperSignature:
        """Return the signature, as the services take it."""
        signer, given = self.chosen(), self.cleaned_data
        return PaperSignature(signer.name, given["signed_on"], signer.user_id, given["scan"], given["register_no"])


class ReadersForm(forms.Form):
    """Who may read a piece by name."""

    readers = forms.MultipleChoiceField(
        label="谁可以看这一件", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="除作者和编辑以外，只有勾上的人能看。",
    )  # fmt: skip

    def __init__(self, *args: Any, opinion: Opinion, on: date) -> None:
        super().__init__(*args)
        self.people = {str(user.pk): user for user in signers(on)}
        named = opinion.recipients.values_list("user_id", flat=True)
        self.initial = {"readers": [str(each) for each in named]}
        field = self.fields["readers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, user.name) for key, user in self.people.items()]

    def chosen(self) -> list[User]:
        """Return who was ticked."""
        return [self.people[key] for key in self.cleaned_data["readers"]]


class ConversionForm(forms.Form):
    """What a piece shall become."""

    target = forms.ChoiceField(label="转化成", choices=ConversionTarget.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label="给作者的话", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class PublicForm(forms.Form):
    """What the public reads, and the three that have to stand before it."""

    title = forms.CharField(
        label="公开的标题", max_length=MOST_TITLE_CHARS, error_messages={"required": "请写上标题。"}
    )
    body = forms.CharField(
        label="公开的正文", widget=forms.Textarea(attrs={"rows": 10}), help_text="去掉人名、单位内部情况和联系方式。",
        error_messages={"required": "请写上公开的正文。"},
    )  # fmt: skip
    decided_by = forms.CharField(label="哪位领导决定的", max_length=60)
    checked_by = forms.CharField(label="谁做的保密审查", max_length=60)
    author_agrees = forms.BooleanField(label="作者同意公开", error_messages={"required": "作者没有同意，不能公开。"})

    def __init__(self, *args: Any, opinion: Opinion) -> None:
        super().__init__(*args)
        self.initial = {"title": str(opinion), "body": opinion.edited_body}
