"""The meetings of the demo, written by hand: which number, for which task, what was on the agenda."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.meeting.enums import LeaveKind, MeetingKind


@dataclass(frozen=True)
class MeetingRow:
    """A meeting held for a task of the plan: `task` is its words, `month` when, `agenda` one point a line."""

    kind: MeetingKind
    ordinal: int
    month: int
    task: str
    topic: str
    agenda: tuple[str, ...]
    place: str = "区政协三楼常委会议室"
    day: int = 16


S, C = MeetingKind.STANDING, MeetingKind.CHAIRS

LAST_YEAR = (
    MeetingRow(S, 11, 9, "召开五届十一次常委会议", "通报年度重点协商议题办理情况", (
        "传达学习区委全会精神", "通报城市书房建设协商意见办理情况", "协商决定有关人事事项",
    )),
    MeetingRow(S, 12, 12, "召开五届十二次常委会议", "审议通过新一年工作要点", (
        "审议通过新一年工作要点", "审议五届四次会议议程、日程（草案）", "审议优秀提案和履职先进名单",
    ), day=26),
)  # fmt: skip
"""Meetings of the year before; the last of them adopted the plan of this year."""

THIS_YEAR = (
    MeetingRow(S, 13, 3, "召开区政协五届十三次常委会议", "审议常委会年度工作安排", (
        "传达学习上级政协会议精神", "审议五届四次会议以来工作情况的报告", "审议年度协商计划（草案）",
    )),
    MeetingRow(C, 41, 4, "主席会议视察园区企业技能培训情况", "视察园区企业技能培训情况", (
        "实地察看云岭产业园实训基地", "听取区人社局关于技能培训工作的情况介绍", "讨论视察意见",
    ), "云岭产业园实训基地"),
    MeetingRow(S, 14, 6, "召开区政协五届十四次常委会议暨重点提案办理协商", "重点提案办理协商", (
        "听取区政府关于提案办理情况的通报", "围绕“公交微循环线路”重点提案开展办理协商", "协商决定有关人事事项",
    )),
    MeetingRow(C, 44, 8, "主席会议视察背街小巷整治进展", "视察背街小巷整治进展", (
        "实地察看柳汀街道青石巷、竹竿弄整治现场", "听取区住建局情况汇报", "讨论视察意见",
    ), "柳汀街道办事处"),
    MeetingRow(S, 15, 9, "召开区政协五届十五次常委会议，专题协商城区内涝治理", "专题协商城区内涝治理", (
        "听取区政府关于城区内涝治理情况的通报", "城建委作调研报告说明", "常委、委员协商发言", "审议协商报告（草案）",
    )),
    MeetingRow(C, 46, 10, "主席会议视察数字产业园建设", "视察数字产业园建设", (
        "实地察看数字产业园二期工程", "听取区经信局情况汇报", "讨论视察意见",
    ), "云岭数字产业园"),
    MeetingRow(S, 16, 12, "召开区政协五届十六次常委会议", "审议下一年度工作要点和五届五次会议筹备事项", (
        "审议下一年度工作要点（草案）", "审议五届五次会议议程、日程（草案）", "审议常委会工作报告（草案）",
        "听取委员年度履职情况的通报",
    )),
)  # fmt: skip

PLENARY_AGENDA = (
    "听取和审议政协云岭区第五届委员会常务委员会工作报告",
    "听取和审议常务委员会关于提案工作情况的报告",
    "列席区人民代表大会会议，听取并讨论政府工作报告及其他有关报告",
    "大会发言",
    "审议通过会议决议和提案审查情况的报告",
)
PLENARY_PLACE = "云岭会堂"
PLENARY_LEAVES = (
    (LeaveKind.OFFICIAL, "随区招商团赴外地，已提前报告"),
    (LeaveKind.ILLNESS, "住院手术，假条已交"),
    (LeaveKind.CHILDBIRTH, "产假"),
    (LeaveKind.OFFICIAL, "参加全市教育工作会议"),
    (LeaveKind.BEREAVEMENT, "父亲去世，办理后事"),
    (LeaveKind.ILLNESS, "骨折，医嘱卧床"),
)
PLENARY_ABSENCES = (12, 2, 1)
"""Three members were missing without leave: the whole meeting, a day, half a day (in half-days, from the end)."""

REVIEW_TOPIC = "审议下一年度工作要点（讨论稿）"
REVIEW_AGENDA = ("传达学习区委常委会会议精神", REVIEW_TOPIC, "研究五届五次会议筹备工作")
CALLED_TOPIC = "研究两个报告的起草提纲和年终走访安排"
CALLED_AGENDA = ("讨论常委会工作报告、提案工作报告起草提纲", "研究主席会议成员年终走访委员安排", "通报机关近期工作")
TODAY_TOPIC = "讨论课后服务民主监督报告"
TODAY_AGENDA = ("听取监督报告起草情况", "委员讨论", "表决通过监督报告")
COMMITTEE_TOPIC = "讨论本委员会年度工作总结和明年工作打算"
COMMITTEE_AGENDA = ("通报全年工作完成情况", "委员谈履职体会", "讨论明年调研课题")
COMMITTEE_HELD_TOPIC = "义务教育课后服务对口协商"
COMMITTEE_HELD_AGENDA = ("教育部门介绍课后服务开展情况", "委员协商发言", "归纳协商意见")
