"""A page that holds the review of one year and the plan of the next: where each begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from yizheng.plan.parsing.dates import years_in
from yizheng.plan.parsing.openings import YEAR
from yizheng.plan.parsing.paragraphs import Paragraph
from yizheng.plan.parsing.tree import squeezed

REVIEW = re.compile(r"总结|回顾|情况|成效|完成|开展|工作报告|过去|一年来|去年|上年|以来")
AHEAD = re.compile(
    r"安排|打算|思路|计划|设想|要点|任务|谋划|部署|举措|下一步|下步|明年|今年|来年|新的一年|下一?年|展望|重点"
)
TIME = re.compile(
    rf"{YEAR}|\d{{4}}[-—–－至]\d{{4}}年|过去.{{0,3}}一年|一年来|今年|明年|去年|来年|下一?年|下一?步|新的一年|上年"
)
WORK = re.compile(r"工作|任务|回顾|总结|打算|安排|思路|履职")


@dataclass(frozen=True)
class PartStart:
    """The heading of a part: where it stands in the list of paragraphs, what kind, of which year."""

    index: int
    kind: str
    year: int | None
    title: str


def kind_of_heading(text: str) -> str | None:
    """review, plan, or None; the later words decide: 2018年工作回顾 against 2018年工作安排."""
    plain = squeezed(text)
    if len(plain) > 34 or not TIME.search(plain) or not WORK.search(plain) or re.search(r"[。；，！？:：]", plain):
        return None
    review, ahead = _last(REVIEW, plain), _last(AHEAD, plain)
    if review == ahead:
        return "year"
    return "review" if review > ahead else "plan"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)


def holds_both_years(title: str) -> bool:
    """2017年工作总结和2018年工作安排."""
    plain = squeezed(title)
    return (
        bool(REVIEW.search(plain) and AHEAD.search(plain))
        and bool(re.search(r"[和及与暨、]|以及", plain))
        and len(set(years_in(plain))) > 1
    )


def part_starts(paragraphs: Sequence[Paragraph], title: str) -> list[PartStart]:
    """The headings of a review and of a plan, in this order; empty when the page holds only one of them."""
    found = [start for index, part in enumerate(paragraphs) if (start := _start(index, part, title))]
    for style in dict.fromkeys(_style(paragraphs[start.index]) for start in found):
        level = [start for start in found if _style(paragraphs[start.index]) == style]
        settled = _dated(_settled(level), years_in(title))
        kinds = [start.kind for start in settled]
        if kinds == ["review", "plan"]:
            return settled
        if kinds[:1] == ["plan"] and settled[0].index > 0 and _begins_with_review(title):
            return [_opening(title), *settled]
    return []


def _begins_with_review(title: str) -> bool:
    """2017年工作总结, alone or with the plan of the next year."""
    plain = squeezed(title)
    return holds_both_years(title) or _last(REVIEW, plain) > _last(AHEAD, plain)


def _start(index: int, part: Paragraph, title: str) -> PartStart | None:
    mark = part.mark if part.mark and part.mark.style in {"cn", "part", "cn_paren"} else None
    if (part.mark and mark is None) or part.ends:
        return None
    text = (mark.rest if mark else part.text).strip("：: *")
    kind = None if squeezed(text) == squeezed(title) else kind_of_heading(text)
    years = years_in(text)
    return PartStart(index, kind, years[-1] if years else None, squeezed(text)) if kind else None


def _style(part: Paragraph) -> str:
    return part.mark.style if part.mark else ""


def _settled(found: list[PartStart]) -> list[PartStart]:
    """Headings that only say 2018年主要工作 take their kind from the order of the years; repetitions go."""
    years = [start.year for start in found if start.year]
    settled: list[PartStart] = []
    for start in found:
        kind = start.kind
        if kind == "year":
            kind = "plan" if start.year == max(years, default=None) and len(set(years)) > 1 else "review"
        if not settled or settled[-1].kind != kind:
            settled.append(PartStart(start.index, kind, start.year, start.title))
    return settled[:2]


def _dated(found: list[PartStart], years: list[int]) -> list[PartStart]:
    """A part that only says 下一步工作打算 takes its year from the page's title or from the other part."""
    known: dict[str, int] = {start.kind: start.year for start in found if start.year}
    review = known.get("review") or (years[0] if years else None) or (known["plan"] - 1 if "plan" in known else None)
    ahead = known.get("plan") or (years[-1] if len(set(years)) > 1 else None) or (review + 1 if review else None)
    wanted = {"review": review, "plan": ahead}
    return [replace(start, year=start.year or wanted.get(start.kind)) for start in found]


def _opening(title: str) -> PartStart:
    """A review that begins at once, named by the first half of the page's title."""
    head = re.split(r"以及|[和及与暨、](?=.{0,4}\d{4})", squeezed(title))[0]
    years = years_in(head)
    dated = re.search(rf"{YEAR}.*", head)
    head = dated[0] if dated else head
    return PartStart(-1, "review", years[0] if years else None, head)
