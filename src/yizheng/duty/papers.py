"""What the duty room prints: the one-page card of a member (委员履职卡), the early-notice list."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Paragraphs, Report, Table, offer
from yizheng.kernel.permissions import may
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership
from yizheng.ui.tags.marks import short_date

from . import averages, contacts, figures, noticing, queries, reckoned, term
from .averages import Group
from .enums import COUNTED
from .enums import DutyKind as K
from .models import DutyRecord, ScoreSheet, YearSummary
from .noticing import Deeds
from .queries import year_asked
from .reckoned import points
from .scoring.reckoning import Tally
from .scoring.scheme import Scheme


def offer_papers() -> None:
    """Offer cards and term summaries of a member (`member`, `year`), lists of early notice (`list`), figures."""
    offer(
        PaperOffer("duty-card", "委员履职卡", "duty.card", card, formats=("docx", "pdf")),
        PaperOffer("duty-notices", "履职提醒名单", "duty.read", notices),
        PaperOffer("duty-coverage", "走访覆盖情况", "duty.read", coverage),
        PaperOffer("duty-term", "届内履职汇总", "duty.read", term_summary),
        PaperOffer("duty-sectors", "各界别履职统计", "duty.read", sectors),
        PaperOffer("duty-summaries", "年终总结汇编", "duty.read", summaries, formats=("docx", "pdf")),
        PaperOffer("duty-summary-list", "年终总结收交情况", "duty.read", summary_list),
        PaperOffer("duty-members", "委员履职统计", "duty.read", members),
    )


def card(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the one-page card of a member. Raises: Http404; PermissionDenied for another member's card."""
    seat, year = _seat(asked), _year(asked)
    if not may("duty.read", actor) and seat.person.user_id != actor.user_id:
        raise PermissionDenied("duty.card")
    tally, scheme = reckoned.tally_of(seat, year), queries.scheme_of(year)
    sheet = ScoreSheet.objects.filter(membership=seat, year=year).order_by("version").last()
    means = averages.read(year, at=timezone.now()).beside(seat)
    parts: list[Paragraphs | Table] = [_deeds(seat, year, means), _points(tally, scheme, means), *_honours(seat, year)]
    if sheet is not None:
        band = reckoned.band_name(scheme, sheet.override_band or sheet.band)
        parts.append(Paragraphs("考核", (f"{sheet.get_state_display()}，第{sheet.version}版，等次：{band}。",)))
        if sheet.narrative:
            parts.append(Paragraphs("述职", tuple(line for line in sheet.narrative.splitlines() if line.strip())))
    days, where = queries.years().words(year) or f"{year}年", seat.sector.name if seat.sector else ""
    return Report(f"{seat.person.name}委员履职卡", tuple(parts), subtitle=f"{days}　{where}")


def _deeds(seat: Membership, year: int, means: Mapping[str, Group]) -> Table:
    """Return what was done this year and the year before, beside the means of the sector and of all."""
    now, before = (noticing.deeds_in(each, [seat.pk]).get(seat.pk, Deeds()) for each in (year, year - 1))
    rows = [
        (
            label,
            averages.own_words(now, words, names),
            averages.own_words(before, words, names),
            *(group.mean(words, names) for group in means.values()),
        )
        for label, words, names in averages.COMPARED
    ]
    columns = (Column("事项", 2), Column(f"{year}年"), Column(f"{year - 1}年"), *(Column(label) for label in means))
    return Table("履职情况", columns, tuple(rows))


HONOURED = (K.HONOUR_DISTRICT, K.HONOUR_CITY, K.HONOUR_PROVINCE, K.HONOUR_NATION, K.TYPICAL_CASE)


def _honours(seat: Membership, year: int) -> list[Paragraphs]:
    """Return honours and typical cases by name (features F129)."""
    rows = DutyRecord.objects.filter(membership=seat, year=year, kind__in=HONOURED, state__in=COUNTED)
    lines = tuple(f"{row.get_kind_display()}：{row.title}" for row in rows.order_by("on", "id"))
    return [Paragraphs("表彰和典型", lines)] if lines else []


def _points(tally: Tally, scheme: Scheme, means: Mapping[str, Group]) -> Table:
    rows = [(item.name, points(tally.items[item.code])) for item in scheme.items if item.is_for(
        standing=tally.member.standing)]  # fmt: skip
    rows.append(("合计", points(tally.total)))
    rows += [(name, points(group.total)) for name, group in means.items()]
    return Table(f"积分（{scheme.name}第{scheme.version}版）", (Column("项目", 2), Column("分")), tuple(rows))


def notices(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return one list of early notice. Raises: Http404 for an unknown list."""
    name, year = asked.get("list", ""), _year(asked)
    if name not in noticing.LISTS:
        raise Http404("no such list")
    rows = tuple(
        (str(n), seat.person.name, seat.sector.name if seat.sector else "", _seat_words(seat), words)
        for n, (seat, words) in enumerate(term.on_list(name, year), start=1)
    )
    columns = (Column("序号", 0.5, "center"), Column("姓名", pad_names=True), Column("界别", 1.5), Column("职务"),
               Column("规定可作的处理", 2))  # fmt: skip
    return Table(f"{year}年{noticing.LISTS[name]}的委员", columns, rows, notes=("处理由人决定，本表只列事实。",))


def coverage(_actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the members nobody visited this year, each with who keeps in contact with them (features F024)."""
    year = _year(asked)
    rows = noticing.on_list("not_visited", year)
    keepers = figures.keepers_of(year, [seat for seat, _ in rows])
    visited, everybody, pairs = noticing.coverage(year)
    share = f"{visited * 100 / everybody:.1f}%" if everybody else "—"
    drawn = tuple(
        (str(n), seat.person.name, seat.sector.name if seat.sector else "", _seat_words(seat),
         keepers.get(seat.pk, "没有结对"))
        for n, (seat, _) in enumerate(rows, start=1)
    )  # fmt: skip
    columns = (Column("序号", 0.5, "center"), Column("姓名", pad_names=True), Column("界别", 1.5), Column("职务"),
               Column("联系人", 1.5))  # fmt: skip
    note = f"委员{everybody}名，已走访{visited}名，覆盖面{share}；结对{pairs}对。"
    return Table(f"{year}年没有走访联系的委员", columns, drawn, notes=(note,))


def term_summary(_actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return what a member did in the whole term, for renomination (届内汇总; handbook 10.8)."""
    seat, year = _seat(asked), _year(asked)
    years = term.summary_of(seat, year)
    columns = tuple(Column(head, 1.4 if head in ("提案", "信息") else 1) for head in term.HEADS)
    table = Table("届内履职", columns, tuple(term.rows_of(years)), landscape=True)
    said = term.flags(year).get(seat.pk, ())
    told = "、".join(str(each.year) for each in years) or "没有"
    notes = Paragraphs("说明", (f"有记录的年份：{told}。", *said, "处理由人决定，本表只列事实。"))
    where = seat.sector.name if seat.sector else ""
    return Report(f"{seat.person.name}届内履职汇总", (table, notes), subtitle=f"截至{year}年　{where}")


def sectors(_actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return the sums of each sector in a year."""
    year = _year(asked)
    heads = ("委员", "出席率", "请假", "缺席", "提案", "联名", "信息", "采用", "活动人次", "社会服务", "受访")
    rows = tuple(
        (each.name, str(each.members), each.rate, *(str(getattr(each.deeds, name)) for name in _SUMS))
        for each in figures.by_sector(year)
    )
    columns = (Column("界别", 2), *(Column(head) for head in heads))
    return Table(f"{year}年各界别履职统计", columns, rows, landscape=True)


_SUMS = ("leave", "absent", "proposals", "co_signed", "opinions", "adopted", "activities", "services", "visits")


def members(_actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return what each member did in a year, in the order of rolls; no totals, no places."""
    year = _year(asked)
    done = noticing.deeds_in(year)
    rows = tuple(
        (seat.person.name, seat.sector.name if seat.sector else "", _seat_words(seat), f"{d.came}/{d.due}",
         *(str(getattr(d, name)) for name in _SUMS))
        for seat in queries.members_in(year)
        for d in (done.get(seat.pk, Deeds()),)
    )  # fmt: skip
    heads = ("请假", "缺席", "提案", "联名", "信息", "采用", "活动", "社会服务", "受访")
    columns = (Column("姓名", pad_names=True), Column("界别", 1.5), Column("职务"), Column("出席/应到"),
               *(Column(head) for head in heads))  # fmt: skip
    return Table(f"{year}年委员履职统计", columns, rows, landscape=True)


def summaries(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return all summaries of a year in official order, then who has not handed in (features F128)."""
    year = _year(asked)
    due, closed = contacts.due_of(actor, year), _closed_summaries(year)
    parts = [
        Paragraphs(contacts.name_of(each.unit), tuple(line for line in each.summary.words.splitlines() if line.strip()))
        for each in due
        if each.summary is not None and each.summary.pk not in closed
    ]
    names = "、".join(contacts.name_of(each.unit) for each in contacts.missing(due))
    parts.append(Paragraphs("还没有交的", (names or "没有，已经收齐。",)))
    return Report(f"{year}年各界别和小组总结汇编", tuple(parts))


def _closed_summaries(year: int) -> set[int]:
    rows = YearSummary.objects.filter(quarantine.is_closed("year_summary"), year=year)
    return set(rows.values_list("pk", flat=True))


def summary_list(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return which units handed in their summary of a year, and when."""
    year = _year(asked)
    rows = tuple(
        (str(n), contacts.name_of(each.unit), "已交" if each.summary else "未交",
         short_date(each.summary.handed_in_on) if each.summary else "",
         each.summary.handed_in_by_name if each.summary else "")
        for n, each in enumerate(contacts.due_of(actor, year), start=1)
    )  # fmt: skip
    columns = (Column("序号", 0.5, "center"), Column("单位", 2), Column("总结"), Column("哪一天"), Column("谁交的"))
    return Table(f"{year}年年终总结收交情况", columns, rows)


def _seat_words(seat: Membership) -> str:
    return "常委" if seat.role == MembershipRole.STANDING_MEMBER else "委员"


def _seat(asked: Mapping[str, str]) -> Membership:
    try:
        public_id = UUID(asked.get("member", ""))
    except ValueError:
        raise Http404("no member") from None
    rows = Membership.objects.select_related("person", "sector").prefetch_related("suspensions")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404("no member")
    return found


def _year(asked: Mapping[str, str]) -> int:
    return year_asked(asked.get("year", ""), timezone.localdate())
