"""States and kinds of what a plenary is prepared with (handbook 9.6, 9.7)."""

from django.db import models


class PackState(models.TextChoices):
    """Where the arrangements of a plenary stand."""

    DRAFT = "draft", "筹备中"
    PUBLISHED = "published", "已公布"
    CLOSED = "closed", "已结束"


class GroupKind(models.TextChoices):
    """A group of members, or several groups that discuss together."""

    SMALL = "small", "小组"
    JOINT = "joint", "联组"


class FacilityKind(models.TextChoices):
    """What people are sent to or by."""

    MEETING_ROOM = "meeting_room", "会议室"
    LODGING = "lodging", "住宿"
    BUS = "bus", "车辆"


class Part(models.TextChoices):
    """A part of a day of the plenary."""

    AM = "am", "上午"
    PM = "pm", "下午"
    NIGHT = "night", "晚上"


class Attends(models.TextChoices):
    """For whom a line of the schedule is."""

    ALL = "all", "全体委员"
    GROUP = "group", "各小组"
    JOINT = "joint", "各联组"
    PRESIDIUM = "presidium", "主席团"


class PresidiumRole(models.TextChoices):
    """As what somebody sits in the presidium (主席团)."""

    EXECUTIVE = "executive", "常务主席"
    SECRETARY_GENERAL = "secretary_general", "秘书长"
    MEMBER = "member", "主席团成员"


class GuestKind(models.TextChoices):
    """As what somebody is at a plenary who has no vote there (列席, 特邀, 旁听), or works for it; in their order."""

    SUPERIOR = "superior", "辖区上级委员"
    OBSERVER = "observer", "列席人员"
    INVITED = "invited", "特邀人员"
    VISITOR = "visitor", "旁听人员"
    STAFF = "staff", "工作人员"


class BriefState(models.TextChoices):
    """Where a brief (简报) stands."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待核稿"
    CHECKED = "checked", "待签发"
    ISSUED = "issued", "已签发"


OPEN = (PackState.DRAFT, PackState.PUBLISHED)
"""The arrangements can still be changed."""
SHOWN = (PackState.PUBLISHED, PackState.CLOSED)
"""Members see them."""
