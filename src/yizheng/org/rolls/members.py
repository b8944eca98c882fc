"""Rolls of members: by sector, the standing committee, what they are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Group, Table

from ..birth_dates import age_on
from ..enums import AFFILIATIONS, ReadingPurpose
from ..models import Membership
from ..queries import SectorsOn, members_of, quota_and_filled, sectors_on, standing_members
from .days import as_of, day_of, is_today, term_now
from .order import annotated, by_strokes, in_sectors
from .reading_notes import note_reading

ANNOTATED = ("ethnicity",)
AGE_BANDS = (
    (0, 35, "35岁及以下"),
    (36, 45, "36至45岁"),
    (46, 55, "46至55岁"),
    (56, 60, "56至60岁"),
    (61, 999, "61岁及以上"),
)
NOT_SAID = "未填"
ROLL_COLUMNS = (
    Column("序号", 0.5, "center"), Column("姓名", 1, pad_names=True), Column("备注", 0.9), Column("工作单位及职务", 3),
)  # fmt: skip
COUNT_COLUMNS = (
    Column("类别", 2),
    Column("人数", 1, "right"),
    Column("占比", 1, "right"),
    Column("人数/总数", 1, "right"),
)


def by_sector(actor: Actor, asked: Mapping[str, str]) -> Table:
    """
    Return the roll of members of a day, sector by sector in official order, each by strokes.

    Women and peoples are annotated. Whoever has changed since stands in the sector of the day.
    """
    on = day_of(asked)
    term, then = term_now(on), sectors_on(on)
    members = in_sectors(members_of(term, on), then)
    note_reading([row.person for row in members], ANNOTATED, actor, ReadingPurpose.ROLL)
    rows = tuple(_by_sector(members, then))
    notes = NOTES if is_today(on) else (*NOTES, "单位和职务是现在登记的。")
    return Table(f"{term}委员名单", ROLL_COLUMNS, rows, subtitle=_counted(members, on), notes=notes)


NOTES = ("界别按规定次序，同界别内按姓氏笔画排序。",)


def _by_sector(members: Sequence[Membership], then: SectorsOn) -> Iterator[tuple[str, ...] | Group]:
    for sector, group in groupby(members, key=then.of):
        rows = list(group)
        yield Group(f"{sector}（{len(rows)}人）")
        yield from _numbered(rows)


def _numbered(rows: Iterable[Membership]) -> Iterator[tuple[str, ...]]:
    for number, row in enumerate(rows, start=1):
        person = row.person
        yield (str(number), person.name, annotated(person), f"{person.employer}{person.title}")


def standing(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the roll of the standing committee by strokes."""
    today = timezone.localdate()
    term = term_now(today)
    members = sorted(standing_members(term, today), key=lambda row: by_strokes(row.person))
    note_reading([row.person for row in members], ANNOTATED, actor, ReadingPurpose.ROLL)
    rows = tuple(_numbered(members))
    return Table(
        f"{term}常务委员名单", ROLL_COLUMNS, rows, subtitle=_counted(members, today), notes=("按姓氏笔画排序。",)
    )


def makeup(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return how many members are of each affiliation, gender and age, with shares of one decimal and n/m."""
    today = timezone.localdate()
    term = term_now(today)
    members = list(members_of(term, today))
    note_reading(
        [row.person for row in members], ("affiliation", "birth_date", "ethnicity"), actor, ReadingPurpose.STATISTICS
    )
    rows = tuple(_makeup(members, today))
    return Table(f"{term}委员构成", COUNT_COLUMNS, rows, subtitle=_counted(members, today))


def _makeup(members: Sequence[Membership], on: date) -> Iterator[tuple[str, ...] | Group]:
    people = [row.person for row in members]
    yield Group("政治面貌")
    yield from _shares(Counter(person.affiliation or NOT_SAID for person in people), AFFILIATIONS)
    yield Group("性别")
    yield from _shares(Counter(person.get_gender_display() or NOT_SAID for person in people), ("男", "女"))
    yield Group("年龄")
    bands = Counter(age_band(person.birth_date, on) for person in people)
    yield from _shares(bands, tuple(band for _, _, band in AGE_BANDS))
    yield Group("民族")
    yield from _shares(Counter(_people(person.ethnicity) for person in people), ("汉族", "少数民族"))


def _people(ethnicity: str) -> str:
    if not ethnicity:
        return NOT_SAID
    return "汉族" if ethnicity in ("汉", "汉族") else "少数民族"


def _shares(counts: Counter[str], order: Sequence[str]) -> Iterator[tuple[str, ...]]:
    total = counts.total()
    others = sorted(name for name in counts if name not in order and name != NOT_SAID)
    for name in (*order, *others, NOT_SAID):
        if counts[name]:
            yield (name, str(counts[name]), share(counts[name], total), f"{counts[name]}/{total}")


def share(part: int, whole: int) -> str:
    """Return a share with one decimal, rounded half up: 33.3%."""
    if not whole:
        return "—"
    tenths = (part * 2000 + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}%"


def age_band(birth_date: str, on: date) -> str:
    """Return the band of the full years somebody has lived on a day."""
    if not birth_date:
        return NOT_SAID
    years = age_on(birth_date, on)
    return next(band for low, high, band in AGE_BANDS if low <= years <= high)


def quota(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return each sector's quota beside the seats that were filled on a day."""
    on = day_of(asked)
    term = term_now(on)
    fills = quota_and_filled(term, on)
    columns = (Column("界别", 2), *(Column(title, 1, "right") for title in ("名额", "在任", "空缺")))
    rows = [(str(each.sector), str(each.quota), str(each.filled), str(each.vacant)) for each in fills]
    totals = [sum(getattr(each, name) for each in fills) for name in ("quota", "filled", "vacant")]
    whole = ("合计", *(str(total) for total in totals))
    return Table(f"{term}各界别名额和在任人数", columns, (*rows, whole), subtitle=as_of(on))


def _counted(members: Sequence[Membership], on: date) -> str:
    return f"共{len(members)}人，{as_of(on)}"
