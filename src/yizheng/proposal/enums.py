"""States, kinds and words of proposals, handlings and replies (handbook 5; office-practice 1, 9)."""

from django.db import models


class ProposalState(models.TextChoices):
    """Where a proposal stands (handbook 5.5). "Filed" in counts is a figure of its own, never this state alone."""

    DRAFT = "draft", "草稿"
    COSIGNING = "cosigning", "联名中"
    SUBMITTED = "submitted", "已提交"
    RETURNED = "returned", "退回修改"
    FIRST_REVIEWED = "first_reviewed", "已初审"
    FILED = "filed", "已立案"
    NOT_FILED = "not_filed", "不予立案"
    CONVERTED = "converted", "已转送"
    MERGED = "merged", "已并案"
    PRE_ASSIGNED = "pre_assigned", "预交办"
    ASSIGNED = "assigned", "已交办"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    REDO = "redo", "重新办理"
    CLOSED = "closed", "已办结"
    CLOSED_DISPUTED = "closed_disputed", "有异议办结"
    TRACKING = "tracking", "跟踪落实"
    SETTLED = "settled", "已落实"
    CARRIED = "carried", "跨年跟踪"
    WITHDRAWN = "withdrawn", "已撤案"


class HandlingState(models.TextChoices):
    """Where one unit stands with one proposal (handbook 5.6)."""

    ASSIGNED = "assigned", "待签收"
    SIGNED = "signed", "已签收"
    ADJUSTING = "adjusting", "申请调整"
    REASSIGNED = "reassigned", "已改办"
    CONTACTED = "contacted", "已面商"
    DRAFTED = "drafted", "已拟复"
    COUNTERSIGNED = "countersigned", "已会签"
    ISSUED = "issued", "已答复"
    REJECTED = "rejected", "退改"
    OPINED = "opined", "已送会办意见"
    STOPPED = "stopped", "停办"


class ReplyState(models.TextChoices):
    """Where a reply letter stands; a rejected one is written anew as the next version of the same reply."""

    DRAFT = "draft", "拟稿"
    CHECKING = "checking", "待审核"
    ISSUED = "issued", "已签发"
    REJECTED = "rejected", "退改"


class PeriodKind(models.TextChoices):
    """When it came in: up to the cut-off of the plenary, or between sessions (handbook 5.1)."""

    PLENARY = "plenary", "大会提案"
    BETWEEN = "between", "平时提案"


class ProposerKind(models.TextChoices):
    """Who proposes."""

    INDIVIDUAL = "individual", "委员个人"
    JOINT = "joint", "委员联名"
    COLLECTIVE = "collective", "集体"


class CollectiveKind(models.TextChoices):
    """Which kind of body a collective proposal comes from, in the order of numbers (office-practice 15)."""

    PARTY_BODY = "party_body", "党派团体"
    SPECIAL_COMMITTEE = "special_committee", "专委会"
    SECTOR = "sector", "界别"
    GROUP = "group", "委员小组"
    GRASSROOTS = "grassroots", "基层单位"


class SignerRole(models.TextChoices):
    """First proposer, or one who signs along."""

    FIRST = "first", "第一提案人"
    CO = "co", "联名人"


class Consent(models.TextChoices):
    """What an invited co-signer answered; unanswered invitations expire at submission."""

    INVITED = "invited", "待答复"
    AGREED = "agreed", "已同意"
    DECLINED = "declined", "不参加"
    EXPIRED = "expired", "未答复"


class EntrySource(models.TextChoices):
    """By which way a proposal came in."""

    WEB = "web", "网上提交"
    CLERK = "clerk", "代录"
    IMPORT = "import", "历史导入"


class Secrecy(models.TextChoices):
    """Marks (office-practice 1). 工作秘密 is a register entry only, classified content is refused."""

    OPEN = "open", "公开"
    ON_REQUEST = "on_request", "依申请公开"
    INTERNAL = "internal", "内部"


class PublicLevel(models.TextChoices):
    """How much of it may be published (handbook 5.10)."""

    FULL = "full", "全文公开"
    SUMMARY = "summary", "摘要公开"
    NONE = "none", "不公开"


class ReviewStage(models.TextChoices):
    """Stages of review (handbook 5.2)."""

    PRECHECK = "precheck", "预审"
    FIRST = "first", "初审"
    SECOND = "second", "复审"
    JOINT = "joint", "会审"
    FINAL = "final", "审定"


class ReviewBody(models.TextChoices):
    """Which body files (handbook 5.1): the review committee until the proposal committee exists."""

    REVIEW_COMMITTEE = "proposal_review_committee", "提案审查委员会"
    PROPOSAL_COMMITTEE = "proposal_committee", "提案委员会"


class Outcome(models.TextChoices):
    """What a review proposes or decides."""

    FILE = "file", "立案"
    NOT_FILE = "not_file", "不予立案"
    CONVERT = "convert", "转送"
    MERGE = "merge", "并案"
    RETURN = "return", "退回修改"


class ReasonCode(models.TextChoices):
    """Why a proposal is not filed (handbook 5.3)."""

    SECRET = "secret", "涉及党和国家秘密"
    FORBIDDEN = "forbidden", "要求国家明令禁止的事"
    PARTY_INTERNAL = "party_internal", "中共党员就党内组织人事提意见"
    DP_INTERNAL = "dp_internal", "民主党派内部事务"
    JUDICIAL = "judicial", "已进入诉讼、仲裁等程序"
    ACADEMIC = "academic", "属于学术讨论"
    PROMOTION = "promotion", "宣传推介具体作品、产品"
    PERSONAL = "personal", "为本人或亲属解决个人问题"
    ACCUSATION = "accusation", "指名举报"
    EMPTY = "empty", "内容空泛，没有具体建议"
    BEYOND_POWER = "beyond_power", "超出本地职权"
    NOT_ONE_MATTER = "not_one_matter", "一事多案，请分开提"
    DUPLICATE = "duplicate", "同样内容今年已答复"


class ConversionKind(models.TextChoices):
    """As what a proposal goes on when it is not handled as one (handbook 5.4)."""

    OPINION = "opinion", "转社情民意信息"
    REFERENCE = "reference", "转有关部门参阅"
    LETTER = "letter", "转来信办理"


class ShareRole(models.TextChoices):
    """How a unit takes part (handbook 5.6). `answers` in code: sole, host, separate."""

    SOLE = "sole", "单独"
    HOST = "host", "主办"
    CO = "co", "会办"
    SEPARATE = "separate", "分办"


ANSWERING = (ShareRole.SOLE, ShareRole.HOST, ShareRole.SEPARATE)
"""Roles that write to the proposer and are rated; a co-handler writes to the host."""


class ShareSource(models.TextChoices):
    """Who named a unit before the assignment."""

    PROPOSER = "proposer", "提案人建议"
    CLERK = "clerk", "提案委拟"
    ASSIGNER = "assigner", "交办单位拟"
    ASSIST = "assist", "系统推荐"


class Side(models.TextChoices):
    """Which office assigns: the Party's or the government's (handbook 5.5)."""

    PARTY = "party", "党委口"
    GOVERNMENT = "government", "政府口"


class AdjustState(models.TextChoices):
    """Where a request for another unit stands."""

    ASKED = "asked", "待决定"
    GRANTED = "granted", "同意改办"
    KEPT = "kept", "不予调整"
    DISPUTED = "disputed", "报请领导协调"
    VOID = "void", "已作废"


class ContactStage(models.TextChoices):
    """When the unit spoke with the proposer: before, during, after handling."""

    BEFORE = "before", "办前"
    DURING = "during", "办中"
    AFTER = "after", "办后"


class ContactMode(models.TextChoices):
    """How they spoke."""

    PHONE = "phone", "电话"
    VISIT = "visit", "上门走访"
    INVITE = "invite", "邀请来访"
    SITE = "site", "现场"
    FORUM = "forum", "座谈"
    CONCENTRATED = "concentrated", "集中协商"


class ContactConfirmation(models.TextChoices):
    """Whether the proposer confirmed; silence never blocks a unit (office-practice 20)."""

    WAITING = "waiting", "待提案人确认"
    PROPOSER = "proposer", "提案人已确认"
    SILENCE = "silence", "逾期未提异议，未经提案人确认"
    CLERK = "clerk", "提案委代为确认，未经提案人确认"
    OBJECTED = "objected", "提案人有异议"


class AnswerVerdict(models.TextChoices):
    """What the reply says to one suggestion (handbook 5.7)."""

    ACCEPTED = "accepted", "采纳"
    PARTLY = "partly", "部分采纳"
    NOT_ACCEPTED = "not_accepted", "暂不采纳"


class ReplyKind(models.TextChoices):
    """First reply, second reply about commitments, or the new one after dissatisfaction (handbook 5.7)."""

    FIRST = "first", "答复"
    SECOND = "second", "二次答复"
    REDO = "redo", "重新答复"


class Rating(models.TextChoices):
    """The three words of every rating (handbook 5.8)."""

    SATISFIED = "satisfied", "满意"
    BASIC = "basic", "基本满意"
    NOT_SATISFIED = "not_satisfied", "不满意"


class FeedbackState(models.TextChoices):
    """Where a question for feedback stands; silence is never satisfaction (handbook 5.8)."""

    ASKED = "asked", "待评价"
    GIVEN = "given", "已评价"
    NO_FEEDBACK = "no_feedback", "未表态"
    TAKEN_BACK = "taken_back", "已撤回"


class FeedbackSource(models.TextChoices):
    """How a rating came in."""

    SELF = "self", "本人填写"
    CLERK = "clerk", "纸质代录"
    DEFAULT = "default", "按规定默认"


class Tier(models.TextChoices):
    """Key proposals are led by leaders, important ones supervised by special committees (handbook 5.9)."""

    KEY = "key", "重点提案"
    IMPORTANT = "important", "重要提案"


class LeadingRole(models.TextChoices):
    """In which role a leader stands behind a key proposal (office-practice 9)."""

    LEAD = "lead", "领办"
    SUPERVISE = "supervise", "督办"
    HEAD_SUPERVISE = "head_supervise", "领衔督办"


class LeaderSide(models.TextChoices):
    """Whose leader it is."""

    PARTY = "party", "党委"
    GOVERNMENT = "government", "政府"
    CPPCC = "cppcc", "政协"


class KeyStage(models.TextChoices):
    """Where a key or important proposal stands (handbook 5.9)."""

    CANDIDATE = "candidate", "候选"
    SELECTED = "selected", "已确定"
    PLAN = "plan", "方案已定"
    ACTIVITY = "activity", "督办中"
    RESULT = "result", "已报结果"
    LOOKBACK = "lookback", "已回访"
    DROPPED = "dropped", "未入选"
    ENDED = "ended", "随撤案终止"


NOT_CHOSEN = (KeyStage.CANDIDATE, KeyStage.DROPPED)
"""Nobody's key or important proposal: not yet, or not at all."""


class SupervisionMode(models.TextChoices):
    """How a key proposal is supervised (handbook 5.9)."""

    RESEARCH = "research", "调研"
    INSPECTION = "inspection", "视察"
    FORUM = "forum", "座谈"
    ON_SITE = "on_site", "现场办理"
    CONCENTRATED = "concentrated", "集中协商办理"


class ConsultationLevel(models.TextChoices):
    """On which level the handling of a proposal is consulted about (F064)."""

    LEADER = "leader", "领导领衔"
    COMMITTEE = "committee", "专委会牵头"
    UNIT = "unit", "单位自行"


class LeadSource(models.TextChoices):
    """Where a lead came from."""

    PUBLIC = "public", "公众"
    MEMBER = "member", "委员"
    PARTY = "party", "党派团体"
    DEPARTMENT = "department", "部门"


class LeadChannel(models.TextChoices):
    """By which channel the public sent a lead (F067)."""

    SITE = "site", "网站"
    WECHAT = "wechat", "微信"
    PAPER = "newspaper", "报纸"
    RADIO = "radio", "广播"
    TELEVISION = "television", "电视"
    COUNTER = "counter", "来信来访"


class LeadState(models.TextChoices):
    """Where a lead stands."""

    RECEIVED = "received", "待处理"
    LISTED = "listed", "列入参考选题"
    TAKEN = "taken", "已有委员认领"
    CLOSED = "closed", "已答复办结"
    GUIDED = "guided", "已引导至其他渠道"
    CONVERTED = "converted", "已转社情民意"


class OutgoingState(models.TextChoices):
    """Where a proposal stands that goes to a higher committee by its resident members (F071)."""

    PREPARED = "prepared", "准备中"
    HANDED_OVER = "handed_over", "已交委员"
    SUBMITTED = "submitted", "已提交上级政协"
    FILED = "filed", "上级已立案"
    NOT_FILED = "not_filed", "上级未立案"
    ANSWERED = "answered", "上级已答复"


class PublicationState(models.TextChoices):
    """Where the publication of a proposal and its reply stands (office-practice 4)."""

    PREPARED = "prepared", "待初审"
    FIRST_READ = "first_read", "待复审"
    SECOND_READ = "second_read", "待终审"
    PUBLISHED = "published", "已公开"
    REFUSED = "refused", "不公开"
    TAKEN_DOWN = "taken_down", "已撤下"
