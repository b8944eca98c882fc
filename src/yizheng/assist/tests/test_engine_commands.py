"""The commands of the evaluation: keys of the contract, every usual way to write a table, clear refusals."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from yizheng.assist.evaluation import measures
from yizheng.assist.evaluation.command import UNREADABLE
from yizheng.cli import main

CASES = [
    ["增设公交站\n东门外没有站点", "交通运输局"],
    ["小学学位不足", "教育局"],
    ["路灯不亮，“夜里”漆黑", "城管局"],
    ["幼儿园收费太高", "教育局"],
]
ITEMS = [
    ["1", "东湖花园搅拌站噪音扰民", "夜里开工", "甲", "张"],
    ["2", "东湖花园旁搅拌站太吵", "灰尘大", "甲", "李"],
    ["3", "建议延长公交线路", "等车久", "", "王"],
    ["4", "东湖花园搅拌站何时搬走", "再次反映", "甲", "张"],
    ["5", "独自一条", "没有同组", "乙", ""],
]
PAIRS = [["1", "2", "1"], ["1", "3", "0"], ["2", "4", "1"], ["3", "5", "0"]]


def written(path: Path, header: str, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header.split(","), *rows])
    path.write_bytes(out.getvalue().encode(encoding))
    return str(path)


def answer_of(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, float]:
    assert main(["assist", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    answer: dict[str, float] = json.loads(out)
    return answer


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_routing_prints_the_keys_of_the_contract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    table = written(tmp_path / "cases.csv", "text,label", CASES, encoding)

    answer = answer_of(capsys, "eval-routing", "--train", table, "--test", table)

    assert list(answer) == [
        "n", "labels", "top1", "top3", "macro_f1", "train_seconds", "predict_ms_p50", "predict_ms_p95"
    ]  # fmt: skip
    assert answer["n"] == 4
    assert answer["labels"] > 30
    assert answer["top1"] == 1.0


def test_similar_prints_the_keys_and_leaves_out_what_has_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = written(tmp_path / "items.csv", "id,title,text,group,author", ITEMS)

    answer = answer_of(capsys, "eval-similar", "--items", table)

    assert list(answer) == [
        "queries", "recall_at_5", "recall_at_10", "mrr", "index_seconds", "query_ms_p50", "query_ms_p95"
    ]  # fmt: skip
    assert answer["queries"] == 3
    assert answer["recall_at_5"] == 1.0


def test_pairs_prints_the_keys_of_the_contract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items = written(tmp_path / "items.csv", "id,title,text,group,author", ITEMS)
    judged = written(tmp_path / "pairs.csv", "a,b,same", PAIRS)

    answer = answer_of(capsys, "eval-pairs", "--items", items, "--train", judged, "--test", judged)

    assert list(answer) == ["n", "balanced_accuracy", "recall_same", "recall_different"]
    assert answer["n"] == 4


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "空"),
        (b"text,label\n", "没有数据"),
        (b"text,kind\na,b\n", "缺少列 label"),
        (b"\x00\x01\x02\xff\xfe\x00", "不是文本"),
        (b'text,label\n"never closed,b\n', "CSV"),
        (b"text,label\na,b,c\n", "第 2 行"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    table = tmp_path / "bad.csv"
    table.write_bytes(content)

    assert main(["assist", "eval-routing", "--train", str(table), "--test", str(table)]) == UNREADABLE

    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "words", [["eval-routing"], [], ["eval-everything"], ["eval-similar", "--items", "/nowhere/at/all.csv"]]
)
def test_a_wrong_call_is_refused_in_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert main(["assist", *words]) == UNREADABLE

    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


@pytest.mark.parametrize("row", [["1", "99", "1"], ["1", "2", "也许"]])
def test_a_pair_that_cannot_be_understood_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], row: list[str]
) -> None:
    items = written(tmp_path / "items.csv", "id,title,text,group,author", ITEMS)
    judged = written(tmp_path / "pairs.csv", "a,b,same", [row])

    assert main(["assist", "eval-pairs", "--items", items, "--train", judged, "--test", judged]) == UNREADABLE
    assert capsys.readouterr().out == ""


def test_the_measures_are_the_usual_ones() -> None:
    assert measures.macro_f1(["a", "a", "b"], ["a", "b", "b"]) == pytest.approx(2 / 3)
    assert measures.recall_at([True, False, True], all_relevant=2, top=2) == 0.5
    assert measures.reciprocal_rank([False, True]) == 0.5
    assert measures.percentile([4, 1, 3, 2], 0.5) == 2
    assert measures.share_right([["a", "b"], ["b", "c"]], ["b", "a"], 3) == 0.5
