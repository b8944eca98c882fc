"""Kinds and states of rules, honours and appraisals (features F038–F040)."""

from django.db import models


class RuleKind(models.TextChoices):
    """What kind of rule it is."""

    WORKING_RULES = "working_rules", "工作规则"
    SYSTEM = "system", "工作制度"
    MEASURES = "measures", "办法"
    DETAILED = "detailed", "实施细则"
    OTHER = "other", "其他"


class RuleState(models.TextChoices):
    """Where a rule stands; whether it has run out is a fact of its newest version, not a state."""

    IN_FORCE = "in_force", "现行"
    REPEALED = "repealed", "已废止"


class HonourLevel(models.TextChoices):
    """Who honoured: the level of the giver, the highest first in a year's report."""

    NATION = "nation", "国家级"
    PROVINCE = "province", "省级"
    PREFECTURE = "prefecture", "市级"
    COUNTY_DISTRICT = "county_district", "区县级"
    OWN = "own", "本会"


class HonourState(models.TextChoices):
    """Whether an honour stands."""

    STANDING = "standing", "有效"
    WITHDRAWN = "withdrawn", "已撤销"


class Grade(models.TextChoices):
    """The grade of a year's appraisal of staff (年度考核等次)."""

    EXCELLENT = "excellent", "优秀"
    COMPETENT = "competent", "称职"
    BASIC = "basic", "基本称职"
    INCOMPETENT = "incompetent", "不称职"
    NOT_GRADED = "not_graded", "不定等次"
