"""Ballots as the components of the house draw them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yizheng.ui.shapes import Cell, Column, Figure, Meaning

from . import counting
from .enums import BallotKind, BallotState
from .models import Ballot

MEANING = {
    BallotState.PREPARED: Meaning.NEUTRAL,
    BallotState.OPEN: Meaning.BUSY,
    BallotState.CLOSED: Meaning.OK,
    BallotState.VOID: Meaning.OVER,
}


def question(ballot: Ballot) -> str:
    """Return in one sentence what is asked."""
    if ballot.kind == BallotKind.PICK:
        return f"从{len(ballot.items)}项里最多选{ballot.choose_most}项"
    words = "、".join(each["label"] for each in ballot.options)
    return f"共{len(ballot.items)}项，每项选一个：{words}"


def figures(ballot: Ballot) -> list[Figure]:
    """Return the numbers of a closed ballot, none before."""
    return figures_of(ballot.counts) if ballot.counts else []


def figures_of(counts: Mapping[str, Any]) -> list[Figure]:
    """Return how many slips were taken and cast, valid and abstaining."""
    shown = (("taken", "领出选票"), ("cast", "投出选票"), ("valid", "有效票"), ("abstained", "弃权票"))
    return [Figure(counts[name], label, unit="张") for name, label in shown]


def columns(ballot: Ballot) -> list[Column]:
    """Return the columns of the counts."""
    named = [each["label"] for each in ballot.options] if ballot.kind == BallotKind.RATE else ["得票"]
    return [Column("对象"), *(Column(label, "number") for label in named)]


def rows(ballot: Ballot) -> list[list[Cell]]:
    """Return the counts of each item."""
    return rows_of(ballot, ballot.counts)


def rows_of(ballot: Ballot, counts: Mapping[str, Any]) -> list[list[Cell]]:
    """Return the given counts of each item."""
    options = counting.options_of(ballot)
    return [
        [Cell(each["label"]), *(Cell(str(counts["items"][each["key"]][option])) for option in options)]
        for each in ballot.items
    ]
