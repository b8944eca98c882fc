"""What an office may set about opinions (handbook 6.4, 6.5, 16 no. 24–26, 39). Dated."""

from __future__ import annotations

import re
from collections.abc import Callable

from yizheng.org.configuration import Key, register

from .enums import PointEvent

SECTION = "社情民意"
MOST = 10_000
POINTS = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?")
CATEGORIES_DEFAULT = ["经济建设", "城乡建设", "社会事业", "民生保障", "文化建设", "政治和法治", "生态文明", "公共安全"]
PERIODICALS_DEFAULT = ["社情民意", "社情民意专报"]
SCORING_DEFAULT = [
    "submitted=1", "adopted_self=5", "adopted_city=10", "adopted_province=20", "adopted_nation=40",
    "instructed_district=5", "instructed_city=10", "instructed_province=20", "solicited=5",
]  # fmt: skip


def _at_least(least: int) -> Callable[[int], str | None]:
    def check(number: int) -> str | None:
        return None if least <= number <= MOST else f"请填{least}到{MOST}之间的数。"

    return check


def _number(name: str, default: int, label: str, effect: str, unit: str, least: int = 1) -> Key[int]:
    return register(Key(f"opinion.{name}", default, label, effect, SECTION, unit=unit, check=_at_least(least)))


def _flag(name: str, default: bool, label: str, effect: str) -> Key[bool]:
    return register(Key(f"opinion.{name}", default, label, effect, SECTION))


def _points(lines: list[str]) -> str | None:
    found = [line.partition("=")[0] for line in lines]
    wrong = next((sentence for line in lines if (sentence := _wrong_line(line))), None)
    twice = next((event for event in found if found.count(event) > 1), None)
    if wrong or twice is None:
        return wrong
    return f"“{PointEvent(twice).label}”写了两行，请只留一行。"


def _wrong_line(line: str) -> str | None:
    """Return why a line cannot stand, in the words in which it was typed."""
    event, sign, points = line.partition("=")
    if not sign or event not in PointEvent.values:
        return f"“{line}”看不懂。请写成“本级采用：5”的样子，名称从说明里列出的选。"
    if not POINTS.fullmatch(points) or float(points) > MOST:
        return f"“{PointEvent(event).label}”的分数要写成0到{MOST}之间的数，最多两位小数，如“本级采用：5”。"
    return None


REVIEW_WORKDAYS = _number("review_workdays", 5, "几个工作日内审核", "决定“审核”待办的期限。", "个工作日")
URGENT_REVIEW_WORKDAYS = _number(
    "urgent_review_workdays", 1, "紧急件几个工作日内审核", "紧急件的审核期限。", "个工作日"
)
TRANSFER_WORKDAYS = _number("transfer_workdays", 15, "转办件几个工作日内反馈", "新转办单的期限。", "个工作日")
FEEDBACK_WORKDAYS = _number("feedback_workdays", 5, "几个工作日内告知作者", "决定“反馈作者”待办的期限。", "个工作日")
COMPLETION_REMIND_WORKDAYS = _number(
    "completion_remind_workdays", 5, "提案转来的几个工作日没报送就提醒一次",
    "从转来那天起算，只提醒一次；已经转来的按那天的天数。", "个工作日",
)  # fmt: skip
MAX_CHARS = _number("max_chars", 1500, "正文最多几个字", "报送和送审签时检查。", "字", 100)
MIN_PER_YEAR_STANDING = _number("min_per_year.standing", 3, "常委每年至少几篇", "只用于提醒和统计。", "篇", 0)
MIN_PER_YEAR_MEMBER = _number("min_per_year.member", 1, "委员每年至少几篇", "只用于提醒和统计。", "篇", 0)
CATEGORIES = register(
    Key("opinion.categories", CATEGORIES_DEFAULT, "社情民意类别", "编辑时选；已经分好的不变。", SECTION)
)
PERIODICALS = register(
    Key("opinion.periodicals", PERIODICALS_DEFAULT, "刊名", "一行一种；每种刊物各自编号，期数不断。", SECTION)
)
SCORING = register(
    Key(
        "opinion.scoring.points", SCORING_DEFAULT, "各项积分", "一行一项。改动只影响以后挣得的分。", SECTION,
        check=_points, line_names=tuple(PointEvent.choices),
    )
)  # fmt: skip
SCORING_CUMULATIVE = _flag("scoring.cumulative", False, "各级采用累计计分", "关着时只计最高一级采用，批示另加。")
SCORING_SUBMITTED_CAP = _number("scoring.submitted_cap", 5, "报送分每年最多几分", "同一作者一年的报送分封顶。", "分", 0)
SCORING_MAIN_PERCENT = _number(
    "scoring.merged_main_percent", 60, "综合稿主要作者占几成", "其余作者平分剩下的。", "%", 0
)
LEADERS_READ_ALL = _flag(
    "leaders_read_all", False, "领导可看全部信息", "关着时，领导只看送签给本人的、写明报送本人的；总数都能看。"
)
URGENT_PER_YEAR = _number(
    "urgent_per_year", 12, "每位作者一年最多几件紧急件", "超过的按一般件报送，编辑仍可改为紧急。", "件", 0
)
PUBLISHING = _flag(
    "publishing", False, "可在网站公开社情民意",
    "关着时一篇也不能公开；打开以后仍要逐篇由作者同意、保密审查、领导决定。",
)  # fmt: skip
