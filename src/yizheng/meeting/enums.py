"""Kinds and states of meetings, replies and attendance (handbook 9.1, 9.3, 9.5)."""

from django.db import models


class MeetingKind(models.TextChoices):
    """What meets, and who is due."""

    PLENARY = "plenary", "全体会议"
    STANDING = "standing", "常委会议"
    CHAIRS = "chairs", "主席会议"
    COMMITTEE = "committee", "专委会会议"


class MeetingState(models.TextChoices):
    """Where a meeting stands; opening it on screen and its minutes come with the whole meeting room."""

    PLANNED = "planned", "筹备中"
    NOTIFIED = "notified", "已通知"
    ADJOURNED = "adjourned", "已开"
    POSTPONED = "postponed", "延期"
    CANCELLED = "cancelled", "取消"


class InvitationRole(models.TextChoices):
    """As what a person is asked to come."""

    ATTEND = "attend", "出席"
    OBSERVE = "observe", "列席"


class Reply(models.TextChoices):
    """What an invited person answered."""

    WAITING = "waiting", "未回复"
    ACCEPT = "accept", "参加"
    LEAVE = "leave", "请假"


class ReplyWay(models.TextChoices):
    """How the answer came in."""

    WEB = "web", "登录后回复"
    LINK = "link", "短链接回复"
    TELEPHONE = "telephone", "电话记录"


class LeaveKind(models.TextChoices):
    """Why a person cannot come (office-practice 25)."""

    OFFICIAL = "official", "公务"
    ILLNESS = "illness", "病假"
    CHILDBIRTH = "childbirth", "产假"
    BEREAVEMENT = "bereavement", "丧假"
    PRIVATE = "private", "事假"


class Half(models.TextChoices):
    """Half a day: the unit in which attendance counts."""

    AM = "am", "上午"
    PM = "pm", "下午"


class AttendanceStatus(models.TextChoices):
    """Whether a person was there for half a day (handbook 9.5)."""

    PRESENT = "present", "出席"
    LATE = "late", "迟到"
    LEFT_EARLY = "left_early", "早退"
    OBSERVING = "observing", "列席"
    LEAVE_APPROVED = "leave_approved", "请假"
    ABSENT = "absent", "缺席"


CAME = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY)
"""Counts as present (handbook 9.5)."""
