"""What is typed while a meeting sits: who speaks, what is voted, what was decided."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from yizheng.org.models import Body
from yizheng.org.queries import bodies_in_force

from .enums import FollowKind, VoteMethod
from .forms import DateInput
from .models import AgendaItem, Meeting, Vote
from .services import Count, Decided, Papers


class SpeakForm(forms.Form):
    """Which point, who speaks, for how many minutes."""

    item = forms.ModelChoiceField(label="议程", queryset=AgendaItem.objects.none(), required=False,
                                  to_field_name="public_id", empty_label="不变")  # fmt: skip
    speaker = forms.CharField(label="发言人", max_length=60, required=False)
    minutes = forms.IntegerField(label="几分钟", min_value=0, max_value=240, required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_items(self, meeting)


class StartForm(forms.Form):
    """Below the quorum the chair says that only a briefing goes on."""

    only_briefing = forms.BooleanField(label="人数不足，只通报情况，不表决", required=False)


class OpenVoteForm(forms.Form):
    """What is voted, how, on which names."""

    title = forms.CharField(label="表决什么", max_length=120, error_messages={"required": "请写明表决什么。"})
    method = forms.ChoiceField(label="表决方式", choices=VoteMethod)
    item = forms.ModelChoiceField(label="属于哪项议程", queryset=AgendaItem.objects.none(), required=False,
                                  to_field_name="public_id", empty_label="不属于哪一项")  # fmt: skip
    lines = forms.CharField(
        label="候选人或候选项", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="一行一个，照名单的次序；只表决一件事就空着。",
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_items(self, meeting)


class CloseVoteForm(forms.Form):
    """What was counted, line by line; on paper also how many ballots, and who watched."""

    def __init__(self, *args: Any, vote: Vote, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._vote, self._lines = vote, list(vote.lines.all())
        counts_itself = vote.method in (VoteMethod.NAMED, VoteMethod.SECRET)
        if vote.method == VoteMethod.PAPER:
            for name, label in (("issued", "发出票数"), ("returned", "收回票数"), ("invalid", "无效票数")):
                self.fields[name] = forms.IntegerField(label=label, min_value=0)
            self.fields["scrutineers"] = forms.CharField(label="监票人", max_length=120)
            self.fields["tellers"] = forms.CharField(label="计票人", max_length=120, required=False)
        for line in [] if counts_itself else self._lines:
            head = f"{line.name} " if len(self._lines) > 1 else ""
            for name, label in (("for", "赞成"), ("against", "反对"), ("abstain", "弃权")):
                self.fields[f"{name}_{line.order}"] = forms.IntegerField(label=f"{head}{label}", min_value=0)

    def counts(self) -> list[Count]:
        """Return the counts of the lines, none where the house counts itself."""
        given = self.cleaned_data
        if self._vote.method in (VoteMethod.NAMED, VoteMethod.SECRET):
            return []
        return [
            Count(*(given[f"{name}_{line.order}"] for name in ("for", "against", "abstain"))) for line in self._lines
        ]

    def papers(self) -> Papers | None:
        """Return the paper ballots, None for another way of voting."""
        given = self.cleaned_data
        if self._vote.method != VoteMethod.PAPER:
            return None
        return Papers(given["issued"], given["returned"], given["invalid"], given["scrutineers"], given["tellers"])


class DecisionForm(forms.Form):
    """A decision, and what follows from it."""

    text = forms.CharField(label="决定", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
                           error_messages={"required": "请写明决定了什么。"})  # fmt: skip
    follow = forms.ChoiceField(label="怎么落实", choices=FollowKind)
    body = forms.ModelChoiceField(
        label="责任部门", queryset=Body.objects.none(), required=False, to_field_name="public_id", empty_label="没有",
        help_text="列入任务的要选。",
    )  # fmt: skip
    due_on = forms.DateField(label="完成时间", widget=DateInput, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["body"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = bodies_in_force(on)

    def decided(self) -> Decided:
        """Return it as the service takes it."""
        given = self.cleaned_data
        return Decided(given["text"], FollowKind(given["follow"]), given["body"], given["due_on"])


class MinutesForm(forms.Form):
    """The text of the minutes; who came and what was decided stands in them by itself."""

    text = forms.CharField(
        label="会议情况", required=False, widget=forms.Textarea(attrs={"rows": 12}),
        help_text="应到、实到、请假、缺席、表决结果和决定会自动列在纪要里，这里写主持人、经过和讨论。",
    )  # fmt: skip


class DoneForm(forms.Form):
    """How a decision was carried out."""

    note = forms.CharField(label="怎么落实的", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


def _offer_items(form: forms.Form, meeting: Meeting) -> None:
    field = form.fields["item"]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = meeting.items.all()
