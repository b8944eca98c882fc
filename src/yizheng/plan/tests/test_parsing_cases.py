"""Ways of writing a plan, one a test; all places, names and wording are invented."""

from __future__ import annotations

from typing import Any

import pytest

from yizheng.document.reading import read
from yizheng.plan.parsing import understand

HEAD = "政协云岭区委员会2018年工作要点\n（2018年3月2日区政协四届六次常委会议通过）\n"


def parsed(text: str) -> dict[str, Any]:
    return understand(read(text.encode())).to_json()


def items(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    sections = found.get("sections") or [section for part in found["parts"] for section in part["sections"]]
    return [
        (section["number"], item["number"], item["number_raw"], item["title"], item["text"])
        for section in sections
        for item in section["items"]
    ]


def tasks(found: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (task["month"], task["order"], task["content"], task["leaders"], task["departments"]) for task in found["tasks"]
    ]


@pytest.mark.parametrize(
    ("printed", "body"),
    [
        ("政协云岭区委员会2018年工作要点", "政协云岭区委员会"),
        ("中国人民政治协商会议澄江市云岭区第四届委员会常务委员会2018年工作要点", "政协澄江市云岭区委员会"),
        ("政协第四届云岭区委员会2018年度工作要点", "政协云岭区委员会"),
        ("云岭县政协常委会2018年工作要点", "政协云岭县委员会"),
        ("政协云岭自治县委员会二〇一八年工作要点", "政协云岭自治县委员会"),
        ("2018年政协云岭区委员会工作要点", "政协云岭区委员会"),
        ("政协云岭区委员会工作要点（2018年）", "政协云岭区委员会"),
    ],
)
def test_the_issuing_body_is_named_without_term_or_standing_committee(printed: str, body: str) -> None:
    found = parsed(f"{printed}\n\n一、加强学习\n1.办班。组织培训。")

    assert (found["title"], found["issuing_body"], found["year"]) == (printed, body, 2018)


def test_a_short_title_takes_the_place_from_the_adoption_line() -> None:
    found = parsed(
        "区政协2018年工作要点\n（2018年3月2日政协云岭区第四届委员会第六次常委会议通过）\n一、加强学习\n1.办班。培训。"
    )

    assert found["issuing_body"] == "政协云岭区委员会"


def test_a_title_over_three_lines_with_spaces_inside() -> None:
    found = parsed("中国人民政治协商会议\n  云岭区委员会\n 2018 年 工 作 要 点 \n\n一、加强学习\n1.办班。组织培训。")

    assert found["title"] == "中国人民政治协商会议云岭区委员会2018年工作要点"


def test_a_red_head_and_number_above_the_title() -> None:
    found = parsed("政协云岭区委员会文件\n\n云协发〔2018〕5号\n\n" + HEAD + "一、加强学习\n1.办班。组织培训。")

    assert found["doc_number"] == "云协发〔2018〕5号"
    assert [removed["text"] for removed in found["removed"]] == ["政协云岭区委员会文件"]


def test_a_number_among_the_data_of_a_page_is_read() -> None:
    frame = "索引号：A01  发布机构：云岭区政协  文号：云协发[2018]5号\n"
    found = parsed(frame + HEAD + "一、加强学习\n1.办班。组织培训。")

    assert found["doc_number"] == "云协发〔2018〕5号"


def test_tables_above_the_text_do_not_end_it() -> None:
    data = "| 索引号 | 发布机构 | 文号 |\n|---|---|---|\n| A01 | 云岭区政协 | 云协发〔2018〕5号 |\n"
    found = parsed(data + HEAD + data.replace("A01", "A02") + "\n一、加强学习\n1.办班。组织培训。\n")

    assert found["doc_number"] == "云协发〔2018〕5号"
    assert items(found) == [("一", 1, "1.", "办班", "组织培训。")]


def test_an_unusual_title_is_told_by_the_adoption_line_below() -> None:
    found = parsed(
        "政协云岭区委员会全年履职纲目\n（2018年3月2日四届六次常委会议通过）\n一、加强学习\n1.办班。组织培训。\n"
    )

    assert (found["title"], found["year"]) == ("政协云岭区委员会全年履职纲目", 2018)


@pytest.mark.parametrize(
    ("line", "date", "meeting"),
    [
        (
            "（2018年3月2日政协云岭区第四届委员会第六次常委会议通过）",
            "2018-03-02",
            "政协云岭区第四届委员会第六次常委会议",
        ),
        ("(经2018年2月8日区政协四届十次主席会议讨论通过)", "2018-02-08", "区政协四届十次主席会议"),
        ("（政协云岭区四届二次会议 2018年1月12日审议通过）", "2018-01-12", "政协云岭区四届二次会议"),
        (
            "（二〇一八年三月二日政协云岭区第四届\n委员会第六次常委会议通过）",
            "2018-03-02",
            "政协云岭区第四届委员会第六次常委会议",
        ),
        ("2018年3月2日区政协四届六次常委会议审议通过", "2018-03-02", "区政协四届六次常委会议"),
        (
            "2018年3月2日政协云岭区第四届委员会\n第六次常委会议通过",
            "2018-03-02",
            "政协云岭区第四届委员会第六次常委会议",
        ),
        ("（2018年3月2日四届六次常委会议通过 2018年5月4日四届七次常委会议修改）", "2018-03-02", "四届六次常委会议"),
    ],
)
def test_adoption_lines(line: str, date: str, meeting: str) -> None:
    found = parsed(f"政协云岭区委员会2018年工作要点\n{line}\n\n一、加强学习\n1.办班。组织培训。")

    assert (found["adopted"]["date"], found["adopted"]["meeting"]) == (date, meeting)
    assert found["preamble"] == ""


def test_adoption_on_the_line_of_the_title() -> None:
    found = parsed(
        "政协云岭区委员会2018年工作要点（2018年3月2日四届六次常委会议通过）\n一、加强学习\n1.办班。组织培训。"
    )

    assert found["title"] == "政协云岭区委员会2018年工作要点"
    assert found["adopted"]["meeting"] == "四届六次常委会议"


NOTICE = """\
政协云岭区委员会办公室
关于印发《政协云岭区委员会2019年
工作要点》的通知

各专门委员会、各街道政协工委，机关各科室：
《政协云岭区委员会2019年工作要点》已经2019年2月20日区政协四届八次常委会议审议通过，现印发给你们，请认真贯彻落实。

政协云岭区委员会办公室
2019年2月22日

政协云岭区委员会2019年工作要点

2019年的总体要求是：认真履职。

一、加强学习
1.办班。组织培训。

抄送：区委办公室、区人大常委会办公室、区政府办公室，区纪委监委，
区人武部。
政协云岭区委员会办公室                2019年2月22日印发
"""


def test_a_notice_of_the_own_office_tells_the_adoption() -> None:
    found = parsed(NOTICE)

    notice = found["forwarding_notice"]
    assert notice["title"].endswith("关于印发《政协云岭区委员会2019年工作要点》的通知")
    assert (notice["by"], notice["date"]) == ("政协云岭区委员会办公室", "2019-02-22")
    assert notice["addressees"] == "各专门委员会、各街道政协工委，机关各科室"
    assert (found["adopted"]["date"], found["adopted"]["meeting"]) == ("2019-02-20", "区政协四届八次常委会议")
    assert notice["copy_to"] == ["区委办公室", "区人大常委会办公室", "区政府办公室", "区纪委监委", "区人武部"]
    assert (notice["issued_by"], notice["issued"]) == ("政协云岭区委员会办公室", "2019-02-22")
    assert items(found) == [("一", 1, "1.", "办班", "组织培训。")]


def test_a_colon_may_part_title_and_text() -> None:
    text = (
        "一、服务大局\n1.开展重点协商：围绕“十四五”规划实施，召开专题协商会议4次。\n2.认真做好提案工作\n3.建强队伍。\n"
    )

    assert [item[1:] for item in items(parsed(HEAD + text))] == [
        (1, "1.", "开展重点协商", "围绕“十四五”规划实施，召开专题协商会议4次。"),
        (2, "2.", "认真做好提案工作", ""),
        (3, "3.", "建强队伍", ""),
    ]


def test_marks_of_an_official_paper_are_no_text() -> None:
    found = parsed(NOTICE.replace("2019年2月22日\n\n", "2019年2月22日\n（此件公开发布）\n\n") + "（共印80份）\n")

    assert found["forwarding_notice"]["date"] == "2019-02-22"
    assert items(found) == [("一", 1, "1.", "办班", "组织培训。")]
    assert [removed["why"] for removed in found["removed"]][-2:] == ["公文标注", "公文标注"]


def test_enumerations_within_a_text_are_no_items() -> None:
    text = "思想建设\n主要做法：\n一是强化领导；二是完善机制。\n履职建设\n注重三点：\n一是选题。\n二是调研。\n"
    found = parsed(HEAD + text)

    assert [(item[3], item[4]) for item in items(found)] == [
        ("思想建设", "主要做法：\n一是强化领导；二是完善机制。"),
        ("履职建设", "注重三点：\n一是选题。\n二是调研。"),
    ]


def test_copies_without_a_notice_are_the_imprint() -> None:
    found = parsed(
        HEAD + "一、加强学习\n1.办班。组织培训。\n抄送：区委、区政府。\n云岭区政协办公室  2018年3月5日印发\n"
    )

    assert found["forwarding_notice"] is None
    imprint = found["imprint"]
    assert (imprint["copy_to"], imprint["issued"]) == (["区委", "区政府"], "2018-03-05")


def test_a_signature_at_the_end_is_no_text_of_the_last_item() -> None:
    found = parsed(HEAD + "一、加强学习\n1.办班。组织培训。\n\n政协云岭区委员会办公室\n2018年3月5日\n")

    assert (found["signature"]["by"], found["signature"]["date"]) == ("政协云岭区委员会办公室", "2018-03-05")
    assert items(found)[-1][-1] == "组织培训。"


def test_bare_headings_between_sections_and_items_are_groups() -> None:
    text = "一、政治建设\n（一）理论武装\n1.学习。组织学习。\n2.研讨。组织研讨。\n（二）党的建设\n3.制度。完善制度。\n"
    found = parsed(HEAD + text)

    assert [(item["number"], item["group"]) for item in found["sections"][0]["items"]] == [
        (1, "（一）理论武装"),
        (2, "（一）理论武装"),
        (3, "（二）党的建设"),
    ]


def test_numbers_under_an_item_with_text_belong_to_its_text() -> None:
    text = "一、政治建设\n（一）强化党的建设。发挥党组作用：\n1.健全规则；\n2.推进覆盖。\n（二）加强学习。组织学习。\n"

    assert items(parsed(HEAD + text)) == [
        ("一", 1, "（一）", "强化党的建设", "发挥党组作用：\n1.健全规则；\n2.推进覆盖。"),
        ("一", 2, "（二）", "加强学习", "组织学习。"),
    ]


def test_numbers_in_mid_sentence_are_no_items() -> None:
    text = "一、服务发展\n1.调研。围绕第\n一、二、三产业融合，增长\n3.5个百分点等开展调研。\n2.视察。组织视察。\n"

    assert items(parsed(HEAD + text)) == [
        ("一", 1, "1.", "调研", "围绕第一、二、三产业融合，增长3.5个百分点等开展调研。"),
        ("一", 2, "2.", "视察", "组织视察。"),
    ]


def test_a_missing_number_is_kept_and_warned_of() -> None:
    found = parsed(HEAD + "一、政治建设\n1.学习。组织学习。\n3.研讨。组织研讨。\n")

    assert [item["number"] for item in found["sections"][0]["items"]] == [1, 3]
    assert [warned["message"] for warned in found["warnings"]] == ["编号从1跳到3，请对照原文核对。"]


def test_sections_beyond_ten() -> None:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
    found = parsed(HEAD + "".join(f"{number}、第{number}方面\n组织落实。\n" for number in numbers))

    assert [section["number"] for section in found["sections"]] == numbers


def test_items_without_numbers_under_numbered_sections() -> None:
    text = "一、其他工作\n深化文史工作。编辑文史资料。\n加强宣传工作。办好公众号。\n"
    text += "二、自身建设\n改进作风\n落实制度。\n提升能力\n组织培训。\n"

    assert items(parsed(HEAD + text)) == [
        ("一", None, None, "深化文史工作", "编辑文史资料。"),
        ("一", None, None, "加强宣传工作", "办好公众号。"),
        ("二", None, None, "改进作风", "落实制度。"),
        ("二", None, None, "提升能力", "组织培训。"),
    ]


def test_a_section_of_plain_text_is_one_item() -> None:
    text = "一、服务大局\n全年召开专题协商会议6次，开展视察12次，形成高质量的成果，为区委决策提供参考。\n"
    text += "继续做好其他经常性工作。\n"

    assert [item[:4] for item in items(parsed(HEAD + text))] == [("一", None, None, "服务大局")]


def test_numbered_items_without_any_section() -> None:
    found = parsed(HEAD + "总体要求是认真履职。\n1.学习。组织学习。\n2.协商。组织协商。\n")

    assert found["preamble"] == "总体要求是认真履职。"
    assert [item[:4] for item in items(found)] == [(None, 1, "1.", "学习"), (None, 2, "2.", "协商")]


def test_numbered_items_under_unnumbered_headings_count_on() -> None:
    found = parsed(
        HEAD + "思想建设\n1.学习。组织学习。\n2.研讨。组织研讨。\n履职建设\n3.协商。组织协商。\n4.监督。组织监督。\n"
    )

    assert [(section["title"], [item["number"] for item in section["items"]]) for section in found["sections"]] == [
        ("思想建设", [1, 2]),
        ("履职建设", [3, 4]),
    ]


def test_items_that_run_together_on_one_line_are_set_apart() -> None:
    found = parsed(
        HEAD
        + "一、重点工作\n1、学习。组织学习。2、协商。组织协商。3、监督。组织监督。\n二、其他\n4、宣传。办好网站。\n"
    )

    assert [item[1:] for item in items(found)] == [
        (1, "1、", "学习", "组织学习。"),
        (2, "2、", "协商", "组织协商。"),
        (3, "3、", "监督", "组织监督。"),
        (4, "4、", "宣传", "办好网站。"),
    ]


def test_a_table_of_contents_is_taken_out() -> None:
    contents = "目  录\n一、加强学习…………1\n二、加强协商…………2\n"
    found = parsed(contents + HEAD + "一、加强学习\n1.办班。组织培训。\n二、加强协商\n2.会议。开好会议。\n")

    assert [section["title"] for section in found["sections"]] == ["加强学习", "加强协商"]
    assert [removed["why"] for removed in found["removed"]] == ["目录"] * 3


def test_another_paper_behind_the_plan_is_kept_as_an_annex() -> None:
    found = parsed(
        HEAD + "一、学习\n1.办班。培训。\n二、协商\n2.会议。开会。\n区政协2018年协商计划\n一、协商内容\n城市更新。\n"
    )

    assert [section["title"] for section in found["sections"]] == ["学习", "协商"]
    assert [(annex["title"], annex["text"]) for annex in found["annexes"]] == [
        ("区政协2018年协商计划", "一、协商内容\n城市更新。")
    ]


def test_a_title_of_three_hundred_characters_and_emoji_do_not_matter() -> None:
    long = "推进" + "协商" * 149
    found = parsed(HEAD + f"一、学习😀\n1.{long}。组织落实。\n2.走访👨‍👩‍👧委员。常年开展。\n")

    assert found["sections"][0]["title"] == "学习😀"
    assert items(found)[0][3:] == (None, f"{long}。组织落实。")
    assert items(found)[1][3] == "走访👨👩👧委员"


def test_a_file_that_is_no_plan_is_kept_as_text_with_warnings() -> None:
    found = parsed("今天天气很好。\n我们去春游。\n")

    assert found["preamble"] == "今天天气很好。\n我们去春游。"
    assert [warned["message"] for warned in found["warnings"]] == [
        "没有找到标题，请填写标题和年份。",
        "没有读到任何条目，请检查文件是否为工作要点。",
    ]


TABLE = """\
附件：2018年重点工作任务分解表

附件
2018年重点工作任务分解表
序号\t完成时限\t主要任务\t牵头领导\t牵头部门\t配合部门\t备注
1\t一季度\t召开区政协四届三次会议\t王 明\t办公室\t各专委会\t
2\t\t组织委员培训\t李晓东\t委员工委、办公室\t\t分两批
3\t4月\t（1）召开常委会议；（2）开展视察\t王 明 李晓东\t各专委会\t\t
4\t4-10月\t开展重点课题调研\t各副主席\t有关专委会\t\t
5\t全年\t走访委员\t主席、副主席\t办公室和研究室\t\t
6\t十月底前\t办好界别活动周\t分管主席\t提案和委员工委\t\t
"""


def test_columns_may_have_other_names_orders_and_numbers() -> None:
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n" + TABLE)

    assert tasks(found) == [
        (1, 1, "召开区政协四届三次会议", ["王明"], ["办公室", "各专委会"]),
        (1, 2, "组织委员培训", ["李晓东"], ["委员工委", "办公室"]),
        (4, 1, "召开常委会议", ["王明", "李晓东"], ["各专委会"]),
        (4, 2, "开展视察", ["王明", "李晓东"], ["各专委会"]),
        (4, 3, "开展重点课题调研", ["各副主席"], ["有关专委会"]),
        (None, 1, "走访委员", ["主席", "副主席"], ["办公室", "研究室"]),
        (10, 1, "办好界别活动周", ["分管主席"], ["提案和委员工委"]),
    ]
    assert [(task["month_end"], task["month_raw"]) for task in found["tasks"]][-3:] == [
        (10, "4-10月"),
        (None, "全年"),
        (10, "十月底前"),
    ]
    assert found["tasks"][1]["note"] == "分两批"
    assert found["attachments"] == ["2018年重点工作任务分解表"]


def test_line_ends_within_the_cells_of_a_row() -> None:
    table = "时间\t工作安排\t责任领导\t承办部门\n一月\t1.召开四届二次会议 2.提案征集\t孙立国\n周敏\t办公室\n提案委\n"
    table += "上半年\t视察\t周 敏\t社法委\n（备注：以实际为准）\n"
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n附件\n2018年重点工作安排表\n" + table)

    assert tasks(found) == [
        (1, 1, "召开四届二次会议", ["孙立国", "周敏"], ["办公室", "提案委"]),
        (1, 2, "提案征集", ["孙立国", "周敏"], ["办公室", "提案委"]),
        (1, 3, "视察", ["周敏"], ["社法委"]),
    ]
    assert found["remark"] == "以实际为准"


LOOSE = """\
附件1
2018年重点工作任务分解
月份
工作内容
分管领导
责任部门
1月
（1）召开区政协四届二次会议
王明
办公室
（2）完成提案审查立案
周 敏
提案委
3月
（1）开展“清水行动”专项民主监督，
重点聚焦岸上治源（5-9月）
主席、副主席
办公室
各专委会
备注：以通知为准。
附件2
2018年视察安排
时间 工作内容 分管领导 责任部门
4月 视察老旧小区改造 王明 办公室、城建委
5月 （1）视察养老服务 周敏 社法委
（2）视察营商环境 李小明 经科委
"""


def test_tables_that_lost_their_borders_are_told_by_their_words() -> None:
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n" + LOOSE)

    assert tasks(found) == [
        (1, 1, "召开区政协四届二次会议", ["王明"], ["办公室"]),
        (1, 2, "完成提案审查立案", ["周敏"], ["提案委"]),
        (3, 1, "开展“清水行动”专项民主监督，重点聚焦岸上治源（5-9月）", ["主席", "副主席"], ["办公室", "各专委会"]),
        (4, 1, "视察老旧小区改造", ["王明"], ["办公室", "城建委"]),
        (5, 1, "视察养老服务", ["周敏"], ["社法委"]),
        (5, 2, "视察营商环境", ["李小明"], ["经科委"]),
    ]
    assert found["remark"] == "以通知为准。"
    assert found["attachments"] == ["2018年重点工作任务分解", "2018年视察安排"]


TOPICS = """\
附件：2018年重点调研课题
1.关于优化营商环境的调研
牵头领导：王 明  责任部门：经济委
成员：张三、李四等
完成时间：9月底前
2.关于社区养老的调研
牵头领导：李晓东
责任部门：社法委
成员：王五、赵六及相关界别委员
完成时间：10月
"""


def test_topics_with_labels_on_one_line_or_several() -> None:
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n" + TOPICS)

    keys = ("number", "title", "lead", "department", "members", "plus_other_members", "due_month")
    assert [tuple(topic[key] for key in keys) for topic in found["topics"]] == [
        ("1", "关于优化营商环境的调研", "王明", "经济委", ["张三", "李四"], True, 9),
        ("2", "关于社区养老的调研", "李晓东", "社法委", ["王五", "赵六"], True, 10),
    ]


def test_topics_in_a_table() -> None:
    table = "序号\t课题名称\t牵头领导\t责任部门\t课题组成员\t完成时间\n"
    table += "一\t社区养老研究\t周 敏\t社法委\t李可、方小雨和有关委员\t10月\n"
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n附件\n2018年重点调研课题\n" + table)

    (topic,) = found["topics"]
    assert (topic["number"], topic["title"], topic["lead"], topic["members"]) == (
        "一",
        "社区养老研究",
        "周敏",
        ["李可", "方小雨"],
    )
    assert (topic["plus_other_members"], topic["due_month"]) == (True, 10)


def test_a_table_of_another_kind_is_kept_and_warned_of() -> None:
    table = "| 姓名 | 电话 | 住址 |\n|---|---|---|\n| 张三 | 1 | 甲 |\n"
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n附件\n联系表\n" + table)

    assert "张三" in str(found["annexes"])
    assert found["tasks"] == []


def test_a_table_in_the_middle_does_not_end_the_text() -> None:
    table = "月份\t工作内容\t分管领导\t责任部门\n1\t开会\t王明\t办公室\n"
    found = parsed(HEAD + "一、学习\n1.办班。培训。\n" + table + "\n\n二、协商\n2.会议。开会。\n")

    assert [section["title"] for section in found["sections"]] == ["学习", "协商"]
    assert tasks(found) == [(1, 1, "开会", ["王明"], ["办公室"])]
