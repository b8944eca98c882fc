"""A notice (通知), whom it was sent to, and each delivery: the outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import DigestField, EncryptedTextField

from ..enums import Channel, DeliveryState, MessageState, ReadHow


class Message(PublicModel):
    """
    One notice to many people. `key` makes sending twice impossible.

    `kind` and `object_id` name what it speaks of; `answers` are the words a recipient may choose among.
    `sender` is empty when the house itself wrote (a reminder). `token` is the link for a chat group: it shows
    the text and takes no receipt, because nobody knows who opens it.
    """

    key = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    text = models.TextField()
    url = models.CharField(max_length=300, blank=True, default="")
    kind = models.CharField(max_length=40, blank=True, default="")
    object_id = models.BigIntegerField(null=True)
    answers = models.JSONField(default=list, blank=True)
    wants_receipt = models.BooleanField(default=True)
    is_mandatory = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=MessageState, default=MessageState.SENT)
    sender = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    sender_name = models.CharField(max_length=60)
    sent_at = models.DateTimeField()
    over_at = models.DateTimeField(null=True)
    token = EncryptedTextField()
    token_digest = DigestField(of="token")
    link_revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "key"], name="one_message_per_key"),
            models.UniqueConstraint(fields=["committee", "token_digest"], name="one_message_per_token"),
        ]
        indexes = [
            models.Index(fields=["committee", "-sent_at"], name="message_by_time"),
            models.Index(fields=["committee", "kind", "object_id"], name="message_by_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class Recipient(PublicModel):
    """
    One person a notice is for: a human being, a login, or both; and the read receipt (已读回执).

    `url` is where this person alone goes on (a reply of their own), `token` their short link. `texted_at`: the
    unread notice was followed by a text; `to_call_from`: it stands on the staff's telephone list since then.
    Rule: handbook 2.5.
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="recipients", db_index=False)
    person = models.ForeignKey("org.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=160, blank=True, default="")
    url = models.CharField(max_length=300, blank=True, default="")
    read_at = models.DateTimeField(null=True)
    read_how = models.CharField(max_length=20, choices=ReadHow, blank=True, default="")
    answer = models.CharField(max_length=200, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    texted_at = models.DateTimeField(null=True)
    to_call_from = models.DateTimeField(null=True)
    token = EncryptedTextField()
    token_digest = DigestField(of="token")
    link_revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "message", "person"], name="one_recipient_per_person"),
            models.UniqueConstraint(fields=["committee", "message", "user"], name="one_recipient_per_user"),
            models.UniqueConstraint(fields=["committee", "token_digest"], name="one_recipient_per_token"),
            models.CheckConstraint(
                name="recipient_is_somebody", condition=Q(person__isnull=False) | Q(user__isnull=False)
            ),
            models.CheckConstraint(
                name="read_by_some_way", condition=Q(read_at__isnull=True, read_how="") | ~Q(read_how="")
            ),
        ]
        indexes = [
            models.Index(fields=["committee", "message", "sort_key"], name="recipient_by_message"),
            models.Index(fields=["committee", "user"], name="recipient_by_user"),
            models.Index(fields=["committee", "person"], name="recipient_by_person"),
        ]

    def __str__(self) -> str:
        return self.name


class Delivery(CommitteeModel):
    """
    One notice on one way to one person: a row of the outbox, written in the transaction of the act.

    `key` is what the provider knows it by. A worker first claims it (`sending`, `claimed_at`) and commits, then
    calls the provider: whatever dies in between, nothing is sent twice (`notify.outbox`).
    """

    message = models.ForeignKey(Message, models.PROTECT, related_name="deliveries", db_index=False)
    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel)
    key = models.CharField(max_length=60)
    state = models.CharField(max_length=20, choices=DeliveryState, default=DeliveryState.WAITING)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    provider_id = models.CharField(max_length=100, blank=True, default="")
    why = models.CharField(max_length=200, blank=True, default="")
    carrier = models.ForeignKey("self", models.PROTECT, null=True, related_name="bundled", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "recipient", "channel", "message"], name="one_delivery_per_channel"
            ),
            models.UniqueConstraint(fields=["committee", "key"], name="one_delivery_per_key"),
        ]
        indexes = [
            models.Index(fields=["committee", "message", "state"], name="delivery_by_message"),
            models.Index(
                fields=["committee", "state", "due_at"], name="delivery_open",
                condition=Q(state__in=[DeliveryState.WAITING, DeliveryState.GATHERED, DeliveryState.SENDING]),
            ),
            models.Index(fields=["committee", "carrier"], name="delivery_by_carrier"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Call(PublicModel):
    """One telephone call about a notice (电话通知记录): who rang, when, and what was answered."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="calls", db_index=False)
    called_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    called_by_name = models.CharField(max_length=60)
    called_at = models.DateTimeField()
    reached = models.BooleanField()
    answer = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["committee", "recipient", "called_at"], name="call_by_recipient")]

    def __str__(self) -> str:
        return f"{self.called_by_name} {self.answer}"
