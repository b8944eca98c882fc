"""The roll of members, a person's page, choices of special committees."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Cell
from yizheng.ui.tags.marks import long_date, short_date

from .. import forms, history, phrases, queries, services
from ..enums import GRASSROOTS_KINDS, BodyKind, MembershipState, ReadingPurpose, SeatState
from ..knowing import NOT_YET
from ..models import GrassrootsMembership, Membership, PastSector, Person, Seat, Sector, Term, in_force
from .acting import buttons
from .asking import Block, Button, actor_of, crumbs, span, texts
from .member_acts import HOLDING_ACTS, MEMBERSHIP_ACTS, PERSON_ACTS, REGISTER, SEAT_ACTS

PAGE_ROWS = 50
NOMINEES = "proposed"
LEFT = ("resigned", "transferred", "removed", "deceased", "expired")
FIELD_READ = tuple(phrases.SEALED_LABELS)


@require_GET
def members(request: HttpRequest) -> HttpResponse:
    """List the members (委员名册): narrowed by sector, body and state, found by name."""
    actor, today = actor_of(request), timezone.localdate()
    require("org.read", actor)
    term = queries.current_term(today)
    form = _filter(request, actor, term, today)
    wanted = form.wanted()
    found = _wanted_rows(actor, term, wanted, today)
    page = Paginator(found, PAGE_ROWS).get_page(request.GET.get("page"))
    twins = queries.namesakes(Person.objects.filter(memberships__in=found))
    count = page.paginator.count
    return render(request, "org/list.html", {
        "title": "委员名册",
        "heading": _roll_heading(term, wanted, count),
        "lead": "两人同名的，姓名后面写单位",
        "buttons": [Button("登记人员", REGISTER.url())] if may(REGISTER.permission, actor) else [],
        "form": form, "wanted": wanted, "action": address("org:members"),
        "columns": texts("姓名", "界别", "身份", "单位职务", "专委会", "状态"),
        "rows": [_roll_row(row, twins) for row in page.object_list],
        "page": page, "unit": "名", "empty": "没有这样的委员", "empty_text": "换一个条件，或者看全部。",
    })  # fmt: skip


def _filter(request: HttpRequest, actor: Actor, term: Term | None, today: date) -> forms.RollFilterForm:
    sectors = Sector.objects.filter(term=term).order_by("order").values_list("public_id", "name")
    bodies = queries.bodies_in_force(today, BodyKind.SPECIAL_COMMITTEE, *GRASSROOTS_KINDS)
    states = [(state, label) for state, label in MembershipState.choices if _is_asked(state, actor)]
    return forms.RollFilterForm(
        request.GET, sectors=[(str(pk), name) for pk, name in sectors],
        bodies=[(str(body.public_id), body.short_name) for body in bodies], states=states,
    )  # fmt: skip


def _is_asked(state: str, actor: Actor) -> bool:
    return state not in NOT_YET or may("org.see_nominees", actor)


def _wanted_rows(actor: Actor, term: Term | None, wanted: dict[str, str], today: date) -> QuerySet[Membership]:
    rows = queries.memberships_visible_to(actor).filter(term=term, sector__isnull=False)
    state = wanted.get("state", "")
    rows = rows.filter(state=state) if state else rows.filter(state__in=("active", "suspended"))
    if "q" in wanted:
        rows = rows.filter(person__name__contains="".join(wanted["q"].split()))
    if "sector" in wanted:
        rows = rows.filter(sector__public_id=wanted["sector"])
    if "body" in wanted:
        rows = rows.filter(_sits_in(wanted["body"], today))
    return (
        rows.select_related("person", "sector")
        .prefetch_related(Prefetch("seats", queryset=Seat.objects.held(today).select_related("body")))
        .order_by("sector__order", "person__sort_key", "id")
    )


def _sits_in(body: str, today: date) -> Q:
    seats = Seat.objects.held(today).filter(body__public_id=body).values("membership_id")
    stays = GrassrootsMembership.objects.filter(in_force(today), body__public_id=body).values("person_id")
    return Q(pk__in=seats) | Q(person__in=stays)


def _roll_heading(term: Term | None, wanted: dict[str, str], count: int) -> str:
    if term is None:
        return "还没有开启的届"
    if not wanted:
        return f"{term}在任委员 {count} 名"
    return f"找到 {count} 名" if count else "没有这样的委员"


def _roll_row(row: Membership, twins: set[str]) -> list[Cell | str]:
    person = row.person
    name = f"{person.name}（{person.employer or _sector(row)}）" if person.name in twins else person.name
    work = " ".join(part for part in (person.employer, person.title) if part)
    return [
        Cell(name, _person_url(person)), _sector(row), row.get_role_display(), work,
        "、".join(seat.body.short_name for seat in row.seats.all()),
        Cell(row.get_state_display(), meaning=phrases.STATE_MEANING[row.state]),
    ]  # fmt: skip


def _sector(row: Membership) -> str:
    return row.sector.name if row.sector else row.get_superior_level_display()


def _person_url(person: Person) -> str:
    return address("org:person", public_id=person.public_id)


@require_GET
def person(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a person: memberships, seats, posts, history; sealed fields stay shut until asked for."""
    actor = actor_of(request)
    row = _known_or_404(actor, public_id)
    own = actor.user_id is not None and row.user_id == actor.user_id
    sealed = _labelled({name: getattr(row, name) for name in FIELD_READ}) if own else None
    return _person_page(request, row, sealed)


@require_POST
@never_cache
def read(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Open the sealed fields of a person for a purpose, which is noted."""
    actor = actor_of(request)
    row = _known_or_404(actor, public_id)
    require("org.read_sealed", actor, row)
    form = _purpose_form(request.POST)
    if not form.is_valid():
        return _person_page(request, row, None, form)
    purpose = ReadingPurpose(form.values()["purpose"])
    shown = services.read_sealed(person=row, purpose=purpose, by=actor, at=timezone.now(), fields=FIELD_READ)
    return _person_page(request, row, _labelled(shown))


@require_POST
@never_cache
def ring(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show a telephone number to a colleague whom the person lets see it, which is noted."""
    actor = actor_of(request)
    row = _known_or_404(actor, public_id)
    phone = services.read_phone(person=row, by=actor, at=timezone.now())
    return _person_page(request, row, _labelled({"phone": phone}))


def _known_or_404(actor: Actor, public_id: UUID) -> Person:
    require("org.read", actor)
    return get_object_or_404(queries.people_visible_to(actor).select_related("user"), public_id=public_id)


def _labelled(values: dict[str, str]) -> list[tuple[str, str]]:
    return [(phrases.SEALED_LABELS[name], value) for name, value in values.items()]


def _purpose_form(typed: Any = None) -> forms.AskedForm:
    return forms.AskedForm(typed, asked={"purpose": forms.pick("用途", ReadingPurpose.choices)})


def _person_page(
    request: HttpRequest, row: Person, sealed: list[tuple[str, str]] | None, form: forms.AskedForm | None = None
) -> HttpResponse:
    actor, today = actor_of(request), timezone.localdate()
    seen = queries.memberships_visible_to(actor).filter(person=row).select_related("person", "term", "sector")
    memberships = list(seen.order_by("-term__ordinal", "-id"))
    past = queries.past_sectors(memberships)
    logged = may("org.read_log", actor) or row.user_id == actor.user_id
    return render(request, "org/person.html", {
        "title": row.name, "heading": row.name,
        "lead": " ".join(part for part in (row.employer, row.title) if part),
        "crumbs": crumbs(("委员名册", "org:members"), (row.name, "")),
        "buttons": buttons(PERSON_ACTS, row, actor),
        "warnings": _warnings(row, actor),
        "blocks": [
            *(_membership_block(each, past.get(each.pk, []), actor) for each in memberships),
            _seats_block(memberships, actor, today), _posts_block(row, actor), _stays_block(row),
            Block("经过", timeline=history.of_person(row, memberships), note="谁、什么时候、做了什么"),
        ],
        "beside": [Block("基本情况", facts=[
            ("性别", row.get_gender_display()), ("单位", row.employer), ("职务", row.title),
            ("谁能看电话", row.get_contact_level_display()),
        ])],
        "sealed": sealed, "sealed_note": "加密保存",
        "may_read": may("org.read_sealed", actor, row), "may_ring": may("org.read_phone", actor, row),
        "level": row.get_contact_level_display(),
        "read_form": form or _purpose_form(), "read_url": address("org:read", public_id=row.public_id),
        "ring_url": address("org:ring", public_id=row.public_id),
        "readings": list(row.readings.order_by("-at")[:20]) if logged else None,
    })  # fmt: skip


def _warnings(row: Person, actor: Actor) -> list[str]:
    """Tell the office that a phone is somebody else's too: names only, the number stays shut."""
    if not row.phone_digest or not may("org.correct_person", actor):
        return []
    others = list(queries.sharing_phone(row.phone, but=row)[:5])
    return [f"登记的电话和{'、'.join(each.name for each in others)}的相同，请核对是不是填错了。"] if others else []


def _membership_block(row: Membership, past: list[PastSector], actor: Actor) -> Block:
    since = f"，{long_date(row.sector_since)}起" if past and row.sector_since else ""
    facts: list[tuple[str, str | Cell]] = [
        ("界别" if row.sector else "哪一级", f"{_sector(row)}{since}"),
        *(("以前的界别", f"{each.sector}，{span(each.valid_from, each.valid_to)}") for each in past),
        ("身份", row.get_role_display()),
        ("状态", row.get_state_display()), ("就任", long_date(row.joined_on)),
    ]  # fmt: skip
    if row.left_on:
        facts += [("离任", long_date(row.left_on)), ("依据", row.leave_basis)]
    if row.join_basis:
        facts.append(("推荐依据", row.join_basis))
    return Block(f"{row.term}委员资格", facts=facts, buttons=buttons(MEMBERSHIP_ACTS, row, actor))


def _seats_block(memberships: list[Membership], actor: Actor, today: date) -> Block:
    rows = Seat.objects.filter(membership__in=memberships).select_related("body", "membership__term")
    return Block(
        "专委会", columns=texts("专委会", "职务", "时间", "状态"), empty="还没有参加专委会。",
        rows=[
            [Cell(seat.body.full_name, address("org:body", public_id=seat.body.public_id)), seat.duty,
             span(seat.valid_from, seat.valid_to), _seat_state(seat)]
            for seat in rows.order_by("-valid_from", "choice_order", "id")
        ],
    )  # fmt: skip


def _seat_state(seat: Seat) -> str:
    if seat.state == SeatState.CHOSEN:
        return f"第{seat.choice_order}选择，待审核"
    return seat.get_state_display()


def _posts_block(row: Person, actor: Actor) -> Block:
    posts = list(row.posts.select_related("person").order_by("-valid_from", "rank"))
    return Block(
        "任职", columns=texts("职务", "排名", "时间", ""), empty="没有担任领导职务。",
        rows=[
            [post.get_post_display(), str(post.rank), span(post.valid_from, post.valid_to),
             _first(buttons(HOLDING_ACTS, post, actor))]
            for post in posts
        ],
    )  # fmt: skip


def _first(offered: list[Button]) -> Cell | str:
    return Cell(offered[0].label, offered[0].url) if offered else ""


def _stays_block(row: Person) -> Block:
    return Block(
        "街道工委、联络处", columns=texts("单位", "职务", "时间"), empty="还没有编入基层单位。",
        rows=[
            [Cell(stay.body.full_name, address("org:body", public_id=stay.body.public_id)), stay.duty,
             span(stay.valid_from, stay.valid_to)]
            for stay in queries.stays_of(row)
        ],
    )  # fmt: skip


@require_GET
def choices(request: HttpRequest) -> HttpResponse:
    """List the choices of special committees that wait for the office."""
    actor = actor_of(request)
    require("org.approve_seat", actor)
    waiting = Paginator(queries.chosen_seats(), PAGE_ROWS).get_page(request.GET.get("page"))
    count = waiting.paginator.count
    return render(request, "org/list.html", {
        "title": "专委会选择", "heading": f"{count} 项专委会选择等您审核" if count else "没有等着审核的专委会选择",
        "lead": "委员自己选的，同意以后进入专委会名单",
        "crumbs": crumbs(("专委会与机构", "org:bodies"), ("专委会选择", "")),
        "columns": texts("委员", "界别", "选的专委会", "第几选择", "哪天选的", "审核", ""),
        "rows": [_choice_row(seat, actor) for seat in waiting.object_list],
        "page": waiting, "unit": "项", "empty": "都审核完了", "empty_text": "委员再选的时候，这里会列出来。",
    })  # fmt: skip


def _choice_row(seat: Seat, actor: Actor) -> list[Cell | str]:
    row, offered = seat.membership, buttons(SEAT_ACTS, seat, actor)
    return [
        Cell(row.person.name, _person_url(row.person)), _sector(row), seat.body.short_name,
        f"第{seat.choice_order}选择", short_date(seat.valid_from),
        *(Cell(each.label, each.url) for each in offered[:2]),
    ]  # fmt: skip


@require_GET
def own_page(request: HttpRequest) -> HttpResponse:
    """Go to one's own page, where the choosing of special committees begins."""
    actor = actor_of(request)
    require("org.read", actor)
    row = get_object_or_404(queries.people_visible_to(actor), user_id=actor.user_id)
    return redirect(_person_url(row))
