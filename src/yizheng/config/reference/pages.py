"""The pages themselves."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import TextChoices
from django.utils.module_loading import module_has_submodule

from yizheng.accounts.enums import Role
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Machine, Transition, machines

from .conditions import answer, conditions_named, roles_named, rules_by_permission
from .routes import OPEN_ROUTES, Route, routes
from .tables import page, table

ROLE_LABELS = {**dict(Role.choices), "system": "系统（自动）", "public": "社会公众"}
PARTS = {
    "proposal": {
        "appraisal": "双向评议", "award": "优秀提案", "consultation": "办理协商", "contact": "面商",
        "coverage": "下级督办覆盖", "inspection": "办理视察", "key": "重点提案",
        "lead": "提案线索", "media": "媒体采访", "outgoing": "向上提案", "quality": "提案质量",
        "secret_register": "工作秘密登记", "topic": "参考选题",
    },
    "opinion": {"issue": "社情民意刊物", "slip": "转办单", "call": "约稿", "matter": "联络站来访事项"},
}  # fmt: skip
"""Parts of a room whose permissions bear a word of their own that is no kind of object, by the room."""
MARKS = {True: "●", None: "○", False: ""}


def workflows() -> str:
    """Write every machine: its diagram, its states, its acts."""
    lead = "每类事项有哪些状态，哪些办理动作能在其间移动它。按钮、检查和测试都读同一张表。"
    return page("状态与办理动作", lead, [part for machine in machines() for part in _machine(machine)])


def _machine(machine: Machine) -> Iterator[list[str]]:
    labels = {str(value): str(label) for value, label in machine.states.choices}
    yield [f"## {_kind_label(machine.kind)} `{machine.kind}`"]
    yield ["```mermaid", "stateDiagram-v2", *_diagram(machine, labels), "```"]
    yield table(["状态", "标识", "能做的动作"], _states(machine, labels))
    heads = ["动作", "标识", "从", "到", "权限", "须写理由", "条件"]
    yield table(heads, [_act(each, labels) for each in machine.transitions])


def _diagram(machine: Machine, labels: dict[str, str]) -> Iterator[str]:
    for value, label in labels.items():
        yield f"    {value} : {label}"
    yield f"    [*] --> {machine.initial}"
    for each in machine.transitions:
        if each.target is not None:
            yield from (f"    {source} --> {each.target} : {each.label}" for source in labels if source in each.sources)


def _states(machine: Machine, labels: dict[str, str]) -> Iterator[list[str]]:
    for value, label in labels.items():
        acts = [each.label for each in machine.transitions if value in each.sources]
        yield [label, f"`{value}`", "、".join(acts)]


def _act(each: Transition, labels: dict[str, str]) -> list[str]:
    sources = "、".join(label for value, label in labels.items() if value in each.sources)
    target = "不变" if each.target is None else labels[each.target]
    reason = "是" if each.needs_reason else ""
    return [each.label, f"`{each.name}`", sources, target, f"`{each.permission}`", reason, _guard(each.guard)]


def _guard(guard: Callable[[Any], str | None] | None) -> str:
    if guard is None:
        return ""
    told = inspect.getdoc(guard)
    return f"`{guard.__name__}`" if told is None else told.splitlines()[0]


def addresses() -> str:
    """Write each address inside a committee with what its page demands."""
    lead = "机关内的每个地址先问什么权限、取数时按谁可见过滤；两样都没有的，写明理由。漏问的地址通不过检查。"
    heads = ["地址", "名称", "权限", "按可见范围取", "不问的理由"]
    return page("地址与权限", lead, [table(heads, map(_address, routes()))])


def _address(route: Route) -> list[str]:
    asked = "、".join(f"`{each}`" for each in route.permissions)
    return [
        f"`{route.path}`",
        f"`{route.name}`",
        asked,
        "是" if route.is_filtered else "",
        OPEN_ROUTES.get(route.name, ""),
    ]


def permissions() -> str:
    """Write who may do what, room by room, with the acts that ask for each permission."""
    rules = rules_by_permission()
    rooms = sorted({perm.split(".")[0] for perm in rules})
    lead = (
        "●＝该身份可以；○＝满足右边的条件时可以；空＝不可以。没有列出的身份，有条件时按条件，没有条件时不可以。"
        "当前所戴的身份决定权限，持有的其他身份不算。"
    )
    parts = [
        part for room in rooms for part in _room(room, {p: r for p, r in rules.items() if p.startswith(f"{room}.")})
    ]
    return page("身份与权限", lead, parts)


def _room(room: str, rules: dict[str, str]) -> Iterator[list[str]]:
    named = {role for rule in rules.values() for role in roles_named(rule)}
    shown = [role for role in ROLE_LABELS if role in named]
    yield [f"## {_room_label(room)} `{room}`"]
    heads = ["权限", "用于", *(ROLE_LABELS[role] for role in shown), "条件"]
    yield table(heads, [_permission(perm, rule, shown) for perm, rule in rules.items()])
    conditions = sorted({name for rule in rules.values() for name in conditions_named(rule)})
    if conditions:
        yield [f"- **{name}**：{_condition(room, name)}" for name in conditions]


def _permission(perm: str, rule: str, shown: list[str]) -> list[str]:
    acts = sorted({each.label for machine in machines() for each in machine.transitions if each.permission == perm})
    marks = [MARKS[answer(rule, role)] for role in shown]
    return [f"`{perm}`", "、".join(acts), *marks, "；".join(sorted(conditions_named(rule)))]


def _condition(room: str, name: str) -> str:
    """Return the first line of what a condition says of itself in its room's `permissions.py`."""
    owner = room if room in apps.app_configs else _room_of_part(room)
    for value in vars(import_module(f"yizheng.{owner}.permissions")).values():
        if str(value) == name and (told := inspect.getdoc(value)):
            return told.splitlines()[0]
    return "见该模块的 `permissions.py`"


def _room_of_part(part: str) -> str:
    """Return the room whose permissions name a part; kinds of the proposal room need no entry."""
    return next((room for room, parts in PARTS.items() if part in parts), "proposal")


def words() -> list[str]:
    """Return the table of words in use, for the glossary: kinds, acts, states, roles."""
    return table(["中文", "标识", "是什么", "所在"], sorted(set(_words()), key=lambda row: (row[3], row[2], row[1])))


def _words() -> Iterator[tuple[str, str, str, str]]:
    for subject in subjects.registered():
        yield subject.label, f"`{subject.kind}`", "事项", subject.model._meta.app_label
    for machine in machines():
        for each in machine.transitions:
            yield each.label, f"`{each.name}`", "办理动作", _kind_label(machine.kind)
    for room, name, choices in _choices():
        for value, label in choices.choices:
            yield str(label), f"`{value}`", f"`{name}`", room


def _choices() -> Iterator[tuple[str, str, type[TextChoices]]]:
    for config in apps.get_app_configs():
        if config.name.startswith("yizheng.") and module_has_submodule(config.module, "enums"):
            for name, value in vars(import_module(f"{config.name}.enums")).items():
                if inspect.isclass(value) and issubclass(value, TextChoices) and value is not TextChoices:
                    yield config.label, name, value


def _kind_label(kind: str) -> str:
    known = {subject.kind: subject.label for subject in subjects.registered()}
    return known.get(kind, kind)


def _room_label(room: str) -> str:
    """Return the name of a room, or of the part of a room whose permissions stand apart."""
    if room in apps.app_configs:
        return str(apps.get_app_config(room).verbose_name)
    labels = {part: label for parts in PARTS.values() for part, label in parts.items()}
    return labels.get(room) or _kind_label(room)
