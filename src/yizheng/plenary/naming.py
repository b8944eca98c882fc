"""Names as a clerk types them, one or many: found among the members of a plenary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from yizheng.kernel.errors import Refused
from yizheng.org.models import Membership
from yizheng.org.names import bare_name

from .models import Attendee

_BETWEEN = re.compile(r"[、，,；;\s]+")
_SAID = re.compile(r"^\s*([^：:]{2,30}?)\s*[：:]\s*(.*)$")


class Roll:
    """People at a plenary by name; namesakes are told apart by their sector, guests by as what they are here."""

    def __init__(self, attendees: Iterable[Attendee]) -> None:
        self._known: dict[str, list[Attendee]] = {}
        for each in attendees:
            name = bare_name(each.person.name)
            self._known.setdefault(name, []).append(each)
            self._known.setdefault(f"{name}（{each.where}）", []).append(each)

    def find(self, typed: str) -> Attendee:
        """Return one member. Raises: Refused `unknown`, `namesakes`."""
        name = bare_name(typed.replace("(", "（").replace(")", "）"))
        found = self._known.get(name, [])
        if not found:
            raise Refused("unknown", f"名单里没有“{typed.strip()}”，请核对姓名。")
        if len(found) > 1:
            raise Refused("namesakes", f"有{len(found)}位“{typed.strip()}”，请在姓名后写上界别，例如：{name}（教育）。")
        return found[0]

    def typed(self, who: Membership) -> str:
        """Return a member's name as `find` takes it: with the sector where namesakes are on the roll."""
        name = who.person.name
        return f"{name}（{who.sector or ''}）" if len(self._known.get(bare_name(name), ())) > 1 else name

    def several(self, typed: str) -> list[Attendee]:
        """Return members typed in a row or one a line, each once, in the order typed. Raises: as `find`."""
        return list(dict.fromkeys(self.find(each) for each in _BETWEEN.split(typed) if each.strip()))


def spoken(text: str, roll: Roll) -> list[tuple[Attendee, str]]:
    """
    Read statements, one a line: 姓名：要点. A line without a name goes on with the statement before it.

    Raises: Refused `no_name`, `no_gist`, `unknown`, `namesakes`, naming the line.
    """
    said: list[tuple[Attendee, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _SAID.match(line)
        if found is None and not said:
            raise Refused("no_name", f"第{number}行没有写是谁说的，请写成“姓名：要点”。")
        if found is None:
            said[-1][1].append(line.strip())
            continue
        said.append((_named(found[1], roll, number), [found[2].strip()]))
    return [(who, _joined(who, parts)) for who, parts in said]


def _named(typed: str, roll: Roll, number: int) -> Attendee:
    try:
        return roll.find(typed)
    except Refused as refusal:
        raise Refused(refusal.code, f"第{number}行：{refusal.message}") from refusal


def _joined(who: Attendee, parts: Sequence[str]) -> str:
    gist = "\n".join(part for part in parts if part)
    if not gist:
        raise Refused("no_gist", f"{who}的要点还是空的，请写上，或删去这一行。")
    return gist


def typed_again(statements: Iterable[tuple[str, str]]) -> str:
    """Return statements as they are typed."""
    return "\n".join(f"{name}：{gist}" for name, gist in statements)
