"""Outside units: their names, mergers and contacts."""

from __future__ import annotations

from django.db import models

from yizheng.kernel.models import CommitteeModel, PublicModel
from yizheng.kernel.secrets import DigestField, EncryptedTextField

from ..enums import UnitCategory
from .dated import Dated


class OrgUnit(Dated, PublicModel):
    """
    An outside unit (承办单位): handles proposals, shares tasks.

    A merged unit keeps its row: `valid_to` is the day of the merger, `merged_into` who goes on.
    """

    name = models.CharField(max_length=80)
    category = models.CharField(max_length=20, choices=UnitCategory)
    order = models.IntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")

    class Meta:
        indexes = [models.Index(fields=["committee", "category", "order"], name="unit_by_order")]

    def __str__(self) -> str:
        return self.name


class UnitAlias(Dated, CommitteeModel):
    """What a unit is or was called; `is_former` marks a name it bore officially until `valid_to`."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="aliases")
    text = models.CharField(max_length=80)
    is_former = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["committee", "text"], name="unit_alias_by_text")]

    def __str__(self) -> str:
        return self.text


class UnitContact(Dated, PublicModel):
    """Whom to ring at a unit (提案联络员、分管领导); the number is sealed."""

    unit = models.ForeignKey(OrgUnit, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=40)
    duty = models.CharField(max_length=40, default="联络员")
    phone = EncryptedTextField(blank=True, default="")
    phone_digest = DigestField(of="phone")

    def __str__(self) -> str:
        return self.name
