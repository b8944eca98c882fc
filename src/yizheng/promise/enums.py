"""Where a promise stands."""

from django.db import models


class PromiseState(models.TextChoices):
    """Overdue and put off are facts beside these states, not states."""

    RUNNING = "running", "兑现中"
    REPORTED = "reported", "已报兑现"
    KEPT = "kept", "已兑现"
    NOT_KEPT = "not_kept", "未兑现"
    VOID = "void", "已作废"
    ENDED = "ended", "随撤案终止"
