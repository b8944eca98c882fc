"""
A member's Word file in the usual proposal form (提案用纸) into the fields of the editor.

Offices have their own forms: a table with labels on the left, or paragraphs under headings. Whatever is not
recognised stays in the background, so that no sentence is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from yizheng.document.reading import Document, Line, Table, read
from yizheng.kernel.errors import Refused

MOST_BYTES = 5 * 1024 * 1024
LABELS: dict[str, tuple[str, ...]] = {
    "title": ("案由", "提案案由", "提案题目", "提案标题", "提案名称", "题目", "标题"),
    "proposer": ("提案人", "第一提案人", "提案者", "领衔提案人", "提案单位", "提案人姓名", "提出人"),
    "cosigners": ("联名人", "联名提案人", "联名委员", "附议人", "附议委员", "共同提案人", "联名"),
    "background": (
        "情况", "基本情况", "背景", "提案背景", "背景情况", "现状", "现状情况", "情况说明", "有关情况", "提案内容",
        "正文", "理由", "提案理由", "内容",
    ),
    "analysis": (
        "分析", "问题分析", "原因分析", "情况分析", "存在问题", "存在的问题", "主要问题", "问题及原因", "问题与分析",
        "存在的主要问题", "问题和原因", "存在的困难和问题",
    ),
    "suggestions": (
        "建议", "具体建议", "对策建议", "意见建议", "意见和建议", "建议措施", "对策措施", "解决办法", "办法",
        "建议和措施", "工作建议", "几点建议", "相关建议", "对策与建议", "对策及建议",
    ),
    "research_basis": ("调研依据", "调研情况", "调研说明", "调研方式"),
    "ignored": (
        "提案号", "编号", "提案编号", "界别", "所属界别", "类别", "分类", "联系电话", "电话", "手机",
        "工作单位", "单位", "单位及职务", "通讯地址", "联系地址", "地址", "邮编", "日期",
        "提案日期", "提出日期", "审查意见", "立案意见", "建议承办单位", "承办单位", "办理单位",
        "备注", "姓名", "职务", "邮箱", "委员证号",
    ),
}  # fmt: skip
_MEANING = {label: name for name, labels in LABELS.items() for label in labels}
_NUMBERING = re.compile(r"^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])\s*")
_DECOR = re.compile(r"[\s\u3000【】\[\]〔〕《》*＊]+")
_COLON = re.compile(r"^(.{1,14}?)[：:](.*)$", re.S)
_ITEM_MARKS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\s*"),
    re.compile(r"^第[一二三四五六七八九十]{1,3}[，,、]\s*"),
    re.compile(r"^[一二三四五六七八九十]{1,3}(?:是|要)\s*"),
    re.compile(r"^\d{1,2}(?:[、．]|\.(?!\d))\s*"),
    re.compile(r"^[（(]\d{1,2}[）)]\s*"),
    re.compile(r"^[①②③④⑤⑥⑦⑧⑨⑩]\s*"),
)
_TITLE = re.compile(r"^关于.{2,76}(?:建议|提案)$")


@dataclass
class WordForm:
    """What a file says, by field; `names` are the co-signers as written, for inviting them by hand."""

    title: str = ""
    background: str = ""
    analysis: str = ""
    suggestions: list[str] = field(default_factory=list)
    research_basis: str = ""
    proposer: str = ""
    names: list[str] = field(default_factory=list)


def read_form(content: bytes, name: str) -> WordForm:
    """
    Read a file into fields. Nothing is kept of it.

    Raises: Refused `too_large`, `nothing_found`, and what the reader refuses, each with a sentence.
    """
    if len(content) > MOST_BYTES:
        raise Refused("too_large", f"文件超过{MOST_BYTES // 1024 // 1024}MB，请去掉图片后再导入，图片可以另作附件。")
    form = understand(read(content, name))
    if not (form.title or form.background or form.suggestions):
        raise Refused("nothing_found", "没有从文件里认出提案的内容。请核对是不是提案稿，或直接把文字粘贴到各栏。")
    return form


def understand(document: Document) -> WordForm:
    """Sort the lines of a document into the fields."""
    form, found = WordForm(), _Sorting()
    for section, text in _pieces(document):
        found.take(section, text)
    form.title = _title(found)
    form.proposer = " ".join(found.lines["proposer"]).strip()
    form.names = _names(found.lines["cosigners"])
    form.background = _joined(found.lines["background"])
    form.analysis = _joined(found.lines["analysis"])
    form.research_basis = _joined(found.lines["research_basis"])
    form.suggestions = split_suggestions(found.lines["suggestions"])
    return form


class _Sorting:
    """The section that is open, and the lines of each; a line under none goes to the background."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {name: [] for name in LABELS}
        self.free_title = ""
        self.open = ""

    def take(self, section: str, text: str) -> None:
        if section:
            self.open = section
        bare = text.strip()
        if not bare:
            return
        if not section and not self.free_title and _TITLE.match(_DECOR.sub("", bare)) and self._is_before_text():
            self.free_title = _DECOR.sub("", bare)
            return
        if self.open == "" and _is_heading_of_form(bare):
            return
        self.lines[self.open or "background"].append(bare)
        if self.open in ("title", "ignored", "proposer", "cosigners"):
            self.open = ""

    def _is_before_text(self) -> bool:
        return not any(self.lines[name] for name in ("background", "analysis", "suggestions"))


def _pieces(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (section that a label opens, text) line by line; a table row by its label and what stands beside it."""
    for block in document.blocks:
        if isinstance(block, Line):
            yield from _line(block.text)
        elif isinstance(block, Table):
            for row in block.rows:
                yield from _row([cell.text for cell in row if cell.source == "own"])


def _row(cells: list[str]) -> Iterator[tuple[str, str]]:
    section = ""
    for cell in cells:
        meaning = _meaning(cell)
        if meaning:
            section = meaning
            yield section, ""
        elif section in ("title", "ignored", "proposer", "cosigners"):
            yield section, " ".join(cell.split("\n"))
            section = ""
        else:
            for line in cell.split("\n"):
                yield from _line(line)


def _line(text: str) -> Iterator[tuple[str, str]]:
    bare = text.strip()
    if meaning := _meaning(bare):
        yield meaning, ""
        return
    match = _COLON.match(bare)
    if match and (meaning := _meaning(match.group(1))):
        yield meaning, match.group(2)
        return
    yield "", bare


def _meaning(label: str) -> str:
    bare = _DECOR.sub("", _NUMBERING.sub("", label.strip())).rstrip("：:")
    bare = re.sub(r"[（(].*[）)]$", "", bare)
    return _MEANING.get(bare, "")


def _is_heading_of_form(text: str) -> bool:
    """The printed head of the form is no content: 政协……提案, 提案用纸, a year and a session."""
    bare = _DECOR.sub("", text)
    return len(bare) <= 40 and bool(re.search(r"(委员会|会议|委员)?提案(用纸|表|格式|稿|纸)?$|次会议$", bare))


def _title(found: _Sorting) -> str:
    title = _DECOR.sub("", "".join(found.lines["title"])) or found.free_title
    return title.strip("。 ")


def _names(lines: Iterable[str]) -> list[str]:
    names: list[str] = []
    for piece in re.split(r"[、，,；;\n]|\s{2,}", "、".join(lines)):
        name = re.sub(r"[\s\u3000]", "", piece)
        if 2 <= len(name) <= 12 and name not in names:
            names.append(name)
    return names


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def split_suggestions(lines: Iterable[str]) -> list[str]:
    """
    Cut the suggestions by the first style of numbering that occurs; lines of other styles belong to their item.

    Without any numbering each paragraph is one suggestion.
    """
    given = [line for line in lines if line.strip()]
    mark = next((style for line in given for style in _ITEM_MARKS if style.match(line)), None)
    if mark is None:
        return given
    found: list[str] = []
    for line in given:
        if mark.match(line):
            found.append(mark.sub("", line))
        elif found:
            found[-1] = f"{found[-1]}\n{line}"
        else:
            found.append(line)
    if len(found) > 1 and not mark.match(given[0]) and len(found[0]) < 40 and found[0].endswith(("：", ":", "。")):
        found.pop(0)  # 为此，建议如下：
    return found
