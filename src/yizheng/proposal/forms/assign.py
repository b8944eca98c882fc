"""What the pages of assignment ask (交办、调整)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yizheng.kernel.errors import Refused
from yizheng.org.models import OrgUnit, UnitAlias, in_force
from yizheng.org.queries import units_in_force

from ..enums import ShareRole
from ..services.shares import Share

ROWS = 6
WAYS = (("", "不用这一格"), *ShareRole.choices)


def units_of(on: date) -> list[OrgUnit]:
    """Return the units in force, to choose among."""
    return list(units_in_force(on))


def unit_called(text: str, on: date) -> OrgUnit:
    """Return the unit in force of a name or short name. Raises: Refused `unknown_unit`, `two_units`."""
    wanted = "".join(text.split())
    own = list(units_in_force(on).filter(name=wanted))
    named = UnitAlias.objects.filter(in_force(on), text=wanted).values("unit_id")
    found = own or list(units_in_force(on).filter(pk__in=named))
    if len(found) == 1:
        return found[0]
    if found:
        raise Refused("two_units", f"“{wanted}”有{len(found)}个单位，请写全称。")
    raise Refused("unknown_unit", f"没有叫“{wanted}”的单位，请照承办单位名单上的名称填。")


class UnitField(forms.ChoiceField):
    """A choice of one unit in force; cleans to the unit."""

    def __init__(self, *, units: Sequence[OrgUnit], required: bool = True, **named: Any) -> None:
        self.units = {str(unit.pk): unit for unit in units}
        choices = [("", "请选择"), *((key, unit.name) for key, unit in self.units.items())]
        super().__init__(choices=choices, required=required, **named)

    def clean(self, value: Any) -> OrgUnit | None:
        """Return the chosen unit."""
        return self.units.get(super().clean(value))


class PlanForm(forms.Form):
    """Units with their roles, one row each; the form page that serves without dragging."""

    def __init__(self, *args: Any, on: date, shares: Sequence[Share] = (), **named: Any) -> None:
        first: dict[str, str] = {}
        for place, (unit, role) in enumerate(shares, start=1):
            first |= {f"unit_{place}": str(unit.pk), f"role_{place}": role.value}
        super().__init__(*args, **{"initial": first, **named})
        self.rows, units = max(ROWS, len(shares)), units_of(on)
        for place in range(1, self.rows + 1):
            self.fields[f"unit_{place}"] = UnitField(units=units, required=False, label=f"单位{place}")
            self.fields[f"role_{place}"] = forms.ChoiceField(choices=WAYS, required=False, label="办理方式")

    def clean(self) -> dict[str, Any]:
        """Ask for the role of a unit and the unit of a role."""
        cleaned = super().clean() or {}
        for place in range(1, self.rows + 1):
            unit, role = cleaned.get(f"unit_{place}"), cleaned.get(f"role_{place}")
            if bool(unit) != bool(role):
                missing = "role" if unit else "unit"
                self.add_error(f"{missing}_{place}", "单位和办理方式要一起选。")
        return cleaned

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the fields as rows of a unit and its role."""
        return [(self[f"unit_{n}"], self[f"role_{n}"]) for n in range(1, self.rows + 1)]

    def shares(self) -> list[Share]:
        """Return the units with their roles, in the order of the form."""
        rows = ((self.cleaned_data[f"unit_{n}"], self.cleaned_data[f"role_{n}"]) for n in range(1, self.rows + 1))
        return [(unit, ShareRole(role)) for unit, role in rows if unit]


class CommentForm(forms.Form):
    """What a unit says before the conference."""

    objects = forms.ChoiceField(
        label="贵单位的意见", choices=(("no", "没有异议"), ("yes", "有异议，不该由本单位办理")),
        widget=forms.RadioSelect, error_messages={"required": "请选有没有异议。"},
    )  # fmt: skip
    words = forms.CharField(
        label="说明", required=False, max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有异议的，写明为什么。",
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["suggested"] = UnitField(units=units_of(on), required=False, label="建议改由哪个单位办理")


class AdjustForm(forms.Form):
    """A unit asks for another one."""

    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明职责依据，例如三定规定的哪一条。", error_messages={"required": "请写明理由，一句话即可。"},
    )  # fmt: skip
    signed_by_name = forms.CharField(
        label="签字的单位负责人", max_length=40, error_messages={"required": "请写明签字的负责人姓名。"}
    )

    def __init__(self, *args: Any, on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["suggested_unit"] = UnitField(units=units_of(on), required=False, label="建议改由哪个单位办理")


class KeepForm(forms.Form):
    """Leave it where it is, with the reason; by whom, when a leader decided."""

    reason = forms.CharField(
        label="不调整的理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。"},
    )  # fmt: skip

    def __init__(self, *args: Any, disputed: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        if disputed:
            self.fields["leader_name"] = leader_field()


class ReassignForm(forms.Form):
    """The unit that takes it over."""

    reason = forms.CharField(label="说明", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, on: date, disputed: bool = False, suggested: str = "", **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["unit"] = UnitField(
            units=units_of(on),
            label="改由哪个单位办理",
            initial=suggested,
            error_messages={"required": "请选改由哪个单位办理。"},
        )
        if disputed:
            self.fields["leader_name"] = leader_field()


def leader_field() -> forms.CharField:
    """Ask which leader decided a dispute."""
    return forms.CharField(
        label="作出决定的领导", max_length=40, help_text="照呈批单上的签字填写。",
        error_messages={"required": "请写明是哪位领导决定的。"},
    )  # fmt: skip


class ManyInput(forms.ClearableFileInput):
    """A file field that takes a whole folder's files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return every file that was sent."""
        return files.getlist(name)


class ManyFiles(forms.FileField):
    """Several files at once."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the list of files."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise forms.ValidationError("请选文件，可以一次选许多个。")
        return [super(ManyFiles, self).clean(each, initial) for each in files]


class ScansForm(forms.Form):
    """The folder of sealed scans."""

    scans = ManyFiles(label="盖章件", widget=ManyInput, help_text="文件名带提案号，例如 第058号-主办.pdf。")


class SheetForm(forms.Form):
    """The list that came back."""

    file = forms.FileField(label="填好的表格", error_messages={"required": "请选一个文件。"})
