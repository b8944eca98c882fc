"""States and kinds of approvals and their steps."""

from django.db import models


class ApprovalState(models.TextChoices):
    """Where an approval stands."""

    RUNNING = "running", "呈批中"
    PASSED = "passed", "全部通过"
    RETURNED = "returned", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class StepState(models.TextChoices):
    """What became of one step; a step never reached stays pending."""

    PENDING = "pending", "未办"
    APPROVED = "approved", "同意"
    RETURNED = "returned", "退回"


class StepKind(models.TextChoices):
    """How a step is decided."""

    DECISION = "decision", "签批"
    MEETING = "meeting", "会议"
    REPORT = "report", "报送"
