"""
An invented plan of an invented district, and the many ways in which an office might print it.

`Paper` is what is meant, `Style` is how it is printed; `printed` gives the file's text and `meant` the tree
that the parser has to find, white space aside. Places, persons and wording are invented.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from unicodedata import east_asian_width

CHINESE = "〇一二三四五六七八九十"
BODY = "政协云岭区委员会"
TITLE = f"{BODY}2018年工作要点"


def chinese(value: int) -> str:
    if value <= 10:
        return CHINESE[value]
    return ("" if value < 20 else CHINESE[value // 10]) + "十" + (CHINESE[value % 10] if value % 10 else "")


SECTIONS: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = (
    (
        "加强思想政治引领，夯实团结奋斗的共同基础",
        (
            (
                "深化理论武装",
                (
                    "把学习贯彻党的十九大精神作为首要政治任务，制定年度学习计划，组织常委会议集中学习4次。"
                    "办好“云岭论坛”，邀请专家作辅导报告，做到学思用贯通、知信行统一。",
                ),
            ),
            (
                "健全学习制度，创新学习方式",
                (
                    "坚持党组理论学习中心组学习、主席会议集体学习等制度：一是年初有计划；二是每月有主题；三是年底有考核。",
                    "推广“线上课堂”，编印《学习参考》12期，委员参学率达到98.5%以上。",
                ),
            ),
        ),
    ),
    (
        "聚焦中心任务，提升协商议政实效",
        (
            (
                "精心制定协商计划",
                (
                    "会同区委办公室、区政府办公室制定年度协商计划，报区委批准后实施。"
                    "坚持“不调研不协商、先调研后协商”，提高议题的精准度（全年安排专题协商6次）。",
                ),
            ),
            (
                "开好专题议政性常委会议",
                (
                    "围绕“老旧小区改造”“推动第一、第二、第三产业融合发展”两个议题，召开专题议政性常委会议。"
                    "会前组织委员深入15个社区调研，会后形成建议案报送区委、区政府。",
                ),
            ),
            (
                "丰富界别协商",
                ("组织教育、医药卫生、农业等界别开展协商活动，推动协商向基层延伸，不断拓宽有序政治参与渠道。",),
            ),
        ),
    ),
    (
        "完善民主监督，助推重点工作落地",
        (
            (
                "开展专项民主监督",
                (
                    "对“清水行动”开展专项监督。2018年6月底前完成第一轮走访，"
                    "12月前提交监督报告，重点看责任是否压实、措施是否到位、群众是否满意。",
                ),
            ),
            (
                "抓好提案办理",
                (
                    "落实区党政领导领办、区政协领导督办重点提案制度。完善“提、立、办、督、评”全链条机制，"
                    "力争办理满意率保持在99%以上。",
                ),
            ),
        ),
    ),
    (
        "坚持团结民主，广泛凝聚社会共识",
        (
            (
                "深化合作共事",
                ("支持各民主党派、工商联和无党派人士在政协履职，邀请党外委员参加视察，联合开展调研不少于8次。",),
            ),
            (
                "密切联系群众",
                ("推进“委员之家”建设，每名委员每年接待群众不少于2次。重要情况以《社情民意》专报形式及时报送。",),
            ),
            ("做好文史和宣传工作", ("编辑出版《云岭记忆》第三辑。办好网站、微信公众号，讲好政协故事。",)),
        ),
    ),
    (
        "加强自身建设，展现履职新作为",
        (
            (
                "强化委员队伍建设",
                (
                    "修订《委员履职考核办法》，建立履职档案，实行动态管理。对履职优秀的委员予以通报表扬；对不认真履职的及时提醒。",
                ),
            ),
            (
                "加强机关建设",
                (
                    "深入推进“两学一做”学习教育常态化制度化。优化办文、办会、办事流程，打造政治坚定、作风优良、业务过硬的机关队伍。",
                ),
            ),
        ),
    ),
)
PREAMBLE = (
    "2018年是全面贯彻党的十九大精神的开局之年，也是改革开放40周年。区政协工作的总体要求是：高举中国特色社会主义伟大旗帜，"
    "紧紧围绕区第八次党代会确定的目标任务，牢牢把握团结和民主两大主题，认真履行政治协商、民主监督、参政议政职能，"
    "为建设“活力云岭、幸福家园”作出新贡献。重点做好以下工作："
)
TASKS: tuple[tuple[int, tuple[tuple[str, str, tuple[str, ...], tuple[str, ...]], ...]], ...] = (
    (
        1,
        (
            ("召开区政协四届二次会议", "", ("主席", "副主席"), ("办公室", "各专委会")),
            ("完成会议期间提案的审查立案", "", ("周敏",), ("提案委",)),
        ),
    ),
    (
        3,
        (
            ("召开四届六次常委会议", "", ("孙立国",), ("办公室",)),
            ("走访委员活动（全年）", "", ("主席", "副主席"), ("办公室", "各专委会")),
        ),
    ),
    (
        5,
        (
            (
                "开展“清水行动”专项民主监督，重点聚焦“岸上治源、水里清污”（5-9月）",
                "",
                ("郑一",),
                ("城建委", "委员工委"),
            ),
            ("组织委员视察社区养老，形成视察报告", "", ("钱文华",), ("社法委",)),
            ("开展重点提案督办", "", ("分管主席",), ("提案委", "有关专委会")),
        ),
    ),
    (11, (("起草两个报告", "", ("孙立国", "周敏"), ("办公室", "提案和委员工委")),)),
)
TOPICS: tuple[tuple[str, str, str, tuple[str, ...], bool, int], ...] = (
    ("推进社区居家养老服务", "周敏", "社会法制委", ("李可", "方小雨"), True, 10),
    ("老旧小区长效管理机制研究", "郑一", "城市建设和人口资源环境委", ("陈宇",), True, 9),
    ("优化民营企业营商环境的思考", "钱文华", "经济科技委", ("林青", "何夕", "高远"), False, 10),
)
REMARK = "上述安排如有调整，以具体通知为准。"


@dataclass(frozen=True)
class Style:
    """How a paper is printed; the defaults are the plainest way."""

    section_mark: str = "{cn}、"
    item_marks: tuple[str, ...] = ("{n}.",)
    restart: bool = False
    own_line: bool = False
    bold: bool = False
    wrap: int = 0
    indent: str = ""
    blank: int = 1
    page_every: int = 0
    brackets: str = "（）"
    adoption: str = "{date}{meeting}通过"
    title_cut: int = 0
    title_twice: bool = False
    number: str = ""
    furniture: bool = False
    notice: bool = False
    annex: str = ""
    gap: int = 0
    newline: str = "\n"
    encoding: str = "utf-8"


DATE, MEETING = "2018年3月2日", "政协云岭区第四届委员会常务委员会第六次会议"
NOTICE_TITLE = f"关于批转《{TITLE}》的通知"
COPIES = ("区人大常委会党组", "区政府党组", "区政协党组", "区纪委", "区人武部党委")
HEAD_FURNITURE = (
    "云岭政协网",
    "站内搜索：",
    "首页 | 政协概况 | 政协要闻 | 委员风采 | 提案工作",
    "您现在的位置：首页 > 政协文件 > 正文",
)
META_FURNITURE = (
    "发布时间：2018-03-08 09:12  来源：区政协办公室  作者：区政协办  浏览次数：318",
    "【字号：大 中 小】 【打印】 【关闭】",
)
FOOT_FURNITURE = (
    "上一篇：区政协召开主席会议",
    "下一篇：没有了",
    "版权所有：政协云岭区委员会  技术支持：云岭信息中心",
    "地址：云岭区和平路8号  邮编：300000  电话：12345678",
)


@dataclass
class Printer:
    """Collects paragraphs and lays them out in lines."""

    style: Style
    lines: list[str] = field(default_factory=list)

    def put(self, text: str, *, indent: bool = True, wrap: bool = True) -> None:
        style = self.style
        text = (style.indent if indent else "") + text
        self.lines += wrapped(text, style.wrap) if style.wrap and wrap else [text]
        self.lines += [""] * style.blank

    def raw(self, *lines: str) -> None:
        self.lines += lines

    def text(self) -> str:
        return self.style.newline.join(paged(self.lines, self.style.page_every))


def columns(char: str) -> int:
    """Marks of markdown take no room: they were added after the lines were cut."""
    if char == "*":
        return 0
    return 2 if east_asian_width(char) in "WFA" else 1


def wrapped(text: str, width: int) -> list[str]:
    """Cut at a column, as a page does: closing punctuation may hang, a number is not cut."""
    lines, current, used = [], "", 0
    for token in re.findall(r"[0-9.%]+|.", text):
        size = sum(map(columns, token))
        if used + size > width and token not in "，。；：！？、”）》" and current.strip("\u3000 "):
            lines.append(current)
            current, used = "", 0
        current += token
        used += size
    return [*lines, current] if current else lines


def paged(lines: list[str], every: int) -> list[str]:
    """A page number between empty lines after every so many lines of the text part."""
    if not every:
        return lines
    result: list[str] = []
    for index, line in enumerate(lines):
        result.append(line)
        if index % every == every - 1 and not any("\t" in near for near in lines[index : index + 2]):
            result += ["", f"- {index // every + 1} -", ""]
    return result


def item_number(style: Style, running: int, order: int) -> tuple[int, str]:
    value = order if style.restart else running
    mark = style.item_marks[(running - 1) % len(style.item_marks)]
    return value, mark.format(n=value, cn=chinese(value))


def printed(style: Style) -> str:
    """The whole paper as one text."""
    out = Printer(style)
    _print_front(out)
    out.put(PREAMBLE)
    running = 0
    for order, (title, items) in enumerate(SECTIONS, start=1):
        out.put(style.section_mark.format(n=order, cn=chinese(order)) + title)
        for place, (name, paragraphs) in enumerate(items, start=1):
            running += 1
            _print_item(out, item_number(style, running, place)[1], name, paragraphs)
    _print_end(out)
    return out.text()


def _print_item(out: Printer, mark: str, name: str, paragraphs: tuple[str, ...]) -> None:
    head = f"{mark}**{name}。**" if out.style.bold else f"{mark}{name}。"
    if out.style.own_line:
        out.put(f"{mark}{name}")
        out.put(paragraphs[0])
    else:
        out.put(head + paragraphs[0])
    for paragraph in paragraphs[1:]:
        out.put(paragraph)


def _print_front(out: Printer) -> None:
    style = out.style
    if style.furniture:
        out.raw(*HEAD_FURNITURE, TITLE, *META_FURNITURE, "")
    if style.notice:
        _print_notice(out)
    if style.number:
        out.put(style.number, wrap=False)
    for _ in range(2 if style.title_twice else 1):
        cut = style.title_cut
        for piece in [TITLE[:cut], TITLE[cut:]] if cut else [TITLE]:
            out.put(piece, indent=False, wrap=False)
    opening, closing = style.brackets
    out.put(opening + style.adoption.format(date=DATE, meeting=MEETING) + closing, indent=False)


def _print_notice(out: Printer) -> None:
    out.put(NOTICE_TITLE, indent=False)
    out.put("各街道党工委，区委各部委办局，区各人民团体党组织：", indent=False)
    out.put(f"经区委同意，现将区政协党组关于《{TITLE}》批转给你们，请认真贯彻落实。")
    out.put("中共云岭区委员会")
    out.put("2018年3月8日")


def _print_end(out: Printer) -> None:
    if out.style.notice:
        out.put("抄送：" + "、".join(COPIES[:3]) + "，" + "，".join(COPIES[3:]) + "。", indent=False)
        out.put("中共云岭区委办公室        2018年3月9日印发", indent=False, wrap=False)
    if out.style.annex:
        _print_annexes(out)
    if out.style.furniture:
        out.raw("", *FOOT_FURNITURE)


def _print_annexes(out: Printer) -> None:
    out.raw(
        "附件：1.《区政协2018年重点工作任务分解》",
        "",
        "2.《区政协2018年重点调研课题安排》",
        "",
        "附件1",
        "",
        "区政协2018年重点工作任务分解",
    )
    out.raw(*TABLES[out.style.annex](), "", "", f"备  注：{REMARK}", "", "区政协2018年重点调研课题安排", "")
    for order, (title, lead, department, members, others, month) in enumerate(TOPICS, start=1):
        named = "、".join(members) + ("和相关委员" if others else "")
        out.raw(f"{chinese(order)}、{title}", "", f"牵头领导：{padded(lead)}", f"责任部门：{department}")
        out.raw(f"课题组成员：{named}", "", f"完成时间：{month}月份", "")


def padded(name: str) -> str:
    return f"{name[0]}  {name[1]}" if len(name) == 2 else name


HEADINGS = ("月 份", "工作内容", "分管领导", "责任部门")


def rows() -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    """Month (blank when merged), numbered content, leaders, departments."""
    found = []
    for month, tasks in TASKS:
        for order, (content, _, leaders, departments) in enumerate(tasks, start=1):
            found.append(
                (str(month) if order == 1 else "", f"（{order}）{content}", tuple(map(padded, leaders)), departments)
            )
    return found


def tab_cells() -> list[str]:
    """Every cell on its own line behind a tab, as a word processor saves a table as text."""
    lines = [*(f"\t{heading}" for heading in HEADINGS), ""]
    for month, content, leaders, departments in rows():
        lines += [f"\t{month}", f"\t{content}"]
        lines += [f"\t{leaders[0]}", *(line for name in leaders[1:] for line in ("", name))]
        lines += [f"\t{departments[0]}", *departments[1:], ""]
    return lines


def tab_rows() -> list[str]:
    lines = ["\t".join(HEADINGS)]
    for month, content, leaders, departments in rows():
        lines.append("\t".join((f"{month}月" if month else "", content, "、".join(leaders), "，".join(departments))))
    return lines


def bars() -> list[str]:
    lines = ["| " + " | ".join(HEADINGS) + " |", "|---|---|---|---|"]
    for month, content, leaders, departments in rows():
        lines.append(f"| {month} | {content} | {'<br>'.join(leaders)} | {'、'.join(departments)} |")
    return lines


TABLES = {"tab_cells": tab_cells, "tab_rows": tab_rows, "bars": bars}


def meant(style: Style) -> dict[str, Any]:
    """What the parser has to find, every text without white space."""
    running = 0
    sections = []
    for order, (title, items) in enumerate(SECTIONS, start=1):
        found = []
        for place, (name, paragraphs) in enumerate(items, start=1):
            running += 1
            value, raw = item_number(style, running, place)
            found.append({"number": value, "number_raw": raw.strip(), "title": name, "text": "".join(paragraphs)})
        sections.append({"number": chinese(order), "title": title, "items": found})
    return {
        "issuing_body": BODY,
        "title": TITLE,
        "year": 2018,
        "preamble": PREAMBLE,
        "adopted": {"date": "2018-03-02", "meeting": MEETING},
        "sections": sections,
        "tasks": meant_tasks() if style.annex else [],
        "topics": meant_topics() if style.annex else [],
        "remark": REMARK if style.annex else None,
        "forwarding_notice": meant_notice() if style.notice else None,
    }


def meant_tasks() -> list[dict[str, Any]]:
    return [
        {"month": month, "order": order, "content": content, "leaders": list(leaders), "departments": list(departments)}
        for month, tasks in TASKS
        for order, (content, _, leaders, departments) in enumerate(tasks, start=1)
    ]


def meant_topics() -> list[dict[str, Any]]:
    return [
        {
            "number": chinese(order),
            "title": title,
            "lead": lead,
            "department": department,
            "members": list(members),
            "plus_other_members": others,
            "due_month": month,
        }
        for order, (title, lead, department, members, others, month) in enumerate(TOPICS, start=1)
    ]


def meant_notice() -> dict[str, Any]:
    return {
        "title": NOTICE_TITLE,
        "by": "中共云岭区委员会",
        "date": "2018-03-08",
        "issued_by": "中共云岭区委办公室",
        "issued": "2018-03-09",
        "copy_to": list(COPIES),
    }
