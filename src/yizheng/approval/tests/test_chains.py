"""Chains as lines a clerk can type."""

from __future__ import annotations

import pytest

from yizheng.approval import chains
from yizheng.approval.chains import StepSpec
from yizheng.approval.enums import StepKind


@pytest.mark.parametrize(
    ("line", "spec"),
    [
        ("会议：主席会议", StepSpec(StepKind.MEETING, "主席会议")),
        (" 报送: 同级党委 ", StepSpec(StepKind.REPORT, "同级党委")),
        ("签批：分管副主席审签", StepSpec(StepKind.DECISION, "分管副主席审签", "leader")),
        ("签批：秘书长审签（秘书长）", StepSpec(StepKind.DECISION, "秘书长审签", "secretary_general")),
        ("签批：办公室核稿(办公室)", StepSpec(StepKind.DECISION, "办公室核稿", "office_clerk")),
        ("会议：常委会议（扩大）", StepSpec(StepKind.MEETING, "常委会议（扩大）")),
    ],
)
def test_a_line_is_a_step(line: str, spec: StepSpec) -> None:
    assert chains.read_steps([line]) == [spec]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "至少要有一步。"),
        (["会议：主席会议"] * 13, "最多12步。"),
        (["主席会议"], "“主席会议”读不懂。"),
        (["投票：全体会议"], "“投票：全体会议”读不懂。"),
        (["签批："], "“签批：”读不懂。"),
        (["签批：审签（书记）"], "“签批：审签（书记）”里的身份不认识"),
        ([f"会议：{'长' * 61}"], f"“会议：{'长' * 61}”读不懂。"),
    ],
)
def test_what_is_no_chain_is_told_in_words(lines: list[str], sentence: str) -> None:
    assert (chains.check_steps(lines) or "").startswith(sentence)


def test_a_chain_that_can_stand_is_not_complained_of() -> None:
    assert chains.check_steps(["会议：主席会议", "报送：同级党委"]) is None
