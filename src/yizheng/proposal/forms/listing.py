"""The filter above the list: what it offers to choose from, and what narrowing further must keep."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet, Subquery, Value

from yizheng.kernel.prepared import Reading
from yizheng.org import configuration
from yizheng.org.models import Sector, Session
from yizheng.org.queries import units_in_force

from .. import keys
from ..enums import ConsultationLevel, PeriodKind, ProposerKind
from ..filters import SORTS, ProposalFilter

Choices = list[tuple[str, str]]
SHOWN = ("q", "session", "category", "proposer", "period", "sector", "unit", "level", "sort")
SESSIONS_BACK = 10


class ListForm(forms.Form):
    """Narrow the list; it is drawn only, `ProposalFilter` reads the address."""

    q = forms.CharField(label="找提案", required=False, max_length=60)
    session = forms.ChoiceField(label="届次", required=False)
    category = forms.ChoiceField(label="类别", required=False)
    proposer = forms.ChoiceField(label="提案者", required=False, choices=[("", "全部"), *ProposerKind.choices])
    period = forms.ChoiceField(label="时间", required=False, choices=[("", "全部"), *PeriodKind.choices])
    sector = forms.ChoiceField(label="界别", required=False)
    unit = forms.ChoiceField(label="承办单位", required=False)
    level = forms.ChoiceField(label="协商层次", required=False, choices=[("", "全部"), *ConsultationLevel.choices])
    sort = forms.ChoiceField(label="排列", required=False, choices=list(SORTS.items()))

    def __init__(self, wanted: ProposalFilter, *, on: date) -> None:
        shown = {name: str(getattr(wanted, name) or "") for name in SHOWN}
        super().__init__(initial=shown)
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "编号、案由、提案人、建议"}
        for name, choices in _offered(on).items():
            self._choose(name, choices)

    def said(self) -> str:
        """Say by what the list is narrowed: 城乡建设、个人."""
        chosen = ((self.fields[name], str(self.initial[name])) for name in SHOWN if name not in ("q", "sort"))
        labels = (dict(getattr(field, "choices", ())).get(value, "") for field, value in chosen if value)
        return "、".join(str(label) for label in labels if label)

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *choices]


def kept(wanted: ProposalFilter) -> dict[str, str]:
    """Return what the address asks for beside the fields that are drawn."""
    asked = {each.name: getattr(wanted, each.name) for each in fields(wanted) if each.name not in SHOWN}
    return {name: "1" if value is True else str(value) for name, value in asked.items() if value}


def _offered(on: date) -> dict[str, Choices]:
    categories: list[str] = configuration.value(keys.CATEGORIES, on=on)
    return {
        "session": [(str(each.public_id), each.label) for each in _SESSIONS.rows()],
        "category": [(name, name) for name in categories],
        **_sectors_and_units(on),
    }


def _sessions() -> QuerySet[Session]:
    return Session.objects.select_related("term").order_by("-opens")[:SESSIONS_BACK]


def _names(on: date) -> QuerySet[Any, tuple[str, UUID, str, int]]:
    """Return the sectors of the newest term and the units in force, for one statement."""
    newest = Session.objects.order_by("-opens").values("term")[:1]
    names = ("what", "public_id", "name", "order")
    sectors = Sector.objects.filter(term=Subquery(newest)).annotate(what=Value("sector")).values_list(*names)
    units = units_in_force(on).order_by().annotate(what=Value("unit")).values_list(*names)
    return sectors.order_by().union(units, all=True).order_by("order")


_SESSIONS, _NAMES = Reading(_sessions), Reading(_names)


def _sectors_and_units(on: date) -> dict[str, Choices]:
    found: dict[str, Choices] = {"sector": [], "unit": []}
    for what, public_id, name, _order in _NAMES.rows(on=on):
        found[what].append((str(public_id), name))
    return found
