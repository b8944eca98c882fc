"""Widgets drawn without templates look exactly as Django's templates draw them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from yizheng.ui.drawing import Quick

NASTY = "<b>“&\"'> 现状"
CHOICES = [("a", "甲<1>"), ("b&", mark_safe("<i>乙</i>")), ("", "请选择"), (3, "三")]
GROUPED = [("一组<", [("a", "甲"), ("b", "乙")]), ("c", "丙")]


class Everything(forms.Form):
    text = forms.CharField(widget=forms.TextInput(attrs={"placeholder": NASTY, "data-x": True, "data-y": False}))
    long = forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), max_length=50)
    hidden = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.DecimalField(min_value=1, max_value=1000, localize=True)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    mail = forms.EmailField()
    link = forms.URLField(assume_scheme="https")
    secret = forms.CharField(widget=forms.PasswordInput)
    yes = forms.BooleanField()
    one = forms.ChoiceField(choices=CHOICES)
    grouped = forms.ChoiceField(choices=GROUPED, required=False)
    some = forms.MultipleChoiceField(choices=GROUPED, widget=forms.CheckboxSelectMultiple)
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.SelectMultiple(attrs={"size": 4}))
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect(attrs={"class": "q"}))
    file = forms.FileField()
    kept = forms.FileField(widget=forms.ClearableFileInput)
    moment = forms.SplitDateTimeField()
    many = forms.MultipleChoiceField(choices=CHOICES, widget=forms.MultipleHiddenInput)
    maybe = forms.NullBooleanField()


FILLED: dict[str, Any] = {
    "text": NASTY, "long": f"\n{NASTY}\n", "hidden": 12345, "number": "12.5", "day": date(2026, 3, 12), "mail": NASTY,
    "yes": True, "one": "b&", "grouped": "b", "some": ["a", "c"], "several": ["a", "3"], "radio": "a",
    "many": ["a", "b&"], "maybe": True,
}  # fmt: skip


@pytest.mark.parametrize("values", [{}, FILLED], ids=["empty", "filled"])
@pytest.mark.parametrize("bound", [False, True])
def test_every_widget_looks_as_django_draws_it(values: dict[str, Any], *, bound: bool) -> None:
    quick, plain = (
        Everything(values if bound else None, initial=values, renderer=renderer)
        for renderer in (Quick(), DjangoTemplates())
    )

    for name in Everything.base_fields:
        assert str(quick[name]) == str(plain[name])
        assert [str(each) for each in quick[name]] == [str(each) for each in plain[name]]


def test_the_house_draws_with_it(settings: Any) -> None:
    assert settings.FORM_RENDERER == "yizheng.ui.drawing.Quick"
    assert isinstance(Everything().renderer, Quick)
