"""Proposing task rows from the sentences of a plan without annex (F145)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yizheng.plan.act_phrases import LIMIT
from yizheng.plan.proposing import DraftRow, propose_rows
from yizheng.plan.suggesting import PlanText

from .invented_plan import ITEMS

DEPARTMENTS = ["办公室", "提案委员会", "委员工作委员会", "社会法制民族宗教委员会", "文化文史委员会"]


def rows_of(text: str, title: str = "工作安排", departments: list[str] = DEPARTMENTS) -> list[DraftRow]:
    return propose_rows([PlanText(1, 1, title, text)], departments=departments, year=2026)


def contents_of(text: str, title: str = "工作安排") -> list[str]:
    return [row.content for row in rows_of(text, title)]


def test_a_sentence_with_an_act_becomes_a_row_beside_its_sentence() -> None:
    assert rows_of("工作再上台阶。3月底前召开重点提案交办会，认真落实任务。") == [
        DraftRow(
            item_id=1,
            content="召开重点提案交办会",
            month_start=3,
            month_end=3,
            all_year=False,
            leaders_text="",
            departments_text="提案委员会",
            source="3月底前召开重点提案交办会，认真落实任务。",
            reason="原句写明“召开”；月份取自“3月底前”；部门按“提案”提出",
        )
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "不断提高政治站位，进一步增强责任意识。",
        "坚持围绕中心、服务大局，认真履行职能。",
        "扎实做好提案工作，提升办理质效。",
        "引导各联络组因地制宜开展各项活动。",
        "完善协商成果采纳机制，健全学习制度。",
        "努力办好事、做实事、解难事。",
        "广泛听取各界意见建议。",
        "抓好活动的组织。",
        "",
    ],
)
def test_a_vague_sentence_gives_no_row(sentence: str) -> None:
    assert rows_of(sentence) == []


def test_each_act_of_a_sentence_is_a_row() -> None:
    assert contents_of("修订《专委会工作通则》，组建信息员队伍；举办提案分析会，开展优秀提案评选。") == [
        "修订《专委会工作通则》",
        "组建信息员队伍",
        "举办提案分析会",
        "开展优秀提案评选",
    ]


def test_acts_joined_in_an_enumeration_are_told_apart() -> None:
    assert contents_of("召开界别召集人会议、举办委员讲堂、推出履职菜单。") == [
        "召开界别召集人会议",
        "举办委员讲堂",
        "推出履职菜单",
    ]
    assert contents_of("开展委员互访、企业沙龙、专题研讨等活动。") == ["开展委员互访、企业沙龙、专题研讨等活动"]


def test_words_of_manner_and_time_are_left_out_of_the_content() -> None:
    assert contents_of("要继续精心组织委员视察，10月份适时召开座谈会。") == ["组织委员视察", "召开座谈会"]


def test_what_the_work_is_about_stays_with_the_act() -> None:
    assert contents_of("围绕“一老一小”主题，认真开展专项民主监督。") == ["围绕“一老一小”主题，开展专项民主监督"]
    assert contents_of("对“茶产业”“古道”两个课题开展调研，提出建议案。") == [
        "对“茶产业”“古道”两个课题开展调研，提出建议案"
    ]


def test_who_and_with_whom_stay_with_the_act() -> None:
    assert contents_of("与县政府办联合开展民情走访。分两批举办委员培训班。全县新建十个议事室。") == [
        "与县政府办联合开展民情走访",
        "分两批举办委员培训班",
        "全县新建十个议事室",
    ]
    assert contents_of("就“茶旅融合”等课题深入调研。") == ["就“茶旅融合”等课题深入调研"]


def test_means_are_acts_too() -> None:
    assert contents_of("通过举办报告会、座谈会等形式，提高委员素质。") == ["举办报告会、座谈会"]


def test_words_that_soften_inside_an_object_do_not_hide_the_act() -> None:
    assert contents_of("协助县委制定进一步加强政协民主监督的实施办法。") == [
        "协助县委制定进一步加强政协民主监督的实施办法"
    ]


def test_a_long_enumeration_is_shortened_at_its_members() -> None:
    objects = "、".join(f"城乡第{n}片老旧街区整治提升" for n in "一二三四五六七")

    [content] = contents_of(f"围绕{objects}等议题，组织界别协商。")

    assert content == (
        "围绕城乡第一片老旧街区整治提升、城乡第二片老旧街区整治提升、城乡第三片老旧街区整治提升等议题，组织界别协商"
    )


def test_a_time_said_before_holds_for_the_acts_after_it() -> None:
    rows = rows_of("上半年，召开两次常委会议，举办新任委员培训班。组织委员视察。")

    assert [(row.month_start, row.month_end) for row in rows] == [(1, 6), (1, 6), (None, None)]


def test_a_time_inside_one_act_does_not_spread() -> None:
    rows = rows_of("3月底前完成委员分组，组织委员视察。")

    assert [row.month_start for row in rows] == [3, None]


def test_a_deadline_said_behind_belongs_to_the_act_before_it() -> None:
    rows = rows_of("开展重点提案督办，力争7月底前全部办结，召开总结会。")

    assert [(row.content, row.month_end) for row in rows] == [("开展重点提案督办", 7), ("召开总结会", None)]


def test_an_unknown_month_is_said_and_left_empty() -> None:
    [row] = rows_of("党的二十一大召开之后，掀起学习贯彻热潮。")

    assert (row.month_start, row.month_end, row.all_year) == (None, None, False)
    assert "时间写作“党的二十一大召开之后”，月份请补" in row.reason


def test_work_of_the_whole_year_is_flagged() -> None:
    [row] = rows_of("每季度开展一次委员接待日活动。")

    assert (row.content, row.all_year) == ("每季度开展一次委员接待日活动", True)


@pytest.mark.parametrize(
    ("text", "department"),
    [
        ("召开常委会议。", "办公室"),
        ("走访慰问民族宗教界人士。", "社会法制民族宗教委员会"),
        ("征集文史资料。", "文化文史委员会"),
        ("举办委员培训班。", "委员工作委员会"),
        ("年底由提案委员会组织评选表彰会。", "提案委员会"),
        ("开展专项民主监督。", ""),
    ],
)
def test_a_department_is_named_only_when_words_point_to_one(text: str, department: str) -> None:
    assert [row.departments_text for row in rows_of(text)] == [department]


def test_no_department_is_named_that_was_not_given() -> None:
    assert [row.departments_text for row in rows_of("召开提案交办会。", departments=[])] == [""]


def test_a_body_without_acts_gives_the_act_of_the_title() -> None:
    rows = rows_of("坚持问题导向，务求实效。", title="组织三次专题协商活动")

    assert [(row.content, row.source) for row in rows] == [("组织三次专题协商活动", "组织三次专题协商活动")]


def test_a_repeated_act_is_one_row() -> None:
    assert contents_of("召开座谈会。召开座谈会。") == ["召开座谈会"]


def test_rows_of_an_invented_plan_read_well() -> None:
    contents = [row.content for row in propose_rows(ITEMS, departments=DEPARTMENTS)]

    assert contents[:3] == ["举办新任委员培训班", "暑期举办常委读书班", "编印《委员应知应会》"]
    assert "组织提案办理双向评议" in contents
    assert "筹建开发区政协联络处" in contents
    assert len(contents) >= 2 * len(ITEMS)


SENTENCES = st.lists(
    st.text(alphabet="围绕召开举办组织委员提案视察活动会议等、，。；“”《》（）3月上半年全", max_size=80), max_size=4
)


@given(SENTENCES)
def test_every_row_quotes_its_sentence_and_invents_nothing(sentences: list[str]) -> None:
    text = "".join(sentences)

    for row in rows_of(text, title=""):
        assert row.source in text
        assert 0 < len(row.content) <= LIMIT
        assert all(piece in row.source for piece in re.split("[，、等…]", row.content))
        assert row.departments_text in ["", *DEPARTMENTS]
        assert row.leaders_text == ""
        assert (row.month_start is None) == (row.month_end is None)
