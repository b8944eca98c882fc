"""Input of those who send pieces in, turned into values a service takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.enums import GRASSROOTS_KINDS, BodyKind
from yizheng.org.models import Body, ParticipatingBody, Sector, in_force
from yizheng.org.queries import bodies_in_force, current_term, members_of

from . import authorship
from .enums import CallState, Secrecy, SourceKind, Urgency
from .models import MOST_TITLE_CHARS, Officer, TopicCall
from .services.photos import ALLOWED
from .services.writing import Text
from .subjects.sourcing import calls_visible_to

UNCLASSIFIED = "我确认：内容不涉及国家秘密和工作秘密"
PLAIN = ("title", "situation", "problem", "suggestion", "place", "urgent_reason", "declared_unclassified")


class SeveralFiles(forms.ClearableFileInput):
    """A field for several photos at once; a phone offers its camera."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class SeveralFilesField(forms.FileField):
    """Several files, each checked as one."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files that were given, none for none."""
        return [super(SeveralFilesField, self).clean(each, initial) for each in data or []]


def _long(label: str, rows: int, placeholder: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "placeholder": placeholder})
    return forms.CharField(label=label, required=False, widget=widget)


class TextForm(forms.Form):
    """The one page of a piece. Nothing is demanded here: a draft may lack anything, the service checks what is sent."""

    title = forms.CharField(
        label="标题", max_length=MOST_TITLE_CHARS, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "一句话说清一件事"}),
        error_messages={"max_length": f"标题最多{MOST_TITLE_CHARS}个字，请精简。"},
    )  # fmt: skip
    situation = _long("情况", 4, "在哪里，看到什么，有多少")
    problem = _long("问题", 3, "难在哪里，影响谁")
    suggestion = _long("建议", 3, "请谁做什么")
    place = forms.CharField(
        label="地点", max_length=120, required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：云溪路与学府街口", "autocomplete": "off"}),
        error_messages={"max_length": "地点最多120个字，请精简。"},
    )  # fmt: skip
    street = forms.ModelChoiceField(
        label="所在街道（镇）", queryset=Body.objects.none(), to_field_name="public_id", required=False,
        empty_label="不限街道", error_messages={"invalid_choice": "这个街道已经撤并，请重新选。"},
    )  # fmt: skip
    photos = SeveralFilesField(
        label="照片", required=False, help_text="可以现拍，一次选几张也可以；每张不超过15MB。",
        widget=SeveralFiles(attrs={"accept": ",".join(ALLOWED)}),
        error_messages={"empty": "有一张照片是空的，请重新拍照或选择。", "max_length": "文件名太长，请改短后再传。"},
    )  # fmt: skip
    is_urgent = forms.BooleanField(label="紧急，要马上报", required=False)
    urgent_reason = forms.CharField(
        label="为什么紧急", max_length=200, required=False,
        widget=forms.TextInput(attrs={"placeholder": "如：汛期将至，随时可能出险"}),
        error_messages={"max_length": "紧急理由最多200个字，请精简。"},
    )  # fmt: skip
    co_names = forms.CharField(
        label="合写人", max_length=200, required=False, help_text="没有就不填；几位用顿号隔开，同名的在姓名后写界别。",
        error_messages={"max_length": "合写人写得太长，请精简。"},
    )  # fmt: skip
    call = forms.ModelChoiceField(
        label="应哪次约稿", queryset=TopicCall.objects.none(), to_field_name="public_id", required=False,
        empty_label="不是约稿", error_messages={"invalid_choice": "这次约稿已经截止，请改选。"},
    )  # fmt: skip
    secrecy = forms.ChoiceField(label="公开程度", choices=Secrecy, initial=Secrecy.INTERNAL, required=False)
    declared_unclassified = forms.BooleanField(
        label=UNCLASSIFIED, required=False, help_text="涉密的、属于工作秘密的，请按保密规定走纸质渠道。"
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        street, call = self.fields["street"], self.fields["call"]
        assert isinstance(street, forms.ModelChoiceField)
        assert isinstance(call, forms.ModelChoiceField)
        street.queryset = bodies_in_force(on, BodyKind.GRASSROOTS_UNIT)
        call.queryset = calls_visible_to(actor).filter(state=CallState.OPEN).order_by("due_on", "id")

    def clean_co_names(self) -> tuple[authorship.CoAuthor, ...]:
        """Turn names into people."""
        try:
            return authorship.named(self.cleaned_data["co_names"], self.on)
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None

    def text(self) -> Text:
        """Return what was written, as the services take it."""
        given = self.cleaned_data
        return Text(
            **{name: given[name] for name in PLAIN}, street=given["street"], call=given["call"],
            urgency=Urgency.URGENT if given["is_urgent"] else Urgency.NORMAL,
            secrecy=given["secrecy"] or Secrecy.INTERNAL, co_authors=given["co_names"],
        )  # fmt: skip


def first_text(text: Text, edition: int = 0) -> dict[str, Any]:
    """Return what stands in the fields first."""
    return {
        **{name: getattr(text, name) for name in PLAIN}, "street": text.street and text.street.public_id,
        "call": text.call and text.call.public_id, "is_urgent": text.urgency == Urgency.URGENT,
        "secrecy": text.secrecy, "co_names": "、".join(each.name for each in text.co_authors), "edition": edition,
    }  # fmt: skip


class OwnerForm(forms.Form):
    """For whom the information office enters a piece."""

    owner = forms.ChoiceField(
        label="替谁录入", error_messages={"required": "请选择作者。", "invalid_choice": "请重新选。"}
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *owner_choices(on).items()]

    def chosen(self) -> authorship.Owner:
        """Return the owner that was chosen; the choices hold nothing but what exists."""
        return owner_named(self.cleaned_data["owner"])


def owner_named(code: str) -> authorship.Owner:
    """Return the owner of a choice such as `member-12`."""
    kind, _, pk = code.partition("-")
    if kind == SourceKind.OFFICER:
        return authorship.of_officer(Officer.objects.get(pk=pk))
    of = {
        SourceKind.MEMBER: authorship.of_member, SourceKind.PARTY: authorship.of_party,
        SourceKind.COMMITTEE: authorship.of_body, SourceKind.GRASSROOTS: authorship.of_body,
        SourceKind.SECTOR: authorship.of_sector,
    }  # fmt: skip
    return of[SourceKind(kind)](int(pk))


def owner_choices(on: date) -> dict[str, list[tuple[str, str]]]:
    """Return everybody a piece may be entered for, by kind of source; codes as `owner_named` reads them."""
    term = current_term(on)
    bodies = list(bodies_in_force(on))
    officers = Officer.objects.filter(ended_on__isnull=True).order_by("sort_key", "id")
    groups = {
        "委员": [(f"member-{each.pk}", _member_label(each)) for each in (members_of(term, on) if term else [])],
        "党派团体": _named(SourceKind.PARTY, ParticipatingBody.objects.filter(in_force(on)).order_by("order", "id")),
        "专委会": _named(SourceKind.COMMITTEE, [b for b in bodies if b.kind == BodyKind.SPECIAL_COMMITTEE]),
        "界别": _named(SourceKind.SECTOR, Sector.objects.filter(term=term).order_by("order") if term else []),
        "基层单位": _named(SourceKind.GRASSROOTS, [b for b in bodies if b.kind in GRASSROOTS_KINDS]),
        "信息员": _named(SourceKind.OFFICER, officers),
    }  # fmt: skip
    return {label: rows for label, rows in groups.items() if rows}


def _named(kind: SourceKind, rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(f"{kind}-{row.pk}", str(row)) for row in rows]


def _member_label(member: Any) -> str:
    return f"{member.person.name}（{member.sector.name}）" if member.sector else str(member.person.name)
