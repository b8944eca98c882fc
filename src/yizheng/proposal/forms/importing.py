"""The form that asks for an export."""

from __future__ import annotations

from django import forms

from ..models.exports import ExportKind


class ExportForm(forms.Form):
    """What is put together; which proposals says the address."""

    kind = forms.ChoiceField(label="导出什么", choices=ExportKind.choices, widget=forms.RadioSelect)
