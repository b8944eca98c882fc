"""Reads a template that somebody uploads before anything of it runs; says in one sentence what is wrong."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from yizheng.document.reading.limits import check_size, open_zip
from yizheng.kernel.errors import Refused

from .kinds import Slot, TemplateKind
from .sandbox import LOOP_PARTS, environment, forbidden

NOT_WORD = "这不是 Word 的 docx 文件。请在 Word 或 WPS 里另存为 docx 后再上传。"
ACTIVE = "模板里带有宏、嵌入对象或指向外部文件的链接，为安全起见没有收下。请去掉后再上传。"
FORBIDDEN = "模板里有不能用的写法（计算、调用或引用别的文件）。只能写变量、循环和条件，请照模板说明修改后再上传。"
BROKEN = "模板里的标记写得不完整，第一处在“{near}”附近。请检查 {{{{ }}}} 和 {{% %}} 是否成对后再上传。"
UNKNOWN = "模板里有系统不认识的变量：{names}。可以用的是：{known}。请改正后再上传。"
_ACTIVE_PARTS = re.compile(r"word/(vbaProject|activeX|embeddings|attachedToolbars|vbaData)", re.IGNORECASE)
_CORE = ("author", "category", "comments", "content_status", "identifier", "keywords", "subject", "title", "version")


def check_template(content: bytes, kind: TemplateKind) -> None:
    """
    Check an uploaded template: a harmless Word file whose marks name variables of its kind only.

    Raises: Refused `not_word`, `active_content`, `forbidden`, `broken`, `unknown_variables`, or as `reading` does.
    """
    check_size(content)
    _check_package(content)
    for tree in _trees(content):
        if forbidden(tree):
            raise Refused("forbidden", FORBIDDEN)
        if names := sorted(_unknown(tree, kind)):
            known = "、".join(slot.name for slot in kind.slots)
            raise Refused("unknown_variables", UNKNOWN.format(names="、".join(names), known=known))


def _check_package(content: bytes) -> None:
    with open_zip(content) as archive:
        names = archive.namelist()
        if "word/document.xml" not in names:
            raise Refused("not_word", NOT_WORD)
        relations = [archive.read(name) for name in names if name.endswith(".rels")]
    if any(_ACTIVE_PARTS.match(name) for name in names) or any(_leads_outside(each) for each in relations):
        raise Refused("active_content", ACTIVE)


def _leads_outside(relations: bytes) -> bool:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(relations, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("not_word", NOT_WORD) from error
    return any(
        each.get("TargetMode") == "External" and not str(each.get("Type", "")).endswith("/hyperlink") for each in root
    )


def _trees(content: bytes) -> Iterator[nodes.Template]:
    """Yield what the body, heads, feet and properties of the file say, as jinja reads it."""
    jinja = environment()
    for source in _sources(content):
        try:
            yield jinja.parse(source)
        except TemplateSyntaxError as error:
            lines = source.splitlines() or [""]
            near = re.sub(r"<[^>]+>", "", lines[min(error.lineno, len(lines)) - 1])
            raise Refused("broken", BROKEN.format(near=_mark_in(near))) from error


def _mark_in(text: str) -> str:
    found = re.search(r"\{[{%#].{0,20}", text)
    return found.group() if found else text[:20] or "文件开头"


def _sources(content: bytes) -> Iterator[str]:
    template: Any = DocxTemplate(io.BytesIO(content))
    try:
        template.init_docx()
    except Exception as error:
        # python-docx raises whatever its XML and zip layers raise; to a clerk they are all one thing.
        raise Refused("not_word", NOT_WORD) from error
    yield template.patch_xml(template.get_xml())
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _key, part in template.get_headers_footers(uri):
            yield template.patch_xml(template.get_part_xml(part))
    for part in template.docx.part.package.parts:
        if part.partname.endswith(("/footnotes.xml", "/endnotes.xml", "/comments.xml")):
            yield template.patch_xml(part.blob.decode("utf-8", "replace"))
    core = template.docx.core_properties
    yield " ".join(str(getattr(core, name)) for name in _CORE)


def _unknown(tree: nodes.Template, kind: TemplateKind) -> Iterator[str]:
    """Yield names and parts that the kind does not have."""
    slots = {slot.name: slot for slot in kind.slots}
    entries = {"loop": LOOP_PARTS, **dict(_entries(tree, slots))}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in slots and name.name not in entries:
            yield name.name
    for part in tree.find_all(nodes.Getattr):
        owner = part.node
        if isinstance(owner, nodes.Name) and part.attr not in entries.get(owner.name, ()):
            yield f"{owner.name}.{part.attr}"


def _entries(tree: nodes.Template, slots: dict[str, Slot]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name of each entry of a repetition, with the parts that it has."""
    for loop in tree.find_all(nodes.For):
        over = loop.iter
        slot = slots.get(over.name) if isinstance(over, nodes.Name) else None
        if isinstance(loop.target, nodes.Name) and slot is not None and slot.is_list:
            yield loop.target.name, ("text", "level") if slot.is_text else slot.parts
