"""Where the title of an item ends and its text begins."""

from __future__ import annotations

import re

from yizheng.plan.parsing.paragraphs import CLOSE_TO_OPEN, OPEN_TO_CLOSE, Paragraph

LONGEST = 42
SPACES = re.compile(r"(?<=[^A-Za-z]) +| +(?=[^A-Za-z])")
LEAD = re.compile(r"(?!(?:全年|一年|今年|去年|会议|目前|其中|同时|此外|为此|特别))[^0-9\s：:；]{4,22}")
"""A short first sentence as titles are worded: without figures, and not telling when or where."""


def split_title(part: Paragraph) -> tuple[str | None, str]:
    """
    The title of a numbered item and the text after it, from a paragraph without its number.

    A title is the bold beginning, or the first sentence when it is short, or what stands before a colon;
    a short line alone is all title; a long first sentence is text, and the title is None.
    """
    text = part.text.strip()
    bold = _bold_lead(part)
    if bold:
        return _clean(text[:bold]), text[bold:].lstrip(" \u3000。：:")
    stop = first_stop(text)
    colon = _colon(text[:stop])
    if colon is not None:
        return _clean(text[:colon]), text[colon + 1 :].strip()
    if stop is None:
        return (_clean(text), "") if len(text) <= LONGEST else (None, text)
    head, rest = text[:stop], text[stop + 1 :].strip()
    return (None, text) if len(head) > LONGEST else (_clean(head), rest)


def first_stop(text: str) -> int | None:
    """Where the first sentence stops, outside quotes and brackets."""
    depth = 0
    for index, char in enumerate(text[:400]):
        depth += (char in OPEN_TO_CLOSE) - (char in CLOSE_TO_OPEN)
        if char in "。！？" and depth <= 0:
            return index
    return None


def _bold_lead(part: Paragraph) -> int:
    """End of the bold beginning when it is a title and not the whole paragraph."""
    if not part.bold or part.bold[0][0] > 1:
        return 0
    end = part.bold[0][1]
    for start, stop in part.bold[1:]:
        end = stop if start <= end else end
    return end if end <= LONGEST + 2 and end < len(part.text.rstrip("。 ")) else 0


def _colon(sentence: str) -> int | None:
    """Where a first sentence such as 开展重点协商：围绕…召开会议 turns from title to text."""
    depth = 0
    for index, char in enumerate(sentence[:24]):
        depth += (char in OPEN_TO_CLOSE) - (char in CLOSE_TO_OPEN)
        if char in "，；":
            return None
        if char in "：:" and depth <= 0 and index > 1:
            return index if len(sentence) - index > 12 else None
    return None


def _clean(title: str) -> str:
    """Without stray spaces; the one between two halves of a heading stays (围绕中心 服务大局)."""
    words = title.strip().split()
    halves = len(words) == 2 and all(len(word) >= 4 and not word.isascii() for word in words)
    text = " ".join(words) if halves else SPACES.sub("", " ".join(words))
    return text.strip("。．：: ")


def lead_title(part: Paragraph) -> str | None:
    """The lead of an unnumbered paragraph when it reads as a title: bold, or a very short first sentence."""
    title, rest = split_title(part)
    if title is None or not rest or part.text.rstrip()[-1:] in "：:":
        return None
    return title if _bold_lead(part) or LEAD.fullmatch(title) else None
