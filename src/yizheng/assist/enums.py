"""What is suggested, where a model stands, how two items stand to each other."""

from django.db import models


class Question(models.TextChoices):
    """What assistance is asked for."""

    UNIT = "unit", "承办单位"
    CATEGORY = "category", "类别"
    PLAN_ITEM = "plan_item", "关联要点"


class ModelState(models.TextChoices):
    """Where a version stands. Which one is in use is a fact with a date, not a state."""

    WAITING = "waiting", "正在训练"
    READY = "ready", "可以使用"
    FAILED = "failed", "没有训练成"


class Verdict(models.TextChoices):
    """What a person says of two items; taken back, nothing is said of them."""

    SAME = "same", "是同一件事"
    DIFFERENT = "different", "不是同一件事"
    TAKEN_BACK = "taken_back", "已撤回判断"


class Level(models.TextChoices):
    """How sure a suggestion is, in the words shown beside it."""

    SURE = "sure", "把握大"
    LIKELY = "likely", "一般"
    UNSURE = "unsure", "没有把握"
