"""What a member did in the whole term, and what the rules over years say of it; a person decides (handbook 9.5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership, Term
from yizheng.org.queries import current_term

from . import figures, noticing, queries
from .enums import COUNTED, SheetState
from .models import DutyRecord, ScoreSheet
from .noticing import Deeds

A_MONTH = timedelta(days=30)
TERM = "term"
"""The list of the rules over years, beside those of one year."""
FEWEST_PROPOSALS = 3
MOST_STANDING_IN_TERM = 7
MOST_PLENARY_LEAVES = 3
TOLD = (SheetState.APPROVED, SheetState.PUBLISHED, SheetState.FROZEN)

NO_PROPOSAL_TWICE = "连续两年没有提案：研究是否继续提名"
FEW_PROPOSALS = f"本届提案不足{FEWEST_PROPOSALS}件：研究是否继续提名"
PLENARY_TWICE = "本届两次以上无故不到全体会议：建议提请常委会议审议"
PLENARY_LEAVES = f"本届{MOST_PLENARY_LEAVES}次以上全体会议整会请假：建议提请常委会议审议"
STANDING_TERM = f"本届常委会议缺席{MOST_STANDING_IN_TERM}次以上：建议劝其辞去常委职务"
BELOW_TWICE = "连续两年考核在最低一档：建议正式约谈"
BELOW_ONCE = "上一年考核在最低一档：建议约谈"


@dataclass(frozen=True)
class YearOfTerm:
    """One year of a term for one member: what was done, and the band once it was decided."""

    year: int
    deeds: Deeds
    band: str = ""
    is_lowest: bool = False


def years_told(year: int) -> list[int]:
    """
    Return the years of the running term up to `year` of which the house has records, the earliest first.

    A year before the house was used says nothing of anybody: it is left out, here and in every rule.
    """
    begins = first_year(year)
    if begins is None:
        return []
    rows = DutyRecord.objects.filter(year__gte=begins, year__lte=year, state__in=COUNTED).order_by()
    return sorted(rows.values_list("year", flat=True).distinct())


def first_year(year: int) -> int | None:
    """Return the year with which the term begins in which a year ends."""
    term = term_of(year)
    return None if term is None else queries.year_of(term.start_date)


def term_of(year: int) -> Term | None:
    """Return the term in which a year ends."""
    first, last = queries.years().days(year)
    return current_term(last) or current_term(first + A_MONTH)


def summary_of(seat: Membership, year: int) -> list[YearOfTerm]:
    """Return a member's term up to a year, year by year (届内汇总; for renomination, handbook 10.8)."""
    bands = _bands([seat.pk])
    return [
        YearOfTerm(each, noticing.deeds_in(each, [seat.pk]).get(seat.pk, Deeds()), *bands.get((seat.pk, each), ()))
        for each in years_told(year)
    ]


def _bands(members: Sequence[int] | None = None) -> dict[tuple[int, int], tuple[str, bool]]:
    """Return the decided band of each member and year, and whether it is the lowest; the newest version counts."""
    rows = ScoreSheet.objects.filter(state__in=TOLD).select_related("scheme").order_by("version")
    rows = rows.only("membership_id", "year", "version", "band", "override_band", "generated_on", "scheme")
    rows = rows if members is None else rows.filter(membership__in=members)
    schemes: dict[object, tuple[dict[str, str], str]] = {}
    found = {}
    for row in rows:
        if row.scheme_id not in schemes:
            scheme = queries.scheme_of_sheet(row)
            schemes[row.scheme_id] = {band.code: band.name for band in scheme.bands}, scheme.bands[-1].code
        names, lowest = schemes[row.scheme_id]
        band = row.override_band or row.band
        found[row.membership_id, row.year] = (names.get(band, ""), band == lowest)
    return found


def flags(year: int) -> dict[int, list[str]]:
    """
    Return what the rules over two years and over the term say of each member; nothing follows by itself.

    Rule: handbook 9.5 (R51, R56, R58). Only years of which the house has records are counted; fewer than three
    proposals are told in the last two years of a term, when the house saw all of it.
    """
    term, told = term_of(year), years_told(year)
    if term is None or not told:
        return {}
    done = {each: noticing.deeds_in(each) for each in told}
    bands, years = _bands(), queries.years()
    whole = told == list(range(years.of(term.start_date), year + 1))
    late = whole and term.end_date is not None and year >= term.end_date.year - 1
    found = {}
    for seat in queries.members_in(year):
        own = [
            YearOfTerm(each, done[each].get(seat.pk, Deeds()), *bands.get((seat.pk, each), ()))
            for each in told
            if each >= years.of(seat.joined_on)
        ]
        words = rules_for(own, is_standing=seat.role == MembershipRole.STANDING_MEMBER, tells_proposals=late)
        if words:
            found[seat.pk] = words
    return found


def on_list(name: str, year: int) -> list[tuple[Membership, str]]:
    """Return the members on one list of a year, that of the rules over the term too, in the order of rolls."""
    if name != TERM:
        return noticing.on_list(name, year)
    told = flags(year)
    return [(seat, "；".join(told[seat.pk])) for seat in queries.members_in(year) if seat.pk in told]


def numbers(year: int) -> dict[str, int]:
    """Return how many members stand on each list of a year, that of the rules over the term too."""
    return {**noticing.numbers(year), TERM: len(flags(year))}


def rules_for(years: Sequence[YearOfTerm], *, is_standing: bool, tells_proposals: bool) -> list[str]:
    """Return the sentences the rules give for these years of one member, the earliest first."""
    proposals = [each.deeds.proposals + each.deeds.co_signed for each in years]
    absent = sum(len(each.deeds.absent_plenaries) for each in years)
    leaves = sum(each.deeds.whole_leaves for each in years)
    standing = sum(len(each.deeds.absent_standing) for each in years)
    below = [each.is_lowest for each in years if each.band][-2:]
    found: Mapping[str, bool] = {
        NO_PROPOSAL_TWICE: proposals[-2:] == [0, 0],
        FEW_PROPOSALS: tells_proposals and sum(proposals) < FEWEST_PROPOSALS,
        PLENARY_TWICE: absent > 1,
        PLENARY_LEAVES: leaves >= MOST_PLENARY_LEAVES,
        STANDING_TERM: is_standing and standing >= MOST_STANDING_IN_TERM,
        BELOW_TWICE: below == [True, True],
        BELOW_ONCE: below[-1:] == [True] and below != [True, True],
    }
    return [words for words, stands in found.items() if stands]


def rows_of(years: Sequence[YearOfTerm]) -> list[tuple[str, ...]]:
    """Return a term as rows of words for a paper, the sums last."""
    rows = [_row(f"{each.year}年", each.deeds, each.band or "—") for each in years]
    return [*rows, _row("合计", total_of(years), "")] if len(rows) > 1 else rows


def total_of(years: Sequence[YearOfTerm]) -> Deeds:
    """Return what was done in these years together."""
    total = Deeds()
    for each in years:
        figures.add(total, each.deeds)
    return total


def _row(label: str, deeds: Deeds, band: str) -> tuple[str, ...]:
    return (
        label, f"{deeds.came}/{deeds.due}", str(deeds.leave), str(deeds.absent),
        f"{deeds.proposals}（联名{deeds.co_signed}）", f"{deeds.opinions}（采用{deeds.adopted}）",
        str(deeds.activities), str(deeds.services), str(deeds.honours), band,
    )  # fmt: skip


HEADS = ("年度", "出席半天/应到", "请假", "缺席", "提案", "信息", "活动", "社会服务", "表彰", "考核等次")
