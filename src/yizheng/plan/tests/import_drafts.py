"""An invented plan as a tree, and a small roll of names, for the tests of corrections."""

from __future__ import annotations

from datetime import date

from yizheng.org.naming import Alias, Charge, NameCandidate, Tenure
from yizheng.plan.importing.corrections import Posted, correct
from yizheng.plan.importing.directory import NamesOfYear
from yizheng.plan.importing.draft import Draft, Head, Item, Json, Part, Row, Section, Topic

LIN = NameCandidate("person", 1, "林书宁", posts=(Tenure("主席", rank=1),))
GU = NameCandidate("person", 2, "顾云舟", posts=(Tenure("副主席", rank=2),), charges=(Charge(11),))
OFFICE = NameCandidate("body", 10, "办公室")
PROPOSALS = NameCandidate("body", 11, "提案委员会", aliases=(Alias("提案委"),), collectives=("专委会",))
CULTURE = NameCandidate("body", 12, "文化文史委员会", aliases=(Alias("文化文史委"),), collectives=("专委会",))
ROLL = (LIN, GU, OFFICE, PROPOSALS, CULTURE)


def names(year: int = 2026) -> NamesOfYear:
    """Return the directory of the invented office."""
    return NamesOfYear(year, lambda on: ROLL)


def draft() -> Draft:
    """Return a plan with two sections of two items, two tasks and a topic."""
    return Draft(
        head=Head(
            issuing_body="政协云溪区委员会", title="政协云溪区委员会2026年工作要点", year=2026,
            adopted_on="2026-02-20", adopted_meeting="区政协三届六次常委会议",
            preamble="总体要求是：稳中求进。重点抓好以下工作。",
        ),
        parts=[Part("p1", year=2026, sections=[_first_section(), _second_section()], first_line=1, last_line=9)],
        tasks=[
            Row("t1", "开展养老服务视察", month=5, item="i1", first_line=10, last_line=10),
            Row("t2", "召开重点提案督办会（6-8月）", month=6, item="i3", first_line=11, last_line=12),
        ],
        topics=[Topic("k1", title="居家养老服务供给", lead="顾云舟", item="i1", due_month=9)],
        removed=[{"line": 6, "text": "第 1 页", "why": "页码"}, {"line": 9, "text": "返回顶部", "why": "网页导航"}],
    )  # fmt: skip


def _first_section() -> Section:
    items = [
        Item("i1", "1．", "围绕养老服务议政", "组织委员视察。召开专题协商会。\n报送协商成果。", "", 3, 4),
        Item("i2", "2．", "深化民主监督", "聚焦优化营商环境开展监督。", "", 5, 5),
    ]
    return Section("s1", "一", "围绕中心建言资政", "抓住重点。", items, 2, 5)


def _second_section() -> Section:
    items = [
        Item("i3", "3．", "做好提案工作", "提高提案质量。", "", 8, 8),
        Item("i4", "", "", "加强委员联络，走访委员所在单位。", "", 9, 9),
    ]
    return Section("s2", "二", "加强自身建设", "", items, 7, 9)


def corrected(tree: Json, name: str, **fields: str | list[str]) -> Draft:
    """Return the tree after a correction with these fields of its form."""
    listed = {key: value if isinstance(value, list) else [value] for key, value in fields.items()}
    return Draft.from_json(correct(tree, name, Posted(listed, names())))


def tree() -> Json:
    """Return the invented plan as it is stored."""
    return draft().to_json()


def day(text: str) -> date:
    """Return a date written as 2026-03-12."""
    return date.fromisoformat(text)
