"""Terms, persons, posts, bodies with dated aliases, units."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from yizheng.kernel.models import CommitteeModel, PublicModel

from .enums import BodyKind, MembershipRole, MembershipState, PostKind, UnitCategory
from .ordinals import chinese_number


class Dated(models.Model):
    """Holds from `valid_from` (inclusive) to `valid_to` (exclusive; empty = still)."""

    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


def in_force(on: object) -> Q:
    """Return the filter: the row holds on this date."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


class Term(PublicModel):
    """A term (届) of five years; sessions and meetings are counted within it."""

    ordinal = models.IntegerField()
    start_date = models.DateField()
    end_date = models.DateField(null=True)
    member_quota = models.IntegerField(default=250)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "ordinal"], name="one_term_per_ordinal")]

    def __str__(self) -> str:
        return f"第{chinese_number(self.ordinal)}届"


class Person(PublicModel):
    """A human being, across terms; never deleted. `sort_key` is pinyin, `strokes` the official order."""

    name = models.CharField(max_length=40)
    sort_key = models.CharField(max_length=120)
    gender = models.CharField(max_length=1, choices=[("m", "男"), ("f", "女")], blank=True)
    employer = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=80, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["committee", "sort_key"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class Sector(CommitteeModel):
    """A sector (界别) of a term, in the order of rolls."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sectors")
    name = models.CharField(max_length=40)
    order = models.IntegerField()
    quota = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "term", "name"], name="one_sector_per_name")]

    def __str__(self) -> str:
        return self.name


class Membership(PublicModel):
    """A person's seat in a term; all duty hangs on it, not on the person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    term = models.ForeignKey(Term, models.PROTECT, related_name="memberships")
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=MembershipRole, default=MembershipRole.MEMBER)
    state = models.CharField(max_length=20, choices=MembershipState, default=MembershipState.ACTIVE)
    joined_on = models.DateField()
    left_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "term", "person"], name="one_seat_per_term")]

    def __str__(self) -> str:
        return str(self.person)


class PostHolding(Dated, CommitteeModel):
    """A person holds a post (主席、副主席、秘书长) for a time; `rank` is the official order."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    post = models.CharField(max_length=30, choices=PostKind)
    rank = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["committee", "post", "rank"], name="holding_by_post")]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.person}"


class Body(Dated, PublicModel):
    """A body inside the committee: office, special committee, grassroots unit (handbook 1.4)."""

    kind = models.CharField(max_length=30, choices=BodyKind)
    full_name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    order = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["committee", "kind", "order"], name="body_by_order")]

    def __str__(self) -> str:
        return self.short_name


class BodyAlias(Dated, CommitteeModel):
    """What a body is or was called; one alias may name two bodies."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="aliases")
    text = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["committee", "text"], name="alias_by_text")]

    def __str__(self) -> str:
        return self.text


class Oversight(Dated, CommitteeModel):
    """A leader is in charge of a body (分管) for a time; 分管主席 in a task expands by it."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="oversights")
    person = models.ForeignKey(Person, models.PROTECT, related_name="oversights")


class Seat(Dated, CommitteeModel):
    """A member sits in a special committee; a member may hold several seats (handbook 1.2)."""

    membership = models.ForeignKey(Membership, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    duty = models.CharField(max_length=20, default="委员")


class OrgUnit(Dated, PublicModel):
    """An outside unit (承办单位): handles proposals, shares tasks."""

    name = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=UnitCategory)
    order = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["committee", "category", "order"], name="unit_by_order")]

    def __str__(self) -> str:
        return self.name


class UnitAlias(Dated, CommitteeModel):
    """What a unit is or was called."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="aliases")
    text = models.CharField(max_length=80)


class Setting(CommitteeModel):
    """One dated configuration value (handbook 16); the newest that has begun holds."""

    key = models.CharField(max_length=80)
    value = models.JSONField()
    valid_from = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "key", "valid_from"], name="one_value_per_day")]
