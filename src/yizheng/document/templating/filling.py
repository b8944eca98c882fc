"""Fills a template: values are data, cleaned of what no Word file may hold, escaped, in a sandbox."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from yizheng.kernel.errors import Refused

from ..structure import paragraphs
from ..typesetting.ooxml import clean
from ..typesetting.titles import title_lines
from .kinds import Slot, TemplateKind
from .sandbox import environment

UNFILLED = "《{label}》的模板填不出来：{why}。请到“公文模板”换回系统自带的模板，或改好后重新上传。"


def fill(content: bytes, kind: TemplateKind, values: Mapping[str, Any]) -> bytes:
    """
    Return the Word file of a template with its variables filled; what is not given stays empty.

    Raises: Refused `unfilled` when the template does what the sandbox forbids.
    """
    template: Any = DocxTemplate(io.BytesIO(content))
    context = {slot.name: _value(slot, values.get(slot.name)) for slot in kind.slots}
    try:
        template.render(context, jinja_env=environment(), autoescape=True)
    except (TemplateError, SecurityError) as error:
        raise Refused("unfilled", UNFILLED.format(label=kind.label, why="它的标记系统不能照办")) from error
    if kind.finish is not None:
        kind.finish(template.docx)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def _value(slot: Slot, given: Any) -> Any:
    if slot.is_text:
        return [_Entry({"text": clean(each.text), "level": each.level}) for each in paragraphs(given or "")]
    if slot.is_list:
        return [_entry(slot, each) for each in given or ()]
    return "\n".join(title_lines(_plain(given))) if slot.is_heading else _plain(given)


def _entry(slot: Slot, given: Any) -> Any:
    if not slot.parts:
        return _plain(given)
    if isinstance(given, Mapping):
        return _Entry({part: _plain(given.get(part)) for part in slot.parts})
    values: Iterable[Any] = given if isinstance(given, list | tuple) else [given]
    return _Entry(dict(zip(slot.parts, map(_plain, values), strict=False)))


def _plain(given: Any) -> str:
    return "" if given is None else clean(str(given))


class _Entry(dict[str, Any]):
    """One entry of a repetition: `{{ p.text }}` names a part, `{{ p }}` prints the first."""

    def __str__(self) -> str:
        return str(next(iter(self.values()), ""))
