"""Base classes of every walled row, and the kernel's own tables."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from .acting import Source
from .scoping import current_committee_id
from .secrets import EncryptedTextField


class Level(models.TextChoices):
    """Administrative level of a committee (handbook 1.2)."""

    COUNTY_DISTRICT = "county_district", "区县"
    PREFECTURE = "prefecture", "地市"
    PROVINCE = "province", "省"
    NATION = "nation", "全国"


class Committee(models.Model):
    """A CPPCC committee (政协委员会): the tenant. Global: its slug is the first part of every address."""

    full_name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=30)
    slug = models.SlugField(max_length=40, unique=True)
    level = models.CharField(max_length=20, choices=Level, default=Level.COUNTY_DISTRICT)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    region = models.CharField(max_length=60, blank=True)
    doc_prefix = models.CharField(max_length=20, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.short_name


class CommitteeModel(models.Model):
    """A walled row: belongs to the committee of the scope it was made in."""

    committee = models.ForeignKey(
        Committee,
        models.PROTECT,
        default=current_committee_id,
        editable=False,
        related_name="+",
        db_index=False,
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        abstract = True


class PublicModel(CommitteeModel):
    """A walled row with an address: `public_id` is shown, the number never is an address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class LedgerEntry(CommitteeModel):
    """
    One object moved by one act (台账). Append-only: the serving role may insert and read, nobody may change.

    `xact` is the number of the transaction that wrote it (a trigger sets it): seals follow its order, so a
    late transaction can never slip a row into a sealed stretch. `fields` holds names with short typed values;
    long text and personal data stand as version id and SHA-256, never as text.
    """

    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    act_id = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    actor_name = models.CharField(max_length=60)
    hat = models.CharField(max_length=40)
    hat_label = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    source = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Source])
    fields = models.JSONField(default=dict)
    reason = models.CharField(max_length=500, blank=True)
    xact = models.BigIntegerField(db_default=0, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "kind", "object_id", "id"], name="ledger_by_object"),
            models.Index(fields=["committee", "xact", "id"], name="ledger_by_xact"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.object_id}"


class LedgerSeal(CommitteeModel):
    """
    A sealed stretch of the ledger: every entry with `from_xact` <= xact < `to_xact`.

    `leaves` is, for each entry in order, its id (8 bytes) and digest (32 bytes), so that one changed byte can
    be named; `hash` chains them to the previous seal. Written by the owner role only.
    """

    ordinal = models.IntegerField()
    from_xact = models.BigIntegerField()
    to_xact = models.BigIntegerField()
    count = models.IntegerField()
    leaves = models.BinaryField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "ordinal"], name="one_seal_per_ordinal"),
        ]


class ThreadLink(CommitteeModel):
    """A typed link "came from / led to" (来龙去脉), written in the transaction of the act that made it."""

    origin_kind = models.CharField(max_length=40)
    origin_id = models.BigIntegerField()
    outcome_kind = models.CharField(max_length=40)
    outcome_id = models.BigIntegerField()
    relation = models.CharField(max_length=40)
    at = models.DateTimeField()
    far_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "origin_kind", "origin_id", "outcome_kind", "outcome_id", "relation"],
                name="one_link_per_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "outcome_kind", "outcome_id"], name="thread_by_outcome"),
        ]


class ActKey(CommitteeModel):
    """A form already acted upon: a repeat gives the first result (design 5)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    key = models.UUIDField()
    result_url = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "user", "key"], name="one_act_per_key")]


class Dispatch(CommitteeModel):
    """What one committee sends another: a frozen payload, readable by sender and addressee only (design 4)."""

    to_committee = models.ForeignKey(Committee, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    key = models.UUIDField(default=uuid.uuid4)
    payload = models.JSONField()
    label = models.CharField(max_length=200)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key"], name="one_dispatch_per_key")]


class Sequence(CommitteeModel):
    """The last number given in a series; numbers leave no gap because they are given in the act's transaction."""

    series = models.CharField(max_length=80)
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "series"], name="one_row_per_series")]


class SecurityEvent(CommitteeModel):
    """A forbidden or guessed address; written in its own transaction, never in the ledger."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    what = models.CharField(max_length=40)
    path = models.CharField(max_length=500)
    permission = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["committee", "-at"], name="security_by_time")]


class KeyFingerprint(models.Model):
    """
    A known word sealed with one key of the ring, so that a wrong or old ring is recognised at once.

    Global. `key_version` 0 stands for the key of the digests; there `token` is a digest.
    """

    key_version = models.IntegerField(unique=True)
    token = models.TextField()
    made_at = models.DateTimeField()


class UpkeepRun(models.Model):
    """One nightly backup or restore drill and what came of it; append-only, so that no failure is painted over."""

    class Kind(models.TextChoices):
        """What was run."""

        BACKUP = "backup", "备份"
        DRILL = "drill", "恢复演练"

    kind = models.CharField(max_length=10, choices=Kind)
    backup = models.CharField(max_length=80, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    is_good = models.BooleanField()
    sentence = models.TextField(blank=True)
    figures = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["kind", "-ended_at"], name="upkeep_by_time")]


class ClosureState(models.TextChoices):
    """Where content that was taken out of sight stands."""

    QUARANTINED = "quarantined", "已封存"
    PURGE_ASKED = "purge_asked", "待销毁确认"
    PURGED = "purged", "已销毁"
    LIFTED = "lifted", "已解封"


class Closure(PublicModel):
    """
    Content of one object taken out of sight (封存), the step before it is destroyed (销毁).

    `box` holds what was taken from the rows, sealed; it is empty again once the content is back or destroyed.
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    object_public_id = models.UUIDField(null=True)
    state = models.CharField(max_length=20, choices=ClosureState, default=ClosureState.QUARANTINED)
    box = EncryptedTextField(blank=True)
    sha256s = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_at = models.DateTimeField(null=True)
    purge_reason = models.CharField(max_length=500, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind", "object_id"],
                name="one_open_closure",
                condition=models.Q(state__in=[ClosureState.QUARANTINED, ClosureState.PURGE_ASKED]),
            ),
            models.CheckConstraint(
                name="two_persons_purge",
                condition=~models.Q(state=ClosureState.PURGED) | ~models.Q(asked_by=models.F("confirmed_by")),
            ),
        ]
        indexes = [models.Index(fields=["committee", "-closed_at"], name="closure_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class PurgeEntry(CommitteeModel):
    """
    The register of what was destroyed (销毁登记): applied again to a restored older backup. Append-only.

    Digests and references only; kept beside the backups as well (`purging.export_lines`).
    """

    kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    object_public_id = models.UUIDField(null=True)
    sha256s = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    asked_by_name = models.CharField(max_length=60)
    confirmed_by_name = models.CharField(max_length=60)
    purged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "kind", "object_id", "purged_at"], name="one_entry_per_purge"),
        ]
