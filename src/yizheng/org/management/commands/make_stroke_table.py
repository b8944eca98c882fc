"""`make_stroke_table`: write the table of strokes from the npm package it is taken from; used while developing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yizheng.org.strokes import TABLE

HEAD = """\
# Strokes of Chinese characters: 1 横 2 竖 3 撇 4 点 5 折, in the order of writing.
# Made by the command make_stroke_table from the npm package cnchar-order 3.2.6 (MIT, Copyright (c) 2020 theajack),
# with the corrections named in that command.
"""
SHAPES = {
    "横": "1", "提": "1", "竖": "2", "竖钩": "2", "撇": "3", "点": "4", "点2": "4", "捺": "4",
}  # fmt: skip
"""The class of each named stroke; all others turn (折). Rule: the order of characters of GB 13000.1."""

CORRECTIONS = {
    "邶": "2113552", "炽": "433425134", "弢": "51552254", "彘": "551311341535", "皙": "1234331232511",
    "德": "332122522114544", "撅": "121134315233534", "膝": "351112343424134", "黏": "31234342413421251",
    "麟": "41352211535431234354152",
}  # fmt: skip
"""Characters whose strokes are counted or named wrongly there; checked one by one."""

ADDED = {"骉": "551551551", "𠮷": "121251"}
"""Characters of names that are missing there."""


class Command(BaseCommand):
    """Write src/yizheng/org/stroke_table.txt."""

    help = "从 cnchar-order 的 cnchar.order.min.js 生成笔顺表"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the script of the unpacked package."""
        parser.add_argument("script", type=Path, help="解开的 npm 包里的 cnchar.order.min.js")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, correct, write."""
        orders = {**_orders(options["script"].read_text("utf-8")), **CORRECTIONS, **ADDED}
        lines = [f"{character} {strokes}\n" for character, strokes in sorted(orders.items())]
        TABLE.write_text(HEAD + "".join(lines), "utf-8")
        self.stdout.write(f"笔顺表：{len(lines)}字")


def _orders(script: str) -> dict[str, str]:
    """Return the strokes of each character, as classes."""
    letters, names = (json.loads(text) for text in re.findall(r"JSON\.parse\('(.*?)'\)", script))
    classes = {letter: SHAPES.get(named["name"].split("|")[0], "5") for letter, named in names.items()}
    return {
        character: "".join(classes[letter] for letter in order)
        for character, order in letters.items()
        if len(character) == 1 and not character.isascii() and character >= "\u3400"
    }
