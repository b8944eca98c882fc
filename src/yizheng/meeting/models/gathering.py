"""A meeting, its half-days, who is invited, what they answered, whether they came."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import DigestField, EncryptedTextField
from yizheng.org.models import Body, Membership, Person, Term
from yizheng.org.ordinals import chinese_number

from ..enums import (
    AgendaKind,
    AttendanceStatus,
    CheckInMethod,
    Half,
    InvitationRole,
    LeaveKind,
    MeetingKind,
    MeetingState,
    Reply,
    ReplyWay,
)

TOKEN_BYTES = 18


def new_token() -> str:
    """Return 144 random bits for the address by which one person answers without signing in."""
    return secrets.token_urlsafe(TOKEN_BYTES)


class Meeting(PublicModel):
    """
    A meeting (会议), counted within its term and kind: 三届二次会议, 三届十次常委会议.

    `agenda` holds one point a line, as the notice prints it; the rows of `items` are its points on the day. Times
    are stored UTC; the half-days say on which days it sits. `quorum_*` keep what was counted when it began:
    all who could come, how many are needed, how many were there.
    """

    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=MeetingKind)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+", db_index=False)
    ordinal = models.IntegerField()
    topic = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120)
    agenda = models.TextField(blank=True)
    reply_by = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    notified_on = models.DateField(null=True)
    held_on = models.DateField(null=True)
    quorum_total = models.IntegerField(null=True)
    quorum_needed = models.IntegerField(null=True)
    quorum_present = models.IntegerField(null=True)
    only_briefing = models.BooleanField(default=False)
    minutes_text = models.TextField(blank=True, default="")
    minuted_on = models.DateField(null=True)
    archived_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "term", "kind", "body", "ordinal"],
                name="one_meeting_per_ordinal",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="meeting_ends_after_start", condition=Q(ends_at__gt=models.F("starts_at"))),
        ]
        indexes = [models.Index(fields=["committee", "-starts_at"], name="meeting_by_time")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what the meeting is called: 三届二次会议, 三届十次常委会议, 经科委第四次会议."""
        if self.body is not None:
            return f"{self.body.short_name}第{chinese_number(self.ordinal)}次会议"
        kind = "会议" if self.kind == MeetingKind.PLENARY else self.get_kind_display()
        return f"{chinese_number(self.term.ordinal)}届{chinese_number(self.ordinal)}次{kind}"


class HalfDay(CommitteeModel):
    """Half a day of a meeting: what attendance is counted in. `starts_at` is when it begins."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="half_days")
    day = models.DateField()
    half = models.CharField(max_length=2, choices=Half)
    starts_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "meeting", "day", "half"], name="one_half_day"),
        ]
        ordering = ["day", "half"]

    def __str__(self) -> str:
        return f"{self.day.month}月{self.day.day}日{self.get_half_display()}"


class AgendaItem(PublicModel):
    """One point of the agenda (议程): what is done, and who reports."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", db_index=False)
    order = models.IntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=AgendaKind, default=AgendaKind.REPORT)
    reporter = models.CharField(max_length=60, blank=True)
    minutes = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "meeting", "order"], name="one_agenda_place"),
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class Invitation(PublicModel):
    """
    One person asked to one meeting, and the answer (回执).

    `token` opens the page on which they answer without signing in; it is worth nothing once the meeting began.
    `by_hand`: the office added them by name (列席), and a list drawn up anew keeps them.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    role = models.CharField(max_length=10, choices=InvitationRole, default=InvitationRole.ATTEND)
    order = models.IntegerField(default=0)
    reply = models.CharField(max_length=10, choices=Reply, default=Reply.WAITING)
    leave_kind = models.CharField(max_length=20, choices=LeaveKind, blank=True)
    leave_reason = models.CharField(max_length=200, blank=True)
    replied_at = models.DateTimeField(null=True)
    reply_way = models.CharField(max_length=10, choices=ReplyWay, blank=True)
    recorded_by_name = models.CharField(max_length=60, blank=True)
    by_hand = models.BooleanField(default=False, db_default=False)
    token = EncryptedTextField(default=new_token)
    token_digest = DigestField(of="token")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "meeting", "person"], name="invited_once"),
            models.UniqueConstraint(fields=["committee", "token_digest"], name="one_invitation_per_token"),
        ]
        indexes = [models.Index(fields=["committee", "meeting", "role", "order"], name="invitation_by_order")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def where(self) -> str:
        """Return the sector, or the title of whoever sits in none: what tells two people of one name apart."""
        sector = self.membership.sector if self.membership else None
        return sector.name if sector else self.person.title or self.person.employer


class Attendance(CommitteeModel):
    """
    Whether an invited person was there for half a day: one row, however often it is said.

    `came_at` is when they were seen, `late_minutes` how long after the beginning.
    """

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="attendance")
    half_day = models.ForeignKey(HalfDay, models.CASCADE, related_name="+", db_index=False)
    status = models.CharField(max_length=20, choices=AttendanceStatus)
    method = models.CharField(max_length=10, choices=CheckInMethod, blank=True, default="")
    came_at = models.DateTimeField(null=True)
    late_minutes = models.IntegerField(default=0)
    left_at = models.DateTimeField(null=True)
    recorded_by_name = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "invitation", "half_day"], name="attended_once"),
        ]
