"""Propose task rows for a plan without annex, from the sentences of its own items (F145)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yizheng.assist.themes import themes_of
from yizheng.assist.words import content_words
from yizheng.plan.act_phrases import Act, act_clauses, find_acts
from yizheng.plan.month_hints import Period, read_period
from yizheng.plan.sentences import split_sentences
from yizheng.plan.suggesting import PlanText

# Which department usually carries a kind of work, by what its name contains.
# Rule: handbook 1.4; used only to pick among the names given.
_CARRIED_BY: dict[str, tuple[str, ...]] = {
    "提案工作": ("提案",),
    "社情民意": ("研究室", "信息"),
    "学习培训": ("委员工", "委员学习", "学习"),
    "委员履职": ("委员工", "委员联络", "联络"),
    "团结联谊": ("联谊",),
    "文史宣传": ("文史",),
    "机关建设": ("办公室",),
}
_HOLDS = ("召开", "举办", "举行", "开好", "筹备", "筹备好")
_MEETINGS_OF_THE_OFFICE = ("常委会议", "常委会会议", "主席会议", "全体会议", "通报会")


_UNTIL = re.compile("力争|争取|确保|务必|并?于")
_SUFFIX = re.compile(r"(?:工作)?(?:委员会|工委|委|办公室|室|局)$")


@dataclass(frozen=True)
class DraftRow:
    """A row of a draft task table; what the text does not say is left empty."""

    item_id: int
    content: str
    month_start: int | None
    month_end: int | None
    all_year: bool
    leaders_text: str
    departments_text: str
    source: str  # the sentence, literally as in the item
    reason: str


def propose_rows(
    items: Sequence[PlanText], *, departments: Sequence[str] = (), year: int | None = None
) -> list[DraftRow]:
    """
    Draft task rows (任务分解) from the items' own sentences, for a clerk to keep or drop.

    A row says what is done in the words of its sentence, the months only where they are written,
    and a department only out of `departments`. Leaders are never guessed. An item whose text
    names no act gives the act in its title, or nothing.
    """
    return [row for item in items for row in _rows(item, departments, year)]


def _rows(item: PlanText, departments: Sequence[str], year: int | None) -> list[DraftRow]:
    rows: dict[str, DraftRow] = {}
    for sentence in split_sentences(item.text):
        for act, period in _dated(sentence, year):
            rows.setdefault(act.content, _row(item, act, period, sentence, departments))
    if not rows:
        for act, period in _dated(item.title, year):
            rows.setdefault(act.content, _row(item, act, period, item.title, departments))
    return list(rows.values())


def _dated(sentence: str, year: int | None) -> list[tuple[Act, Period]]:
    """
    Give each act its months: those of its own clause, else those of a clause that says nothing
    but when, before it (上半年，召开…，举办…) or right behind it (…，力争7月底前办结).
    """
    acts = {act.clause: act for act in find_acts(sentence)}
    periods: dict[str, Period] = {}
    carried, last = Period(), ""
    for clause in act_clauses(sentence):
        period = read_period(clause, year)
        if clause in acts:
            periods[clause] = period if period.hint else carried
            last = clause
        elif period.hint and _UNTIL.match(clause):
            periods |= {last: period} if last and not periods[last].hint else {}
        elif period.hint:
            carried = period
    return [(act, periods[clause]) for clause, act in acts.items()]


def _row(item: PlanText, act: Act, period: Period, sentence: str, departments: Sequence[str]) -> DraftRow:
    department, why = _department(act, item, departments)
    return DraftRow(
        item_id=item.id,
        content=act.content,
        month_start=period.month_start,
        month_end=period.month_end,
        all_year=period.all_year,
        leaders_text="",
        departments_text=department,
        source=sentence,
        reason="；".join(filter(None, [f"原句写明“{act.verb}”", _when(period), why])),
    )


def _when(period: Period) -> str:
    if not period.hint:
        return "没有写月份"
    if period.month_start is None:
        return f"时间写作“{period.hint}”，月份请补"
    return f"月份取自“{period.hint}”"


def _department(act: Act, item: PlanText, departments: Sequence[str]) -> tuple[str, str]:
    """Pick the one department that the words point to; nothing when none or several fit."""
    named = [name for name in departments if name in act.content]
    if len(named) == 1:
        return named[0], "原句写到责任部门"
    if act.verb in _HOLDS and any(meeting in act.content for meeting in _MEETINGS_OF_THE_OFFICE):
        return _only([name for name in departments if name == "办公室"], "会议一般由办公室承办")
    found, title = content_words(_focus(act)), content_words(item.title)
    return _by_name(found, title, departments) or _by_theme(found, title, departments) or ("", "")


def _focus(act: Act) -> str:
    """Where many objects are listed, the words after the verb say what kind of work it is."""
    many = act.content.count("、") > 2
    return act.content[act.content.rfind(act.verb) :] if many else act.content


def _by_name(found: Sequence[str], title: Sequence[str], departments: Sequence[str]) -> tuple[str, str] | None:
    """A department whose own name holds a word of the act; the item's title settles a tie."""
    fitting = _holding(found, departments)
    if len(fitting) > 1:
        fitting = _holding(title, fitting)
    if len(fitting) != 1:
        return None
    word = next((word for word in found if word in fitting[0]), "")
    return fitting[0], f"部门按“{word}”提出"


def _holding(found: Sequence[str], names: Sequence[str]) -> list[str]:
    return [name for name in names if any(word in _SUFFIX.sub("", name) for word in found)]


def _by_theme(found: Sequence[str], title: Sequence[str], departments: Sequence[str]) -> tuple[str, str] | None:
    """The department that carries this kind of work, when the act is of one kind only."""
    themes = themes_of(found) or themes_of(title)
    if len(themes) != 1:
        return None
    stems = _CARRIED_BY.get(themes[0], ())
    fitting = [name for name in departments if any(stem in name for stem in stems)]
    return (fitting[0], f"部门按“{themes[0]}”提出") if len(fitting) == 1 else None


def _only(names: Sequence[str], why: str) -> tuple[str, str]:
    return (names[0], why) if len(names) == 1 else ("", "")
