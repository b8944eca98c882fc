"""Input of key proposals, consultations, media visits, inspections, coverage and quality."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from yizheng.org.enums import BodyKind
from yizheng.org.models import Person
from yizheng.org.queries import bodies_in_force, leaders

from ..enums import LeaderSide, LeadingRole, SupervisionMode, Tier
from ..models import KeyAssignment, KeyLeader
from ..services.coverage import CoverageWords
from ..services.key_proposals import CRITERIA, Activity, Choice, Leader, Plan
from ..services.visiting import Visit
from .leads import DateInput, text_area

CHOOSE, DROP, WAIT = "choose", "drop", "wait"
LINE = "一行一位，写成：领办 政府 副区长 姓名。角色有领办、督办、领衔督办，方面有党委、政府、政协。"


def special_committees(on: date) -> Any:
    return bodies_in_force(on, BodyKind.SPECIAL_COMMITTEE)


class NominateForm(forms.Form):
    """Into which tier, who recommends it and why."""

    tier = forms.ChoiceField(label="推荐为", choices=Tier)
    recommended_by = forms.CharField(
        label="推荐者", max_length=80, help_text="专委会、党派团体、领导或提案委。",
        error_messages={"required": "请填推荐者。"},
    )  # fmt: skip
    criteria = forms.MultipleChoiceField(
        label="理由", choices=[(each, each) for each in CRITERIA], widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请至少选一条理由。"},
    )  # fmt: skip


class DecideForm(forms.Form):
    """One meeting decides about many candidates; each has a choice, and its leaders or its committee."""

    meeting = forms.CharField(
        label="由哪次会议审定", max_length=80, help_text="例如 三届四十次主席会议。",
        error_messages={"required": "请写明由哪次会议审定。"},
    )  # fmt: skip
    decided_on = forms.DateField(label="审定日期", widget=DateInput, error_messages={"required": "请填审定日期。"})

    def __init__(self, *args: Any, candidates: Sequence[KeyAssignment], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates, self.on = candidates, on
        bodies = [("", "未定"), *((str(body.public_id), str(body)) for body in special_committees(on))]
        for each in candidates:
            self.fields |= _fields_of(each, bodies)

    def choices(self) -> list[Choice]:
        """Return what was chosen. Raises: nothing; lines that cannot be read were refused by `clean`."""
        return [
            Choice(each, self.cleaned_data.get(f"leaders_{each.pk}", ()), self.cleaned_data.get(f"body_{each.pk}"))
            for each in self.candidates
            if self.cleaned_data[f"choice_{each.pk}"] == CHOOSE
        ]

    def dropped(self) -> list[KeyAssignment]:
        """Return what was not taken."""
        return [each for each in self.candidates if self.cleaned_data[f"choice_{each.pk}"] == DROP]

    def clean(self) -> dict[str, Any]:
        """Turn lines into leaders and ids into committees."""
        given = super().clean() or {}
        bodies = {str(body.public_id): body for body in special_committees(self.on)}
        people = {holding.person.name: holding.person for holding in leaders(self.on)}
        for each in self.candidates:
            name = f"leaders_{each.pk}"
            if name in given:
                given[name] = self._leaders(name, given[name], people)
            given[f"body_{each.pk}"] = bodies.get(given.get(f"body_{each.pk}", ""))
        return given

    def _leaders(self, name: str, text: str, people: dict[str, Person]) -> list[Leader]:
        try:
            return [leader_of(line, people) for line in text.splitlines() if line.strip()]
        except ValueError as error:
            self.add_error(name, str(error))
            return []


def _fields_of(each: KeyAssignment, bodies: list[tuple[str, str]]) -> dict[str, forms.Field]:
    title = f"{each.proposal.number}《{each.proposal.title}》（{each.get_tier_display()}）"
    fields: dict[str, forms.Field] = {
        f"choice_{each.pk}": forms.ChoiceField(
            label=title, choices=[(WAIT, "这次不定"), (CHOOSE, "列入"), (DROP, "不列入")], initial=WAIT
        )
    }
    if each.tier == Tier.KEY:
        fields[f"leaders_{each.pk}"] = forms.CharField(
            label=f"{each.proposal.number}的领导", required=False, widget=text_area(3), help_text=LINE
        )
    fields[f"body_{each.pk}"] = forms.ChoiceField(
        label=f"{each.proposal.number}的督办专委会", choices=bodies, required=False
    )
    return fields


def leader_of(line: str, people: dict[str, Person]) -> Leader:
    """Read one line: role, side, post, name. Raises: ValueError with what is wrong with it."""
    words = line.replace("，", " ").replace("\u3000", " ").split()
    roles = {role.label: role for role in LeadingRole}
    sides = {side.label: side for side in LeaderSide}
    if len(words) != 4 or words[0] not in roles or words[1] not in sides:
        raise ValueError(f"“{line.strip()}”看不懂。{LINE}")
    role, side, post, name = words
    person = people.get(name) if sides[side] == LeaderSide.CPPCC else None
    return Leader(roles[role], sides[side], name, post, person)


class ChangeLeadersForm(forms.Form):
    """The leaders behind a key proposal from now on, a line each, and why they change."""

    leaders = forms.CharField(
        label="领导", widget=text_area(4), help_text=LINE, error_messages={"required": "至少要有一位领导。"}
    )
    reason = forms.CharField(
        label="理由", max_length=200, help_text="例如 工作分工调整。", error_messages={"required": "请写明理由。"}
    )

    def __init__(self, *args: Any, assignment: KeyAssignment, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        rows = assignment.leaders.all()
        self.initial["leaders"] = "\n".join(
            f"{each.get_role_display()} {each.get_side_display()} {each.post} {each.name}" for each in rows
        )

    def clean_leaders(self) -> list[Leader]:
        """Read the lines."""
        people = {holding.person.name: holding.person for holding in leaders(self.on)}
        try:
            return [leader_of(line, people) for line in self.cleaned_data["leaders"].splitlines() if line.strip()]
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class SignatureForm(forms.Form):
    """What a leader signed on the printed sheet."""

    leader = forms.ModelChoiceField(
        label="哪位领导", queryset=KeyLeader.objects.none(), error_messages={"required": "请选一位领导。"}
    )
    signed_on = forms.DateField(label="签批日期", widget=DateInput, error_messages={"required": "请填签批日期。"})
    words = forms.CharField(
        label="签批要点", max_length=300, required=False, help_text="只写“圈阅”或脱密后的要点，原话不进系统。"
    )
    scan = forms.FileField(label="扫描件", required=False)

    def __init__(self, *args: Any, assignment: KeyAssignment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leader"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = assignment.leaders.all()


class PlanForm(forms.Form):
    """The supervision plan."""

    mode = forms.ChoiceField(label="方式", choices=SupervisionMode)
    planned_for = forms.DateField(label="时间", widget=DateInput, error_messages={"required": "请填时间。"})
    invitees = forms.CharField(
        label="邀请谁", max_length=300, help_text="提案人应当在内。", error_messages={"required": "请写明邀请谁。"}
    )
    text = forms.CharField(label="方案", widget=text_area(6), error_messages={"required": "请写方案。"})

    def plan(self) -> Plan:
        """Return it as the service takes it."""
        given = {**self.cleaned_data, "mode": SupervisionMode(self.cleaned_data["mode"])}
        return Plan(**given)


class ActivityForm(forms.Form):
    """One supervision activity."""

    mode = forms.ChoiceField(label="方式", choices=SupervisionMode)
    happened_on = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填日期。"})
    place = forms.CharField(label="地点", max_length=120, error_messages={"required": "请填地点。"})
    led_by = forms.CharField(label="谁带队", max_length=60, error_messages={"required": "请填带队的人。"})
    led_in_person = forms.BooleanField(label="领衔的领导本人参加了", required=False)
    participants = forms.CharField(label="参加的人", max_length=300, required=False)
    notes = forms.CharField(label="情况", required=False, widget=text_area(5))

    def activity(self) -> Activity:
        """Return it as the service takes it."""
        return Activity(**{**self.cleaned_data, "mode": SupervisionMode(self.cleaned_data["mode"])})


class ResultForm(forms.Form):
    """What the supervision came to, and to whom it was reported."""

    text = forms.CharField(label="结果", widget=text_area(8), error_messages={"required": "请写明结果。"})
    reported_to = forms.CharField(label="报给哪次会议", max_length=80, initial="主席会议")
    reported_on = forms.DateField(label="报告日期", widget=DateInput, error_messages={"required": "请填报告日期。"})


class TextForm(forms.Form):
    """One text."""

    text = forms.CharField(label="情况", widget=text_area(6), error_messages={"required": "请写明情况。"})


class CoverageForm(forms.Form):
    """Who supervises which key proposal in one place."""

    place = forms.ChoiceField(label="地方")
    secretary = forms.CharField(label="党委书记", max_length=40, error_messages={"required": "请填姓名。"})
    proposal_title = forms.CharField(label="督办的提案", max_length=80, error_messages={"required": "请填案由。"})
    note = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args: Any, places: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["place"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(each, each) for each in places]

    def words(self) -> CoverageWords:
        """Return it as the service takes it."""
        return CoverageWords(**self.cleaned_data)


class VisitForm(forms.Form):
    """The media looked into a proposal."""

    medium = forms.CharField(label="媒体", max_length=60, error_messages={"required": "请填媒体。"})
    programme = forms.CharField(label="栏目", max_length=80, required=False)
    happened_on = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填日期。"})
    interviewed = forms.CharField(label="采访了谁", max_length=200, error_messages={"required": "请填采访了谁。"})
    gist = forms.CharField(label="大意", max_length=500, widget=text_area(4), error_messages={"required": "请写大意。"})
    link = forms.CharField(label="报道链接", max_length=300, required=False)

    def visit(self) -> Visit:
        """Return it as the service takes it."""
        return Visit(**self.cleaned_data)


class QualityForm(forms.Form):
    """Points for each criterion of the day."""

    def __init__(
        self, *args: Any, criteria: dict[str, int], scores: dict[str, int] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(criteria)
        for place, (name, most) in enumerate(criteria.items()):
            self.fields[f"points_{place}"] = forms.IntegerField(
                label=f"{name}（最多 {most} 分）", min_value=0, max_value=most, initial=(scores or {}).get(name),
                error_messages={"required": "请打分。"},
            )  # fmt: skip

    def scores(self) -> dict[str, int]:
        """Return the points by criterion."""
        return {name: self.cleaned_data[f"points_{place}"] for place, name in enumerate(self.names)}
