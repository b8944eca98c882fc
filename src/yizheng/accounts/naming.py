"""What hats are called: by the role as it is narrowed, and by what it is narrowed to."""

from __future__ import annotations

from .enums import ADMINISTRATORS, Role

NARROWED = {(Role.SECTOR_CONVENER, "body"): "委员小组召集人"}
"""Roles that have a name of their own when narrowed: a convener of a body convenes a members' group, no sector."""


def role_name(role: str, scope_kind: str) -> str:
    """Return what a role is called when it is narrowed to things of a kind ("" for the whole committee)."""
    return NARROWED.get((Role(role), scope_kind)) or str(Role(role).label)


def business_roles() -> list[tuple[str, str]]:
    """Return the roles an administrator gives, each with every name it may come to bear."""
    named = {role: [str(role.label)] for role in Role if role not in ADMINISTRATORS}
    for (role, _kind), name in NARROWED.items():
        named[role].append(name)
    return [(role.value, "、".join(names)) for role, names in named.items()]


def hat_name(role: str, scope_kind: str, thing: str) -> str:
    """
    Return what a hat is called where nobody gave it a name: a clerk by the office's name, a convener by both.

    `thing` is the name of what it is narrowed to, "" for nothing.
    """
    named = role_name(role, scope_kind)
    if role == Role.SECTOR_CONVENER and thing:
        return f"{named}（{thing}）"
    return thing or named


def settled(label: str, role: str, scope_kind: str) -> str:
    """Return a name as it is kept: the plain name of a role gives way to that of the narrowed one."""
    return role_name(role, scope_kind) if label == Role(role).label else label
