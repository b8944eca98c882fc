"""`yizheng plan parse FILE --json`: the parser behind the import page, from the command line."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from yizheng.document.reading import ReadingRefused, read_path
from yizheng.plan.parsing.assembly import understand
from yizheng.plan.parsing.contract import contract

USAGE = "用法：yizheng plan parse 文件 --json"
UNREADABLE = 2


def parse_file(path: str | Path) -> dict[str, Any]:
    """
    The plan in a file, as the JSON object of the command.

    Raises: ReadingRefused when the file cannot be read.
    """
    return contract(understand(read_path(path)))


def main(argv: Sequence[str]) -> int:
    """Print the plan as JSON on stdout; 2 with one sentence on stderr when the file cannot be read."""
    files = [argument for argument in argv if argument != "--json"]
    if len(files) != 1 or files[0].startswith("-"):
        return _refuse(USAGE)
    try:
        plan = parse_file(files[0])
    except ReadingRefused as refusal:
        return _refuse(refusal.message)
    sys.stdout.write(json.dumps(plan, ensure_ascii=False, indent=1) + "\n")
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(sentence.replace("\n", " ") + "\n")
    return UNREADABLE
