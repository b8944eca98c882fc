"""Many papers at once, put together by a job for the person who asked (成批导出)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import PublicModel


class ExportKind(models.TextChoices):
    """What a zip holds, one file a proposal, a unit or a reply."""

    TEXTS = "texts", "提案原文（Word）"
    UNITS = "units", "各承办单位的办理清单（Excel）"
    LETTERS = "letters", "答复件（Word）"


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", "正在整理"
    READY = "ready", "可以下载"
    FAILED = "failed", "没有做成"


class ExportRun(PublicModel):
    """
    One zip for one person in one hat (`grant_id`): what they may see when the job runs is what it holds.

    `query` narrows as the list of proposals does; `holds` are the ids of the proposals whose words are in the
    file: what is put under quarantine or purged is taken away here too. Gone after seven days.
    """

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    grant_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=10, choices=ExportKind)
    query = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.WAITING)
    asked_at = models.DateTimeField()
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    holds = models.JSONField(default=list)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+", db_index=False)
    failure = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "asked_by"], name="one_export_at_a_time",
                condition=models.Q(state=ExportState.WAITING),
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["committee", "asked_by", "-asked_at"], name="export_by_person")]

    def __str__(self) -> str:
        return str(ExportKind(self.kind).label)

    @property
    def percent(self) -> int:
        """Return how far the job is."""
        return min(100 * self.done // self.total, 100) if self.total else 0
