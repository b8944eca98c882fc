"""Roles (handbook 1.6)."""

from django.db import models


class Role(models.TextChoices):
    """What a person may be in a committee; the worn one decides what may be done."""

    SYS_ADMIN = "sys_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"
    ARCHIVIST = "archivist", "档案员"
    LEADER = "leader", "政协领导"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    OFFICE_CLERK = "office_clerk", "办公室"
    PROPOSAL_CLERK = "proposal_clerk", "提案委"
    OPINION_CLERK = "opinion_clerk", "信息科"
    COMMITTEE_CLERK = "committee_clerk", "专委会"
    GRASSROOTS_CLERK = "grassroots_clerk", "街道工委"
    MEMBER = "member", "委员"
    SECTOR_CONVENER = "sector_convener", "界别召集人"
    PARTICIPATING_BODY_CLERK = "participating_body_clerk", "党派团体联络员"
    ASSIGNER = "assigner", "党委办/政府办督查室"
    UNIT_CLERK = "unit_clerk", "承办单位经办人"
    UNIT_LEADER = "unit_leader", "承办单位负责人"
    INFO_OFFICER = "info_officer", "社情民意信息员"
    SUPERVISOR = "supervisor", "民主监督员"
    OBSERVER = "observer", "只读观察"


STAFF = (
    Role.SECRETARY_GENERAL,
    Role.OFFICE_CLERK,
    Role.PROPOSAL_CLERK,
    Role.OPINION_CLERK,
    Role.COMMITTEE_CLERK,
)
"""The people of the committee's own offices: they see the whole plan."""


PROPOSERS = (
    Role.MEMBER,
    Role.SECTOR_CONVENER,
    Role.PARTICIPATING_BODY_CLERK,
    Role.COMMITTEE_CLERK,
    Role.GRASSROOTS_CLERK,
)
"""Who proposes: members for themselves, the others for their body."""

UNITS = (Role.UNIT_CLERK, Role.UNIT_LEADER)
"""The two hats of a handling unit (承办单位)."""

ADMINISTRATORS = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
"""The three administrators (三员): nobody may be two of them in one committee."""

STRICT = (
    *ADMINISTRATORS,
    *STAFF,
    Role.ARCHIVIST,
    Role.LEADER,
    Role.GRASSROOTS_CLERK,
    Role.ASSIGNER,
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
)
"""
Roles that sign in by password and a second step (office-practice 23).

Leaders are among them because they read everything; those who never open a page need no login at all.
"""


class Change(models.TextChoices):
    """What is to become of one of the three administrators."""

    APPOINT = "appoint", "任命"
    DISMISS = "dismiss", "免去"


class ChangeState(models.TextChoices):
    """Where a proposed change of the three administrators stands."""

    PROPOSED = "proposed", "等另一位管理员确认"
    CONFIRMED = "confirmed", "已生效"
    REFUSED = "refused", "不同意"
    WITHDRAWN = "withdrawn", "已撤回"
