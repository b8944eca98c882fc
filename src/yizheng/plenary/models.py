"""What a plenary is prepared with: one pack a session, one row a member in it (handbook 9.6, 9.7)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Deferrable, Q

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.org.models import Membership, Person, Session

from .enums import Attends, BriefState, FacilityKind, GroupKind, GuestKind, PackState, Part, PresidiumRole

STAGE = 0
"""The row of the seats on the stage; the rows of the hall are counted from 1, the front one first."""


def seat_words(row: int, number: int) -> str:
    """Return a seat in words."""
    return f"主席台{number}号" if row == STAGE else f"{row}排{number}座"


class Pack(PublicModel):
    """
    The arrangements of one plenary (会务).

    The hall has `rows` of `seats_a_row`, the stage `stage_seats`; 0 rows: nobody has described the hall yet.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=PackState, default=PackState.DRAFT)
    place = models.CharField(max_length=120, blank=True, default="")
    contact = models.CharField(max_length=120, blank=True, default="")
    leave_rules = models.TextField(blank=True, default="")
    rows = models.SmallIntegerField(default=0)
    seats_a_row = models.SmallIntegerField(default=0)
    stage_seats = models.SmallIntegerField(default=0)
    published_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "session"], name="one_pack_a_session")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what pages call it: 五届四次会议会务."""
        return f"{self.session.label}会务"

    @property
    def key(self) -> str:
        """Return the public id as papers and addresses take it."""
        return str(self.public_id)


class Facility(PublicModel):
    """A meeting room, a place to stay, or a bus; `capacity` 0: nobody counts. `note` says where and when."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="facilities", db_index=False)
    kind = models.CharField(max_length=20, choices=FacilityKind)
    name = models.CharField(max_length=60)
    note = models.CharField(max_length=200, blank=True, default="")
    capacity = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "pack", "kind", "name"], name="one_facility_a_name"),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Group(PublicModel):
    """
    A group (小组) or a joint group (联组); members belong to small groups, `joint` says in which joint one those meet.

    `recorder` is a login: most recorders are staff and members of nothing.
    """

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="groups", db_index=False)
    kind = models.CharField(max_length=10, choices=GroupKind, default=GroupKind.SMALL)
    order = models.SmallIntegerField()
    name = models.CharField(max_length=40)
    convener = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+", db_index=False)
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    room = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="+", db_index=False)
    joint = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "pack", "kind", "order"], name="one_group_a_place"),
        ]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class Attendee(PublicModel):
    """
    One person at a plenary: group, place in the presidium, seat, room, bus. Who left before it is `is_out`.

    A member of the committee holds a `membership`. Anybody else is a `guest` of some `kind`: never due, never counted
    in a quorum, never in the presidium. A seat belongs to one person and a person has one seat: the database sees to
    it, at the end of each act.
    """

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="attendees", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    guest = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=GuestKind, blank=True, default="", db_default="")
    is_out = models.BooleanField(default=False)
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="attendees", db_index=False)
    presidium = models.CharField(max_length=20, choices=PresidiumRole, blank=True, default="")
    presidium_order = models.SmallIntegerField(default=0)
    seat_row = models.SmallIntegerField(null=True)
    seat_number = models.SmallIntegerField(null=True)
    lodging = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="+", db_index=False)
    bus = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "pack", "membership"], name="attends_once"),
            models.UniqueConstraint(fields=["committee", "pack", "guest"], name="guest_once"),
            models.CheckConstraint(
                name="a_member_or_a_guest",
                condition=Q(membership__isnull=False, guest__isnull=True, kind="")
                | Q(membership__isnull=True, guest__isnull=False, presidium="") & ~Q(kind=""),
            ),
            models.UniqueConstraint(
                fields=["committee", "pack", "seat_row", "seat_number"], name="one_person_a_seat",
                deferrable=Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="a_seat_has_row_and_number",
                condition=Q(seat_row__isnull=True, seat_number__isnull=True)
                | Q(seat_row__isnull=False, seat_number__isnull=False),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.person.name

    @property
    def person(self) -> Person:
        """Return the human being."""
        person = self.membership.person if self.membership else self.guest
        assert person is not None, "the database holds a member or a guest"
        return person

    @property
    def is_guest(self) -> bool:
        """Tell whether this is no member of the committee."""
        return self.membership_id is None

    @property
    def where(self) -> str:
        """Return what stands beside the name in lists: the sector of a member, as what a guest is here."""
        return str(self.membership.sector or "") if self.membership else self.get_kind_display()

    @property
    def seat(self) -> str:
        """Return the seat in words, empty without one."""
        if self.seat_row is None or self.seat_number is None:
            return ""
        return seat_words(self.seat_row, self.seat_number)


class ScheduleItem(PublicModel):
    """One line of the schedule (日程)."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="items", db_index=False)
    day = models.DateField()
    part = models.CharField(max_length=10, choices=Part)
    starts = models.TimeField()
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=120, blank=True, default="")
    attends = models.CharField(max_length=10, choices=Attends, default=Attends.ALL)

    class Meta:
        indexes = [models.Index(fields=["committee", "pack", "day", "starts"], name="schedule_by_time")]
        ordering = ["day", "starts", "id"]

    def __str__(self) -> str:
        return self.title


class PresidiumSitting(CommitteeModel):
    """A meeting of the presidium with its figures: due 应到, present 实到 (handbook 9.4)."""

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="sittings", db_index=False)
    ordinal = models.SmallIntegerField()
    day = models.DateField()
    part = models.CharField(max_length=10, choices=Part)
    present = models.SmallIntegerField()
    due = models.SmallIntegerField()
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "pack", "ordinal"], name="one_sitting_an_ordinal"),
            models.CheckConstraint(name="no_more_come_than_are_due", condition=Q(present__lte=models.F("due"))),
        ]
        ordering = ["ordinal"]


class Brief(PublicModel):
    """A brief of one group's discussion (简报); its number is given when it is issued, so that none is missing."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="briefs", db_index=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="briefs", db_index=False)
    state = models.CharField(max_length=10, choices=BriefState, default=BriefState.DRAFT)
    day = models.DateField()
    part = models.CharField(max_length=10, choices=Part)
    number = models.IntegerField(null=True)
    summary = models.TextField(blank=True)
    written_by_name = models.CharField(max_length=60)
    checked_by_name = models.CharField(max_length=60, blank=True, default="")
    issued_by_name = models.CharField(max_length=60, blank=True, default="")
    issued_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "pack", "number"], name="one_brief_a_number")]
        indexes = [models.Index(fields=["committee", "pack", "state"], name="brief_by_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what pages call it: 第3期简报（第二组）, and before it has a number 第二组讨论简报."""
        return f"第{self.number}期简报（{self.group.name}）" if self.number else f"{self.group.name}讨论简报"

    @property
    def key(self) -> str:
        """Return the public id as papers and addresses take it."""
        return str(self.public_id)

    @property
    def when(self) -> str:
        """Return the half-day in words."""
        return f"{self.day.month}月{self.day.day}日{self.get_part_display()}"


class Statement(CommitteeModel):
    """What one member said, in a few sentences (发言要点)."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="statements", db_index=False)
    order = models.SmallIntegerField()
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+", db_index=False)
    gist = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "brief", "order"], name="one_statement_a_place"),
        ]
        ordering = ["order"]
