"""Terms, their plenaries, and what reviewing bodies decided."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel

from ..enums import DecidingBody
from ..ordinals import chinese_number


class Term(PublicModel):
    """A term (届) of five years; sessions and meetings are counted within it. A closed one is read-only."""

    ordinal = models.IntegerField()
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    member_quota = models.IntegerField(default=250)
    reserved_quota = models.IntegerField(default=0)
    opening_basis = models.CharField(max_length=120, blank=True, default="")
    closed_on = models.DateField(null=True, blank=True)
    closing_basis = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "ordinal"], name="one_term_per_ordinal")]

    def __str__(self) -> str:
        return f"第{chinese_number(self.ordinal)}届"

    @property
    def short_label(self) -> str:
        """五届, as the labels of sessions and meetings begin."""
        return f"{chinese_number(self.ordinal)}届"


class Session(PublicModel):
    """A plenary (次会议) of a term. `cut_off` is the last moment for proposals of the session."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions")
    ordinal = models.IntegerField()
    opens = models.DateField()
    closes = models.DateField()
    cut_off = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "term", "ordinal"], name="one_session_per_ordinal"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """二届一次会议, as documents and numbers write it (handbook 2.2)."""
        return f"{self.term.short_label}{chinese_number(self.ordinal)}次会议"


class Decision(CommitteeModel):
    """
    What a reviewing body decided about memberships (会议决定): which meeting, when, and by how many.

    `whole` counts all members of the deciding body, present or not: a removal needs more than half of them.
    """

    body = models.CharField(max_length=30, choices=DecidingBody)
    meeting = models.CharField(max_length=80)
    decided_on = models.DateField()
    whole = models.IntegerField(null=True, blank=True)
    present = models.IntegerField(null=True, blank=True)
    in_favour = models.IntegerField(null=True, blank=True)
    against = models.IntegerField(null=True, blank=True)
    abstained = models.IntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.meeting}（{self.decided_on:%Y年%-m月%-d日}）"
