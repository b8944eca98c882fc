"""What a piece still lacks for being sent in: hints while writing (handbook 6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yizheng.org.configuration import value

from .keys import MAX_CHARS
from .services.writing import Text

SEVERAL = re.compile(r"[；;]|以及|、[^、]+、")
SECRET = re.compile(r"绝密|机密|秘密级|涉密文件|内部文件")
PRIVATE = re.compile(r"我家|本人及家属|我父亲|我母亲|我儿子|我女儿|上访|举报|起诉")


@dataclass(frozen=True)
class Hint:
    """One point: met, or what to do."""

    ok: bool
    words: str


def hints(text: Text, on: date) -> list[Hint]:
    """Return the points in the order of writing. Key opinion.max_chars."""
    return [*_of_parts(text), *_of_length(text, on), *_of_matter(text)]


def _of_parts(text: Text) -> Iterator[Hint]:
    title = text.title.strip()
    one = not SEVERAL.search(title)
    yield Hint(bool(title) and one, "一事一报：标题说清一件事" if one else "标题像是说了几件事，请分开报")
    yield Hint(bool(text.situation.strip()), "情况：在哪里，看到什么，有多少")
    yield Hint(bool(text.problem.strip()), "问题：难在哪里，影响谁")
    yield Hint(bool(text.suggestion.strip()), "建议：请谁做什么")


def _of_length(text: Text, on: date) -> Iterator[Hint]:
    most = value(MAX_CHARS, on=on)
    if text.chars > most:
        yield Hint(False, f"正文最多{most}字，现在{text.chars}字，要精简才能报送")


def _of_matter(text: Text) -> Iterator[Hint]:
    whole = f"{text.title}{text.situation}{text.problem}{text.suggestion}"
    if SECRET.search(whole):
        yield Hint(False, "看到涉密的字样：涉密和工作秘密不能在这里写，请走纸质渠道")
    if PRIVATE.search(whole):
        yield Hint(False, "像是个人诉求或信访事项：请走信访、12345，社情民意只谈公共的事")
