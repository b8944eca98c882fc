"""The duty menu of a year, its items, and what members chose (handbook 10.1, 10.4)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yizheng.kernel.models import PublicModel
from yizheng.org.models import Membership

from ..enums import ActivityKind, ChoiceState, MenuState
from .activity import Activity


class DutyMenu(PublicModel):
    """The duty menu (履职菜单) of one year."""

    year = models.IntegerField()
    state = models.CharField(max_length=10, choices=MenuState, default=MenuState.DRAFT)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year"], name="one_menu_a_year")]
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年履职菜单"


class MenuItem(PublicModel):
    """One thing on the menu; `activity` stands once the host has made one of it. `period` is as people say it: 5月."""

    menu = models.ForeignKey(DutyMenu, models.CASCADE, related_name="items", db_index=False)
    order = models.IntegerField()
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=ActivityKind)
    host = models.CharField(max_length=120)
    period = models.CharField(max_length=60, blank=True)
    activity = models.ForeignKey(Activity, models.SET_NULL, null=True, related_name="menu_items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "menu", "order"], name="items_have_an_order")]
        ordering = ["order"]

    def __str__(self) -> str:
        return self.title


class MenuChoice(PublicModel):
    """One member's choice of one item, in the order of the rows; what was dropped stays as a row of its own."""

    item = models.ForeignKey(MenuItem, models.CASCADE, related_name="choices", db_index=False)
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ChoiceState, default=ChoiceState.CHOSEN)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "item", "membership"], name="chosen_once", condition=Q(state=ChoiceState.CHOSEN)
            ),
        ]
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.membership.person.name}：{self.item.title}"
