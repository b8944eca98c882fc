"""Split Chinese text into sentences and clauses without breaking quotes, titles and brackets."""

from __future__ import annotations

from collections.abc import Iterator

_PAIRS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "（": "）",
    "(": ")",
    "「": "」",
    "『": "』",
    "【": "】",
    "〔": "〕",
}
_HIDDEN = "□"


def split_sentences(text: str) -> list[str]:
    """Cut at 。！？ and line ends that stand outside quotes; every piece is literal and not blank."""
    return [piece for piece in _split(text, "。！？\n") if piece]


def split_clauses(sentence: str) -> list[str]:
    """Cut a sentence at ，；： outside quotes, without the marks themselves."""
    pieces = (piece.strip("，,；;：:。！？ \u3000") for piece in _split(sentence, "，,；;：:"))
    return [piece for piece in pieces if piece]


def split_list(text: str) -> list[str]:
    """Cut an enumeration at 、 outside quotes, without the marks themselves."""
    return [piece.strip("、") for piece in _split(text, "、")]


def hide_quoted(text: str) -> str:
    """Replace what stands inside quotes, titles and brackets, keeping every position."""
    return "".join(_HIDDEN if depth else mark for mark, depth in _with_depth(text))


def _split(text: str, marks: str) -> list[str]:
    pieces, start = [], 0
    for end, (mark, depth) in enumerate(_with_depth(text), start=1):
        if mark in marks and not depth:
            pieces.append(text[start:end].strip())
            start = end
    return [*pieces, text[start:].strip()]


def _with_depth(text: str) -> Iterator[tuple[str, int]]:
    """Give each character with the number of open pairs around it; an unclosed one is no pair."""
    awaited: list[str] = []
    for position, mark in enumerate(text):
        if awaited and mark == awaited[-1]:
            awaited.pop()
        yield mark, len(awaited)
        closing = _PAIRS.get(mark)
        if closing and text.find(closing, position + 1) > 0:
            awaited.append(closing)
