"""What the shared rooms must know of versions and duties."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Subject, register

from .models import DutyText, ModelVersion
from .permissions import areas_of


def versions_visible_to(actor: Actor) -> QuerySet[ModelVersion]:
    """Return the versions of the areas whose record a person reads."""
    rows = ModelVersion.objects.all()
    return rows if actor.wears("system") else rows.filter(area__in=areas_of(actor))


def duties_visible_to(actor: Actor) -> QuerySet[DutyText]:
    """Return what units are there for: known to those who see suggestions."""
    seen = actor.wears("system") or may("assist.see_suggestions", actor) or may("assist.see_record", actor)
    return DutyText.objects.all() if seen else DutyText.objects.none()


def register_all() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "model_version", ModelVersion, "推荐模型", visible_to=versions_visible_to,
            url=lambda _version: address("assist:record"), caption=lambda version: version.area,
        ),
        Subject(
            "duty_text", DutyText, "单位职责", visible_to=duties_visible_to,
            url=lambda _duty: address("assist:duties"),
        ),
    )  # fmt: skip
