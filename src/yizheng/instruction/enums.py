"""Levels and kinds of instructions; where an instruction and its tracking stand (handbook 2.6)."""

from django.db import models


class InstructionLevel(models.TextChoices):
    """Whose instruction it is."""

    DISTRICT_PARTY = "district_party", "本级党委领导"
    DISTRICT_GOV = "district_gov", "本级政府领导"
    CITY = "city", "市级领导"
    PROVINCE = "province", "省级领导"
    CENTRE = "centre", "中央领导"


class InstructionKind(models.TextChoices):
    """An instruction says what to do; circling says that it was seen, and counts as that only."""

    SUBSTANTIVE = "substantive", "批示"
    CIRCLED = "circled", "圈阅"


class InstructionState(models.TextChoices):
    """Whether the entry stands."""

    RECORDED = "recorded", "已登记"
    VOID = "void", "登记有误"


class TrackingState(models.TextChoices):
    """Where a unit's work on an instruction stands; late is a fact beside these."""

    RUNNING = "running", "办理中"
    FED_BACK = "fed_back", "已反馈"
    CLOSED = "closed", "已办结"
    VOID = "void", "已取消"
