"""Input of the speech room, turned into values a service takes."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from yizheng.org.enums import GRASSROOTS_KINDS, BodyKind
from yizheng.org.models import Membership, OrgUnit, ParticipatingBody, Session, in_force
from yizheng.org.queries import bodies_in_force, current_term, in_office, units_in_force
from yizheng.ui.forms import ReasonForm

from .enums import ConversionTarget, OwnerKind
from .models import MOST_TITLE_CHARS, Rehearsal, RehearsalTurn, Speech, SpeechCall
from .services.calling import Wanted
from .services.following import MOST_RESULT_CHARS
from .services.rehearsing import Noted, Plan
from .services.selecting import Edited, PaperApproval
from .services.writing import Words
from .standing import Owner, named_owner

OWNING_BODIES = (BodyKind.SPECIAL_COMMITTEE, *GRASSROOTS_KINDS)


class DateInput(forms.DateInput):
    """A date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time field of the browser."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class WantedForm(forms.Form):
    """What a plenary asks for."""

    themes = forms.CharField(
        label="选题", widget=forms.Textarea(attrs={"rows": 6}), help_text="一行一个，作者也可以自己定题目。",
        error_messages={"required": "请写上选题，一行一个。"},
    )  # fmt: skip
    due_on = forms.DateField(
        label="截止日期", widget=DateInput, help_text="这一天还收，过了就不收了。",
        error_messages={"required": "请填截止日期。", "invalid": "日期写成2026-12-03这样。"},
    )  # fmt: skip
    guide = forms.CharField(label="要求", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, call: SpeechCall | None = None) -> None:
        super().__init__(*args)
        if call is not None:
            self.initial = {"themes": call.themes, "due_on": call.due_on, "guide": call.guide}

    def wanted(self) -> Wanted:
        """Return what was typed as the service takes it."""
        return Wanted(**{name: self.cleaned_data[name] for name in ("themes", "due_on", "guide")})


class NewCallForm(WantedForm):
    """For which plenary, and what it asks for."""

    session = forms.ModelChoiceField(
        label="哪次会议", queryset=Session.objects.none(), to_field_name="public_id", empty_label="请选择",
        help_text="列的是还没有开幕的次会议；没有的，先到“届次”里登记。",
        error_messages={"required": "请选择是哪次会议的发言。"},
    )  # fmt: skip
    field_order = ["session"]

    def __init__(self, *args: Any, on: date) -> None:
        super().__init__(*args)
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)
        rows = Session.objects.filter(opens__gt=on).exclude(pk__in=SpeechCall.objects.values("session"))
        field.queryset = rows.select_related("term").order_by("opens")
        first = field.queryset.first()
        if first is not None:
            due = max(on, min(first.opens - timedelta(days=30), first.opens - timedelta(days=1)))
            self.initial = {"session": first.public_id, "due_on": due}


class LongerForm(ReasonForm):
    """Until when, and why longer."""

    due_on = forms.DateField(label="延长到", widget=DateInput, error_messages={"required": "请填新的截止日期。"})
    field_order = ["due_on"]


class WordsForm(forms.Form):
    """What an author writes. `edition` is the count the writer began from."""

    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)
    title = forms.CharField(
        label="题目", max_length=MOST_TITLE_CHARS,
        error_messages={"required": "请写上题目。", "max_length": f"题目最多{MOST_TITLE_CHARS}个字，请精简。"},
    )  # fmt: skip
    theme = forms.ChoiceField(label="选题", required=False)
    speaker = forms.CharField(label="发言人", required=False, max_length=40, help_text="写委员姓名；还没定的先空着。")
    text = forms.CharField(label="正文", required=False, widget=forms.Textarea(attrs={"rows": 16}))

    def __init__(self, *args: Any, call: SpeechCall, on: date, is_of_body: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        theme = self.fields["theme"]
        assert isinstance(theme, forms.ChoiceField)
        theme.choices = [("", "自己定题目"), *((each, each) for each in call.theme_list)]
        self.fields["text"].help_text = f"最多{call.max_chars}字（空格不算）；口头发言{call.minutes}分钟。"
        if not is_of_body:
            del self.fields["speaker"]

    def clean_speaker(self) -> Membership | None:
        """Find the member by name; of namesakes the sector in brackets tells which."""
        return member_called(self.cleaned_data["speaker"], self.on)

    def words(self) -> Words:
        """Return what was typed as the service takes it."""
        given = self.cleaned_data
        return Words(given["title"], given["theme"], given["text"], given.get("speaker"))


class EnterForm(WordsForm):
    """Whose speech it is, and its words: what the office writes down."""

    owner = forms.ChoiceField(label="谁提出的", error_messages={"required": "请选择是谁提出的。"})
    field_order = ["owner", "speaker"]

    def __init__(self, *args: Any, call: SpeechCall, on: date, **kwargs: Any) -> None:
        super().__init__(*args, call=call, on=on, is_of_body=True, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "请选择"), ("membership", "委员个人（在下面写姓名）"), *_bodies(on)]
        self.fields["speaker"].help_text = "写委员姓名；集体提出、还没定人的先空着。"

    def clean(self) -> dict[str, Any]:
        """A member's own speech names the member."""
        given = super().clean() or {}
        if given.get("owner") == "membership" and given.get("speaker") is None and "speaker" not in self.errors:
            self.add_error("speaker", "请写上是哪位委员。")
        return given

    def given_owner(self) -> Owner | None:
        """Return whose speech it is."""
        key = self.cleaned_data["owner"]
        if key == "membership":
            return named_owner("membership", self.cleaned_data["speaker"].pk, self.on)
        column, _, pk = key.partition(":")
        return named_owner(column, int(pk), self.on)


def _bodies(on: date) -> list[tuple[str, str]]:
    parties = ParticipatingBody.objects.filter(in_force(on)).order_by("order", "id")
    term = current_term(on)
    sectors = term.sectors.order_by("order") if term is not None else []
    return [
        *((f"party_body:{row.pk}", str(row)) for row in parties),
        *((f"sector:{row.pk}", f"{row}界别") for row in sectors),
        *((f"body:{row.pk}", row.short_name) for row in bodies_in_force(on, *OWNING_BODIES)),
    ]


def member_called(words: str, on: date) -> Membership | None:
    """Return the member in office of a name, 李静（教育界） where two have it. Raises: ValidationError."""
    name, _, sector = words.strip().replace("(", "（").rstrip(")）").partition("（")
    if not name:
        return None
    rows = in_office(on).select_related("person", "sector").filter(person__name=name)
    if sector:
        rows = rows.filter(sector__name__startswith=sector.removesuffix("界"))
    found = list(rows[:2])
    if not found:
        raise forms.ValidationError(f"没有找到在任委员“{name}”，请核对姓名。")
    if len(found) > 1:
        raise forms.ValidationError(f"有不止一位委员叫{name}，请在姓名后写明界别，如“{name}（教育界）”。")
    return found[0]


def first_words(speech: Speech) -> dict[str, Any]:
    """Return what stands in the fields of a draft."""
    speaker = speech.speaker.person.name if speech.speaker and speech.owner_kind != OwnerKind.MEMBER else ""
    return {
        "title": speech.title, "theme": speech.theme, "text": speech.text, "edition": speech.edition,
        "speaker": speaker,
    }  # fmt: skip


class EditForm(forms.Form):
    """The text as it will be given, and what was changed."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label="题目", max_length=MOST_TITLE_CHARS, error_messages={"required": "题目和正文都不能空着。"}
    )
    text = forms.CharField(
        label="正文", widget=forms.Textarea(attrs={"rows": 16}), error_messages={"required": "题目和正文都不能空着。"}
    )
    note = forms.CharField(label="改了什么", required=False, max_length=200)

    def __init__(self, *args: Any, speech: Speech) -> None:
        super().__init__(*args)
        self.initial = {"title": speech.title, "text": speech.text, "edition": speech.edition}

    def edited(self) -> Edited:
        """Return what was typed as the service takes it."""
        return Edited(*(self.cleaned_data[name] for name in ("title", "text", "note")))


class PaperForm(forms.Form):
    """Which leader approved the list on paper, and when."""

    leader = forms.CharField(label="审定的领导", max_length=60, error_messages={"required": "请写明是哪位领导审定的。"})
    decided_on = forms.DateField(label="审定日期", widget=DateInput, error_messages={"required": "请填审定的日期。"})
    register_no = forms.CharField(label="登记号", required=False, max_length=40)

    def paper(self) -> PaperApproval:
        """Return what was typed as the service takes it."""
        return PaperApproval(**self.cleaned_data)


class ToOralForm(ReasonForm):
    """Who decided it and why."""

    leader = forms.CharField(label="同意的领导", max_length=60, required=False, help_text="由办公室录入时要写。")


class ConvertForm(forms.Form):
    """What the speech becomes."""

    target = forms.ChoiceField(
        label="转化成什么", choices=ConversionTarget.choices, widget=forms.RadioSelect,
        error_messages={"required": "请选转化成什么。"},
    )  # fmt: skip


class ResultForm(forms.Form):
    """What came of it."""

    result = forms.CharField(
        label="有什么结果", max_length=MOST_RESULT_CHARS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="作者会收到通知，如“已转区住建局办理，列入明年改造计划”。",
        error_messages={"required": "请写明结果，一两句话即可。"},
    )  # fmt: skip


class RehearsalForm(forms.Form):
    """When and where the oral speeches are rehearsed."""

    day = forms.DateField(label="日期", widget=DateInput, error_messages={"required": "请填试讲的日期。"})
    starts = forms.TimeField(
        label="开始时间", widget=TimeInput, initial=time(14, 30), error_messages={"required": "请填开始的时间。"}
    )
    place = forms.CharField(label="地点", max_length=120, error_messages={"required": "请写明试讲的地点。"})
    note = forms.CharField(label="提醒一句", max_length=200, required=False, help_text="例如：请带发言稿，着正装。")

    def __init__(self, *args: Any, rehearsal: Rehearsal | None = None) -> None:
        super().__init__(*args)
        if rehearsal is not None:
            starts = timezone.localtime(rehearsal.starts_at)
            self.initial = {
                "day": starts.date(), "starts": starts.time(), "place": rehearsal.place, "note": rehearsal.note
            }  # fmt: skip

    def plan(self) -> Plan:
        """Return what was typed as the service takes it."""
        given = self.cleaned_data
        starts = timezone.make_aware(datetime.combine(given["day"], given["starts"]))
        return Plan(starts, given["place"], given["note"])


class TurnForm(forms.Form):
    """Whether the speaker came, how long it took, what was remarked."""

    came = forms.TypedChoiceField(
        label="来了没有", choices=[("1", "来了"), ("0", "没有来")], widget=forms.RadioSelect, initial="1",
        coerce=lambda given: given == "1", error_messages={"required": "请选来了没有。"},
    )  # fmt: skip
    minutes = forms.IntegerField(label="用时几分", required=False, min_value=0, max_value=120)
    seconds = forms.IntegerField(label="几秒", required=False, min_value=0, max_value=59)
    remark = forms.CharField(
        label="意见", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="作者和发言人看得到。",
    )  # fmt: skip

    def __init__(self, *args: Any, turn: RehearsalTurn) -> None:
        super().__init__(*args)
        came = "0" if turn.came is False else "1"
        self.initial = {"came": came, "remark": turn.remark, **_minutes(_measured(turn, timezone.now()))}

    def noted(self) -> Noted:
        """Return what was typed as the service takes it."""
        given = self.cleaned_data
        timed = given["minutes"] is not None or given["seconds"] is not None
        seconds = 60 * (given["minutes"] or 0) + (given["seconds"] or 0)
        return Noted(given["came"], seconds if timed else None, given["remark"])


def _measured(turn: RehearsalTurn, now: datetime) -> int | None:
    """What the clock says while it runs, else what was noted."""
    return turn.seconds if turn.begun_at is None else int((now - turn.begun_at).total_seconds())


def _minutes(seconds: int | None) -> dict[str, int]:
    return {} if seconds is None else {"minutes": seconds // 60, "seconds": seconds % 60}


class SendForm(forms.Form):
    """To which units, and what is asked of them."""

    units = forms.ModelMultipleChoiceField(
        label="转给哪些单位", queryset=OrgUnit.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选要转给哪个单位。", "invalid_choice": "有单位已经撤并，请重新选。"},
    )  # fmt: skip
    asked_action = forms.CharField(
        label="请单位办什么", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        initial="请研究办理，并书面反馈办理结果。", help_text="单位看到这一句和发言的正文。",
        error_messages={"required": "请写明请单位办什么。"},
    )  # fmt: skip

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        units: Any = self.fields["units"]
        units.queryset = units_in_force(timezone.localdate())
