"""The parser against hand-made readings of real plans; these stand beside the repository, where they are at all."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from yizheng.plan.parsing.command import parse_file

SHARED = Path(__file__).resolve().parents[5] / "shared"
TRUTHS = sorted(SHARED.glob("data/plans-truth/*.json"))
NOT_COMPARED = {"seed", "traps", "counts", "body_chars"}

pytestmark = pytest.mark.skipif(not TRUTHS, reason="the shared folder is not here")


def differences(truth: Any, found: Any, path: str = "") -> list[str]:
    """Every field in which the parser's answer is not the truth, white space aside."""
    if isinstance(truth, dict):
        keys = [key for key in truth if key not in NOT_COMPARED and not key.endswith("_note")]
        return [line for key in keys for line in differences(truth[key], found.get(key), f"{path}.{key}")]
    if isinstance(truth, list):
        if len(truth) != len(found):
            return [f"{path}: {len(truth)} expected, {len(found)} found"]
        pairs = enumerate(zip(truth, found, strict=True))
        return [line for index, (a, b) in pairs for line in differences(a, b, f"{path}[{index}]")]
    same = squeezed(truth) == squeezed(found)
    return [] if same else [f"{path}: {truth!r} expected, {found!r} found"]


def squeezed(value: Any) -> Any:
    return re.sub(r"\s+", "", value) if isinstance(value, str) else value


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem[:3])
def test_every_field_of_a_real_plan_is_read_exactly(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))

    found = parse_file(SHARED / "seeds" / truth["seed"])

    assert differences(truth, found) == []


@pytest.mark.parametrize("truth_file", TRUTHS, ids=lambda path: path.stem[:3])
def test_the_text_of_every_item_is_as_long_as_printed(truth_file: Path) -> None:
    truth = json.loads(truth_file.read_text(encoding="utf-8"))

    found = parse_file(SHARED / "seeds" / truth["seed"])

    printed = [item["body_chars"] for section in truth["sections"] for item in section["items"]]
    lengths = [len(squeezed(item["text"])) for section in found["sections"] for item in section["items"]]
    assert lengths == printed
