"""A stored file and what it belongs to."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.kernel.models import PublicModel


class StoredFile(PublicModel):
    """
    One uploaded file. Its bytes lie at `<files>/<committee>/<sha256>`; equal files are kept once.

    `kind` and `object_id` name the subject it belongs to; whoever may see that may open the file. `uploaded_by` is
    empty for what the public sent with a form.
    """

    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "kind", "object_id"], name="file_by_subject")]

    def __str__(self) -> str:
        return self.name
