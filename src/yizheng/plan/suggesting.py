"""Suggest the plan item that a task or a research topic serves, with the words that say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from yizheng.assist import alike
from yizheng.assist.themes import themes_of
from yizheng.assist.words import content_words

# Weights are our decision, set by reading suggestions for plans with and without annex.
_TITLE, _BODY, _QUOTED = 3.0, 1.0, 1.0
_THEME_IN_TITLE, _THEME_IN_BODY, _THEME_IN_TASK = 3.0, 0.5, 2.0
# 把握大 asks for a good part of the task's words and a clear lead over the second item.
_SURE_SCORE, _SURE_LEAD = 0.35, 0.08
_LIKELY_SCORE, _LIKELY_LEAD = 0.2, 0.03
_SHOWN = 4
# Shorter literal runs of a title occur by chance.
_RUN = 5
_QUOTES = re.compile(r"[“《‘「『]([^”》’」』]+)[”》’」』]")
# 二届一次会议 is how a table names the plenary (全体会议); 二届一次会议重点提案 is about proposals.
_PLENARY = re.compile(r"[一二三四五六七八九十0-9]+次(全体)?会议(?=$|筹备|准备|[，。、（(暨])")
_THEME = "类:"


class Confidence(StrEnum):
    """How far a suggestion can be trusted; a person confirms it in any case."""

    SURE = "sure"
    LIKELY = "likely"
    DOUBTFUL = "doubtful"

    @property
    def label(self) -> str:
        """The word shown beside the suggestion."""
        return {"sure": "把握大", "likely": "可能", "doubtful": "拿不准"}[self.value]


@dataclass(frozen=True)
class PlanText:
    """What is read of a plan item: its own number (None when the plan has none) and its words."""

    id: int
    number: int | None
    title: str
    text: str

    @property
    def label(self) -> str:
        """第9项, or the title in quotes when the plan does not number its items."""
        return f"第{self.number}项" if self.number is not None else f"“{self.title}”"


@dataclass(frozen=True)
class Suggestion:
    """The item a task most probably serves."""

    item_id: int
    confidence: Confidence
    reason: str
    shared: tuple[str, ...]
    score: float


def suggest_items(contents: Sequence[str], items: Sequence[PlanText]) -> list[Suggestion | None]:
    """
    Suggest for each task content the item it serves; None where nothing is shared.

    Titles weigh more than bodies, and what stands in 《》 or “” more than the words around it.
    """
    bags = [_item_bag(item) for item in items]
    return [_suggest(_task_bag(content), items, bags) for content in contents]


def suggest_topic_items(titles: Sequence[str], items: Sequence[PlanText]) -> list[Suggestion | None]:
    """
    Suggest the item for each research topic (调研课题).

    A plan lists its topics inside one item, so the item that writes out the most of the title
    comes first; where none does, words decide as for tasks.
    """
    bags = [_item_bag(item) for item in items]
    research = [_THEME + "调查研究"]
    return [_written_out(title, items) or _suggest(_task_bag(title, kinds=research), items, bags) for title in titles]


def _written_out(title: str, items: Sequence[PlanText]) -> Suggestion | None:
    """Find the one item that quotes a good part of the title literally."""
    runs = [longest_run(title, item.title + "。" + item.text) for item in items]
    longest = max(runs, key=len, default="")
    if len(longest) < _RUN or not content_words(longest) or runs.count(longest) > 1:
        return None
    item = items[runs.index(longest)]
    share = len(longest) / len(title)
    confidence = Confidence.SURE if share >= 0.5 else Confidence.LIKELY
    return Suggestion(item.id, confidence, f"{item.label}写到“{longest}”", (longest,), share)


def longest_run(wanted: str, text: str) -> str:
    """The longest piece of `wanted` that stands literally in `text`; empty if none does."""
    for length in range(len(wanted), 0, -1):
        for start in range(len(wanted) - length + 1):
            if wanted[start : start + length] in text:
                return wanted[start : start + length]
    return ""


def _task_bag(content: str, *, kinds: Sequence[str] = ()) -> alike.Bag:
    """Weigh the words of a task; `kinds` are themes known without being said."""
    found = content_words(_PLENARY.sub("全体会议", content))
    quoted = content_words(" ".join(_QUOTES.findall(content)))
    return alike.bag((found, 1.0), (quoted, _QUOTED), ([*_named(found), *kinds], _THEME_IN_TASK))


def _item_bag(item: PlanText) -> alike.Bag:
    title, body = content_words(item.title), content_words(item.text)
    quoted = content_words(" ".join(_QUOTES.findall(item.text)))
    return alike.bag(
        (title, _TITLE),
        (body, _BODY),
        (quoted, _QUOTED),
        (_named(title), _THEME_IN_TITLE),
        (_named(body), _THEME_IN_BODY),
    )


def _named(found: Sequence[str]) -> list[str]:
    return [_THEME + theme for theme in themes_of(found)]


def _suggest(task: alike.Bag, items: Sequence[PlanText], bags: Sequence[alike.Bag]) -> Suggestion | None:
    matches = alike.rank(task, bags, top=2)
    if not matches:
        return None
    best, *others = matches
    lead = best.score - sum(other.score for other in others)
    item, said = items[best.index], _told_apart(best.shared)
    reason = _reason(item, said, [word for word in best.shared if word.startswith(_THEME)])
    return Suggestion(item.id, _confidence(best.score, lead), reason, said, best.score)


def _confidence(score: float, lead: float) -> Confidence:
    """Judge by the share of the task's words that were found, and the lead over the next item."""
    if score >= _SURE_SCORE and lead >= _SURE_LEAD:
        return Confidence.SURE
    if score >= _LIKELY_SCORE and lead >= _LIKELY_LEAD:
        return Confidence.LIKELY
    return Confidence.DOUBTFUL


def _told_apart(shared: Sequence[str]) -> tuple[str, ...]:
    """Keep the words a reader needs: no themes, no word that stands inside another."""
    said = [word for word in shared if not word.startswith(_THEME)]
    inside = {word for word in said for other in said if word != other and word in other}
    return tuple(word for word in said if word not in inside)


def _reason(item: PlanText, said: Sequence[str], themes: Sequence[str]) -> str:
    kinds = "、".join(theme.removeprefix(_THEME) for theme in themes)
    if not said:
        return f"与{item.label}同属{kinds}"
    sentence = f"与{item.label}同提：{'、'.join(said[:_SHOWN])}"
    return f"{sentence}；同属{kinds}" if kinds and len(said) == 1 else sentence
