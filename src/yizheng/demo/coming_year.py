"""Next year's plan: a draft that the chairpersons have looked through and the Party group has before it."""

from __future__ import annotations

from yizheng.approval import queries as approvals
from yizheng.approval import services as approval
from yizheng.plan.enums import EvidenceKind
from yizheng.plan.models import WorkPlan
from yizheng.plan.services.approval import begin_approval

from . import gatherings
from .house import House
from .plans import import_plan
from .task_rows import CHAIRS, MEETING, NOTICE, REPORT, TaskRow
from .today import moment

SUMMARY = "讨论稿已征求各专委会和街道政协工委意见，按程序报主席会议、党组会议、区委和常委会议。"
NOTE = "原则同意，第6条的监督题目请再与区民政局沟通。"

ROWS = (
    TaskRow(1, "做好区政协五届五次会议筹备工作", "沈若松", "办公室、提案委", 4, "筹备工作方案", NOTICE),
    TaskRow(2, "召开区政协五届五次会议", CHAIRS, "办公室、各专委会", 4, "会议记录和决议", MEETING),
    TaskRow(2, "完成提案征集、审查和立案", "沈若松", "提案委", 5, "提案审查情况报告", REPORT),
    TaskRow(3, "会同区府办制定年度协商计划", "梁景川", "办公室、区府办", 3, "年度协商计划", NOTICE),
    TaskRow(4, "开展“社区食堂可持续运营”专项民主监督（4-10月）", "顾明霞", "社法委", 6, "监督情况报告", REPORT),
    TaskRow(5, "开展重点提案督办", "沈若松", "提案委", 5, "督办会记录", MEETING),
    TaskRow(6, "召开专题议政性常委会议，协商老旧工业厂房更新利用", "梁景川 尹  嵩", "办公室、城建委", 4,
            "会议记录和协商报告", MEETING),
    TaskRow(7, "召开委员工作室建设现场会", "陶慧敏", "委员工委、各街道政协工委", 7, "会议记录", EvidenceKind.PHOTO),
    TaskRow(9, "走访民族宗教界代表人士", "顾明霞", "社法委", 8, "走访记录", REPORT),
    TaskRow(11, "开展委员年度履职情况统计", "陶慧敏", "委员工委", 9, "统计表", REPORT),
)  # fmt: skip


def prepare(house: House) -> WorkPlan:
    """Import the draft, send it through its chain and let the chairpersons' meeting decide the first step."""
    days, office = house.days, house.actor(house.office_login)
    plan = import_plan(house, "plan_next_year", days.year + 1, ROWS, day=days.workdays_ago(8))
    running = begin_approval(plan=plan, summary=SUMMARY, by=office, at=moment(days.workdays_ago(7), 10))
    meeting = gatherings.review_next_plan(house, plan)
    step = approvals.current_step(running)
    assert step is not None, "a chain that has just begun waits for its first step"
    approval.record_meeting(
        step=step, meeting=meeting.title, decided_on=days.workdays_ago(2), note=NOTE, by=office,
        at=moment(days.workdays_ago(1), 16),
    )  # fmt: skip
    return plan
