"""The day that the page of the rolls is asked for."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils import timezone

from .. import forms as house_forms


class RollDayForm(forms.Form):
    """Ask for a day up to today; without one the rolls are those of today."""

    on = house_forms.day("哪一天的名册", required=False)

    def clean_on(self) -> date | None:
        """Refuse a day that has not come: nobody knows who will be a member."""
        on: date | None = self.cleaned_data["on"]
        if on is not None and on > timezone.localdate():
            raise forms.ValidationError("这一天还没有到，请选今天或以前的日期。")
        return on

    def day(self) -> date | None:
        """Return the day that was asked for, nothing where none can be read."""
        return self.cleaned_data.get("on") if self.is_valid() else None
