"""Where the content of rules, honours and appraisals lies."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Honour, Rule

VERSION = ("text", "note")
HONOUR = ("title", "awarded_by")
APPRAISAL = ("remark",)
FILE = ("name", "kind", "object_id")


def _of_rule(rule: Rule) -> Iterator[Part]:
    for version in rule.versions.select_related("file"):
        yield Part(version, VERSION)
        if version.file is not None:
            yield Part(version.file, FILE)


def _of_honour(honour: Honour) -> Iterator[Part]:
    if honour.file is not None:
        yield Part(honour.file, FILE)


def register() -> None:
    """Tell the house; called when it starts. The title of a rule stays: it is unique and names what is in force."""
    purging_kinds.register(
        Content("rule", (), _of_rule),
        Content("honour", HONOUR, _of_honour),
        Content("staff_appraisal", APPRAISAL),
    )
