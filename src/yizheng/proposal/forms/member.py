"""Input of those who write proposals, turned into values a service takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet

from yizheng.kernel.prepared import Reading
from yizheng.org.configuration import value
from yizheng.org.enums import GRASSROOTS_KINDS, BodyKind
from yizheng.org.models import Body, Membership, OrgUnit, ParticipatingBody, Sector, in_force
from yizheng.org.queries import current_term, members_of, units_in_force

from .. import keys
from ..enums import CollectiveKind, ProposerKind, PublicLevel
from ..models import MOST_TITLE_CHARS
from ..proposing import GROUP_KINDS, Owner, collective
from ..services.writing import MOST_SUGGESTIONS, Text

SPARE = 1
LEAST_SHOWN = 3
EMPTY_FILE = {
    "required": "请先选择文件。", "empty": "这个文件是空的，请重新选择。", "max_length": "文件名太长，请改短后再传。",
}  # fmt: skip
UNCLASSIFIED_LABEL = "我确认：内容不涉及国家秘密和工作秘密"


class TextForm(forms.Form):
    """The text of a proposal. Suggestions are `suggestion_1`, `suggestion_2`, …; empty ones are left out."""

    title = forms.CharField(
        label="案由", max_length=MOST_TITLE_CHARS, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "关于……的建议"}),
        error_messages={"max_length": f"案由最多{MOST_TITLE_CHARS}个字，请精简。"},
    )  # fmt: skip
    background = forms.CharField(
        label="情况", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="现在是什么样，有哪些事实和数据。",
    )  # fmt: skip
    analysis = forms.CharField(
        label="分析", required=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text="问题出在哪里，为什么。",
    )  # fmt: skip
    research_basis = forms.CharField(
        label="调研依据", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="去过哪里、问过谁、看过什么材料，一两句即可。",
    )  # fmt: skip
    publish_consent = forms.ChoiceField(
        label="是否同意公开", choices=PublicLevel, initial=PublicLevel.SUMMARY, required=False,
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        label="希望由哪些单位办理", queryset=OrgUnit.objects.none(), to_field_name="public_id", required=False,
        widget=forms.CheckboxSelectMultiple, help_text="可以不选；最后由交办单位定。",
        error_messages={"invalid_choice": "有的单位已经撤并，请重新选。"},
    )  # fmt: skip
    declared_unclassified = forms.BooleanField(
        label=UNCLASSIFIED_LABEL, required=False,
        help_text="涉密内容不能在这里写，也不能上传，请按保密规定走纸质渠道。",
    )  # fmt: skip
    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = f"写成“关于……的建议”，不超过{value(keys.TITLE_CHARS, on=on)}个字，一事一案。"
        units = self.fields["units"]
        assert isinstance(units, forms.ModelMultipleChoiceField)
        units.queryset = units_in_force(on)
        if not self.is_bound:
            units.choices = [(public_id, name) for public_id, name in _UNITS.rows(on=on)]
        for order in range(1, self._shown() + 1):
            self.fields[f"suggestion_{order}"] = forms.CharField(
                label=f"第{order}条建议", required=False, widget=forms.Textarea(attrs={"rows": 3})
            )

    @property
    def suggestions(self) -> list[forms.BoundField]:
        """Return the fields of the suggestions in their order."""
        return [self[name] for name in self.fields if name.startswith("suggestion_")]

    def text(self) -> Text:
        """Return what was written, as the services take it."""
        given = self.cleaned_data
        names = [name for name in self.fields if name.startswith("suggestion_")]
        return Text(
            title=given["title"], background=given["background"], analysis=given["analysis"],
            suggestions=tuple(given[name] for name in names), research_basis=given["research_basis"],
            publish_consent=given["publish_consent"] or PublicLevel.SUMMARY,
            declared_unclassified=given["declared_unclassified"], wished_units=tuple(given["units"]),
        )  # fmt: skip

    def _shown(self) -> int:
        names: Iterable[str] = self.data if self.is_bound else self.initial
        orders = [int(found.group(1)) for name in names if (found := re.fullmatch(r"suggestion_(\d{1,2})", name))]
        filled = max(orders, default=0)
        return min(max(LEAST_SHOWN, filled if self.is_bound else filled + SPARE), MOST_SUGGESTIONS)


def _units(*, on: date) -> QuerySet[OrgUnit, tuple[UUID, str]]:
    return units_in_force(on).values_list("public_id", "name")


_UNITS = Reading(_units)


def first_text(text: Text, edition: int = 0) -> dict[str, Any]:
    """Return what stands in the fields first."""
    first: dict[str, Any] = {
        "title": text.title, "background": text.background, "analysis": text.analysis,
        "research_basis": text.research_basis, "publish_consent": text.publish_consent,
        "declared_unclassified": text.declared_unclassified, "edition": edition,
        "units": [unit.public_id for unit in text.wished_units],
    }  # fmt: skip
    return first | {f"suggestion_{order}": each for order, each in enumerate(text.suggestions, start=1)}


class FileForm(forms.Form):
    """One file that goes with a draft."""

    file = forms.FileField(label="附件", max_length=255, error_messages=EMPTY_FILE, help_text="每个不超过 20MB。")


class ScanForm(forms.Form):
    """The scan of a sealed or signed paper."""

    file = forms.FileField(
        label="盖章或签字的扫描件", max_length=255, error_messages=EMPTY_FILE, help_text="PDF 或图片都可以。"
    )


class WordForm(forms.Form):
    """A file in the usual proposal form."""

    file = forms.FileField(
        label="提案文件",
        max_length=255,
        error_messages=EMPTY_FILE,
        help_text="Word（docx、doc）、PDF 或文本，不超过 5MB。",
    )


class InviteForm(forms.Form):
    """Which members to ask."""

    members = forms.ModelMultipleChoiceField(
        label="请谁联名", queryset=Membership.objects.none(), to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请先勾选要邀请的委员。", "invalid_choice": "有人现在不能邀请，请重新选。"},
    )  # fmt: skip

    def __init__(self, *args: Any, found: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = found
        field.label_from_instance = _member_label  # type: ignore[method-assign,assignment]


class OwnerForm(forms.Form):
    """For whom the clerk enters a proposal: a member, or a body."""

    owner = forms.ChoiceField(label="替谁录入", error_messages={"required": "请选择提案人。"})

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = _owner_choices(on)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), *self.choices.items()]

    def chosen(self) -> Owner:
        """Return the owner that was chosen; the choices hold nothing but what exists."""
        kind, _, pk = self.cleaned_data["owner"].partition("-")
        if kind == "member":
            membership = Membership.objects.select_related("person").get(pk=pk)
            return Owner(ProposerKind.INDIVIDUAL, str(membership.person), membership=membership)
        return collective(CollectiveKind(kind), int(pk))


def _member_label(membership: Membership) -> str:
    sector = membership.sector.name if membership.sector else ""
    return f"{membership.person.name}（{sector}）" if sector else membership.person.name


def _owner_choices(on: date) -> Mapping[str, list[tuple[str, str]]]:
    term = current_term(on)
    members = members_of(term, on) if term else []
    sectors: Iterable[Sector] = term.sectors.order_by("order") if term else []
    bodies = list(Body.objects.filter(in_force(on)).order_by("order", "id"))
    parties = ParticipatingBody.objects.filter(in_force(on)).order_by("order", "id")
    groups = {
        "委员": [(f"member-{each.pk}", _member_label(each)) for each in members],
        "党派团体": _named(CollectiveKind.PARTY_BODY, parties),
        "专委会": _named(
            CollectiveKind.SPECIAL_COMMITTEE, [b for b in bodies if b.kind == BodyKind.SPECIAL_COMMITTEE]
        ),
        "界别": _named(CollectiveKind.SECTOR, sectors),
        "委员小组": _named(CollectiveKind.GROUP, [b for b in bodies if b.kind in GROUP_KINDS]),
        "基层单位": _named(
            CollectiveKind.GRASSROOTS,
            [b for b in bodies if b.kind in GRASSROOTS_KINDS and b.kind not in GROUP_KINDS],
        ),
    }  # fmt: skip
    return {label: rows for label, rows in groups.items() if rows}


def _named(kind: CollectiveKind, rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(f"{kind}-{row.pk}", str(row)) for row in rows]
