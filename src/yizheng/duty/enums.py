"""Kinds of deeds, where records, sheets, years and schemes stand (handbook 10)."""

from django.db import models


class DutyKind(models.TextChoices):
    """What a member did; attendance is counted by half-days."""

    PLENARY = "plenary", "全体会议"
    STANDING = "standing", "常委会议"
    COMMITTEE = "committee", "专委会会议"
    CONSULTATION_MEETING = "consultation_meeting", "协商会议"
    PROPOSAL_SUBMITTED = "proposal_submitted", "提交提案"
    PROPOSAL_FILED = "proposal_filed", "提案立案"
    PROPOSAL_CONVERTED = "proposal_converted", "提案转送"
    PROPOSAL_KEY = "proposal_key", "重点提案"
    PROPOSAL_EXCELLENT = "proposal_excellent", "优秀提案"
    OPINION_SUBMITTED = "opinion_submitted", "报送社情民意信息"
    OPINION_ADOPTED_OWN = "opinion_adopted_own", "信息本级采用"
    OPINION_ADOPTED_CITY = "opinion_adopted_city", "信息市级采用"
    OPINION_ADOPTED_PROVINCE = "opinion_adopted_province", "信息省级采用"
    OPINION_ADOPTED_NATION = "opinion_adopted_nation", "信息全国采用"
    INSTRUCTION = "instruction", "领导批示"
    SPEECH_ORAL = "speech_oral", "大会口头发言"
    SPEECH_WRITTEN = "speech_written", "大会书面发言"
    RESEARCH = "research", "调研"
    INSPECTION = "inspection", "视察"
    SUPERVISION = "supervision", "民主监督"
    CONSULTATION = "consultation", "协商活动"
    TRAINING = "training", "学习培训"
    SECTOR_ACTIVITY = "sector_activity", "界别活动"
    GRASSROOTS_ACTIVITY = "grassroots_activity", "基层活动"
    READING = "reading", "委员读书"
    LECTURE = "lecture", "委员宣讲"
    CONSENSUS = "consensus", "凝聚共识"
    SOCIAL_SERVICE = "social_service", "社会服务"
    VISIT = "visit", "走访联系"
    HONOUR_DISTRICT = "honour_district", "区县表彰"
    HONOUR_CITY = "honour_city", "市级表彰"
    HONOUR_PROVINCE = "honour_province", "省级表彰"
    HONOUR_NATION = "honour_nation", "全国表彰"
    TYPICAL_CASE = "typical_case", "典型事迹"
    ACTIVITY_MISSED = "activity_missed", "报名未到"
    CONDUCT = "conduct", "违反履职纪律"
    CONDUCT_GRAVE = "conduct_grave", "严重违纪"


MEETINGS = (DutyKind.PLENARY, DutyKind.STANDING, DutyKind.COMMITTEE, DutyKind.CONSULTATION_MEETING)
ACTIVITIES = (
    DutyKind.RESEARCH, DutyKind.INSPECTION, DutyKind.SUPERVISION, DutyKind.CONSULTATION, DutyKind.SECTOR_ACTIVITY,
    DutyKind.GRASSROOTS_ACTIVITY, DutyKind.READING, DutyKind.LECTURE, DutyKind.CONSENSUS, DutyKind.TRAINING,
)  # fmt: skip
CLAIMED = (
    DutyKind.SOCIAL_SERVICE, DutyKind.LECTURE, DutyKind.READING, DutyKind.CONSENSUS, DutyKind.GRASSROOTS_ACTIVITY,
    DutyKind.TRAINING, DutyKind.HONOUR_DISTRICT, DutyKind.HONOUR_CITY, DutyKind.HONOUR_PROVINCE,
    DutyKind.HONOUR_NATION,
)  # fmt: skip
"""What a member may report: deeds outside, of which no room knows (handbook 10.1)."""
REGISTERED = (*ACTIVITIES, DutyKind.SOCIAL_SERVICE, DutyKind.TYPICAL_CASE, DutyKind.ACTIVITY_MISSED)
"""What the office may register from a signed sheet until its room comes (office-practice 26)."""


class ServiceKind(models.TextChoices):
    """What kind of social service it was (features F130); totals are told by it."""

    VOLUNTEER = "volunteer", "志愿服务"
    MEDIATION = "mediation", "矛盾调解"
    PAIRING = "pairing", "结对帮扶"
    CLINIC = "clinic", "义诊和咨询"
    DONATION = "donation", "捐资捐物"
    OTHER = "other", "其他"


class DutyRole(models.TextChoices):
    """As what a member took part; of meetings, whether they came."""

    NONE = "", "参加"
    LEAD = "lead", "第一提案人、执笔"
    CO = "co", "联名、合写"
    MAIN = "main", "集体提案主要成员"
    SPEAKER = "speaker", "发言"
    PRESENT = "present", "出席"
    LATE = "late", "迟到"
    LEFT_EARLY = "left_early", "早退"
    LEAVE_EXCUSED = "leave_excused", "公务、病、产、丧假"
    LEAVE_PRIVATE = "leave_private", "事假"
    ABSENT = "absent", "缺席"
    EXEMPT = "exempt", "免"


CAME = (DutyRole.PRESENT, DutyRole.LATE, DutyRole.LEFT_EARLY)
ON_LEAVE = (DutyRole.LEAVE_EXCUSED, DutyRole.LEAVE_PRIVATE)


class DutySource(models.TextChoices):
    """How the fact came here."""

    AUTO = "auto", "系统"
    CLERK = "clerk", "工作人员登记"
    SELF = "self", "自主申报"


class RecordState(models.TextChoices):
    """Where a record stands (handbook 10.3)."""

    GENERATED = "generated", "已生成"
    CLAIMED = "claimed", "待审核"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "未采纳"
    DISPUTED = "disputed", "有异议"
    CORRECTED = "corrected", "已更正"
    VOID = "void", "已作废"
    FROZEN = "frozen", "已归档"


COUNTED = (
    RecordState.GENERATED, RecordState.CONFIRMED, RecordState.DISPUTED, RecordState.CORRECTED, RecordState.FROZEN,
)  # fmt: skip
"""What is reckoned: a claim counts once it was checked, a disputed fact as it stands until two persons decided."""
ENDED = (RecordState.REJECTED, RecordState.VOID)


class SchemeState(models.TextChoices):
    """Where a scheme of a year stands."""

    DRAFT = "draft", "草案"
    IN_FORCE = "in_force", "执行中"
    REPLACED = "replaced", "已被替换"


class SheetState(models.TextChoices):
    """Where the assessment of one member in one year stands (handbook 10.7)."""

    OPEN = "open", "待生成"
    GENERATED = "generated", "待委员确认"
    CONFIRMED = "confirmed_by_member", "委员已确认"
    APPEALED = "appealed", "申诉中"
    REVIEWED = "reviewed", "已复核"
    APPROVED = "approved", "已审定"
    PUBLISHED = "published", "已公布"
    FROZEN = "frozen", "已归档"


class YearState(models.TextChoices):
    """Whether facts and points of a year may still change."""

    OPEN = "open", "进行中"
    FROZEN = "frozen", "已关闭"


class GateState(models.TextChoices):
    """The political and disciplinary gate, decided by people before any points (office-practice 28)."""

    WAITING = "waiting", "待把关"
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"


class VisitForm(models.TextChoices):
    """How a member was contacted."""

    CALL = "call", "走访"
    TALK = "talk", "约谈"
    TELEPHONE = "telephone", "电话联系"
    MEETING = "meeting", "座谈"
