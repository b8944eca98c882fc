"""Acts on persons, memberships, seats and posts."""

from __future__ import annotations

from typing import Any

from django.forms import Field

from yizheng.kernel.addresses import address
from yizheng.kernel.models import Level
from yizheng.ui.tags.marks import long_date

from .. import forms, queries, services
from .. import workflow as table
from ..enums import GRASSROOTS_KINDS, BodyKind, DecidingBody, MembershipRole, PostKind
from ..models import Membership, Sector, Term
from .acting import Act, Asked

STANDING, CHAIRS = DecidingBody.STANDING_COMMITTEE, DecidingBody.CHAIRPERSONS_MEETING
VOTING = [
    (MembershipRole.MEMBER.value, MembershipRole.MEMBER.label),
    (MembershipRole.STANDING_MEMBER.value, MembershipRole.STANDING_MEMBER.label),
    (MembershipRole.INVITED_MEMBER.value, MembershipRole.INVITED_MEMBER.label),
]
HIGHER = [(level.value, level.label) for level in Level if level != Level.COUNTY_DISTRICT]
PLACE_DUTIES = [(duty, duty) for duty in ("成员", "副主任", "主任", "副组长", "组长", "秘书长")]
SEAT_DUTIES = [(duty, duty) for duty in ("委员", "副主任", "主任")]


def _open_sectors() -> Any:
    return Sector.objects.filter(term__closed_on__isnull=True).select_related("term").order_by("-term_id", "order")


def _special(asked: Asked) -> Any:
    return queries.bodies_in_force(asked.today, BodyKind.SPECIAL_COMMITTEE)


def _register(asked: Asked, values: dict[str, Any]) -> Any:
    return services.register_person(**forms.person_values(values), **asked.act)


def _correct(asked: Asked, values: dict[str, Any]) -> Any:
    given = forms.person_values(values, only_filled=True)
    return services.correct_person(person=asked.obj, **given, **asked.act)


def _propose_fields(_asked: Asked) -> dict[str, Field]:
    return {
        "sector": forms.RowField(_open_sectors(), label="界别"),
        "role": forms.pick("身份", VOTING),
        "joined_on": forms.day("拟就任日期"),
        "join_basis": forms.words("依据", 120, required=False, help_text="如：统战部建议名单"),
        "again": forms.pick("是否继续提名", [("yes", "继续提名"), ("no", "新提名")], required=False),
    }


def _propose(asked: Asked, values: dict[str, Any]) -> Any:
    again = {"yes": True, "no": False}.get(values.pop("again"))
    role = MembershipRole(values.pop("role"))
    return services.propose_member(person=asked.obj, role=role, renominated=again, **values, **asked.act)


def _current_term(asked: Asked) -> Any:
    return Term.objects.filter(closed_on__isnull=True).order_by("-start_date")


def _invite(asked: Asked, values: dict[str, Any]) -> Any:
    level = Level(values.pop("level"))
    return services.invite_superior_member(person=asked.obj, level=level, **values, **asked.act)


def _decided(service: Any, body: DecidingBody) -> Any:
    def perform(asked: Asked, values: dict[str, Any]) -> Any:
        given = {name: values[name] for name in ("on", "reason") if name in values}
        ruling = forms.ruling_of(values, body)
        return service(membership=asked.obj, ruling=ruling, **given, **asked.act)

    return perform


def _leaving(label: str) -> Any:
    def fields(_asked: Asked) -> dict[str, Field]:
        return {**forms.ruling_fields(), "on": forms.day(label), "reason": forms.reason("说明", required=False)}

    return fields


def _removing(asked: Asked) -> dict[str, Field]:
    whole = queries.standing_members(asked.obj.term, asked.today).count() or None
    counted = forms.ruling_fields(counted=True, whole=whole)
    return {**counted, "on": forms.day("从哪天起不再是委员"), "reason": forms.reason()}


def _appoint(asked: Asked, values: dict[str, Any]) -> Any:
    post = PostKind(values.pop("post"))
    return services.appoint(person=asked.obj, post=post, **values, **asked.act)


def _move(asked: Asked, values: dict[str, Any]) -> Any:
    return services.move_to_grassroots_unit(people=[asked.obj], **values, **asked.act)


def _day_of_change(row: Membership) -> Field:
    field = forms.day("从哪天起")
    if row.state in table.IN_OFFICE:
        field.help_text = f"现在的界别从{long_date(row.in_sector_since)}起。"
    return field


def _choices(asked: Asked) -> dict[str, Field]:
    allowed = services.seats_allowed(asked.today)
    bodies = [(str(body.public_id), body.full_name) for body in _special(asked)]
    labels = ("第一选择", "第二选择", "第三选择", "第四选择", "第五选择")[:allowed]
    return {f"wish_{n}": forms.pick(label, bodies, required=n == 0) for n, label in enumerate(labels)}


def _choose(asked: Asked, values: dict[str, Any]) -> Any:
    by_id = {str(body.public_id): body for body in _special(asked)}
    wishes = [by_id[wish] for wish in values.values() if wish]
    return services.choose_seats(membership=asked.obj, bodies=wishes, **asked.act)


def _to_choices(_asked: Asked, _result: Any) -> str:
    return address("org:choices")


REGISTER = Act(
    "", "person", "org.register_person", "登记人员", "登记", "已登记。",
    _register, lambda _asked: forms.person_fields(),
    text="电话、民族等加密保存，只给有用途的人看，看过会记下来。",
)  # fmt: skip
PERSON_ACTS = (
    Act("person", "correct", "org.correct_person", "更正信息", "更正信息", "已更正。",
        _correct, lambda asked: forms.person_fields(asked.obj)),
    Act("person", "propose", "org.propose_member", "列入建议名单", "列入建议名单", "已列入建议名单。",
        _propose, _propose_fields, text="建议名单只有办公室和秘书长看得到。"),
    Act("person", "invite", "org.invite_superior_member", "登记为辖区上级委员", "登记为辖区上级委员",
        "已登记为辖区上级委员。", _invite,
        lambda asked: {
            "term": forms.RowField(_current_term(asked), label="届"), "level": forms.pick("哪一级委员", HIGHER),
            "joined_on": forms.day("从哪天起"), "basis": forms.words("依据", 120, required=False),
        }, text="辖区上级委员受邀参加活动，不计分，不计入委员人数。"),
    Act("person", "appoint", "org.appoint", "登记任职", "登记任职", "已登记任职。", _appoint,
        lambda _asked: {
            "post": forms.pick("职务", PostKind.choices), "rank": forms.number("排名", least=1, most=99),
            "valid_from": forms.day("任职日期"),
        }),
    Act("person", "move", "org.move_to_grassroots_unit", "编入街道工委或联络处", "编入基层单位", "已编入。", _move,
        lambda asked: {
            "to": forms.RowField(queries.bodies_in_force(asked.today, *GRASSROOTS_KINDS), label="编入"),
            "duty": forms.pick("职务", PLACE_DUTIES), "on": forms.day("从哪天起"),
        }, text="原来在同类单位的，到这一天为止，以前在哪里仍然查得到。"),
)  # fmt: skip
MEMBERSHIP_ACTS = (
    Act("membership", "activate", "org.activate", "确认就任", "确认就任", "已确认就任。",
        _decided(services.activate, STANDING),
        lambda _asked: {**forms.ruling_fields(), "on": forms.day("就任日期")}, row=table.ACTIVATE),
    Act("membership", "drop", "org.drop_nominee", "未列入名单", "未列入名单", "已从建议名单中去掉。",
        lambda asked, _values: services.drop_nominee(membership=asked.obj, **asked.act), row=table.DROP),
    Act("membership", "sector", "org.change_sector", "调整界别", "调整界别", "已调整界别。",
        lambda asked, values: services.change_sector(membership=asked.obj, **values, **asked.act),
        lambda asked: {
            "sector": forms.RowField(asked.obj.term.sectors.order_by("order"), label="调到"),
            "on": _day_of_change(asked.obj), "reason": forms.reason("说明", required=False),
        }, text="到这一天为止在哪个界别，以后仍然查得到。原来填错、要更正的，填现在这个界别开始的那一天。",
        row=table.CHANGE_SECTOR, shown=lambda row: row.role != MembershipRole.RESIDENT_SUPERIOR_MEMBER),
    Act("membership", "role", "org.change_role", "调整身份", "调整身份", "已调整身份。",
        lambda asked, values: services.change_role(
            membership=asked.obj, role=MembershipRole(values["role"]), **asked.act),
        lambda _asked: {"role": forms.pick("身份", VOTING)}, row=table.CHANGE_ROLE,
        shown=lambda row: row.role != MembershipRole.RESIDENT_SUPERIOR_MEMBER),
    Act("membership", "seat", "org.seat_member", "编入专委会", "编入专委会", "已编入专委会。",
        lambda asked, values: services.seat_member(membership=asked.obj, **values, **asked.act),
        lambda asked: {
            "body": forms.RowField(_special(asked), label="专委会"), "duty": forms.pick("职务", SEAT_DUTIES),
            "on": forms.day("从哪天起"),
        }, row=table.SUSPEND),
    Act("membership", "choose", "org.choose_seats", "选专委会", "选专委会", "已提交选择，办公室审核后告诉您。",
        _choose, _choices, text="先选最想参加的。以前没有审核的选择会被这次的代替。", row=table.SUSPEND),
    Act("membership", "suspend", "org.suspend", "暂停履职", "暂停履职", "已登记暂停履职。",
        _decided(services.suspend, CHAIRS),
        lambda _asked: {**forms.ruling_fields(), "on": forms.day("从哪天起"), "reason": forms.reason()},
        text="由主席会议决定。从这一天起不计入应到和比率。", row=table.SUSPEND),
    Act("membership", "reinstate", "org.reinstate", "恢复履职", "恢复履职", "已恢复履职。",
        lambda asked, values: services.reinstate(membership=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("从哪天起"), "reason": forms.reason("说明", required=False)},
        row=table.REINSTATE),
    Act("membership", "resign", "org.resign", "登记辞去委员", "辞去", "已登记辞去委员，席位和职务同时结束。",
        _decided(services.resign, STANDING), _leaving("从哪天起不再是委员"),
        text="本人书面申请，常委会议接受。", row=table.RESIGN),
    Act("membership", "transfer", "org.transfer", "登记调离", "调离", "已登记调离，席位和职务同时结束。",
        _decided(services.transfer, STANDING), _leaving("从哪天起不再是委员"), row=table.TRANSFER),
    Act("membership", "remove", "org.remove", "登记撤销资格", "撤销资格", "已登记撤销资格，已立案的提案仍然有效。",
        _decided(services.remove, STANDING), _removing,
        text="要常委会全体组成人员过半数赞成，不到会的也算在总数里。", look="danger", row=table.REMOVE),
    Act("membership", "death", "org.record_death", "登记去世", "去世", "已登记。",
        lambda asked, values: services.record_death(membership=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("去世次日")}, row=table.RECORD_DEATH),
)  # fmt: skip
SEAT_ACTS = (
    Act("seat", "approve", "org.approve_seat", "同意参加专委会", "同意", "已同意，名单里有了。",
        lambda asked, values: services.approve_seat(seat=asked.obj, **values, **asked.act),
        lambda _asked: {"duty": forms.pick("职务", SEAT_DUTIES), "on": forms.day("从哪天起")},
        row=table.APPROVE_SEAT, to=_to_choices),
    Act("seat", "decline", "org.decline_seat", "不同意参加专委会", "不同意", "已告诉本人。",
        lambda asked, values: services.decline_seat(seat=asked.obj, **values, **asked.act),
        lambda _asked: {"reason": forms.reason()}, row=table.DECLINE_SEAT, to=_to_choices),
    Act("seat", "end", "org.end_seat", "退出专委会", "退出", "已登记退出。",
        lambda asked, values: services.end_seat(seat=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("从哪天起"), "reason": forms.reason("说明", required=False)},
        row=table.END_SEAT, shown=lambda seat: seat.valid_to is None,
        to=lambda asked, _result: address("org:body", public_id=asked.obj.body.public_id)),
)  # fmt: skip
HOLDING_ACTS = (
    Act("holding", "end", "org.end_post", "登记离任", "离任", "已登记离任。",
        lambda asked, values: services.end_post(holding=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("从哪天起不再担任"), "reason": forms.reason("说明", required=False)},
        shown=lambda holding: holding.valid_to is None),
)  # fmt: skip
ACTS = (REGISTER, *PERSON_ACTS, *MEMBERSHIP_ACTS, *SEAT_ACTS, *HOLDING_ACTS)
