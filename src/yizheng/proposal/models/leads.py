"""Leads and reference topics; outgoing proposals (handbook 5.2; F011, F067, F071)."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import Level, PublicModel
from yizheng.kernel.secrets import DigestField, EncryptedTextField
from yizheng.org.models import Membership, Session

from ..enums import LeadChannel, LeadSource, LeadState, OutgoingState
from .proposals import Proposal


class LeadTopic(PublicModel):
    """A topic of the reference list (参考选题) that members can take up."""

    year = models.IntegerField()
    title = models.CharField(max_length=80)
    guide = models.TextField(blank=True)
    order = models.SmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        indexes = [models.Index(fields=["committee", "year", "order"], name="lead_topic_by_year")]

    def __str__(self) -> str:
        return self.title


class ProposalLead(PublicModel):
    """
    A lead (提案线索). `receipt_code` is what the sender keeps: by its digest they learn what became of it.

    Name and telephone of the sender are sealed, verified behind the scenes and never shown (office-practice 6).
    """

    source = models.CharField(max_length=12, choices=LeadSource)
    channel = models.CharField(max_length=12, choices=LeadChannel, default=LeadChannel.SITE)
    title = models.CharField(max_length=80)
    text = models.TextField()
    sender_name = EncryptedTextField(blank=True, default="")
    sender_phone = EncryptedTextField(blank=True, default="")
    sender_label = models.CharField(max_length=80, blank=True)
    receipt_code = EncryptedTextField(default="")
    receipt_digest = DigestField(of="receipt_code")
    received_at = models.DateTimeField()
    topic = models.ForeignKey(LeadTopic, models.PROTECT, null=True, related_name="leads")
    taken_by = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=LeadState, default=LeadState.RECEIVED)
    disposal = models.CharField(max_length=300, blank=True)
    disposed_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "receipt_digest"], name="one_lead_per_code")]
        indexes = [models.Index(fields=["committee", "state", "-received_at"], name="lead_by_state")]

    def __str__(self) -> str:
        return self.title


class LeadCode(PublicModel):
    """
    A code sent to the telephone of somebody who wants to send a lead (后台实名; office-practice 6).

    `code` lies sealed until it is sent; an answer is compared with its digest. `public_id` is the address at
    which the lead is then written, so that it cannot be guessed.
    """

    phone = EncryptedTextField(default="")
    code = EncryptedTextField(blank=True, default="")
    code_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Solicitation(PublicModel):
    """A call for proposals before a plenary (征集提案; F043): one a session, with one reminder at most."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    title = models.CharField(max_length=80)
    text = models.TextField()
    closes_on = models.DateField()
    called_on = models.DateField()
    reminded_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "session"], name="one_solicitation_a_session")]

    def __str__(self) -> str:
        return self.title


class OutgoingProposal(PublicModel):
    """What goes to a higher committee as a proposal of a member of it who lives here (F071)."""

    level = models.CharField(max_length=20, choices=Level)
    title = models.CharField(max_length=80)
    carrier = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    origin = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="outgoing")
    state = models.CharField(max_length=15, choices=OutgoingState, default=OutgoingState.PREPARED)
    year = models.IntegerField()
    upper_number = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=300, blank=True)
    changed_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["committee", "year", "level"], name="outgoing_by_year")]

    def __str__(self) -> str:
        return self.title
