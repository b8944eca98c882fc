"""Input of leads, topics, calls for proposals and outgoing proposals, turned into values that services take."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from yizheng.kernel.errors import Refused
from yizheng.org.models import Membership, Session
from yizheng.org.phones import bare_phone
from yizheng.org.queries import superior_members

from ..enums import LeadChannel, LeadSource
from ..models import LeadTopic, Proposal
from ..services.leads import LeadWords
from ..services.outgoing import OutgoingWords
from ..services.soliciting import CallWords
from ..services.topics import TopicWords
from .assign import ManyFiles, ManyInput

SUGGESTION = "suggestion"
MATTERS = [
    (SUGGESTION, "对本地工作的意见建议，希望有委员提成提案"),
    ("petition", "个人或家庭的诉求，要求解决具体问题"),
    ("accusation", "反映或举报某个人"),
    ("litigation", "正在打官司、仲裁、复议，或者已有判决"),
]
GUIDANCE = {
    "petition": "个人诉求请找信访部门，或者打 12345 政务服务热线，那里会登记、转办并答复您。",
    "accusation": "反映或举报党员、干部的问题，请找纪委监委，电话 12388。",
    "litigation": "已经进入诉讼、仲裁、复议的事，请按法律程序向法院、检察院或复议机关提出。",
}
"""What whoever came to the wrong door is told; nothing is registered (office-practice 6)."""


class DateInput(forms.DateInput):
    """A date field of the browser."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text_area(rows: int = 4) -> forms.Textarea:
    """Return a field of several lines."""
    return forms.Textarea(attrs={"rows": rows})


def mobile(text: str) -> str:
    """Return a mobile number bare, empty when it is none."""
    try:
        bare = bare_phone(text)
    except Refused:
        return ""
    return bare if len(bare) == 11 and bare.startswith("1") else ""


class MatterForm(forms.Form):
    """The question before: what is it about; and the telephone that gets the code."""

    matter = forms.ChoiceField(
        label="您要说的是哪一类事", choices=MATTERS, widget=forms.RadioSelect,
        error_messages={"required": "请先选一类。"},
    )  # fmt: skip
    phone = forms.CharField(
        label="手机号", max_length=20, required=False,
        help_text="用来收验证码，只作核实，不公开，工作人员也看不到。提意见建议才要填。",
    )  # fmt: skip
    consent = forms.BooleanField(
        label="我同意提案委员会为处理这条线索使用我的手机号和姓名，办结后按规定删除", required=False
    )

    def clean(self) -> dict[str, Any]:
        """A suggestion needs a telephone and the consent; for the rest nothing is asked."""
        given = super().clean() or {}
        if given.get("matter") != SUGGESTION:
            return given
        given["phone"] = mobile(given.get("phone", ""))
        if not given["phone"]:
            self.add_error("phone", "请填 11 位手机号。")
        if not given.get("consent"):
            self.add_error("consent", "不同意就不能登记；您也可以来信来访。")
        return given


class PublicLeadForm(forms.Form):
    """The lead itself, with the code of the message."""

    code = forms.CharField(
        label="短信验证码", max_length=10, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        error_messages={"required": "请填短信里的六位数字。"},
    )  # fmt: skip
    channel = forms.ChoiceField(label="您从哪里看到征集的", choices=LeadChannel)
    title = forms.CharField(label="一句话说清是什么事", max_length=80, error_messages={"required": "请写一句话。"})
    text = forms.CharField(
        label="具体情况和您的建议", max_length=2000, widget=text_area(8),
        help_text="请不要写个人隐私；写明在哪里、什么问题、希望怎么办。",
        error_messages={"required": "请写具体情况。", "max_length": "请写在 2000 字以内。"},
    )  # fmt: skip
    sender_name = forms.CharField(label="您的姓名", max_length=40, required=False, help_text="可以不填；不公开。")
    pictures = ManyFiles(
        label="照片", required=False, widget=ManyInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text="可以不传；最多 3 张，每张不超过 5MB。",
    )  # fmt: skip

    def words(self, phone: str) -> LeadWords:
        """Return it as the service takes it."""
        given = self.cleaned_data
        return LeadWords(
            title=given["title"], text=given["text"], channel=LeadChannel(given["channel"]),
            sender_name=given["sender_name"], sender_phone=phone,
        )  # fmt: skip


class StatusForm(forms.Form):
    """The receipt code."""

    code = forms.CharField(label="回执码", max_length=20, error_messages={"required": "请填回执码。"})


class EnterLeadForm(forms.Form):
    """A lead that came on paper, by telephone, from a department or a member."""

    source = forms.ChoiceField(label="来自", choices=LeadSource)
    channel = forms.ChoiceField(label="渠道", choices=LeadChannel, initial=LeadChannel.COUNTER)
    sender_label = forms.CharField(
        label="哪个部门或哪位委员", max_length=80, required=False, help_text="公众来的不填姓名。"
    )
    title = forms.CharField(label="题目", max_length=80, error_messages={"required": "请填题目。"})
    text = forms.CharField(label="内容", widget=text_area(8), error_messages={"required": "请填内容。"})
    sender_phone = forms.CharField(
        label="来信人手机号", max_length=20, required=False, help_text="加密保存，只用来通知答复。"
    )

    def clean_sender_phone(self) -> str:
        """A number is one that can be texted, or none is given."""
        typed: str = self.cleaned_data["sender_phone"].strip()
        if typed and not mobile(typed):
            raise forms.ValidationError("请填 11 位手机号，或者留空。")
        return mobile(typed)

    def words(self) -> LeadWords:
        """Return it as the service takes it."""
        given = dict(self.cleaned_data)
        source, channel = LeadSource(given.pop("source")), LeadChannel(given.pop("channel"))
        return LeadWords(source=source, channel=channel, **given)


class ListLeadForm(forms.Form):
    """Which topic of the reference list a lead belongs to."""

    topic = forms.ModelChoiceField(
        label="参考选题", queryset=LeadTopic.objects.none(), to_field_name="public_id",
        error_messages={"required": "请选一个选题；没有合适的，先去增加选题。"},
    )  # fmt: skip

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = LeadTopic.objects.filter(is_open=True, year__gte=year - 1).order_by("-year", "order", "id")


class DisposalForm(forms.Form):
    """What the sender is told."""

    disposal = forms.CharField(
        label="给来信人的话", max_length=300, widget=text_area(5),
        help_text="来信人凭回执码看到这段话。", error_messages={"required": "请写明怎么处理。"},
    )  # fmt: skip


class LinkLeadForm(forms.Form):
    """Which proposal a lead led to, by its number."""

    number = forms.CharField(
        label="提案号或收件号", max_length=30, help_text="例如 58 或 T3-4-0012。",
        error_messages={"required": "请填提案号。"},
    )  # fmt: skip

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows

    def clean_number(self) -> Proposal:
        """Find the newest proposal of this number among those the clerk sees."""
        number = self.cleaned_data["number"].strip()
        asked = {"filed_no": int(number)} if number.isdecimal() and len(number) < 6 else {"reception_no": number}
        found: Proposal | None = self.rows.filter(**asked).order_by("-id").first()
        if found is None:
            raise forms.ValidationError("没有找到这件提案，请核对提案号。")
        return found


class SessionField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Names a plenary as people do: 三届五次会议."""

    def label_from_instance(self, obj: Session) -> str:
        """Return its label."""
        return obj.label


class CarrierField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Names a member of a higher committee with the level."""

    def label_from_instance(self, obj: Membership) -> str:
        """Return name and level."""
        return f"{obj.person}（{obj.get_superior_level_display()}）"


class TopicForm(forms.Form):
    """A topic of the reference list."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    title = forms.CharField(label="选题", max_length=80, error_messages={"required": "请填选题。"})
    guide = forms.CharField(
        label="提示", required=False, widget=text_area(5), help_text="可以写背景、已有的数据、可问的部门。"
    )
    order = forms.IntegerField(label="排在第几", min_value=0, max_value=999, initial=0)
    is_open = forms.BooleanField(label="委员可以看到", required=False, initial=True)

    def words(self) -> TopicWords:
        """Return it as the service takes it."""
        return TopicWords(**self.cleaned_data)


class CallForm(forms.Form):
    """A call for proposals before a plenary."""

    session = SessionField(
        label="哪次全会", queryset=Session.objects.none(), to_field_name="public_id",
        error_messages={"required": "请选哪次全会。"},
    )  # fmt: skip
    title = forms.CharField(label="标题", max_length=80, error_messages={"required": "请填标题。"})
    text = forms.CharField(label="通知正文", widget=text_area(8), error_messages={"required": "请写通知。"})
    closes_on = forms.DateField(label="请在这天之前提交", widget=DateInput, error_messages={"required": "请填日期。"})

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["session"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Session.objects.filter(closes__gte=on).select_related("term").order_by("opens")

    def words(self) -> CallWords:
        """Return it as the service takes it."""
        given = self.cleaned_data
        return CallWords(given["title"], given["text"], given["closes_on"])


class OutgoingForm(forms.Form):
    """What goes to a higher committee, and who carries it."""

    title = forms.CharField(label="案由", max_length=80, error_messages={"required": "请填案由。"})
    carrier = CarrierField(
        label="由哪位上级委员带上去", queryset=Membership.objects.none(), to_field_name="public_id",
        error_messages={"required": "请选一位辖区上级委员。"},
    )  # fmt: skip
    note = forms.CharField(label="备注", max_length=300, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["carrier"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = superior_members(on)

    def words(self) -> OutgoingWords:
        """Return it as the service takes it."""
        given = self.cleaned_data
        return OutgoingWords(given["title"], given["carrier"], given["note"])


class MoveOutgoingForm(forms.Form):
    """How far it has come."""

    upper_number = forms.CharField(label="上级提案号", max_length=60, required=False)
    note = forms.CharField(label="备注", max_length=300, required=False, widget=text_area(3))
