"""How a node is printed, and how printed text becomes a node: nothing but punctuation comes or goes."""

from __future__ import annotations

import re

from yizheng.plan.importing.draft import Draft, Item, Section

MAX_TITLE_CHARS = 60
_ITEM_NUMBER = re.compile(r"\s*([（(]?\d{1,3}[）)]?\s*[、.．]?|[（(][一二三四五六七八九十]{1,3}[）)])(?!\d|月|日|年)")
_SECTION_NUMBER = re.compile(r"\s*([一二三四五六七八九十]{1,3})[、.．]\s*")
_TITLE_END = re.compile(r"[。\n：:]")
_ENDS = "。！？；：，、.!?;:"


def joined(before: str, after: str) -> str:
    """Return two texts as two paragraphs."""
    return f"{before}\n{after}" if before and after else before or after


def printed_item(item: Item) -> str:
    """Return an item as it was printed: number, title, text."""
    return item.number_raw + _run_in(item.title, item.text)


def printed_section(section: Section) -> str:
    """Return a heading with the text below it, without its items."""
    number = f"{section.number}、" if section.number else ""
    return joined(number + section.title, section.text)


def _run_in(title: str, text: str) -> str:
    if not title or not text or title[-1] in _ENDS:
        return title + text
    return f"{title}。{text}"


def read_item(draft: Draft, text: str) -> Item:
    """Return a new item from printed text: a leading number and a short first sentence stand apart."""
    number_raw, rest = _number(text)
    title, body = _title(rest)
    return Item(draft.new_id(), number_raw, title, body)


def read_section(draft: Draft, text: str) -> Section:
    """Return a new section from printed text: its number, its heading, what follows."""
    found = _SECTION_NUMBER.match(text)
    number, rest = (found[1], text[found.end() :]) if found else ("", text.lstrip())
    end = _TITLE_END.search(rest)
    if end is None:
        return Section(draft.new_id(), number, rest.strip())
    return Section(draft.new_id(), number, rest[: end.start()].strip(), rest[end.end() :].strip())


def _number(text: str) -> tuple[str, str]:
    found = _ITEM_NUMBER.match(text)
    if not found or not re.search(r"[、.．）)]", found[1]):
        return "", text.strip()
    return found[1].strip(), text[found.end() :].strip()


def _title(text: str) -> tuple[str, str]:
    end = _TITLE_END.search(text)
    if end is None:
        return (text, "") if len(text) <= MAX_TITLE_CHARS else ("", text)
    if end.start() > MAX_TITLE_CHARS or not text[end.end() :].strip():
        return "", text
    return text[: end.start()].strip(), text[end.end() :].strip()
