"""The order of bodies that get a copy (抄送): the order an office is judged by."""

from __future__ import annotations

import re
from collections.abc import Iterable

ORDER = (
    ("党委", re.compile(r"党委|[省市区县州旗盟]委|党组|组织部|宣传部|统战部|政法委")),
    ("人大", re.compile(r"人大")),
    ("政府", re.compile(r"政府")),
    ("政协", re.compile(r"政协")),
    ("监委、纪委", re.compile(r"纪委|监委|纪检|监察")),
    ("法院", re.compile(r"法院")),
    ("检察院", re.compile(r"检察院")),
    ("人武部", re.compile(r"人武部|武装部|军分区|警备区")),
    ("群团", re.compile(r"工会|共青团|团[省市区县州旗盟]?委|妇联|科协|文联|侨联|台联|工商联|残联|红十字")),
)
_LOOKED_FOR = ("群团", "人大", "政协", "监委、纪委", "法院", "检察院", "人武部", "政府", "党委")
"""The surest words first: 团区委 holds 区委, 区政协党组 is of the 政协."""
_RANK = {name: place for place, (name, _) in enumerate(ORDER)}


def in_order(bodies: Iterable[str]) -> list[str]:
    """
    Return bodies in official order, each once; of equals and of unknown ones the given order is kept.

    Rule: office-practice 14: 党委、人大、政府、政协、监委/纪委、法院、检察院、人武部、群团.
    """
    kept = dict.fromkeys(stripped for each in bodies if (stripped := each.strip()))
    return sorted(kept, key=_rank)


def _rank(body: str) -> int:
    marks = dict(ORDER)
    return next((_RANK[name] for name in _LOOKED_FOR if marks[name].search(body)), len(ORDER))
