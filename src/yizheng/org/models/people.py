"""Human beings, the posts they hold, and who read what of them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import DigestField, EncryptedTextField

from ..enums import ContactLevel, PostKind, ReadingPurpose
from .dated import Dated


class Person(PublicModel):
    """
    A human being, across terms; never deleted. `sort_key` is pinyin, `stroke_key` the official stroke order.

    What is sealed is shown by purpose and its reading is logged (office-practice 5); `birth_date` is ISO text,
    to the day, the month or the year, as it is known.
    Two persons may share a phone: that is warned about, never refused.
    """

    name = models.CharField(max_length=40)
    sort_key = models.CharField(max_length=120)
    stroke_key = models.CharField(max_length=160, blank=True, default="")
    gender = models.CharField(max_length=1, choices=[("m", "男"), ("f", "女")], blank=True)
    employer = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=80, blank=True)
    phone = EncryptedTextField(blank=True, default="")
    phone_digest = DigestField(of="phone")
    contact_level = models.CharField(max_length=20, choices=ContactLevel, default=ContactLevel.OFFICE)
    birth_date = EncryptedTextField(blank=True, default="")
    ethnicity = EncryptedTextField(blank=True, default="")
    affiliation = EncryptedTextField(blank=True, default="")
    religion = EncryptedTextField(blank=True, default="")
    education = EncryptedTextField(blank=True, default="")
    address = EncryptedTextField(blank=True, default="")
    consented_on = models.DateField(null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["committee", "sort_key"], name="person_by_name"),
            models.Index(fields=["committee", "stroke_key"], name="person_by_strokes"),
            models.Index(fields=["committee", "phone_digest"], name="person_by_phone"),
        ]

    def __str__(self) -> str:
        return self.name


SEALED = ("phone", "birth_date", "ethnicity", "affiliation", "religion", "education", "address")
"""The fields of a person that are sealed; their reading is logged."""


class ReadingLog(CommitteeModel):
    """Somebody read sealed fields of a person, for a purpose (查阅记录)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="readings")
    at = models.DateTimeField()
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    reader_name = models.CharField(max_length=60)
    hat_label = models.CharField(max_length=80, blank=True)
    purpose = models.CharField(max_length=30, choices=ReadingPurpose)
    field_names = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["committee", "person", "-at"], name="reading_by_person")]


class PostHolding(Dated, PublicModel):
    """A person holds a post (主席、副主席、秘书长) for a time; `rank` is the official order."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    post = models.CharField(max_length=30, choices=PostKind)
    rank = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["committee", "post", "rank"], name="holding_by_post")]

    def __str__(self) -> str:
        return f"{self.get_post_display()} {self.person}"
