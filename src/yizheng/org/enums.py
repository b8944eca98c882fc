"""Posts, kinds of bodies, states of membership (handbook 1.2, 1.3)."""

from django.db import models


class BodyKind(models.TextChoices):
    """What a body inside the committee is."""

    OFFICE = "office", "办公室"
    RESEARCH_OFFICE = "research_office", "研究室"
    SPECIAL_COMMITTEE = "special_committee", "专门委员会"
    GRASSROOTS_UNIT = "grassroots_unit", "街道（镇）工委"
    LEADING_PARTY_GROUP = "leading_party_group", "党组"


class PostKind(models.TextChoices):
    """A post that is held for a time, in official order."""

    CHAIRPERSON = "chairperson", "主席"
    VICE_CHAIRPERSON = "vice_chairperson", "副主席"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    DEPUTY_SECRETARY_GENERAL = "deputy_secretary_general", "副秘书长"


class MembershipRole(models.TextChoices):
    """What a member is in a term."""

    MEMBER = "member", "委员"
    STANDING_MEMBER = "standing_member", "常委"
    INVITED_MEMBER = "invited_member", "特邀委员"


class MembershipState(models.TextChoices):
    """Where a membership stands (handbook 1.3)."""

    PROPOSED = "proposed", "建议名单"
    ACTIVE = "active", "在任"
    SUSPENDED = "suspended", "暂停履职"
    RESIGNED = "resigned", "辞去"
    TRANSFERRED = "transferred", "调离"
    REMOVED = "removed", "撤销资格"
    DECEASED = "deceased", "去世"
    EXPIRED = "expired", "届满"


class UnitCategory(models.TextChoices):
    """What kind of handling unit it is (handbook 1.2)."""

    PARTY = "party", "党委部门"
    GOVERNMENT = "government", "政府部门"
    STREET = "street", "街道镇"
    JUDICIARY = "judiciary", "法检"
    PEOPLE_ORG = "people_org", "群团"
    ENTERPRISE = "enterprise", "企业"
    VERTICAL = "vertical", "上级垂管"
