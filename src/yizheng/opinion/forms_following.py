"""Input of what follows the signing: slips, answers, reports, adoptions, instructions, feedback."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.models import MOST_GIST
from yizheng.instruction.services import Assigned, Facts
from yizheng.org.models import OrgUnit
from yizheng.org.queries import units_in_force

from .enums import AdoptionKind, UpLevel
from .models import Opinion
from .services.adopting import Adopted
from .services.reporting_up import Above
from .signers import signers

DATE_ERRORS = {"required": "请选日期。", "invalid": "请写成 2026-03-12 这样的日期。"}
FILE_ERRORS = {"empty": "这个文件是空的，请重新选。", "required": "请选文件。"}
HIGHER = [(level.value, level.label) for level in UpLevel if level != UpLevel.SELF]
IN_HOUSE = "house"


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """Return the field of a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, required=required, widget=widget, help_text=help_text, error_messages=DATE_ERRORS
    )


def text_field(label: str, *, rows: int = 4, help_text: str = "", most: int = 10_000) -> forms.CharField:
    """Return the field of a text of several lines."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text, max_length=most,
        error_messages={"required": f"请写{label}。"},
    )  # fmt: skip


def line_field(label: str, most: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    """Return the field of one line."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text,
        error_messages={"required": f"请写{label}。"},
    )  # fmt: skip


def units_field(on: date, label: str, *, required: bool) -> forms.ModelMultipleChoiceField[OrgUnit]:
    """Return the field of the units that exist on a day."""
    return forms.ModelMultipleChoiceField(
        units_in_force(on), label=label, required=required, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选要转给哪个单位。", "invalid_choice": "有单位已经撤并，请重新选。"},
    )  # fmt: skip


class TransferForm(forms.Form):
    """To which units, and what is asked of them."""

    asked_action = text_field("请单位办什么", rows=3, help_text="单位只看到这一句和信息正文，看不到作者。")

    def __init__(self, *args: Any, opinion: Opinion, on: date) -> None:
        super().__init__(*args)
        self.fields["units"] = units_field(on, "转给哪些单位", required=True)
        self.initial["asked_action"] = "请研究办理，并书面反馈办理结果。"
        self.initial["units"] = list(opinion.unit_hints.values_list("unit", flat=True))
        self.order_fields(["units", "asked_action"])


class ReplyForm(forms.Form):
    """What was done, who answers for it, perhaps a file."""

    words = text_field("办理结果", rows=8, help_text="做了什么、结果怎样；暂时办不了的写明原因和打算。")
    signed_by_name = line_field("审定人", 60, help_text="审定这份反馈的单位负责同志。")
    file = forms.FileField(label="附件（可不传）", required=False, max_length=255, error_messages=FILE_ERRORS)


class PaperReplyForm(forms.Form):
    """An answer that came on paper."""

    words = text_field("办理结果", rows=6, help_text="照纸质反馈摘要即可，原件以扫描件为准。")
    signed_by_name = line_field("签发人", 60)
    replied_on = day_field("反馈日期")
    scan = forms.FileField(label="扫描件", max_length=255, error_messages=FILE_ERRORS)


class UntilForm(forms.Form):
    """Until when, and why."""

    to = day_field("到哪天")
    reason = text_field("理由", rows=3, most=500)


class ReportForm(forms.Form):
    """To whom a piece is reported: the higher committee in this house, or by paper or another system."""

    to = forms.ChoiceField(label="报给哪里", widget=forms.RadioSelect, error_messages={"required": "请选报给哪里。"})
    level = forms.ChoiceField(label="层级", choices=HIGHER, required=False, help_text="报给别处时选。")
    name = line_field("名称", 80, required=False, help_text="报给别处时写，如：省政协信息处。")

    def __init__(self, *args: Any, parent: Above | None) -> None:
        super().__init__(*args)
        self.parent = parent
        house = [(IN_HOUSE, f"{parent.name}（系统直报，结果自动回来）")] if parent else []
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField), "declared so"
        field.choices = [*house, ("other", "别处（纸质或其他系统，结果由信息科登记）")]
        self.initial["to"] = field.choices[0][0]

    def clean(self) -> dict[str, Any]:
        """Ask for level and name where it goes elsewhere."""
        given = super().clean() or {}
        if given.get("to") == "other" and not given.get("name", "").strip():
            self.add_error("name", "请写明报给哪里。")
        return given

    def above(self) -> Above:
        """Return to whom."""
        given = self.cleaned_data
        if given["to"] == IN_HOUSE and self.parent is not None:
            return self.parent
        return Above(UpLevel(given["level"] or UpLevel.CITY), given["name"])


class AdoptionForm(forms.Form):
    """Where and how a piece was adopted, with its proof."""

    level = forms.ChoiceField(label="层级", choices=HIGHER)
    kind = forms.ChoiceField(label="采用方式", choices=AdoptionKind.choices)
    organ = line_field("被哪里采用", 80, help_text="如：省政协《社情民意信息》。")
    adopted_on = day_field("采用日期")
    reference = line_field("期号或文号", 120, required=False, help_text="期号、文号和采用通知至少有一样，作为凭据。")
    scan = forms.FileField(label="采用通知（扫描件）", required=False, max_length=255, error_messages=FILE_ERRORS)

    def adopted(self, scan: Any) -> Adopted:
        """Return the adoption."""
        given = self.cleaned_data
        return Adopted(
            UpLevel(given["level"]), AdoptionKind(given["kind"]), given["adopted_on"], given["organ"],
            given["reference"], scan,
        )  # fmt: skip


class NotAdoptedForm(forms.Form):
    """When and what the higher office said."""

    on = day_field("哪天得知")
    note = line_field("说明", 300, required=False)


class InstructionForm(forms.Form):
    """What is recorded of an instruction: never its wording (office-practice 2)."""

    level = forms.ChoiceField(label="层级", choices=InstructionLevel.choices)
    kind = forms.ChoiceField(
        label="方式", choices=InstructionKind.choices, widget=forms.RadioSelect,
        help_text="圈阅只算看过，不算批示，不计分，不告知作者。",
    )  # fmt: skip
    instructed_on = day_field("批示日期")
    leader_user = forms.ChoiceField(label="领导", required=False, help_text="不在名单里的，在下面写职务和姓名。")
    leader_post = line_field("职务", 80, required=False)
    leader_name = line_field("姓名", 60, required=False)
    gist = line_field("要点（脱敏）", MOST_GIST, required=False, help_text="一句话写要办的事，不抄录批示原文。")
    is_desensitised = forms.BooleanField(
        label="没有抄录批示原文，也没有涉密内容", error_messages={"required": "请先确认没有抄录批示原文。"}
    )
    register_reference = line_field("登记编号", 120, required=False, help_text="原件在OA或纸质登记簿里的编号。")
    due_on = day_field("单位几号前反馈", required=False, help_text="交给单位办的才填。")

    def __init__(self, *args: Any, on: date) -> None:
        super().__init__(*args)
        self.people = {str(user.pk): user for user in signers(on)}
        field = self.fields["leader_user"]
        assert isinstance(field, forms.ChoiceField), "declared so"
        field.choices = [("", "不在名单里"), *((pk, user.name) for pk, user in self.people.items())]
        self.fields["units"] = units_field(on, "交给哪些单位办（可不选）", required=False)
        self.initial.update(kind=InstructionKind.SUBSTANTIVE, instructed_on=on)
        self.order_fields([*(name for name in self.fields if name not in ("units", "due_on")), "units", "due_on"])

    def clean(self) -> dict[str, Any]:
        """Units need a day."""
        given = super().clean() or {}
        if given.get("units") and not given.get("due_on"):
            self.add_error("due_on", "交给单位办的，请写明几号前反馈。")
        return given

    def facts(self) -> Facts:
        """Return what is recorded."""
        given = self.cleaned_data
        user = self.people.get(given["leader_user"])
        return Facts(
            InstructionLevel(given["level"]), InstructionKind(given["kind"]), given["instructed_on"],
            leader_name=user.name if user else given["leader_name"], leader_post=given["leader_post"],
            leader_user_id=user.pk if user else None, gist=given["gist"],
            register_reference=given["register_reference"],
        )  # fmt: skip

    def assigned(self) -> list[Assigned]:
        """Return which units shall act, and by when."""
        units: list[OrgUnit] = list(self.cleaned_data["units"])
        return [Assigned(unit, self.cleaned_data["due_on"]) for unit in units]


class FeedbackForm(forms.Form):
    """What the authors are told."""

    text = text_field("告诉作者什么", rows=4, most=500, help_text="已经写好一句，可以直接发，也可以改。")
