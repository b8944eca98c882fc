"""
The two rates of satisfaction, the classes of a year and the result of a look-back: numbers with their denominators.

Handling satisfaction and implementation satisfaction are never mixed (F056); whoever said nothing is in no
denominator and is counted beside it (handbook 5.8, 5.11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Count, Q

from yizheng.kernel.together import Asked, Steps, totals
from yizheng.org.configuration import value

from .. import keys
from ..enums import FeedbackState, Rating
from ..models import Feedback, LookBack, Reply
from ..queries import following as queries_following

TENTH = Decimal("0.1")
HANDLING, IMPLEMENTATION = "result_rating", "implementation_rating"


@dataclass(frozen=True)
class Rate:
    """
    How many replies were rated how; `silent` said nothing and stand in no denominator, `waiting` still may.

    `by_rule` of the basically satisfied stand there by the office's rule, because nobody answered.
    """

    satisfied: int
    basic: int
    not_satisfied: int
    silent: int
    waiting: int = 0
    by_rule: int = 0

    @property
    def rated(self) -> int:
        """Return the denominator."""
        return self.satisfied + self.basic + self.not_satisfied

    @property
    def percent_satisfied(self) -> Decimal | None:
        """Return 满意率 with one decimal; None where nobody rated."""
        return percent(self.satisfied, self.rated)

    @property
    def percent_content(self) -> Decimal | None:
        """Return 满意和基本满意率 with one decimal; None where nobody rated."""
        return percent(self.satisfied + self.basic, self.rated)

    @property
    def words(self) -> str:
        """Return the figure as n/m, with the silent ones beside it where there are any."""
        silent = f"，未表态{self.silent}" if self.silent else ""
        by_rule = f"，其中按规定默认{self.by_rule}" if self.by_rule else ""
        return f"满意 {self.satisfied}/{self.rated}{by_rule}{silent}"


@dataclass(frozen=True)
class ClassRow:
    """One class in the words of its year, and how many replies have it."""

    mark: str
    wording: str
    count: int


@dataclass(frozen=True)
class LookBackTable:
    """What came of a year's look-back."""

    year: int
    sampled: int
    visited: int
    became_a: int

    @property
    def words(self) -> str:
        """Return how many became A of those visited."""
        share = percent(self.became_a, self.visited)
        return "还没有回访" if share is None else f"{self.became_a}/{self.visited}件成为A类（{share}%）"


def percent(part: int, whole: int) -> Decimal | None:
    """Return a share in per cent with one decimal, half up; None of nothing."""
    return (Decimal(100 * part) / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def two_rates(year: int) -> tuple[Rate, Rate]:
    """Return handling and implementation satisfaction of a year's proposals, from one read; never mixed (F056)."""
    by_reply = standing_feedback(year)
    return _handling(by_reply, year), _implementation(by_reply, year)


def handling_rate(year: int) -> Rate:
    """Return the handling satisfaction (办理满意率) of a year's proposals: one rating a standing reply."""
    return _handling(standing_feedback(year), year)


def implementation_rate(year: int) -> Rate:
    """Return the implementation satisfaction (落实满意率) of a year's proposals: one rating a reply asked about."""
    return _implementation(standing_feedback(year), year)


def standing_feedback(year: int) -> dict[int, list[Feedback]]:
    """Return the feedback on the replies that stand of a year's proposals, by reply: later rounds replace earlier."""
    rows = Feedback.objects.filter(proposal__year=year).exclude(state=FeedbackState.TAKEN_BACK)
    rows = rows.select_related("signer", "reply").order_by("reply__round", "reply_id", "id")
    by_handling: dict[int, dict[int, list[Feedback]]] = {}
    for row in rows:
        by_handling.setdefault(row.reply.handling_id, {}).setdefault(row.reply_id, []).append(row)
    last = [list(replies.items())[-1] for replies in by_handling.values()]
    return dict(last)


def class_table(year: int) -> list[ClassRow]:
    """
    Return the classes of a year's standing replies, each in the words it had when it was given.

    Rule: handbook 5.7; edge case 10 (a change of wording next year changes nothing here).
    """
    rows = Reply.objects.filter(handling__proposal__year=year, state="issued").exclude(kind="second")
    rows = rows.exclude(handling__state__in=["reassigned", "stopped"]).exclude(class_mark="")
    last: dict[int, tuple[str, str]] = {}
    for row in rows.order_by("round", "id"):
        last[row.handling_id] = (row.class_mark, row.class_wording)
    counted = Counter(last.values())
    return [ClassRow(mark, wording, counted[mark, wording]) for mark, wording in sorted(counted)]


@Asked
def look_back_table(year: int) -> Steps[LookBackTable]:
    """Return what came of a year's look-back (F054)."""
    visited = Q(visited_on__isnull=False)
    [found] = yield totals(
        LookBack.objects.filter(year=year),
        sampled=Count("pk"),
        visited=Count("pk", filter=visited),
        became_a=Count("pk", filter=visited & Q(class_now="A")),
    )
    return LookBackTable(year, **found)


def _handling(by_reply: dict[int, list[Feedback]], year: int) -> Rate:
    return _rate(by_reply, HANDLING, year)


def _implementation(by_reply: dict[int, list[Feedback]], year: int) -> Rate:
    asked = {pk: rows for pk, rows in by_reply.items() if any(each.implementation_asked_on for each in rows)}
    return _rate(asked, IMPLEMENTATION, year)


def _rate(by_reply: dict[int, list[Feedback]], rating: str, year: int) -> Rate:
    rule = value(keys.JOINT_RULE, on=date(year, 12, 31))
    overall = [queries_following.overall_of_rows(rows, rule, rating) for rows in by_reply.values()]
    counted = Counter(overall)
    waiting = sum(
        not mark and _still_waits(rows, rating) for mark, rows in zip(overall, by_reply.values(), strict=True)
    )
    by_rule = sum(queries_following.is_default_only(rows) for rows in by_reply.values()) if rating == HANDLING else 0
    return Rate(
        counted[Rating.SATISFIED], counted[Rating.BASIC], counted[Rating.NOT_SATISFIED], counted[""] - waiting, waiting,
        by_rule,
    )  # fmt: skip


def _still_waits(rows: Iterable[Feedback], rating: str) -> bool:
    asked = [each for each in rows if each.is_asked]
    if rating == HANDLING:
        return any(each.state == FeedbackState.ASKED for each in asked)
    return any(not each.implementation_rating and each.implementation_closed_on is None for each in asked)
