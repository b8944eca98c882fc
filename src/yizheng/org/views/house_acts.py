"""Acts on terms, sectors, bodies, units, parties and societies."""

from __future__ import annotations

from typing import Any

from django.forms import DateTimeField, DateTimeInput, Field

from yizheng.kernel.addresses import address

from .. import configuration, forms, queries, services
from ..enums import (
    GRASSROOTS_KINDS,
    AssociationKind,
    AssociationState,
    BodyKind,
    DecidingBody,
    ParticipatingKind,
    UnitCategory,
)
from ..keys import GRASSROOTS_TYPES, MEMBER_QUOTA
from ..models import Body, GrassrootsMembership, OrgUnit, Person, PostHolding, in_force
from .acting import Act, Asked
from .member_acts import STANDING

INNER_KINDS = [(kind.value, kind.label) for kind in BodyKind if kind not in GRASSROOTS_KINDS]


def _open_term_fields(asked: Asked) -> dict[str, Field]:
    quota = forms.number("委员名额", least=1)
    quota.initial = configuration.value(MEMBER_QUOTA, on=asked.today)
    return {
        "ordinal": forms.number("第几届", least=1, most=99),
        "start_date": forms.day("开始日期"),
        "end_date": forms.day("预计结束日期", required=False),
        "member_quota": quota,
        "reserved_quota": forms.number("其中预留", required=False),
        "basis": forms.words("依据", 120, required=False),
    }


def _open_term(asked: Asked, values: dict[str, Any]) -> Any:
    values["reserved_quota"] = values["reserved_quota"] or 0
    return services.open_term(**values, with_sectors=True, **asked.act)


def _session_fields(_asked: Asked) -> dict[str, Field]:
    widget = DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return {
        "ordinal": forms.number("第几次会议", least=1, most=20),
        "opens": forms.day("开幕日期"),
        "closes": forms.day("闭幕日期"),
        "cut_off": DateTimeField(label="提案截止时间", required=False, widget=widget, error_messages={
            "invalid": "时间看不明白，请写成 2026-03-05 17:00 这样。"}),
    }  # fmt: skip


def _activate_list(asked: Asked, values: dict[str, Any]) -> Any:
    ruling = forms.ruling_of(values, DecidingBody(STANDING))
    return services.activate_list(term=asked.obj, ruling=ruling, on=values["on"], **asked.act)


def _sector_members(asked: Asked) -> Any:
    return queries.members_of(asked.obj.term, asked.today).filter(sector=asked.obj)


def _convening(asked: Asked) -> Any:
    held = asked.obj.conveners.filter(in_force(asked.today)).values("membership_id")
    return asked.obj.memberships.filter(pk__in=held).select_related("person")


def _leaders(asked: Asked) -> Any:
    held = PostHolding.objects.filter(in_force(asked.today)).values("person_id")
    return Person.objects.filter(pk__in=held).order_by("sort_key")


def _in_charge(asked: Asked) -> Any:
    over = asked.obj.oversights.filter(in_force(asked.today)).values("person_id")
    return Person.objects.filter(pk__in=over).order_by("sort_key")


def _body_names(asked: Asked) -> dict[str, Field]:
    fields: dict[str, Field] = {"full_name": forms.words("全称", 80), "short_name": forms.words("简称", 30)}
    if asked.obj is not None:
        fields["full_name"].initial, fields["short_name"].initial = asked.obj.full_name, asked.obj.short_name
    return fields


def _found_inner(asked: Asked) -> dict[str, Field]:
    return {"kind": forms.pick("种类", INNER_KINDS), **_body_names(asked), "valid_from": forms.day("设立日期")}


def _found_grassroots(asked: Asked) -> dict[str, Field]:
    names = dict(BodyKind.choices)
    kinds = [(kind, names[kind]) for kind in configuration.value(GRASSROOTS_TYPES, on=asked.today) if kind in names]
    parents = queries.bodies_in_force(asked.today, BodyKind.GRASSROOTS_UNIT, BodyKind.LIAISON_OFFICE)
    return {
        "kind": forms.pick("种类", kinds), **_body_names(asked),
        "place": forms.words("所在街道、镇", 40, required=False),
        "parent": forms.RowField(parents, label="上级", required=False), "valid_from": forms.day("设立日期"),
    }  # fmt: skip


def _found(asked: Asked, values: dict[str, Any]) -> Any:
    return services.found_body(kind=BodyKind(values.pop("kind")), **values, **asked.act)


def _others(asked: Asked) -> Any:
    return queries.bodies_in_force(asked.today, BodyKind.SPECIAL_COMMITTEE).exclude(pk=asked.obj.pk)


def _without_a_place(asked: Asked) -> Any:
    """People in office who belong to no unit of this kind today."""
    term = queries.current_term(asked.today)
    if term is None:
        return Person.objects.none()
    members = queries.members_of(term, asked.today).values("person_id")
    placed = GrassrootsMembership.objects.filter(in_force(asked.today), body__kind=asked.obj.kind)
    rows = Person.objects.filter(pk__in=members).exclude(pk__in=placed.values("person_id"))
    return rows.order_by("sort_key")


def _is_grassroots(body: Body) -> bool:
    return body.kind in GRASSROOTS_KINDS and body.valid_to is None


def _runs(row: Any) -> bool:
    return row.valid_to is None


def _unit_fields(asked: Asked) -> dict[str, Field]:
    return {
        "name": forms.words("单位名称", 80), "category": forms.pick("类别", UnitCategory.choices),
        "parent": forms.RowField(queries.units_in_force(asked.today), label="上级单位", required=False),
        "valid_from": forms.day("从哪天起"),
    }  # fmt: skip


def _other_units(asked: Asked) -> Any:
    rows: Any = OrgUnit.objects.filter(valid_to__isnull=True).exclude(pk=asked.obj.pk)
    return rows.order_by("order", "id")


def _party_fields(_asked: Asked) -> dict[str, Field]:
    return {
        "name": forms.words("全称", 80), "short_name": forms.words("简称", 30),
        "kind": forms.pick("种类", ParticipatingKind.choices), "order": forms.number("排序", required=False, least=1),
        "contact_name": forms.words("联络员", 40, required=False),
        "contact_phone": forms.words("联络电话", 30, required=False), "valid_from": forms.day("从哪天起"),
    }  # fmt: skip


def _association_fields(_asked: Asked) -> dict[str, Field]:
    years = forms.number("每届几年", least=1, most=10)
    years.initial = 5
    return {
        "name": forms.words("名称", 80), "kind": forms.pick("种类", AssociationKind.choices),
        "founded_on": forms.day("成立日期"), "term_years": years, "ends_on": forms.day("本届任期到哪天"),
    }  # fmt: skip


def _members(asked: Asked) -> Any:
    term = queries.current_term(asked.today)
    rows = queries.members_of(term, asked.today).values("person_id") if term else []
    return Person.objects.filter(pk__in=rows).order_by("sort_key")


def _election_fields(asked: Asked) -> dict[str, Field]:
    return {
        "held_on": forms.day("换届日期"), "ends_on": forms.day("新一届任期到哪天"),
        "head": forms.RowField(_members(asked), label="负责人", required=False),
        "due": forms.number("应到人数", required=False), "present": forms.number("到会人数", required=False),
        "note": forms.words("说明", 200, required=False),
    }  # fmt: skip


def _founded(service: Any, kind: Any) -> Any:
    def perform(asked: Asked, values: dict[str, Any]) -> Any:
        name = "category" if kind is UnitCategory else "kind"
        return service(**{**values, name: kind(values[name])}, **asked.act)

    return perform


def _lives(association: Any) -> bool:
    return str(association.state) == AssociationState.ACTIVE


def _address(name: str) -> Any:
    return lambda: address(f"org:{name}")


OPEN_TERM = Act(
    "", "term", "org.open_term", "开启新一届", "开启", "已开启，界别按字典设好了。", _open_term, _open_term_fields,
    text="界别按配置的字典和顺序设立，设好以后可以再加。", back=_address("terms"),
)  # fmt: skip
TERM_ACTS = (
    Act("term", "session", "org.open_session", "登记次会议", "登记次会议", "已登记。",
        lambda asked, values: services.open_session(term=asked.obj, **values, **asked.act), _session_fields,
        shown=lambda term: term.closed_on is None),
    Act("term", "sector", "org.make_sector", "增设界别", "增设界别", "已增设界别。",
        lambda asked, values: services.make_sector(
            term=asked.obj, name=values["name"], quota=values["quota"] or 0, **asked.act),
        lambda _asked: {"name": forms.words("界别", 40), "quota": forms.number("名额", required=False)},
        shown=lambda term: term.closed_on is None),
    Act("term", "activate", "org.activate", "建议名单全部就任", "建议名单就任", "名单上的委员已全部就任。",
        _activate_list, lambda _asked: {**forms.ruling_fields(), "on": forms.day("就任日期")},
        text="常委会议通过名单以后，名单上的人一次全部就任，每人留一条记录。",
        shown=lambda term: term.closed_on is None),
    Act("term", "logins", "org.open_logins", "开通委员账号", "给没有账号的委员开通",
        "账号已开通，手机号能收验证码的现在就能登录。",
        lambda asked, _values: services.open_logins(term=asked.obj, **asked.act),
        text="在任而没有账号的委员每人开一个。手机号空着或和别的账号重了的，请到“账号”里给他打印一次性登录卡。",
        shown=lambda term: term.closed_on is None),
    Act("term", "close", "org.close_term", "闭届", "闭届", "已闭届，委员资格届满。",
        lambda asked, values: services.close_term(term=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("任期最后一天"), "basis": forms.words("依据", 120, required=False)},
        text="这一届的委员资格全部届满，只供查阅，不能撤回。领导职务要一项一项登记离任。", look="danger",
        shown=lambda term: term.closed_on is None),
)  # fmt: skip
SECTOR_ACTS = (
    Act("sector", "convener", "org.name_convener", "登记召集人", "登记召集人", "已登记召集人。",
        lambda asked, values: services.appoint_convener(sector=asked.obj, **values, **asked.act),
        lambda asked: {
            "membership": forms.RowField(_sector_members(asked), label="委员"),
            "duty": forms.pick("职务", [("召集人", "召集人"), ("副召集人", "副召集人")]), "on": forms.day("从哪天起"),
        }),
    Act("sector", "end-convener", "org.name_convener", "不再任召集人", "不再任召集人", "已登记。",
        lambda asked, values: services.end_convener(sector=asked.obj, **values, **asked.act),
        lambda asked: {"membership": forms.RowField(_convening(asked), label="委员"), "on": forms.day("从哪天起")}),
)  # fmt: skip
FOUND_BODY = Act(
    "", "body", "org.found_body", "新设机构", "新设", "已设立。", _found, _found_inner, back=_address("bodies")
)
FOUND_GRASSROOTS = Act(
    "", "grassroots", "org.found_body", "新设街道工委、联络处或小组", "新设", "已设立。", _found, _found_grassroots,
    back=_address("grassroots"),
)  # fmt: skip
BODY_ACTS = (
    Act("body", "rename", "org.rename_body", "更名", "更名", "已更名，旧名称仍然找得到。",
        lambda asked, values: services.rename_body(body=asked.obj, **values, **asked.act),
        lambda asked: {**_body_names(asked), "on": forms.day("从哪天起")}, shown=_runs),
    Act("body", "alias", "org.name_alias", "登记别称", "登记别称", "已登记别称。",
        lambda asked, values: services.name_alias(body=asked.obj, **values, **asked.act),
        lambda _asked: {"text": forms.words("别称", 80), "valid_from": forms.day("从哪天起")}, shown=_runs),
    Act("body", "charge", "org.put_in_charge", "明确分管领导", "分管领导", "已登记分管领导。",
        lambda asked, values: services.put_in_charge(body=asked.obj, **values, **asked.act),
        lambda asked: {"person": forms.RowField(_leaders(asked), label="领导"), "valid_from": forms.day("从哪天起")},
        shown=_runs),
    Act("body", "end-charge", "org.put_in_charge", "不再分管", "不再分管", "已登记。",
        lambda asked, values: services.end_charge(body=asked.obj, **values, **asked.act),
        lambda asked: {"person": forms.RowField(_in_charge(asked), label="领导"), "on": forms.day("从哪天起")},
        shown=_runs),
    Act("body", "people", "org.move_to_grassroots_unit", "编入委员", "编入委员", "已编入。",
        lambda asked, values: services.move_to_grassroots_unit(to=asked.obj, **values, **asked.act),
        lambda asked: {
            "on": forms.day("从哪天起"),
            "people": forms.RowsField(_without_a_place(asked), label="还没有编入同类单位的委员"),
        }, shown=_is_grassroots),
    Act("body", "split", "org.split_body", "分设", "分设", "已分设，原名称从那天起指新的几个机构。",
        lambda asked, values: services.split_body(body=asked.obj, **values, **asked.act),
        lambda asked: {"into": forms.RowsField(_others(asked), label="分成"), "on": forms.day("从哪天起")},
        text="原机构到这一天为止；以后写它的名称，就是指分出来的每一个。",
        shown=lambda body: body.kind == BodyKind.SPECIAL_COMMITTEE and body.valid_to is None),
    Act("body", "close", "org.close_body", "撤销机构", "撤销", "已撤销。",
        lambda asked, values: services.close_body(body=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("从哪天起"), "reason": forms.reason("说明", required=False)},
        text="席位、成员、分管和别称都到这一天为止。", look="danger", shown=_runs),
)  # fmt: skip
FOUND_UNIT = Act(
    "", "unit", "org.found_unit", "登记承办单位", "登记", "已登记。",
    _founded(services.found_unit, UnitCategory), _unit_fields, back=_address("units"),
)  # fmt: skip
UNIT_ACTS = (
    Act("unit", "rename", "org.rename_unit", "更名", "更名", "已更名，旧名称仍然找得到。",
        lambda asked, values: services.rename_unit(unit=asked.obj, **values, **asked.act),
        lambda _asked: {"name": forms.words("新名称", 80), "on": forms.day("从哪天起")}, shown=_runs),
    Act("unit", "alias", "org.rename_unit", "登记简称", "登记简称", "已登记简称。",
        lambda asked, values: services.add_unit_alias(unit=asked.obj, **values, **asked.act),
        lambda _asked: {"text": forms.words("简称", 80), "valid_from": forms.day("从哪天起")}, shown=_runs),
    Act("unit", "contact", "org.add_unit_contact", "登记联络员", "登记联络员", "已登记联络员。",
        lambda asked, values: services.add_unit_contact(unit=asked.obj, **values, **asked.act),
        lambda _asked: {
            "name": forms.words("姓名", 40), "duty": forms.words("职务", 40), "phone": forms.words("电话", 30),
            "valid_from": forms.day("从哪天起"),
        }, shown=_runs),
    Act("unit", "merge", "org.merge_units", "接收并入的单位", "别的单位并入", "已并入，原名称从那天起指这个单位。",
        lambda asked, values: services.merge_units(into=asked.obj, **values, **asked.act),
        lambda asked: {"on": forms.day("从哪天起"), "units": forms.RowsField(_other_units(asked), label="并入的单位")},
        text="并入的单位保留记录，写明并到了哪里。", shown=_runs),
    Act("unit", "close", "org.close_unit", "撤销单位", "撤销", "已登记撤销。",
        lambda asked, values: services.close_unit(unit=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("从哪天起"), "reason": forms.reason("说明", required=False)},
        look="danger", shown=_runs),
)  # fmt: skip
CONTACT_ACTS = (
    Act("contact", "end", "org.add_unit_contact", "联络员离任", "离任", "已登记。",
        lambda asked, values: services.end_unit_contact(contact=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("从哪天起")}, shown=_runs),
)  # fmt: skip
REGISTER_PARTY = Act(
    "", "party", "org.register_participating_body", "登记党派团体", "登记", "已登记。",
    _founded(services.register_participating_body, ParticipatingKind), _party_fields, back=_address("parties"),
)  # fmt: skip
FOUND_ASSOCIATION = Act(
    "", "association", "org.found_association", "登记社团", "登记", "已登记。",
    _founded(services.found_association, AssociationKind), _association_fields, back=_address("associations"),
)  # fmt: skip
ASSOCIATION_ACTS = (
    Act("association", "election", "org.record_election", "登记换届", "登记换届", "已登记换届，新任期开始计算。",
        lambda asked, values: services.record_election(association=asked.obj, **values, **asked.act),
        _election_fields, shown=_lives),
    Act("association", "join", "org.join_association", "登记入会", "登记入会", "已登记。",
        lambda asked, values: services.join_association(association=asked.obj, **values, **asked.act),
        lambda asked: {
            "person": forms.RowField(_members(asked), label="委员"), "duty": forms.words("职务", 20),
            "on": forms.day("从哪天起"),
        }, shown=_lives),
    Act("association", "close", "org.close_association", "登记注销", "注销", "已登记注销。",
        lambda asked, values: services.close_association(association=asked.obj, **values, **asked.act),
        lambda _asked: {"on": forms.day("注销日期"), "reason": forms.reason()}, look="danger", shown=_lives),
)  # fmt: skip
ACTS = (
    OPEN_TERM, *TERM_ACTS, *SECTOR_ACTS, FOUND_BODY, FOUND_GRASSROOTS, *BODY_ACTS, FOUND_UNIT, *UNIT_ACTS,
    *CONTACT_ACTS, REGISTER_PARTY, FOUND_ASSOCIATION, *ASSOCIATION_ACTS,
)  # fmt: skip
