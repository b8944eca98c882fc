"""The record as the components of the house draw it."""

from __future__ import annotations

from collections.abc import Iterable

from yizheng.kernel.addresses import address
from yizheng.ui.shapes import Cell, Column, Meaning
from yizheng.ui.tags.marks import moment

from .enums import ModelState
from .reckoning import Score, VersionLine

COLUMNS = (Column(""), Column("决定", "number"), Column("第一个就对", "number"), Column("前三个里有", "number"))
VERSION_COLUMNS = (
    Column("版"), Column("训练"), Column("学过", "number"), Column("启用前的检验"), Column("启用后第一个就对"),
    Column("现在"),
)  # fmt: skip
_STATES = {ModelState.WAITING: Meaning.BUSY, ModelState.READY: Meaning.NEUTRAL, ModelState.FAILED: Meaning.WARN}


def score_rows(scores: Iterable[Score]) -> list[list[Cell | str]]:
    """Return rows under COLUMNS; every number opens its list, a share stands beside it where there are enough."""
    return [
        [
            each.label,
            Cell(str(each.count), each.url("all")) if each.count else "0",
            _part(each.first, each.rate, each.url("first")),
            _part(each.top, each.top_rate, each.url("top3")),
        ]
        for each in scores
    ]


def _part(count: int, share: str, url: str) -> Cell:
    return Cell(f"{count}（{share}）" if share else str(count), url if count else "")


def version_rows(lines: Iterable[VersionLine], may_train: bool) -> list[list[Cell | str]]:
    """Return rows under VERSION_COLUMNS; a version that can be put to use again leads to its page."""
    return [
        [
            f"第{line.version.number}版",
            _trained(line),
            str(line.version.examples or ""),
            line.checked,
            _part(line.since.first, line.since.rate, line.since.url("all")) if line.since.count else "还没有决定",
            _standing(line, may_train),
        ]
        for line in lines
    ]


def _trained(line: VersionLine) -> str:
    version = line.version
    when = moment(version.trained_at or version.asked_at)
    took = f"，用了{version.seconds}秒" if version.state == ModelState.READY else ""
    return f"{when}，{version.asked_by_name}{took}"


def _standing(line: VersionLine, may_train: bool) -> Cell:
    version = line.version
    if line.is_used:
        return Cell("正在用", meaning=Meaning.OK)
    if version.state == ModelState.FAILED:
        return Cell(version.failure)
    if version.state == ModelState.READY and not line.is_whole:
        return Cell("内容已清除，不能再用")
    if version.state == ModelState.READY and may_train:
        return Cell("启用这一版", address("assist:activate", public_id=version.public_id))
    return Cell(version.get_state_display(), meaning=_STATES[ModelState(version.state)])
