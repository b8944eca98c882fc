"""Counting: from the papers in the box to numbers, at closing and at every recount alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yizheng.kernel.errors import Refused

from .enums import BallotKind
from .models import Ballot

Paper = Mapping[str, str]
"""Item → option; for `pick` every chosen item has the option `chosen`. An empty paper abstains."""

CHOSEN = "chosen"


def written(ballot: Ballot, paper: Paper) -> str:
    """
    Return a paper as it is put into the box: the same choices are always the same text.

    Raises: Refused `unknown_choice`, `too_many`; nothing is cast then.
    """
    items = {each["key"] for each in ballot.items}
    options = options_of(ballot)
    if not set(paper) <= items or not set(paper.values()) <= set(options):
        raise Refused("unknown_choice", "选票上有不认识的选项，请刷新后重新填写。")
    if ballot.kind == BallotKind.PICK and len(paper) > ballot.choose_most:
        raise Refused("too_many", f"最多选{ballot.choose_most}项，现在选了{len(paper)}项，请减少后再投。")
    return json.dumps(dict(sorted(paper.items())), ensure_ascii=False)


def options_of(ballot: Ballot) -> list[str]:
    """Return the keys of what each item may be given."""
    return [CHOSEN] if ballot.kind == BallotKind.PICK else [each["key"] for each in ballot.options]


def count(ballot: Ballot, papers: Sequence[str], taken: int) -> dict[str, Any]:
    """Return the counts: slips taken, papers cast, valid and abstaining ones, and each item by option."""
    read: list[dict[str, str]] = [json.loads(paper) for paper in papers]
    valid = [paper for paper in read if paper]
    return {
        "taken": taken,
        "cast": len(read),
        "valid": len(valid),
        "abstained": len(read) - len(valid),
        "items": {each["key"]: _of_item(ballot, each["key"], valid) for each in ballot.items},
    }


def _of_item(ballot: Ballot, item: str, papers: Iterable[Mapping[str, str]]) -> dict[str, int]:
    given = [paper.get(item) for paper in papers]
    return {option: given.count(option) for option in options_of(ballot)}
