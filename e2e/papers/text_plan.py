"""A short invented plan in plain text, with one item that a machine cannot tell from a sentence."""

from __future__ import annotations

from pathlib import Path

TEXT = """政协青澜市云岭区委员会{year}年工作要点
（{year}年2月6日区政协常委会议通过）

{year}年，区政协重点做好以下工作：

一、抓好学习
1．办好读书班。全年举办两期委员读书班。第二期安排在八月，请各委员会报名。
2．用好书屋。在街道设立委员书屋。
二、抓好协商
3．协商一件实事。围绕小区充电桩开展协商，跟踪落实。
4．以上各项工作由办公室负责解释。
"""


def write_text_plan(folder: Path, year: int) -> Path:
    """Write the plan of a year as a text file."""
    path = folder / f"{year}年要点（征求意见）.txt"
    path.write_text(TEXT.format(year=year), encoding="utf-8")
    return path
