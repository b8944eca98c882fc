"""The two forms that every room's acts need: one that asks nothing, one that asks why."""

from django import forms


class NoForm(forms.Form):
    """Nothing to fill in."""


class ReasonForm(forms.Form):
    """One sentence why."""

    reason = forms.CharField(
        label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明理由，一句话即可。"},
    )  # fmt: skip
