"""Input of appraisals and awards, turned into values a service takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from yizheng.org.models import Membership, OrgUnit
from yizheng.org.queries import in_office, units_in_force

from .. import grading
from ..models import AppraisalScore, AwardSelection, KeyAssignment, Nomination, Proposal
from ..queries.appraisal import ranked
from ..queries.keys import CHOSEN
from ..services.basis import Basis

REQUIRED = {"required": "这一项要填。"}


class DateInput(forms.DateInput):
    """A date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class NewRoundForm(forms.Form):
    """A round of two-way appraisal."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100, help_text="评议这一年已经答复的提案。")
    title = forms.CharField(label="名称", max_length=80, error_messages=REQUIRED)
    closes_on = forms.DateField(label="截止日期", widget=DateInput, help_text="过了这一天自动结束。")


class BasisForm(forms.Form):
    """On whose word results are published."""

    by_cppcc = forms.CharField(
        label="政协领导的决定", max_length=120, help_text="例如：主席会议6月2日同意公布。",
        error_messages={"required": "请写明政协领导的决定。"},
    )  # fmt: skip
    by_office = forms.CharField(
        label="党委（政府）办公室的意见",
        max_length=120,
        error_messages={"required": "请写明党委（政府）办公室的意见。"},
    )
    decided_on = forms.DateField(label="决定日期", widget=DateInput)

    def basis(self) -> Basis:
        """Return it as the services take it."""
        return Basis(**self.cleaned_data)


class ScoreForm(forms.Form):
    """Points for each criterion of one's side."""

    def __init__(self, *args: Any, asked: AppraisalScore, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = grading.parsed(asked.round.criteria[asked.side])
        for at, (name, most) in enumerate(self.criteria):
            self.fields[f"points_{at}"] = forms.IntegerField(
                label=f"{name}（{most}分）", min_value=0, max_value=most, initial=asked.scores.get(name),
                error_messages={"required": f"请给“{name}”打分。", "max_value": f"“{name}”最多{most}分。"},
            )  # fmt: skip
        self.fields["comment"] = forms.CharField(
            label="意见", max_length=500, required=False, initial=asked.comment,
            widget=forms.Textarea(attrs={"rows": 3}),
        )  # fmt: skip

    def points(self) -> dict[str, int]:
        """Return the points by criterion."""
        return {name: self.cleaned_data[f"points_{at}"] for at, (name, _) in enumerate(self.criteria)}


def score_form(request: HttpRequest, asked: AppraisalScore) -> ScoreForm:
    """Return the form of one's own score."""
    return ScoreForm(request.POST if request.method == "POST" else None, asked=asked)


class VotersField(forms.ModelMultipleChoiceField[Membership]):
    """Members who vote; none chosen means all of them. Who has no login cannot vote here."""

    def __init__(self) -> None:
        super().__init__(
            Membership.objects.none(), label="谁投票", required=False, widget=forms.CheckboxSelectMultiple,
            help_text="一个都不勾，就是全体在任委员。没有登录名的委员不在这里，请改用纸质表决。",
        )  # fmt: skip

    def label_from_instance(self, obj: Any) -> str:
        """Return the member's name."""
        return str(obj.person.name)


class VotersForm(forms.Form):
    """Who votes in a secret ballot."""

    voters = VotersField()

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = in_office(on).filter(person__user__isnull=False).select_related("person")
        self.fields["voters"].queryset = rows.order_by("person__sort_key", "id")  # type: ignore[attr-defined]

    def roll(self) -> dict[int, str]:
        """Return the voters as user id → name."""
        chosen: Iterable[Membership] = self.cleaned_data["voters"] or self.fields["voters"].queryset  # type: ignore[attr-defined]
        return {each.person.user_id: each.person.name for each in chosen if each.person.user_id is not None}


class NewAppraisalForm(VotersForm):
    """An appraisal meeting: what is appraised, when, by whom."""

    title = forms.CharField(label="名称", max_length=80, error_messages=REQUIRED)
    held_on = forms.DateField(label="评议日期", widget=DateInput)
    units = forms.ModelMultipleChoiceField(
        OrgUnit.objects.none(), label="评议哪些承办单位", required=False, widget=forms.CheckboxSelectMultiple
    )
    proposals = forms.ModelMultipleChoiceField(
        Proposal.objects.none(), label="或者评议哪些重点提案的办理", required=False,
        widget=forms.CheckboxSelectMultiple, help_text="单位和提案只选一样。",
    )  # fmt: skip
    field_order = ("title", "held_on", "units", "proposals", "voters")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.fields["units"].queryset = units_in_force(on)  # type: ignore[attr-defined]
        keyed = KeyAssignment.objects.filter(state__in=CHOSEN, year__in=[on.year, on.year - 1]).values("proposal")
        self.fields["proposals"].queryset = Proposal.objects.filter(pk__in=keyed).order_by("filed_no", "id")  # type: ignore[attr-defined]


class TextForm(forms.Form):
    """One text."""

    text = forms.CharField(
        label="内容", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}), error_messages=REQUIRED
    )


class ImproveForm(TextForm):
    """What to improve, by when."""

    by_day = forms.DateField(label="改进期限", widget=DateInput)


class NewSelectionForm(forms.Form):
    """A selection of excellent proposals."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    title = forms.CharField(label="名称", max_length=80, error_messages=REQUIRED)


class NominateForm(forms.Form):
    """A proposal by its number, who recommends it and why."""

    proposal = forms.ModelChoiceField(
        Proposal.objects.none(), label="提案", error_messages={"required": "请选一件提案。"}
    )
    nominated_by = forms.CharField(label="推荐者", max_length=80, help_text="自荐就写提案人。", error_messages=REQUIRED)
    reason = forms.CharField(label="推荐理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, fit: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposal"].queryset = fit.order_by("filed_between", "filed_no", "id")  # type: ignore[attr-defined]
        self.fields["proposal"].label_from_instance = lambda each: f"{each.number} {each.title}"  # type: ignore[attr-defined]


class ChosenForm(forms.Form):
    """Some of the nominations."""

    chosen = forms.ModelMultipleChoiceField(
        Nomination.objects.none(), label="选中的提案", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一件。"},
    )  # fmt: skip

    def __init__(self, *args: Any, selection: AwardSelection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = self.choices_of(selection)  # type: ignore[attr-defined]
        self.fields["chosen"].label_from_instance = _called  # type: ignore[attr-defined]

    def choices_of(self, selection: AwardSelection) -> Any:
        """Return what there is to choose from."""
        return ranked(selection.nominations.all())

    def ids(self) -> list[int]:
        """Return the chosen ids."""
        return [each.pk for each in self.cleaned_data["chosen"]]


class DecideForm(ChosenForm):
    """What the chairpersons' meeting decided."""

    decided_by = forms.CharField(
        label="哪次会议审定的", max_length=80, error_messages={"required": "请写明是哪次会议审定的。"}
    )
    decided_on = forms.DateField(label="审定日期", widget=DateInput)

    def choices_of(self, selection: AwardSelection) -> Any:
        """Return the shortlisted, the most votes first."""
        return ranked(selection.nominations.filter(is_shortlisted=True))


class VotesForm(forms.Form):
    """Votes counted at a meeting; empty takes those of the secret ballot."""

    def __init__(self, *args: Any, selection: AwardSelection, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominations = list(ranked(selection.nominations.filter(is_shortlisted=True)))
        needed = selection.ballot_id is None
        for each in self.nominations:
            self.fields[f"votes_{each.pk}"] = forms.IntegerField(
                label=_called(each), min_value=0, max_value=9999, required=needed,
                error_messages={"required": "请填票数，没有得票的填0。"},
            )  # fmt: skip

    def votes(self) -> dict[int, int] | None:
        """Return the votes by nomination; None where all fields were left empty."""
        given = {each.pk: self.cleaned_data.get(f"votes_{each.pk}") for each in self.nominations}
        filled = {pk: number for pk, number in given.items() if number is not None}
        return filled or None


def _called(nomination: Nomination) -> str:
    votes = f"，{nomination.votes}票" if nomination.votes is not None else ""
    return f"{nomination.proposal.number} {nomination.proposal.title}（{nomination.proposal.proposer_name}{votes}）"
