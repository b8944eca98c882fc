"""Reading months from a clause."""

import pytest

from yizheng.plan.month_hints import Period, read_period


@pytest.mark.parametrize(
    ("clause", "first", "last"),
    [
        ("3月底前完成分组", 3, 3),
        ("10月份召开座谈会", 10, 10),
        ("十一月组织双向评议", 11, 11),
        ("4-10月开展调研", 4, 10),
        ("4月至10月开展调研", 4, 10),
        ("开展课题调研（4—10月）", 4, 10),
        ("３月".translate(str.maketrans("３", "3")) + "5日开展学雷锋活动", 3, 3),
        ("上半年召开政情通报会", 1, 6),
        ("下半年组织视察", 7, 12),
        ("第三季度开展视察", 7, 9),
        ("一季度报送专报", 1, 3),
        ("4季度末总结", 10, 12),
        ("年中开展回头看", 6, 7),
        ("年内修订通则", 12, 12),
        ("年底前完成评选", 12, 12),
        ("2026年5月出版文史专辑", 5, 5),
    ],
)
def test_months_are_read_as_written(clause: str, first: int, last: int) -> None:
    period = read_period(clause, year=2026)

    assert (period.month_start, period.month_end, period.all_year) == (first, last, False)
    assert period.hint in clause


@pytest.mark.parametrize("clause", ["全年开展走访", "每季度举办一次讲堂", "每月编印专报", "常年接待来访"])
def test_work_of_the_whole_year_is_marked(clause: str) -> None:
    period = read_period(clause)

    assert (period.month_start, period.month_end, period.all_year) == (1, 12, True)


@pytest.mark.parametrize(
    ("clause", "hint"),
    [
        ("春节前走访慰问老委员", "春节"),
        ("中秋节期间举办茶话会", "中秋节期间"),
        ("党的二十一大召开之后", "党的二十一大召开之后"),
        ("办好暑期读书班", "暑期"),
        ("2027年1月举办春茗会", "2027年"),
        ("明年1月召开全会", "明年"),
        ("去年10月启动的课题", "去年"),
    ],
)
def test_a_time_without_a_month_of_this_year_leaves_the_months_empty(clause: str, hint: str) -> None:
    assert read_period(clause, year=2026) == Period(hint=hint)


@pytest.mark.parametrize(
    "clause",
    [
        "确定全年协商议题",
        "用3个月时间集中整改",
        "开展“三月三”民俗活动",
        "第十二届委员会",
        "做好备战2027亚冬会的宣传",
        "",
    ],
)
def test_numbers_that_are_no_time_are_left_alone(clause: str) -> None:
    assert read_period(clause, year=2026) == Period()


def test_a_period_that_runs_backwards_is_only_a_hint() -> None:
    assert read_period("11月至2月开展走访") == Period(hint="11月至2月")
