"""The filters of the board and of the progress list."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from yizheng.org.configuration import value
from yizheng.org.queries import units_in_force

from ..enums import ProposalState, Side
from ..keys import CATEGORIES

WHAT = (("", "全部"), ("unplanned", "未定单位"), ("objected", "单位有异议"))
STATES = (("", "都看"), (ProposalState.FILED, "已立案"), (ProposalState.PRE_ASSIGNED, "预交办"))
PROGRESS = (
    ("", "全部"), ("unsigned", "未签收"), ("uncontacted", "未面商"), ("soon", "临期"), ("late", "逾期"),
    ("adjusting", "申请调整"), ("on_paper", "纸质办理"),
)  # fmt: skip


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class BoardForm(forms.Form):
    """Which proposals of the board."""

    def __init__(self, *args: Any, on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        units = [("", "全部单位"), *((str(unit.pk), unit.name) for unit in units_in_force(on))]
        categories = [("", "全部类别"), *((each, each) for each in value(CATEGORIES, on=on))]
        self.fields["what"] = _choice("看哪些", WHAT)
        self.fields["state"] = _choice("走到哪一步", STATES)
        self.fields["category"] = _choice("类别", categories)
        self.fields["side"] = _choice("交办口", [("", "两口"), *Side.choices])
        self.fields["unit"] = _choice("单位", units)


class ProgressForm(forms.Form):
    """Which handlings of the progress list."""

    def __init__(self, *args: Any, on: date, **named: Any) -> None:
        super().__init__(*args, **named)
        units = [("", "全部单位"), *((str(unit.pk), unit.name) for unit in units_in_force(on))]
        self.fields["what"] = _choice("看哪些", PROGRESS)
        self.fields["unit"] = _choice("单位", units)
