"""Input of the document room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from .enums import DocumentKind, Secrecy, SentBy
from .models import Document, DocumentVersion
from .services import Wording

EMPTY_FILE = {"empty": "这个文件是空的，请重新选择。", "required": "请选择文件。"}
DATE_ERRORS = {"required": "请填写日期。", "invalid": "日期请写成 2026-11-22 的样子。"}


def _date(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=DATE_ERRORS)


def _lines(label: str, help_text: str, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, widget=forms.Textarea(attrs={"rows": rows})
    )


class NoForm(forms.Form):
    """An act that asks nothing."""


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。", "max_length": "理由请写在 300 字以内。"},
    )


class WordingForm(forms.Form):
    """What a document says and to whom."""

    title = forms.CharField(
        label="标题",
        max_length=200,
        error_messages={"required": "请写上标题。", "max_length": "标题请写在 200 字以内。"},
    )
    addressee = forms.CharField(label="主送", max_length=300, required=False, help_text="不用写冒号。")
    text = forms.CharField(
        label="正文",
        widget=forms.Textarea(attrs={"rows": 16}),
        required=False,
        help_text="一行一段，不用空格；以“一、”“（一）”“1.”开头的短行排成各级标题。",
    )
    annexes = _lines("附件名称", "一行一个。")
    signature = forms.CharField(label="署名", max_length=100, required=False)
    copies = _lines("抄送", "一行一个，会按党委、人大、政府、政协的次序排好。")
    is_clean = forms.BooleanField(
        label="我已确认：本文不含国家秘密和工作秘密",
        error_messages={"required": "请先确认本文不含国家秘密和工作秘密。涉密文件不得在本系统起草。"},
    )

    def wording(self) -> Wording:
        """Return what was typed."""
        given = self.cleaned_data
        lines = {name: tuple(given[name].splitlines()) for name in ("annexes", "copies")}
        return Wording(given["title"], given["text"], given["addressee"], given["signature"], **lines)


class DraftForm(WordingForm):
    """A new document."""

    kind = forms.ChoiceField(label="文种", choices=DocumentKind.choices)
    secrecy = forms.ChoiceField(label="公开方式", choices=Secrecy.choices, initial=Secrecy.INTERNAL)
    field_order = ["kind", "secrecy", "title", "addressee", "text"]


class AmendForm(WordingForm):
    """What was changed on paper, and by whom."""

    reason = forms.CharField(
        label="按谁的审改稿修改", max_length=200, error_messages={"required": "请写明按谁的审改稿修改。"}
    )


def first_wording(document: Document, version: DocumentVersion) -> dict[str, str]:
    """Return what the form of a change begins with."""
    return {
        "title": document.title,
        "addressee": document.addressee,
        "text": version.text,
        "annexes": "\n".join(document.annexes),
        "signature": document.signature,
        "copies": "\n".join(document.copies),
    }


class CountersignForm(forms.Form):
    """Who countersigned on paper."""

    who = forms.CharField(
        label="会签的部门或领导", max_length=100, error_messages={"required": "请写明是哪个部门、哪位领导会签的。"}
    )


class SignatureForm(forms.Form):
    """A signature on paper: whose, when, the scan or the number under which the paper is kept."""

    signer = forms.ChoiceField(label="谁签发的", error_messages={"required": "请选择签发的领导。"})
    signed_on = _date("签发日期")
    scan = forms.FileField(label="签批件扫描件", required=False, error_messages=EMPTY_FILE, max_length=255)
    register_no = forms.CharField(label="纸质件登记号", max_length=60, required=False, help_text="没有扫描件时填写。")

    def __init__(self, *args: Any, signers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["signer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *signers]


class NumberForm(forms.Form):
    """The number of a document; typed from the OA unless the house counts itself."""

    doc_prefix = forms.CharField(label="机关代字", max_length=20, error_messages={"required": "请填写机关代字。"})
    year = forms.IntegerField(
        label="年份", min_value=1949, max_value=2199, error_messages={"invalid": "年份请写成 2026 的样子。"}
    )
    typed = forms.CharField(label="发文字号", max_length=60, required=False)

    def __init__(self, *args: Any, prefixes: list[str], is_own: bool, example: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if prefixes:
            self.fields["doc_prefix"] = forms.ChoiceField(label="机关代字", choices=[(each, each) for each in prefixes])
        if is_own:
            del self.fields["typed"]
        else:
            self.fields["typed"].help_text = f"照录办公系统给的号，例如 {example}。"


class IssueForm(forms.Form):
    """When and how a document left the house."""

    issued_on = _date("印发日期")
    sent_by = forms.ChoiceField(label="发送方式", choices=SentBy.choices)
    printed_copies = forms.IntegerField(
        label="印数", required=False, min_value=1, max_value=100_000,
        error_messages={"invalid": "印数请写数字。"},
    )  # fmt: skip


class TemplateForm(forms.Form):
    """An own template."""

    file = forms.FileField(label="Word 模板（docx）", error_messages=EMPTY_FILE, max_length=255)


class WorkSecretForm(forms.Form):
    """A register entry of a paper marked 工作秘密."""

    number = forms.CharField(label="文件编号", max_length=60, error_messages={"required": "请填写文件编号。"})
    dated_on = _date("文件日期")
    keeper = forms.CharField(label="保管人", max_length=60, error_messages={"required": "请填写保管人。"})


def uploaded(form: forms.Form, name: str) -> UploadedFile | None:
    """Return the file a form was given, None without one."""
    file = form.cleaned_data.get(name)
    return file if isinstance(file, UploadedFile) else None
