"""What laying out an issue asks: periodical, pieces in their order, to whom it goes (编排)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yizheng.org.configuration import value

from .enums import IssueKind
from .keys import PERIODICALS
from .models import MOST_TITLE_CHARS, Opinion, OpinionIssue
from .services.laying_out import Layout, last_numbers
from .signers import Signer, signers

LARGEST_NUMBER = 99_999


class LayoutForm(forms.Form):
    """The head of an issue and its recipients; the pieces stand beside it."""

    periodical = forms.ChoiceField(label="刊名")
    kind = forms.ChoiceField(label="哪一种", choices=IssueKind.choices, initial=IssueKind.REGULAR)
    headline = forms.CharField(
        label="本期标题",
        required=False,
        max_length=MOST_TITLE_CHARS,
        help_text="专报和综合专刊可以写，普通一期不用写。",
    )
    readers = forms.MultipleChoiceField(
        label="报送哪些领导", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="按排名顺序印在报送栏；编发后他们在系统里看得到这一期。",
    )  # fmt: skip
    addressees = forms.CharField(
        label="报送其他人和单位", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="一行一个。"
    )
    copies = forms.CharField(
        label="抄送", required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一个，自动按党委、人大、政府、政协、监委、法院、检察院、人武部、群团排。",
    )  # fmt: skip
    paper_year_no = forms.IntegerField(
        label="今年纸质刊物已编到第几期", required=False, min_value=0, max_value=LARGEST_NUMBER,
        help_text="以前在纸上编过号的才填，编号接着往下走。",
    )  # fmt: skip
    paper_running_no = forms.IntegerField(
        label="纸质刊物总期数已到", required=False, min_value=0, max_value=LARGEST_NUMBER
    )

    def __init__(self, *args: Any, on: date, issue: OpinionIssue | None = None) -> None:
        super().__init__(*args)
        self.people = {str(user.pk): user for user in signers(on)}
        names = value(PERIODICALS, on=on)
        self._choose("periodical", [(name, name) for name in names])
        self._choose("readers", [(key, user.name) for key, user in self.people.items()])
        self.initial = _first(issue) if issue is not None else _as_last_time(names[0] if names else "")

    def layout(self, items: Sequence[Opinion]) -> Layout:
        """Return what was typed with the pieces, as the service takes it."""
        given = self.cleaned_data
        people = [self.people[key] for key in self.people if key in given["readers"]]
        return Layout(
            periodical=given["periodical"], kind=given["kind"], headline=given["headline"], items=items,
            readers=[Signer(user.name, user.pk) for user in people],
            addressees=given["addressees"].splitlines(), copies=given["copies"].splitlines(),
            paper_year_no=given["paper_year_no"], paper_running_no=given["paper_running_no"],
        )  # fmt: skip

    def next_numbers(self, on: date) -> tuple[int, int]:
        """Return the numbers that the issue would get now."""
        within, running = last_numbers(self["periodical"].value() or "", on.year)
        paper = (self["paper_year_no"].value() or 0, self["paper_running_no"].value() or 0)
        return max(within, _int(paper[0])) + 1, max(running, _int(paper[1])) + 1

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


def _int(given: Any) -> int:
    return int(given) if str(given).isascii() and str(given).isdigit() else 0


def _first(issue: OpinionIssue) -> dict[str, Any]:
    rows = list(issue.recipients.order_by("order"))
    return {
        "periodical": issue.periodical, "kind": issue.kind, "headline": issue.headline,
        "paper_year_no": issue.paper_year_no, "paper_running_no": issue.paper_running_no,
        "readers": [str(each.user_id) for each in rows if each.user_id is not None],
        "addressees": "\n".join(each.name for each in rows if each.user_id is None and not each.is_copy),
        "copies": "\n".join(each.name for each in rows if each.is_copy),
    }  # fmt: skip


def _as_last_time(periodical: str) -> dict[str, Any]:
    """A new issue goes where the last one of the periodical went."""
    last = OpinionIssue.objects.filter(periodical=periodical).order_by("-id").first()
    if last is None:
        return {"periodical": periodical}
    return {**_first(last), "kind": IssueKind.REGULAR, "headline": "", "paper_year_no": None, "paper_running_no": None}
