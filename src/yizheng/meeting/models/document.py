"""What is read at a meeting, and who was given which copy of it."""

from __future__ import annotations

from django.db import models

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel

from .gathering import AgendaItem, Invitation, Meeting


class MeetingDocument(PublicModel):
    """
    One document of a meeting (会议文件), in its order; what was withdrawn is opened by nobody any more.

    `online_only`: it is marked or sensitive, and no phone keeps a copy for the hall.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents", db_index=False)
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, related_name="+", db_index=False)
    order = models.IntegerField()
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    online_only = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "meeting", "order"], name="documents_have_an_order"),
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class DocumentCopy(CommitteeModel):
    """
    One person's own copy of a document (第017份), numbered as they were first opened.

    Each page of it bears the name and the number; `readings` says when it was opened.
    """

    document = models.ForeignKey(MeetingDocument, models.CASCADE, related_name="copies", db_index=False)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="copies")
    number = models.IntegerField()
    first_read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "document", "invitation"], name="one_copy_a_person"),
            models.UniqueConstraint(fields=["committee", "document", "number"], name="copies_have_numbers"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"第{self.number:03}份"


class DocumentReading(CommitteeModel):
    """Somebody opened their copy (查阅记录)."""

    copy = models.ForeignKey(DocumentCopy, models.CASCADE, related_name="readings")
    at = models.DateTimeField()
