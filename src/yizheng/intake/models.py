"""An import on its way from file to confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import EncryptedTextField


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


class RowVerdict(models.TextChoices):
    """What a row of a sheet would do."""

    NEW = "new", "新增"
    CHANGED = "changed", "有变化"
    UNCHANGED = "unchanged", "没有变化"
    PROBLEM = "problem", "有问题"
    LEFT_OUT = "left_out", "不导入"


class ImportRow(CommitteeModel):
    """
    One row of an imported sheet: its cells as written and what they were read to, both sealed JSON.

    Rolls hold personal data, so neither stands in the batch. `match_key` is the digest of what the row is
    called: rows that may mean one another are found by it. Rows go when the import is closed, but for those
    of the report of problems.
    """

    batch = models.ForeignKey(ImportBatch, models.CASCADE, related_name="rows", db_index=False)
    sheet_row = models.IntegerField()
    verdict = models.CharField(max_length=20, choices=RowVerdict)
    has_warning = models.BooleanField(default=False)
    match_key = models.CharField(max_length=64)
    cells = EncryptedTextField()
    judged = EncryptedTextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "batch", "sheet_row"], name="one_import_row_per_sheet_row")
        ]
        indexes = [
            models.Index(fields=["committee", "batch", "verdict", "sheet_row"], name="import_row_by_verdict"),
            models.Index(fields=["committee", "batch", "match_key"], name="import_row_by_match"),
        ]

    def __str__(self) -> str:
        return f"第{self.sheet_row}行"
