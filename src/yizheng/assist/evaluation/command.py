"""`yizheng assist eval-… `: read the tables, print one JSON object on stdout, everything else on stderr."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from yizheng.assist.evaluation import commands
from yizheng.assist.evaluation.tables import TableRefused, read_table

UNREADABLE = 2

_ITEM = ("id", "title", "text")
_PAIR = ("a", "b", "same")
_CASE = ("text", "label")


class _Reader(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line instead of the whole usage."""
        raise TableRefused(f"用法：{' '.join(self.format_usage().removeprefix('usage: ').split())}（{message}）")


def main(argv: Sequence[str]) -> int:
    """Run one evaluation; 2 with one sentence on stderr when a table cannot be read."""
    try:
        given = _reader().parse_args(argv)
        answer = given.run(given)
    except TableRefused as refusal:
        sys.stderr.write(str(refusal).replace("\n", " ") + "\n")
        return UNREADABLE
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def _reader() -> argparse.ArgumentParser:
    reader = _Reader(prog="yizheng assist")
    kinds = reader.add_subparsers(required=True, metavar="eval-routing|eval-similar|eval-pairs", parser_class=_Reader)
    _add(kinds, "eval-routing", ("train", "test"), _routing)
    _add(kinds, "eval-similar", ("items",), _similar)
    _add(kinds, "eval-pairs", ("items", "train", "test"), _pairs)
    return reader


def _add(
    kinds: argparse._SubParsersAction[_Reader],
    name: str,
    files: Sequence[str],
    run: Callable[[argparse.Namespace], commands.Answer],
) -> None:
    command = kinds.add_parser(name)
    for file in files:
        command.add_argument(f"--{file}", required=True)
    command.set_defaults(run=run)


def _routing(given: argparse.Namespace) -> commands.Answer:
    return commands.routing(read_table(given.train, _CASE), read_table(given.test, _CASE))


def _similar(given: argparse.Namespace) -> commands.Answer:
    return commands.similar(read_table(given.items, (*_ITEM, "group")))


def _pairs(given: argparse.Namespace) -> commands.Answer:
    items = read_table(given.items, _ITEM)
    return commands.pairs(items, read_table(given.train, _PAIR), read_table(given.test, _PAIR))
