"""Official documents, their versions, the register of numbers, templates of the committee."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.attachment.models import StoredFile
from yizheng.kernel.models import CommitteeModel, PublicModel

from .enums import DocumentKind, DocumentState, NumberSource, Secrecy, SentBy


class GivenNumber(CommitteeModel):
    """
    One document number (发文字号) that was given; never given again, never deleted.

    `year` is the year in the brackets, `seq` the number before 号.
    """

    number = models.CharField(max_length=60)
    prefix = models.CharField(max_length=20)
    year = models.IntegerField()
    seq = models.IntegerField()
    source = models.CharField(max_length=10, choices=NumberSource)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "prefix", "year", "seq"], name="one_document_per_number")
        ]

    def __str__(self) -> str:
        return self.number


class Document(PublicModel):
    """
    An official document (公文) from draft to archive. Its text stands in versions, the newest is what goes out.

    `copies` names the bodies that get a copy, in official order; `annexes` the titles of its annexes. `version` is
    the ordinal of the newest version and `text_sha256` its digest: that is what the ledger tells of a text.
    """

    kind = models.CharField(max_length=12, choices=DocumentKind)
    title = models.CharField(max_length=200)
    addressee = models.CharField(max_length=300, blank=True)
    signature = models.CharField(max_length=100, blank=True)
    copies = models.JSONField(default=list)
    annexes = models.JSONField(default=list)
    secrecy = models.CharField(max_length=12, choices=Secrecy, default=Secrecy.INTERNAL)
    state = models.CharField(max_length=14, choices=DocumentState, default=DocumentState.DRAFTING)
    version = models.IntegerField(default=1)
    text_sha256 = models.CharField(max_length=64, blank=True)
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    drafted_by_name = models.CharField(max_length=60)
    drafted_at = models.DateTimeField()
    checked_by_name = models.CharField(max_length=60, blank=True)
    countersigned_by = models.CharField(max_length=200, blank=True)
    signed_by_name = models.CharField(max_length=60, blank=True)
    signed_on = models.DateField(null=True)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True)
    sent_by = models.CharField(max_length=10, choices=SentBy, blank=True)
    printed_copies = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "number"], condition=~Q(number=""), name="one_document_of_a_number"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("drafting", "submitted", "returned", "checked", "countersigned", "signed"))
                | ~Q(number=""),
                name="a_numbered_document_has_its_number",
            ),
        ]
        indexes = [models.Index(fields=["committee", "-drafted_at"], name="document_by_time")]

    def __str__(self) -> str:
        return self.title


class DocumentVersion(CommitteeModel):
    """One version of a document's text; every version is kept. `note` says why it was made."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions", db_index=False)
    ordinal = models.IntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    note = models.CharField(max_length=200, blank=True)
    made_in = models.CharField(max_length=14, choices=DocumentState)
    made_by_name = models.CharField(max_length=60)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "document", "ordinal"], name="one_version_per_ordinal")
        ]

    def __str__(self) -> str:
        return f"第{self.ordinal}稿"


class OwnTemplate(CommitteeModel):
    """A committee's own template (公文模板) of one code; the newest row that is in use wins over the shipped one."""

    code = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    is_used = models.BooleanField(default=True)
    put_by_name = models.CharField(max_length=60)
    put_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "code"], condition=Q(is_used=True), name="one_own_template_per_code"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.file.name}"


class WorkSecret(PublicModel):
    """A paper marked 工作秘密: only its number, date and keeper are registered (office-practice 1)."""

    number = models.CharField(max_length=60)
    dated_on = models.DateField()
    keeper = models.CharField(max_length=60)
    registered_by_name = models.CharField(max_length=60)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "number"], name="one_work_secret_per_number")]

    def __str__(self) -> str:
        return self.number
