"""States and kinds of the plan room (handbook 3.3, 3.4)."""

from django.db import models


class PlanState(models.TextChoices):
    """Where a plan stands. Adoption locks the text; a plan that the Party committee re-issued is 已批转."""

    DRAFT = "draft", "起草"
    CHAIR_REVIEWED = "chair_reviewed", "主席会议已审议"
    ADOPTED = "adopted", "已通过"
    ISSUED = "issued", "已印发"
    REISSUED = "reissued", "已批转"
    CLOSED = "closed", "已归档"


DRAFT_PLAN_STATES = (PlanState.DRAFT, PlanState.CHAIR_REVIEWED)
LIVE_PLAN_STATES = (PlanState.ADOPTED, PlanState.ISSUED, PlanState.REISSUED)
ISSUED_PLAN_STATES = (PlanState.ISSUED, PlanState.REISSUED, PlanState.CLOSED)


class TaskState(models.TextChoices):
    """Where a task stands; delayed, added and overdue are facts with dates, not states (design 5)."""

    PLANNED = "planned", "未启动"
    IN_PROGRESS = "in_progress", "进行中"
    DONE = "done", "已完成"
    CONFIRMED = "confirmed", "已销号"
    CANCELLED = "cancelled", "已取消"


OPEN_TASK_STATES = (TaskState.PLANNED, TaskState.IN_PROGRESS, TaskState.DONE)


class PartyRole(models.TextChoices):
    """In which column of the task table a name stands."""

    LEADER = "leader", "分管领导"
    DEPARTMENT = "department", "责任部门"


class EvidenceKind(models.TextChoices):
    """What shows that a task was done (handbook 3.4; office-practice 24)."""

    MEETING_RECORD = "meeting_record", "会议记录"
    REPORT = "report", "报告"
    NOTICE = "notice", "通知文件"
    PHOTO = "photo", "照片"
    STATEMENT = "statement", "说明"


class SectionKind(models.TextChoices):
    """A page may hold a review of one year and the plan of the next (F037)."""

    PLAN = "plan", "工作安排"
    REVIEW = "review", "工作回顾"
