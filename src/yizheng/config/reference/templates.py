"""Which variables each template of papers has, for whoever edits one in Word."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.document.templating import kinds
from yizheng.document.templating.kinds import Slot, TemplateKind

from .tables import page, table

HOW = [
    "## 怎么写",
    "",
    "- 变量写作 `{{ title }}`；没有给值的变量留空。",
    "- 按段重复：`{%p for p in paragraphs %}` 和 `{%p endfor %}` 各占一段，中间写 `{{ p.text }}`；"
    "`p.level` 是级别（1 一、2（一）、3 1.、0 正文）。",
    "- 按表格行重复：`{%tr for step in steps %}` 和 `{%tr endfor %}` 各占一行。",
    "- 有值才印：`{%p if copies %}` 和 `{%p endif %}` 各占一段。",
    "- 可用的加工：`|padded`（两字的姓名中间空一格）、`|length`、`|join`、`|default`。"
    "计算、调用和引用别的文件一律不收；宏、嵌入对象、指向外部的链接也不收。",
    "- 文字里的 `<`、`&`、`{{ }}` 都按原样印出，不会变成标记。",
    "- PDF 由填好的 Word 文件生成：保留文字、字体、字号、对齐、缩进、红色、段下线和表格；"
    "图片、页眉、页脚不带过去，页码另印。",
]


def templates() -> str:
    """Write each kind of template with its variables."""
    lead = "公文模板是 Word 文件，里面写变量。每个机关可以在“管理 · 公文模板”换上自己的，也可以随时换回系统自带的。"
    return page("公文模板的变量", lead, [HOW, *(part for kind in kinds.registered() for part in _kind(kind))])


def _kind(kind: TemplateKind) -> Iterator[list[str]]:
    yield [f"## {kind.label} `{kind.code}`"]
    yield table(["变量", "是什么", "每项里有", "样例"], [_slot(slot) for slot in kind.slots])


def _slot(slot: Slot) -> list[str]:
    parts = ("text", "level") if slot.is_text else slot.parts
    return [f"`{slot.name}`", slot.label, "、".join(f"`{part}`" for part in parts), _sample(slot)]


def _sample(slot: Slot) -> str:
    if isinstance(slot.sample, tuple):
        return "；".join("、".join(map(str, each.values())) if isinstance(each, dict) else each for each in slot.sample)
    return str(slot.sample).splitlines()[0] if slot.sample else ""
