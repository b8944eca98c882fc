"""What the duty room prints: the one-page card of a member (委员履职卡), the early-notice list."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, PaperOffer, Paragraphs, Report, Table, offer
from yizheng.kernel.permissions import may
from yizheng.org.enums import MembershipRole
from yizheng.org.models import Membership

from . import noticing, queries, reckoned
from .models import ScoreSheet
from .reckoned import points
from .scoring.reckoning import Tally
from .scoring.scheme import Scheme

FEWEST_IN_A_MEAN = 3
"""Our decision: of two people the mean and the own total tell the other's."""


def offer_papers() -> None:
    """Offer the card of a member (`member`, `year`) and a list of early notice (`list`, `year`)."""
    offer(
        PaperOffer("duty-card", "委员履职卡", "duty.card", card, formats=("docx", "pdf")),
        PaperOffer("duty-notices", "履职提醒名单", "duty.read", notices),
    )


def card(actor: Actor, asked: Mapping[str, str]) -> Report:
    """Return the one-page card of a member. Raises: Http404; PermissionDenied for another member's card."""
    seat, year = _seat(asked), _year(asked)
    if not may("duty.read", actor) and seat.person.user_id != actor.user_id:
        raise PermissionDenied("duty.card")
    tally, scheme = reckoned.tally_of(seat, year), queries.scheme_of(year)
    sheet = ScoreSheet.objects.filter(membership=seat, year=year).order_by("version").last()
    everybody = reckoned.tallies(year)
    parts: list[Paragraphs | Table] = [_deeds(seat, year), _points(tally, scheme, everybody)]
    if sheet is not None:
        band = reckoned.band_name(scheme, sheet.override_band or sheet.band)
        parts.append(Paragraphs("考核", (f"{sheet.get_state_display()}，第{sheet.version}版，等次：{band}。",)))
        if sheet.narrative:
            parts.append(Paragraphs("述职", tuple(line for line in sheet.narrative.splitlines() if line.strip())))
    where = seat.sector.name if seat.sector else ""
    return Report(f"{seat.person.name}委员履职卡", tuple(parts), subtitle=f"{year}年　{where}")


def _deeds(seat: Membership, year: int) -> Table:
    now, before = (noticing.deeds_in(each, [seat.pk]).get(seat.pk, noticing.Deeds()) for each in (year, year - 1))
    rows = (
        ("会议出席（半天/应到）", f"{now.came}/{now.due}", f"{before.came}/{before.due}"),
        ("其中请假、缺席", f"请假{now.leave}，缺席{now.absent}", f"请假{before.leave}，缺席{before.absent}"),
        ("立案提案（领衔、联名）", f"{now.proposals}，{now.co_signed}", f"{before.proposals}，{before.co_signed}"),
        ("重点、优秀提案", f"{now.key}，{now.excellent}", f"{before.key}，{before.excellent}"),
        ("社情民意信息（报送、采用）", f"{now.opinions}，{now.adopted}", f"{before.opinions}，{before.adopted}"),
        ("活动、培训", f"{now.activities}，{now.trainings}", f"{before.activities}，{before.trainings}"),
        ("大会发言", str(now.speeches), str(before.speeches)),
        ("社会服务", str(now.services), str(before.services)),
        ("受访谈", str(now.visits), str(before.visits)),
        ("表彰", str(now.honours), str(before.honours)),
    )
    columns = (Column("事项", 2), Column(f"{year}年"), Column(f"{year - 1}年"))
    return Table("履职情况", columns, rows)


def _points(tally: Tally, scheme: Scheme, everybody: Mapping[int, Tally]) -> Table:
    sector = [t.total for t in everybody.values() if t.member.sector == tally.member.sector]
    rows = [(item.name, points(tally.items[item.code])) for item in scheme.items if item.is_for(
        standing=tally.member.standing)]  # fmt: skip
    rows.append(("合计", points(tally.total)))
    means = (("本界别平均", sector), ("全体平均", [t.total for t in everybody.values()]))
    rows += [(name, points(reckoned.mean(totals))) for name, totals in means if len(totals) >= FEWEST_IN_A_MEAN]
    return Table(f"积分（{scheme.name}第{scheme.version}版）", (Column("项目", 2), Column("分")), tuple(rows))


def notices(actor: Actor, asked: Mapping[str, str]) -> Table:
    """Return one list of early notice. Raises: Http404 for an unknown list."""
    name, year = asked.get("list", ""), _year(asked)
    if name not in noticing.LISTS:
        raise Http404("no such list")
    rows = tuple(
        (str(n), seat.person.name, seat.sector.name if seat.sector else "", _seat_words(seat), words)
        for n, (seat, words) in enumerate(noticing.on_list(name, year), start=1)
    )
    columns = (Column("序号", 0.5, "center"), Column("姓名", pad_names=True), Column("界别", 1.5), Column("职务"),
               Column("规定可作的处理", 2))  # fmt: skip
    return Table(f"{year}年{noticing.LISTS[name]}的委员", columns, rows, notes=("处理由人决定，本表只列事实。",))


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
    given, now = asked.get("year", ""), timezone.localdate().year
    return int(given) if given.isdecimal() and len(given) < 5 and queries.OLDEST <= int(given) <= now else now
