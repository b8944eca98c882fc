"""The task tables of the demo plans: what, who leads, who carries, which item it serves, what shows it was done."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.plan.enums import EvidenceKind

MEETING, REPORT, NOTICE, PHOTO, STATEMENT = (
    EvidenceKind.MEETING_RECORD,
    EvidenceKind.REPORT,
    EvidenceKind.NOTICE,
    EvidenceKind.PHOTO,
    EvidenceKind.STATEMENT,
)
CHAIRS = "主席 副主席"


@dataclass(frozen=True)
class TaskRow:
    """
    One row of a task table as printed, with what the office did about it.

    `item` is the number of the plan item it serves; `shown_by` and `kind` are the evidence its department gave.
    """

    month: int
    content: str
    leaders: str
    departments: str
    item: int
    shown_by: str
    kind: EvidenceKind = STATEMENT


THIS_YEAR = (
    TaskRow(1, "做好区政协五届四次会议筹备工作", "沈若松", "办公室、提案和委员工委", 5,
            "五届四次会议筹备方案和日程", NOTICE),
    TaskRow(1, "完成上年度委员履职情况统计和机关考核工作", CHAIRS, "办公室、各专委会", 14,
            "上年度委员履职情况统计表", REPORT),
    TaskRow(2, "召开区政协五届四次会议", CHAIRS, "办公室、各专委会", 5, "五届四次会议会议记录和决议", MEETING),
    TaskRow(2, "完成五届四次会议提案征集、审查和立案", "沈若松", "提案委", 10, "提案审查情况报告", REPORT),
    TaskRow(2, "协助区委办、区府办召开提案交办会，确定年度重点提案", "沈若松", "办公室、提案委", 10,
            "提案交办会会议记录和重点提案目录", MEETING),
    TaskRow(2, "开展“委员进社区、听民声”走访（2-3月）", CHAIRS, "委员工委、各街道政协工委", 12,
            "走访情况汇总，收到群众意见86条", REPORT),
    TaskRow(3, "召开区政协五届十三次常委会议", "梁景川", "办公室、各专委会", 5, "五届十三次常委会议记录", MEETING),
    TaskRow(3, "会同区府办制定年度协商计划", "梁景川", "办公室、区府办", 4, "年度协商计划（区委已审定）", NOTICE),
    TaskRow(3, "发布委员年度履职菜单", "陶慧敏", "委员工委、办公室", 14, "履职菜单发布通知", NOTICE),
    TaskRow(3, "开展“背街小巷整治和雨污分流改造”专项民主监督（3-12月）", "尹  嵩", "城建委、区住建局", 8,
            "专项民主监督情况报告", REPORT),
    TaskRow(3, "主席会议成员联系走访委员（全年）", CHAIRS, "办公室、委员工委", 14,
            "走访台账，已走访委员全覆盖", REPORT),
    TaskRow(3, "征编文史专辑《云岭旧桥》（3-10月）", "顾明霞", "教文委", 3, "《云岭旧桥》定稿和付印单", REPORT),
    TaskRow(4, "开展重点课题调研（4-9月）", "各副主席", "各专委会", 7, "六个课题的调研报告", REPORT),
    TaskRow(4, "组织界别协商（4-10月）", "各副主席", "各专委会", 6, "界别协商会议记录三份", MEETING),
    TaskRow(4, "主席会议视察园区企业技能培训情况", "梁景川", "经科委", 9, "视察意见，已送区人社局", REPORT),
    TaskRow(5, "开展重点提案督办", "分管主席", "提案委", 10, "重点提案督办会记录", MEETING),
    TaskRow(5, "举办界别活动周", "陶慧敏", "委员工委、办公室", 13, "活动周小结和照片", PHOTO),
    TaskRow(5, "组织委员视察社区托育服务点", "顾明霞", "社法委", 9, "视察意见，已送区卫健局", REPORT),
    TaskRow(6, "召开区政协五届十四次常委会议暨重点提案办理协商", CHAIRS, "办公室、提案委", 10,
            "五届十四次常委会议记录", MEETING),
    TaskRow(6, "组织委员视察雨水管网更新工程", "尹  嵩", "城建委、区住建局", 9, "视察记录和照片", PHOTO),
    TaskRow(6, "各专委会开展对口协商（6-10月）", "分管主席", "各专委会", 6, "对口协商情况汇总", REPORT),
    TaskRow(7, "组织委员视察博物馆研学活动", "顾明霞", "教文委", 9, "视察记录", STATEMENT),
    TaskRow(7, "召开街道政协工委工作交流会", "陶慧敏", "办公室、各街道政协工委", 12, "交流会会议记录", MEETING),
    TaskRow(8, "主席会议视察背街小巷整治进展", "梁景川", "办公室、城建委、区住建局", 8,
            "视察意见，已送区住建局", REPORT),
    TaskRow(8, "举办上半年政情通报会", "梁景川", "办公室", 5, "政情通报会会议记录", MEETING),
    TaskRow(8, "举办委员暑期读书班", "陶慧敏", "委员工委", 2, "读书班日程和签到册", NOTICE),
    TaskRow(9, "召开区政协五届十五次常委会议，专题协商城区内涝治理", "梁景川 尹  嵩", "办公室、城建委", 5,
            "五届十五次常委会议记录和协商报告", MEETING),
    TaskRow(9, "走访慰问民族宗教界代表人士", "顾明霞", "社法委", 3, "走访记录", STATEMENT),
    TaskRow(10, "主席会议视察数字产业园建设", "梁景川", "经科委、办公室", 9, "视察意见，已送区经信局", REPORT),
    TaskRow(10, "启动区政协五届五次会议筹备工作（10-12月）", CHAIRS, "办公室、各专委会", 5, "筹备工作方案", NOTICE),
    TaskRow(11, "开展提案办理督查和双向评议", "沈若松", "提案委、区府办", 10, "督查情况和双向评议结果", REPORT),
    TaskRow(11, "开展下一年度工作思路调研，起草两个报告", CHAIRS, "办公室、各专委会", 7, "两个报告征求意见稿", REPORT),
    TaskRow(11, "街道政协工委和各专委会开展年度工作总结", "各副主席", "各街道政协工委、各专委会", 16,
            "街道政协工委和各专委会年度工作总结", REPORT),
    TaskRow(12, "召开区政协五届十六次常委会议", "梁景川", "办公室、委员工委", 5, "五届十六次常委会议记录", MEETING),
    TaskRow(12, "召开界别和街道政协工委年终交流会", "陶慧敏", "委员工委、各街道政协工委", 13,
            "年终交流会会议记录", MEETING),
)  # fmt: skip

LAST_YEAR = (
    TaskRow(1, "做好区政协五届三次会议筹备工作", "沈若松", "办公室、提案和委员工委", 3, "筹备工作方案", NOTICE),
    TaskRow(1, "召开党派团体联席会议", "程远航", "办公室", 8, "联席会议记录", MEETING),
    TaskRow(2, "召开区政协五届三次会议", CHAIRS, "办公室、各专委会", 3, "五届三次会议会议记录和决议", MEETING),
    TaskRow(2, "完成提案征集和审查立案", "沈若松", "提案和委员工委", 6, "提案审查情况报告", REPORT),
    TaskRow(2, "会同区府办召开提案交办会", "沈若松", "提案和委员工委、区府办", 6, "交办会会议记录", MEETING),
    TaskRow(3, "召开区政协五届九次常委会议", "梁景川", "办公室", 3, "五届九次常委会议记录", MEETING),
    TaskRow(3, "制定年度协商计划", "梁景川", "办公室、区府办", 3, "年度协商计划", NOTICE),
    TaskRow(3, "修订委员履职管理办法", "陶慧敏", "提案和委员工委", 10, "新修订的履职管理办法", NOTICE),
    TaskRow(4, "开展重点课题调研（4-9月）", "各副主席", "各专委会", 4, "四个课题的调研报告", REPORT),
    TaskRow(4, "开展河道保洁专项民主监督（4-10月）", "尹  嵩", "城建委", 5, "专项民主监督情况报告", REPORT),
    TaskRow(5, "组织重点提案督办", "沈若松", "提案和委员工委", 6, "督办会记录", MEETING),
    TaskRow(5, "组织委员开展义诊助学服务", "顾明霞", "教文委", 9, "活动照片和小结", PHOTO),
    TaskRow(6, "召开五届十次常委会议，专题协商老旧小区加装电梯", "梁景川 尹  嵩", "办公室、城建委", 3,
            "五届十次常委会议记录", MEETING),
    TaskRow(6, "组织委员视察小微企业融资服务", "邵立群", "经科委", 5, "视察意见，已送区财政局", REPORT),
    TaskRow(7, "召开上半年政情通报会", "梁景川", "办公室", 1, "政情通报会会议记录", MEETING),
    TaskRow(7, "举办新提任常委培训班", "陶慧敏", "提案和委员工委", 1, "培训班日程", NOTICE),
    TaskRow(8, "组织机关干部能力提升活动", "程远航", "办公室", 12, "活动方案和总结", REPORT),
    TaskRow(8, "视察社区养老服务中心", "陶慧敏", "社法委", 5, "视察意见，已送区民政局", REPORT),
    TaskRow(9, "召开五届十一次常委会议", "梁景川", "办公室", 3, "五届十一次常委会议记录", MEETING),
    TaskRow(9, "组织城市书房建设协商", "顾明霞", "教文委", 3, "协商会记录", MEETING),
    TaskRow(10, "走访非公经济人士", "邵立群", "经科委", 8, "走访记录", STATEMENT),
    TaskRow(11, "开展提案办理评议", "沈若松", "提案和委员工委", 6, "评议结果通报", REPORT),
    TaskRow(12, "召开五届十二次常委会议", "梁景川", "办公室", 3, "五届十二次常委会议记录", MEETING),
    TaskRow(12, "汇总委员全年履职情况", "陶慧敏", "提案和委员工委", 10, "全年履职情况统计表", REPORT),
)  # fmt: skip

NEIGHBOUR = (
    TaskRow(2, "召开区政协八届四次会议", "主席", "办公室", 1, "会议记录", MEETING),
    TaskRow(4, "组织委员视察滨海绿道", "副主席", "城建委", 3, "视察记录"),
    TaskRow(6, "督办重点提案", "副主席", "提案委", 4, "督办会记录", MEETING),
    TaskRow(8, "听取旧港片区征迁补偿方案意见（内部掌握）", "主席", "办公室", 2, "意见汇总"),
    TaskRow(9, "专题协商港口集疏运体系", "副主席", "城建委", 1, "协商会记录", MEETING),
    TaskRow(12, "总结全年工作", "主席", "办公室", 6, "工作总结", REPORT),
)


def as_table(rows: tuple[TaskRow, ...]) -> str:
    """Return the rows as a document prints them: the month once, then the tasks of the month numbered."""
    lines, month, place = [], 0, 0
    for row in rows:
        place = place + 1 if row.month == month else 1
        printed = "" if row.month == month else str(row.month)
        month = row.month
        lines.append(f"{printed}\t（{place}）{row.content}\t{row.leaders}\t{row.departments}")
    return "\n".join(lines)
