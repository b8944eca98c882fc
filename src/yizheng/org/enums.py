"""Posts, kinds of bodies, states of membership (handbook 1.2, 1.3)."""

from django.db import models


class BodyKind(models.TextChoices):
    """What a body inside the committee is."""

    OFFICE = "office", "办公室"
    RESEARCH_OFFICE = "research_office", "研究室"
    SPECIAL_COMMITTEE = "special_committee", "专门委员会"
    GRASSROOTS_UNIT = "grassroots_unit", "街道（镇）工委"
    LIAISON_OFFICE = "liaison_office", "联络处"
    LIAISON_GROUP = "liaison_group", "联络组"
    ACTIVITY_GROUP = "activity_group", "活动小组"
    WORKSTATION = "workstation", "工作站"
    LEADING_PARTY_GROUP = "leading_party_group", "党组"


GRASSROOTS_KINDS = (
    BodyKind.GRASSROOTS_UNIT,
    BodyKind.LIAISON_OFFICE,
    BodyKind.LIAISON_GROUP,
    BodyKind.ACTIVITY_GROUP,
    BodyKind.WORKSTATION,
)
"""The kinds of grassroots units (handbook 1.2)."""


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
    RESIDENT_SUPERIOR_MEMBER = "resident_superior_member", "辖区上级委员"


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
    DROPPED = "dropped", "未列入"


class SeatState(models.TextChoices):
    """Where a choice of a special committee stands."""

    CHOSEN = "chosen", "待审核"
    APPROVED = "approved", "已同意"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已改选"


class UnitCategory(models.TextChoices):
    """What kind of handling unit it is (handbook 1.2)."""

    PARTY = "party", "党委部门"
    GOVERNMENT = "government", "政府部门"
    STREET = "street", "街道镇"
    JUDICIARY = "judiciary", "法检"
    PEOPLE_ORG = "people_org", "群团"
    ENTERPRISE = "enterprise", "企业"
    VERTICAL = "vertical", "上级垂管"


class ParticipatingKind(models.TextChoices):
    """What a participating body is, in statutory order."""

    PARTY = "party", "民主党派"
    FEDERATION = "federation", "工商联"
    NON_PARTY = "non_party", "无党派人士"
    PEOPLE_ORG = "people_org", "人民团体"


class AssociationKind(models.TextChoices):
    """What a society calls itself."""

    SOCIETY = "society", "社团"
    FRIENDSHIP = "friendship", "联谊会"
    RESEARCH = "research", "研究会"
    THEORY = "theory", "理论研究会"


class AssociationState(models.TextChoices):
    """Whether a society goes on."""

    ACTIVE = "active", "存续"
    CLOSED = "closed", "已注销"


class DecidingBody(models.TextChoices):
    """Who decides about memberships (handbook 1.3)."""

    STANDING_COMMITTEE = "standing_committee", "常委会议"
    CHAIRPERSONS_MEETING = "chairpersons_meeting", "主席会议"
    PLENARY = "plenary", "全体会议"


class ContactLevel(models.TextChoices):
    """Who may see a person's telephone number in an address book."""

    OFFICE = "office", "仅办公室"
    COLLEAGUES = "colleagues", "同界别、同专委会的委员"
    MEMBERS = "members", "本届全体委员"


class ReadingPurpose(models.TextChoices):
    """Why somebody reads sealed fields of a person."""

    CONTACT = "contact", "联系委员"
    ROLL = "roll", "编制名册"
    STATISTICS = "statistics", "统计构成"
    MEETING = "meeting", "会务安排"
    PERSONNEL = "personnel", "人事审核"
    CORRECTION = "correction", "核对更正"


AFFILIATIONS = (
    "中共", "民革", "民盟", "民建", "民进", "农工党", "致公党", "九三学社", "台盟", "无党派", "群众",
)  # fmt: skip
"""Political affiliations (handbook 1.2); another field than the sector."""
DEMOCRATIC_PARTIES = AFFILIATIONS[1:9]
