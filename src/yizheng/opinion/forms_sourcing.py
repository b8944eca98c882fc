"""Input of calls, officers, trainings and matters, turned into values a service takes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from yizheng.accounts import queries as accounts
from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel.acting import Actor
from yizheng.org.enums import GRASSROOTS_KINDS
from yizheng.org.models import Body
from yizheng.org.queries import bodies_in_force

from .forms_writing import owner_choices, owner_named
from .models import Officer
from .services.sourcing import MOST_GUIDE_CHARS, Topic
from .services.sourcing_matters import MOST_TEXT_CHARS
from .services.sourcing_officers import Particulars

DATE = {"required": "请选日期。", "invalid": "日期写得不对，请重新选。"}


def day_field(label: str, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=DATE, **more
    )  # fmt: skip


class CallForm(forms.Form):
    """What is asked for, of whom, until when."""

    title = forms.CharField(label="约什么题", max_length=80, error_messages={"required": "请写明约什么题。"})
    guide = forms.CharField(
        label="说明", required=False, max_length=MOST_GUIDE_CHARS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="关注哪几点、到哪里看，一两句即可。",
    )  # fmt: skip
    due_on = day_field("截止日期")
    is_to_all = forms.BooleanField(label="面向全体委员和信息员", required=False, initial=True)
    invitees = forms.MultipleChoiceField(
        label="或者只约这些人和单位", required=False, widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="按住 Ctrl 可以选几个。面向全体时不用选。",
        error_messages={"invalid_choice": "有人已不在名单里，请重新选。"},
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["invitees"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(owner_choices(on).items())

    def topic(self) -> Topic:
        """Return the call as the service takes it."""
        given = self.cleaned_data
        invitees = [] if given["is_to_all"] else [owner_named(code) for code in given["invitees"]]
        return Topic(given["title"], given["due_on"], given["guide"], given["is_to_all"], invitees)


class OfficerForm(forms.Form):
    """Who an officer is."""

    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "请填写姓名。"})
    workplace = forms.CharField(label="单位", max_length=120, required=False)
    phone = forms.CharField(label="电话", max_length=20, required=False, help_text="加密保存，只有信息科看得到。")
    is_invited = forms.BooleanField(label="特约信息员", required=False)
    appointed_on = day_field("聘任日期")
    least_pieces = forms.IntegerField(
        label="每年至少几篇", min_value=0, max_value=50, initial=0, help_text="只用于提醒；0 表示不作要求。",
        error_messages={"required": "请填写数字，不作要求填 0。", "invalid": "请填写数字。"},
    )  # fmt: skip
    login = forms.ChoiceField(
        label="登录名", required=False, help_text="先由管理员开通“社情民意信息员”身份；没有登录名的由信息科代录。",
        error_messages={"invalid_choice": "这个登录名不能选，请重新选。"},
    )  # fmt: skip

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        users = User.objects.filter(pk__in=accounts.holders(Role.INFO_OFFICER, "", None, on=on)).order_by("name", "pk")
        field = self.fields["login"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "没有登录名"), *((str(each.pk), f"{each.name}（{each.username}）") for each in users)]

    def particulars(self) -> Particulars:
        """Return the officer as the service takes it."""
        given = dict(self.cleaned_data)
        login = given.pop("login")
        return Particulars(**given, user_id=int(login) if login else None)


class EndForm(forms.Form):
    """From which day on."""

    ended_on = day_field("从哪天起")


class TrainingForm(forms.Form):
    """A training and who came."""

    held_on = day_field("日期")
    topic = forms.CharField(label="内容", max_length=80, error_messages={"required": "请写明培训内容。"})
    place = forms.CharField(label="地点", max_length=80, required=False)
    officers = forms.ModelMultipleChoiceField(
        label="谁来了", queryset=Officer.objects.none(), to_field_name="public_id", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "有人不在名单里，请重新选。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_officers(self.fields["officers"])


class PresenceForm(forms.Form):
    """Who came after all."""

    officers = forms.ModelMultipleChoiceField(
        label="谁来了", queryset=Officer.objects.none(), to_field_name="public_id", required=False,
        widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": "有人不在名单里，请重新选。"},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_officers(self.fields["officers"])


class MatterForm(forms.Form):
    """What somebody told at a contact point."""

    point = forms.ModelChoiceField(
        label="联络站（工作室）", queryset=Body.objects.none(), to_field_name="public_id", empty_label=None,
        error_messages={"required": "请选联络站。", "invalid_choice": "这个联络站不能选，请重新选。"},
    )  # fmt: skip
    told_on = day_field("来访日期")
    title = forms.CharField(
        label="什么事", max_length=80, error_messages={"required": "请用一句话写明什么事。"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "如：云溪路口没有红绿灯"}),
    )  # fmt: skip
    text = forms.CharField(
        label="来访人怎么说", max_length=MOST_TEXT_CHARS, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "请写下来访人说的内容。"},
    )  # fmt: skip
    teller = forms.CharField(
        label="来访人", max_length=60, required=False, help_text="可以不填；填了也加密保存，不随信息带走。"
    )

    def __init__(self, *args: Any, on: date, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["point"]
        assert isinstance(field, forms.ModelChoiceField)
        own = Body.objects.filter(pk=actor.hat.scope_id or 0) if actor.hat.scope_kind == "body" else None
        field.queryset = bodies_in_force(on, *GRASSROOTS_KINDS) if own is None else own


class ExplainForm(forms.Form):
    """How it was answered."""

    disposal = forms.CharField(
        label="怎么答复的", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写一句怎么答复的。"},
    )  # fmt: skip


def _offer_officers(field: forms.Field) -> None:
    assert isinstance(field, forms.ModelMultipleChoiceField)
    field.queryset = Officer.objects.filter(ended_on__isnull=True).order_by("sort_key", "id")
