"""Fields and forms. Every acting form carries its act key and the hat it was drawn with."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template import Library
from django.utils.safestring import SafeString

from ..components import offer, posting
from ..phrases import complaints


def add_to(register: Library) -> None:
    """Offer these tags in a library."""
    offer(register, field, form)
    offer(register, act_form, takes_context=True)


def field(bound: BoundField, choices_inline: bool = False) -> dict[str, Any]:
    """Draw a field with its label, help and errors; the control names them to a screen reader."""
    widget = bound.field.widget
    group = isinstance(widget, RadioSelect | CheckboxSelectMultiple)
    return {
        "bound": bound,
        "group": group,
        "single": isinstance(widget, CheckboxInput) and not group,
        "choices_inline": choices_inline,
        "control": "" if group else _control(bound),  # a group is drawn box by box
        "required": bound.field.required,
        "complaints": complaints(bound),
    }


def form(form: BaseForm, two_columns: bool = False) -> dict[str, Any]:
    """Draw what is wrong with the whole form, then its fields; the `<form>` itself is `post_form`."""
    return {
        "form": form,
        "two_columns": two_columns,
        "hidden": form.hidden_fields(),
        "visible": form.visible_fields(),
    }


def act_form(
    context: dict[str, Any],
    action: str,
    label: str,
    kind: str = "",
    fields: dict[str, str] | None = None,
    icon: str = "",
    spoken: str = "",
) -> dict[str, Any]:
    """
    Draw one button that acts, in a form of its own. `kind` is primary, danger, text, small or several.

    `fields` are hidden values; `spoken` names the object for a screen reader where the label alone does not.
    """
    classes = " ".join(["btn", *(f"btn-{one}" for one in kind.split())])
    return {
        "action": action,
        "label": label,
        "classes": classes,
        "fields": fields or {},
        "icon": icon,
        "spoken": spoken,
        **posting(context),
    }


def _control(bound: BoundField) -> SafeString:
    described = [f"{bound.id_for_label or bound.html_name}_{part}" for part in _described_by(bound)]
    attrs: dict[str, Any] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


def _described_by(bound: BoundField) -> list[str]:
    return [part for part, there in (("help", bound.help_text), ("errors", bound.errors)) if there]
