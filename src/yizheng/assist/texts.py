"""What the engine reads: a title, a body, and the signs in them that a model may learn from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from yizheng.assist import words

# A title that comes in one string with its body ends at the first line break or sentence mark.
_FIRST_SENTENCE = re.compile(r"\s*([^\n。！？!?；;]{2,60})(?:[\n。！？!?；;]+|$)")
_TITLE_WITHOUT_MARK = 30
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
# Text that was cut into words before it came here: a space after every one to four characters.
_CUT_BEFORE = 6
_SPACES = re.compile(r"[ \u3000]+")
# Places and people that the publisher of a text replaced by letters and numbers tell nothing: A3区, A市, A00074795.
_MASKED = re.compile(r"[A-Z]\d*(?=[市区县])|[A-Z]\d{5,}")


@dataclass(frozen=True)
class Text:
    """One item as the engine sees it."""

    title: str
    body: str = ""

    @classmethod
    def of(cls, whole: str) -> Text:
        """Take the first line or sentence of one string as its title."""
        whole = whole.strip()
        if was_cut(whole):
            tokens = whole.split()
            return cls(" ".join(tokens[:10]), " ".join(tokens[10:]))
        found = _FIRST_SENTENCE.match(whole)
        if found:
            return cls(found.group(1), whole[found.end() :])
        return cls(whole[:_TITLE_WITHOUT_MARK], whole[_TITLE_WITHOUT_MARK:])

    @cached_property
    def plain_title(self) -> str:
        """The title in one width of characters, without spaces and masks."""
        return plain(self.title)

    @cached_property
    def plain_body(self) -> str:
        """The body likewise."""
        return plain(self.body)


def plain(text: str) -> str:
    """Give `text` in one width, without spaces and without places masked by letters."""
    return _SPACES.sub("", _MASKED.sub("", unicodedata.normalize("NFKC", text)))


def was_cut(text: str) -> bool:
    """Tell whether `text` came cut into words, as some collections are published."""
    return text.count(" ") * _CUT_BEFORE > len(text) and bool(_CHINESE.search(text))


def tokens(text: str) -> list[str]:
    """Cut `text` into words; a text that comes cut keeps its words."""
    if was_cut(text):
        return text.split()
    return words.cut(_MASKED.sub("", unicodedata.normalize("NFKC", text)))


def telling(found: Iterable[str]) -> Iterator[str]:
    """Keep the words with Chinese characters that are more than one character long."""
    return (word for word in found if len(word) > 1 and _CHINESE.match(word))


def small(found: Iterable[str]) -> Iterator[str]:
    """Keep what `telling` leaves out: words of one character, numbers, names in letters; no marks."""
    return (word for word in found if word.isalnum() and not (len(word) > 1 and _CHINESE.match(word)))


def bigrams(text: str) -> list[str]:
    """Every two neighbouring Chinese characters, so that a word cut wrongly is met all the same."""
    runs = _CHINESE.findall(text)
    return [run[place : place + 2] for run in runs for place in range(len(run) - 1)]


def characters(text: str) -> str:
    """Keep the Chinese characters of a text."""
    return "".join(_CHINESE.findall(text))
