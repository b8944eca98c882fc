"""Terms, sectors, bodies, units, parties, societies and guests: lists and pages."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell, Column, Figure
from yizheng.ui.tags.marks import long_date, moment

from .. import history, queries
from ..enums import GRASSROOTS_KINDS, AssociationState, BodyKind
from ..forms import AskedForm, words
from ..models import (
    Association,
    Body,
    Membership,
    OrgUnit,
    Oversight,
    ParticipatingBody,
    Sector,
    Session,
    Term,
    UnitAlias,
    in_force,
)
from . import house_acts as table
from .acting import Act, buttons
from .asking import Block, Button, actor_of, crumbs, span, texts
from .member_acts import SEAT_ACTS

PAGE_ROWS = 50


def _offer(act: Act, actor: Actor) -> list[Button]:
    return [Button(act.title, act.url())] if may(act.permission, actor) else []


def _list(request: HttpRequest, **context: Any) -> HttpResponse:
    return render(request, "org/list.html", context)


def _paged(request: HttpRequest, rows: Any) -> Any:
    return Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))


def _person(person: Any) -> Cell:
    return Cell(person.name, address("org:person", public_id=person.public_id))


def _history(kind: str, pk: int) -> Block:
    return Block("经过", timeline=history.of(kind, pk), note="谁、什么时候、做了什么")


@require_GET
def terms(request: HttpRequest) -> HttpResponse:
    """List the terms with their plenaries (届次)."""
    actor = actor_of(request)
    require("org.read", actor)
    sessions = Session.objects.select_related("term").order_by("ordinal")
    rows = list(Term.objects.prefetch_related(Prefetch("sessions", queryset=sessions)).order_by("-ordinal"))
    running = [term for term in rows if term.closed_on is None]
    return _list(
        request, title="届次", heading=f"现在是{running[0]}" if running else "还没有开启的届",
        lead="次会议、常委会议、主席会议都按届计数", buttons=_offer(table.OPEN_TERM, actor),
        columns=texts("届", "任期", "名额", "状态"), empty="还没有登记过届", empty_text="从开启第一届开始。",
        rows=[
            [str(term), span(term.start_date, term.end_date), f"{term.member_quota} 名",
             Cell("已闭届" if term.closed_on else "本届", meaning="neutral" if term.closed_on else "ok")]
            for term in rows
        ],
        blocks=[_term_block(term, actor) for term in rows],
    )  # fmt: skip


def _term_block(term: Term, actor: Actor) -> Block:
    return Block(
        f"{term}的次会议", columns=texts("会议", "开幕", "闭幕", "提案截止"), empty="还没有登记次会议。",
        rows=[
            [session.label, long_date(session.opens), long_date(session.closes),
             moment(session.cut_off) if session.cut_off else "未登记"]
            for session in term.sessions.all()
        ],
        buttons=buttons(table.TERM_ACTS, term, actor),
    )  # fmt: skip


@require_GET
def sectors(request: HttpRequest) -> HttpResponse:
    """List the sectors of the running term: quota, filled, conveners (F018)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    term = queries.current_term(today)
    fills = queries.quota_and_filled(term, today) if term else []
    conveners: dict[int, list[str]] = {}
    for each in queries.conveners_of(term, today) if term else ():
        conveners.setdefault(each.sector_id, []).append(each.membership.person.name)
    vacant = sum(fill.vacant for fill in fills)
    return _list(
        request, title="界别", heading=f"{len(fills)} 个界别，{vacant} 个名额空着" if fills else "还没有界别",
        lead="按名册的顺序", columns=[
            Column("界别"), Column("名额", "number"), Column("在任", "number"), Column("空缺", "number"), Column("召集人"),
        ],
        rows=[
            [Cell(fill.sector.name, address("org:sector", public_id=fill.sector.public_id)), str(fill.quota),
             str(fill.filled), str(fill.vacant), "、".join(conveners.get(fill.sector.pk, [])) or "未定"]
            for fill in fills
        ],
        empty="还没有界别", empty_text="开启一届时按字典设立，也可以从名册导入。",
    )  # fmt: skip


@require_GET
def sector(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a sector: its conveners and members."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    row = get_object_or_404(Sector.objects.select_related("term"), public_id=public_id)
    members = list(queries.members_of(row.term, today).filter(sector=row))
    conveners = row.conveners.filter(in_force(today)).select_related("membership__person").order_by("id")
    return render(request, "org/page.html", {
        "title": row.name, "heading": f"{row.name}界别：在任 {len(members)} 名", "lead": str(row.term),
        "crumbs": crumbs(("界别", "org:sectors"), (row.name, "")), "buttons": buttons(table.SECTOR_ACTS, row, actor),
        "blocks": [Block("委员", columns=texts("姓名", "身份", "单位", "职务"), empty="这个界别还没有委员。", rows=[
            [_person(each.person), each.get_role_display(), each.person.employer, each.person.title]
            for each in members
        ]), _history("sector", row.pk)],
        "beside": [Block("召集人", columns=texts("姓名", "职务", "时间"), empty="还没有召集人。", rows=[
            [_person(each.membership.person), each.duty, span(each.valid_from, each.valid_to)] for each in conveners
        ]), Block("名额", facts=[("名额", f"{row.quota} 名"), ("空缺", f"{max(row.quota - len(members), 0)} 名")])],
    })  # fmt: skip


@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    """List the special committees and offices (专委会与机构), those that are no more at the end."""
    inner = [kind for kind in BodyKind if kind not in GRASSROOTS_KINDS]
    return _bodies(request, "专委会与机构", inner, table.FOUND_BODY)


@require_GET
def grassroots(request: HttpRequest) -> HttpResponse:
    """List the street work committees, liaison offices and groups (街道工委与联络处)."""
    return _bodies(request, "街道工委与联络处", list(GRASSROOTS_KINDS), table.FOUND_GRASSROOTS)


def _bodies(request: HttpRequest, title: str, kinds: list[BodyKind], found: Act) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    rows = list(Body.objects.filter(kind__in=kinds).order_by("kind", "order", "id"))
    running = [row for row in rows if row.valid_to is None or row.valid_to > today]
    seats = Counter(queries.seats_on(today).values_list("body_id", flat=True))
    stays = Counter(queries.stays_on(today).values_list("body_id", flat=True))
    led = _leaders_by_body(today)
    ended = [row for row in rows if row not in running]
    waiting = queries.chosen_seats().count() if may("org.approve_seat", actor) and found is table.FOUND_BODY else 0
    columns = [Column("名称"), Column("简称"), Column("种类"), Column("人数", "number"), Column("分管领导")]
    return _list(
        request, title=title, heading=f"{title}，现有 {len(running)} 个",
        lead="名称、简称随届改变的，旧名称都留着，导入时认得出",
        buttons=[
            *_offer(found, actor),
            *([Button(f"审核专委会选择（{waiting}）", address("org:choices"))] if waiting else []),
        ],
        columns=columns, empty="还没有登记", empty_text="由办公室新设。",
        rows=[_body_row(row, seats[row.pk] + stays[row.pk], led) for row in running],
        blocks=[Block("已经撤销或分设的", columns=texts("名称", "简称", "时间"), rows=[
            [Cell(row.full_name, _body_url(row)), row.short_name, span(row.valid_from, row.valid_to)] for row in ended
        ])] if ended else [],
    )  # fmt: skip


def _leaders_by_body(today: date) -> dict[int, list[str]]:
    led: dict[int, list[str]] = {}
    for each in Oversight.objects.filter(in_force(today)).select_related("person").order_by("id"):
        led.setdefault(each.body_id, []).append(each.person.name)
    return led


def _body_url(row: Body) -> str:
    return address("org:body", public_id=row.public_id)


def _body_row(row: Body, count: int, led: dict[int, list[str]]) -> list[Cell | str]:
    leaders = "、".join(led.get(row.pk, [])) or "未定"
    return [Cell(row.full_name, _body_url(row)), row.short_name, row.get_kind_display(), str(count), leaders]


@require_GET
def body(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a body: its roster with duties, its names with their dates, who is in charge."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    row = get_object_or_404(Body.objects.select_related("parent"), public_id=public_id)
    is_grassroots = row.kind in GRASSROOTS_KINDS
    roster = _stays_block(row, today) if is_grassroots else _seats_block(row, today, actor)
    charges = row.oversights.select_related("person").order_by("-valid_from", "id")
    ended = row.valid_to is not None and row.valid_to <= today
    back = ("街道工委与联络处", "org:grassroots") if is_grassroots else ("专委会与机构", "org:bodies")
    return render(request, "org/page.html", {
        "title": row.short_name, "heading": f"{row.full_name}：{len(roster.rows)} 人",
        "lead": span(row.valid_from, row.valid_to), "crumbs": crumbs(back, (row.short_name, "")),
        "state": ("已撤销", "neutral") if ended else None, "buttons": buttons(table.BODY_ACTS, row, actor),
        "blocks": [roster, *_children(row), _history("body", row.pk)],
        "beside": [
            Block("机构", facts=[
                ("种类", row.get_kind_display()), ("简称", row.short_name), ("设立", long_date(row.valid_from)),
                *([("所在", row.place)] if row.place else []),
                *([("上级", Cell(row.parent.full_name, _body_url(row.parent)))] if row.parent else []),
            ]),
            Block("分管领导", columns=texts("领导", "时间"), empty="还没有明确。", rows=[
                [_person(each.person), span(each.valid_from, each.valid_to)] for each in charges
            ]),
            Block("曾用名和别称", columns=texts("名称", "时间"), empty="没有别称。", rows=[
                [each.text, span(each.valid_from, each.valid_to)] for each in row.aliases.order_by("-valid_from", "id")
            ]),
        ],
    })  # fmt: skip


def _seats_block(row: Body, today: date, actor: Actor) -> Block:
    return Block("名单", columns=texts("姓名", "职务", "界别", "单位职务", "从哪天起", ""), empty="还没有成员。", rows=[
        [_person(seat.membership.person), seat.duty, _sector(seat.membership),
         f"{seat.membership.person.employer} {seat.membership.person.title}".strip(), long_date(seat.valid_from),
         next((Cell(each.label, each.url) for each in buttons(SEAT_ACTS, seat, actor)), "")]
        for seat in queries.roster_of(row, today)
    ])  # fmt: skip


def _stays_block(row: Body, today: date) -> Block:
    return Block("名单", columns=texts("姓名", "职务", "界别", "单位职务", "从哪天起"), empty="还没有编入委员。", rows=[
        [_person(stay.person), stay.duty, _sector(stay.membership) if stay.membership else "",
         f"{stay.person.employer} {stay.person.title}".strip(), long_date(stay.valid_from)]
        for stay in queries.grassroots_of(row, today)
    ])  # fmt: skip


def _sector(row: Membership) -> str:
    return row.sector.name if row.sector else ""


def _children(row: Body) -> list[Block]:
    children = list(row.children.order_by("order", "id"))
    if not children:
        return []
    return [Block("下设", columns=texts("名称", "种类", "时间"), rows=[
        [Cell(each.full_name, _body_url(each)), each.get_kind_display(), span(each.valid_from, each.valid_to)]
        for each in children
    ])]  # fmt: skip


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """List the outside units (承办单位) by category; former names find them too."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read_units", actor)
    wanted = "".join(request.GET.get("q", "").split())[:40]
    rows = OrgUnit.objects.select_related("merged_into").prefetch_related(
        Prefetch("aliases", queryset=UnitAlias.objects.order_by("id"))
    )
    if wanted:
        named = UnitAlias.objects.filter(text__contains=wanted).values("unit_id")
        rows = rows.filter(Q(name__contains=wanted) | Q(pk__in=named))
    else:
        rows = rows.filter(in_force(today))
    page = _paged(request, rows.order_by("order", "id"))
    count = page.paginator.count
    return _list(
        request, title="承办单位", heading=f"承办单位 {count} 个" if count else "没有这样的单位",
        lead="更名、撤并的单位留着记录，搜旧名称也找得到", buttons=_offer(table.FOUND_UNIT, actor),
        form=_search_form(request), wanted=wanted, action=address("org:units"),
        columns=texts("单位", "类别", "简称、曾用名", "状态"), page=page, unit="个",
        rows=[_unit_row(unit) for unit in page.object_list],
        empty="没有这样的单位", empty_text="换一个名称找，或者由办公室登记。",
    )  # fmt: skip


def _search_form(request: HttpRequest) -> Any:
    return AskedForm(request.GET or None, asked={"q": words("单位名称、简称或曾用名", 40, required=False)})


def _unit_url(unit: OrgUnit) -> str:
    return address("org:unit", public_id=unit.public_id)


def _unit_row(unit: OrgUnit) -> list[Cell | str]:
    names = "、".join(alias.text for alias in unit.aliases.all())
    return [Cell(unit.name, _unit_url(unit)), unit.get_category_display(), names, _unit_state(unit)]


def _unit_state(unit: OrgUnit) -> Cell:
    if unit.merged_into:
        return Cell(f"已并入{unit.merged_into.name}", meaning="neutral")
    return Cell("已撤销", meaning="neutral") if unit.valid_to else Cell("在用", meaning="ok")


@require_GET
def unit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an outside unit: names with their dates, contacts, what merged into it."""
    actor = actor_of(request)
    require("org.read_units", actor)
    row = get_object_or_404(OrgUnit.objects.select_related("merged_into", "parent"), public_id=public_id)
    rings = may("org.read_unit_phone", actor)
    merged = list(row.merged.order_by("valid_to", "id"))
    return render(request, "org/page.html", {
        "title": row.name, "heading": row.name, "lead": span(row.valid_from, row.valid_to),
        "state": (_unit_state(row).text, "neutral") if row.valid_to else None,
        "crumbs": crumbs(("承办单位", "org:units"), (row.name, "")), "buttons": buttons(table.UNIT_ACTS, row, actor),
        "blocks": [
            Block("联络员", columns=texts("姓名", "职务", "电话", "时间", ""), empty="还没有登记联络员。", rows=[
                [each.name, each.duty, each.phone if rings else "不公开", span(each.valid_from, each.valid_to),
                 next((Cell(one.label, one.url) for one in buttons(table.CONTACT_ACTS, each, actor)), "")]
                for each in row.contacts.select_related("unit").order_by("-valid_from", "id")
            ]),
            *([Block("并入这里的单位", columns=texts("单位", "哪天并入"), rows=[
                [Cell(each.name, _unit_url(each)), long_date(each.valid_to)] for each in merged
            ])] if merged else []),
            _history("org_unit", row.pk),
        ],
        "beside": [
            Block("单位", facts=[
                ("类别", row.get_category_display()),
                ("上级", Cell(row.parent.name, _unit_url(row.parent)) if row.parent else "没有"),
                *([("并入", Cell(row.merged_into.name, _unit_url(row.merged_into)))] if row.merged_into else []),
            ]),
            Block("简称和曾用名", columns=texts("名称", "时间"), empty="没有别的名称。", rows=[
                [f"{each.text}（曾用名）" if each.is_former else each.text, span(each.valid_from, each.valid_to)]
                for each in row.aliases.order_by("-valid_from", "id")
            ]),
        ],
    })  # fmt: skip


@require_GET
def parties(request: HttpRequest) -> HttpResponse:
    """List the parties and people's organisations in statutory order (党派团体)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    rows = list(ParticipatingBody.objects.filter(in_force(today)).order_by("order", "id"))
    return _list(
        request, title="党派团体", heading=f"党派团体 {len(rows)} 个", lead="按法定顺序排列",
        buttons=_offer(table.REGISTER_PARTY, actor), columns=texts("名称", "简称", "种类", "联络员"),
        rows=[
            [Cell(row.name, address("org:participating", public_id=row.public_id)), row.short_name,
             row.get_kind_display(), row.contact_name or "未登记"] for row in rows
        ],
        empty="还没有登记党派团体", empty_text="民主党派、工商联、无党派人士、人民团体都在这里登记。",
    )  # fmt: skip


@require_GET
def participating(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a party or people's organisation."""
    actor = actor_of(request)
    require("org.read", actor)
    row = get_object_or_404(ParticipatingBody, public_id=public_id)
    phone = row.contact_phone if may("org.read_unit_phone", actor) else "不公开"
    return render(request, "org/page.html", {
        "title": row.short_name, "heading": row.name, "lead": row.get_kind_display(),
        "crumbs": crumbs(("党派团体", "org:parties"), (row.short_name, "")),
        "blocks": [_history("participating_body", row.pk)],
        "beside": [Block("联络", facts=[("联络员", row.contact_name), ("电话", phone), ("简称", row.short_name)])],
    })  # fmt: skip


@require_GET
def associations(request: HttpRequest) -> HttpResponse:
    """List the societies (社团), the one whose term of office ends first on top; the late ones are marked (F027)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    counted = Count("members", filter=Q(members__valid_from__lte=today) & _still(today))
    rows = list(queries.running_associations().annotate(people=counted))
    ending = set(queries.associations_ending(today).values_list("pk", flat=True))
    closed = Association.objects.filter(state=AssociationState.CLOSED).order_by("-closed_on", "id")
    return _list(
        request, title="社团", heading=f"社团 {len(rows)} 个，{len(ending)} 个快要或已经届满" if ending else f"社团 {len(rows)} 个",
        lead="任期快满的排在前面", buttons=_offer(table.FOUND_ASSOCIATION, actor),
        columns=[Column("名称"), Column("种类"), Column("会员", "number"), Column("任期到"), Column("换届")],
        rows=[
            [Cell(row.name, address("org:association", public_id=row.public_id)), row.get_kind_display(),
             str(row.people), long_date(row.ends_on), _ending(row, today, ending)] for row in rows
        ],
        empty="还没有登记社团", empty_text="联谊会、研究会、理论研究会都在这里登记。",
        blocks=[Block("已经注销的", columns=texts("名称", "哪天注销"), rows=[
            [Cell(row.name, address("org:association", public_id=row.public_id)), long_date(row.closed_on)]
            for row in closed
        ])] if closed else [],
    )  # fmt: skip


def _still(today: date) -> Q:
    return Q(members__valid_to__isnull=True) | Q(members__valid_to__gt=today)


def _ending(row: Association, today: date, ending: set[int]) -> Cell:
    if row.ends_on < today:
        return Cell("任期已满，请换届", meaning="over")
    return Cell("快要届满", meaning="warn") if row.pk in ending else Cell("任期内", meaning="ok")


@require_GET
def association(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a society: its term of office, elections, members."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    row = get_object_or_404(Association, public_id=public_id)
    ending = {row.pk} if row.ends_on <= queries.warned_until(today) else set()
    mark = _ending(row, today, ending)
    warned = mark.meaning in ("over", "warn") and row.state == AssociationState.ACTIVE
    members = list(row.members.filter(in_force(today)).select_related("person").order_by("id"))
    return render(request, "org/page.html", {
        "title": row.name, "heading": row.name, "lead": f"任期到{long_date(row.ends_on)}",
        "state": (mark.text, mark.meaning) if row.state == AssociationState.ACTIVE else ("已注销", "neutral"),
        "warnings": [f"{row.name}的任期到{long_date(row.ends_on)}，请督促按期换届，换届后在这里登记。"] if warned else [],
        "crumbs": crumbs(("社团", "org:associations"), (row.name, "")),
        "buttons": buttons(table.ASSOCIATION_ACTS, row, actor),
        "blocks": [
            Block("会员", columns=texts("姓名", "职务", "从哪天起"), empty="还没有登记会员。", rows=[
                [_person(each.person), each.duty, long_date(each.valid_from)] for each in members
            ]),
            Block("历次换届", columns=texts("第几次", "哪天", "任期到", "负责人", "到会", "说明"), empty="还没有换届记录。", rows=[
                [f"第{each.ordinal}次", long_date(each.held_on), long_date(each.ends_on),
                 _person(each.head) if each.head else "", f"{each.present}/{each.due}" if each.due else "", each.note]
                for each in row.elections.select_related("head").order_by("-ordinal")
            ]),
            _history("association", row.pk),
        ],
        "beside": [Block("社团", facts=[
            ("种类", row.get_kind_display()), ("成立", long_date(row.founded_on)), ("每届", f"{row.term_years} 年"),
        ])],
    })  # fmt: skip


@require_GET
def superior(request: HttpRequest) -> HttpResponse:
    """List the members of higher committees who live here (F023): invited, not scored."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    page = _paged(request, queries.superior_members(today))
    count = page.paginator.count
    return _list(
        request, title="辖区上级委员", heading=f"住在本区的上级委员 {count} 名" if count else "还没有登记上级委员",
        lead="受邀参加活动，不计分，不计入委员人数", page=page, unit="名",
        columns=texts("姓名", "哪一级", "单位", "职务", "从哪天起"),
        rows=[
            [_person(row.person), row.get_superior_level_display(), row.person.employer, row.person.title,
             long_date(row.joined_on)] for row in page.object_list
        ],
        empty="还没有登记上级委员", empty_text="先登记人员，再在其页面上点“登记为辖区上级委员”。",
    )  # fmt: skip


@require_GET
def composition(request: HttpRequest) -> HttpResponse:
    """Say what the membership is made of, as a published statement does (handbook 1.7)."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read_composition", actor)
    term = queries.current_term(today)
    made = queries.composition(term, today) if term else None
    figures = _figures(made) if made else []
    fills = queries.quota_and_filled(term, today) if term else []
    return _list(
        request, title="委员构成", heading=f"{term}委员 {made.total} 名" if made else "还没有开启的届",
        lead="由加密的字段现算，只显示合计", figures=figures,
        warnings=[f"有 {made.unknown} 名委员没有登记政治面貌，没有算进中共和非中共。"] if made and made.unknown else [],
        columns=[Column("界别"), Column("名额", "number"), Column("在任", "number"), Column("空缺", "number")],
        rows=[[fill.sector.name, str(fill.quota), str(fill.filled), str(fill.vacant)] for fill in fills],
        empty="还没有界别", empty_text="",
    )  # fmt: skip


def _figures(made: queries.Composition) -> list[Figure]:
    words = (
        ("总数", made.total), ("新提名", made.newly), ("继续提名", made.again), ("中共", made.ccp),
        ("非中共", made.non_ccp), ("民主党派", made.parties), ("女委员", made.women), ("少数民族", made.minorities),
    )  # fmt: skip
    return [Figure(number, label, unit="名", note=_percent(number, made.total)) for label, number in words]


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else ""
