"""Kinds and states of meetings, replies and attendance (handbook 9.1, 9.3, 9.5)."""

from django.db import models


class MeetingKind(models.TextChoices):
    """What meets, and who is due."""

    PLENARY = "plenary", "全体会议"
    STANDING = "standing", "常委会议"
    CHAIRS = "chairs", "主席会议"
    COMMITTEE = "committee", "专委会会议"
    SECRETARIES = "secretaries", "秘书长会议"
    PARTY_GROUP = "leading_party_group", "党组会议"
    BRIEFING = "briefing", "政情通报会"


class MeetingState(models.TextChoices):
    """Where a meeting stands (handbook 9.3)."""

    PLANNED = "planned", "筹备中"
    NOTIFIED = "notified", "已通知"
    OPEN = "open", "正在签到"
    IN_SESSION = "in_session", "正在开会"
    ADJOURNED = "adjourned", "已开"
    MINUTED = "minuted", "已出纪要"
    ARCHIVED = "archived", "已归档"
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

    EXPECTED = "expected", "应到"
    PRESENT = "present", "出席"
    LATE = "late", "迟到"
    LEFT_EARLY = "left_early", "早退"
    OBSERVING = "observing", "列席"
    LEAVE_APPROVED = "leave_approved", "请假"
    ABSENT = "absent", "缺席"
    EXEMPT = "exempt", "免"


class CheckInMethod(models.TextChoices):
    """How it became known that a person was there."""

    SCAN = "scan", "扫会场二维码"
    OWN_CODE = "own_code", "出示本人二维码"
    CLERK = "clerk", "工作人员点名"
    PAPER = "paper", "纸质签到表"


class AgendaKind(models.TextChoices):
    """What is done under a point of the agenda (handbook 9.2)."""

    REPORT = "report", "听取"
    CONSULT = "consult", "协商"
    VOTE = "vote", "表决"
    PERSONNEL = "personnel", "人事"


class LeaveState(models.TextChoices):
    """Where a request for leave stands (handbook 9.3)."""

    REQUESTED = "requested", "待批"
    APPROVED = "approved", "已准假"
    REFUSED = "refused", "未准假"
    WITHDRAWN = "withdrawn", "已撤回"
    VOID = "void", "已作废"


CAME = (AttendanceStatus.PRESENT, AttendanceStatus.LATE, AttendanceStatus.LEFT_EARLY)
"""Counts as present (handbook 9.5)."""

HELD = (MeetingState.ADJOURNED, MeetingState.MINUTED, MeetingState.ARCHIVED)
"""It was held and its attendance is known."""
RUNNING = (MeetingState.OPEN, MeetingState.IN_SESSION)
"""People check in and speak."""
CALLED = (MeetingState.NOTIFIED, *RUNNING)
"""The notice went out and it is not over."""
PAPERS_SHUT = (MeetingState.PLANNED, MeetingState.POSTPONED, MeetingState.CANCELLED)
"""Nobody opens a copy of the documents: not called yet, or called off."""


class VoteMethod(models.TextChoices):
    """How it is voted (handbook 9.2; office-practice 13)."""

    HAND = "hand", "举手表决"
    NAMED = "named", "记名表决"
    PAPER = "paper", "纸质票"
    SECRET = "secret", "无记名电子投票"


class VoteState(models.TextChoices):
    """Where a vote stands."""

    OPEN = "open", "正在表决"
    CLOSED = "closed", "已宣布"
    VOID = "void", "作废"


class Choice(models.TextChoices):
    """What a person voted by name."""

    FOR = "for", "赞成"
    AGAINST = "against", "反对"
    ABSTAIN = "abstain", "弃权"


class MajorityBase(models.TextChoices):
    """Of whom more than half must be in favour (handbook 9.4)."""

    ALL = "all", "全体"
    PRESENT = "present", "到会"


class FollowKind(models.TextChoices):
    """What a decision leads to."""

    NONE = "none", "只记录"
    TASK = "task", "列入工作要点任务"
    FOLLOW_UP = "follow_up", "办公室跟踪落实"


class DecisionState(models.TextChoices):
    """Where a decision stands."""

    NOTED = "noted", "已记录"
    FOLLOWING = "following", "落实中"
    DONE = "done", "已落实"


class ActivityKind(models.TextChoices):
    """What an activity is (handbook 9.1, 10.6 D; office-practice 28, 30; features F121)."""

    RESEARCH = "research", "调研"
    INSPECTION = "inspection", "视察"
    SUPERVISION = "supervision", "民主监督"
    CONSULTATION = "consultation", "协商活动"
    TRAINING = "training", "学习培训"
    SECTOR = "sector_activity", "界别活动"
    GRASSROOTS = "grassroots_activity", "基层活动"
    READING = "reading", "委员读书"
    LECTURE = "lecture", "委员宣讲"
    CONSENSUS = "consensus", "凝聚共识"
    TALK = "heart_talk", "谈心谈话"
    PARTY_LIFE = "party_life", "党员委员组织生活"
    SALON = "salon", "委员沙龙"
    FORUM = "forum", "委员论坛"
    MUTUAL_VISIT = "mutual_visit", "互访交流"
    SOCIAL_SERVICE = "social_service", "公益服务"
    STAFF_TRAINING = "staff_training", "机关干部培训"
    VILLAGE_ROUND = "village_round", "进村社走访"


COUNTED_AS = {
    ActivityKind.TALK: ActivityKind.CONSENSUS,
    ActivityKind.PARTY_LIFE: ActivityKind.CONSENSUS,
    ActivityKind.SALON: ActivityKind.CONSULTATION,
    ActivityKind.FORUM: ActivityKind.CONSULTATION,
    ActivityKind.MUTUAL_VISIT: ActivityKind.CONSENSUS,
    ActivityKind.VILLAGE_ROUND: ActivityKind.GRASSROOTS,
    ActivityKind.STAFF_TRAINING: None,
}
"""As what a kind stands in the members' duty records, where it is no kind of its own there. Our decision: what the
staff learns is nobody's duty as a member; the reports count it, the points do not."""


def duty_kind(kind: str) -> str:
    """Return as what an activity of this kind stands in the duty records; empty where it stands in none."""
    counted = COUNTED_AS.get(ActivityKind(kind), ActivityKind(kind))
    return "" if counted is None else counted.value


class ActivityState(models.TextChoices):
    """Where an activity stands (handbook 9.3)."""

    DRAFT = "draft", "起草中"
    PUBLISHED = "published", "正在报名"
    SIGNUP_CLOSED = "signup_closed", "报名截止"
    HELD = "held", "已举办"
    RECORDED = "recorded", "已登记"
    CONFIRMED = "confirmed", "已确认"
    CANCELLED = "cancelled", "取消"


class Audience(models.TextChoices):
    """Who may sign up; courses for new members and for standing members are features F120."""

    ALL = "all", "全体委员"
    HOSTS = "hosts", "主办单位的委员"
    STANDING = "standing", "常委"
    NEW = "new", "新任委员"


class SignupState(models.TextChoices):
    """Where one member's sign-up stands."""

    PLACED = "placed", "已报上"
    WAITING = "waiting", "候补"
    WITHDRAWN = "withdrawn", "已退出"


class Came(models.TextChoices):
    """Whether who signed up was there; empty until the host said so."""

    CAME = "came", "到场"
    MISSED = "missed", "未到"
    EXCUSED = "excused", "请假"


ARRIVING = (ActivityState.PUBLISHED, ActivityState.SIGNUP_CLOSED, ActivityState.HELD)
"""One checks in before it is recorded who came; sign-up may still wait for the hourly round that closes it."""
STANDING_SIGNUPS = (SignupState.PLACED, SignupState.WAITING)
"""A place or a turn; what was withdrawn is neither."""


class MenuState(models.TextChoices):
    """Where a duty menu stands (handbook 10.4); our decision: published and open to choices are one step."""

    DRAFT = "draft", "起草中"
    OPEN = "open", "正在选择"
    CLOSED = "closed", "已截止"


class ChoiceState(models.TextChoices):
    """Whether a choice stands."""

    CHOSEN = "chosen", "已选"
    CANCELLED = "cancelled", "已退"


class MenuGroup(models.TextChoices):
    """Kinds that count together towards the least number of choices (handbook 10.4)."""

    FIELD = "field", "调研视察"
    SECTOR = "sector", "界别活动"
    GRASSROOTS = "grassroots", "基层活动"
    LEARNING = "learning", "学习"


GROUP_OF = {
    ActivityKind.RESEARCH: MenuGroup.FIELD,
    ActivityKind.INSPECTION: MenuGroup.FIELD,
    ActivityKind.SECTOR: MenuGroup.SECTOR,
    ActivityKind.GRASSROOTS: MenuGroup.GRASSROOTS,
    ActivityKind.TRAINING: MenuGroup.LEARNING,
    ActivityKind.READING: MenuGroup.LEARNING,
    ActivityKind.LECTURE: MenuGroup.LEARNING,
    ActivityKind.VILLAGE_ROUND: MenuGroup.GRASSROOTS,
}
"""Kinds that are in no group are chosen freely."""
