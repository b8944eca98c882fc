"""What two items have in common and where they part: in names and numbers, in the matter, in the whole wording."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from yizheng.assist import terms
from yizheng.assist.texts import Text, bigrams, plain, telling, tokens

_READ_AT_MOST = 600
# A pair of characters that so few items of the collection use is part of a name, not of a matter.
_NAME_SHARE = 0.006
_NUMBER = re.compile(r"\d+")
_GENERIC = frozenset(
    [
        "小区",
        "业主",
        "社区",
        "街道",
        "村民",
        "居民",
        "家长",
        "学校",
        "学生",
        "公司",
        "房子",
        "楼盘",
        "问题",
        "投诉",
        "举报",
        "车位",
        "扰民",
    ]
)
_HEAD = re.compile(
    r"([\u4e00-\u9fff\d]{2,4}?)"
    r"(学院|中学|小学|大学|学校|幼儿园|小区|公司|公园|大道|号线|社区|街道|医院|广场|花园|公寓|市场|酒店|村|镇|路|街|站|栋|期)"
)
# What a title asks for is no name of a thing.
_REQUEST = re.compile(
    "再次|投诉|举报|反映|请求|恳请|建议|希望|咨询|关于|请问|强烈|要求|呼吁|解决|附近|旁边|对面|周边|某某|本人|我们|在|对|将|的"
)
_COMMON = re.compile(r"\d+(?=[年月日天个岁点块元万多%])|20\d\d")


@dataclass(frozen=True)
class Familiar:
    """How many items of a collection use each pair of characters."""

    total: int = 0
    used: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, items: Iterable[Text]) -> Familiar:
        """Count a collection."""
        counted: Counter[str] = Counter()
        total = 0
        for item in items:
            counted.update(set(bigrams(item.plain_title + "。" + item.plain_body[:_READ_AT_MOST])))
            total += 1
        return cls(total, counted)

    def rarity(self, pair: str) -> float:
        """Tell how much a pair says; without a collection every pair says the same."""
        return math.log(1 + (self.total + 1) / (self.used.get(pair, 0) + 0.5)) if self.total else 1.0

    def is_name(self, pair: str) -> bool:
        """Tell whether a pair is used by so few that it must belong to a name."""
        return self.used.get(pair, 0) <= max(3.0, _NAME_SHARE * self.total)


@dataclass(frozen=True)
class Side:
    """One of the two items, read once."""

    text: Text
    familiar: Familiar

    @cached_property
    def title(self) -> frozenset[str]:
        """The pairs of the title."""
        return frozenset(bigrams(self.text.plain_title))

    @cached_property
    def whole(self) -> frozenset[str]:
        """The pairs of title and body."""
        return self.title | frozenset(bigrams(self.text.plain_body[:_READ_AT_MOST]))

    @cached_property
    def counted(self) -> Mapping[str, float]:
        """The pairs of the whole item by weight."""
        found = Counter(bigrams(self.text.plain_body[:_READ_AT_MOST]))
        found.update(self.title)
        return {pair: (1 + math.log(count)) * self.familiar.rarity(pair) for pair, count in found.items()}

    @cached_property
    def known(self) -> frozenset[str]:
        """The pairs inside the words of known matters."""
        return frozenset(pair for word in terms.spot(self.text.plain_title) for pair in bigrams(word))

    @cached_property
    def known_words(self) -> tuple[str, ...]:
        """The words of known matters in the title."""
        return tuple(dict.fromkeys(word for word in terms.spot(self.text.plain_title) if word not in _GENERIC))

    @cached_property
    def heads(self) -> Mapping[str, frozenset[str]]:
        """By kind of thing (学校, 路, 小区): what stands before it in the title."""
        found: dict[str, set[str]] = {}
        for name, kind in _HEAD.findall(_REQUEST.sub("。", self.text.plain_title)):
            found.setdefault(kind, set()).add(name)
        return {kind: frozenset(names) for kind, names in found.items()}

    @cached_property
    def body(self) -> frozenset[str]:
        """The pairs of the body."""
        return frozenset(bigrams(self.text.plain_body[:_READ_AT_MOST]))

    @cached_property
    def title_topics(self) -> Mapping[str, float]:
        """The known matters of the title alone."""
        return terms.find(Text(self.text.title)).topics

    @cached_property
    def topics(self) -> Mapping[str, float]:
        """The known matters the item speaks of."""
        return terms.find(Text(self.text.title, self.text.body[:200])).topics

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers of the title that are not dates or amounts."""
        return frozenset(_NUMBER.findall(_COMMON.sub("", plain(self.text.title))))

    @cached_property
    def title_words(self) -> tuple[str, ...]:
        """The words of the title in reading order."""
        return tuple(dict.fromkeys(telling(tokens(self.text.title))))


def compare(a: Side, b: Side) -> dict[str, float]:
    """Measure what speaks for and against; every measure lies between 0 and 1."""
    rest_a, rest_b, common = _part(a.text.plain_title, b.text.plain_title)
    names_a, names_b = _strange(rest_a, a, b), _strange(rest_b, b, a)
    words_a, words_b = set(a.known_words), set(b.known_words)
    both = words_a & words_b
    named = _weight((pair for pair in common if a.familiar.is_name(pair)), a.familiar)
    apart = min(_weight(names_a, a.familiar), _weight(names_b, a.familiar))
    place = _full(named / 12)
    matter = _full(max((_loudness(word, a.familiar) for word in both), default=0.0) / 8)
    rest = sorted((_covered(rest_a, b.whole, a.familiar), _covered(rest_b, a.whole, a.familiar)))
    return {
        "titles": _dice(a.title, b.title, a.familiar),
        "wholes": _cosine(a.counted, b.counted),
        "bodies": _dice(a.body, b.body, a.familiar),
        "topics": _cosine(a.topics, b.topics),
        "title topics": _cosine(a.title_topics, b.title_topics),
        "common names": place,
        "common matter": matter,
        "both": place * matter,
        "rest told, less": rest[0],
        "rest told, more": rest[1],
        "rest apart": _full(min(_weight(rest_a, a.familiar), _weight(rest_b, a.familiar)) / 40),
        "names apart": apart / (apart + named / 2 + 4),
        "kinds apart": float(bool(a.heads and b.heads) and _heads_apart(a, b)),
        "matter apart": _full(min(_alone(words_a - both, b, a.familiar), _alone(words_b - both, a, a.familiar)) / 8),
        "numbers differ": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
    }


def _part(a: str, b: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Align two titles: the pairs only in the one, only in the other, and in the common stretches."""
    blocks = [each for each in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if each.size > 1]
    common = frozenset(pair for each in blocks for pair in bigrams(a[each.a : each.a + each.size]))
    kept_a = {place for each in blocks for place in range(each.a, each.a + each.size)}
    kept_b = {place for each in blocks for place in range(each.b, each.b + each.size)}
    return _rest(a, kept_a), _rest(b, kept_b), common


def _rest(title: str, kept: set[int]) -> frozenset[str]:
    return frozenset(bigrams("".join("。" if place in kept else mark for place, mark in enumerate(title))))


def _strange(rest: frozenset[str], own: Side, other: Side) -> frozenset[str]:
    return frozenset(p for p in rest if own.familiar.is_name(p) and p not in own.known and p not in other.whole)


def _heads_apart(a: Side, b: Side) -> bool:
    """Whether both name things of one kind (two schools, two lines) and none of them is the same."""
    kinds = set(a.heads) & set(b.heads)
    return any(not _same_name(a.heads[kind], b.heads[kind]) for kind in kinds)


def _same_name(one: frozenset[str], other: frozenset[str]) -> bool:
    return any(x.endswith(y[-2:]) or y.endswith(x[-2:]) for x in one for y in other)


def _alone(words: set[str], other: Side, familiar: Familiar) -> float:
    text = other.text.plain_title + other.text.plain_body
    return max((_loudness(word, familiar) for word in words if word not in text), default=0.0)


def _loudness(word: str, familiar: Familiar) -> float:
    return max((familiar.rarity(pair) for pair in bigrams(word)), default=0.0)


def _full(value: float) -> float:
    return min(1.0, value)


def _weight(pairs: Iterable[str], familiar: Familiar) -> float:
    return sum(familiar.rarity(pair) for pair in pairs)


def _covered(pairs: frozenset[str], by: frozenset[str], familiar: Familiar) -> float:
    """The share of `pairs` that the other item has too; half when there is nothing to compare."""
    whole = _weight(pairs, familiar)
    return _weight(pairs & by, familiar) / whole if whole else 0.5


def _dice(a: frozenset[str], b: frozenset[str], familiar: Familiar) -> float:
    whole = _weight(a, familiar) + _weight(b, familiar)
    return 2 * _weight(a & b, familiar) / whole if whole else 0.5


def _cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    norm = math.sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return sum(n * b.get(name, 0.0) for name, n in a.items()) / norm if norm else 0.0
