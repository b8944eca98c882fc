"""An import on its way from file to confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import PublicModel


class ImportState(models.TextChoices):
    """Where an import stands."""

    WAITING = "waiting", "正在读取"
    READ = "read", "待核对"
    CONFIRMED = "confirmed", "已导入"
    DISCARDED = "discarded", "已放弃"
    FAILED = "failed", "读不了"


class ImportBatch(PublicModel):
    """
    One file being imported (导入). `tree` is what was understood and may be corrected until confirmed.

    `edition` grows with each correction, so that two clerks never overwrite each other unseen.
    """

    purpose = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.WAITING)
    progress_percent = models.IntegerField(default=0)
    reading = models.JSONField(default=dict)
    tree = models.JSONField(default=dict)
    edition = models.IntegerField(default=1)
    failure = models.CharField(max_length=300, blank=True)
    result_kind = models.CharField(max_length=40, blank=True)
    result_id = models.BigIntegerField(null=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "purpose", "-made_at"], name="import_by_time")]

    def __str__(self) -> str:
        return self.file.name
