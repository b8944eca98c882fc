"""What the pages of review ask (审查、审定、编号、并案、撤案、转送、分案)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django import forms

from yizheng.kernel.errors import Refused
from yizheng.org.configuration import value
from yizheng.org.models import Session

from ..enums import ConversionKind, Outcome, ReasonCode, ReviewBody
from ..keys import CATEGORIES
from ..models import Proposal
from ..models.proposals import MOST_TITLE_CHARS
from ..services.deciding import BATCH, Decided
from ..services.reviewing import Opinion, Wording
from ..services.shares import Share
from .assign import PlanForm

REASONS = (("", "立案的不用选"), *ReasonCode.choices)
NO_OUTCOME = {"required": "请选择审查意见。"}


def _outcome() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="审查意见", choices=Outcome.choices, widget=forms.RadioSelect, initial=Outcome.FILE,
        error_messages=NO_OUTCOME,
    )  # fmt: skip


def _reason() -> forms.ChoiceField:
    return forms.ChoiceField(label="不予立案的理由", choices=REASONS, required=False, help_text="提案人会看到这一条。")


def _words() -> forms.CharField:
    return forms.CharField(
        label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="给审查委员会看的，不给提案人看。",
    )  # fmt: skip


def _why(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text,
        error_messages={"required": f"请写明{label}，一句话即可。"},
    )  # fmt: skip


class OpinionForm(forms.Form):
    """What one reader proposes."""

    outcome = _outcome()
    reason_code = _reason()
    opinion = _words()

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of what is not to be filed."""
        given = super().clean() or {}
        if given.get("outcome") == Outcome.NOT_FILE and not given.get("reason_code"):
            self.add_error("reason_code", "不予立案要选一条理由。")
        return given

    def as_opinion(self) -> Opinion:
        """Return it as the services take it."""
        given = self.cleaned_data
        code = given["reason_code"] if given["outcome"] == Outcome.NOT_FILE else ""
        return Opinion(Outcome(given["outcome"]), code, given["opinion"].strip())


class PrecheckForm(OpinionForm):
    """What a convener, or the proposal group, thinks before the first review."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["outcome"].label = "预审意见"
        self.fields["reason_code"].help_text = "只给提案委初审参考，提案人看不到。"


class FirstReviewForm(OpinionForm, PlanForm):
    """First review: category, keywords, what is proposed, and the units, one row each."""

    keywords = forms.CharField(
        label="主题词", max_length=80, required=False, help_text="几个词之间空一格，找相近提案时用。"
    )

    def __init__(self, *args: Any, on: date, proposal: Proposal, shares: Sequence[Share] = (), **named: Any) -> None:
        super().__init__(*args, on=on, shares=shares, **named)
        categories = value(CATEGORIES, on=on)
        chosen = [("", "请选择"), *((each, each) for each in categories)]
        self.fields["category"] = forms.ChoiceField(
            label="类别", choices=chosen, initial=proposal.category,
            error_messages={"required": "请从提案类别中选一类。"}, widget=forms.Select(attrs={"autofocus": True}),
        )  # fmt: skip
        self.fields["keywords"].initial = " ".join(proposal.keywords)
        self.fields["is_comprehensive"] = comprehensive_field(proposal)

    def first_fields(self) -> list[forms.BoundField]:
        """Return the fields above the units, in the order in which a clerk decides."""
        return [
            self[name] for name in ("category", "outcome", "reason_code", "opinion", "keywords", "is_comprehensive")
        ]


def comprehensive_field(proposal: Proposal) -> forms.BooleanField:
    """Return the box for what needs several units together."""
    return forms.BooleanField(
        label="综合性提案", required=False, initial=proposal.is_comprehensive,
        help_text="要几个单位一起办的；每个单位各自签收、面商、答复，各自计期限。",
    )  # fmt: skip


class ComprehensiveForm(forms.Form):
    """Whether it is a comprehensive proposal."""

    def __init__(self, *args: Any, proposal: Proposal, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["is_comprehensive"] = comprehensive_field(proposal)


class EditForm(forms.Form):
    """The wording, and why it is changed."""

    title = forms.CharField(label="案由", max_length=MOST_TITLE_CHARS, error_messages={"required": "案由不能为空。"})
    background = forms.CharField(label="情况", required=False, widget=forms.Textarea(attrs={"rows": 6}))
    analysis = forms.CharField(label="分析", required=False, widget=forms.Textarea(attrs={"rows": 6}))
    suggestions = forms.CharField(
        label="建议", widget=forms.Textarea(attrs={"rows": 8}), help_text="一行一条。",
        error_messages={"required": "至少要有一条建议。"},
    )  # fmt: skip
    reason = _why("为什么改", "例如：与提案人商定，精简文字。")

    def wording(self) -> Wording:
        """Return the text as the services take it."""
        given = self.cleaned_data
        lines = tuple(line.strip() for line in given["suggestions"].splitlines() if line.strip())
        return Wording(given["title"].strip(), _text(given["background"]), _text(given["analysis"]), lines)


def _text(given: str) -> str:
    return given.replace("\r\n", "\n").strip()


class DecisionRow(NamedTuple):
    """One row of the decision page: the proposal, the names of its three fields, and what stands in them."""

    proposal: Proposal
    take_name: str
    outcome_name: str
    reason_name: str
    take: Any
    outcome: Any
    reason: Any


class DecisionForm(forms.Form):
    """The meeting of the review body that decides; each proposal is a row of its own beside."""

    body = forms.ChoiceField(label="审定机构", choices=ReviewBody.choices)
    decided_on = forms.DateField(
        label="审定日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填审定日期。", "invalid": "日期写成2026-03-05这样。"},
    )  # fmt: skip
    persons = forms.CharField(
        label="出席人员", max_length=300, help_text="姓名之间用顿号。",
        error_messages={"required": "请写明出席审定会议的人员。"},
    )  # fmt: skip
    note = forms.CharField(label="备注", max_length=300, required=False)

    def __init__(
        self, *args: Any, proposals: Sequence[Proposal], meetings: Sequence[tuple[str, str]] = (), **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.proposals = proposals
        self.fields["meeting"] = forms.ChoiceField(
            label="是哪一次会议", choices=[("", "会议没有在系统里"), *meetings], required=False
        )
        for each in proposals:
            self.fields[f"take_{each.pk}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"outcome_{each.pk}"] = forms.ChoiceField(
                choices=[(outcome.value, outcome.label) for outcome in BATCH], required=False,
                initial=each.review_outcome if each.review_outcome in BATCH else Outcome.FILE,
            )  # fmt: skip
            self.fields[f"reason_{each.pk}"] = forms.ChoiceField(
                choices=REASONS, required=False, initial=each.review_reason_code
            )

    def meeting_fields(self) -> list[forms.BoundField]:
        """Return the fields of the meeting."""
        return [self[name] for name in ("body", "decided_on", "persons", "meeting", "note")]

    def rows(self) -> list[DecisionRow]:
        """Return what stands in each row, as typed or as the readers proposed: drawn plainly, for there are many."""
        return [
            DecisionRow(
                each, f"take_{each.pk}", f"outcome_{each.pk}", f"reason_{each.pk}",
                *(self[f"{name}_{each.pk}"].value() for name in ("take", "outcome", "reason")),
            )
            for each in self.proposals
        ]  # fmt: skip

    def lines(self) -> list[Decided]:
        """Return what was decided about the proposals whose box is ticked."""
        given = self.cleaned_data
        return [
            Decided(each, Outcome(given[f"outcome_{each.pk}"] or Outcome.FILE), given[f"reason_{each.pk}"])
            for each in self.proposals
            if given.get(f"take_{each.pk}")
        ]


class AskToMergeForm(forms.Form):
    """Which proposals are to be merged into this one."""

    numbers = forms.CharField(
        label="要并入这一件的提案", max_length=200, help_text="写来件号或提案号，几件之间用顿号或空格。",
        error_messages={"required": "请写要并入的提案的编号。"},
    )  # fmt: skip
    words = forms.CharField(label="对提案人说明", max_length=300, required=False)

    def __init__(self, *args: Any, main: Proposal, **named: Any) -> None:
        super().__init__(*args, **named)
        self.main = main

    def others(self) -> list[Proposal]:
        """Return the proposals that the numbers name. Raises: Refused `unknown_number`."""
        text = self.cleaned_data["numbers"]
        for mark in "、，,；;":
            text = text.replace(mark, " ")
        return [find_numbered(self.main.session, word) for word in text.split()]


def find_numbered(session: Session, number: str) -> Proposal:
    """Return the proposal of a session that a number names. Raises: Refused `unknown_number`."""
    rows = Proposal.objects.filter(session=session)
    digits = number.removeprefix("平时").strip("第号 ")
    found = rows.filter(reception_no=number).first()
    if found is None and digits.isdigit() and len(digits) < 7:
        between = number.startswith("平时")
        found = rows.filter(filed_no=int(digits), filed_between=between).first()
    if found is None:
        raise Refused("unknown_number", f"这次会议没有编号为“{number[:30]}”的提案，请核对。")
    return found


class AskToConvertForm(forms.Form):
    """As what a proposal may go on."""

    conversion = forms.ChoiceField(
        label="转作什么", choices=ConversionKind.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选择转作什么。"},
    )  # fmt: skip
    words = forms.CharField(label="对提案人说明", max_length=300, required=False)


class ConvertForm(forms.Form):
    """To whom it goes."""

    kind = forms.ChoiceField(label="转作什么", choices=ConversionKind.choices)
    sent_to = forms.CharField(label="送到哪里", max_length=120, required=False)
    note = forms.CharField(label="备注", max_length=300, required=False)


class AnswerForm(forms.Form):
    """Whether one agrees; a clerk says that it came on paper or by telephone."""

    agreed = forms.ChoiceField(
        label="您的答复", choices=(("yes", "同意"), ("no", "不同意")), widget=forms.RadioSelect,
        error_messages={"required": "请选择同意或不同意。"},
    )  # fmt: skip


class WithdrawalForm(forms.Form):
    """Why a proposal is to be withdrawn."""

    reason = _why("撤案的理由")


class SplitForm(forms.Form):
    """The matters that become proposals of their own."""

    titles = forms.CharField(
        label="分出来的案由", widget=forms.Textarea(attrs={"rows": 4}), help_text="一行一件；原件留一件事，退回修改。",
        error_messages={"required": "请写明分出来的每件提案的案由，一行一件。"},
    )  # fmt: skip
    reason = _why("对提案人说明", "例如：一事一案，请把维护经费另提一件。")
