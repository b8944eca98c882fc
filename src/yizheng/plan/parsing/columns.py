"""The headings of task and topic tables, whatever an office calls its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yizheng.plan.parsing.tree import squeezed

VOCABULARY = (
    ("order", r"序号|编号|序|项次|No\.?"),
    ("note", r"备注|说明|备考"),
    ("members", r".{0,6}(?:成员|参加人员|参与人员|参加对象|参与对象)(?:名单)?"),
    ("topic", r".{0,4}(?:课题|调研题目|调研主题|选题|调研内容)(?:名称|题目|内容)?"),
    (
        "month",
        r"月份?|月度|.{0,4}时间(?:安排|节点|进度|要求)?|.{0,4}时限(?:要求)?|.{0,2}进度(?:安排|要求)?|完成(?:日期|节点|期限)|.{0,2}日期|节点|期限|季度",
    ),
    (
        "departments",
        r".{0,6}(?:部门|单位|委室|室委|处室|科室|机构|专委会|专委|委办|责任委|组织者)(?:及?人?|、?责任人)?",
    ),
    ("leaders", r".{0,6}(?:领导|负责人|牵头人|责任人|领衔人?|召集人|联系人|主席|领办人|督办人)"),
    (
        "content",
        r"(?:主要|重点|具体|工作|年度|目标|活动|任务|协商|监督|视察|调研)*(?:工作|任务|内容|事项|项目|活动|要点|议题|措施|安排|名称|目标|分解|要求)+",
    ),
)
RULES = tuple((name, re.compile(rf"(?:{pattern})\Z")) for name, pattern in VOCABULARY)


def column_of(text: str) -> str | None:
    """Which column a heading names: month, content, leaders, departments, order, topic, members, note."""
    plain = re.sub(r"[（(][^）)]*[）)]", "", squeezed(text)).strip(":：")
    if not 1 <= len(plain) <= 12:
        return None
    return next((name for name, rule in RULES if rule.match(plain)), None)


def header_of(cells: Sequence[str]) -> list[str | None] | None:
    """The columns of a heading row; None when the row is not one."""
    columns = [column_of(cell) for cell in cells]
    known = {column for column in columns if column}
    is_header = len(known) >= 2 and bool(known & {"content", "topic"})
    unknown = [cell for cell, column in zip(cells, columns, strict=True) if cell.strip() and column is None]
    return columns if is_header and len(unknown) <= len(known) // 2 else None
