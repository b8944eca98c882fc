"""What a text still lacks for being filed: hints while writing, never a wall (handbook 5.2, 5.3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yizheng.org.configuration import value

from . import keys
from .services.writing import Text

MANY_SUGGESTIONS = 8
SEVERAL = re.compile(r"[；;]|、[^、]+、")
THIN, SHORT = 10, 8
MATTERS: tuple[tuple[str, str], ...] = (
    (r"绝密|机密级|秘密级|涉密文件", "看到涉密的字样：涉密内容不能在这里写，请走纸质渠道。"),
    (r"诉讼中|已起诉|判决书|仲裁裁决|行政复议", "像是已进入诉讼、仲裁的事，这类事不作为提案立案。"),
    (r"举报|控告|检举", "像是指名举报，请走信访、纪检渠道。"),
    (r"我家|本人及家属|我父亲|我母亲|我儿子|我女儿|我本人的", "像是个人的事，提案要谈公共的事。"),
)


@dataclass(frozen=True)
class Hint:
    """One point of the standard: met, or what to do."""

    ok: bool
    words: str


def hints(text: Text, on: date) -> list[Hint]:
    """Return the points of the filing standard in the order of writing. Keys proposal.title_chars, body_chars."""
    return [*_of_title(text.title.strip(), on), *_of_parts(text), *_of_suggestions(text), *_of_length(text, on),
            *_of_matter(text)]  # fmt: skip


def _of_title(title: str, on: date) -> Iterator[Hint]:
    most = value(keys.TITLE_CHARS, on=on)
    good_form = title.startswith("关于") and title.endswith("的建议")
    yield Hint(good_form, "案由写成“关于……的建议”")
    if len(title) > most:
        yield Hint(False, f"案由最多{most}个字，现在{len(title)}个字，要精简才能提交")
    one = bool(title) and not SEVERAL.search(title)
    yield Hint(one, "一事一案" if one or not title else "案由像是说了几件事，请一事一案")


def _of_parts(text: Text) -> Iterator[Hint]:
    yield Hint(len(text.background.strip()) >= THIN, "写清情况，有事实有数据")
    yield Hint(len(text.analysis.strip()) >= THIN, "分析问题和原因")
    yield Hint(bool(text.research_basis.strip()), "说明调研依据：去过哪里、问过谁、看过什么材料")


def _of_suggestions(text: Text) -> Iterator[Hint]:
    given = [each.strip() for each in text.suggestions if each.strip()]
    yield Hint(bool(given), "至少一条具体建议，逐条编号")
    short = [order for order, each in enumerate(given, start=1) if len(each) < SHORT]
    if short:
        yield Hint(False, f"第{'、'.join(map(str, short))}条建议太短，请写清请谁做什么")
    if len(given) > MANY_SUGGESTIONS:
        yield Hint(False, f"建议有{len(given)}条，像是不止一件事，可以分成几件提案")


def _of_length(text: Text, on: date) -> Iterator[Hint]:
    most = value(keys.BODY_CHARS, on=on)
    count = body_chars(text)
    if count > most:
        yield Hint(False, f"正文{count}字，建议不超过{most}字")


def _of_matter(text: Text) -> Iterator[Hint]:
    whole = "\n".join((text.title, text.background, text.analysis, *text.suggestions))
    for pattern, words in MATTERS:
        if re.search(pattern, whole):
            yield Hint(False, words)


def body_chars(text: Text) -> int:
    """Return how many characters the body has; white space does not count."""
    return sum(len(re.sub(r"\s", "", each)) for each in (text.background, text.analysis, *text.suggestions))
