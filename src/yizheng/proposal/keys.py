"""What an office may set about proposals (handbook 5.12, 16). Dated; what runs keeps the value it started with."""

from __future__ import annotations

from collections.abc import Callable

from yizheng.org.configuration import Key, register

from .enums import PublicLevel, Rating

SECTION = "提案"
MOST = 10_000
CATEGORIES_DEFAULT = ["经济建设", "城乡建设", "社会事业", "文化建设", "政治和法治", "生态文明"]
CLASSES_DEFAULT = [
    "A=已经解决或基本解决", "B=正在解决或列入计划", "C=因条件限制暂未解决", "D=留作参考",
]  # fmt: skip


def _at_least(least: int) -> Callable[[int], str | None]:
    def check(number: int) -> str | None:
        return None if least <= number <= MOST else f"请填{least}到{MOST}之间的数。"

    return check


def _number(name: str, default: int, label: str, effect: str, unit: str, least: int = 1) -> Key[int]:
    return register(Key(f"proposal.{name}", default, label, effect, SECTION, unit=unit, check=_at_least(least)))


def _flag(name: str, default: bool, label: str, effect: str) -> Key[bool]:
    return register(Key(f"proposal.{name}", default, label, effect, SECTION))


def _date(text: str) -> str | None:
    """A fixed day of the year, as 06-30; empty for none."""
    if not text:
        return None
    month, _, day = text.partition("-")
    good = month.isdigit() and day.isdigit() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    return None if good else "请写成 06-30 这样的月日，不设就留空。"


def _classes(lines: list[str]) -> str | None:
    marks = [line.partition("=")[0] for line in lines if "=" in line]
    if len(marks) != len(lines) or not marks or not all(len(mark) == 1 and mark.isupper() for mark in marks):
        return "一行一类，写成 A=已经解决或基本解决。"
    return "同一个字母用了两次。" if len(set(marks)) != len(marks) else None


def _fixed(name: str, label: str) -> Key[str]:
    return register(
        Key(f"proposal.{name}", "", label, "填月日，例如 06-30；填了就不按月数算。已交办的不变。", SECTION, check=_date)
    )


TITLE_CHARS = _number("title_chars", 40, "案由最多几个字", "提交时检查。", "字", 10)
BODY_CHARS = _number("body_chars", 1500, "正文建议不超过几个字", "超过只提示，不拦。", "字", 100)
CUTOFF_DAY = _number(
    "cutoff_day", 2, "全会第几天截止收大会提案", "届次里没有另定截止时刻时用；以后交的算平时提案。", "天"
)
CUTOFF_HOUR = _number("cutoff_hour", 18, "截止那天几点", "届次里没有另定截止时刻时用。", "点", 0)
ALLOW_BETWEEN = _flag("allow_between_session", True, "接收平时提案", "关掉以后，闭会期间不能提交提案。")
BETWEEN_SERIES = _flag("between_own_series", True, "平时提案另编号", "关掉以后，平时提案接着大会提案往下编。")
GRASSROOTS_CAN = _flag(
    "grassroots_unit_can_propose", True, "基层单位可以提提案", "关掉以后，街道工委不能提交集体提案。"
)
MIN_COSIGNERS = _number("min_cosigners", 0, "联名至少几人", "提交时检查；0 为不要求。", "人", 0)
MAX_COSIGNERS = _number("max_cosigners", 30, "联名最多几人", "邀请时检查。", "人")
REVIEW_WORKDAYS = _number("review_workdays", 10, "闭会后几个工作日内告知审查结果", "决定“审查”待办的期限。", "个工作日")
REVISE_WORKDAYS = _number("revise_days", 5, "退回修改给几个工作日", "决定提案人修改的期限。", "个工作日")
CATEGORIES = register(Key("proposal.categories", CATEGORIES_DEFAULT, "提案类别", "初审时选；已经分好的不变。", SECTION))
CLASSES = register(
    Key(
        "proposal.classes", CLASSES_DEFAULT, "办理结果类别", "一行一类。统计各年按当年的写法。", SECTION,
        check=_classes,
    )
)  # fmt: skip
SECOND_REPLY_CLASSES = register(
    Key(
        "proposal.second_reply_classes", ["B"], "哪些类别要二次答复", "答复定为这些类别的，到期要再答复一次。", SECTION,
    )
)  # fmt: skip

SIGN_WORKDAYS = _number("sign_workdays", 3, "签收期限", "交办后单位在几个工作日内签收。", "个工作日")
ADJUST_WORKDAYS = _number(
    "adjust_workdays", 5, "申请调整期限", "交办后几个工作日内可以申请调整，过期不受理。", "个工作日"
)
ADJUST_DECISION_WORKDAYS = _number(
    "adjust_decision_workdays", 5, "调整申请几个工作日内答复", "决定交办单位待办的期限。", "个工作日"
)
FIRST_CONTACT_WORKDAYS = _number(
    "first_contact_workdays", 15, "首次面商期限", "交办后几个工作日内联系提案人。", "个工作日"
)
CONTACT_SILENCE_WORKDAYS = _number(
    "contact_silence_workdays",
    5,
    "面商记录几个工作日无异议即算",
    "提案人不吭声不挡单位的办理；这样算的会标明未经确认。",
    "个工作日",
)
REPLY_MONTHS = _number("reply_months", 3, "答复期限", "从交办次日起几个月；已交办的不变。", "个月")
REPLY_MAX_MONTHS = _number("reply_max_months", 6, "延期后最长期限", "从交办次日起最多几个月。", "个月")
CO_MONTHS = _number("co_months", 1, "会办意见期限", "从交办次日起几个月。", "个月")
FIXED_DEADLINE = _fixed("fixed_deadline", "答复固定期限")
COLLECTIVE_FIXED = _fixed("collective_fixed_deadline", "集体提案答复固定期限")
CHECK_BEFORE_ISSUE = _flag(
    "check_before_issue", False, "答复签发前先审核", "打开以后，答复经督查室或提案委审核才能签发。"
)
FEEDBACK_WORKDAYS = _number("feedback_workdays", 15, "评价期限", "答复后几个工作日内请提案人评价。", "个工作日")
DEFAULT_FEEDBACK = register(
    Key(
        "proposal.default_feedback", "none", "逾期不评价怎么算", "默认不算任何评价；另选的会标明“按规定默认”。",
        SECTION,
        choices=(("none", "未表态"), (Rating.BASIC.value, "按基本满意")),
    )
)  # fmt: skip
JOINT_RULE = register(
    Key(
        "proposal.joint_rule", "first", "联名提案的评价以谁为准", "联名人各评各的，总评按这里定。", SECTION,
        choices=(("first", "第一提案人"), ("worst", "最低的"), ("majority", "多数")),
    )
)  # fmt: skip
REDO_DAYS = _number("redo_days", 30, "重新办理期限", "要求重新办理后几天内再答复。", "天")
MAX_ROUNDS = _number("max_rounds", 2, "最多办理几轮", "过了这个数仍不满意，由提案委写明情况后办结。", "轮")
SECOND_REPLY_DAY = register(
    Key(
        "proposal.second_reply_day", "11-30", "二次答复最晚月日", "与首次答复后六个月相比，取早的一个。", SECTION,
        check=_date,
    )
)  # fmt: skip
SECOND_REPLY_MONTHS = _number("second_reply_months", 6, "二次答复最晚几个月", "从首次答复次日起。", "个月")
LOOK_BACK_PERCENT = _number("look_back_percent", 100, "回头看抽查比例", "上一年 B 类提案抽百分之几。", "%")

KEY_COUNT = _number("key_count", 10, "重点提案件数", "遴选页上的目标数。", "件")
IMPORTANT_COUNT = _number("important_count", 20, "重要提案件数", "遴选页上的目标数。", "件")
LEADING_ROLES: Key[list[str]] = register(
    Key(
        "proposal.key_leading_roles", [], "重点提案必须有哪些领衔角色",
        "一个都不选，就至少要有一位领导，不论角色。", SECTION,
        choices=(("lead", "领办"), ("supervise", "督办"), ("head_supervise", "领衔督办")),
    )
)  # fmt: skip
SUBORDINATE_PLACES: Key[list[str]] = register(
    Key(
        "proposal.subordinate_places", [], "党委书记督办覆盖哪些地方",
        "一行一个县区或街道，决定覆盖表有哪几行；不填就用下级政协的名称。", SECTION,
    )
)  # fmt: skip

LEAD_SENDER_MONTHS = _number(
    "lead_sender_months",
    12,
    "线索来信人信息保留几个月",
    "线索办结后满几个月，删除来信人的姓名和手机号；线索本身保留。",
    "个月",
)

PUBLISH = register(
    Key(
        "proposal.publish", PublicLevel.SUMMARY.value, "默认公开程度",
        "准备公开时先选这一项；提案人、单位意见更严的从严。",
        SECTION, choices=tuple(PublicLevel.choices),
    )
)  # fmt: skip
PUBLISH_WORKDAYS = _number("publish_workdays", 20, "评价后几个工作日内公开", "决定“公开”待办的期限。", "个工作日")
SHOW_RANKS = _flag("show_unit_ranks", False, "公布单位名次", "默认只公布等次，不公布名次。")

AWARD_PERCENT = _number("award_percent", 8, "优秀提案比例", "不超过立案数的百分之几。", "%")
AWARD_COLLECTIVE_PERCENT = _number("award_collective_percent", 20, "优秀提案中集体提案至少占", "评定时检查。", "%", 0)
PROPOSAL_CRITERIA = register(
    Key(
        "proposal.quality_criteria", ["科学性=25", "严肃性和调研=20", "可行性=25", "规范性=15", "影响力=15"],
        "提案质量评分项", "单位评提案用；一行一项，写成 科学性=25，合计 100。", SECTION,
    )
)  # fmt: skip
HANDLING_CRITERIA = register(
    Key(
        "proposal.handling_criteria", ["组织领导=10", "制度程序=25", "沟通协商=20", "答复质量=20", "办理结果=25"],
        "办理质量评分项", "提案人评办理用；一行一项，合计 100。", SECTION,
    )
)  # fmt: skip
GRADES = register(
    Key(
        "proposal.grades", ["优秀=90", "良好=75", "一般=60", "较差=0"], "等次", "一行一等，写成 优秀=90，从高到低。",
        SECTION,
    )
)  # fmt: skip
PARTY_SIDE = register(
    Key(
        "proposal.party_side_categories", ["party", "judiciary", "people_org"], "由党委口交办的单位类别",
        "其余类别由政府口交办。", SECTION,
        choices=(
            ("party", "党委部门"), ("government", "政府部门"), ("street", "街道镇"), ("judiciary", "法检"),
            ("people_org", "群团"), ("enterprise", "企业"), ("vertical", "上级垂管"),
        ),
    )
)  # fmt: skip
