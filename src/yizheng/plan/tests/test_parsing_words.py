"""Months, names, columns and numbers as offices print them."""

import pytest

from yizheng.plan.parsing.columns import column_of
from yizheng.plan.parsing.dates import Months, iso_date, months_of, years_in
from yizheng.plan.parsing.numbering import mark_of
from yizheng.plan.parsing.people import departments_in, members_in, names_in
from yizheng.plan.parsing.tasks import split_entries


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("3", (3, 3)),
        ("３月", (3, 3)),
        ("十二月", (12, 12)),
        ("3月份", (3, 3)),
        ("2018年3月", (3, 3)),
        ("10月底前", (10, 10)),
        ("6月30日前", (6, 6)),
        ("1-3月", (1, 3)),
        ("3月至5月", (3, 5)),
        ("3—5", (3, 5)),
        ("二、三月", (2, 3)),
        ("3月、6月、9月", (3, 9)),
        ("一季度", (1, 3)),
        ("第四季度", (10, 12)),
        ("一、二季度", (1, 6)),
        ("上半年", (1, 6)),
        ("年底前", (12, 12)),
        ("全年", (None, None)),
        ("每月", (None, None)),
    ],
)
def test_month_cells(cell: str, months: tuple[int | None, int | None]) -> None:
    assert months_of(cell) == Months(*months)


@pytest.mark.parametrize("cell", ["", "13", "会议", "办公室", "0月"])
def test_what_is_no_month(cell: str) -> None:
    assert months_of(cell) is None


def test_dates_in_digits_and_in_chinese() -> None:
    assert iso_date("2018年3月12日") == iso_date("二〇一八年三月十二日") == "2018-03-12"
    assert iso_date("2018 年 3 月 12 日印发") == "2018-03-12"
    assert iso_date("2018年2月30日") is None
    assert years_in("２０１７年工作总结和二○一八年工作安排") == [2017, 2018]


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("毛  利", ["毛利"]),
        ("主  席\n\n副主席", ["主席", "副主席"]),
        ("王 明  李晓东", ["王明", "李晓东"]),
        ("王　明、李晓东，周敏", ["王明", "李晓东", "周敏"]),
        ("主席 副主席", ["主席", "副主席"]),
        ("各副主席", ["各副主席"]),
        ("李四\n李 四", ["李四"]),
        ("欧阳文\n王\n明", ["欧阳文", "王明"]),
        ("", []),
    ],
)
def test_leaders(cell: str, names: list[str]) -> None:
    assert names_in(cell) == names


@pytest.mark.parametrize(
    ("cell", "departments"),
    [
        ("办公室\n\n提案和委员工委", ["办公室", "提案和委员工委"]),
        ("城市建设和人口\n资源环境委", ["城市建设和人口资源环境委"]),
        ("办公室和研究室", ["办公室", "研究室"]),
        ("提案委 经科委", ["提案委", "经科委"]),
        ("各镇（街道、区）工委、有关部门", ["各镇（街道、区）工委", "有关部门"]),
        ("经济委（牵头）、社法委", ["经济委（牵头）", "社法委"]),
        ("各专委会", ["各专委会"]),
    ],
)
def test_departments(cell: str, departments: list[str]) -> None:
    assert departments_in(cell) == departments


@pytest.mark.parametrize(
    ("text", "members", "others"),
    [
        ("傅文、兰宁和相关委员", ["傅文", "兰宁"], True),
        ("张三、李四等", ["张三", "李四"], True),
        ("张三、李四等相关委员", ["张三", "李四"], True),
        ("张三和李四", ["张三", "李四"], False),
        ("张三、有关专家", ["张三"], True),
        ("王五、赵六及相关界别委员。", ["王五", "赵六"], True),
        ("相关委员", [], True),
        ("和  平、于小和", ["和平", "于小和"], False),
    ],
)
def test_members(text: str, members: list[str], others: bool) -> None:
    assert members_in(text) == (members, others)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("月 份", "month"),
        ("时间", "month"),
        ("完成时限", "month"),
        ("工作内容", "content"),
        ("主要工作", "content"),
        ("重点任务", "content"),
        ("分管领导", "leaders"),
        ("牵头领导", "leaders"),
        ("责任人", "leaders"),
        ("责任部门", "departments"),
        ("承办单位", "departments"),
        ("牵头委室", "departments"),
        ("课题名称", "topic"),
        ("课题组成员", "members"),
        ("序号", "order"),
        ("备注", "note"),
        ("办公室", None),
        ("召开常委会议", None),
    ],
)
def test_columns(heading: str, column: str | None) -> None:
    assert column_of(heading) == column


@pytest.mark.parametrize(
    ("text", "style", "value", "raw"),
    [
        ("一、加强", "cn", 1, "一、"),
        ("十二、加强", "cn", 12, "十二、"),
        ("（三）加强", "cn_paren", 3, "（三）"),
        ("( 三 ) 加强", "cn_paren", 3, "( 三 )"),
        ("7．加强", "arabic", 7, "7．"),
        ("１０、加强", "arabic", 10, "１０、"),
        ("3 加强", "arabic", 3, "3"),
        ("1.2018年重点", "arabic", 1, "1."),
        ("2）加强", "arabic_half", 2, "2）"),
        ("（2）加强", "arabic_paren", 2, "（2）"),
        ("③加强", "circled", 3, "③"),
        ("第四，加强", "ordinal", 4, "第四，"),
        ("五是加强", "shi", 5, "五是"),
        ("第二部分 加强", "part", 2, "第二部分"),
    ],
)
def test_numbers(text: str, style: str, value: int, raw: str) -> None:
    mark = mark_of(text)

    assert mark is not None
    assert (mark.style, mark.value, mark.raw) == (style, value, raw)


@pytest.mark.parametrize(
    "text",
    [
        "2018年工作",
        "3.5个百分点",
        "一、二、三产业",
        "10,000人",
        "5 月份",
        "第一产业",
        "（2-3月）",
        "一是否决",
        "三农工作",
        "12次会议",
        "",
    ],
)
def test_what_is_no_number(text: str) -> None:
    assert mark_of(text) is None


@pytest.mark.parametrize(
    ("cell", "entries"),
    [
        ("（1）召开全会", [(1, "召开全会")]),
        ("召开全会\n（2-3月）", [(None, "召开全会（2-3月）")]),
        ("（1）甲；\n（2）乙（2-3月）", [(1, "甲"), (2, "乙（2-3月）")]),
        ("1.甲。2.乙。", [(1, "甲。"), (2, "乙。")]),
        ("①甲；②乙", [(1, "甲"), (2, "乙")]),
        ("1.甲 2.乙", [(1, "甲"), (2, "乙")]),
        ("组织2次视察；3次协商", [(None, "组织2次视察；3次协商")]),
    ],
)
def test_entries_of_a_cell(cell: str, entries: list[tuple[int | None, str]]) -> None:
    assert split_entries(cell) == entries
