"""Who issues the plan: 政协 + place + 委员会, without term or standing committee."""

from __future__ import annotations

import re
from collections.abc import Iterable

from yizheng.plan.parsing.tree import squeezed

PLACE_END = "省市区县州旗盟国"
TERM = r"第[一二三四五六七八九十百零〇\d]{1,4}届"
FULL = re.compile(
    rf"(?:中国人民政治协商会议|(?<![\u4e00-\u9fff])政协|政协)(?:{TERM})?(?P<place>[\u4e00-\u9fff]{{1,20}}?)(?:{TERM})?(?:委员会|常委会|常务委员会)"
)
SHORT = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{1,11}}[{PLACE_END}])(?:\d{{4}}年度?)?政协")
BESIDE = re.compile(
    rf"(?:(?<=中共)|(?<=[:：])|(?<=\A))(?P<place>[\u4e00-\u9fff]{{2,12}}?[{PLACE_END}])(?:人民政府|委员会|委(?![员办]))"
)
NO_PLACE = re.compile(
    r"人民|全体|组织|工作|关于|我[省市区县州]|本[省市区县州]|[各和与及在对的为]|兄弟|上级|下级|中共|^[省市区县州]\Z"
)


def issuing_body(title: str, notice: str, others: Iterable[str]) -> str | None:
    """
    From the title when it names the place, else from the fullest name elsewhere in the frame of the paper.

    A page that only says 区政协 is placed by the Party committee or government that it names beside it.
    """
    for text in (title, notice):
        places = list(_places(text, FULL)) or list(_places(text, SHORT))
        if places:
            return f"政协{_fullest(places)}委员会"
    rest = [squeezed(text) for text in others]
    for pattern in (FULL, SHORT, BESIDE):
        places = [place for text in rest for place in _places(text, pattern)]
        if places:
            return f"政协{_fullest(places)}委员会"
    return None


def _places(text: str, pattern: re.Pattern[str]) -> Iterable[str]:
    for match in pattern.finditer(squeezed(text)):
        place = match["place"]
        if place[-1] in PLACE_END and not NO_PLACE.search(place):
            yield place


def _fullest(places: list[str]) -> str:
    """The longest name that ends as the first one does (云岭区 → 澄江市云岭区)."""
    same = [place for place in places if place.endswith(places[0])]
    return max(same, key=len)
