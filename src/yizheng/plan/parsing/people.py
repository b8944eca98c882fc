"""Leaders, departments and members in a cell: split, and rid of the spaces that pad short names."""

from __future__ import annotations

import re

from yizheng.plan.parsing.tree import squeezed

DEPARTMENT_END = re.compile(
    r"(?:委员会|专委会|委办|委室|工委|党委|党组|区委|市委|县委|委|办公室|研究室|办公厅|处室|科室|室|办|部门|部|局|组|中心|处|科|站|院|厅|所|会|团|社|馆|联|"
    r"单位|机关|支部|镇|乡|街道|园区|党派|民主党派|公司|学校|界别|政府|人大|政协|政协委员|全体|人员|股|队|会议)(?:等|牵头|配合|（[^）]*）|\([^)]*\))*\Z"
)
SEPARATORS = re.compile(r"[、，,；;/／|]")
OTHERS = re.compile(r"(?:有关|相关|其他|其它|部分|若干|全体|各)|(?:委员|人员|专家|同志|单位|界别|部门|代表|学者)\Z")
LAST = re.compile(r"(?P<name>.{2,10}?)(?:(?:以及|和|及|与)(?P<more>.{2,})|等(?P<etc>.*))?\Z")


def names_in(cell: str) -> list[str]:
    """Leaders or members of a cell in printed order (孟  珂 becomes 孟珂)."""
    names: list[str] = []
    for piece in _pieces(cell):
        names.extend(_words(piece))
    return list(dict.fromkeys(name for name in rejoined(names) if name))


def departments_in(cell: str) -> list[str]:
    """Departments of a cell in printed order; a name broken over two lines is put together again."""
    found: list[str] = []
    for piece in _pieces(cell):
        for word in _department_words(piece):
            if found and not is_department(found[-1]):
                found[-1] += word
            else:
                found.append(word)
    return list(dict.fromkeys(part for name in found for part in _conjoined(name) if part))


def _pieces(cell: str) -> list[str]:
    """Split at line ends and separators, but not inside brackets."""
    pieces, depth, current = [], 0, ""
    for char in cell:
        depth += (char in "（(《“") - (char in "）)》”")
        if char == "\n" or (depth <= 0 and SEPARATORS.match(char)):
            pieces.append(current)
            current = ""
        else:
            current += char
    return [piece.strip() for piece in [*pieces, current] if piece.strip()]


def _words(piece: str) -> list[str]:
    return [word for word in re.split(r"\s+", re.sub(r"[:：。]\Z", "", piece)) if word]


def rejoined(words: list[str]) -> list[str]:
    """Single characters side by side are one padded name."""
    names: list[str] = []
    lone = False
    for word in words:
        if lone and len(word) == 1:
            names[-1] += word
            lone = False
        else:
            names.append(word)
            lone = len(word) == 1 and "\u4e00" <= word <= "\u9fff"
    return names


def _department_words(piece: str) -> list[str]:
    words = rejoined(_words(piece))
    return words if all(map(is_department, words)) else [squeezed(piece)]


def is_department(name: str) -> bool:
    """Whether a word ends as the names of departments do."""
    return DEPARTMENT_END.search(name) is not None and name.count("（") == name.count("）")


def _conjoined(name: str) -> list[str]:
    """办公室和研究室 are two, 提案和委员工委 is one."""
    left, joint, right = name.partition("和")
    if joint and is_department(left) and is_department(right) and len(left) > 1:
        return [left, *_conjoined(right)]
    return [name]


def members_in(text: str) -> tuple[list[str], bool]:
    """The named members and whether others are meant too (和相关委员、等)."""
    named: list[str] = []
    others = False
    for name in names_in(text.strip().rstrip("。；;")):
        known, more = _member(name)
        named += known
        others = others or more
    return named, others


def _member(name: str) -> tuple[list[str], bool]:
    """A piece of the list: 兰某和相关委员 is one name and others, 张三和李四 are two names."""
    if OTHERS.search(name[:3]) or name == "等":
        return [], True
    match = LAST.match(name)
    if match is None:
        return [name], False
    if match["etc"] is not None:
        return [match["name"]], True
    more = match["more"]
    if not more:
        return ([], True) if OTHERS.search(name) else ([name], False)
    return ([match["name"]], True) if OTHERS.search(more) else ([match["name"], more], False)
