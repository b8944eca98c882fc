"""
Draws the plain widgets of forms without templates: a list of sixty units is sixty boxes, and a template for each.

What comes out is Django's own markup, character by character (tests/test_drawing.py); every other widget is drawn
by Django's templates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape

Widget = Mapping[str, Any]

_FOLDER = "django/forms/widgets/"


class Quick(DjangoTemplates):
    """The renderer of every form (setting FORM_RENDERER)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the markup of a widget, field or form."""
        draw = _DRAWN.get(template_name.removeprefix(_FOLDER)) if template_name.startswith(_FOLDER) else None
        return super().render(template_name, context, request) if draw is None else draw(context["widget"]).strip()


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attrs(widget)}>'


def _textarea(widget: Widget) -> str:
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attrs(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_select_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attrs(widget)}>{groups}\n</select>'


def _select_group(name: Any, options: list[Widget]) -> str:
    inside = "".join(f"\n  {_option(each)}\n" for each in options)
    return f'\n  <optgroup label="{conditional_escape(name)}">{inside}\n  </optgroup>' if name else inside


def _option(widget: Widget) -> str:
    return f'<option value="{_text(widget["value"])}"{_attrs(widget)}>{conditional_escape(widget["label"])}</option>'


def _box(widget: Widget) -> str:
    if not widget.get("wrap_label"):
        return _input(widget)
    given = widget["attrs"].get("id")
    points_at = f' for="{_text(given)}"' if given else ""
    return f"<label{points_at}>{_input(widget)}\n {conditional_escape(widget['label'])}</label>"


def _attrs(widget: Widget) -> str:
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: Any) -> str:
    """Escape as a template does after `stringformat:'s'`."""
    return conditional_escape(value if isinstance(value, str) else str(value))


_DRAWN: dict[str, Callable[[Widget], str]] = {
    **dict.fromkeys((f"{name}.html" for name in ("text", "hidden", "number", "email", "date", "checkbox")), _input),
    **dict.fromkeys((f"{name}.html" for name in ("input", "tel", "url", "search", "password", "time", "file")), _input),
    "textarea.html": _textarea,
    "select.html": _select,
    "select_option.html": _option,
    "checkbox_option.html": _box,
    "radio_option.html": _box,
}  # fmt: skip
