"""The list of environment variables names what the code reads, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import yizheng
from yizheng.accounts.policy import PREFIX, DoorPolicy
from yizheng.config.variables import Kind, variables

PACKAGE = Path(yizheng.__file__).parent
ROOT = PACKAGE.parents[1]
NAMED = re.compile(r"[\"']((?:YIZHENG|DATABASE)_[A-Z_]*[A-Z])[\"']")


def sources():
    ours = [file for file in PACKAGE.rglob("*.py") if "tests" not in file.parts and file.name != "variables.py"]
    return [*ours, ROOT / "yizheng", ROOT / "conftest.py"]


def test_every_variable_that_the_code_names_is_listed_and_the_other_way_round():
    named = {name for file in sources() for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    of_the_door = {PREFIX + name.upper() for name in DoorPolicy.__dataclass_fields__}

    assert {variable.name for variable in variables()} == named | of_the_door


def test_a_variable_is_listed_once_and_says_what_it_does():
    known = variables()

    assert len({variable.name for variable in known}) == len(known)
    assert [variable.name for variable in known if not variable.meaning or not variable.default] == []
    assert [v.name for v in known if (v.kind is Kind.CHOICE) != bool(v.choices)] == []
