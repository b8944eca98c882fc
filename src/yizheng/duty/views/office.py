"""The office's lists: members of a year, one member's ledger of points, early notice, sheets, closing the year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import may, require
from yizheng.org.configuration import value
from yizheng.ui.shapes import Cell, Column, Crumb, Figure, FileRow, Tab

from .. import figures, forms, noticing, queries, reckoned, showing, term
from ..enums import RecordState, SheetState
from ..keys import RANKINGS
from ..models import ScoreSheet
from ..services import sheets, years
from . import acting, linking
from .asking import actor_of, record_or_404, seat_or_404, sector_asked, sheet_or_404, year_of

YEARS_BACK = 4  # as many as stand beside each other on a phone
PAGE_ROWS = 50


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """List the members of a year sector by sector, what each did, where the assessment stands; no ranking."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    sector = sector_asked(request)
    listed = queries.members_in(year).prefetch_related(None)  # who rested when is asked on the page of a member
    listed = listed.filter(sector=sector) if sector else listed
    page = Paginator(listed, PAGE_ROWS).get_page(request.GET.get("page"))
    seats = list(page)
    done_ = noticing.deeds_in(year, [seat.pk for seat in seats])
    sheets_ = ScoreSheet.objects.filter(year=year, membership__in=seats).order_by("version")
    latest = {row.membership_id: row for row in sheets_}
    rows = [showing.member_row(s, done_.get(s.pk, noticing.Deeds()), latest.get(s.pk), year) for s in seats]
    columns = showing.MEMBER_COLUMNS
    if has_totals(today):
        totals = reckoned.tallies(year)
        columns = [*columns[:-1], Column("总分和考核表")]
        rows = [showing.with_total(row, totals[s.pk].total) for row, s in zip(rows, seats, strict=True)]
    context = {
        "year": year, "sector": sector, "days": queries.years().words(year), "is_frozen": queries.is_frozen(year),
        "columns": columns, "rows": rows,
        "page": page, "tabs": tabs_of("members", year), "years": years_of("duty:members", year, today),
        "scheme": queries.scheme_row(year), "may_score": may("duty.score_all", actor),
        "steps": [(f"{address(f'duty:all-{each.name}')}?year={year}", each.label) for each in STEPS if latest and
                  may(each.permission, actor)],
        "may_close": may("duty.freeze", actor), "may_record": may("duty.record", actor),
    }  # fmt: skip
    return render(request, "duty/members.html", context)


def has_totals(on: date) -> bool:
    """Tell whether the committee wants totals on the list (key duty.rankings; off by office-practice 24)."""
    return bool(value(RANKINGS, on=on))


def tabs_of(current: str, year: int) -> list[Tab]:
    """Return the views of a year."""
    names = {
        "members": "委员", "notices": "提醒", "waiting": "待办理", "statistics": "统计", "visits": "走访",
        "pairs": "结对", "summaries": "年终总结", "schemes": "考核办法",
    }  # fmt: skip
    return [Tab(label, f"{address(f'duty:{name}')}?year={year}", name == current) for name, label in names.items()]


def years_of(name: str, year: int, today: date, back: int = YEARS_BACK) -> list[Tab]:
    """Return the last years as a switch."""
    now = queries.year_of(today)
    return [Tab(f"{each}年", f"{address(name)}?year={each}", each == year) for each in range(now, now - back, -1)]


@require_GET
def member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one member's ledger of points: every point with its fact, rule, version and cap (F147)."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    seat = seat_or_404(actor, public_id)
    scheme, tally = queries.scheme_of(year), reckoned.tally_of(seat, year)
    rows = queries.records_visible_to(actor).filter(year=year, membership=seat).order_by("-on", "-id")
    base = f"?member={seat.public_id}&year={year}"
    context = {
        "seat": seat, "year": year, "scheme": scheme, "sums": showing.sum_figures(scheme, tally), "unmet": tally.unmet,
        "columns": showing.LINE_COLUMNS, "rows": showing.line_rows(scheme, tally, showing.record_urls(tally)),
        "term_columns": showing.TERM_COLUMNS,
        "term_rows": showing.term_rows(seat, term.summary_of(seat, year), year),
        "record_columns": showing.ONES_COLUMNS, "unscored": showing.unscored_rows(scheme, rows),
        "sheets": ScoreSheet.objects.filter(membership=seat).order_by("-year", "-version"),
        "papers": [
            FileRow("委员履职卡（Word）", address("document:paper", code="duty-card", format="docx") + base, "word"),
            FileRow("委员履职卡（PDF）", address("document:paper", code="duty-card", format="pdf") + base, "pdf"),
            FileRow("届内履职汇总（Word）", address("document:paper", code="duty-term", format="docx") + base, "word"),
        ],
        "crumbs": [Crumb("委员履职", f"{address('duty:members')}?year={year}"), Crumb(seat.person.name)],
    }  # fmt: skip
    return render(request, "duty/member.html", context)


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """List who has done nothing of a kind, and what the rules on absence propose for a person to decide."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    asked = request.GET.get("list", "")
    name = asked if asked in noticing.LISTS else "no_proposal"
    has_words, keepers = name in ("absent", term.TERM), {}
    base = f"{address('duty:notices')}?year={year}&list="
    found = term.on_list(name, year)
    if name == "not_visited":
        keepers = figures.keepers_of(year, [seat for seat, _ in found])
    context = {
        "year": year, "name": name, "title": noticing.LISTS[name], "tabs": tabs_of("notices", year),
        "figures": [
            Figure(count, noticing.LISTS[each], base + each, "人") for each, count in term.numbers(year).items()
        ],
        "columns": [Column("姓名"), Column("界别"), *([Column("规定可作的处理")] if has_words else []),
                    *([Column("联系人")] if name == "not_visited" else [])],
        "rows": [
            [Cell(s.person.name, url=f"{address('duty:member', public_id=s.public_id)}?year={year}"),
             Cell(s.sector.name if s.sector else ""), *([Cell(words)] if has_words else []),
             *([Cell(keepers.get(s.pk, "没有结对"))] if name == "not_visited" else [])]
            for s, words in found
        ],
    }  # fmt: skip
    return render(request, "duty/notices.html", context)


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """List claims and disputes that wait for the office."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.read", actor)
    year = year_of(request, today)
    rows = queries.records_visible_to(actor).filter(
        year=year, state__in=[RecordState.CLAIMED, RecordState.DISPUTED]
    ).order_by("recorded_at", "id")  # fmt: skip
    context = {
        "year": year, "tabs": tabs_of("waiting", year), "columns": showing.RECORD_COLUMNS,
        "rows": [showing.record_row(each) for each in rows],
    }  # fmt: skip
    return render(request, "duty/waiting.html", context)


@require_GET
def record(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one record: the deed, where it comes from, what was done with it."""
    actor = actor_of(request)
    require("duty.card", actor)
    found = record_or_404(actor, public_id)
    office = may("duty.read", actor)
    back = Crumb("委员履职", f"{address('duty:members')}?year={found.year}") if office else Crumb(
        "我的履职", address("duty:own")
    )  # fmt: skip
    context = {
        "record": found, "meaning": showing.RECORD_MEANING[RecordState(found.state)],
        "acts": acting.offered("record", acting.RECORD_ACTS, found, actor),
        "links": [address("duty:link", public_id=found.public_id)] if linking.may_link(found, actor) else [],
        "half_days": reckoned.points(found.quantity), "is_frozen": queries.is_frozen(found.year),
        "timeline": showing.timeline("duty_record", found.pk), "crumbs": [back, Crumb(str(found))],
    }  # fmt: skip
    return render(request, "duty/record.html", context)


@require_GET
def sheet(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one sheet: the snapshot of points, the band, the report, what was decided."""
    actor = actor_of(request)
    require("duty.card", actor)
    found = sheet_or_404(actor, public_id)
    scheme = queries.scheme_of_sheet(found)
    office = may("duty.read", actor)
    offers = (acting.CORRECT_FROZEN,) if queries.is_frozen(found.year) else acting.SHEET_ACTS
    base = f"?member={found.membership.public_id}&year={found.year}"
    context = {
        "sheet": found, "days": queries.years().words(found.year),
        "scheme": scheme, "meaning": showing.SHEET_MEANING[SheetState(found.state)],
        "total": reckoned.points(found.total), "band": reckoned.band_name(scheme, found.override_band or found.band),
        "by_points": reckoned.band_name(scheme, found.sums.get("by_points", "")),
        "columns": showing.LINE_COLUMNS, "rows": showing.sheet_rows(found, scheme),
        "acts": acting.offered("sheet", offers, found, actor),
        "timeline": showing.timeline("score_sheet", found.pk),
        "papers": [
            FileRow("委员履职卡（PDF）", address("document:paper", code="duty-card", format="pdf") + base, "pdf")
        ],
        "crumbs": [
            Crumb("委员履职", f"{address('duty:members')}?year={found.year}") if office else
            Crumb("我的履职", address("duty:own")),
            Crumb(str(found)),
        ],
    }  # fmt: skip
    return render(request, "duty/sheet.html", context)


@require_http_methods(["GET", "POST"])
@act
def generate(request: HttpRequest) -> HttpResponse:
    """Generate the sheets of a year from its facts."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.score_all", actor)
    year, refusal = year_of(request, today), None
    back = f"{address('duty:members')}?year={year}"
    if request.method == "POST":
        try:
            made = sheets.generate_all(year=year, by=actor, at=timezone.now())
            return done(request, f"生成了{len(made)}张考核表，委员会收到通知。", to=back)
        except Refused as refused:
            refusal = refused
    context = {
        "label": "生成考核表", "back": back, "refusal": refusal, "action": f"{request.path}?year={year}",
        "text": f"按{year}年的履职记录和执行中的办法计分。委员还没有确认的会重新生成；"
                "您本人的考核表要由另一位同事生成。",
    }  # fmt: skip
    return render(request, "duty/confirm.html", context, status=409 if refusal else 200)


@require_http_methods(["GET", "POST"])
@act
def close_year(request: HttpRequest) -> HttpResponse:
    """Close a year: records and sheets are frozen."""
    actor, today = actor_of(request), timezone.localdate()
    require("duty.freeze", actor)
    year, refusal = year_of(request, today), None
    back = f"{address('duty:members')}?year={year}"
    if request.method == "POST":
        try:
            years.close(year=year, by=actor, at=timezone.now())
            return done(request, f"{year}年度已关闭，记录和考核表都已归档。", to=back)
        except Refused as refused:
            refusal = refused
    context = {
        "label": f"关闭{year}年度", "back": back, "refusal": refusal, "action": f"{request.path}?year={year}",
        "text": f"关闭以后，{year}年的履职记录和考核表不能再改；确有错误的，只能另做更正版，原来的一版留着。",
    }  # fmt: skip
    return render(request, "duty/confirm.html", context, status=409 if refusal else 200)


@dataclass(frozen=True)
class Step:
    """One step that is taken for all sheets of a year: its name, its permission, what its page says."""

    name: str
    label: str
    permission: str
    text: str
    form: type[forms.NoForm] | type[forms.ReasonForm] = forms.NoForm


STEPS = (
    Step("review", "全部复核", "duty.score_all", "委员已确认的、期满没有意见的，一并复核；有申诉的单独答复。"),
    Step("gate", "把关全部通过", "duty.decide_all", "只对还没有结论的记“通过”；不通过的，请先在各自的考核表上单独记。",
         forms.ReasonForm),
    Step("approve", "全部审定", "duty.decide_all", "已复核、把关已有结论的，一并审定等次。"),
    Step("publish", "全部公布", "duty.score_all", "已审定的一并公布等次，不公布总分。"),
)  # fmt: skip


def step_view(step: Step) -> Callable[[HttpRequest], HttpResponse]:
    """Return the page on which a step is taken for all sheets of a year."""
    permission = step.permission

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        require(permission, actor)
        year = year_of(request, timezone.localdate())
        form, back = step.form(request.POST or None), f"{address('duty:members')}?year={year}"
        refusal = None
        if request.method == "POST" and form.is_valid():
            try:
                reason = form.cleaned_data.get("reason", "")
                found = sheets.all_together(step=step.name, year=year, by=actor, at=timezone.now(), reason=reason)
                return done(request, _told(found), to=back)
            except Refused as refused:
                refusal = refused
        context = {
            "label": step.label, "back": back, "refusal": refusal, "action": f"{request.path}?year={year}",
            "text": step.text, "form": form,
        }  # fmt: skip
        return render(request, "duty/confirm.html", context, status=409 if refusal else 200)

    return page


def _told(found: sheets.Together) -> str:
    left = "；".join(f"{number}张没有办：{why}" for why, number in found.left.items())
    return f"办了{found.done}张。{left}"
